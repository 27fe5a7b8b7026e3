//+------------------------------------------------------------------+
//|                                                       Native.mqh |
//|      Functions, structures and constants of hypertrader.dll.     |
//+------------------------------------------------------------------+
// Generated from the Rust sources of the library; do not edit.
// The rules that every call keeps, and what each call returns in full, are in hypertrader.h.
//
// Texts go in as UTF-8 arrays with their length in bytes (StringToCharArray with CP_UTF8, without
// the terminator) and come out in arrays of a given capacity (CharArrayToString with CP_UTF8).
// Structures are simple, without padding: ZeroMemory them, set struct_size = sizeof(...) where they
// have it. Times are the trade server's clock, in seconds (_s) or milliseconds (_msc).
#ifndef HYPERTRADER_NATIVE_MQH
#define HYPERTRADER_NATIVE_MQH

// Modes of an engine.
#define HT_MODE_LIVE 0

// Live prices, simulated orders: as live, but nothing is shared with live engines.
#define HT_MODE_PAPER 1

// MetaTrader's Strategy Tester: no files, no threads, time only from the arguments.
#define HT_MODE_TESTER 2

// Recorded data: as tester.
#define HT_MODE_REPLAY 3

// No side.
#define HT_SIDE_NONE (-1)

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
#define HT_E_NULL (-1)

// The handle is 0, closed, or was never given out by this process.
#define HT_E_HANDLE (-2)

// Another thread is inside a call with this handle.
#define HT_E_BUSY (-3)

// A size (struct_size, buffer capacity) is not one this library knows.
#define HT_E_SIZE (-4)

// A count is negative or beyond its limit.
#define HT_E_COUNT (-5)

// A value is not a number, out of range, or not one of the listed ones.
#define HT_E_VALUE (-6)

// Text is not valid UTF-8.
#define HT_E_UTF8 (-7)

// The call came before one that must precede it.
#define HT_E_ORDER (-8)

// A tick is unusable (number, crossed or one-sided quote).
#define HT_E_TICK (-9)

// Time went backwards.
#define HT_E_TIME (-10)

// A bar is unusable (number, high below low, order).
#define HT_E_BAR (-11)

// The symbol specification is unusable.
#define HT_E_SYMBOL (-12)

// The configuration has problems; the text lists them all.
#define HT_E_CONFIG (-13)

// The risk state file cannot be used.
#define HT_E_STATE (-14)

// No more engines can be opened.
#define HT_E_FULL (-15)

// The engine is latched after an internal fault; close it.
#define HT_E_FAULTED (-16)

// An internal fault happened in this call; the engine takes no new risk.
#define HT_E_PANIC (-17)

// There is no such decision, column, structure or refusal code.
#define HT_E_UNKNOWN (-18)

// The library has been shut down.
#define HT_E_SHUTDOWN (-19)

// The self-test failed.
#define HT_E_SELF_TEST (-20)

// A layout differs between the host and this library: one of the two is out of date.
#define HT_E_ABI (-21)

// A file of the history store cannot be read or written.
#define HT_E_FILE (-22)

// The model file cannot be used: the text says which one and why.
#define HT_E_MODEL (-23)

// ht_engine_open: a warm engine of the same instance key was taken over.
#define HT_REATTACHED 1

// ht_engine_open: risk and order state were taken over; bars must be pushed again.
#define HT_REATTACHED_COLD 2

// Version of this interface: major in the upper 16 bits, minor in the lower.
#define HT_ABI_VERSION 65539

// What an engine is opened with. Structure 1.
struct HtEngineParams
  {
   // sizeof(HtEngineParams).
   uint              struct_size;
   // HT_MODE_LIVE, HT_MODE_PAPER, HT_MODE_TESTER or HT_MODE_REPLAY.
   int               mode;
   // Magic number: only positions and deals that carry it are this engine's.
   ulong             magic;
   // ACCOUNT_LOGIN: the account this engine trades. Snapshots of another account are refused.
   long              login;
   // Engines of one group and one account share the open-risk limit. Live engines: 0.
   // Other modes: 0 = this engine alone.
   ulong             risk_group;
   // Bar period in seconds as PeriodSeconds() gives it; 0 = as configured.
   uint              period_s;
   // Must be 0.
   uint              reserved;
   // Zero-terminated UTF-8. Re-opening with the same key takes over the state of the engine
   // that was closed under it. Empty = never taken over.
   uchar             instance_key[64];
   // Zero-terminated UTF-8 symbol name, with the broker's suffix.
   uchar             symbol[32];
  };

