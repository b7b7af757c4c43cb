#include "GlibcFloor.h"

#if defined(__GLIBC__) || defined(__linux__)
#include <malloc.h>
#endif

void quell_use_one_arena(void) {
#if defined(M_ARENA_MAX)
    mallopt(M_ARENA_MAX, 1);
#endif
}
