// That numbers are well spelled: what each of their bytes may follow.

/// What the bytes before leave: the lanes whose last bit matters.
struct number_state {
    lanes scalar, digit, dot, minus, zero;
};

/// Answers the mistakes among scalars, but for words and exponents, and adds where these begin to what is odd.
INLINE lanes number_mistakes(struct part *part, struct number_state *state) {
    const lanes starts = part->starts = part->scalar & ~AFTER(part->scalar, state->scalar);
    const lanes number = part->scalar & part->kind_2;
    const lanes digit = part->digit = number & part->kind_1, other = number & ~part->kind_1;
    const lanes dot = other & part->kind_0, minus = other & ~part->kind_0;
    const lanes after_digit = AFTER(digit, state->digit), after_dot = AFTER(dot, state->dot);
    part->dot = dot;
    part->after_dot = after_dot;
    const lanes after_minus = AFTER(minus & starts, state->minus);
    const lanes after_zero = AFTER(digit & part->kind_0 & (starts | after_minus), state->zero);
    // What follows neither is part of a word, or a mistake of a minus or a dot.
    part->odd |= ((part->scalar & ~part->kind_2) | (minus & ~starts)) & (starts | after_digit);
    return (dot & ~after_digit) | ((after_dot | after_minus) & ~digit) | (after_zero & digit);
}