// One trading session of the symbol, on the server's clock. Structure 2.
struct HtSession
  {
   // Day of the week, 0 = Sunday.
   int               day;
   // First second of the session, from midnight.
   int               from_s;
   // First second after it, up to 86400. from_s == to_s == 0: no session in this entry.
   int               to_s;
   // Must be 0.
   int               reserved;
  };

// The symbol specification as SymbolInfo* gives it. Structure 3.
struct HtSymbol
  {
   // sizeof(HtSymbol).
   uint              struct_size;
   // SYMBOL_DIGITS.
   int               digits;
   // SYMBOL_POINT.
   double            point;
   // SYMBOL_TRADE_TICK_SIZE.
   double            tick_size;
   // SYMBOL_TRADE_TICK_VALUE_PROFIT, account currency per tick and lot.
   double            tick_value_profit;
   // SYMBOL_TRADE_TICK_VALUE_LOSS, account currency per tick and lot.
   double            tick_value_loss;
   // SYMBOL_TRADE_CONTRACT_SIZE.
   double            contract_size;
   // SYMBOL_VOLUME_MIN, lots.
   double            volume_min;
   // SYMBOL_VOLUME_MAX, lots.
   double            volume_max;
   // SYMBOL_VOLUME_STEP, lots.
   double            volume_step;
   // SYMBOL_VOLUME_LIMIT, lots, 0 = none.
   double            volume_limit;
   // SYMBOL_MARGIN_INITIAL.
   double            margin_initial;
   // SYMBOL_MARGIN_MAINTENANCE.
   double            margin_maintenance;
   // OrderCalcMargin of one lot bought, account currency; 0 = let the engine compute it.
   double            margin_per_lot_buy;
   // OrderCalcMargin of one lot sold, account currency; 0 = let the engine compute it.
   double            margin_per_lot_sell;
   // SYMBOL_SWAP_LONG.
   double            swap_long;
   // SYMBOL_SWAP_SHORT.
   double            swap_short;
   // SYMBOL_TRADE_CALC_MODE.
   int               calc_mode;
   // SYMBOL_TRADE_MODE.
   int               trade_mode;
   // SYMBOL_TRADE_EXEMODE.
   int               execution_mode;
   // SYMBOL_FILLING_MODE flags.
   int               filling_flags;
   // SYMBOL_TRADE_STOPS_LEVEL, points.
   int               stops_level_points;
   // SYMBOL_TRADE_FREEZE_LEVEL, points.
   int               freeze_level_points;
   // SYMBOL_CHART_MODE: 0 = bars from bid, 1 = from last.
   int               chart_mode;
   // SYMBOL_SWAP_MODE.
   int               swap_mode;
   // SYMBOL_SWAP_ROLLOVER3DAYS, 0 = Sunday.
   int               swap_triple_day;
   // Must be 0.
   int               reserved;
   // Trading sessions (SymbolInfoSessionTrade); none at all = always open.
   HtSession         sessions[21];
   // SYMBOL_CURRENCY_BASE, zero-terminated.
   uchar             currency_base[8];
   // SYMBOL_CURRENCY_PROFIT, zero-terminated.
   uchar             currency_profit[8];
   // SYMBOL_CURRENCY_MARGIN, zero-terminated.
   uchar             currency_margin[8];
   // Must be 0.
   uchar             reserved_text[48];
  };

// The account as AccountInfo* gives it. Structure 4.
struct HtAccount
  {
   // sizeof(HtAccount).
   uint              struct_size;
   // ACCOUNT_MARGIN_MODE: 0 and 1 netting, 2 hedging.
   int               margin_mode;
   // ACCOUNT_LOGIN.
   long              login;
   // Server time of the snapshot, milliseconds.
   long              time_msc;
   // ACCOUNT_BALANCE.
   double            balance;
   // ACCOUNT_EQUITY: balance plus floating result.
   double            equity;
   // ACCOUNT_MARGIN.
   double            margin;
   // ACCOUNT_MARGIN_FREE.
   double            margin_free;
   // ACCOUNT_LEVERAGE.
   int               leverage;
   // 1 if terminal, program, account and connection all allow trading now, else 0.
   int               trade_allowed;
   // ACCOUNT_CURRENCY, zero-terminated.
   uchar             currency[8];
   // Must be 0.
   uchar             reserved[8];
  };

