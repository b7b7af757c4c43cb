// What lanes must do across each other, one after the other.

/// The first positions, `count` of them.
INLINE lanes up_to(size_t count) {
    lanes positions;
    for (size_t i = 0; i < 8; i++) {
        const size_t left = count < 64 * i ? 0 : count - 64 * i;
        positions[i] = left < 64 ? ((uint64_t)1 << left) - 1 : ~0ull;
    }
    return positions;
}

INLINE bool any(lanes bits) {
    return (bits[0] | bits[1] | bits[2] | bits[3] | bits[4] | bits[5] | bits[6] | bits[7]) != 0;
}

/// Eight words for each bit of what bytes are.
struct kind_words {
    lanes bits[5];
};

INLINE struct kinds kinds_of_words(const struct kind_words *words) {
    const lanes *bits = words->bits;
    return (struct kinds){bits[0], bits[1], bits[2], bits[3], bits[4], any(bits[4])};
}

/// `kinds_of_block(bytes, words)` puts what 64 bytes are at the first of eight words for each bit.
INLINE struct kinds kinds(const uint8_t *bytes) {
    struct kind_words words;
    for (int block = 0; block < 8; block++) kinds_of_block(bytes + 64 * block, (uint64_t *)words.bits + block);
    return kinds_of_words(&words);
}

static struct kinds kinds_of_rest(const uint8_t *bytes, size_t count) {
    struct kind_words words;
    uint8_t rest[64];
    memset(rest, ' ', sizeof rest);
    memcpy(rest, bytes + count / 64 * 64, count % 64);
    for (int bit = 0; bit < 5; bit++) words.bits[bit] = SPACE_KIND >> bit & 1 ? ALL : NONE;
    for (size_t block = 0; block <= count / 64; block++) {
        kinds_of_block(block < count / 64 ? bytes + 64 * block : rest, (uint64_t *)words.bits + block);
    }
    return kinds_of_words(&words);
}

/// Adds as one number of 512 bits.
INLINE lanes plus(lanes one, lanes other, unsigned *carry) {
    unsigned long long over = *carry;
    for (int i = 0; i < 8; i++) one[i] = __builtin_addcll(one[i], other[i], over, &over);
    *carry = (unsigned)over;
    return one;
}

/// Adds likewise; the carry is the last bit of `before`.
INLINE lanes plus_near(lanes one, lanes other, lanes *before) {
    unsigned carry = (unsigned)((*before)[7] >> 63);
    const lanes sum = plus(one, other, &carry);
    (*before)[7] = (uint64_t)carry << 63;
    return sum;
}

/// Every bit from an odd-numbered set bit up to the next one; `before` is all ones where one is open from before.
INLINE lanes between_pairs(lanes bits, lanes *before) {
    for (int distance = 1; distance < 64; distance *= 2) bits ^= bits << distance;
    uint64_t inside = (*before)[0];
    for (int i = 0; i < 8; i++) {
        bits[i] ^= inside;
        inside = 0 - (bits[i] >> 63);
    }
    (*before)[0] = inside;
    return bits;
}

/// The lanes that are not zero.
INLINE unsigned nonzero(lanes bits) {
    unsigned which = 0;
    for (int i = 0; i < 8; i++) which |= (unsigned)(bits[i] != 0) << i;
    return which;
}

/// The lanes that are all ones.
INLINE unsigned whole(lanes bits) {
    unsigned which = 0;
    for (int i = 0; i < 8; i++) which |= (unsigned)(bits[i] == ~0ull) << i;
    return which;
}

/// How often pairs of brackets are left out before these are followed: never, for `compressed` is too slow.
#define LEFT_OUT_ROUNDS 0

/// The bits of a mask at the positions of another, one after the other.
INLINE uint64_t compressed(uint64_t bits, uint64_t positions) {
    uint64_t together = 0;
    for (int i = 0; positions; positions &= positions - 1, i++) {
        together |= (bits >> __builtin_ctzll(positions) & 1) << i;
    }
    return together;
}
