#ifndef GLIBC_FLOOR_H
#define GLIBC_FLOOR_H

/// Lets malloc keep one arena for all threads: less memory, for a program whose threads are few.
void quell_use_one_arena(void);

#endif
