#define XXH_INLINE_ALL
#include <xxhash.h>

#include "CMapping.h"

void stip_xxh3_128(const void *bytes, size_t byteCount, uint64_t result[2]) {
    XXH128_hash_t hash = XXH3_128bits(bytes, byteCount);
    result[0] = hash.low64;
    result[1] = hash.high64;
}
