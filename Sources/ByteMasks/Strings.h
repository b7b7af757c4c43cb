// Where strings begin and end.

/// What the bytes before leave: whether a string goes on, as all ones or none; whether the next byte is escaped; and where the
/// masks of the first part with a backslash begin.
struct string_state {
    lanes is_inside;
    uint64_t is_escaped;
    const char *escapes_from;
};

/// The bytes that a backslash escapes, of a part whose masks begin at `start`.
INLINE lanes escaped_bytes(lanes backslash, const char *start, struct string_state *state) {
    if (!(any(backslash) | state->is_escaped)) return NONE;
    if (!state->escapes_from) state->escapes_from = start;
    lanes before = {0, 0, 0, 0, 0, 0, 0, state->is_escaped << 63};
    lanes escaped = AFTER(backslash, before);
    if (!any(escaped & backslash)) {
        state->is_escaped = before[7] >> 63;
        return escaped;
    }
    // Backslashes in a row: every other one escapes. Subtracted from where it could escape, each row of them is told apart by
    // whether it begins at an odd or at an even position.
    const uint64_t odd = 0xAAAAAAAAAAAAAAAAu;
    for (int i = 0; i < 8; i++) {
        uint64_t may_escape = backslash[i] & ~state->is_escaped;
        uint64_t rows = ((may_escape << 1 | odd) - may_escape) ^ odd;
        escaped[i] = rows ^ (backslash[i] | state->is_escaped);
        state->is_escaped = (rows & backslash[i]) >> 63;
    }
    return escaped;
}
