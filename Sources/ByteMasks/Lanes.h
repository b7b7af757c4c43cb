// Eight words of masks at once, with what the compiler makes of vectors on any processor.
#ifndef BYTE_MASKS_LANES_H
#define BYTE_MASKS_LANES_H

#include "ByteMasks.h"
#include "Kinds.h"
#include <string.h>

// Lanes are handed only to what is compiled with the same instructions, and into it.
#pragma clang diagnostic ignored "-Wpsabi"

typedef uint64_t lanes __attribute__((vector_size(64)));

#define INLINE static inline __attribute__((always_inline))
#define NONE ((lanes){0})
#define ALL (~NONE)

/// The masks of one kind of eight blocks.
#define LANES(masks, mask, chunk) ((lanes *)((masks).words + (mask) * (masks).stride) + (chunk))

/// What the bytes of eight blocks are: the four bits of their kinds, those from 0x80 on, and those that the text has.
struct kinds {
    lanes kind_0, kind_1, kind_2, kind_3, beyond, text;
};

/// Each position one further; `before` holds the lanes before, and then these.
#define AFTER(positions, before)                                                                                             \
    ({                                                                                                                       \
        lanes now = (positions);                                                                                             \
        lanes moved = __builtin_shufflevector(before, now, 7, 8, 9, 10, 11, 12, 13, 14);                                     \
        before = now;                                                                                                        \
        now << 1 | moved >> 63;                                                                                              \
    })

#endif
