// What files and their bytes need from C: a checksum of raw memory, a guard that turns a page fault which can't be served
// into a page of zeros and a flag, and looks at sixteen bytes at once.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// XXH3 128-bit of a byte range: result[0] is the low half, result[1] the high half.
void stip_xxh3_128(const void *bytes, size_t byteCount, uint64_t result[2]);

/// Installs the SIGBUS handler once per process; later calls do nothing. Returns 0, or the errno of sigaction.
int stip_mapping_guard_install(void);

/// Guards a mapped range. Returns its slot, or -1 when all 65,536 slots are taken.
int stip_mapping_register(const void *start, size_t byteCount);

/// Whether a read of the slot's range has met a page that is no longer in its file (1) or not (0).
int stip_mapping_is_damaged(int slot);

/// Ends the guard. Call before munmap, so that no other mapping can take over the addresses while they are guarded.
void stip_mapping_unregister(int slot);

/// Whether any range of this process was ever marked as damaged: lets who holds thousands of ranges ask once.
int stip_mapping_any_damaged(void);

/// syncfs(2), which glibc declares only for _GNU_SOURCE: 0, or -1 with errno.
int stip_syncfs(int descriptor);

/// Has the processor fetch the cache line at an address. A hint: it never faults.
static inline void stip_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

typedef int8_t stip_bytes __attribute__((vector_size(16), aligned(1)));
/// Which of 16 bytes are all ones, the others being zero: bit i stands for byte i.
static inline uint32_t stip_byte_mask(stip_bytes bytes) {
#if defined(__SSE2__)
    typedef char signs __attribute__((vector_size(16)));
    return (uint32_t)__builtin_ia32_pmovmskb128((signs)bytes);
#else
    uint32_t mask = 0;
    for (int byte = 0; byte < 16; byte++) mask |= (uint32_t)(bytes[byte] & 1) << byte;
    return mask;
#endif
}

/// Which of 16 boxes hold a place: bit i stands for box i. A box is a byte of each of four runs of 16: lowest x, lowest y,
/// highest x, highest y, all inclusive.
static inline uint32_t stip_boxes_holding(const uint8_t *boxes, uint8_t x, uint8_t y) {
    typedef uint8_t bytes __attribute__((vector_size(16), aligned(1)));
    const bytes *runs = (const bytes *)boxes;
    return stip_byte_mask((stip_bytes)((runs[0] <= x) & (runs[1] <= y) & (runs[2] >= x) & (runs[3] >= y)));
}

/// Which of 16 bytes of a text are control characters, beyond ASCII, or one of four others: bit i stands for byte i.
static inline uint32_t stip_text_marks(const uint8_t *text, uint8_t first, uint8_t second, uint8_t third, uint8_t fourth) {
    // Signed: bytes beyond ASCII are below zero.
    const stip_bytes found = *(const stip_bytes *)text;
    return stip_byte_mask((stip_bytes)((found < 0x20) | (found == (int8_t)first) | (found == (int8_t)second)
        | (found == (int8_t)third) | (found == (int8_t)fourth)));
}
