// The second pass: that tokens are in order, and numbers well spelled, for 512 bytes at once.
//
// For the order it is enough to know where a value is expected (at first, and after an opening bracket, a comma or a colon),
// where in an object a name is, and that colons stand after names and nowhere else. For a number, what each of its bytes may
// follow.

/// What the bytes before leave: the lanes whose last bit matters, and carries.
struct state {
    lanes open_or_comma, comma_or_colon, name_end, scalar, digit, dot, minus, zero;
    unsigned first, next, colon, name, fraction;
};

/// The first position outside of `runs` from each of these on.
///
/// Adding carries a bit through a run to its end. A bit stands at the first position of its run, or outside of any.
#define PAST(positions, runs, carry) (plus(positions, runs, carry) & ~(runs))

INLINE lanes number_mistakes(
    lanes scalar, lanes starts, lanes kind_0, lanes kind_1, lanes kind_2, lanes *odd, struct state *state) {
    const lanes number = scalar & kind_2, digit = number & kind_1, other = number & ~kind_1;
    const lanes dot = other & kind_0, minus = other & ~kind_0;
    const lanes after_digit = AFTER(digit, state->digit), after_dot = AFTER(dot, state->dot);
    const lanes after_minus = AFTER(minus & starts, state->minus);
    const lanes after_zero = AFTER(digit & kind_0 & (starts | after_minus), state->zero);
    *odd = (scalar & ~kind_2) | (minus & ~starts);
    // The digits after a dot do not end in a second one.
    const lanes second = PAST(after_dot, digit, &state->fraction) & dot;
    return (dot & ~after_digit) | ((after_dot | after_minus) & ~digit) | (after_zero & digit) | second;
}

INLINE lanes upto(size_t position) {
    lanes limit;
    for (size_t i = 0; i < 8; i++) {
        limit[i] = i < position / 64 ? ~0ull : i == position / 64 ? ~0ull >> (63 - position % 64) : 0;
    }
    return limit;
}

static struct byte_findings check(struct byte_masks masks, size_t end) {
    // The root is expected as if a colon had come before it.
    struct state state = {.comma_or_colon = {0, 0, 0, 0, 0, 0, 0, 1ull << 63}};
    lanes mistakes = NONE, odds = NONE, odd_names = NONE, specials = NONE;
    unsigned whole_chunks = 0;
    bool may_be_too_long = false;
    for (size_t chunk = 0; chunk <= end / 512; chunk++) {
        const lanes kind_0 = *LANES(masks, byte_mask_kind_0, chunk), kind_1 = *LANES(masks, byte_mask_kind_1, chunk);
        const lanes kind_2 = *LANES(masks, byte_mask_kind_2, chunk), kind_3 = *LANES(masks, byte_mask_kind_3, chunk);
        const lanes quotes = *LANES(masks, byte_mask_quotes, chunk), inside = *LANES(masks, byte_mask_inside, chunk);
        const lanes open = *LANES(masks, byte_mask_open, chunk), close = *LANES(masks, byte_mask_close, chunk);
        const lanes in_object = *LANES(masks, byte_mask_in_object, chunk);
        const lanes limit = chunk == end / 512 ? upto(end % 512) : ~NONE;
        const lanes outside = ~(inside | quotes), structure = outside & kind_3, between = structure & ~kind_2;
        const lanes space = between & kind_1, separator = between & ~kind_1;
        const lanes comma = separator & ~kind_0, colon = separator & kind_0;
        const lanes opening = quotes & inside, scalar = outside & ~kind_3;
        const lanes starts = scalar & ~AFTER(scalar, state.scalar);
        lanes first = AFTER(open | comma, state.open_or_comma), next = AFTER(separator, state.comma_or_colon);
        const bool has_space = any(space) || (state.first | state.next | state.colon);
        if (has_space) {
            first = PAST(first, space, &state.first);
            next = PAST(next, space, &state.next);
        }
        const lanes expected = first | next, named = first & in_object;
        const lanes past_names = plus(opening & named, inside, &state.name);
        lanes colons = AFTER(past_names & ~inside & quotes, state.name_end);
        if (has_space) colons = PAST(colons, space, &state.colon);
        lanes odd;
        const lanes wrong = ((open | opening | starts) & ~expected) | (separator & expected) | (close & next) |
                            (named & ~(opening | close)) | (colons ^ colon) | (close & (kind_0 ^ in_object)) |
                            (inside & ~kind_2 & kind_1 & kind_0) |
                            (outside & *LANES(masks, byte_mask_beyond, chunk)) |
                            number_mistakes(scalar, starts, kind_0, kind_1, kind_2, &odd, &state);
        mistakes |= wrong & limit;
        odds |= odd & limit;
        *LANES(masks, byte_mask_odd, chunk) = odd;
        specials |= *LANES(masks, byte_mask_special, chunk);
        // Of a name, all bits are gone from the sum. Backslash and dot:
        odd_names |= inside & ~past_names & ~kind_3 & ((~kind_2 & kind_1 & ~kind_0) | (kind_2 & ~kind_1 & kind_0));
        // A run of 1,001 bytes fills five lanes of some chunk; one of 50,000 fills 96 chunks.
        if (__builtin_popcount(whole(scalar)) >= 5) may_be_too_long = true;
        whole_chunks = whole(inside) == 0xFF ? whole_chunks + 1 : 0;
        if (whole_chunks >= 90) may_be_too_long = true;
    }
    return (struct byte_findings){
        .is_sound = !any(mistakes),
        .has_special = any(specials),
        .has_odd = any(odds),
        .has_odd_names = any(odd_names),
        .may_be_too_long = may_be_too_long};
}
