#ifndef BYTE_MASKS_BLOCK_H
#define BYTE_MASKS_BLOCK_H

#include "ByteMasks.h"
#include <string.h>

/// What the block before leaves: whether its last backslash escapes the first byte, and whether a string goes on.
struct text_state {
    uint64_t escaped;
    uint64_t inside;
};

/// The bytes after an odd number of backslashes.
static inline __attribute__((always_inline)) uint64_t escaped_bytes(uint64_t backslash, struct text_state *state) {
    if (!(backslash | state->escaped)) return 0;
    const uint64_t even = 0x5555555555555555u;
    backslash &= ~state->escaped;
    uint64_t following = backslash << 1 | state->escaped;
    uint64_t sum, odd_starts = backslash & ~even & ~following;
    state->escaped = __builtin_add_overflow(odd_starts, backslash, &sum);
    return (even ^ sum << 1) & following;
}

/// One definition of the masks for every width. The file that uses it defines, for the block at hand, EQUAL(byte),
/// FOLDED_EQUAL(byte), BELOW(byte), DIGITS, HIGH, BIT_5, and BETWEEN_PAIRS(bits): every bit from an odd-numbered set bit up to
/// the next one. Folding sets bit 5: it makes a bracket curly.
#define FILL_MASKS(masks, state)                                                                                             \
    do {                                                                                                                     \
        uint64_t backslash = EQUAL('\\');                                                                                    \
        uint64_t escaped = escaped_bytes(backslash, state);                                                                  \
        uint64_t quotes = EQUAL('"') & ~escaped;                                                                             \
        uint64_t inside = BETWEEN_PAIRS(quotes) ^ (state)->inside;                                                           \
        (state)->inside = (uint64_t)((int64_t)inside >> 63);                                                                 \
        uint64_t outside = ~(inside | quotes);                                                                               \
        uint64_t space = EQUAL(' ') | EQUAL('\n') | EQUAL('\r') | EQUAL('\t');                                               \
        uint64_t open = FOLDED_EQUAL('{') & outside, close = FOLDED_EQUAL('}') & outside;                                    \
        uint64_t comma = EQUAL(',') & outside, colon = EQUAL(':') & outside;                                                 \
        (masks)->quotes = quotes;                                                                                            \
        (masks)->inside = inside;                                                                                            \
        (masks)->special = ((BELOW(0x20) | escaped) & inside) | HIGH;                                                        \
        (masks)->backslash = backslash;                                                                                      \
        (masks)->space = space & outside;                                                                                    \
        (masks)->open = open;                                                                                                \
        (masks)->close = close;                                                                                              \
        (masks)->comma = comma;                                                                                              \
        (masks)->colon = colon;                                                                                              \
        (masks)->scalar = outside & ~(space | open | close | comma | colon);                                                 \
        (masks)->ends = comma | close;                                                                                       \
        (masks)->curly = BIT_5;                                                                                              \
        (masks)->digit = DIGITS;                                                                                             \
        (masks)->zero = EQUAL('0');                                                                                          \
        (masks)->minus = EQUAL('-');                                                                                         \
        (masks)->dot = EQUAL('.');                                                                                           \
    } while (0)

/// Fills a block up with spaces.
static inline void copy_rest(uint8_t *block, const uint8_t *bytes, size_t count) {
    memset(block, ' ', 64);
    memcpy(block, bytes, count);
}

/// How far ahead bytes are asked for, past the end too, where the next text may lie; it is no fault when there is nothing.
#define AHEAD 2048

/// Runs `fill` on whole blocks where they lie, and on the rest in a copy filled up with spaces.
#define FILL_ALL(fill, bytes, count, masks)                                                                                  \
    do {                                                                                                                     \
        struct text_state state = {0, 0};                                                                                    \
        size_t whole = (count) / 64;                                                                                         \
        for (size_t block = 0; block < whole; block++) {                                                                     \
            __builtin_prefetch((bytes) + 64 * block + AHEAD);                                                                \
            fill((bytes) + 64 * block, (masks) + block, &state);                                                             \
        }                                                                                                                    \
        if ((count) % 64) {                                                                                                  \
            uint8_t rest[64];                                                                                                \
            COPY_REST(rest, (bytes) + 64 * whole, (count) % 64);                                                             \
            fill(rest, (masks) + whole, &state);                                                                             \
        }                                                                                                                    \
    } while (0)

#endif
