#ifndef BYTE_MASKS_BLOCK_H
#define BYTE_MASKS_BLOCK_H

#include "ByteMasks.h"
#include <string.h>

/// One definition of the masks for every width: the file that uses it defines EQUAL(byte), FOLDED_EQUAL(byte),
/// BELOW(byte), DIGITS, HIGH and BIT_5 for the block at hand. Folding sets bit 5: it makes a bracket curly and a letter small.
#define FILL_MASKS(masks)                                                                                                    \
    do {                                                                                                                     \
        (masks)->quote = EQUAL('"');                                                                                         \
        (masks)->backslash = EQUAL('\\');                                                                                    \
        (masks)->control = BELOW(0x20);                                                                                      \
        (masks)->high = HIGH;                                                                                                \
        (masks)->space = EQUAL(' ') | EQUAL('\n') | EQUAL('\r') | EQUAL('\t');                                               \
        (masks)->open = FOLDED_EQUAL('{');                                                                                   \
        (masks)->close = FOLDED_EQUAL('}');                                                                                  \
        (masks)->curly = BIT_5;                                                                                              \
        (masks)->comma = EQUAL(',');                                                                                         \
        (masks)->colon = EQUAL(':');                                                                                         \
        (masks)->digit = DIGITS;                                                                                             \
        (masks)->zero = EQUAL('0');                                                                                          \
        (masks)->minus = EQUAL('-');                                                                                         \
        (masks)->plus = EQUAL('+');                                                                                          \
        (masks)->dot = EQUAL('.');                                                                                           \
        (masks)->exponent = FOLDED_EQUAL('e');                                                                               \
    } while (0)

/// Runs `fill` on whole blocks where they lie, and on the rest in a copy filled up with spaces.
#define FILL_ALL(fill, bytes, count, masks)                                                                                  \
    do {                                                                                                                     \
        size_t whole = (count) / 64;                                                                                         \
        for (size_t block = 0; block < whole; block++)                                                                       \
            fill((bytes) + 64 * block, (masks) + block);                                                                     \
        if ((count) % 64) {                                                                                                  \
            uint8_t rest[64];                                                                                                \
            memset(rest, ' ', sizeof rest);                                                                                  \
            memcpy(rest, (bytes) + 64 * whole, (count) % 64);                                                                \
            fill(rest, (masks) + whole);                                                                                     \
        }                                                                                                                    \
    } while (0)

#endif
