// One pass over a text: that it is strict JSON, for 512 bytes at once.
//
// A file with the instructions of some processor defines `kinds(bytes, words, stride)`, which puts the five masks of 64 bytes
// at distances of `stride`, `COPY_REST(block, bytes, count)`, which fills a block up with spaces, and what GenericLanes.h does.

/// The first position outside of `runs` from each of these on.
///
/// Adding carries a bit through a run to its end. A bit stands at the first position of its run, or outside of any.
#define PAST(positions, runs, carry) (plus(positions, runs, carry) & ~(runs))

#include "Brackets.h"
#include "Strings.h"
#include "Tokens.h"
#include "Numbers.h"

/// What the parts before leave, and what has been found in them.
struct scan_state {
    struct string_state string;
    struct token_state token;
    struct number_state number;
    lanes mistakes, odd, odd_names, special, backslash;
    unsigned whole_parts;
    bool may_be_too_long;
};

/// Finds the kinds of the bytes of eight blocks; what they lack to the last of them is taken for spaces.
static void find_kinds(const uint8_t *bytes, size_t count, struct byte_masks masks, size_t chunk) {
    size_t block = 8 * chunk;
    const size_t all = block + 8, whole = count / 64 < all ? count / 64 : all;
    for (; block < whole; block++) {
        // Far ahead, past the end too, where the next text may lie.
        prefetch(bytes, 64 * block + 2048);
        kinds(bytes + 64 * block, masks.words + block, masks.stride);
    }
    if (block < all && count % 64) {
        uint8_t rest[64];
        COPY_REST(rest, bytes + 64 * block, count % 64);
        kinds(rest, masks.words + block++, masks.stride);
    }
    for (; block < all; block++) {
        for (int bit = 0; bit < 4; bit++) masks.words[block + bit * masks.stride] = 0 - (uint64_t)(SPACE_KIND >> bit & 1);
        masks.words[block + byte_mask_beyond * masks.stride] = 0;
    }
}

/// Finds out all about eight blocks but which brackets are pairs.
INLINE struct part look(struct byte_masks masks, size_t chunk, struct scan_state *state) {
    struct part part;
    const lanes kind_0 = part.kind_0 = *LANES(masks, byte_mask_kind_0, chunk);
    const lanes kind_1 = part.kind_1 = *LANES(masks, byte_mask_kind_1, chunk);
    const lanes kind_2 = part.kind_2 = *LANES(masks, byte_mask_kind_2, chunk);
    const lanes kind_3 = part.kind_3 = *LANES(masks, byte_mask_kind_3, chunk);
    const lanes beyond = *LANES(masks, byte_mask_beyond, chunk);
    const lanes plain = ~(kind_3 | kind_2), quote = plain & ~kind_1 & kind_0, backslash = plain & kind_1 & ~kind_0;
    const lanes escaped = escaped_bytes(backslash, &state->string), quotes = part.quotes = quote & ~escaped;
    const lanes inside = part.inside = between_pairs(quotes, &state->string.is_inside);
    const lanes outside = ~(inside | quotes), structure = outside & kind_3;
    const lanes brackets = structure & kind_2, between = structure & ~kind_2, separator = between & ~kind_1;
    part.open = brackets & kind_1;
    part.close = brackets & ~kind_1;
    part.comma = separator & ~kind_0;
    part.colon = separator & kind_0;
    part.space = between & kind_1;
    part.scalar = outside & ~kind_3;
    const lanes special = ((escaped & ~(quote | backslash)) | beyond) & inside;
    *LANES(masks, byte_mask_quotes, chunk) = quotes;
    *LANES(masks, byte_mask_open, chunk) = part.open;
    *LANES(masks, byte_mask_close, chunk) = part.close;
    *LANES(masks, byte_mask_ends, chunk) = part.comma | part.close;
    *LANES(masks, byte_mask_stops, chunk) = part.comma | brackets;
    *LANES(masks, byte_mask_special, chunk) = special;

    lanes odd;
    state->mistakes |= token_mistakes(&part, &state->token) | (inside & ~kind_2 & kind_1 & kind_0) | (outside & beyond);
    state->mistakes |= number_mistakes(&part, &odd, &state->number);
    *LANES(masks, byte_mask_odd, chunk) = odd;
    state->odd |= odd;
    state->special |= special;
    state->backslash |= backslash;
    state->odd_names |= part.names & (backslash | (~kind_3 & kind_2 & ~kind_1 & kind_0));
    // A run of 1,001 bytes fills five lanes of some part; one of 50,000 fills 96 parts.
    if (__builtin_popcount(whole(part.scalar)) >= 5) state->may_be_too_long = true;
    state->whole_parts = whole(inside) == 0xFF ? state->whole_parts + 1 : 0;
    if (state->whole_parts >= 90) state->may_be_too_long = true;
    return part;
}

static struct byte_findings scan(const uint8_t *bytes, size_t count, struct byte_masks masks) {
    const size_t chunks = (count + 511) / 512;
    // The root is expected as if a colon had come before it.
    struct scan_state state = {.token.comma_or_colon = {0, 0, 0, 0, 0, 0, 0, 1ull << 63}};
    struct bracket_state bracket;
    memset(&bracket, 0, offsetof(struct bracket_state, in_object));
    int last_bracket = 0;
    find_kinds(bytes, count, masks, 0);
    for (size_t chunk = 0; !last_bracket && chunk < chunks; chunk++) {
        // The memory that this has asked for arrives while the eight blocks before are looked at.
        if (chunk + 1 < chunks) find_kinds(bytes, count, masks, chunk + 1);
        const struct part part = look(masks, chunk, &state);
        last_bracket = take(part.open, part.close, part.objects, 8 * chunk, &bracket);
    }
    if (!last_bracket) {
        bracket.next_block = (count + 63) / 64;
        last_bracket = follow(&bracket);
    }
    struct byte_findings findings = {
        .has_special = any(state.special),
        .has_odd = any(state.odd),
        .has_escapes = any(state.backslash),
        .has_odd_names = any(state.odd_names),
        .may_be_too_long = state.may_be_too_long};
    if (!last_bracket || bracket.depth) return findings;
    findings.end = position(last_bracket, masks, &bracket);
    findings.is_sound = !bracket.is_wrong && !any(state.mistakes);
    // What is wrong may be what follows the root.
    if (!findings.is_sound && findings.end + 1 < count) return scan(bytes, findings.end + 1, masks);
    return findings;
}
