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
    /// The four bits of the kind of a byte (Kinds.h); a bracket is curly where bit 0 is set.
    byte_mask_kind_0,
    byte_mask_kind_1,
    byte_mask_kind_2,
    byte_mask_kind_3,
    /// Bytes from 0x80 on.
    byte_mask_beyond,
    /// The quotes that begin and end strings.
    byte_mask_quotes,
    /// The insides of strings with the quotes that begin them.
    byte_mask_inside,
    /// Outside of strings: brackets; commas with closing brackets; commas with all brackets.
    byte_mask_open,
    byte_mask_close,
    byte_mask_ends,
    byte_mask_stops,
    /// In strings: bytes beyond ASCII, and escaped ones other than quote and backslash. They must be looked at.
    byte_mask_special,
    /// Where the container that a byte lies in is an object; a bracket lies in what it stands in or closes. Filled in by
    /// whoever pairs the brackets.
    byte_mask_in_object,
    /// Bytes of words, of exponents, and of nothing that JSON knows: the token that they are in must be looked at.
    byte_mask_odd,
    byte_mask_count
};

/// Room for the masks of a text: `stride` words for each, a multiple of eight, at an address that is a multiple of 64.
struct byte_masks {
    uint64_t *words;
    size_t stride;
};

struct byte_findings {
    /// Whether nothing is wrong but what special and odd bytes may hide.
    bool is_sound;
    bool has_special, has_odd;
    /// Whether a name has an escape or a dot.
    bool has_odd_names;
    /// Whether a number may have more than 1,000 bytes, or a string more than 50,000.
    bool may_be_too_long;
};

/// The two passes over a text, for one set of instructions.
struct byte_passes {
    /// Fills all masks up to `special`; answers whether there is a backslash anywhere.
    bool (*find)(const uint8_t *bytes, size_t count, struct byte_masks masks);
    /// Checks that the text up to `end`, where its root closes, is strict JSON; brackets are known to pair but in kind.
    struct byte_findings (*check)(struct byte_masks masks, size_t end);
};

/// With the widest instructions that the processor has.
const struct byte_passes *byte_passes_best(void);

/// With those of AVX-512, of AVX2, and of no certain processor; null where the processor has none.
const struct byte_passes *byte_passes_avx512(void);
const struct byte_passes *byte_passes_avx2(void);
const struct byte_passes *byte_passes_portable(void);

#endif
