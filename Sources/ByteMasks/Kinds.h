// What JSON needs to know of a byte, in four bits: chosen such that what is asked for together differs in few of them.
#ifndef BYTE_MASKS_KINDS_H
#define BYTE_MASKS_KINDS_H

// 8: outside of strings it is no part of a scalar.
//    4: a bracket; 2: it opens; 1: it is curly.
//    else 2: space; 1: not allowed in strings. Else 1: a colon, not a comma.
// else 4: part of a number; 2: a digit; 1: zero, or, for no digit, a dot and not a minus.
//    else 3: a control character; 2: a backslash; 1: a quote; 0: anything else.
#define KIND(byte)                                                                                                           \
    ((byte) == '{'                                        ? 15                                                               \
     : (byte) == '['                                      ? 14                                                               \
     : (byte) == '}'                                      ? 13                                                               \
     : (byte) == ']'                                      ? 12                                                               \
     : (byte) == '\n' || (byte) == '\r' || (byte) == '\t' ? 11                                                               \
     : (byte) == ' '                                      ? 10                                                               \
     : (byte) == ':'                                      ? 9                                                                \
     : (byte) == ','                                      ? 8                                                                \
     : (byte) == '0'                                      ? 7                                                                \
     : (byte) >= '1' && (byte) <= '9'                     ? 6                                                                \
     : (byte) == '.'                                      ? 5                                                                \
     : (byte) == '-'                                      ? 4                                                                \
     : (byte) < 0x20                                      ? 3                                                                \
     : (byte) == '\\'                                     ? 2                                                                \
     : (byte) == '"'                                      ? 1                                                                \
                                                          : 0)

#define SPACE_KIND KIND(' ')

/// Sixteen entries of a table, for the bytes from `first` on.
#define SIXTEEN(entry, first)                                                                                                \
    entry(first), entry(first + 1), entry(first + 2), entry(first + 3), entry(first + 4), entry(first + 5),                  \
        entry(first + 6), entry(first + 7), entry(first + 8), entry(first + 9), entry(first + 10), entry(first + 11),        \
        entry(first + 12), entry(first + 13), entry(first + 14), entry(first + 15)

/// The kinds of the 128 bytes of ASCII.
#define ALL_KINDS                                                                                                            \
    SIXTEEN(KIND, 0x00), SIXTEEN(KIND, 0x10), SIXTEEN(KIND, 0x20), SIXTEEN(KIND, 0x30), SIXTEEN(KIND, 0x40),                 \
        SIXTEEN(KIND, 0x50), SIXTEEN(KIND, 0x60), SIXTEEN(KIND, 0x70)

#endif
