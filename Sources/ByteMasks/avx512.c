// 64 bytes in one register: their kinds are looked up in one instruction, squares of bits turned over in one more, and eight
// words added in a few.
#if defined(__x86_64__)
#include "Lanes.h"
#include <immintrin.h>

// Which instructions are put beside each other is chosen for Zen 4, where it was measured.
#pragma clang attribute push(                                                                                                \
    __attribute__((target(                                                                                                   \
        "tune=znver4,avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,avx512vpopcntdq,gfni,vpclmulqdq,bmi,bmi2,"      \
        "popcnt"))),                                                                                                         \
    apply_to = function)

static const uint8_t table[128] __attribute__((aligned(64))) = {ALL_KINDS};

/// Where two blocks' bytes go that hold one bit of eight kinds each: bits 0 to 3, of both blocks in turn.
#define FROM_BLOCKS(bit) FROM_BLOCK(bit), FROM_BLOCK(64 + (bit))
#define FROM_BLOCK(first)                                                                                                    \
    (first), (first) + 8, (first) + 16, (first) + 24, (first) + 32, (first) + 40, (first) + 48, (first) + 56
static const uint8_t together[64] __attribute__((aligned(64))) = {
    FROM_BLOCKS(0), FROM_BLOCKS(1), FROM_BLOCKS(2), FROM_BLOCKS(3)};

/// The kinds of 64 bytes, as a square of bits for each eight of them that is turned over: byte i holds bit i of each, from the
/// last one to the first. Bytes beyond ASCII are looked up without their highest bit.
INLINE __m512i turned_kinds(__m512i block) {
    const __m512i kind = _mm512_permutex2var_epi8(_mm512_load_si512(table), block, _mm512_load_si512(table + 64));
    return _mm512_gf2p8affine_epi64_epi8(_mm512_set1_epi64((long long)0x8040201008040201), kind, 0);
}

INLINE lanes in_order(__m512i bits) {
    return (lanes)_mm512_gf2p8affine_epi64_epi8(bits, _mm512_set1_epi64((long long)0x8040201008040201), 0);
}

/// A block of a text, what it lacks being taken for spaces: what `within` leaves out is not read.
INLINE __m512i block_within(const uint8_t *bytes, int i, const lanes *within) {
    const __m512i spaces = _mm512_set1_epi8(' ');
    return within ? _mm512_mask_loadu_epi8(spaces, (*within)[i], bytes + 64 * i) : _mm512_loadu_si512(bytes + 64 * i);
}

/// The kinds of eight blocks.
///
/// Registers are few, and to put one aside takes as long as four instructions: blocks are read two by two, and read again
/// where some byte is beyond ASCII.
INLINE struct kinds kinds_within(const uint8_t *bytes, const lanes *within) {
    __m512i pair[4], any = _mm512_setzero_si512();
    for (int i = 0; i < 4; i++) {
        const __m512i one = block_within(bytes, 2 * i, within), other = block_within(bytes, 2 * i + 1, within);
        pair[i] = _mm512_permutex2var_epi8(turned_kinds(one), _mm512_load_si512(together), turned_kinds(other));
        any |= one | other;
        // Lest all blocks are read first.
        __asm__("" : "+v"(pair[i]), "+v"(any));
    }
    const __m512i low_0 = _mm512_shuffle_i64x2(pair[0], pair[1], 0x44), high_0 = _mm512_shuffle_i64x2(pair[0], pair[1], 0xEE);
    const __m512i low_1 = _mm512_shuffle_i64x2(pair[2], pair[3], 0x44), high_1 = _mm512_shuffle_i64x2(pair[2], pair[3], 0xEE);
    struct kinds kinds = {
        in_order(_mm512_shuffle_i64x2(low_0, low_1, 0x88)), in_order(_mm512_shuffle_i64x2(low_0, low_1, 0xDD)),
        in_order(_mm512_shuffle_i64x2(high_0, high_1, 0x88)), in_order(_mm512_shuffle_i64x2(high_0, high_1, 0xDD)), NONE,
        _mm512_movepi8_mask(any) != 0};
    if (__builtin_expect(kinds.has_beyond, 0)) {
        // Lest they are kept since then.
        __asm__("" : "+r"(bytes));
        for (int i = 0; i < 8; i++) kinds.beyond[i] = _mm512_movepi8_mask(block_within(bytes, i, within));
        kinds.kind_0 &= ~kinds.beyond;
        kinds.kind_1 &= ~kinds.beyond;
        kinds.kind_2 &= ~kinds.beyond;
        kinds.kind_3 &= ~kinds.beyond;
    }
    return kinds;
}

INLINE struct kinds kinds(const uint8_t *bytes) { return kinds_within(bytes, NULL); }

/// The first positions, `count` of them.
INLINE lanes up_to(size_t count) {
    const __m512i before = _mm512_setr_epi64(0, 64, 128, 192, 256, 320, 384, 448);
    const __m512i left = _mm512_subs_epu16(_mm512_set1_epi64((long long)count), before);
    // Shifted by 64 and more, nothing is left of a lane.
    return ~(lanes)_mm512_sllv_epi64(_mm512_set1_epi64(-1), left);
}

INLINE struct kinds kinds_of_rest(const uint8_t *bytes, size_t count) {
    const lanes text = up_to(count);
    return kinds_within(bytes, &text);
}

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