// One open position. Structure 5.
struct HtPosition
  {
   // POSITION_TICKET.
   ulong             ticket;
   // POSITION_MAGIC.
   ulong             magic;
   // POSITION_TIME_MSC.
   long              time_msc;
   // POSITION_VOLUME, lots.
   double            lots;
   // POSITION_PRICE_OPEN.
   double            open_price;
   // POSITION_SL, 0 = none.
   double            stop_loss;
   // POSITION_TP, 0 = none.
   double            take_profit;
   // POSITION_TYPE: 0 = buy, 1 = sell.
   int               side;
   // Must be 0.
   int               reserved;
   // POSITION_SYMBOL, zero-terminated.
   uchar             symbol[32];
  };

// What the trade server answered to one decision. Structure 6.
struct HtOrderResult
  {
   // HtDecision.id.
   ulong             decision_id;
   // MqlTradeResult.order.
   ulong             order_ticket;
   // MqlTradeResult.deal.
   ulong             deal_ticket;
   // MqlTradeResult.volume, lots.
   double            lots;
   // MqlTradeResult.price.
   double            price;
   // Server time of the answer, milliseconds.
   long              time_msc;
   // MqlTradeResult.retcode; 0 = the host did not send the request.
   uint              retcode;
   // Must be 0.
   uint              reserved;
  };

// One deal. Structure 7.
struct HtDeal
  {
   // DEAL_TICKET.
   ulong             ticket;
   // DEAL_ORDER.
   ulong             order_ticket;
   // DEAL_POSITION_ID.
   ulong             position_ticket;
   // DEAL_MAGIC.
   ulong             magic;
   // DEAL_TIME_MSC.
   long              time_msc;
   // DEAL_VOLUME, lots.
   double            lots;
   // DEAL_PRICE.
   double            price;
   // DEAL_PROFIT, account currency.
   double            profit;
   // DEAL_COMMISSION plus DEAL_FEE, account currency, negative when charged.
   double            commission;
   // DEAL_SWAP, account currency, negative when charged.
   double            swap;
   // DEAL_TYPE: 0 = buy, 1 = sell. Other types (balance, credit) are not handed in.
   int               side;
   // DEAL_ENTRY: 0 = in, 1 = out, 2 = in/out, 3 = out by.
   int               entry;
   // DEAL_SYMBOL, zero-terminated.
   uchar             symbol[32];
  };

// One scheduled economic event. Structure 8.
struct HtCalendarEvent
  {
   // Event value id; the same id again replaces the entry.
   ulong             id;
   // Server time of the event, seconds.
   long              time_s;
   // CALENDAR_IMPORTANCE: 0 none, 1 low, 2 moderate, 3 high.
   int               importance;
   // Must be 0.
   int               reserved;
   // Currency concerned, zero-terminated.
   uchar             currency[8];
  };

// One decision, complete. Structure 9.
struct HtDecision
  {
   // sizeof(HtDecision), set by the caller.
   uint              struct_size;
   // HT_ACTION_OPEN, HT_ACTION_CLOSE, HT_ACTION_MODIFY or HT_ACTION_REFUSED.
   int               action;
   // Number of the decision, rising, never reused by this engine.
   ulong             id;
   // Server time of the tick that made it, milliseconds.
   long              time_msc;
   // Server time of the open of the closed bar behind it, seconds.
   long              bar_time_s;
   // Do not execute after this server time, milliseconds.
   long              expires_msc;
   // Position to close or modify, 0 when opening.
   ulong             position_ticket;
   // Volume in lots, on the symbol's step.
   double            lots;
   // Market price it was made at.
   double            price;
   // Stop loss, 0 = none (only when closing).
   double            stop_loss;
   // Take profit, 0 = none.
   double            take_profit;
   // Confidence of the signal, 0 to 1.
   double            confidence_frac;
   // Money lost if the stop is hit, account currency, costs included.
   double            risk_money;
   // Refusal: the measured value.
   double            refusal_actual;
   // Refusal: what it was held against.
   double            refusal_limit;
   // HT_SIDE_BUY or HT_SIDE_SELL: side of the order to send; of the position for MODIFY.
   int               side;
   // Largest deviation from price, in points.
   uint              deviation_points;
   // Refusal code (docs/refusals.md), 0 unless action is HT_ACTION_REFUSED.
   int               refusal_code;
   // 1 for the first attempt, counting up when a request is repeated at a fresh price.
   int               attempt;
  };

