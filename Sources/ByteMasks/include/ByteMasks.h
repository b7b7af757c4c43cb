#ifndef BYTE_MASKS_H
#define BYTE_MASKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What is known of each byte of a text, a bit for each byte: bit i of word w is about byte 64 w + i.
///
/// Everything is done for eight words at a time, which is 512 bytes; what the text lacks to the last of them is taken for
/// spaces.
enum byte_mask {
    /// The quotes that begin and end strings.
    byte_mask_quotes,
    /// Outside of strings: brackets that open, all brackets, and commas and brackets.
    byte_mask_open,
    byte_mask_brackets,
    byte_mask_stops,
    byte_mask_count
};

/// Room for the masks of a text: `stride` words for each, a multiple of eight, at an address that is a multiple of 64.
struct byte_masks {
    uint64_t *words;
    size_t stride;
};

/// How deep brackets may be nested.
#define BYTE_SCAN_DEPTH_LIMIT 1000

struct byte_findings {
    /// Whether the text is one strict JSON object up to `end`. Nothing else is known where it is not.
    bool is_sound;
    /// Whether there is space between tokens, or after them.
    bool has_space;
    /// Whether a name has an escape or a dot.
    bool has_odd_names;
    /// Whether a string may have more than 50,000 bytes, or a number more than 1,000, as one of 64 may already.
    bool may_be_too_long;
    /// There is no backslash before it: a multiple of 512, or the highest value where there is none at all.
    uint32_t escapes_from;
    /// Where the root closes.
    size_t end;
};

/// A number without sign and exponent: its digits, how many they are, and the power of ten of the last one.
///
/// There are none where it has more than 19 digits, or an exponent, or cannot be read quickly where it lies.
struct byte_decimal {
    uint64_t digits;
    uint32_t count;
    int32_t exponent;
};

/// What can be done with a text, for one set of instructions.
struct byte_scanner {
    /// Fills the masks of a text whose first byte other than space is an opening bracket, and checks it.
    struct byte_findings (*scan)(const uint8_t *bytes, size_t count, struct byte_masks masks);
    /// Where the bracket that opens at a position of a sound text closes.
    size_t (*closing)(struct byte_masks masks, size_t position);
    /// Reads a number of a sound text, from behind its sign to its end.
    struct byte_decimal (*decimal)(const uint8_t *bytes, size_t start, size_t end);
    /// Finds the numbers of a list that are among some others, of 16 bits too, each there once: writes where, in no certain
    /// order, and answers how many there are.
    size_t (*intersection)(
        const uint16_t *list, size_t count, const uint32_t *others, size_t other_count, uint16_t *places);
};

/// With the widest instructions that the processor has.
const struct byte_scanner *byte_scanner_best(void);

/// With those of AVX-512, of AVX2, and of no certain processor; null where the processor has none.
const struct byte_scanner *byte_scanner_avx512(void);
const struct byte_scanner *byte_scanner_avx2(void);
const struct byte_scanner *byte_scanner_portable(void);

/// Asks for memory before it is needed; it is no fault when there is nothing.
static inline void prefetch(const void *start, size_t offset) {
    __builtin_prefetch((const void *)((uintptr_t)start + offset));
}

/// Asks for memory likewise that is needed once: it takes no room from what is needed again.
static inline void prefetch_once(const void *start, size_t offset) {
    __builtin_prefetch((const void *)((uintptr_t)start + offset), 0, 0);
}

#endif
