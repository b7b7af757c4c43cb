// 64 bytes in one register, or in two: chosen when the program runs.
#if defined(__x86_64__)
#include "Block.h"
#include <immintrin.h>

// Multiplied without carries by all ones, each bit is the parity of those up to it.
#define BETWEEN_PAIRS(bits)                                                                                                  \
    (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)(bits)), _mm_set1_epi8(-1), 0))

#define EQUAL(byte) _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(byte))
#define FOLDED_EQUAL(byte) _mm512_cmpeq_epi8_mask(folded, _mm512_set1_epi8(byte))
#define BELOW(byte) _mm512_cmplt_epu8_mask(block, _mm512_set1_epi8(byte))
#define DIGITS _mm512_cmplt_epu8_mask(_mm512_sub_epi8(block, _mm512_set1_epi8('0')), _mm512_set1_epi8(10))
#define HIGH _mm512_movepi8_mask(block)
#define BIT_5 _mm512_test_epi8_mask(block, _mm512_set1_epi8(0x20))
// What the mask leaves out is not read.
#define COPY_REST(block, bytes, count)                                                                                       \
    _mm512_storeu_si512(block, _mm512_mask_loadu_epi8(_mm512_set1_epi8(' '), ~0ull >> (64 - (count)), bytes))

__attribute__((target("avx512f,avx512bw,pclmul"), always_inline)) static inline void fill_512(
    const uint8_t *bytes, struct byte_masks *masks, struct text_state *state) {
    __m512i block = _mm512_loadu_si512(bytes);
    __m512i folded = _mm512_or_si512(block, _mm512_set1_epi8(0x20));
    FILL_MASKS(masks, state);
}

__attribute__((target("avx512f,avx512bw,pclmul"))) static void fill_all_512(
    const uint8_t *bytes, size_t count, struct byte_masks *masks) {
    FILL_ALL(fill_512, bytes, count, masks);
}

#undef EQUAL
#undef FOLDED_EQUAL
#undef BELOW
#undef DIGITS
#undef HIGH
#undef BIT_5
#undef COPY_REST
#define COPY_REST(block, bytes, count) copy_rest(block, bytes, count)
#define TOPS(low, high) ((uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32)
#define EQUAL_IN(a, b, byte) TOPS(_mm256_cmpeq_epi8(a, _mm256_set1_epi8(byte)), _mm256_cmpeq_epi8(b, _mm256_set1_epi8(byte)))
#define EQUAL(byte) EQUAL_IN(low, high, byte)
#define FOLDED_EQUAL(byte) EQUAL_IN(folded_low, folded_high, byte)
// At most `top`, without sign: what is equal to the smaller of itself and `top`.
#define UP_TO_IN(a, b, top)                                                                                                  \
    TOPS(_mm256_cmpeq_epi8(a, _mm256_min_epu8(a, _mm256_set1_epi8(top))),                                                    \
         _mm256_cmpeq_epi8(b, _mm256_min_epu8(b, _mm256_set1_epi8(top))))
#define BELOW(byte) UP_TO_IN(low, high, (byte) - 1)
#define DIGITS UP_TO_IN(_mm256_sub_epi8(low, _mm256_set1_epi8('0')), _mm256_sub_epi8(high, _mm256_set1_epi8('0')), 9)
#define HIGH TOPS(low, high)
#define BIT_5 TOPS(_mm256_slli_epi16(low, 2), _mm256_slli_epi16(high, 2))

__attribute__((target("avx2,pclmul"), always_inline)) static inline void fill_256(
    const uint8_t *bytes, struct byte_masks *masks, struct text_state *state) {
    __m256i low = _mm256_loadu_si256((const __m256i *)bytes), high = _mm256_loadu_si256((const __m256i *)(bytes + 32));
    __m256i folded_low = _mm256_or_si256(low, _mm256_set1_epi8(0x20));
    __m256i folded_high = _mm256_or_si256(high, _mm256_set1_epi8(0x20));
    FILL_MASKS(masks, state);
}

__attribute__((target("avx2,pclmul"))) static void fill_all_256(const uint8_t *bytes, size_t count, struct byte_masks *masks) {
    FILL_ALL(fill_256, bytes, count, masks);
}

_Bool byte_masks_fill_avx2(const uint8_t *bytes, size_t count, struct byte_masks *masks) {
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("pclmul")) return 0;
    fill_all_256(bytes, count, masks);
    return 1;
}

void byte_masks_fill(const uint8_t *bytes, size_t count, struct byte_masks *masks) {
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("pclmul")) return fill_all_512(bytes, count, masks);
    if (!byte_masks_fill_avx2(bytes, count, masks)) byte_masks_fill_portably(bytes, count, masks);
}
#endif
