// hypertrader: features, signals, risk and decisions in one native engine.
//
// Generated from the Rust sources; do not edit. A small C++ layer is in hypertrader.hpp; MQL5
// programs use the same functions through #import.
//
// A session
//
//     int64_t handle = 0;
//     ht_engine_open(&params, path, path_len, overrides, overrides_len, &handle);
//     ht_engine_symbol(handle, &symbol);               the contract specification
//     ht_engine_history(handle, rates, count, 0);      closed bars, to warm up
//     ht_engine_account(handle, &account);             then again whenever they change, and
//     ht_engine_positions(handle, positions, n, now);  at least every few seconds
//     each tick:  if (ht_engine_ticks(handle, ticks, count, now, HT_TICKS_SKIP_BAD) > 0)
//                     while (ht_engine_decision(handle, &decision) > 0) { execute it }
//     each result: ht_engine_order_result(handle, &result);  each deal: ht_engine_deal(...)
//     each second: ht_engine_timer(handle, now, utc);
//     ht_engine_close(handle);
//
// With model.retrain.mode "asked" or "auto", beside that and not with each tick:
//
//     when asked: ht_train_start(handle);              also by itself in mode "auto"
//     now and then: ht_train_poll(handle, &training);  until the new model has proved itself
//
// Rules
//
//  1. Functions begin with ht_. x64 only, little-endian, fixed-width integers and double. The
//     library never calls back: the host polls.
//  2. Every function returns int32_t. 0 = done. Above 0 = a normal result: a count, a required
//     length, or a note such as HT_REATTACHED. Below 0 = an error, one of HT_E_*; treat unknown
//     numbers as errors. ht_last_error gives the text. A failed call writes nothing. Checks run in
//     the order handle, NULL, size and count, values, call order; the first failure is reported.
//  3. Handles are numbers, never pointers. 0, closed, twice closed and other processes' handles are
//     recognised (HT_E_HANDLE). One thread at a time may use a handle; a second one is told
//     HT_E_BUSY. Different handles run in parallel. Functions without a handle: any thread.
//  4. Structures have no padding, and their size is a multiple of 8, so pack(1), pack(8) and natural
//     layout agree. Reserved fields must be 0. Those that begin with struct_size must have it set by
//     the caller, also when the library writes them. ht_abi_check compares a layout with the
//     library's.
//  5. Text in: UTF-8, pointer and length in bytes. Text out: buffer and capacity; the required length
//     without the terminator is returned, what is written is always terminated, and it was cut if
//     the returned length is not below the capacity. A count, length or capacity of 0 never touches
//     the pointer.
//  6. A fault inside the library stops at its boundary: HT_E_PANIC, the text kept, and the engine
//     latched (HT_E_FAULTED): it takes no new risk; close it. Other engines run on.
//  7. Nothing happens when the library is loaded or unloaded. The first live or paper engine pins it
//     in memory until the process ends. ht_engine_close never waits. ht_runtime_shutdown is for hosts
//     that unload.
//  8. Times are the trade server's clock, as MetaTrader gives them: seconds (_s) or milliseconds
//     (_msc) since 1970-01-01 00:00 of that clock. The configuration says how far it is from UTC.
//     Tester and replay engines take the time from the arguments only, and use no threads, no
//     network and no files but a configuration and a model that were asked for; ht_train_start is
//     how a thread is asked for.
//  9. ht_engine_ticks, ht_engine_decision, ht_engine_status and ht_engine_features are wait-free when
//     they succeed: no allocation, no lock, no system call.
// 10. Money is in the account currency, volumes in lots, ratios (_frac) in 0 to 1, distances
//     (_points) in points of the symbol.
// 11. ht_abi_version is frozen for ever. Functions and codes are only appended. The host needs the
//     same major version and at least its own minor version.


#ifndef HYPERTRADER_H
#define HYPERTRADER_H

#include <stdint.h>

// MetaTrader's own structures: 60 bytes each, packed, in arrays at a stride of 60.
#pragma pack(push, 1)

// MqlTick.
typedef struct {
    int64_t time;        // server seconds
    double bid;
    double ask;
    double last;
    uint64_t volume;
    int64_t time_msc;    // server milliseconds
    uint32_t flags;
    double volume_real;
} HtMqlTick;

// MqlRates.
typedef struct {
    int64_t time;        // server seconds of the open
    double open;
    double high;
    double low;
    double close;
    int64_t tick_volume;
    int32_t spread;      // points
    int64_t real_volume;
} HtMqlRates;

#pragma pack(pop)


// Modes of an engine.
#define HT_MODE_LIVE 0

// Live prices, simulated orders: as live, but nothing is shared with live engines.
#define HT_MODE_PAPER 1

// MetaTrader's Strategy Tester: no files, no threads, time only from the arguments.
#define HT_MODE_TESTER 2

// Recorded data: as tester.
#define HT_MODE_REPLAY 3

// No side.
#define HT_SIDE_NONE -1

// Buy (as ORDER_TYPE_BUY and POSITION_TYPE_BUY).
#define HT_SIDE_BUY 0

// Sell (as ORDER_TYPE_SELL and POSITION_TYPE_SELL).
#define HT_SIDE_SELL 1

// Open a position at the market.
#define HT_ACTION_OPEN 1

// Close the position at the market.
#define HT_ACTION_CLOSE 2

// Change stop loss and take profit of the position.
#define HT_ACTION_MODIFY 3

// Nothing to do: a signal was refused, and why.
#define HT_ACTION_REFUSED 4

// Entries and exits.
#define HT_STATE_ACTIVE 0

// Exits only.
#define HT_STATE_REDUCING 1

