// The first pass: the kinds of all bytes, and then which of them lie in strings.
//
// The file that includes this defines `kinds(bytes, words, stride)`, which puts the five masks of 64 bytes at distances of
// `stride`, and `COPY_REST(block, bytes, count)`, which fills a block up with spaces.

/// The bytes that a backslash escapes.
INLINE lanes escaped_bytes(lanes backslash, uint64_t *is_escaped) {
    if (!(any(backslash) | *is_escaped)) return NONE;
    lanes before = {0, 0, 0, 0, 0, 0, 0, *is_escaped << 63};
    lanes escaped = AFTER(backslash, before);
    if (!any(escaped & backslash)) {
        *is_escaped = before[7] >> 63;
        return escaped;
    }
    // Backslashes in a row: the odd ones escape. Subtracted from where it could escape, each row of them is told apart by
    // whether it begins at an odd or at an even position.
    const uint64_t odd = 0xAAAAAAAAAAAAAAAAu;
    for (int i = 0; i < 8; i++) {
        uint64_t may_escape = backslash[i] & ~*is_escaped;
        uint64_t rows = ((may_escape << 1 | odd) - may_escape) ^ odd;
        escaped[i] = rows ^ (backslash[i] | *is_escaped);
        *is_escaped = (rows & backslash[i]) >> 63;
    }
    return escaped;
}

static bool find(const uint8_t *bytes, size_t count, struct byte_masks masks) {
    const size_t whole_blocks = count / 64, chunks = (count + 511) / 512;
    for (size_t block = 0; block < whole_blocks; block++) {
        // Far ahead, past the end too, where the next text may lie; it is no fault when there is nothing.
        __builtin_prefetch((const void *)((uintptr_t)bytes + 64 * block + 2048));
        kinds(bytes + 64 * block, masks.words + block, masks.stride);
    }
    size_t blocks = whole_blocks;
    if (count % 64) {
        uint8_t rest[64];
        COPY_REST(rest, bytes + 64 * blocks, count % 64);
        kinds(rest, masks.words + blocks++, masks.stride);
    }
    for (; blocks < 8 * chunks; blocks++) {
        for (int bit = 0; bit < 4; bit++) masks.words[blocks + bit * masks.stride] = 0 - (uint64_t)(SPACE_KIND >> bit & 1);
        masks.words[blocks + byte_mask_beyond * masks.stride] = 0;
    }
    uint64_t is_escaped = 0;
    unsigned is_inside = 0;
    lanes backslashes = NONE;
    for (size_t chunk = 0; chunk < chunks; chunk++) {
        const lanes kind_0 = *LANES(masks, byte_mask_kind_0, chunk), kind_1 = *LANES(masks, byte_mask_kind_1, chunk);
        const lanes kind_2 = *LANES(masks, byte_mask_kind_2, chunk), kind_3 = *LANES(masks, byte_mask_kind_3, chunk);
        const lanes quote = ~kind_3 & ~kind_2 & ~kind_1 & kind_0, backslash = ~kind_3 & ~kind_2 & kind_1 & ~kind_0;
        const lanes escaped = escaped_bytes(backslash, &is_escaped);
        const lanes quotes = quote & ~escaped;
        const lanes inside = between_pairs(quotes, &is_inside);
        const lanes structure = kind_3 & ~(inside | quotes);
        const lanes open = structure & kind_2 & kind_1, close = structure & kind_2 & ~kind_1;
        const lanes ends = close | (structure & ~(kind_2 | kind_1 | kind_0));
        backslashes |= backslash;
        *LANES(masks, byte_mask_quotes, chunk) = quotes;
        *LANES(masks, byte_mask_inside, chunk) = inside;
        *LANES(masks, byte_mask_open, chunk) = open;
        *LANES(masks, byte_mask_close, chunk) = close;
        *LANES(masks, byte_mask_ends, chunk) = ends;
        *LANES(masks, byte_mask_stops, chunk) = ends | open;
        *LANES(masks, byte_mask_special, chunk) =
            ((escaped & ~(quote | backslash)) | *LANES(masks, byte_mask_beyond, chunk)) & inside;
    }
    return any(backslashes);
}
