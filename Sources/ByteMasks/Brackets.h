// That brackets pair, and that a container goes on after an inner one as it was before.
//
// What surrounds a bracket tells whether it lies in an object or in a list: all that lies between two brackets has been found
// to agree with both. So only this is left to see: what a bracket lies in when it opens, the next one after its pair lies in,
// or closes, too.

struct bracket_state {
    /// Of up to 64 brackets, those of the blocks from `first_block` on: which of them open, and which lie in an object or
    /// close one.
    uint64_t opens, objects;
    int count;
    size_t first_block, next_block;
    int depth;
    /// Set where a bracket has just closed: what it lies in, as it has been found when it opened.
    unsigned is_due, due;
    bool is_wrong;
    /// For each bracket that is open, whether it lies in an object.
    uint8_t in_object[BYTE_SCAN_DEPTH_LIMIT + 1];
};

/// Leaves out pairs with nothing between them, of which nearly all are made: each time those that are left become such.
///
/// The last bracket stays, and the root's. Answers whether a pair lies between brackets that do not agree.
INLINE uint64_t leave_out_pairs(uint64_t *opens, uint64_t *objects, int *count, bool has_root) {
    uint64_t wrong = 0;
    for (int round = 0; round < COMPRESSED_ROUNDS; round++) {
        uint64_t pairs = *opens & ~(*opens >> 1) & ~(uint64_t)has_root;
        pairs = *count > 2 ? pairs & ~0ull >> (66 - *count) : 0;
        wrong |= pairs & (*objects ^ *objects >> 2);
        uint64_t kept = ~(pairs | pairs << 1);
        *opens = compressed(*opens, kept);
        *objects = compressed(*objects, kept);
        *count -= 2 * __builtin_popcountll(pairs);
    }
    return wrong;
}

/// The number of the bracket that closes the root, where others follow it.
static int end_of_root(const struct bracket_state *state) {
    int depth = state->depth, number = 0;
    do depth += state->opens >> number++ & 1 ? 1 : -1;
    while (depth);
    return number;
}

/// Follows the brackets that have been taken. Answers how many there are up to the end of the root, or to what is too deep; 0
/// where neither is among them.
static int follow(struct bracket_state *state) {
    uint64_t opens = state->opens, objects = state->objects;
    int count = state->count, depth = state->depth, end = 0;
    unsigned is_due = state->is_due, due = state->due;
    uint64_t wrong = 0;
    if (depth + count < BYTE_SCAN_DEPTH_LIMIT) wrong = leave_out_pairs(&opens, &objects, &count, depth == 0);
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
            end = i + 1;
            break;
        }
    }
    if (end && depth == 0) end = end == count ? state->count : end_of_root(state);
    state->depth = depth;
    state->is_due = is_due;
    state->due = due;
    state->is_wrong |= wrong != 0;
    return end;
}

INLINE void take_block(
    uint64_t opens, uint64_t objects, uint64_t brackets, int count, struct bracket_state *state) {
    state->opens |= compressed(opens, brackets) << state->count;
    state->objects |= compressed(objects, brackets) << state->count;
    state->count += count;
}

/// Takes the brackets of eight blocks, `more` of them, when those before have been followed; and follows those of each block in
/// turn where they are too many.
__attribute__((noinline, cold)) static int take_anew(
    struct place place, const uint64_t *objects, int more, size_t block, struct bracket_state *state) {
    const uint64_t *opens = WORDS(place, byte_mask_open), *brackets = WORDS(place, byte_mask_brackets);
    for (size_t i = 0; i < 8; i++) {
        if (i == 0 || more > 63) {
            state->next_block = block + i;
            int end = follow(state);
            if (end) return end;
            state->opens = state->objects = 0;
            state->count = 0;
            state->first_block = block + i;
        }
        take_block(opens[i], objects[i], brackets[i], __builtin_popcountll(brackets[i]), state);
    }
    return 0;
}

/// Takes the brackets of eight blocks, and follows those before where there is no more room for them. Answers as `follow` does.
INLINE int take(struct place place, lanes in_object, size_t block, struct bracket_state *state) {
    const uint64_t *opens = WORDS(place, byte_mask_open), *brackets = WORDS(place, byte_mask_brackets);
    uint64_t objects[8] __attribute__((aligned(64)));
    *(lanes *)objects = in_object;
    int counts[8], more = 0;
    for (int i = 0; i < 8; i++) more += counts[i] = __builtin_popcountll(brackets[i]);
    if (__builtin_expect(state->count + more > 63, 0)) return take_anew(place, objects, more, block, state);
    // Held here, what has been taken need not go through memory.
    struct bracket_state taken = {.opens = state->opens, .objects = state->objects, .count = state->count};
    _Pragma("clang loop unroll(full)") for (int i = 0; i < 8; i++) take_block(opens[i], objects[i], brackets[i], counts[i], &taken);
    state->opens = taken.opens;
    state->objects = taken.objects;
    state->count = taken.count;
    return 0;
}

/// Where a bracket lies: of those that have been taken, by its number from 1 on.
static size_t position(int number, struct byte_masks masks, const struct bracket_state *state) {
    const uint64_t *brackets = masks.words + byte_mask_brackets * masks.stride;
    size_t block = state->next_block;
    if (number == state->count) {
        do block--;
        while (!brackets[block]);
        return 64 * block + 63 - (size_t)__builtin_clzll(brackets[block]);
    }
    block = state->first_block;
    for (int here; (here = __builtin_popcountll(brackets[block])) < number; block++) number -= here;
    uint64_t rest = brackets[block];
    while (--number) rest &= rest - 1;
    return 64 * block + (size_t)__builtin_ctzll(rest);
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
