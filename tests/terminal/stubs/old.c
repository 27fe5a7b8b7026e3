/*
 * A library of the same major but an older minor version, without the functions added since: the
 * Makefile leaves out the last two exports. Structures that it knows are as they are today.
 */
#include "stub.h"

EXPORT int32_t ht_abi_version(void) {
    return (HT_ABI_VERSION & ~0xFFFF) | ((HT_ABI_VERSION & 0xFFFF) - 1);
}

EXPORT int32_t ht_version(uint8_t *buffer, int32_t capacity) {
    return write_text("0.0.9 (an older library)", buffer, capacity);
}
