/* A library of the next major version: every export is there, and each may mean something else. */
#include "stub.h"

EXPORT int32_t ht_abi_version(void) {
    return HT_ABI_VERSION + (1 << 16);
}

EXPORT int32_t ht_version(uint8_t *buffer, int32_t capacity) {
    return write_text("9.0.0 (another major version)", buffer, capacity);
}
