#ifndef QUELL_ZLIB_SHIM_H
#define QUELL_ZLIB_SHIM_H

#include <string.h>
#include <zlib.h>

/// Begins to read gzip; a macro of zlib that Swift does not see.
static inline int quell_gunzip_begin(z_stream *stream) {
    memset(stream, 0, sizeof(*stream));
    return inflateInit2(stream, 15 + 16);
}

#endif
