// What memory-mapped files need from C: a checksum of raw memory, and a guard that turns a page fault which can't be
// served into a page of zeros and a flag.
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
