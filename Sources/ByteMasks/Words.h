// That true, false and null are spelled as they must.

/// Whether the word true, false or null begins here, and a comma, a closing bracket or space follows it.
///
/// What else could follow is a mistake of its own.
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
    const bool is_space = next == ' ' || next == '\n' || next == '\r' || next == '\t';
    return (has_four | has_five) & (is_space | (next == ',') | (next == ']') | (next == '}'));
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