// Exits only, latched until HT_COMMAND_RESET.
#define HT_STATE_HALTED 2

// Nothing, after an internal fault.
#define HT_STATE_FAULTED 3

// No new entries until HT_COMMAND_RESUME.
#define HT_COMMAND_PAUSE 1

// Ends a pause.
#define HT_COMMAND_RESUME 2

// Latches the kill switch.
#define HT_COMMAND_HALT 3

// Releases the kill switch and measures drawdown from the present equity.
#define HT_COMMAND_RESET 4

// Closes the own position and pauses.
#define HT_COMMAND_FLATTEN 5

// ht_engine_ticks: skip and count unusable ticks instead of refusing the batch.
#define HT_TICKS_SKIP_BAD 1

// ht_engine_history: the last bar is still forming.
#define HT_HISTORY_FORMING 1

// There is no model: the rules decide, or nobody.
#define HT_MODEL_NONE 0

// The model waits for more closed bars.
#define HT_MODEL_WARMING 1

// The model judges closed bars.
#define HT_MODEL_READY 2

// The model is too old to judge.
#define HT_MODEL_EXPIRED 3

// model.retrain.mode is off.
#define HT_TRAINING_OFF 0

// Nothing is under way.
#define HT_TRAINING_IDLE 1

// A training waits for the thread.
#define HT_TRAINING_WAITING 2

// A training is running.
#define HT_TRAINING_RUNNING 3

// A new model is judged on fresh bars before it may decide.
#define HT_TRAINING_SHADOW 4

// A new model decides; the one before is still held against it.
#define HT_TRAINING_PROBATION 5

// Nothing was trained yet.
#define HT_TRAINED_NONE 0

// The new model decides.
#define HT_TRAINED_PROMOTED 1

// The new model was not better on fresh bars.
#define HT_TRAINED_REJECTED 2

// The new model was not worse in its probation and stays.
#define HT_TRAINED_CONFIRMED 3

// The new model was worse in its probation; the one before decides again.
#define HT_TRAINED_ROLLED_BACK 4

// Training failed; the log says why.
#define HT_TRAINED_FAILED 5

// Training was cancelled.
#define HT_TRAINED_CANCELLED 6

// Done.
#define HT_OK 0

// A required pointer was NULL.
#define HT_E_NULL -1

// The handle is 0, closed, or was never given out by this process.
#define HT_E_HANDLE -2

// Another thread is inside a call with this handle.
#define HT_E_BUSY -3

// A size (struct_size, buffer capacity) is not one this library knows.
#define HT_E_SIZE -4

// A count is negative or beyond its limit.
#define HT_E_COUNT -5

// A value is not a number, out of range, or not one of the listed ones.
#define HT_E_VALUE -6

// Text is not valid UTF-8.
#define HT_E_UTF8 -7

// The call came before one that must precede it.
#define HT_E_ORDER -8

// A tick is unusable (number, crossed or one-sided quote).
#define HT_E_TICK -9

// Time went backwards.
#define HT_E_TIME -10

// A bar is unusable (number, high below low, order).
#define HT_E_BAR -11

// The symbol specification is unusable.
#define HT_E_SYMBOL -12

// The configuration has problems; the text lists them all.
#define HT_E_CONFIG -13

// The risk state file cannot be used.
#define HT_E_STATE -14

// No more engines can be opened.
#define HT_E_FULL -15

// The engine is latched after an internal fault; close it.
#define HT_E_FAULTED -16

// An internal fault happened in this call; the engine takes no new risk.
#define HT_E_PANIC -17

// There is no such decision, column, structure or refusal code.
#define HT_E_UNKNOWN -18

// The library has been shut down.
#define HT_E_SHUTDOWN -19

// The self-test failed.
#define HT_E_SELF_TEST -20

// A layout differs between the host and this library: one of the two is out of date.
#define HT_E_ABI -21

// A file of the history store cannot be read or written.
#define HT_E_FILE -22

// The model file cannot be used: the text says which one and why.
#define HT_E_MODEL -23

// ht_engine_open: a warm engine of the same instance key was taken over.
#define HT_REATTACHED 1

// ht_engine_open: risk and order state were taken over; bars must be pushed again.
#define HT_REATTACHED_COLD 2

// Version of this interface: major in the upper 16 bits, minor in the lower.
//
// The major number changes when a function or structure changes its meaning, the minor one when
// something is added. A host needs its own major and at least its own minor.
#define HT_ABI_VERSION 65539

// What an engine is opened with. Structure 1.
typedef struct {
    // sizeof(HtEngineParams).
    uint32_t struct_size;
    // HT_MODE_LIVE, HT_MODE_PAPER, HT_MODE_TESTER or HT_MODE_REPLAY.
    int32_t mode;
    // Magic number: only positions and deals that carry it are this engine's.
    uint64_t magic;
    // ACCOUNT_LOGIN: the account this engine trades. Snapshots of another account are refused.
    int64_t login;
    // Engines of one group and one account share the open-risk limit. Live engines: 0.
    // Other modes: 0 = this engine alone.
    uint64_t risk_group;
    // Bar period in seconds as PeriodSeconds() gives it; 0 = as configured.
    uint32_t period_s;
    // Must be 0.
    uint32_t reserved;
    // Zero-terminated UTF-8. Re-opening with the same key takes over the state of the engine
    // that was closed under it. Empty = never taken over.
    uint8_t instance_key[64];
    // Zero-terminated UTF-8 symbol name, with the broker's suffix.
    uint8_t symbol[32];
} HtEngineParams;

