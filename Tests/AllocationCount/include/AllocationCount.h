#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

#include <stdint.h>

/// How many times this thread has asked for memory since it began; -1 where that is not counted.
int64_t allocation_count(void);

#endif
