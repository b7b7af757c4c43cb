// glibc 2.36 brought arc4random, and a C++ library built against it asks for it (std::random_device). Amazon Linux 2023 has 2.34.
#if defined(__linux__)

#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

uint32_t arc4random(void) {
    uint32_t value;
    // Fewer than 256 bytes come whole or not at all; the call can only be cut short before the kernel has its seed.
    while (getrandom(&value, sizeof value, 0) != (ssize_t)sizeof value) {
    }
    return value;
}

#endif