// The process-wide part of the library. Structure 11.
typedef struct {
    // sizeof(HtRuntimeStatus), set by the caller.
    uint32_t struct_size;
    // Engines that have a handle.
    int32_t engines_open;
    // Closed engines kept warm under their instance key.
    int32_t engines_parked;
    // Largest number of engines, open and parked.
    int32_t engines_max;
    // 1 when the module is pinned in memory until the process ends.
    int32_t pinned;
    // 1 after ht_runtime_shutdown.
    int32_t shut_down;
} HtRuntimeStatus;

// One trading session of the symbol, on the server's clock. Structure 2.
typedef struct {
    // Day of the week, 0 = Sunday.
    int32_t day;
    // First second of the session, from midnight.
    int32_t from_s;
    // First second after it, up to 86400. from_s == to_s == 0: no session in this entry.
    int32_t to_s;
    // Must be 0.
    int32_t reserved;
} HtSession;

// The symbol specification as SymbolInfo* gives it. Structure 3.
typedef struct {
    // sizeof(HtSymbol).
    uint32_t struct_size;
    // SYMBOL_DIGITS.
    int32_t digits;
    // SYMBOL_POINT.
    double point;
    // SYMBOL_TRADE_TICK_SIZE.
    double tick_size;
    // SYMBOL_TRADE_TICK_VALUE_PROFIT, account currency per tick and lot.
    double tick_value_profit;
    // SYMBOL_TRADE_TICK_VALUE_LOSS, account currency per tick and lot.
    double tick_value_loss;
    // SYMBOL_TRADE_CONTRACT_SIZE.
    double contract_size;
    // SYMBOL_VOLUME_MIN, lots.
    double volume_min;
    // SYMBOL_VOLUME_MAX, lots.
    double volume_max;
    // SYMBOL_VOLUME_STEP, lots.
    double volume_step;
    // SYMBOL_VOLUME_LIMIT, lots, 0 = none.
    double volume_limit;
    // SYMBOL_MARGIN_INITIAL.
    double margin_initial;
    // SYMBOL_MARGIN_MAINTENANCE.
    double margin_maintenance;
    // OrderCalcMargin of one lot bought, account currency; 0 = let the engine compute it.
    double margin_per_lot_buy;
    // OrderCalcMargin of one lot sold, account currency; 0 = let the engine compute it.
    double margin_per_lot_sell;
    // SYMBOL_SWAP_LONG.
    double swap_long;
    // SYMBOL_SWAP_SHORT.
    double swap_short;
    // SYMBOL_TRADE_CALC_MODE.
    int32_t calc_mode;
    // SYMBOL_TRADE_MODE.
    int32_t trade_mode;
    // SYMBOL_TRADE_EXEMODE.
    int32_t execution_mode;
    // SYMBOL_FILLING_MODE flags.
    int32_t filling_flags;
    // SYMBOL_TRADE_STOPS_LEVEL, points.
    int32_t stops_level_points;
    // SYMBOL_TRADE_FREEZE_LEVEL, points.
    int32_t freeze_level_points;
    // SYMBOL_CHART_MODE: 0 = bars from bid, 1 = from last.
    int32_t chart_mode;
    // SYMBOL_SWAP_MODE.
    int32_t swap_mode;
    // SYMBOL_SWAP_ROLLOVER3DAYS, 0 = Sunday.
    int32_t swap_triple_day;
    // Must be 0.
    int32_t reserved;
    // Trading sessions (SymbolInfoSessionTrade); none at all = always open.
    HtSession sessions[21];
    // SYMBOL_CURRENCY_BASE, zero-terminated.
    uint8_t currency_base[8];
    // SYMBOL_CURRENCY_PROFIT, zero-terminated.
    uint8_t currency_profit[8];
    // SYMBOL_CURRENCY_MARGIN, zero-terminated.
    uint8_t currency_margin[8];
    // Must be 0.
    uint8_t reserved_text[48];
} HtSymbol;

// One decision, complete. Structure 9.
typedef struct {
    // sizeof(HtDecision), set by the caller.
    uint32_t struct_size;
    // HT_ACTION_OPEN, HT_ACTION_CLOSE, HT_ACTION_MODIFY or HT_ACTION_REFUSED.
    int32_t action;
    // Number of the decision, rising, never reused by this engine.
    uint64_t id;
    // Server time of the tick that made it, milliseconds.
    int64_t time_msc;
    // Server time of the open of the closed bar behind it, seconds.
    int64_t bar_time_s;
    // Do not execute after this server time, milliseconds.
    int64_t expires_msc;
    // Position to close or modify, 0 when opening.
    uint64_t position_ticket;
    // Volume in lots, on the symbol's step.
    double lots;
    // Market price it was made at.
    double price;
    // Stop loss, 0 = none (only when closing).
    double stop_loss;
    // Take profit, 0 = none.
    double take_profit;
    // Confidence of the signal, 0 to 1.
    double confidence_frac;
    // Money lost if the stop is hit, account currency, costs included.
    double risk_money;
    // Refusal: the measured value.
    double refusal_actual;
    // Refusal: what it was held against.
    double refusal_limit;
    // HT_SIDE_BUY or HT_SIDE_SELL: side of the order to send; of the position for MODIFY.
    int32_t side;
    // Largest deviation from price, in points.
    uint32_t deviation_points;
    // Refusal code (docs/refusals.md), 0 unless action is HT_ACTION_REFUSED.
    int32_t refusal_code;
    // 1 for the first attempt, counting up when a request is repeated at a fresh price.
    int32_t attempt;
} HtDecision;

