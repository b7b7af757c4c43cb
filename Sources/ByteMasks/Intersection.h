// Numbers that two short lists have in common, with what the compiler makes of vectors on any processor.

typedef uint16_t sixteen __attribute__((vector_size(32)));

static size_t intersection(
    const uint16_t *list, size_t count, const uint32_t *others, size_t other_count, uint16_t *places) {
    size_t found = 0, i = 0;
    for (; i + 16 <= count; i += 16) {
        sixteen numbers, equal = {0};
        memcpy(&numbers, list + i, sizeof numbers);
        for (size_t j = 0; j < other_count; j++) equal |= (sixteen)(numbers == (uint16_t)others[j]);
        uint64_t quarters[4];
        memcpy(quarters, &equal, sizeof quarters);
        if (!(quarters[0] | quarters[1] | quarters[2] | quarters[3])) continue;
        for (int k = 0; k < 16; k++) {
            if (equal[k]) places[found++] = (uint16_t)(i + (size_t)k);
        }
    }
    for (; i < count; i++) {
        bool is_common = false;
        for (size_t j = 0; j < other_count; j++) is_common |= list[i] == others[j];
        if (is_common) places[found++] = (uint16_t)i;
    }
    return found;
}
