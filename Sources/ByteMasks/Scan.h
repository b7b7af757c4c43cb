// One pass over a text: that it is strict JSON, for 512 bytes at once.
//
// A file with the instructions of some processor defines `kinds(bytes)`, which looks at 512 bytes, `kinds_of_rest(bytes,
// count)`, which takes what fewer lack to them for spaces, and what GenericLanes.h does.

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
    struct number_state number;
    lanes mistakes, odd_names, longest_scalar;
    unsigned whole_parts;
    bool may_be_too_long;
};

/// What the next bytes are, up to 512 of them.
INLINE struct kinds kinds_of_some(const uint8_t *bytes, size_t count) {
    // Far ahead, past the end too, where the next text may lie.
    for (int i = 0; i < 8; i++) prefetch_once(bytes, (size_t)(2560 + 64 * i));
    return count >= 512 ? kinds(bytes) : kinds_of_rest(bytes, count);
}

/// Tells apart what eight blocks consist of, and notes it in the masks.
INLINE struct part parts(struct kinds kinds, size_t count, struct place place, struct scan_state *state) {
    struct part part;
    const lanes kind_0 = part.kind_0 = kinds.kind_0, kind_1 = part.kind_1 = kinds.kind_1;
    const lanes kind_2 = part.kind_2 = kinds.kind_2, kind_3 = part.kind_3 = kinds.kind_3;
    const lanes plain = ~(kind_3 | kind_2), quote = plain & ~kind_1 & kind_0, backslash = plain & kind_1 & ~kind_0;
    const lanes escaped = escaped_bytes(backslash, place.first, &state->string), quotes = part.quotes = quote & ~escaped;
    const lanes inside = part.inside = between_pairs(quotes, &state->string.is_inside);
    const lanes outside = ~(inside | quotes), structure = outside & kind_3;
    const lanes brackets = structure & kind_2, between = structure & ~kind_2, separator = between & ~kind_1;
    part.open = brackets & kind_1;
    part.close = brackets & ~kind_1;
    part.comma = separator & ~kind_0;
    part.colon = separator & kind_0;
    part.space = between & kind_1;
    if (count < 512) part.space &= up_to(count);
    part.scalar = outside & ~kind_3;
    part.odd = escaped & ~(quote | backslash) & inside;
    state->mistakes |= inside & ~kind_2 & kind_1 & kind_0;
    if (__builtin_expect(kinds.has_beyond, 0)) {
        part.odd |= inside & kinds.beyond;
        state->mistakes |= outside & kinds.beyond;
    }
    LANES(place, byte_mask_quotes) = quotes;
    LANES(place, byte_mask_open) = part.open;
    LANES(place, byte_mask_brackets) = brackets;
    LANES(place, byte_mask_stops) = part.comma | brackets;
    return part;
}

/// Notes what must be looked at again, for it is uncommon.
INLINE void note(const struct part *part, bool is_long, struct scan_state *state) {
    // A backslash is of kind 2, a dot of kind 5.
    const lanes backslash = ~(part->kind_3 | part->kind_2) & part->kind_1 & ~part->kind_0;
    state->odd_names |= part->names & (backslash | (~part->kind_3 & part->kind_2 & ~part->kind_1 & part->kind_0));
    // A run of 1,001 bytes fills some lane; one of 50,000 fills 96 parts.
    state->longest_scalar = __builtin_elementwise_max(state->longest_scalar, part->scalar);
    if (is_long) {
        state->whole_parts = whole(part->inside) == 0xFF ? state->whole_parts + 1 : 0;
        state->may_be_too_long |= state->whole_parts >= 90;
    }
}

static struct byte_findings scan(const uint8_t *bytes, size_t count, struct byte_masks masks) {
    const size_t chunks = (count + 511) / 512;
    // The root is expected as if a colon had come before it.
    struct token_state token = {.comma_or_colon = {0, 0, 0, 0, 0, 0, 0, 1ull << 63}};
    struct scan_state state = {0};
    struct odd_state odd;
    memset(&odd, 0, offsetof(struct odd_state, masks));
    struct bracket_state bracket;
    memset(&bracket, 0, offsetof(struct bracket_state, in_object));
    struct place place = {(char *)masks.words, 8 * masks.stride};
    enum root_end end = goes_on;
    size_t chunk = 0;
    struct kinds kinds = kinds_of_some(bytes, count);
    for (; !end && chunk < chunks; chunk++) {
        // Registers are too few: there is one pointer for all masks, and what the part before leaves stays in memory.
        __asm__("" : "+r"(place.first) : "r"(&state), "r"(&token) : "memory");
        const size_t left = count - 512 * chunk;
        struct part part = parts(kinds, left, place, &state);
        // What takes long is begun early, and what waits for nothing comes between: the kinds of the next part.
        if (left > 512) kinds = kinds_of_some(bytes + 512 * (chunk + 1), left - 512);
        part.in_object = in_object(&part, &token);
        state.mistakes |= number_mistakes(&part, &state.number);
        note_odd(part.odd, chunk, &odd);
        end = take(place, (part.open & part.in_object) | (part.close & part.kind_0), 8 * chunk, &bracket);
        state.mistakes |= token_mistakes(&part, &token);
        note(&part, count > 45000, &state);
        if (chunk % 8 == 7) look_at_odd(bytes, count, 8 * (chunk - 7), &odd);
        place.first += sizeof(lanes);
    }
    if (odd.blocks) look_at_odd(bytes, count, 8 * (chunk / 8 * 8), &odd);
    if (!end) {
        bracket.next_block = (count + 63) / 64;
        end = follow(&bracket);
    }
    struct byte_findings findings = {
        .has_space = token.has_space,
        .has_odd_names = any(state.odd_names),
        .may_be_too_long = state.may_be_too_long || whole(state.longest_scalar),
        .escapes_from = UINT32_MAX};
    if (state.string.escapes_from) {
        findings.escapes_from = (uint32_t)(8 * (state.string.escapes_from - (const char *)masks.words));
    }
    if (!end || bracket.depth) return findings;
    findings.end = end_of_root(masks, end, bracket.next_block);
    findings.is_sound = !bracket.is_wrong && !any(state.mistakes) && !odd.is_wrong;
    // What is wrong may be what follows the root.
    if (!findings.is_sound && findings.end + 1 < count) return scan(bytes, findings.end + 1, masks);
    return findings;
}