// The account as AccountInfo* gives it. Structure 4.
typedef struct {
    // sizeof(HtAccount).
    uint32_t struct_size;
    // ACCOUNT_MARGIN_MODE: 0 and 1 netting, 2 hedging.
    int32_t margin_mode;
    // ACCOUNT_LOGIN.
    int64_t login;
    // Server time of the snapshot, milliseconds.
    int64_t time_msc;
    // ACCOUNT_BALANCE.
    double balance;
    // ACCOUNT_EQUITY: balance plus floating result.
    double equity;
    // ACCOUNT_MARGIN.
    double margin;
    // ACCOUNT_MARGIN_FREE.
    double margin_free;
    // ACCOUNT_LEVERAGE.
    int32_t leverage;
    // 1 if terminal, program, account and connection all allow trading now, else 0.
    int32_t trade_allowed;
    // ACCOUNT_CURRENCY, zero-terminated.
    uint8_t currency[8];
    // Must be 0.
    uint8_t reserved[8];
} HtAccount;

// One open position. Structure 5.
typedef struct {
    // POSITION_TICKET.
    uint64_t ticket;
    // POSITION_MAGIC.
    uint64_t magic;
    // POSITION_TIME_MSC.
    int64_t time_msc;
    // POSITION_VOLUME, lots.
    double lots;
    // POSITION_PRICE_OPEN.
    double open_price;
    // POSITION_SL, 0 = none.
    double stop_loss;
    // POSITION_TP, 0 = none.
    double take_profit;
    // POSITION_TYPE: 0 = buy, 1 = sell.
    int32_t side;
    // Must be 0.
    int32_t reserved;
    // POSITION_SYMBOL, zero-terminated.
    uint8_t symbol[32];
} HtPosition;

// What the trade server answered to one decision. Structure 6.
typedef struct {
    // HtDecision.id.
    uint64_t decision_id;
    // MqlTradeResult.order.
    uint64_t order_ticket;
    // MqlTradeResult.deal.
    uint64_t deal_ticket;
    // MqlTradeResult.volume, lots.
    double lots;
    // MqlTradeResult.price.
    double price;
    // Server time of the answer, milliseconds.
    int64_t time_msc;
    // MqlTradeResult.retcode; 0 = the host did not send the request.
    uint32_t retcode;
    // Must be 0.
    uint32_t reserved;
} HtOrderResult;

// One deal. Structure 7.
typedef struct {
    // DEAL_TICKET.
    uint64_t ticket;
    // DEAL_ORDER.
    uint64_t order_ticket;
    // DEAL_POSITION_ID.
    uint64_t position_ticket;
    // DEAL_MAGIC.
    uint64_t magic;
    // DEAL_TIME_MSC.
    int64_t time_msc;
    // DEAL_VOLUME, lots.
    double lots;
    // DEAL_PRICE.
    double price;
    // DEAL_PROFIT, account currency.
    double profit;
    // DEAL_COMMISSION plus DEAL_FEE, account currency, negative when charged.
    double commission;
    // DEAL_SWAP, account currency, negative when charged.
    double swap;
    // DEAL_TYPE: 0 = buy, 1 = sell. Other types (balance, credit) are not handed in.
    int32_t side;
    // DEAL_ENTRY: 0 = in, 1 = out, 2 = in/out, 3 = out by.
    int32_t entry;
    // DEAL_SYMBOL, zero-terminated.
    uint8_t symbol[32];
} HtDeal;

// One scheduled economic event. Structure 8.
typedef struct {
    // Event value id; the same id again replaces the entry.
    uint64_t id;
    // Server time of the event, seconds.
    int64_t time_s;
    // CALENDAR_IMPORTANCE: 0 none, 1 low, 2 moderate, 3 high.
    int32_t importance;
    // Must be 0.
    int32_t reserved;
    // Currency concerned, zero-terminated.
    uint8_t currency[8];
} HtCalendarEvent;

// What a chart panel shows. Structure 10.
typedef struct {
    // sizeof(HtStatus), set by the caller.
    uint32_t struct_size;
    // HT_STATE_ACTIVE, HT_STATE_REDUCING, HT_STATE_HALTED or HT_STATE_FAULTED.
    int32_t state;
    // The engine's clock as server time, milliseconds.
    int64_t time_msc;
    // Server time of the open of the last closed bar, seconds, 0 before one.
    int64_t bar_time_s;
    // Ticks taken.
    uint64_t ticks;
    // Unusable ticks skipped on request.
    uint64_t ticks_skipped;
    // Exact repetitions of the tick before, dropped.
    uint64_t ticks_repeated;
    // Closed bars, history included.
    uint64_t bars;
    // Bars missing between two closed bars, weekends and holidays included.
    uint64_t bars_missing;
    // Orders and changes asked for.
    uint64_t decisions;
    // Decisions refused.
    uint64_t refusals;
    // Number of the newest decision, 0 before one.
    uint64_t last_decision_id;
    // Newest bid.
    double bid;
    // Newest ask.
    double ask;
    // Confidence of the last signal, 0 to 1.
    double confidence_frac;
    // Equity of the last account snapshot.
    double equity;
    // Loss since the start of the server's day, fraction; negative = gain.
    double daily_loss_frac;
    // Loss since the start of the server's week, fraction; negative = gain.
    double weekly_loss_frac;
    // Drawdown from the peak, fraction of the peak.
    double drawdown_frac;
    // Open risk of this engine, account currency.
    double open_risk;
    // Open risk of all engines that share the limit, account currency.
    double open_risk_total;
    // Largest open risk of all engines, account currency.
    double open_risk_limit;
    // Own position: ticket, 0 = none.
    uint64_t position_ticket;
    // Own position: lots.
    double position_lots;
    // Own position: open price.
    double position_open_price;
    // Own position: stop loss, 0 = none.
    double position_stop_loss;
    // Own position: take profit, 0 = none.
    double position_take_profit;
    // Last refusal: the measured value.
    double refusal_actual;
    // Last refusal: what it was held against.
    double refusal_limit;
    // Last refusal: code, 0 = none yet.
    int32_t refusal_code;
    // Side of the last signal, HT_SIDE_NONE without one.
    int32_t signal_side;
    // Own position: side, HT_SIDE_NONE without one.
    int32_t position_side;
    // 1 when all indicators that the rules need are valid.
    int32_t warm;
    // Closed bars still needed to be warm.
    int32_t bars_needed;
    // Decisions waiting to be collected.
    int32_t decisions_waiting;
    // 1 while an order has no final result.
    int32_t order_in_flight;
    // Losses in a row.
    int32_t losses_in_row;
} HtStatus;

