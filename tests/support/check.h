/*
 * What every host needs beside the library: counted checks, guard zones round buffers that the
 * library writes, a digest, and two threads. C11 and C++17, Linux and Windows.
 */
#ifndef HYPERTRADER_TESTS_CHECK_H
#define HYPERTRADER_TESTS_CHECK_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
#else
#include <pthread.h>
#endif

/* --- checks --- */

static long checks_passed = 0;

/* Checks run on two threads at once. */
static inline void count_check(void) {
    __atomic_add_fetch(&checks_passed, 1, __ATOMIC_RELAXED);
}

static inline void stop(const char *file, int line) {
    printf("FAIL %s:%d: ", file, line);
}

#define CHECK(condition)                         \
    do {                                         \
        if (!(condition)) {                      \
            stop(__FILE__, __LINE__);            \
            printf("expected %s\n", #condition); \
            fflush(stdout);                      \
            exit(1);                             \
        }                                        \
        count_check();                           \
    } while (0)

/* Compares two whole numbers and shows both. */
#define CHECK_EQUAL(actual, expected)                                                        \
    do {                                                                                     \
        const int64_t was_ = (int64_t)(actual);                                              \
        const int64_t wanted_ = (int64_t)(expected);                                         \
        if (was_ != wanted_) {                                                               \
            stop(__FILE__, __LINE__);                                                        \
            printf("%s was %" PRId64 ", expected %" PRId64 "\n", #actual, was_, wanted_);    \
            fflush(stdout);                                                                  \
            exit(1);                                                                         \
        }                                                                                    \
        count_check();                                                                       \
    } while (0)

/* --- guard zones --- */

enum { GUARD_BYTES = 64, GUARD_PATTERN = 0xA7, FRESH_PATTERN = 0x5C };

/* A buffer with a zone on either side; its own bytes begin as FRESH_PATTERN. */
typedef struct {
    unsigned char *block;
    size_t size;
} Guarded;

static inline Guarded guarded_new(size_t size) {
    Guarded buffer;
    buffer.size = size;
    buffer.block = (unsigned char *)malloc(size + 2 * (size_t)GUARD_BYTES);
    if (buffer.block == NULL) {
        abort();
    }
    memset(buffer.block, GUARD_PATTERN, size + 2 * (size_t)GUARD_BYTES);
    memset(buffer.block + GUARD_BYTES, FRESH_PATTERN, size);
    return buffer;
}

static inline unsigned char *guarded_bytes(const Guarded *buffer) {
    return buffer->block + GUARD_BYTES;
}

static inline int all_bytes_are(const unsigned char *bytes, size_t count, unsigned char expected) {
    for (size_t index = 0; index < count; index++) {
        if (bytes[index] != expected) {
            return 0;
        }
    }
    return 1;
}

/* Whether nothing was written beside the buffer. */
static inline int guarded_intact(const Guarded *buffer) {
    return all_bytes_are(buffer->block, GUARD_BYTES, GUARD_PATTERN)
        && all_bytes_are(buffer->block + GUARD_BYTES + buffer->size, GUARD_BYTES, GUARD_PATTERN);
}

/* Whether nothing was written into it from a place on. */
static inline int guarded_fresh_from(const Guarded *buffer, size_t from) {
    return all_bytes_are(guarded_bytes(buffer) + from, buffer->size - from, FRESH_PATTERN);
}

static inline void guarded_free(Guarded *buffer) {
    CHECK(guarded_intact(buffer));
    free(buffer->block);
    buffer->block = NULL;
}

/* --- digest --- */

/* FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
static const uint64_t DIGEST_START = 14695981039346656037u;

static inline uint64_t digest_add(uint64_t digest, const void *data, size_t size) {
    const unsigned char *bytes = (const unsigned char *)data;
    for (size_t index = 0; index < size; index++) {
        digest = (digest ^ bytes[index]) * 1099511628211u;
    }
    return digest;
}

/* --- two threads --- */

typedef struct {
    void (*work)(void *);
    void *argument;
} Job;

#ifdef _WIN32
static inline DWORD WINAPI job_run(void *raw) {
    const Job *job = (const Job *)raw;
    job->work(job->argument);
    return 0;
}
#else
static inline void *job_run(void *raw) {
    const Job *job = (const Job *)raw;
    job->work(job->argument);
    return NULL;
}
#endif

/* Runs the same work at once on two threads and waits for both. */
static inline void run_on_two_threads(void (*work)(void *), void *first, void *second) {
    Job jobs[2];
    jobs[0].work = work;
    jobs[0].argument = first;
    jobs[1].work = work;
    jobs[1].argument = second;
#ifdef _WIN32
    HANDLE threads[2];
    for (int index = 0; index < 2; index++) {
        threads[index] = CreateThread(NULL, 0, job_run, &jobs[index], 0, NULL);
        CHECK(threads[index] != NULL);
    }
    CHECK_EQUAL(WaitForMultipleObjects(2, threads, TRUE, 120000), WAIT_OBJECT_0);
    CloseHandle(threads[0]);
    CloseHandle(threads[1]);
#else
    pthread_t threads[2];
    for (int index = 0; index < 2; index++) {
        CHECK_EQUAL(pthread_create(&threads[index], NULL, job_run, &jobs[index]), 0);
    }
    CHECK_EQUAL(pthread_join(threads[0], NULL), 0);
    CHECK_EQUAL(pthread_join(threads[1], NULL), 0);
#endif
}

#endif
