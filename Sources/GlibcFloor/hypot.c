// glibc 2.35 gave hypot and hypotf a new symbol version. A program that is linked on a newer system asks for that version and
// does not load on Amazon Linux 2023, whose glibc is 2.34. These take their place; nothing that Quell does calls them.
#if defined(__linux__)

#include <math.h>

double hypot(double x, double y) {
    if (isinf(x) || isinf(y)) return INFINITY;
    // The exponent of a long double has room for any square of a double.
    return (double)sqrtl((long double)x * x + (long double)y * y);
}

float hypotf(float x, float y) {
    if (isinf(x) || isinf(y)) return INFINITY;
    return (float)sqrt((double)x * x + (double)y * y);
}

#endif
