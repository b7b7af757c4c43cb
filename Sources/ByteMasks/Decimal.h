// The digits of a number, all at once: it is known where it ends, so that they need not be searched for.

/// The weights of every two numbers that are added, the higher one first.
#define WEIGHTS_OF_DIGITS _mm256_set1_epi16(10 | 1 << 8)
#define WEIGHTS_OF_PAIRS _mm256_set1_epi32(100 | 1 << 16)
#define WEIGHTS_OF_FOURS _mm256_set1_epi32(10000 | 1 << 16)

static const char places_of_32[32] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                      16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};

static struct byte_decimal decimal(const uint8_t *bytes, size_t start, size_t end) {
    const struct byte_decimal unread = {0};
    const size_t length = end - start;
    // What ends at the last place of 32 bytes, and the same one place further.
    if (end < 33 || length > 20) return unread;
    const __m256i zeros = _mm256_set1_epi8('0'), places = _mm256_loadu_si256((const __m256i *)places_of_32);
    const __m256i text = _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(bytes + end - 32)), zeros);
    const __m256i moved = _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(bytes + end - 33)), zeros);
    const uint32_t of_text = ~0u << (32 - length);
    const uint32_t dots = of_text & (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(text, _mm256_set1_epi8('.' ^ '0')));
    const uint32_t digits = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(text, _mm256_set1_epi8(9)), text));
    const uint32_t count = (uint32_t)length - (dots != 0);
    // Anything else is an exponent.
    if ((of_text & ~digits) != dots || count > 19) return unread;
    // Digits after the dot stay where they are; those before it move to its place. Without a dot all stay.
    const uint32_t after = dots ? (uint32_t)__builtin_clz(dots) : (uint32_t)length;
    const __m256i is_after = _mm256_cmpgt_epi8(places, _mm256_set1_epi8((char)(31 - after)));
    const __m256i is_digit = _mm256_cmpgt_epi8(places, _mm256_set1_epi8((char)(31 - count)));
    const __m256i number = _mm256_and_si256(_mm256_blendv_epi8(moved, text, is_after), is_digit);
    const __m256i pairs = _mm256_maddubs_epi16(number, WEIGHTS_OF_DIGITS), fours = _mm256_madd_epi16(pairs, WEIGHTS_OF_PAIRS);
    const __m256i eights = _mm256_madd_epi16(_mm256_packus_epi32(fours, fours), WEIGHTS_OF_FOURS);
    const uint64_t high = (uint64_t)_mm256_extract_epi64(eights, 0), low = (uint64_t)_mm256_extract_epi64(eights, 2);
    return (struct byte_decimal){
        .digits = (high >> 32) * 10000000000000000u + (uint32_t)low * 100000000ull + (low >> 32),
        .count = count,
        .exponent = dots ? -(int32_t)after : 0};
}