// The model of an engine, and how it does. Structure 12.
//
// Figures of fresh bars are of bars that closed after the last one the model learnt from and whose
// outcome is known. They need model.retrain; without it, and before there are any, they are 0.
typedef struct {
    // sizeof(HtModel), set by the caller.
    uint32_t struct_size;
    // HT_MODEL_NONE, HT_MODEL_WARMING, HT_MODEL_READY or HT_MODEL_EXPIRED.
    int32_t state;
    // The first 8 of the 16 bytes of the model's number, most significant first; 0 = none.
    uint64_t id;
    // Server time when it was trained, seconds.
    int64_t created_s;
    // Server time of the first row it learnt from, seconds.
    int64_t trained_from_s;
    // Server time of the last row it learnt from, seconds.
    int64_t trained_until_s;
    // Server time from which on it judges no bar, seconds; 0 = never.
    int64_t expires_s;
    // Rows it learnt from.
    uint64_t trained_rows;
    // Probability of "buy pays" for the last closed bar, 0 to 1; 0 without an opinion.
    double buy_prob;
    // Probability of "sell pays" for the last closed bar, 0 to 1; 0 without an opinion.
    double sell_prob;
    // Largest population stability index of its columns; 0 before enough bars.
    double drift;
    // Fresh bars: logarithmic loss.
    double log_loss;
    // Fresh bars: logarithmic loss of the class frequencies of the bars before.
    double prior_log_loss;
    // Fresh bars: expected calibration error of the most likely class, 0 to 1.
    double calibration_error;
    // How many fresh bars.
    int32_t fresh_bars;
    // Columns it reads.
    int32_t columns;
} HtModel;

// Training in the background. Structure 13.
typedef struct {
    // sizeof(HtTraining), set by the caller.
    uint32_t struct_size;
    // HT_TRAINING_OFF, _IDLE, _WAITING, _RUNNING, _SHADOW or _PROBATION.
    int32_t state;
    // The model on trial, as HtModel.id; 0 = none.
    uint64_t candidate_id;
    // Server time when the last training began, seconds; 0 = none yet.
    int64_t started_s;
    // How much of a running training is done, 0 to 1.
    double progress_frac;
    // Seconds that a running training still needs; 0 = unknown.
    double left_s;
    // Mean area under the curve of the last training, out of fold; 0 = none.
    double auc_ovr;
    // Shadow and probation: logarithmic loss of the newer model on fresh bars.
    double newer_log_loss;
    // Shadow and probation: logarithmic loss of what it is held against.
    double older_log_loss;
    // Shadow and probation: fresh bars so far.
    int32_t fresh_bars;
    // Shadow and probation: fresh bars until the verdict.
    int32_t fresh_bars_needed;
    // Bars at hand for a training.
    int32_t window_bars;
    // What came of the last training: HT_TRAINED_NONE, _PROMOTED, _REJECTED, _CONFIRMED,
    // _ROLLED_BACK, _FAILED or _CANCELLED.
    int32_t outcome;
} HtTraining;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// Returns HT_ABI_VERSION of the library. Never fails; any thread; frozen for ever.
int32_t ht_abi_version(void);

// Compares a structure's layout with the host's: its size and the offset of every field.
//
// structure: the number in the structure's description. offsets: one per field, in order.
//
// Returns: HT_OK; HT_E_NULL, HT_E_COUNT, HT_E_UNKNOWN (no such structure), HT_E_ABI (the text says
// what differs). Any thread.
//
// The caller guarantees:
// offsets is NULL or points to count numbers.
int32_t ht_abi_check(int32_t structure, int32_t size, const int32_t *offsets, int32_t count);

// Writes the version of the library, such as "0.1.0 (a1b2c3d4e5f6)".
//
// Returns: the length of the text, which is cut if capacity is not larger; HT_E_SIZE, HT_E_NULL.
// Any thread.
//
// The caller guarantees:
// buffer is NULL or points to capacity writable bytes.
int32_t ht_version(uint8_t *buffer, int32_t capacity);

// Writes the text of the last failed call: on this handle, or, with handle 0 or one that cannot be
// entered, on this thread. Empty if no call failed. Does not change the last error.
//
// Returns: the length of the text, which is cut if capacity is not larger; HT_E_SIZE, HT_E_NULL.
// Any thread.
//
// The caller guarantees:
// buffer is NULL or points to capacity writable bytes.
int32_t ht_last_error(int64_t handle, uint8_t *buffer, int32_t capacity);

// Checks the library on this machine: arithmetic, layouts, a small session with a known result.
//
// Writes one line per check, PASS or FAIL, and a total.
//
// Returns: HT_OK if all passed; HT_E_SELF_TEST otherwise; HT_E_SIZE, HT_E_NULL. Any thread. Takes
// some milliseconds.
//
// The caller guarantees:
// buffer is NULL or points to capacity writable bytes.
int32_t ht_self_test(uint8_t *buffer, int32_t capacity);

