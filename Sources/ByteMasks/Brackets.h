// That brackets pair, and that a container goes on after an inner one as it was before.
//
// What surrounds a bracket tells whether it lies in an object or in a list: all that lies between two brackets has been found
// to agree with both. So only this is left to see: what a bracket lies in when it opens, the next one after its pair lies in,
// or closes, too.

struct bracket_state {
    /// Of up to 64 brackets that have been taken and not left out, those before the block `next_block`: which of them open, and
    /// which lie in an object or close one.
    uint64_t opens, objects;
    int count;
    size_t next_block;
    int depth;
    /// Set where a bracket has just closed: what it lies in, as it has been found when it opened.
    unsigned is_due, due;
    bool is_wrong;
    /// For each bracket that is open, whether it lies in an object.
    uint8_t in_object[BYTE_SCAN_DEPTH_LIMIT + 1];
};

/// Whether the root has ended, or brackets are too deep: with the last of the brackets taken, or before it.
enum root_end { goes_on, ends_here, ended_before };

/// Leaves out pairs with nothing between them, of which nearly all are made: those that are left become such.
///
/// The last bracket stays, and the root's; and all of them where they might be too deep.
INLINE void leave_out_pairs(struct bracket_state *state) {
    const uint64_t opens = state->opens, objects = state->objects, root = state->depth == 0;
    const int count = state->count;
    uint64_t pairs = opens & ~(opens >> 1) & ~root;
    pairs = count > 2 ? pairs & ~0ull >> (66 - count) : 0;
    if (__builtin_expect(state->depth + count >= BYTE_SCAN_DEPTH_LIMIT, 0)) pairs = 0;
    // What a pair lies between must agree.
    state->is_wrong |= (pairs & (objects ^ objects >> 2)) != 0;
    const uint64_t kept = ~(pairs | pairs << 1);
    state->opens = compressed(opens, kept);
    state->objects = compressed(objects, kept);
    state->count = count - 2 * __builtin_popcountll(pairs);
}

/// Follows the brackets that have been taken, of which none is left then.
static enum root_end follow(struct bracket_state *state) {
    for (int round = 0; round < LEFT_OUT_ROUNDS; round++) leave_out_pairs(state);
    uint64_t opens = state->opens, objects = state->objects;
    int count = state->count, depth = state->depth;
    unsigned is_due = state->is_due, due = state->due, wrong = 0;
    enum root_end end = goes_on;
    // Whether a bracket opens or closes is hard to foretell, so that nothing branches on it.
    for (int i = 0; i < count; i++) {
        unsigned is_open = opens & 1, is_object = objects & 1;
        opens >>= 1;
        objects >>= 1;
        wrong |= is_due & (due ^ is_object);
        is_due = !is_open;
        depth -= (int)is_due;
        due = state->in_object[depth];
        state->in_object[depth] = (uint8_t)is_object;
        depth += (int)is_open;
        if ((unsigned)depth - 1 >= BYTE_SCAN_DEPTH_LIMIT) {
            end = i + 1 == count ? ends_here : ended_before;
            break;
        }
    }
    state->opens = state->objects = 0;
    state->count = 0;
    state->depth = depth;
    state->is_due = is_due;
    state->due = due;
    state->is_wrong |= wrong != 0;
    return end;
}

/// Takes the brackets of a block, for which there is room.
///
/// Where there is none, nothing of it is to be used: no bit is moved further than a word goes.
INLINE void take_block(uint64_t opens, uint64_t objects, uint64_t brackets, struct bracket_state *state) {
    state->opens |= compressed(opens, brackets) << (state->count & 63);
    state->objects |= compressed(objects, brackets) << (state->count & 63);
    state->count += __builtin_popcountll(brackets);
}

/// Takes the brackets of eight blocks, `more` of them, for which room must be made: pairs are left out, and where that is not
/// enough the brackets before are followed.
__attribute__((noinline, cold)) static enum root_end take_with_room(
    struct place place, const uint64_t *objects, int more, size_t block, struct bracket_state *state) {
    const uint64_t *opens = WORDS(place, byte_mask_open), *brackets = WORDS(place, byte_mask_brackets);
    for (int round = 0; round < LEFT_OUT_ROUNDS; round++) leave_out_pairs(state);
    for (size_t i = 0; i < 8; i++) {
        if (more > 63 || (i == 0 && state->count + more > 63)) {
            state->next_block = block + i;
            enum root_end end = follow(state);
            if (end) return end;
        }
        take_block(opens[i], objects[i], brackets[i], state);
    }
    return goes_on;
}

/// Takes the brackets of eight blocks, and follows those before where there is no more room for them.
INLINE enum root_end take(struct place place, lanes in_object, size_t block, struct bracket_state *state) {
    const uint64_t *opens = WORDS(place, byte_mask_open), *brackets = WORDS(place, byte_mask_brackets);
    uint64_t objects[8] __attribute__((aligned(64)));
    *(lanes *)objects = in_object;
    // Held here, what has been taken need not go through memory. Whether there was room is asked at last: registers are too few
    // to keep until then what has been counted.
    struct bracket_state taken = {
        .opens = state->opens,
        .objects = state->objects,
        .count = state->count,
        .depth = state->depth,
        .is_wrong = state->is_wrong};
    _Pragma("clang loop unroll(full)") for (int i = 0; i < 8; i++) {
        take_block(opens[i], objects[i], brackets[i], &taken);
        // Lest it is put off.
        __asm__("" : "+r"(taken.opens), "+r"(taken.objects), "+r"(taken.count));
    }
    const int more = taken.count - state->count;
    if (__builtin_expect(taken.count > 63, 0)) return take_with_room(place, objects, more, block, state);
    // With most pairs left out after each part, hardly ever must room be made.
    if (LEFT_OUT_ROUNDS > 0) leave_out_pairs(&taken);
    state->is_wrong = taken.is_wrong;
    state->opens = taken.opens;
    state->objects = taken.objects;
    state->count = taken.count;
    return goes_on;
}

static size_t closing(struct byte_masks masks, size_t position) {
    const uint64_t *opens = masks.words + byte_mask_open * masks.stride;
    const uint64_t *brackets = masks.words + byte_mask_brackets * masks.stride;
    size_t block = position / 64;
    const uint64_t from = ~1ull << position % 64;
    uint64_t open = opens[block] & from, close = brackets[block] & from & ~open;
    int depth = 1;
    for (;;) {
        int closed = __builtin_popcountll(close);
        // Fewer than are open cannot close all of them.
        if (closed >= depth) {
            for (int rest = depth - 1; close; close &= close - 1, rest--) {
                uint64_t before = (close & (0 - close)) - 1;
                if (rest + __builtin_popcountll(open & before) == 0) {
                    return 64 * block + (size_t)__builtin_ctzll(close);
                }
            }
        }
        depth += __builtin_popcountll(open) - closed;
        block++;
        open = opens[block];
        close = brackets[block] & ~open;
    }
}

/// Where the root closes, which ends here or ended before the block `next_block`.
static size_t end_of_root(struct byte_masks masks, enum root_end end, size_t next_block) {
    const uint64_t *brackets = masks.words + byte_mask_brackets * masks.stride;
    if (end == ended_before) {
        size_t first = 0;
        while (!brackets[first]) first++;
        return closing(masks, 64 * first + (size_t)__builtin_ctzll(brackets[first]));
    }
    size_t last = next_block - 1;
    while (!brackets[last]) last--;
    return 64 * last + 63 - (size_t)__builtin_clzll(brackets[last]);
}