// What a chart panel shows. Structure 10.
struct HtStatus
  {
   // sizeof(HtStatus), set by the caller.
   uint              struct_size;
   // HT_STATE_ACTIVE, HT_STATE_REDUCING, HT_STATE_HALTED or HT_STATE_FAULTED.
   int               state;
   // The engine's clock as server time, milliseconds.
   long              time_msc;
   // Server time of the open of the last closed bar, seconds, 0 before one.
   long              bar_time_s;
   // Ticks taken.
   ulong             ticks;
   // Unusable ticks skipped on request.
   ulong             ticks_skipped;
   // Exact repetitions of the tick before, dropped.
   ulong             ticks_repeated;
   // Closed bars, history included.
   ulong             bars;
   // Bars missing between two closed bars, weekends and holidays included.
   ulong             bars_missing;
   // Orders and changes asked for.
   ulong             decisions;
   // Decisions refused.
   ulong             refusals;
   // Number of the newest decision, 0 before one.
   ulong             last_decision_id;
   // Newest bid.
   double            bid;
   // Newest ask.
   double            ask;
   // Confidence of the last signal, 0 to 1.
   double            confidence_frac;
   // Equity of the last account snapshot.
   double            equity;
   // Loss since the start of the server's day, fraction; negative = gain.
   double            daily_loss_frac;
   // Loss since the start of the server's week, fraction; negative = gain.
   double            weekly_loss_frac;
   // Drawdown from the peak, fraction of the peak.
   double            drawdown_frac;
   // Open risk of this engine, account currency.
   double            open_risk;
   // Open risk of all engines that share the limit, account currency.
   double            open_risk_total;
   // Largest open risk of all engines, account currency.
   double            open_risk_limit;
   // Own position: ticket, 0 = none.
   ulong             position_ticket;
   // Own position: lots.
   double            position_lots;
   // Own position: open price.
   double            position_open_price;
   // Own position: stop loss, 0 = none.
   double            position_stop_loss;
   // Own position: take profit, 0 = none.
   double            position_take_profit;
   // Last refusal: the measured value.
   double            refusal_actual;
   // Last refusal: what it was held against.
   double            refusal_limit;
   // Last refusal: code, 0 = none yet.
   int               refusal_code;
   // Side of the last signal, HT_SIDE_NONE without one.
   int               signal_side;
   // Own position: side, HT_SIDE_NONE without one.
   int               position_side;
   // 1 when all indicators that the rules need are valid.
   int               warm;
   // Closed bars still needed to be warm.
   int               bars_needed;
   // Decisions waiting to be collected.
   int               decisions_waiting;
   // 1 while an order has no final result.
   int               order_in_flight;
   // Losses in a row.
   int               losses_in_row;
  };

// The process-wide part of the library. Structure 11.
struct HtRuntimeStatus
  {
   // sizeof(HtRuntimeStatus), set by the caller.
   uint              struct_size;
   // Engines that have a handle.
   int               engines_open;
   // Closed engines kept warm under their instance key.
   int               engines_parked;
   // Largest number of engines, open and parked.
   int               engines_max;
   // 1 when the module is pinned in memory until the process ends.
   int               pinned;
   // 1 after ht_runtime_shutdown.
   int               shut_down;
  };

// The model of an engine, and how it does. Structure 12.
//
// Figures of fresh bars are of bars that closed after the last one the model learnt from and whose
// outcome is known. They need model.retrain; without it, and before there are any, they are 0.
struct HtModel
  {
   // sizeof(HtModel), set by the caller.
   uint              struct_size;
   // HT_MODEL_NONE, HT_MODEL_WARMING, HT_MODEL_READY or HT_MODEL_EXPIRED.
   int               state;
   // The first 8 of the 16 bytes of the model's number, most significant first; 0 = none.
   ulong             id;
   // Server time when it was trained, seconds.
   long              created_s;
   // Server time of the first row it learnt from, seconds.
   long              trained_from_s;
   // Server time of the last row it learnt from, seconds.
   long              trained_until_s;
   // Server time from which on it judges no bar, seconds; 0 = never.
   long              expires_s;
   // Rows it learnt from.
   ulong             trained_rows;
   // Probability of "buy pays" for the last closed bar, 0 to 1; 0 without an opinion.
   double            buy_prob;
   // Probability of "sell pays" for the last closed bar, 0 to 1; 0 without an opinion.
   double            sell_prob;
   // Largest population stability index of its columns; 0 before enough bars.
   double            drift;
   // Fresh bars: logarithmic loss.
   double            log_loss;
   // Fresh bars: logarithmic loss of the class frequencies of the bars before.
   double            prior_log_loss;
   // Fresh bars: expected calibration error of the most likely class, 0 to 1.
   double            calibration_error;
   // How many fresh bars.
   int               fresh_bars;
   // Columns it reads.
   int               columns;
  };

