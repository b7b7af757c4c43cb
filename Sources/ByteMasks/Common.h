// Words that two short lists have in common, with what the compiler makes of vectors on any processor.

typedef uint32_t eight_words __attribute__((vector_size(32)));

static size_t common(
    const uint32_t *list, size_t count, const uint32_t *others, size_t other_count, uint32_t *places) {
    size_t found = 0, i = 0;
    for (; i + 8 <= count; i += 8) {
        eight_words words, equal = {0};
        memcpy(&words, list + i, sizeof words);
        for (size_t j = 0; j < other_count; j++) equal |= (eight_words)(words == others[j]);
        uint64_t halves[4];
        memcpy(halves, &equal, sizeof halves);
        if (!(halves[0] | halves[1] | halves[2] | halves[3])) continue;
        for (int k = 0; k < 8; k++) {
            places[found] = (uint32_t)i + (uint32_t)k;
            found += equal[k] & 1;
        }
    }
    for (; i < count; i++) {
        bool is_common = false;
        for (size_t j = 0; j < other_count; j++) is_common |= list[i] == others[j];
        places[found] = (uint32_t)i;
        found += is_common;
    }
    return found;
}
