/*
 * The calls of a tick make no system call and no allocation, proved against the release library.
 *
 *     hot_path                          prove it for a replay engine; exit status 0
 *     hot_path --live                   the same for a live one: risk state, log, HTTP server
 *     hot_path --commit-system-call     make one on purpose: must be caught, exit status 70
 *     hot_path --commit-allocation      allocate on purpose: must be caught, exit status 70
 *     hot_path --commit-explain         let the library allocate: must be caught, exit status 70
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
#include <sys/stat.h>
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

/* --- a small broker: enough that orders are filled, stopped and closed --- */

enum { RECORD_BYTES = 60, WARM_UP_TICKS = 60000, PERIOD_S = 30 };

static const char REPLAY_SETTINGS[] = "[engine]\ntrading_enabled = true\n";
static const char LIVE_SETTINGS[] =
    "[engine]\ntrading_enabled = true\nstate_dir = \"hot_path_state\"\n"
    "[log]\ndir = \"hot_path_state\"\n[serve]\nlisten = \"127.0.0.1:0\"\n";

static int64_t handle = 0;
static int64_t now_msc = 1700000000000;
static double bid = 1.1;
static uint32_t random_state = 1;
static uint64_t next_ticket = 1;
static long decisions = 0;
static HtPosition position;
static int has_position = 0;
static double balance = 100000.0;

static double next_random(void) {
    random_state = random_state * 1664525u + 1013904223u;
    return (double)(random_state >> 8) / 16777216.0 - 0.5;
}

static void put(unsigned char *record, size_t offset, const void *value, size_t size) {
    memcpy(record + offset, value, size);
}

/* The next tick of a drifting walk, as MetaTrader lays it out. */
static void make_tick(unsigned char *record, int index) {
    double drift = (index / 9000) % 2 == 0 ? 0.000004 : -0.000004;
    now_msc += 1500;
    bid = (double)(int64_t)((bid + drift + next_random() * 0.0004) * 1e5 + 0.5) / 1e5;
    double ask = bid + 0.00002;
    int64_t seconds = now_msc / 1000;
    uint32_t flags = 6;
    memset(record, 0, RECORD_BYTES);
    put(record, 0, &seconds, sizeof seconds);
    put(record, 8, &bid, sizeof bid);
    put(record, 16, &ask, sizeof ask);
    put(record, 40, &now_msc, sizeof now_msc);
    put(record, 48, &flags, sizeof flags);
}

/* The account as it is now; the floating result is left out. */
static int report_account(void) {
    HtAccount account;
    memset(&account, 0, sizeof account);
    account.struct_size = sizeof account;
    account.margin_mode = 2;
    account.login = 42;
    account.time_msc = now_msc;
    account.balance = balance;
    account.equity = balance;
    account.margin_free = balance;
    account.leverage = 100;
    account.trade_allowed = 1;
    memcpy(account.currency, "USD", 4);
    return ht_engine_account(handle, &account);
}

static int report_positions(void) {
    return ht_engine_positions(handle, has_position ? &position : NULL, has_position, now_msc);
}

static int report_deal(int side, int entry, double lots, double price, double profit) {
    HtDeal deal;
    memset(&deal, 0, sizeof deal);
    deal.ticket = next_ticket++;
    deal.order_ticket = deal.ticket;
    deal.position_ticket = position.ticket;
    deal.magic = 7;
    deal.time_msc = now_msc;
    deal.lots = lots;
    deal.price = price;
    deal.profit = profit;
    deal.side = side;
    deal.entry = entry;
    memcpy(deal.symbol, "EURUSD", 7);
    if (ht_engine_deal(handle, &deal) < 0) {
        return -1;
    }
    return report_positions();
}

