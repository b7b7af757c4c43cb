// That true, false, null and exponents are spelled as they must.

INLINE bool is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

/// Whether a scalar may end before a byte. What else could follow one is a mistake of its own.
INLINE bool ends_scalar(uint8_t byte) {
    const bool is_space = byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
    return is_space | (byte == ',') | (byte == ']') | (byte == '}');
}

/// Whether an exponent begins here, after a digit, and goes on to the end of its number.
static bool is_exponent_sound(const uint8_t *bytes, size_t count, size_t start) {
    if (start == 0 || !is_digit(bytes[start - 1]) || (bytes[start] | 0x20) != 'e') return false;
    size_t at = start + 1;
    if (at < count && (bytes[at] == '+' || bytes[at] == '-')) at++;
    const size_t first = at;
    while (at < count && is_digit(bytes[at])) at++;
    return at > first && at < count && ends_scalar(bytes[at]);
}

/// Whether the word true, false or null, or an exponent begins here.
INLINE bool is_word_sound(const uint8_t *bytes, size_t count, size_t start) {
    uint64_t word = 0;
    if (start + 8 <= count) {
        memcpy(&word, bytes + start, 8);
    } else {
        for (size_t i = start; i < count; i++) word |= (uint64_t)bytes[i] << 8 * (i - start);
    }
    const bool has_four = (uint32_t)word == 0x65757274 || (uint32_t)word == 0x6C6C756E;  // "true", "null"
    const bool has_five = (word & 0xFFFFFFFFFF) == 0x65736C6166;  // "false"
    const uint8_t next = (uint8_t)(word >> (has_five ? 40 : 32));
    return ((has_four | has_five) & ends_scalar(next)) || is_exponent_sound(bytes, count, start);
}

/// The same of all words in some of the 64 blocks from `first` on.
static bool are_words_sound(const uint8_t *bytes, size_t count, const uint64_t *words, size_t first, uint64_t which) {
    bool is_sound = true;
    for (; which; which &= which - 1) {
        const size_t block = first + (size_t)__builtin_ctzll(which);
        for (uint64_t rest = words[block]; rest; rest &= rest - 1) {
            is_sound &= is_word_sound(bytes, count, 64 * block + (size_t)__builtin_ctzll(rest));
        }
    }
    return is_sound;
}