// Training in the background. Structure 13.
struct HtTraining
  {
   // sizeof(HtTraining), set by the caller.
   uint              struct_size;
   // HT_TRAINING_OFF, _IDLE, _WAITING, _RUNNING, _SHADOW or _PROBATION.
   int               state;
   // The model on trial, as HtModel.id; 0 = none.
   ulong             candidate_id;
   // Server time when the last training began, seconds; 0 = none yet.
   long              started_s;
   // How much of a running training is done, 0 to 1.
   double            progress_frac;
   // Seconds that a running training still needs; 0 = unknown.
   double            left_s;
   // Mean area under the curve of the last training, out of fold; 0 = none.
   double            auc_ovr;
   // Shadow and probation: logarithmic loss of the newer model on fresh bars.
   double            newer_log_loss;
   // Shadow and probation: logarithmic loss of what it is held against.
   double            older_log_loss;
   // Shadow and probation: fresh bars so far.
   int               fresh_bars;
   // Shadow and probation: fresh bars until the verdict.
   int               fresh_bars_needed;
   // Bars at hand for a training.
   int               window_bars;
   // What came of the last training: HT_TRAINED_NONE, _PROMOTED, _REJECTED, _CONFIRMED,
   // _ROLLED_BACK, _FAILED or _CANCELLED.
   int               outcome;
  };

#import "hypertrader.dll"
// Returns HT_ABI_VERSION of the library. Never fails; any thread; frozen for ever.
int ht_abi_version(void);

// Compares a structure's layout with the host's: its size and the offset of every field.
int ht_abi_check(int structure, int size, const int &offsets[], int count);

// Writes the version of the library, such as "0.1.0 (a1b2c3d4e5f6)".
int ht_version(uchar &buffer[], int capacity);

// Writes the text of the last failed call: on this handle, or, with handle 0 or one that cannot be
// entered, on this thread. Empty if no call failed. Does not change the last error.
int ht_last_error(long handle, uchar &buffer[], int capacity);

// Checks the library on this machine: arithmetic, layouts, a small session with a known result.
int ht_self_test(uchar &buffer[], int capacity);

// Opens an engine for one symbol.
int ht_engine_open(const HtEngineParams &params, const uchar &config_path[], int config_path_len,
                   const uchar &overrides[], int overrides_len, long &handle);

// Writes how many engines there are and whether the library is pinned.
int ht_runtime_status(HtRuntimeStatus &status);

// Closes every engine, parked ones too, and ends the library's threads (training, HTTP server,
// log), for hosts that unload the library. Nothing can be opened afterwards. Waits at most two
// seconds; open positions keep their stops at the broker.
int ht_runtime_shutdown(void);

// Writes what a refusal code means, in a sentence: "The spread is wider than the cap."
int ht_refusal_text(int code, uchar &buffer[], int capacity);

// Asks from which severity on events are told in the log file, and sets it. Not the ring, which
// has everything.
int ht_log_level(const uchar &target[], int target_len, int level);

// Stores closed bars, oldest first, as CopyRates gives them, in the folder engine.history_dir of
// the configuration: one Parquet file per source, symbol, period and month.
int ht_history_append(int mode, const uchar &config_path[], int config_path_len,
                      const uchar &overrides[], int overrides_len, const uchar &source[],
                      int source_len, const uchar &symbol[], int symbol_len, int period_s,
                      const MqlRates &rates[], int count);

// Hands in the symbol specification. Call it after opening and whenever a value changed.
int ht_engine_symbol(long handle, const HtSymbol &symbol);

// Hands in closed bars for warm-up, oldest first, as CopyRates gives them.
int ht_engine_history(long handle, const MqlRates &rates[], int count, int flags);

// Hands in ticks in order of time, as CopyTicks gives them, and makes the decisions they lead to.
int ht_engine_ticks(long handle, const MqlTick &ticks[], int count, long now_msc, int flags);

// Collects the next decision.
int ht_engine_decision(long handle, HtDecision &decision);

// Tells the engine the time when no tick does: time-outs, day changes, stale feeds. Once a second.
// Takes in what training in the background has done.
int ht_engine_timer(long handle, long server_msc, long utc_s);

// Hands in an account snapshot.
int ht_engine_account(long handle, const HtAccount &account);

// Hands in all open positions of the account, other programs' too. Count 0 = there are none.
int ht_engine_positions(long handle, const HtPosition &positions[], int count, long time_msc);

// Reports what the trade server answered to a decision.
int ht_engine_order_result(long handle, const HtOrderResult &result);

// Reports a deal. Deals are counted once by ticket; deals of others are ignored.
int ht_engine_deal(long handle, const HtDeal &deal);

// Hands in scheduled economic events; replaces all earlier ones.
int ht_engine_calendar(long handle, const HtCalendarEvent &events[], int count);

