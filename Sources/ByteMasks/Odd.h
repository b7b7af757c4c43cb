// What few blocks have, and is looked at by itself: words, exponents, escapes, and characters beyond ASCII.

INLINE bool is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

INLINE bool is_hex_digit(uint8_t byte) { return is_digit(byte) || (uint8_t)((byte | 0x20) - 'a') < 6; }

/// Whether a scalar ends before a byte. That what begins there may follow one is looked at elsewhere.
#define IS_NO_SCALAR(byte) (KIND(byte) >= 8)
static const bool ends_scalar[256] = {
    SIXTEEN(IS_NO_SCALAR, 0x00), SIXTEEN(IS_NO_SCALAR, 0x10), SIXTEEN(IS_NO_SCALAR, 0x20), SIXTEEN(IS_NO_SCALAR, 0x30),
    SIXTEEN(IS_NO_SCALAR, 0x40), SIXTEEN(IS_NO_SCALAR, 0x50), SIXTEEN(IS_NO_SCALAR, 0x60), SIXTEEN(IS_NO_SCALAR, 0x70)};

/// Whether the first of eight bytes are the word true, false or null, up to where it ends.
INLINE bool begins_with_word(uint64_t bytes) {
    const bool has_four = (uint32_t)bytes == 0x65757274 || (uint32_t)bytes == 0x6C6C756E;  // "true", "null"
    const bool has_five = (bytes & 0xFFFFFFFFFF) == 0x65736C6166;  // "false"
    return (has_four | has_five) & ends_scalar[(uint8_t)(bytes >> (has_five ? 40 : 32))];
}

/// Whether an exponent begins here that goes on to the end of its number.
static bool is_exponent(const uint8_t *bytes, size_t count, size_t start) {
    size_t at = start + 1;
    if (at < count && (bytes[at] == '+' || bytes[at] == '-')) at++;
    const size_t first = at;
    while (at < count && is_digit(bytes[at])) at++;
    return (bytes[start] | 0x20) == 'e' && at > first && at < count && ends_scalar[bytes[at]];
}

/// Whether a backslash and this byte are an escape, with the digits that follow it.
static bool is_escape(const uint8_t *bytes, size_t count, size_t at) {
    switch (bytes[at]) {
    case '/': case 'b': case 'f': case 'n': case 'r': case 't': return true;
    case 'u':
        for (size_t i = at + 1; i <= at + 4; i++) {
            if (i >= count || !is_hex_digit(bytes[i])) return false;
        }
        return true;
    default: return false;
    }
}

/// Whether an odd number of backslashes stands before a position.
static bool is_escaped(const uint8_t *bytes, size_t at) {
    size_t first = at;
    while (first > 0 && bytes[first - 1] == '\\') first--;
    return (at - first) % 2 == 1;
}

/// How many bytes the character takes that begins with this byte from 0x80 on; 0 when it is not well-formed UTF-8.
static size_t length_of_character(const uint8_t *bytes, size_t count, size_t at) {
    const uint8_t lead = bytes[at];
    const size_t length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || length > count - at) return 0;
    // What would be too long a spelling, a surrogate, or above U+10FFFF, shows in the second byte.
    const uint8_t lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const uint8_t highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (bytes[at + 1] < lowest || bytes[at + 1] > highest) return 0;
    for (size_t i = at + 2; i < at + length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) return 0;
    }
    return length;
}

/// The length of what begins at an odd position and is no word, as far as other odd positions may lie in it; 0 where it is wrong.
INLINE size_t length_of_odd(const uint8_t *bytes, size_t count, size_t at) {
    const uint8_t before = bytes[at - 1];
    if (bytes[at] >= 0x80) return is_escaped(bytes, at) ? 0 : length_of_character(bytes, count, at);
    if (before == '\\') return is_escape(bytes, count, at);
    return is_digit(before) && is_exponent(bytes, count, at);
}

/// What is to be looked at in the last 64 blocks: in which of them there is something, and the masks of these.
struct odd_state {
    uint64_t blocks;
    /// Where the last one before that was no word ends, and whether one is wrong.
    size_t next;
    bool is_wrong;
    lanes masks[8];
};

INLINE void note_odd(lanes odd, size_t chunk, struct odd_state *state) {
    state->masks[chunk % 8] = odd;
    state->blocks |= (uint64_t)nonzero(odd) << 8 * (chunk % 8);
}

/// Looks at what is odd in the blocks from `first` on, but not at what lies in what was looked at before.
static void look_at_odd(const uint8_t *bytes, size_t count, size_t first, struct odd_state *state) {
    uint64_t *odd = (uint64_t *)state->masks, blocks = state->blocks;
    size_t next = state->next;
    bool is_wrong = false;
    // One loop for all of them: how many there are in a block is hard to foretell.
    while (blocks) {
        const int block = __builtin_ctzll(blocks);
        const uint64_t rest = odd[block], left = rest & (rest - 1);
        odd[block] = left;
        blocks &= left ? ~0ull : blocks - 1;
        const size_t at = 64 * (first + (size_t)block) + (size_t)__builtin_ctzll(rest);
        // Nearly all are words. What is escaped and looks like one is well-formed too. The first byte is a bracket or space.
        uint64_t eight = 0;
        if (at + 8 <= count) {
            memcpy(&eight, bytes + at, 8);
        } else {
            for (size_t i = at; i < count; i++) eight |= (uint64_t)bytes[i] << 8 * (i - at);
        }
        if (begins_with_word(eight) & !is_digit(bytes[at - 1])) continue;
        if (at < next) continue;
        // A backslash that the text ends with escapes what the text lacks.
        const size_t length = at < count ? length_of_odd(bytes, count, at) : 0;
        is_wrong |= length == 0;
        next = at + length;
    }
    state->blocks = 0;
    state->next = next;
    state->is_wrong |= is_wrong;
}
