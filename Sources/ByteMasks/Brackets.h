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

/// Takes the brackets of eight blocks, and follows those before where there is no more room for them.
INLINE int take(struct byte_masks masks, lanes in_object, size_t block, struct bracket_state *state) {
    const uint64_t *opens = masks.words + byte_mask_open * masks.stride + block;
    const uint64_t *closes = masks.words + byte_mask_close * masks.stride + block;
    uint64_t objects[8] __attribute__((aligned(64)));
    *(lanes *)objects = in_object;
    // Held here, what has been taken need not go through memory.
    uint64_t all_opens = state->opens, all_objects = state->objects;
    int count = state->count;
    for (int i = 0; i < 8; i++) {
        const uint64_t brackets = opens[i] | closes[i];
        int more = __builtin_popcountll(brackets);
        if (__builtin_expect(count + more > 63, 0)) {
            state->next_block = block + (size_t)i;
            state->opens = all_opens;
            state->objects = all_objects;
            state->count = count;
            int end = follow(state);
            if (end) return end;
            all_opens = all_objects = 0;
            count = 0;
            state->first_block = state->next_block;
        }
        all_opens |= compressed(opens[i], brackets) << count;
        all_objects |= compressed(objects[i], brackets) << count;
        count += more;
    }
    state->opens = all_opens;
    state->objects = all_objects;
    state->count = count;
    return 0;
}

/// Where a bracket lies: of those that have been taken, by its number from 1 on.
static size_t position(int number, struct byte_masks masks, const struct bracket_state *state) {
    const uint64_t *open = masks.words + byte_mask_open * masks.stride;
    const uint64_t *close = masks.words + byte_mask_close * masks.stride;
    size_t block = state->next_block;
    if (number == state->count) {
        do block--;
        while (!(open[block] | close[block]));
        return 64 * block + 63 - (size_t)__builtin_clzll(open[block] | close[block]);
    }
    uint64_t rest;
    for (block = state->first_block;; block++) {
        rest = open[block] | close[block];
        int here = __builtin_popcountll(rest);
        if (here >= number) break;
        number -= here;
    }
    while (--number) rest &= rest - 1;
    return 64 * block + (size_t)__builtin_ctzll(rest);
}

static size_t closing(struct byte_masks masks, size_t position) {
    const uint64_t *opens = masks.words + byte_mask_open * masks.stride;
    const uint64_t *closes = masks.words + byte_mask_close * masks.stride;
    size_t block = position / 64;
    const uint64_t from = ~1ull << position % 64;
    uint64_t open = opens[block] & from, close = closes[block] & from;
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
        close = closes[block];
    }
}