// Opens an engine for one symbol.
//
// config_path: UTF-8 path of a TOML file, or length 0 for none. overrides: TOML text that wins
// over the file, or length 0. handle: receives the handle.
//
// Live and paper engines keep their risk state in the folder engine.state_dir; without one
// every entry is refused. The first live or paper engine pins the library. The model that
// model.file names is read and verified here.
//
// Returns: HT_OK; HT_REATTACHED (the warm engine of this instance key was taken over);
// HT_REATTACHED_COLD (its risk and orders were taken over, bars must be pushed again); HT_E_NULL,
// HT_E_COUNT, HT_E_UTF8, HT_E_SIZE, HT_E_VALUE, HT_E_CONFIG (the text lists all problems),
// HT_E_MODEL (the text says why the model cannot be used), HT_E_STATE, HT_E_FULL, HT_E_SHUTDOWN.
// On failure handle is untouched.
//
// The caller guarantees:
// params is NULL or points to as many bytes as its struct_size says; the texts are NULL or
// have the given lengths; handle is NULL or writable.
int32_t ht_engine_open(const HtEngineParams *params,
                       const uint8_t *config_path,
                       int32_t config_path_len,
                       const uint8_t *overrides,
                       int32_t overrides_len,
                       int64_t *handle);

// Writes how many engines there are and whether the library is pinned.
//
// Returns: HT_OK; HT_E_NULL, HT_E_SIZE. Any thread.
//
// The caller guarantees:
// status is NULL or points to as many writable bytes as its struct_size says.
int32_t ht_runtime_status(HtRuntimeStatus *status);

// Closes every engine, parked ones too, and ends the library's threads (training, HTTP server,
// log), for hosts that unload the library. Nothing can be opened afterwards. Waits at most two
// seconds; open positions keep their stops at the broker.
//
// Returns: HT_OK; HT_E_BUSY if a thread was inside an engine, which is then left, or a thread of
// the library has not ended yet (call again). Any thread.
int32_t ht_runtime_shutdown(void);

// Writes what a refusal code means, in a sentence: "The spread is wider than the cap."
//
// code: HtDecision.refusal_code or HtStatus.refusal_code. docs/refusals.md lists them all.
//
// Returns: the length of the text, which is cut if capacity is not larger; HT_E_SIZE, HT_E_NULL,
// HT_E_UNKNOWN (no such code). Any thread.
//
// The caller guarantees:
// buffer is NULL or points to capacity writable bytes.
int32_t ht_refusal_text(int32_t code, uint8_t *buffer, int32_t capacity);

// Asks from which severity on events are told in the log file, and sets it. Not the ring, which
// has everything.
//
// target: "engine", "library" or "serve"; length 0 = all of them. level: 0 off, 1 error, 2 warning,
// 3 information, 4 debug, 5 trace; -1 = leave it. An engine that is opened with another log.level
// or log.targets than the one before it sets the levels anew.
//
// Returns: the level before, that of "library" for all; HT_E_NULL, HT_E_COUNT, HT_E_UTF8,
// HT_E_UNKNOWN (no such target), HT_E_VALUE. Any thread.
//
// The caller guarantees:
// target is NULL or points to target_len bytes.
int32_t ht_log_level(const uint8_t *target, int32_t target_len, int32_t level);

// Stores closed bars, oldest first, as CopyRates gives them, in the folder engine.history_dir of
// the configuration: one Parquet file per source, symbol, period and month.
//
// mode: HT_MODE_LIVE or HT_MODE_PAPER; tester and replay write no files.
// config_path, overrides: as in ht_engine_open. source: where the bars come from, such as
// ACCOUNT_SERVER, at most 63 bytes. symbol: at most 31 bytes. period_s: PeriodSeconds().
// A bar replaces an earlier one of the same time. A killed process leaves every file whole. Waits
// for the disk: for scripts, not for the tick path.
//
// Returns: the number of bars that were new or differed from the stored ones; HT_E_NULL,
// HT_E_COUNT, HT_E_UTF8, HT_E_VALUE, HT_E_CONFIG (the text lists all problems), HT_E_BAR (the text
// names the bar), HT_E_TIME (not in order), HT_E_BUSY (another program is writing: call again),
// HT_E_FILE (the text names the file). All bars or none are stored. Any thread.
//
// The caller guarantees:
// The texts are NULL or have the given lengths; rates is NULL or points to count bars of 60
// bytes.
int32_t ht_history_append(int32_t mode,
                          const uint8_t *config_path,
                          int32_t config_path_len,
                          const uint8_t *overrides,
                          int32_t overrides_len,
                          const uint8_t *source,
                          int32_t source_len,
                          const uint8_t *symbol,
                          int32_t symbol_len,
                          int32_t period_s,
                          const HtMqlRates *rates,
                          int32_t count);

// Hands in the symbol specification. Call it after opening and whenever a value changed.
//
// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL, HT_E_SIZE, HT_E_VALUE,
// HT_E_UTF8, HT_E_SYMBOL (the text lists every problem). Not for the tick path.
//
// The caller guarantees:
// symbol is NULL or points to as many bytes as its struct_size says.
int32_t ht_engine_symbol(int64_t handle, const HtSymbol *symbol);

