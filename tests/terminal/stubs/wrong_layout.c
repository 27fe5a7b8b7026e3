/* The right version, but one structure (3, HtSymbol) differs from the host's. */
#include "stub.h"

static const char *const difference = "HtSymbol: size was 576, expected 584";

EXPORT int32_t ht_abi_version(void) {
    return HT_ABI_VERSION;
}

EXPORT int32_t ht_abi_check(int32_t structure, int32_t size, const int32_t *offsets,
                            int32_t count) {
    (void)size, (void)offsets, (void)count;
    return structure == 3 ? HT_E_ABI : HT_OK;
}

EXPORT int32_t ht_version(uint8_t *buffer, int32_t capacity) {
    return write_text("0.1.0 (another layout)", buffer, capacity);
}

EXPORT int32_t ht_last_error(int64_t handle, uint8_t *buffer, int32_t capacity) {
    (void)handle;
    return write_text(difference, buffer, capacity);
}
