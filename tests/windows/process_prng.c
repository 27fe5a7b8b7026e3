/*
 * bcryptprimitives.dll for test machines only; never ship it.
 *
 * Rust's standard library imports ProcessPrng from bcryptprimitives.dll. Every supported Windows
 * has that file; Wine 8 does not, and refuses to start anything built with current Rust (status
 * c0000135). This stand-in is put beside the program under test and hands the call on to
 * SystemFunction036 (RtlGenRandom), which fills the buffer from the same system generator.
 */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) {
    while (size > 0) {
        ULONG part = size > 0x10000000u ? 0x10000000u : (ULONG)size;
        if (!SystemFunction036(data, part)) {
            return FALSE;
        }
        data += part;
        size -= part;
    }
    return TRUE;
}
