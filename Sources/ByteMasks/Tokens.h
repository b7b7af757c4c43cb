// That tokens are in order, and that members and elements are not mixed.

/// What the bytes before leave: the lanes whose last bit matters, and carries.
struct token_state {
    lanes open_or_comma, comma_or_colon, item_end, names, close, list, run;
    unsigned first, next, colon, in_object, after_close, in_list;
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

INLINE lanes token_mistakes(struct part *part, struct token_state *state) {
    const lanes open = part->open, close = part->close, comma = part->comma, colon = part->colon, space = part->space;
    const lanes inside = part->inside, separator = comma | colon, opening = part->quotes & inside, curly = part->kind_0;
    const bool has_space =
        any(space) || (state->first | state->next | state->colon | state->after_close | state->in_list);
    state->has_space |= has_space;
    // A value is expected at first, and after an opening bracket, a comma or a colon.
    lanes first = AFTER(open | comma, state->open_or_comma), next = AFTER(separator, state->comma_or_colon);
    lanes after_close = AFTER(close, state->close);
    if (has_space) {
        first = PAST(first, space, &state->first);
        next = PAST(next, space, &state->next);
        after_close = PAST(after_close, space, &state->after_close);
    }
    // A list is around since a bracket that began it, or since a value without a name. Of what is around a container that has
    // just closed nothing is known yet.
    lanes in_list = AFTER((open & ~curly) | (comma & ~(part->in_object | after_close)), state->list);
    if (has_space) in_list = PAST(in_list, space, &state->in_list);
    const lanes expected = first | next;
    // A string after an opening bracket or a comma is a name where a colon follows it. Of such a string, all bits are gone from
    // the sum. The digits after a dot, which must not end in a second one, take part in it.
    const lanes sum =
        plus_near((opening & first & ~in_list) | part->after_dot, inside | part->digit, &state->run);
    lanes after_item = AFTER(sum & ~inside & part->quotes, state->item_end);
    if (has_space) after_item = PAST(after_item, space, &state->colon);
    part->names = inside & ~sum;
    const lanes value = (after_item & ~colon) | (first & (part->starts | open));
    return ((open | opening | part->starts) & ~expected) | (separator & expected) | (close & next) |
           (colon & ~after_item) | (part->in_object & (value | (close & ~curly))) |
           (close & curly & ~(part->in_object | after_close)) | (sum & part->dot);
}
