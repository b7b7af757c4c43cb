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

/// Where the masks of eight blocks lie: those of the first kind, and how many bytes further those of each next kind.
struct place {
    char *first;
    size_t stride;
};

#define WORDS(place, mask) ((uint64_t *)((place).first + (mask) * (place).stride))
#define LANES(place, mask) (*(lanes *)WORDS(place, mask))

/// What the bytes of eight blocks are: the four bits of their kinds, and those from 0x80 on, where there are any.
struct kinds {
    lanes kind_0, kind_1, kind_2, kind_3, beyond;
    bool has_beyond;
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
