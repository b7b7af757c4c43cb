// That tokens are in order, and that members and elements are not mixed.

/// What the bytes before leave: the lanes whose last bit matters, and carries.
struct token_state {
    lanes open_or_comma, comma_or_colon, scalar, item_end, names, values;
    unsigned first, next, run, colon, in_object, in_list;
    bool has_space;
};

/// Eight blocks: what is known of their bytes, and what comes out.
struct part {
    lanes kind_0, kind_1, kind_2, kind_3, quotes, inside;
    lanes open, close, comma, colon, space, scalar;
    /// Where scalars begin, what numbers are made of, and where words and exponents begin.
    lanes starts, digit, dot, after_dot, words;
    /// The brackets that lie in an object or close one.
    lanes objects;
    /// What may be the inside of a name.
    lanes names;
};

/// The positions from each of these on to the next bracket.
///
/// What is added to a run of ones leaves zeros up to its end, but where a second one is added.
INLINE lanes to_bracket(lanes positions, lanes brackets, unsigned *carry) {
    return ~(plus(positions & ~brackets, ~brackets, carry) ^ brackets) | positions;
}

INLINE lanes token_mistakes(struct part *part, struct token_state *state) {
    const lanes open = part->open, close = part->close, comma = part->comma, colon = part->colon, space = part->space;
    const lanes inside = part->inside, brackets = open | close, separator = comma | colon;
    const lanes opening = part->quotes & inside, curly = part->kind_0;
    // A value is expected at first, and after an opening bracket, a comma or a colon.
    const bool has_space = any(space) || (state->first | state->next | state->colon);
    state->has_space |= has_space;
    lanes first = AFTER(open | comma, state->open_or_comma), next = AFTER(separator, state->comma_or_colon);
    if (has_space) {
        first = PAST(first, space, &state->first);
        next = PAST(next, space, &state->next);
    }
    const lanes expected = first | next;
    // A string after an opening bracket or a comma is a name where a colon follows it. Of such a string, all bits are gone from
    // the sum. The digits after a dot, which must not end in a second one, take part in it.
    const lanes sum = plus((opening & first) | part->after_dot, inside | part->digit, &state->run);
    lanes after_item = AFTER(sum & ~inside & part->quotes, state->item_end);
    if (has_space) after_item = PAST(after_item, space, &state->colon);
    part->names = inside & ~sum;
    // Names make an object of what is around them, values without a name a list.
    const lanes value = (after_item & ~colon) | (first & (part->starts | open));
    const lanes names = AFTER(colon | (open & curly), state->names);
    const lanes values = AFTER((value & ~brackets) | (open & ~curly), state->values);
    const lanes in_object = to_bracket(names, brackets, &state->in_object);
    const lanes in_list = to_bracket(values, brackets, &state->in_list);
    part->objects = (open & in_object) | (close & curly);
    return ((open | opening | part->starts) & ~expected) | (separator & expected) | (close & next) |
           (colon & ~after_item) | (in_object & (value | (close & ~curly))) |
           ((in_list | value) & (colon | (close & curly))) | (sum & part->dot);
}
