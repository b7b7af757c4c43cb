// One pass over a text: that it is strict JSON, for 512 bytes at once.
//
// A file with the instructions of some processor defines `kinds(bytes, words, stride)`, which puts the five masks of 64 bytes
// at distances of `stride`, `COPY_REST(block, bytes, count)`, which fills a block up with spaces, and what GenericLanes.h does.

/// The first position outside of `runs` from each of these on.
///
/// Adding carries a bit through a run to its end. A bit stands at the first position of its run, or outside of any.
#define PAST(positions, runs, carry) (plus(positions, runs, carry) & ~(runs))

#include "Brackets.h"
#include "Numbers.h"
#include "Strings.h"

/// What the bytes before leave for the order of tokens: the lanes whose last bit matters, and carries.
struct token_state {
    lanes open_or_comma, comma_or_colon, scalar, item_end, names, values;
    unsigned first, next, item, colon, in_object, in_list;
};

/// The positions from each of these on to the next bracket.
///
/// What is added to a run of ones leaves zeros up to its end, but where a second one is added.
INLINE lanes to_bracket(lanes positions, lanes brackets, unsigned *carry) {
    return ~(plus(positions & ~brackets, ~brackets, carry) ^ brackets) | positions;
}

static void find_kinds(const uint8_t *bytes, size_t count, struct byte_masks masks) {
    const size_t whole_blocks = count / 64, all_blocks = (count + 511) / 512 * 8;
    for (size_t block = 0; block < whole_blocks; block++) {
        // Far ahead, past the end too, where the next text may lie; it is no fault when there is nothing.
        __builtin_prefetch((const void *)((uintptr_t)bytes + 64 * block + 2048));
        kinds(bytes + 64 * block, masks.words + block, masks.stride);
    }
    size_t blocks = whole_blocks;
    if (count % 64) {
        uint8_t rest[64];
        COPY_REST(rest, bytes + 64 * blocks, count % 64);
        kinds(rest, masks.words + blocks++, masks.stride);
    }
    for (; blocks < all_blocks; blocks++) {
        for (int bit = 0; bit < 4; bit++) masks.words[blocks + bit * masks.stride] = 0 - (uint64_t)(SPACE_KIND >> bit & 1);
        masks.words[blocks + byte_mask_beyond * masks.stride] = 0;
    }
}