// Hands in closed bars for warm-up, oldest first, as CopyRates gives them.
//
// flags: 0, or HT_HISTORY_FORMING if the last bar is still forming (CopyRates from position 0):
// ticks then continue it. Bars that are not newer than what the engine has are skipped. Call it
// before the first tick.
//
// Returns: the number of bars taken; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL, HT_E_COUNT,
// HT_E_VALUE, HT_E_BAR (the text names the bar), HT_E_TIME (not in order), HT_E_ORDER (before
// ht_engine_symbol, or after the first tick). All bars or none are taken.
//
// The caller guarantees:
// rates is NULL or points to count bars of 60 bytes.
int32_t ht_engine_history(int64_t handle, const HtMqlRates *rates, int32_t count, int32_t flags);

// Hands in ticks in order of time, as CopyTicks gives them, and makes the decisions they lead to.
//
// now_msc: the server's clock in milliseconds (TimeTradeServer() * 1000), to recognise ticks that
// arrive late; 0 = the ticks' own times are now (tester, replay). A tick more than two hours after
// it is unusable.
// flags: 0 = an unusable tick refuses the whole batch; HT_TICKS_SKIP_BAD = it is skipped and
// counted in HtStatus.ticks_skipped.
// A tick equal to the one before it, time included, is dropped.
//
// Returns: the number of decisions waiting for ht_engine_decision; HT_E_HANDLE, HT_E_BUSY,
// HT_E_FAULTED, HT_E_NULL, HT_E_COUNT, HT_E_VALUE, HT_E_ORDER (before ht_engine_symbol), HT_E_TICK
// or HT_E_TIME (the text names the tick; nothing was taken).
//
// Wait-free: no allocation, no lock, no system call (when it succeeds).
//
// The caller guarantees:
// ticks is NULL or points to count ticks of 60 bytes.
int32_t ht_engine_ticks(int64_t handle,
                        const HtMqlTick *ticks,
                        int32_t count,
                        int64_t now_msc,
                        int32_t flags);

// Collects the next decision.
//
// Returns: 1 and writes decision; 0 when none waits; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED,
// HT_E_NULL, HT_E_SIZE. Wait-free.
//
// The caller guarantees:
// decision is NULL or points to as many writable bytes as its struct_size says.
int32_t ht_engine_decision(int64_t handle, HtDecision *decision);

// Tells the engine the time when no tick does: time-outs, day changes, stale feeds. Once a second.
// Takes in what training in the background has done.
//
// server_msc: the server's clock in milliseconds. utc_s: UTC seconds (TimeGMT()), or 0 if unknown;
// it is held against the configured server offset.
//
// Returns: the number of decisions waiting; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_VALUE.
int32_t ht_engine_timer(int64_t handle, int64_t server_msc, int64_t utc_s);

// Hands in an account snapshot.
//
// Returns: the number of decisions waiting (limits may ask to close); HT_E_HANDLE, HT_E_BUSY,
// HT_E_FAULTED, HT_E_NULL, HT_E_SIZE, HT_E_VALUE, HT_E_UTF8.
//
// The caller guarantees:
// account is NULL or points to as many bytes as its struct_size says.
int32_t ht_engine_account(int64_t handle, const HtAccount *account);

// Hands in all open positions of the account, other programs' too. Count 0 = there are none.
//
// time_msc: server time of the snapshot in milliseconds.
//
// Returns: the number of decisions waiting; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL,
// HT_E_COUNT, HT_E_VALUE, HT_E_UTF8 (the text names the position; nothing was taken), HT_E_ORDER
// (before ht_engine_symbol).
//
// The caller guarantees:
// positions is NULL or points to count structures.
int32_t ht_engine_positions(int64_t handle,
                            const HtPosition *positions,
                            int32_t count,
                            int64_t time_msc);

// Reports what the trade server answered to a decision.
//
// Returns: the number of decisions waiting (a retry at a fresh price may be among them);
// HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL, HT_E_VALUE, HT_E_UNKNOWN (no such decision).
//
// The caller guarantees:
// result is NULL or points to a structure.
int32_t ht_engine_order_result(int64_t handle, const HtOrderResult *result);

// Reports a deal. Deals are counted once by ticket; deals of others are ignored.
//
// Returns: the number of decisions waiting; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL,
// HT_E_VALUE, HT_E_UTF8.
//
// The caller guarantees:
// deal is NULL or points to a structure.
int32_t ht_engine_deal(int64_t handle, const HtDeal *deal);

// Hands in scheduled economic events; replaces all earlier ones.
//
// Events of currencies that the symbol does not have, or below the configured importance, are
// ignored.
//
// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL, HT_E_COUNT, HT_E_VALUE,
// HT_E_UTF8, HT_E_ORDER (before ht_engine_symbol).
//
// The caller guarantees:
// events is NULL or points to count structures.
int32_t ht_engine_calendar(int64_t handle, const HtCalendarEvent *events, int32_t count);

// Gives an operator's command: HT_COMMAND_PAUSE, _RESUME, _HALT, _RESET or _FLATTEN.
//
// Returns: the number of decisions waiting; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_VALUE,
// HT_E_ORDER (reset before an account snapshot).
int32_t ht_engine_command(int64_t handle, int32_t command);

// Writes what a chart panel shows. Works on a faulted engine.
//
// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY, HT_E_NULL, HT_E_SIZE. Wait-free.
//
// The caller guarantees:
// status is NULL or points to as many writable bytes as its struct_size says.
int32_t ht_engine_status(int64_t handle, HtStatus *status);

// Writes the feature values of the last closed bar and, for each, 1 if it is valid, 0 if warming.
//
// Returns: the number of columns; if capacity is smaller nothing is written. HT_E_HANDLE,
// HT_E_BUSY, HT_E_FAULTED, HT_E_SIZE, HT_E_NULL. Wait-free.
//
// The caller guarantees:
// values and valid are NULL or point to capacity elements.
int32_t ht_engine_features(int64_t handle, double *values, uint8_t *valid, int32_t capacity);

