#ifndef BYTE_MASKS_H
#define BYTE_MASKS_H

#include <stddef.h>
#include <stdint.h>

/// Where the bytes that matter to JSON lie in a block of 64 bytes: bit i is byte i of the block.
///
/// Strings are not looked at: a comma inside of one is a comma here too.
struct byte_masks {
    uint64_t quote, backslash;
    /// Below 0x20, and from 0x80.
    uint64_t control, high;
    /// The four bytes that JSON may have between tokens.
    uint64_t space;
    /// Either bracket, and which of them are curly; `curly` means nothing where there is no bracket.
    uint64_t open, close, curly;
    uint64_t comma, colon;
    /// What numbers are made of; `exponent` is either letter e.
    uint64_t digit, zero, minus, plus, dot, exponent;
};

/// Fills one element of `masks` for every 64 bytes, with the widest instructions the processor has.
///
/// The last block is filled up with spaces: `masks` holds (count + 63) / 64 elements.
void byte_masks_fill(const uint8_t *bytes, size_t count, struct byte_masks *masks);

/// The same without any instruction of a certain processor.
void byte_masks_fill_portably(const uint8_t *bytes, size_t count, struct byte_masks *masks);

/// The same with the instructions of AVX2 only; false, with nothing done, where the processor has none.
_Bool byte_masks_fill_avx2(const uint8_t *bytes, size_t count, struct byte_masks *masks);

#endif
