/*
 * The exports that a stand-in does not answer: a host that calls one has not looked at what it
 * loaded, and the process ends. EXPORTS holds a line NAME(ht_...) for each; the Makefile writes it.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

static void must_not_be_called(const char *name) {
    fprintf(stderr, "stub: %s was called on a library that must not be used\n", name);
    fflush(stderr);
    abort();
}

#define NAME(name)                 \
    EXPORT int32_t name(void);     \
    EXPORT int32_t name(void) {    \
        must_not_be_called(#name); \
        return -1;                 \
    }

#include EXPORTS
