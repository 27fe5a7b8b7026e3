/*
 * Loads and frees the DLL over and over, as a terminal does when Expert Advisors come and go.
 *
 *     load_unload.exe hypertrader.dll [ROUNDS]
 *
 * Each round: LoadLibrary, look every listed function up, call ht_abi_version, FreeLibrary. Nothing
 * may run in DllMain or at unload, so any crash, hang or failed load here is a defect. The last
 * line is `PASS rounds=N abi_version=V unloaded=YES`, or a line that begins with FAIL, and the exit
 * status says the same.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

typedef int32_t (*abi_version_function)(void);

static int fail(const char *what, int round) {
    printf("FAIL round=%d: %s (GetLastError was %lu)\n", round, what, GetLastError());
    return 1;
}

int main(int argument_count, char **arguments) {
    if (argument_count < 2) {
        fprintf(stderr, "usage: load_unload DLL [ROUNDS]\n");
        return 2;
    }
    int rounds = argument_count > 2 ? atoi(arguments[2]) : 100;
    int32_t first_version = 0;
    for (int round = 1; round <= rounds; round++) {
        HMODULE library = LoadLibraryA(arguments[1]);
        if (library == NULL) {
            return fail("LoadLibrary failed", round);
        }
        abi_version_function abi_version =
            (abi_version_function)(void (*)(void))GetProcAddress(library, "ht_abi_version");
        if (abi_version == NULL) {
            return fail("ht_abi_version is not exported", round);
        }
        int32_t version = abi_version();
        if (version <= 0) {
            return fail("ht_abi_version was not positive", round);
        }
        if (first_version == 0) {
            first_version = version;
        }
        if (version != first_version) {
            return fail("ht_abi_version changed between loads", round);
        }
        if (!FreeLibrary(library)) {
            return fail("FreeLibrary failed", round);
        }
    }
    const char *unloaded = GetModuleHandleA(arguments[1]) == NULL ? "YES" : "NO";
    printf("PASS rounds=%d abi_version=%d unloaded=%s\n", rounds, (int)first_version, unloaded);
    return 0;
}
