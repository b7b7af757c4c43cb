// Eight bytes at a time in an ordinary register: for processors without the instructions of x86.c.
#include "Block.h"

#define EACH(byte) (0x0101010101010101u * (uint64_t)(uint8_t)(byte))

/// The top bit of each byte, gathered into the low eight bits: byte 0 to bit 0.
static inline uint64_t gather(uint64_t tops) { return ((tops & EACH(0x80)) >> 7) * 0x0102040810204080u >> 56; }

/// The top bit of every byte that is zero; no carry leaves a byte.
static inline uint64_t zeros(uint64_t word) { return ~(((word & EACH(0x7F)) + EACH(0x7F)) | word | EACH(0x7F)); }

/// The top bit of every byte below `limit`, which is at most 0x80.
static inline uint64_t below(uint64_t word, uint8_t limit) {
    return ~(((word & EACH(0x7F)) + EACH(0x80 - limit)) | word) & EACH(0x80);
}

static inline uint64_t every(const uint64_t *words, uint64_t (*test)(uint64_t, uint8_t), uint8_t operand) {
    uint64_t mask = 0;
    for (int i = 0; i < 8; i++) mask |= gather(test(words[i], operand)) << (8 * i);
    return mask;
}

static inline uint64_t equals(uint64_t word, uint8_t byte) { return zeros(word ^ EACH(byte)); }
static inline uint64_t folded_equals(uint64_t word, uint8_t byte) { return zeros((word | EACH(0x20)) ^ EACH(byte)); }
static inline uint64_t digits(uint64_t word, uint8_t unused) { return below(word, '9' + 1) & ~below(word, '0' + unused); }
static inline uint64_t shifted(uint64_t word, uint8_t bits) { return word << bits; }

#define EQUAL(byte) every(words, equals, byte)
#define FOLDED_EQUAL(byte) every(words, folded_equals, byte)
#define BELOW(byte) every(words, below, byte)
#define DIGITS every(words, digits, 0)
#define HIGH every(words, shifted, 0)
#define BIT_5 every(words, shifted, 2)
#define COPY_REST(block, bytes, count) copy_rest(block, bytes, count)
#define BETWEEN_PAIRS(bits) between_pairs(bits)

static inline uint64_t between_pairs(uint64_t bits) {
    for (int distance = 1; distance < 64; distance *= 2) bits ^= bits << distance;
    return bits;
}

static inline void fill(const uint8_t *bytes, struct byte_masks *masks, struct text_state *state) {
    uint64_t words[8];
    for (int i = 0; i < 8; i++) {
        memcpy(&words[i], bytes + 8 * i, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        words[i] = __builtin_bswap64(words[i]);
#endif
    }
    FILL_MASKS(masks, state);
}

void byte_masks_fill_portably(const uint8_t *bytes, size_t count, struct byte_masks *masks) {
    FILL_ALL(fill, bytes, count, masks);
}

#if !defined(__x86_64__)
void byte_masks_fill(const uint8_t *bytes, size_t count, struct byte_masks *masks) {
    byte_masks_fill_portably(bytes, count, masks);
}

_Bool byte_masks_fill_avx2(const uint8_t *bytes, size_t count, struct byte_masks *masks) { return 0; }
#endif
