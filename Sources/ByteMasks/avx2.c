// 32 bytes in one register: each bit of their kinds is looked up by their halves.
#if defined(__x86_64__)
#include "Lanes.h"
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,popcnt"))), apply_to = function)

// For the lower half of a byte: the upper halves, a bit for each, with which it makes a byte whose kind has the bit.
#define WITH_UPPER(upper, lower, bit) ((KIND(16 * (upper) + (lower)) >> (bit) & 1) << (upper))
#define UPPERS(lower, bit)                                                                                                   \
    (char)(WITH_UPPER(0, lower, bit) | WITH_UPPER(1, lower, bit) | WITH_UPPER(2, lower, bit) | WITH_UPPER(3, lower, bit) |   \
           WITH_UPPER(4, lower, bit) | WITH_UPPER(5, lower, bit) | WITH_UPPER(6, lower, bit) | WITH_UPPER(7, lower, bit))
#define BIT_0(lower) UPPERS(lower, 0)
#define BIT_1(lower) UPPERS(lower, 1)
#define BIT_2(lower) UPPERS(lower, 2)
#define BIT_3(lower) UPPERS(lower, 3)

/// The kinds' bits of 32 bytes, where their halves are known: `upper` is a bit for the upper one, none beyond ASCII.
INLINE uint64_t with_bit(__m256i lower, __m256i upper, __m128i table) {
    __m256i uppers = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(table), lower);
    __m256i without = _mm256_cmpeq_epi8(_mm256_and_si256(uppers, upper), _mm256_setzero_si256());
    return (uint32_t)~_mm256_movemask_epi8(without);
}

INLINE void kinds_of_block(const uint8_t *bytes, uint64_t *words) {
    const __m128i bits = _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, (char)128, 0, 0, 0, 0, 0, 0, 0, 0);
    uint64_t masks[5] = {0};
    for (int i = 0; i < 64; i += 32) {
        __m256i block = _mm256_loadu_si256((const __m256i *)(bytes + i));
        __m256i lower = _mm256_and_si256(block, _mm256_set1_epi8(15));
        __m256i upper = _mm256_shuffle_epi8(
            _mm256_broadcastsi128_si256(bits), _mm256_and_si256(_mm256_srli_epi16(block, 4), _mm256_set1_epi8(15)));
        masks[0] |= with_bit(lower, upper, _mm_setr_epi8(SIXTEEN(BIT_0, 0))) << i;
        masks[1] |= with_bit(lower, upper, _mm_setr_epi8(SIXTEEN(BIT_1, 0))) << i;
        masks[2] |= with_bit(lower, upper, _mm_setr_epi8(SIXTEEN(BIT_2, 0))) << i;
        masks[3] |= with_bit(lower, upper, _mm_setr_epi8(SIXTEEN(BIT_3, 0))) << i;
        masks[4] |= (uint64_t)(uint32_t)_mm256_movemask_epi8(block) << i;
    }
    for (int mask = 0; mask < 5; mask++) words[8 * mask] = masks[mask];
}

#include "GenericLanes.h"
#include "Decimal.h"
#include "Intersection.h"
#include "Scan.h"

#pragma clang attribute pop

const struct byte_scanner *byte_scanner_avx2(void) {
    static const struct byte_scanner scanner = {scan, closing, decimal, intersection};
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") ? &scanner : NULL;
}
#endif
