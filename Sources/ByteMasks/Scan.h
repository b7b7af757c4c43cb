// One pass over a text: that it is strict JSON, for 512 bytes at once.
//
// A file with the instructions of some processor defines `kinds(bytes)`, which looks at 512 bytes, `kinds_of_rest(bytes, count)`,
// which takes what fewer lack to them for spaces, and what GenericLanes.h does.

/// The first position outside of `runs` from each of these on.
///
/// Adding carries a bit through a run to its end. A bit stands at the first position of its run, or outside of any.
#define PAST(positions, runs, carry) (plus(positions, runs, carry) & ~(runs))

#include "Brackets.h"
#include "Strings.h"
#include "Tokens.h"
#include "Numbers.h"
#include "Odd.h"

/// What the parts before leave, and what has been found in them.
struct scan_state {
    struct string_state string;
    struct token_state token;
    struct number_state number;
    lanes mistakes, odd_names, backslash;
    /// Which of the last 64 blocks have odd positions, and where the last one of those before ends.
    uint64_t odd_blocks;
    size_t next_odd;
    unsigned whole_parts;
    bool has_wrong_odd, may_be_too_long;
};

/// Finds out all about eight blocks but which brackets are pairs.
INLINE struct part look(struct kinds kinds, struct byte_masks masks, size_t chunk, bool is_long, struct scan_state *state) {
    struct part part;
    const lanes kind_0 = part.kind_0 = kinds.kind_0, kind_1 = part.kind_1 = kinds.kind_1;
    const lanes kind_2 = part.kind_2 = kinds.kind_2, kind_3 = part.kind_3 = kinds.kind_3, beyond = kinds.beyond;
    const lanes plain = ~(kind_3 | kind_2), quote = plain & ~kind_1 & kind_0, backslash = plain & kind_1 & ~kind_0;
    const lanes escaped = escaped_bytes(backslash, &state->string), quotes = part.quotes = quote & ~escaped;
    const lanes inside = part.inside = between_pairs(quotes, &state->string.is_inside);
    const lanes outside = ~(inside | quotes), structure = outside & kind_3;
    const lanes brackets = structure & kind_2, between = structure & ~kind_2, separator = between & ~kind_1;
    part.open = brackets & kind_1;
    part.close = brackets & ~kind_1;
    part.comma = separator & ~kind_0;
    part.colon = separator & kind_0;
    part.space = between & kind_1 & kinds.text;
    part.scalar = outside & ~kind_3;
    const lanes special = ((escaped & ~(quote | backslash)) | beyond) & inside;
    *LANES(masks, byte_mask_quotes, chunk) = quotes;
    *LANES(masks, byte_mask_open, chunk) = part.open;
    *LANES(masks, byte_mask_close, chunk) = part.close;
    *LANES(masks, byte_mask_ends, chunk) = part.comma | part.close;
    *LANES(masks, byte_mask_stops, chunk) = part.comma | brackets;

    part.starts = part.scalar & ~AFTER(part.scalar, state->token.scalar);
    state->mistakes |= number_mistakes(&part, &state->number);
    state->mistakes |= token_mistakes(&part, &state->token) | (inside & ~kind_2 & kind_1 & kind_0) | (outside & beyond);
    const lanes odd = part.words | special;
    *LANES(masks, byte_mask_odd, chunk) = odd;
    state->odd_blocks |= (uint64_t)nonzero(odd) << 8 * (chunk % 8);
    state->backslash |= backslash;
    state->odd_names |= part.names & (backslash | (~kind_3 & kind_2 & ~kind_1 & kind_0));
    // A run of 1,001 bytes fills five lanes of some part; one of 50,000 fills 96 parts.
    state->may_be_too_long |= __builtin_popcount(whole(part.scalar)) >= 5;
    if (is_long) {
        state->whole_parts = whole(inside) == 0xFF ? state->whole_parts + 1 : 0;
        state->may_be_too_long |= state->whole_parts >= 90;
    }
    return part;
}

/// Looks at what is odd in the chunks from `first` on.
INLINE void look_at_odd(
    const uint8_t *bytes, size_t count, struct byte_masks masks, size_t first, struct scan_state *state) {
    const uint64_t *odd = masks.words + byte_mask_odd * masks.stride;
    state->has_wrong_odd |= !are_odd_sound(bytes, count, odd, 8 * first, state->odd_blocks, &state->next_odd);
    state->odd_blocks = 0;
}

static struct byte_findings scan(const uint8_t *bytes, size_t count, struct byte_masks masks) {
    const size_t chunks = (count + 511) / 512;
    // The root is expected as if a colon had come before it.
    struct scan_state state = {.token.comma_or_colon = {0, 0, 0, 0, 0, 0, 0, 1ull << 63}};
    struct bracket_state bracket;
    memset(&bracket, 0, offsetof(struct bracket_state, in_object));
    int last_bracket = 0;
    size_t chunk = 0;
    for (; !last_bracket && chunk < chunks; chunk++) {
        const uint8_t *start = bytes + 512 * chunk;
        // Far ahead, past the end too, where the next text may lie.
        for (int i = 0; i < 8; i++) prefetch(start, (size_t)(2048 + 64 * i));
        const size_t left = count - 512 * chunk;
        const struct kinds found = left >= 512 ? kinds(start) : kinds_of_rest(start, left);
        const struct part part = look(found, masks, chunk, count > 45000, &state);
        last_bracket = take(masks, part.objects, 8 * chunk, &bracket);
        if (chunk % 8 == 7) look_at_odd(bytes, count, masks, chunk - 7, &state);
    }
    look_at_odd(bytes, count, masks, chunk / 8 * 8, &state);
    if (!last_bracket) {
        bracket.next_block = (count + 63) / 64;
        last_bracket = follow(&bracket);
    }
    struct byte_findings findings = {
        .has_space = state.token.has_space,
        .has_escapes = any(state.backslash),
        .has_odd_names = any(state.odd_names),
        .may_be_too_long = state.may_be_too_long};
    if (!last_bracket || bracket.depth) return findings;
    findings.end = position(last_bracket, masks, &bracket);
    findings.is_sound = !bracket.is_wrong && !any(state.mistakes) && !state.has_wrong_odd;
    // What is wrong may be what follows the root.
    if (!findings.is_sound && findings.end + 1 < count) return scan(bytes, findings.end + 1, masks);
    return findings;
}
