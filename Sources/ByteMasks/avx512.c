// 64 bytes in one register: their kinds are looked up in one instruction, and eight words are added in a few.
#if defined(__x86_64__)
#include "Lanes.h"
#include <immintrin.h>

#pragma clang attribute push(                                                                                                \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vbmi,avx512vbmi2,vpclmulqdq,bmi,bmi2,popcnt"))),                  \
    apply_to = function)

static const uint8_t table[128] __attribute__((aligned(64))) = {ALL_KINDS};

INLINE void kinds(const uint8_t *bytes, uint64_t *words, size_t stride) {
    __m512i block = _mm512_loadu_si512(bytes);
    // All bytes beyond ASCII are looked up as the last one in it, which is of no kind either.
    __m512i ascii = _mm512_min_epu8(block, _mm512_set1_epi8(0x7F));
    __m512i kind = _mm512_permutex2var_epi8(_mm512_load_si512(table), ascii, _mm512_load_si512(table + 64));
    for (int bit = 0; bit < 4; bit++) words[bit * stride] = _mm512_test_epi8_mask(kind, _mm512_set1_epi8(1 << bit));
    words[4 * stride] = _mm512_movepi8_mask(block);
}

/// Fills a block up with spaces; what the mask leaves out is not read.
#define COPY_REST(block, bytes, count)                                                                                       \
    _mm512_storeu_si512(block, _mm512_mask_loadu_epi8(_mm512_set1_epi8(' '), ~0ull >> (64 - (count)), bytes))

/// Adds as one number of 512 bits.
///
/// A carry goes through a lane that is all ones, as it does through a bit that is one: the carries are added as bits.
INLINE lanes plus(lanes one, lanes other, unsigned *carry) {
    __m512i sum = _mm512_add_epi64((__m512i)one, (__m512i)other);
    unsigned over = _mm512_cmplt_epu64_mask(sum, (__m512i)one);
    unsigned full = _mm512_cmpeq_epi64_mask(sum, _mm512_set1_epi64(-1));
    unsigned carried = full + (over << 1 | *carry);
    __asm__("" : "+r"(carried));
    *carry = carried >> 8 & 1;
    return (lanes)_mm512_mask_sub_epi64(sum, (__mmask8)(full ^ carried), sum, _mm512_set1_epi64(-1));
}

/// Every bit from an odd-numbered set bit up to the next one.
///
/// Multiplied without carries by all ones, each bit is the parity of those up to it.
INLINE lanes between_pairs(lanes bits, unsigned *is_inside) {
    const __m512i ones = _mm512_set1_epi64(-1);
    __m512i even = _mm512_clmulepi64_epi128((__m512i)bits, ones, 0x00);
    __m512i odd = _mm512_clmulepi64_epi128((__m512i)bits, ones, 0x01);
    __m512i parities = _mm512_unpacklo_epi64(even, odd);
    unsigned last = _mm512_movepi64_mask(parities);
    last ^= last << 1;
    last ^= last << 2;
    last ^= last << 4;
    last ^= 0 - *is_inside;
    unsigned inverted = last << 1 | *is_inside;
    *is_inside = last >> 7 & 1;
    return (lanes)_mm512_mask_xor_epi64(parities, (__mmask8)inverted, parities, ones);
}

INLINE bool any(lanes bits) { return _mm512_test_epi64_mask((__m512i)bits, (__m512i)bits) != 0; }

/// The lanes that are all ones.
INLINE unsigned whole(lanes bits) { return _mm512_cmpeq_epi64_mask((__m512i)bits, _mm512_set1_epi64(-1)); }

/// The bits of a mask at the positions of another, one after the other.
#define COMPRESSED_ROUNDS 2
INLINE uint64_t compressed(uint64_t bits, uint64_t positions) { return _pext_u64(bits, positions); }

#include "Scan.h"

#pragma clang attribute pop

const struct byte_scanner *byte_scanner_avx512(void) {
    static const struct byte_scanner scanner = {scan, closing};
    return __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("vpclmulqdq") &&
                   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
               ? &scanner
               : NULL;
}
#endif
