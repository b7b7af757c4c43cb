// That numbers are well spelled: what each of their bytes may follow.

/// What the bytes before leave: the lanes whose last bit matters, and whether the digits of a fraction go on.
struct number_state {
    lanes digit, dot, minus, zero;
    unsigned fraction;
};

/// Answers the mistakes among scalars, and what is odd in them: it may be part of a word or, after a digit, of an exponent.
INLINE lanes number_mistakes(const struct part *part, lanes *odd, lanes *exponents, struct number_state *state) {
    const lanes starts = part->starts, number = part->scalar & part->kind_2;
    const lanes digit = number & part->kind_1, other = number & ~part->kind_1;
    const lanes dot = other & part->kind_0, minus = other & ~part->kind_0;
    const lanes after_digit = AFTER(digit, state->digit), after_dot = AFTER(dot, state->dot);
    const lanes after_minus = AFTER(minus & starts, state->minus);
    const lanes after_zero = AFTER(digit & part->kind_0 & (starts | after_minus), state->zero);
    *odd = (part->scalar & ~part->kind_2) | (minus & ~starts);
    *exponents |= *odd & after_digit;
    // The digits after a dot do not end in a second one.
    const lanes second = PAST(after_dot, digit, &state->fraction) & dot;
    return (dot & ~after_digit) | ((after_dot | after_minus) & ~digit) | (after_zero & digit) | second;
}
