#ifndef BYTE_MASKS_H
#define BYTE_MASKS_H

#include <stddef.h>
#include <stdint.h>

/// Where the bytes that matter to JSON lie in a block of 64 bytes: bit i is byte i of the block.
struct byte_masks {
    /// The quotes that begin and end strings.
    uint64_t quotes;
    /// The commas and the closing brackets outside of strings.
    uint64_t ends;
    /// The insides of strings with the quotes that begin them.
    uint64_t inside;
    /// What must be looked at in strings: bare control characters, characters after a backslash, and bytes from 0x80; the
    /// latter outside of strings too.
    uint64_t special;
    uint64_t backslash;
    /// Outside of strings: space, brackets, commas, colons, and everything else.
    uint64_t space, open, close, comma, colon, scalar;
    /// Which of the brackets are curly; means nothing where there is no bracket.
    uint64_t curly;
    /// Wherever they are.
    uint64_t digit, zero, minus, dot;
};

/// Fills one element of `masks` for every 64 bytes of one text, with the widest instructions the processor has.
///
/// The last block is filled up with spaces: `masks` holds (count + 63) / 64 elements.
void byte_masks_fill(const uint8_t *bytes, size_t count, struct byte_masks *masks);

/// The same without any instruction of a certain processor.
void byte_masks_fill_portably(const uint8_t *bytes, size_t count, struct byte_masks *masks);

/// The same with the instructions of AVX2 only; false, with nothing done, where the processor has none.
_Bool byte_masks_fill_avx2(const uint8_t *bytes, size_t count, struct byte_masks *masks);

#endif
