/*
 * A library of its own for what crosses between MQL5 and C: functions that answer honestly, and
 * functions that write one byte outside what they were given.
 */
#include <stdint.h>
#include <string.h>

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#pragma pack(push, 1)
struct mixed {
    uint8_t kind;
    double value;
    int16_t numbers[3];
};
#pragma pack(pop)

EXPORT int64_t sum_of_all(uint8_t is_on, int8_t a, uint8_t b, int16_t c, uint16_t d, int32_t e,
                          uint32_t f, int64_t g, uint64_t h) {
    return is_on * (a + b + c + d + e + (int64_t)f + g + (int64_t)h);
}

EXPORT double sum_of_reals(float a, double b) { return (double)a + b; }
EXPORT float half_of(float value) { return value / 2; }
EXPORT uint8_t is_positive(double value) { return value > 0; }
EXPORT int64_t next_day(int64_t seconds) { return seconds + 86400; }
EXPORT uint32_t without_red(uint32_t color) { return color & 0xFFFF00U; }
EXPORT const uint16_t *greeting(void) {
    static const uint16_t text[] = {'h', 'i', 0};
    return text;
}

EXPORT void exchange(int32_t *left, double *right) {
    const int32_t value = *left;
    *left = (int32_t)*right;
    *right = value;
}

EXPORT int32_t double_all(double *values, int32_t count) {
    int32_t index;
    for (index = 0; index < count; index++) {
        values[index] *= 2;
    }
    return count;
}

EXPORT int32_t change_mixed(struct mixed *value) {
    value->kind++;
    value->value += 0.5;
    value->numbers[2] = 7;
    return (int32_t)sizeof *value;
}

EXPORT int32_t length_of(const uint16_t *text) {
    int32_t length = 0;
    while (text[length] != 0) {
        length++;
    }
    return length;
}

/* Cuts the text behind its first character. */
EXPORT void shorten(uint16_t *text) { text[1] = 0; }

EXPORT void write_byte(uint8_t *bytes, int32_t place) { bytes[place] = 1; }
EXPORT void write_behind_structure(struct mixed *value) { memset(value, 0, sizeof *value + 1); }
EXPORT void write_long(int32_t *value) {
    const int64_t large = 0x0102030405060708;
    memcpy(value, &large, sizeof large);
}
EXPORT void lengthen(uint16_t *text) {
    const int32_t length = length_of(text);
    text[length] = '!';
    text[length + 1] = 0;
}