// Gives an operator's command: HT_COMMAND_PAUSE, _RESUME, _HALT, _RESET or _FLATTEN.
int ht_engine_command(long handle, int command);

// Writes what a chart panel shows. Works on a faulted engine.
int ht_engine_status(long handle, HtStatus &status);

// Writes the feature values of the last closed bar and, for each, 1 if it is valid, 0 if warming.
int ht_engine_features(long handle, double &values[], uchar &valid[], int capacity);

// Writes the name of a feature column.
int ht_feature_name(long handle, int index, uchar &buffer[], int capacity);

// Writes everything about one decision as JSON: features, votes, risk arithmetic, versions.
int ht_engine_explain(long handle, ulong decision_id, uchar &buffer[], int capacity);

// Moves log records out, oldest first, one a line: time, level, text. Only whole lines.
int ht_log_drain(long handle, uchar &buffer[], int capacity);

// Closes an engine. In live and paper mode its state stays warm under its instance key.
int ht_engine_close(long handle);

// Writes which model an engine has, and how it does. Works on a faulted engine.
int ht_engine_model(long handle, HtModel &status);

// Replaces the model of an engine from the next closed bar on; length 0 = by none.
int ht_engine_set_model(long handle, const uchar &path[], int path_len);

// Asks for the engine's model to be trained anew in the background, on a thread of low priority.
int ht_train_start(long handle);

// Writes how far training is, and takes in what came of it.
int ht_train_poll(long handle, HtTraining &training);

// Ends a training that waits or runs, or drops the new model that is in its shadow. The model that
// decides stays. Nothing is left half-written.
int ht_train_cancel(long handle);

#import