// Writes the name of a feature column.
//
// Returns: the length of the name; HT_E_HANDLE, HT_E_BUSY, HT_E_SIZE, HT_E_NULL, HT_E_UNKNOWN (no
// such column).
//
// The caller guarantees:
// buffer is NULL or points to capacity writable bytes.
int32_t ht_feature_name(int64_t handle, int32_t index, uint8_t *buffer, int32_t capacity);

// Writes everything about one decision as JSON: features, votes, risk arithmetic, versions.
//
// decision_id: HtDecision.id, or 0 for the newest evaluation, which may have decided nothing.
// The last 64 decisions are kept. Not for the tick path.
//
// Returns: the length of the text, which is cut if capacity is not larger; HT_E_HANDLE,
// HT_E_BUSY, HT_E_SIZE, HT_E_NULL, HT_E_UNKNOWN (no such decision, or not kept any more).
//
// The caller guarantees:
// buffer is NULL or points to capacity writable bytes.
int32_t ht_engine_explain(int64_t handle, uint64_t decision_id, uint8_t *buffer, int32_t capacity);

// Moves log records out, oldest first, one a line: time, level, text. Only whole lines.
//
// handle: an engine. Records that were overwritten before they were drained are counted in a line
// of their own.
//
// Returns: the number of bytes written, terminator not counted; 0 when there is nothing;
// HT_E_HANDLE, HT_E_BUSY, HT_E_SIZE (capacity below 512), HT_E_NULL.
//
// The caller guarantees:
// buffer is NULL or points to capacity writable bytes.
int32_t ht_log_drain(int64_t handle, uint8_t *buffer, int32_t capacity);

// Closes an engine. In live and paper mode its state stays warm under its instance key.
//
// Never waits: open positions keep their stops at the broker. Closing an invalid handle is an
// error code and nothing else.
//
// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY.
int32_t ht_engine_close(int64_t handle);

// Writes which model an engine has, and how it does. Works on a faulted engine.
//
// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY, HT_E_NULL, HT_E_SIZE. Wait-free.
//
// The caller guarantees:
// status is NULL or points to as many writable bytes as its struct_size says.
int32_t ht_engine_model(int64_t handle, HtModel *status);

// Replaces the model of an engine from the next closed bar on; length 0 = by none.
//
// path: UTF-8 path of a model file whose columns the engine computes: those of features.columns
// and of the model it was opened with. Reads a file: not for the tick path.
//
// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL, HT_E_COUNT, HT_E_UTF8,
// HT_E_CONFIG (with model.retrain.mode other than off the engine has the model of model.file),
// HT_E_MODEL (the text says why; the model before stays).
//
// The caller guarantees:
// path is NULL or points to path_len bytes.
int32_t ht_engine_set_model(int64_t handle, const uint8_t *path, int32_t path_len);

// Asks for the engine's model to be trained anew in the background, on a thread of low priority.
//
// It learns from the newest model.retrain.window_bars closed bars, as sections model.* say.
// The new model is written beside model.file and decides once it was better on bars that it has
// not learnt from; ht_engine_timer takes it in. In every mode: asking makes the thread, and pins
// the library.
//
// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_CONFIG (model.retrain.mode is off),
// HT_E_ORDER (before ht_engine_symbol; a training waits or runs already, or a new model is on
// trial), HT_E_SHUTDOWN. Never waits.
int32_t ht_train_start(int64_t handle);

// Writes how far training is, and takes in what came of it.
//
// Returns: HtTraining.state; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL, HT_E_SIZE. Never
// waits; not for the tick path.
//
// The caller guarantees:
// training is NULL or points to as many writable bytes as its struct_size says.
int32_t ht_train_poll(int64_t handle, HtTraining *training);

// Ends a training that waits or runs, or drops the new model that is in its shadow. The model that
// decides stays. Nothing is left half-written.
//
// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_ORDER (there is nothing to cancel).
// Never waits: the thread ends what it is at within milliseconds.
int32_t ht_train_cancel(int64_t handle);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* HYPERTRADER_H */

#if defined(__cplusplus)
#define HT_ASSERT_LAYOUT(condition) static_assert(condition, #condition)
#else
#define HT_ASSERT_LAYOUT(condition) _Static_assert(condition, #condition)
#endif

HT_ASSERT_LAYOUT(sizeof(HtMqlTick) == 60);
HT_ASSERT_LAYOUT(sizeof(HtMqlRates) == 60);
HT_ASSERT_LAYOUT(sizeof(HtEngineParams) == 136);
HT_ASSERT_LAYOUT(sizeof(HtSession) == 16);
HT_ASSERT_LAYOUT(sizeof(HtSymbol) == 576);
HT_ASSERT_LAYOUT(sizeof(HtAccount) == 80);
HT_ASSERT_LAYOUT(sizeof(HtPosition) == 96);
HT_ASSERT_LAYOUT(sizeof(HtOrderResult) == 56);
HT_ASSERT_LAYOUT(sizeof(HtDeal) == 120);
HT_ASSERT_LAYOUT(sizeof(HtCalendarEvent) == 32);
HT_ASSERT_LAYOUT(sizeof(HtDecision) == 128);
HT_ASSERT_LAYOUT(sizeof(HtStatus) == 256);
HT_ASSERT_LAYOUT(sizeof(HtRuntimeStatus) == 24);
HT_ASSERT_LAYOUT(sizeof(HtModel) == 112);
HT_ASSERT_LAYOUT(sizeof(HtTraining) == 80);
