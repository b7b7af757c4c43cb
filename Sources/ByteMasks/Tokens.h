// That tokens are in order, and that members and elements are not mixed.

/// What the bytes before leave: the lanes whose last bit matters, and carries.
struct token_state {
    lanes open_or_comma, comma_or_colon, item_end, names, close, list, run;
    unsigned first, next, colon, in_object, after_close, in_list;
    /// Whether space that is jumped over goes on in the next bytes.
    unsigned space_goes_on;
    bool has_space;
};

/// Eight blocks: what is known of their bytes, and what comes out.
struct part {
    lanes kind_0, kind_1, kind_2, kind_3, quotes, inside;
    lanes open, close, comma, colon, space, scalar;
    /// Where scalars begin, and what numbers are made of.
    lanes starts, digit, dot, after_dot;
    /// What is looked at by itself.
    lanes odd;
    /// Where an object is known to be around since the last bracket, as it began there or has had a name.
    lanes in_object;
    /// What may be the inside of a name.
    lanes names;
};

/// The positions from each of these on to the next bracket.
///
/// What is added to a run of ones leaves zeros up to its end, but where a second one is added.
INLINE lanes to_bracket(lanes positions, lanes brackets, unsigned *carry) {
    return ~(plus(positions & ~brackets, ~brackets, carry) ^ brackets) | positions;
}

/// Where an object is known to be around, up to the next bracket, from a bracket that began one or a name on.
INLINE lanes in_object(const struct part *part, struct token_state *state) {
    const lanes names = AFTER(part->colon | (part->open & part->kind_0), state->names);
    return to_bracket(names, part->open | part->close, &state->in_object);
}

/// What there is between tokens: nothing, no two spaces beside each other, or more.
enum spacing { compact, single_spaces, more_spaces };

/// Each position one further; none is carried into the lanes.
INLINE lanes moved(lanes positions) {
    return positions << 1 | __builtin_shufflevector(NONE, positions, 7, 8, 9, 10, 11, 12, 13, 14) >> 63;
}

/// The first position outside of spaces from each of these on.
INLINE lanes past_space(lanes positions, lanes space, enum spacing spacing, unsigned *carry) {
    if (spacing == compact) return positions;
    if (spacing == more_spaces) return PAST(positions, space, carry);
    const lanes before = positions & space;
    const lanes past = (positions & ~space) | moved(before) | (lanes){*carry};
    *carry = (unsigned)(before[7] >> 63);
    return past;
}

INLINE lanes token_mistakes_with(struct part *part, struct token_state *state, enum spacing spacing) {
    const lanes open = part->open, close = part->close, comma = part->comma, colon = part->colon, space = part->space;
    const lanes inside = part->inside, separator = comma | colon, opening = part->quotes & inside, curly = part->kind_0;
    state->has_space |= spacing != compact;
    // A value is expected at first, and after an opening bracket, a comma or a colon.
    lanes first = AFTER(open | comma, state->open_or_comma), next = AFTER(separator, state->comma_or_colon);
    lanes after_close = AFTER(close, state->close);
    first = past_space(first, space, spacing, &state->first);
    next = past_space(next, space, spacing, &state->next);
    after_close = past_space(after_close, space, spacing, &state->after_close);
    // A list is around since a bracket that began it, or since a value without a name. Of what is around a container that has
    // just closed nothing is known yet.
    const lanes begins_or_goes_on = (open & ~curly) | (comma & ~(part->in_object | after_close));
    const lanes in_list = past_space(AFTER(begins_or_goes_on, state->list), space, spacing, &state->in_list);
    const lanes expected = first | next;
    // A string after an opening bracket or a comma is a name where a colon follows it. Of such a string, all bits are gone from
    // the sum. The digits after a dot, which must not end in a second one, take part in it.
    const lanes sum =
        plus_near((opening & first & ~in_list) | part->after_dot, inside | part->digit, &state->run);
    const lanes item_end = AFTER(sum & ~inside & part->quotes, state->item_end);
    const lanes after_item = past_space(item_end, space, spacing, &state->colon);
    if (spacing != compact) {
        state->space_goes_on = state->first | state->next | state->colon | state->after_close | state->in_list;
    }
    part->names = inside & ~sum;
    const lanes value = (after_item & ~colon) | (first & (part->starts | open));
    return ((open | opening | part->starts) & ~expected) | (separator & expected) | (close & next) |
           (colon & ~after_item) | (part->in_object & (value | (close & ~curly))) |
           (close & curly & ~(part->in_object | after_close)) | (sum & part->dot);
}

/// What is wrong with the order of tokens: compiled for each spacing, because most events have no space, and others little.
INLINE lanes token_mistakes(struct part *part, struct token_state *state) {
    const lanes space = part->space;
    if (!any(space) && !state->space_goes_on) return token_mistakes_with(part, state, compact);
    if (!any(space & (moved(space) | (lanes){state->space_goes_on}))) return token_mistakes_with(part, state, single_spaces);
    return token_mistakes_with(part, state, more_spaces);
}
