// For any processor: kinds from a table, and eight of them at a time gathered into masks.
#include "Lanes.h"

static const uint8_t table[256] = {ALL_KINDS};

/// Bit `bit` of each byte, gathered: byte 0 to bit 0.
INLINE uint64_t gather(uint64_t word, int bit) {
    return (word >> bit & 0x0101010101010101u) * 0x0102040810204080u >> 56;
}

INLINE void kinds_of_block(const uint8_t *bytes, uint64_t *words) {
    uint64_t masks[5] = {0};
    for (int i = 0; i < 64; i += 8) {
        uint64_t kind = 0, beyond = 0;
        for (int j = 0; j < 8; j++) {
            kind |= (uint64_t)table[bytes[i + j]] << 8 * j;
            beyond |= (uint64_t)bytes[i + j] << 8 * j;
        }
        for (int bit = 0; bit < 4; bit++) masks[bit] |= gather(kind, bit) << i;
        masks[4] |= gather(beyond, 7) << i;
    }
    for (int mask = 0; mask < 5; mask++) words[8 * mask] = masks[mask];
}

#include "GenericLanes.h"
#include "Intersection.h"
#include "Scan.h"

static struct byte_decimal decimal(const uint8_t *bytes, size_t start, size_t end) {
    struct byte_decimal decimal = {0};
    for (size_t at = start; at < end; at++) {
        if (bytes[at] == '.') {
            decimal.exponent = (int32_t)(at + 1) - (int32_t)end;
        } else if (is_digit(bytes[at]) && decimal.count < 19) {
            decimal.digits = 10 * decimal.digits + (bytes[at] - '0');
            decimal.count++;
        } else {
            return (struct byte_decimal){0};
        }
    }
    return decimal;
}

const struct byte_scanner *byte_scanner_portable(void) {
    static const struct byte_scanner scanner = {scan, closing, decimal, intersection};
    return &scanner;
}

const struct byte_scanner *byte_scanner_best(void) {
    if (byte_scanner_avx512()) return byte_scanner_avx512();
    return byte_scanner_avx2() ? byte_scanner_avx2() : byte_scanner_portable();
}

#if !defined(__x86_64__)
const struct byte_scanner *byte_scanner_avx512(void) { return NULL; }
const struct byte_scanner *byte_scanner_avx2(void) { return NULL; }
#endif
