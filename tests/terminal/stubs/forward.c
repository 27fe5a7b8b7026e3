/*
 * The exports that a stand-in hands to the real library, which lies beside it under another name.
 * EXPORTS holds a line NAME(ht_...) for each; the Makefile writes it. `real` finds the others.
 */
#ifdef _WIN32
#include <windows.h>
#else
#define _GNU_SOURCE
#include <dlfcn.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forward.h"

/* Writes the path of `file` in the folder of this module. */
static void beside(const char *file, char *path, size_t capacity) {
    char own[1024] = "";
    char *end;
#ifdef _WIN32
    HMODULE module = NULL;
    GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS
                           | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                       (const char *)&real, &module);
    GetModuleFileNameA(module, own, sizeof own - 1);
    end = strrchr(own, '\\');
#else
    Dl_info info;
    if (dladdr((const void *)&real, &info) != 0) {
        snprintf(own, sizeof own, "%s", info.dli_fname);
    }
    end = strrchr(own, '/');
#endif
    snprintf(path, capacity, "%.*s%s", end == NULL ? 0 : (int)(end - own + 1), own, file);
}

void (*real(const char *name))(void) {
    static void *library;
    char path[1200];
    void (*function)(void) = NULL;
    if (library == NULL) {
#ifdef _WIN32
        beside("real.dll", path, sizeof path);
        library = (void *)LoadLibraryA(path);
#else
        beside("real.so", path, sizeof path);
        library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
#endif
    }
    if (library != NULL) {
#ifdef _WIN32
        function = (void (*)(void))(void *)GetProcAddress((HMODULE)library, name);
#else
        *(void **)&function = dlsym(library, name);
#endif
    }
    if (function == NULL) {
        fprintf(stderr, "stub: the real library has no %s\n", name);
        abort();
    }
    return function;
}

/* A jump keeps every register and so suits every signature. */
#define NAME(name)                                                \
    static void (*target_##name)(void) __attribute__((used));     \
    __asm__(".text\n.globl " #name "\n" #name ":\n"               \
            "    jmp *target_" #name "(%rip)\n");
#include EXPORTS
#undef NAME

__attribute__((constructor)) static void resolve(void) {
#define NAME(name) target_##name = real(#name);
#include EXPORTS
#undef NAME
}