static struct byte_findings scan(const uint8_t *bytes, size_t count, struct byte_masks masks) {
    find_kinds(bytes, count, masks);
    struct string_state string = {0};
    struct number_state number = {0};
    struct bracket_state bracket;
    memset(&bracket, 0, offsetof(struct bracket_state, in_object));
    // The root is expected as if a colon had come before it.
    struct token_state token = {.comma_or_colon = {0, 0, 0, 0, 0, 0, 0, 1ull << 63}};
    struct byte_findings findings = {0};
    lanes mistakes = NONE, odds = NONE, odd_names = NONE, specials = NONE, backslashes = NONE;
    unsigned whole_chunks = 0;
    int last_bracket = 0;
    for (size_t chunk = 0; !last_bracket && chunk < (count + 511) / 512; chunk++) {
        const lanes kind_0 = *LANES(masks, byte_mask_kind_0, chunk), kind_1 = *LANES(masks, byte_mask_kind_1, chunk);
        const lanes kind_2 = *LANES(masks, byte_mask_kind_2, chunk), kind_3 = *LANES(masks, byte_mask_kind_3, chunk);
        const lanes beyond = *LANES(masks, byte_mask_beyond, chunk);
        const lanes plain = ~(kind_3 | kind_2), quote = plain & ~kind_1 & kind_0, backslash = plain & kind_1 & ~kind_0;
        const lanes escaped = escaped_bytes(backslash, &string), quotes = quote & ~escaped;
        const lanes inside = between_pairs(quotes, &string.is_inside), opening = quotes & inside;
        const lanes special = ((escaped & ~(quote | backslash)) | beyond) & inside;

        const lanes outside = ~(inside | quotes), structure = outside & kind_3, scalar = outside & ~kind_3;
        const lanes brackets = structure & kind_2, open = brackets & kind_1, close = brackets & ~kind_1;
        const lanes between = structure & ~kind_2, space = between & kind_1, separator = between & ~kind_1;
        const lanes comma = separator & ~kind_0, colon = separator & kind_0;
        *LANES(masks, byte_mask_quotes, chunk) = quotes;
        *LANES(masks, byte_mask_open, chunk) = open;
        *LANES(masks, byte_mask_close, chunk) = close;
        *LANES(masks, byte_mask_ends, chunk) = comma | close;
        *LANES(masks, byte_mask_stops, chunk) = comma | brackets;
        *LANES(masks, byte_mask_special, chunk) = special;

        // A value is expected at first, and after an opening bracket, a comma or a colon.
        const lanes starts = scalar & ~AFTER(scalar, token.scalar);
        const bool has_space = any(space) || (token.first | token.next | token.colon);
        lanes first = AFTER(open | comma, token.open_or_comma), next = AFTER(separator, token.comma_or_colon);
        if (has_space) {
            first = PAST(first, space, &token.first);
            next = PAST(next, space, &token.next);
        }
        const lanes expected = first | next;
        // A string after an opening bracket or a comma is a name where a colon follows it.
        const lanes past_items = plus(opening & first, inside, &token.item);
        lanes after_item = AFTER(past_items & ~inside & quotes, token.item_end);
        if (has_space) after_item = PAST(after_item, space, &token.colon);
        // Names make an object of what is around them, values without a name a list.
        const lanes value = (after_item & ~colon) | (first & (starts | open));
        const lanes names = AFTER(colon | (open & kind_0), token.names);
        const lanes values = AFTER((value & ~brackets) | (open & ~kind_0), token.values);
        const lanes in_object = to_bracket(names, brackets, &token.in_object);
        const lanes in_list = to_bracket(values, brackets, &token.in_list);

        lanes odd;
        mistakes |= ((open | opening | starts) & ~expected) | (separator & expected) | (close & next) |
                      (colon & ~after_item) | (in_object & (value | (close & ~kind_0))) |
                      ((in_list | value) & (colon | (close & kind_0))) | (inside & ~kind_2 & kind_1 & kind_0) | (outside & beyond) |
                      number_mistakes(scalar, starts, kind_0, kind_1, kind_2, &odd, &number);
        *LANES(masks, byte_mask_odd, chunk) = odd;
        last_bracket = take(open, close, (open & in_object) | (close & kind_0), 8 * chunk, &bracket);
        odds |= odd;
        specials |= special;
        backslashes |= backslash;
        // Of a string that may be a name, all bits are gone from the sum. Backslash and dot:
        odd_names |= inside & ~past_items & (backslash | (~kind_3 & kind_2 & ~kind_1 & kind_0));
        // A run of 1,001 bytes fills five lanes of some chunk; one of 50,000 fills 96 chunks.
        if (__builtin_popcount(whole(scalar)) >= 5) findings.may_be_too_long = true;
        whole_chunks = whole(inside) == 0xFF ? whole_chunks + 1 : 0;
        if (whole_chunks >= 90) findings.may_be_too_long = true;
    }
    if (!last_bracket) {
        bracket.next_block = (count + 63) / 64;
        last_bracket = follow(&bracket);
    }
    if (!last_bracket || bracket.depth) return findings;
    findings.end = position(last_bracket, masks, &bracket);
    findings.is_sound = !bracket.is_wrong && !any(mistakes);
    // What is wrong may be what follows the root.
    if (!findings.is_sound && findings.end + 1 < count) return scan(bytes, findings.end + 1, masks);
    findings.has_special = any(specials);
    findings.has_odd = any(odds);
    findings.has_escapes = any(backslashes);
    findings.has_odd_names = any(odd_names);
    return findings;
}