static int close_position(double price) {
    double direction = position.side == HT_SIDE_BUY ? 1.0 : -1.0;
    double profit = direction * (price - position.open_price) * 100000.0 * position.lots;
    has_position = 0;
    balance += profit;
    int side = position.side == HT_SIDE_BUY ? HT_SIDE_SELL : HT_SIDE_BUY;
    return report_deal(side, 1, position.lots, price, profit);
}

/* Stop loss and take profit, as the trade server watches them. */
static int watch_stops(void) {
    if (!has_position) {
        return 0;
    }
    int buy = position.side == HT_SIDE_BUY;
    double price = buy ? bid : bid + 0.00002;
    double stop = position.stop_loss;
    double take = position.take_profit;
    int stopped = stop > 0 && (buy ? price <= stop : price >= stop);
    int taken = take > 0 && (buy ? price >= take : price <= take);
    return stopped || taken ? close_position(price) : 0;
}

static int fill(const HtDecision *decision) {
    HtOrderResult result;
    memset(&result, 0, sizeof result);
    result.decision_id = decision->id;
    result.order_ticket = next_ticket;
    result.deal_ticket = next_ticket;
    result.lots = decision->lots;
    result.price = decision->side == HT_SIDE_BUY ? bid + 0.00002 : bid;
    result.time_msc = now_msc;
    result.retcode = 10009;
    if (ht_engine_order_result(handle, &result) < 0) {
        return -1;
    }
    if (decision->action == HT_ACTION_CLOSE) {
        return has_position ? close_position(result.price) : 0;
    }
    if (decision->action == HT_ACTION_MODIFY) {
        position.stop_loss = decision->stop_loss;
        position.take_profit = decision->take_profit;
        return report_positions();
    }
    memset(&position, 0, sizeof position);
    position.ticket = next_ticket;
    position.magic = 7;
    position.time_msc = now_msc;
    position.lots = decision->lots;
    position.open_price = result.price;
    position.stop_loss = decision->stop_loss;
    position.take_profit = decision->take_profit;
    position.side = decision->side;
    memcpy(position.symbol, "EURUSD", 7);
    has_position = 1;
    return report_deal(decision->side, 0, decision->lots, result.price, 0.0);
}

/* --- the calls under test --- */

/* One tick's worth of calls; 0 when every result was a normal one. Only the hot calls are counted:
 * ticks in, decision out, snapshots. */
static int one_tick(int index) {
    static unsigned char record[RECORD_BYTES];
    static double values[64];
    static uint8_t valid[64];
    HtDecision decision = {.struct_size = sizeof decision};
    HtStatus status = {.struct_size = sizeof status};
    make_tick(record, index);
    if (index % 20 == 0 && (report_account() < 0 || report_positions() < 0)) {
        return -1;
    }
    counting = 1;
    const HtMqlTick *tick = (const HtMqlTick *)(const void *)record;
    int32_t waiting = ht_engine_ticks(handle, tick, 1, now_msc, 0);
    int32_t written = ht_engine_status(handle, &status);
    int32_t columns = ht_engine_features(handle, values, valid, 64);
    counting = 0;
    if (waiting < 0 || written < 0 || columns < 0) {
        return -1;
    }
    for (;;) {
        counting = 1;
        int32_t collected = ht_engine_decision(handle, &decision);
        counting = 0;
        if (collected <= 0) {
            return collected < 0 ? -1 : watch_stops();
        }
        decisions++;
        if (decision.action != HT_ACTION_REFUSED && fill(&decision) < 0) {
            return -1;
        }
    }
}

static int fail(const char *what) {
    uint8_t text[512] = "";
    ht_last_error(handle, text, sizeof text);
    printf("%s: %s\n", what, (const char *)text);
    return -1;
}