/// Adds likewise, quickly where hardly a lane becomes all ones, so that carries go no further than into the next lane.
///
/// The carry is the last bit of `before`.
INLINE lanes plus_near(lanes one, lanes other, lanes *before) {
    lanes sum = one + other;
    const lanes over = (one & other) | ((one | other) & ~sum);
    const lanes carries = __builtin_shufflevector(*before, over, 7, 8, 9, 10, 11, 12, 13, 14) >> 63;
    sum += carries;
    if (__builtin_expect(_mm512_cmplt_epu64_mask((__m512i)sum, (__m512i)carries) != 0, 0)) {
        unsigned carry = (unsigned)((*before)[7] >> 63);
        sum = plus(one, other, &carry);
        *before = (lanes){0, 0, 0, 0, 0, 0, 0, (uint64_t)carry << 63};
    } else {
        *before = over;
    }
    return sum;
}

/// Every bit from an odd-numbered set bit up to the next one; `before` is all ones where one is open from before.
///
/// Multiplied without carries by all ones, each bit is the parity of those up to it in its lane.
INLINE lanes between_pairs(lanes bits, lanes *before) {
    const __m512i ones = _mm512_set1_epi64(-1);
    const __m512i even = _mm512_clmulepi64_epi128((__m512i)bits, ones, 0x00);
    const __m512i odd = _mm512_clmulepi64_epi128((__m512i)bits, ones, 0x01);
    // Meanwhile the bits of all lanes before are counted: where that is odd, a lane is the other way round.
    const __m512i lanes_before = _mm512_setr_epi64(
        0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF);
    const __m512i of_each =
        _mm512_permutexvar_epi8(_mm512_set1_epi64(0x3830282018100800), _mm512_popcnt_epi64((__m512i)bits));
    const __m512i count = _mm512_sad_epu8(of_each & lanes_before, _mm512_setzero_si512());
    const __m512i inverted = _mm512_srai_epi64(_mm512_slli_epi64(count, 63), 63);
    const __m512i inside = _mm512_unpacklo_epi64(even, odd) ^ inverted ^ (__m512i)*before;
    *before = (lanes)_mm512_permutexvar_epi64(_mm512_set1_epi64(7), _mm512_srai_epi64(inside, 63));
    return (lanes)inside;
}

INLINE bool any(lanes bits) { return _mm512_test_epi64_mask((__m512i)bits, (__m512i)bits) != 0; }

/// The lanes that are not zero.
INLINE unsigned nonzero(lanes bits) { return _mm512_test_epi64_mask((__m512i)bits, (__m512i)bits); }

/// The lanes that are all ones.
INLINE unsigned whole(lanes bits) { return _mm512_cmpeq_epi64_mask((__m512i)bits, _mm512_set1_epi64(-1)); }

/// How often pairs of brackets are left out before these are followed; and once after each part, where that is fast.
#define LEFT_OUT_ROUNDS 2

/// The bits of a mask at the positions of another, one after the other.
INLINE uint64_t compressed(uint64_t bits, uint64_t positions) { return _pext_u64(bits, positions); }

static size_t intersection(
    const uint16_t *list, size_t count, const uint32_t *others, size_t other_count, uint16_t *places) {
    size_t found = 0;
    // There are seldom more than eight others. What they lack to eight is taken for the first one.
    for (size_t j = 0; j < other_count; j += 8) {
        const __mmask8 there = (__mmask8)_bzhi_u32(0xFF, other_count - j < 8 ? (unsigned)(other_count - j) : 8);
        const __m256i eight = _mm256_mask_loadu_epi32(_mm256_set1_epi32((int)others[j]), there, others + j);
        // In both halves of a word, as words are spread over a register in one go.
        int twice[8] __attribute__((aligned(32)));
        _mm256_store_si256((__m256i *)twice, _mm256_or_si256(eight, _mm256_slli_epi32(eight, 16)));
        __m512i other[8];
        for (int k = 0; k < 8; k++) other[k] = _mm512_set1_epi32(twice[k]);
#pragma clang loop unroll(disable)
        for (size_t i = 0; i < count; i += 64) {
            const uint64_t in_list = _bzhi_u64(~0ull, count - i < 64 ? (unsigned)(count - i) : 64);
            uint64_t equal = 0;
            for (int half = 0; half < 2; half++) {
                const __mmask32 in_half = (__mmask32)(in_list >> 32 * half);
                const __m512i numbers = _mm512_maskz_loadu_epi16(in_half, list + i + 32 * half);
                // Comparing them one by one takes longer: of a number that is equal to some other, nothing is left.
                __m512i least = numbers ^ other[0];
                for (int k = 1; k < 8; k++) least = _mm512_min_epu16(least, numbers ^ other[k]);
                equal |= (uint64_t)_mm512_mask_testn_epi16_mask(in_half, least, least) << 32 * half;
            }
            for (; equal; equal &= equal - 1) places[found++] = (uint16_t)(i + (size_t)__builtin_ctzll(equal));
        }
    }
    return found;
}

#include "Decimal.h"
#include "Scan.h"

#pragma clang attribute pop

const struct byte_scanner *byte_scanner_avx512(void) {
    static const struct byte_scanner scanner = {scan, closing, decimal, intersection};
    return __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("gfni") && __builtin_cpu_supports("vpclmulqdq") &&
                   __builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("avx512dq") &&
                   __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
               ? &scanner
               : NULL;
}
#endif
