/*
 * Loads and frees the DLL over and over, as a terminal does when Expert Advisors come and go.
 *
 *     load_unload.exe hypertrader.dll [ROUNDS]
 *
 * 1. ROUNDS times: load, call, free. The DLL must leave memory each time.
 * 2. ROUNDS times: the same, with a replay engine left open. Nothing runs at unload, so the only
 *    acceptable result is that nothing happens.
 * 3. A live engine left open, then freed: the DLL is pinned, stays, and still answers.
 *
 * Nothing may run in DllMain or at unload, so any crash, hang or failed load here is a defect. The
 * last line begins with PASS or FAIL, and the exit status says the same.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "hypertrader.h"

enum { NOTHING_OPEN = -1 };

static const char *file;
static HMODULE library;

static int fail(const char *what, int32_t code) {
    printf("FAIL %s (result %d, GetLastError %lu)\n", what, (int)code, GetLastError());
    fflush(stdout);
    return 1;
}

/* An exported function as a plain pointer; the caller gives it its type. */
static void (*function(const char *name))(void) {
    return (void (*)(void))GetProcAddress(library, name);
}

/* Opens an engine and leaves it open. */
static int32_t open_engine(int32_t mode) {
    HtEngineParams params;
    int64_t handle = 0;
    __typeof__(&ht_engine_open) engine_open =
        (__typeof__(&ht_engine_open))function("ht_engine_open");
    if (engine_open == NULL) {
        return -1;
    }
    memset(&params, 0, sizeof params);
    params.struct_size = sizeof params;
    params.mode = mode;
    params.magic = 7;
    params.login = 42;
    params.period_s = 60;
    memcpy(params.symbol, "EURUSD", 7);
    return engine_open(&params, NULL, 0, NULL, 0, &handle);
}

/* Loads, asks for the version, opens an engine unless told not to, and frees. */
static int one_round(int32_t mode) {
    library = LoadLibraryA(file);
    if (library == NULL) {
        return fail("LoadLibrary", 0);
    }
    __typeof__(&ht_abi_version) abi_version =
        (__typeof__(&ht_abi_version))function("ht_abi_version");
    if (abi_version == NULL || abi_version() != HT_ABI_VERSION) {
        return fail("ht_abi_version", abi_version == NULL ? 0 : abi_version());
    }
    if (mode != NOTHING_OPEN) {
        int32_t opened = open_engine(mode);
        if (opened < 0) {
            return fail("ht_engine_open", opened);
        }
    }
    return FreeLibrary(library) ? 0 : fail("FreeLibrary", 0);
}

static int is_loaded(void) {
    return GetModuleHandleA(file) != NULL;
}

int main(int argument_count, char **arguments) {
    if (argument_count < 2) {
        fprintf(stderr, "usage: load_unload DLL [ROUNDS]\n");
        return 2;
    }
    file = arguments[1];
    int rounds = argument_count > 2 ? atoi(arguments[2]) : 100;
    for (int round = 0; round < rounds; round++) {
        if (one_round(NOTHING_OPEN) != 0 || is_loaded()) {
            return fail("a round with nothing open", round);
        }
    }
    for (int round = 0; round < rounds; round++) {
        if (one_round(HT_MODE_REPLAY) != 0 || is_loaded()) {
            return fail("a round with a replay engine left open", round);
        }
    }
    if (one_round(HT_MODE_LIVE) != 0 || !is_loaded()) {
        return fail("the live engine did not pin the library", 0);
    }
    __typeof__(&ht_abi_version) abi_version =
        (__typeof__(&ht_abi_version))function("ht_abi_version");
    if (abi_version() != HT_ABI_VERSION) {
        return fail("the pinned library does not answer", abi_version());
    }
    printf("PASS %d rounds empty, %d with an engine left open, then pinned\n", rounds, rounds);
    return 0;
}