/* A euro-dollar contract at an ordinary broker, always open. */
static HtSymbol contract(void) {
    HtSymbol symbol;
    memset(&symbol, 0, sizeof symbol);
    symbol.struct_size = sizeof symbol;
    symbol.digits = 5;
    symbol.point = 0.00001;
    symbol.tick_size = 0.00001;
    symbol.tick_value_profit = 1.0;
    symbol.tick_value_loss = 1.0;
    symbol.contract_size = 100000.0;
    symbol.volume_min = 0.01;
    symbol.volume_max = 100.0;
    symbol.volume_step = 0.01;
    symbol.margin_per_lot_buy = 1100.0;
    symbol.margin_per_lot_sell = 1100.0;
    symbol.trade_mode = 4;
    symbol.execution_mode = 2;
    symbol.filling_flags = 3;
    symbol.swap_triple_day = 3;
    memcpy(symbol.currency_base, "EUR", 4);
    memcpy(symbol.currency_profit, "USD", 4);
    memcpy(symbol.currency_margin, "EUR", 4);
    return symbol;
}

/* Opens an engine and runs it often enough that every buffer has its final size. */
static int warm_up(int live) {
    HtEngineParams params;
    memset(&params, 0, sizeof params);
    params.struct_size = sizeof params;
    params.mode = live ? HT_MODE_LIVE : HT_MODE_REPLAY;
    params.magic = 7;
    params.login = 42;
    params.period_s = PERIOD_S;
    memcpy(params.symbol, "EURUSD", 7);
    HtSymbol symbol = contract();
    const char *settings = live ? LIVE_SETTINGS : REPLAY_SETTINGS;
    int32_t length = (int32_t)strlen(settings);
    if (live && mkdir("hot_path_state", 0700) != 0 && errno != EEXIST) {
        return fail("hot_path_state");
    }
    if (ht_engine_open(&params, NULL, 0, (const uint8_t *)settings, length, &handle) < 0) {
        return fail("open");
    }
    if (ht_engine_symbol(handle, &symbol) < 0 || report_account() < 0
        || report_positions() < 0) {
        return fail("symbol, account or positions");
    }
    for (int index = 0; index < WARM_UP_TICKS; index++) {
        if (one_tick(index) < 0) {
            return fail("tick");
        }
    }
    HtStatus status = {.struct_size = sizeof status};
    if (ht_engine_status(handle, &status) < 0 || !status.warm) {
        return fail("the engine was not warm after the warm-up");
    }
    printf("warm-up: %d ticks, %ld decisions\n", WARM_UP_TICKS, decisions);
    allocations = 0;
    decisions = 0;
    return 0;
}

int main(int argument_count, char **arguments) {
    const char *option = argument_count > 1 ? arguments[1] : "";
    if (warm_up(strcmp(option, "--live") == 0) != 0) {
        return WRONG_RESULT;
    }
    fflush(stdout);
    if (close_off_the_system() != 0) {
        printf("seccomp is not available: %s\n", strerror(errno));
        return NOT_SET_UP;
    }
    for (int index = 0; index < CALLS; index++) {
        if (one_tick(index) < 0) {
            report("WRONG RESULT in tick ", index, WRONG_RESULT);
        }
    }
    if (strcmp(option, "--commit-system-call") == 0) {
        syscall(SYS_getppid);
    }
    if (strcmp(option, "--commit-allocation") == 0) {
        counting = 1;
        void *volatile block = malloc(64);
        free(block);
        counting = 0;
    }
    if (strcmp(option, "--commit-explain") == 0) {
        static uint8_t text[65536];
        counting = 1;
        int32_t length = ht_engine_explain(handle, 0, text, sizeof text);
        counting = 0;
        if (length <= 0) {
            report("WRONG RESULT of explain: -", -(long)length, WRONG_RESULT);
        }
    }
    if (allocations != 0) {
        report("CAUGHT: allocator calls: ", allocations, CAUGHT);
    }
    if (decisions == 0) {
        report("WRONG RESULT: decisions: ", decisions, WRONG_RESULT);
    }
    report("PASS: no system call, no allocation; decisions: ", decisions, 0);
    return WRONG_RESULT;
}