// Compares the layout of every structure with the library's.
//
// Returns: 0 = all agree; N = structure N differs (ht_last_error says how); -1 = MqlTick, -2 =
// MqlRates are not what the library expects of this terminal.
int HtCheckLayouts(void)
  {
   if(sizeof(MqlTick) != 60)
      return(-1);
   if(sizeof(MqlRates) != 60)
      return(-2);

   int offsets1[]={(int)offsetof(HtEngineParams,struct_size), (int)offsetof(HtEngineParams,mode),
                   (int)offsetof(HtEngineParams,magic), (int)offsetof(HtEngineParams,login),
                   (int)offsetof(HtEngineParams,risk_group),
                   (int)offsetof(HtEngineParams,period_s), (int)offsetof(HtEngineParams,reserved),
                   (int)offsetof(HtEngineParams,instance_key),
                   (int)offsetof(HtEngineParams,symbol)};
   if(ht_abi_check(1,(int)sizeof(HtEngineParams),offsets1,9) != HT_OK)
      return(1);

   int offsets2[]={(int)offsetof(HtSession,day), (int)offsetof(HtSession,from_s),
                   (int)offsetof(HtSession,to_s), (int)offsetof(HtSession,reserved)};
   if(ht_abi_check(2,(int)sizeof(HtSession),offsets2,4) != HT_OK)
      return(2);

   int offsets3[]={(int)offsetof(HtSymbol,struct_size), (int)offsetof(HtSymbol,digits),
                   (int)offsetof(HtSymbol,point), (int)offsetof(HtSymbol,tick_size),
                   (int)offsetof(HtSymbol,tick_value_profit),
                   (int)offsetof(HtSymbol,tick_value_loss), (int)offsetof(HtSymbol,contract_size),
                   (int)offsetof(HtSymbol,volume_min), (int)offsetof(HtSymbol,volume_max),
                   (int)offsetof(HtSymbol,volume_step), (int)offsetof(HtSymbol,volume_limit),
                   (int)offsetof(HtSymbol,margin_initial),
                   (int)offsetof(HtSymbol,margin_maintenance),
                   (int)offsetof(HtSymbol,margin_per_lot_buy),
                   (int)offsetof(HtSymbol,margin_per_lot_sell), (int)offsetof(HtSymbol,swap_long),
                   (int)offsetof(HtSymbol,swap_short), (int)offsetof(HtSymbol,calc_mode),
                   (int)offsetof(HtSymbol,trade_mode), (int)offsetof(HtSymbol,execution_mode),
                   (int)offsetof(HtSymbol,filling_flags),
                   (int)offsetof(HtSymbol,stops_level_points),
                   (int)offsetof(HtSymbol,freeze_level_points), (int)offsetof(HtSymbol,chart_mode),
                   (int)offsetof(HtSymbol,swap_mode), (int)offsetof(HtSymbol,swap_triple_day),
                   (int)offsetof(HtSymbol,reserved), (int)offsetof(HtSymbol,sessions),
                   (int)offsetof(HtSymbol,currency_base), (int)offsetof(HtSymbol,currency_profit),
                   (int)offsetof(HtSymbol,currency_margin), (int)offsetof(HtSymbol,reserved_text)};
   if(ht_abi_check(3,(int)sizeof(HtSymbol),offsets3,32) != HT_OK)
      return(3);

   int offsets4[]={(int)offsetof(HtAccount,struct_size), (int)offsetof(HtAccount,margin_mode),
                   (int)offsetof(HtAccount,login), (int)offsetof(HtAccount,time_msc),
                   (int)offsetof(HtAccount,balance), (int)offsetof(HtAccount,equity),
                   (int)offsetof(HtAccount,margin), (int)offsetof(HtAccount,margin_free),
                   (int)offsetof(HtAccount,leverage), (int)offsetof(HtAccount,trade_allowed),
                   (int)offsetof(HtAccount,currency), (int)offsetof(HtAccount,reserved)};
   if(ht_abi_check(4,(int)sizeof(HtAccount),offsets4,12) != HT_OK)
      return(4);

   int offsets5[]={(int)offsetof(HtPosition,ticket), (int)offsetof(HtPosition,magic),
                   (int)offsetof(HtPosition,time_msc), (int)offsetof(HtPosition,lots),
                   (int)offsetof(HtPosition,open_price), (int)offsetof(HtPosition,stop_loss),
                   (int)offsetof(HtPosition,take_profit), (int)offsetof(HtPosition,side),
                   (int)offsetof(HtPosition,reserved), (int)offsetof(HtPosition,symbol)};
   if(ht_abi_check(5,(int)sizeof(HtPosition),offsets5,10) != HT_OK)
      return(5);

   int offsets6[]={(int)offsetof(HtOrderResult,decision_id),
                   (int)offsetof(HtOrderResult,order_ticket),
                   (int)offsetof(HtOrderResult,deal_ticket), (int)offsetof(HtOrderResult,lots),
                   (int)offsetof(HtOrderResult,price), (int)offsetof(HtOrderResult,time_msc),
                   (int)offsetof(HtOrderResult,retcode), (int)offsetof(HtOrderResult,reserved)};
   if(ht_abi_check(6,(int)sizeof(HtOrderResult),offsets6,8) != HT_OK)
      return(6);

   int offsets7[]={(int)offsetof(HtDeal,ticket), (int)offsetof(HtDeal,order_ticket),
                   (int)offsetof(HtDeal,position_ticket), (int)offsetof(HtDeal,magic),
                   (int)offsetof(HtDeal,time_msc), (int)offsetof(HtDeal,lots),
                   (int)offsetof(HtDeal,price), (int)offsetof(HtDeal,profit),
                   (int)offsetof(HtDeal,commission), (int)offsetof(HtDeal,swap),
                   (int)offsetof(HtDeal,side), (int)offsetof(HtDeal,entry),
                   (int)offsetof(HtDeal,symbol)};
   if(ht_abi_check(7,(int)sizeof(HtDeal),offsets7,13) != HT_OK)
      return(7);

   int offsets8[]={(int)offsetof(HtCalendarEvent,id), (int)offsetof(HtCalendarEvent,time_s),
                   (int)offsetof(HtCalendarEvent,importance),
                   (int)offsetof(HtCalendarEvent,reserved),
                   (int)offsetof(HtCalendarEvent,currency)};
   if(ht_abi_check(8,(int)sizeof(HtCalendarEvent),offsets8,5) != HT_OK)
      return(8);

   int offsets9[]={(int)offsetof(HtDecision,struct_size), (int)offsetof(HtDecision,action),
                   (int)offsetof(HtDecision,id), (int)offsetof(HtDecision,time_msc),
                   (int)offsetof(HtDecision,bar_time_s), (int)offsetof(HtDecision,expires_msc),
                   (int)offsetof(HtDecision,position_ticket), (int)offsetof(HtDecision,lots),
                   (int)offsetof(HtDecision,price), (int)offsetof(HtDecision,stop_loss),
                   (int)offsetof(HtDecision,take_profit),
                   (int)offsetof(HtDecision,confidence_frac), (int)offsetof(HtDecision,risk_money),
                   (int)offsetof(HtDecision,refusal_actual),
                   (int)offsetof(HtDecision,refusal_limit), (int)offsetof(HtDecision,side),
                   (int)offsetof(HtDecision,deviation_points),
                   (int)offsetof(HtDecision,refusal_code), (int)offsetof(HtDecision,attempt)};
   if(ht_abi_check(9,(int)sizeof(HtDecision),offsets9,19) != HT_OK)
      return(9);

   int offsets10[]={(int)offsetof(HtStatus,struct_size), (int)offsetof(HtStatus,state),
                    (int)offsetof(HtStatus,time_msc), (int)offsetof(HtStatus,bar_time_s),
                    (int)offsetof(HtStatus,ticks), (int)offsetof(HtStatus,ticks_skipped),
                    (int)offsetof(HtStatus,ticks_repeated), (int)offsetof(HtStatus,bars),
                    (int)offsetof(HtStatus,bars_missing), (int)offsetof(HtStatus,decisions),
                    (int)offsetof(HtStatus,refusals), (int)offsetof(HtStatus,last_decision_id),
                    (int)offsetof(HtStatus,bid), (int)offsetof(HtStatus,ask),
                    (int)offsetof(HtStatus,confidence_frac), (int)offsetof(HtStatus,equity),
                    (int)offsetof(HtStatus,daily_loss_frac),
                    (int)offsetof(HtStatus,weekly_loss_frac),
                    (int)offsetof(HtStatus,drawdown_frac), (int)offsetof(HtStatus,open_risk),
                    (int)offsetof(HtStatus,open_risk_total),
                    (int)offsetof(HtStatus,open_risk_limit),
                    (int)offsetof(HtStatus,position_ticket), (int)offsetof(HtStatus,position_lots),
                    (int)offsetof(HtStatus,position_open_price),
                    (int)offsetof(HtStatus,position_stop_loss),
                    (int)offsetof(HtStatus,position_take_profit),
                    (int)offsetof(HtStatus,refusal_actual), (int)offsetof(HtStatus,refusal_limit),
                    (int)offsetof(HtStatus,refusal_code), (int)offsetof(HtStatus,signal_side),
                    (int)offsetof(HtStatus,position_side), (int)offsetof(HtStatus,warm),
                    (int)offsetof(HtStatus,bars_needed), (int)offsetof(HtStatus,decisions_waiting),
                    (int)offsetof(HtStatus,order_in_flight), (int)offsetof(HtStatus,losses_in_row)};
   if(ht_abi_check(10,(int)sizeof(HtStatus),offsets10,37) != HT_OK)
      return(10);

   int offsets11[]={(int)offsetof(HtRuntimeStatus,struct_size),
                    (int)offsetof(HtRuntimeStatus,engines_open),
                    (int)offsetof(HtRuntimeStatus,engines_parked),
                    (int)offsetof(HtRuntimeStatus,engines_max),
                    (int)offsetof(HtRuntimeStatus,pinned),
                    (int)offsetof(HtRuntimeStatus,shut_down)};
   if(ht_abi_check(11,(int)sizeof(HtRuntimeStatus),offsets11,6) != HT_OK)
      return(11);

   int offsets12[]={(int)offsetof(HtModel,struct_size), (int)offsetof(HtModel,state),
                    (int)offsetof(HtModel,id), (int)offsetof(HtModel,created_s),
                    (int)offsetof(HtModel,trained_from_s), (int)offsetof(HtModel,trained_until_s),
                    (int)offsetof(HtModel,expires_s), (int)offsetof(HtModel,trained_rows),
                    (int)offsetof(HtModel,buy_prob), (int)offsetof(HtModel,sell_prob),
                    (int)offsetof(HtModel,drift), (int)offsetof(HtModel,log_loss),
                    (int)offsetof(HtModel,prior_log_loss),
                    (int)offsetof(HtModel,calibration_error), (int)offsetof(HtModel,fresh_bars),
                    (int)offsetof(HtModel,columns)};
   if(ht_abi_check(12,(int)sizeof(HtModel),offsets12,16) != HT_OK)
      return(12);

   int offsets13[]={(int)offsetof(HtTraining,struct_size), (int)offsetof(HtTraining,state),
                    (int)offsetof(HtTraining,candidate_id), (int)offsetof(HtTraining,started_s),
                    (int)offsetof(HtTraining,progress_frac), (int)offsetof(HtTraining,left_s),
                    (int)offsetof(HtTraining,auc_ovr), (int)offsetof(HtTraining,newer_log_loss),
                    (int)offsetof(HtTraining,older_log_loss), (int)offsetof(HtTraining,fresh_bars),
                    (int)offsetof(HtTraining,fresh_bars_needed),
                    (int)offsetof(HtTraining,window_bars), (int)offsetof(HtTraining,outcome)};
   if(ht_abi_check(13,(int)sizeof(HtTraining),offsets13,13) != HT_OK)
      return(13);
   return(0);
  }

#endif
