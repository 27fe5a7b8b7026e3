/*
 * What the stand-ins for the library share. Each answers a few functions; every other export comes
 * from refuse.c, which ends the process, or from forward.c, which hands the call to the real one.
 */
#ifndef HYPERTRADER_STUB_H
#define HYPERTRADER_STUB_H

#include "hypertrader.h"

#include <string.h>

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* Writes a text as the library does: cut to the capacity, terminated, its full length returned. */
static inline int32_t write_text(const char *text, uint8_t *buffer, int32_t capacity) {
    int32_t length = (int32_t)strlen(text);
    if (capacity > 0) {
        int32_t part = length < capacity - 1 ? length : capacity - 1;
        memcpy(buffer, text, (size_t)part);
        buffer[part] = 0;
    }
    return length;
}

#endif
