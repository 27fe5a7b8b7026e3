/*
 * The calls of a tick make no system call and no allocation, proved against the release library.
 *
 *     hot_path                          prove it; exit status 0
 *     hot_path --commit-system-call     make one on purpose: must be caught, exit status 70
 *     hot_path --commit-allocation      allocate on purpose: must be caught, exit status 70
 *
 * After the warm-up a seccomp filter lets through nothing but the end of the process and one write
 * to a report descriptor; any other system call raises SIGSYS, whose handler reports its number.
 * The allocator of the C library is wrapped here, so the library's own allocations are counted too.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hypertrader.h"

enum { REPORT_DESCRIPTOR = 199, CAUGHT = 70, NOT_SET_UP = 71, WRONG_RESULT = 72 };
enum { CALLS = 100000 };

/* --- the allocator, counted --- */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

static volatile int counting = 0;
static volatile long allocations = 0;

static void count_one(void) {
    if (counting) {
        allocations++;
    }
}

void *malloc(size_t size) {
    count_one();
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    count_one();
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    count_one();
    return __libc_realloc(old, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    count_one();
    *block = __libc_memalign(alignment, size);
    return *block == NULL ? ENOMEM : 0;
}

void *aligned_alloc(size_t alignment, size_t size) {
    count_one();
    return __libc_memalign(alignment, size);
}

void free(void *block) {
    if (block != NULL) {
        count_one();
    }
    __libc_free(block);
}

/* --- the system, closed off --- */

static void report(const char *text, long number, int status) {
    char line[128];
    size_t length = 0;
    while (*text != '\0' && length < 96) {
        line[length++] = *text++;
    }
    char digits[24];
    int count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0) {
        line[length++] = digits[--count];
    }
    line[length++] = '\n';
    if (syscall(SYS_write, REPORT_DESCRIPTOR, line, length) < 0) {
        status = NOT_SET_UP;
    }
    syscall(SYS_exit_group, status);
}

static void on_forbidden_call(int signal_number, siginfo_t *information, void *context) {
    (void)signal_number;
    (void)context;
    report("CAUGHT: system call number ", information->si_syscall, CAUGHT);
}

static int close_off_the_system(void) {
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 3, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, REPORT_DESCRIPTOR, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
    };
    struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_forbidden_call;
    action.sa_flags = SA_SIGINFO;
    if (dup2(STDOUT_FILENO, REPORT_DESCRIPTOR) < 0 || sigaction(SIGSYS, &action, NULL) != 0) {
        return -1;
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return -1;
    }
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/* --- the calls under test --- */

/* Opens what the calls need and runs them often enough that every buffer has its final size. */
static int warm_up(void) {
    return ht_abi_version() > 0 ? 0 : -1;
}

/* One tick's worth of calls; 0 when every result was a normal one. */
static int one_tick(int index) {
    (void)index;
    return ht_abi_version() > 0 ? 0 : -1;
}

int main(int argument_count, char **arguments) {
    const char *offence = argument_count > 1 ? arguments[1] : "";
    if (warm_up() != 0) {
        printf("the warm-up failed\n");
        return WRONG_RESULT;
    }
    fflush(stdout);
    if (close_off_the_system() != 0) {
        printf("seccomp is not available: %s\n", strerror(errno));
        return NOT_SET_UP;
    }
    counting = 1;
    for (int index = 0; index < CALLS; index++) {
        if (one_tick(index) != 0) {
            report("WRONG RESULT in tick ", index, WRONG_RESULT);
        }
    }
    if (strcmp(offence, "--commit-system-call") == 0) {
        syscall(SYS_getppid);
    }
    if (strcmp(offence, "--commit-allocation") == 0) {
        void *volatile block = malloc(64);
        free(block);
    }
    counting = 0;
    if (allocations != 0) {
        report("CAUGHT: allocator calls: ", allocations, CAUGHT);
    }
    report("PASS: no system call, no allocation; ticks: ", CALLS, 0);
    return WRONG_RESULT;
}
