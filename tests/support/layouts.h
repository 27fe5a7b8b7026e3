/*
 * Every structure of the header with its number, size and field offsets, written out once.
 *
 * The hosts hold the compiler's view against these numbers when they are compiled, and the
 * library's view (ht_abi_check) when they run. Offsets follow from the declared fields alone:
 * nothing is padded, so each is the sum of the sizes before it.
 *
 * STRUCTURE(number, type, size) and FIELD(type, field, offset) are macros of the includer.
 */
#ifndef HYPERTRADER_TESTS_LAYOUTS_H
#define HYPERTRADER_TESTS_LAYOUTS_H

#define LAYOUT_STRUCTURES(STRUCTURE) \
    STRUCTURE(1, HtEngineParams, 136) \
    STRUCTURE(2, HtSession, 16) \
    STRUCTURE(3, HtSymbol, 576) \
    STRUCTURE(4, HtAccount, 80) \
    STRUCTURE(5, HtPosition, 96) \
    STRUCTURE(6, HtOrderResult, 56) \
    STRUCTURE(7, HtDeal, 120) \
    STRUCTURE(8, HtCalendarEvent, 32) \
    STRUCTURE(9, HtDecision, 128) \
    STRUCTURE(10, HtStatus, 256) \
    STRUCTURE(11, HtRuntimeStatus, 24) \
    STRUCTURE(12, HtModel, 112) \
    STRUCTURE(13, HtTraining, 80)

/* MetaTrader's own: fixed by the terminal, so they have no number. */
#define LAYOUT_METATRADER_STRUCTURES(STRUCTURE) \
    STRUCTURE(0, HtMqlTick, 60) \
    STRUCTURE(0, HtMqlRates, 60)

#define LAYOUT_HtMqlTick(FIELD) \
    FIELD(HtMqlTick, time, 0) \
    FIELD(HtMqlTick, bid, 8) \
    FIELD(HtMqlTick, ask, 16) \
    FIELD(HtMqlTick, last, 24) \
    FIELD(HtMqlTick, volume, 32) \
    FIELD(HtMqlTick, time_msc, 40) \
    FIELD(HtMqlTick, flags, 48) \
    FIELD(HtMqlTick, volume_real, 52)

#define LAYOUT_HtMqlRates(FIELD) \
    FIELD(HtMqlRates, time, 0) \
    FIELD(HtMqlRates, open, 8) \
    FIELD(HtMqlRates, high, 16) \
    FIELD(HtMqlRates, low, 24) \
    FIELD(HtMqlRates, close, 32) \
    FIELD(HtMqlRates, tick_volume, 40) \
    FIELD(HtMqlRates, spread, 48) \
    FIELD(HtMqlRates, real_volume, 52)

#define LAYOUT_HtEngineParams(FIELD) \
    FIELD(HtEngineParams, struct_size, 0) \
    FIELD(HtEngineParams, mode, 4) \
    FIELD(HtEngineParams, magic, 8) \
    FIELD(HtEngineParams, login, 16) \
    FIELD(HtEngineParams, risk_group, 24) \
    FIELD(HtEngineParams, period_s, 32) \
    FIELD(HtEngineParams, reserved, 36) \
    FIELD(HtEngineParams, instance_key, 40) \
    FIELD(HtEngineParams, symbol, 104)

#define LAYOUT_HtSession(FIELD) \
    FIELD(HtSession, day, 0) \
    FIELD(HtSession, from_s, 4) \
    FIELD(HtSession, to_s, 8) \
    FIELD(HtSession, reserved, 12)

#define LAYOUT_HtSymbol(FIELD) \
    FIELD(HtSymbol, struct_size, 0) \
    FIELD(HtSymbol, digits, 4) \
    FIELD(HtSymbol, point, 8) \
    FIELD(HtSymbol, tick_size, 16) \
    FIELD(HtSymbol, tick_value_profit, 24) \
    FIELD(HtSymbol, tick_value_loss, 32) \
    FIELD(HtSymbol, contract_size, 40) \
    FIELD(HtSymbol, volume_min, 48) \
    FIELD(HtSymbol, volume_max, 56) \
    FIELD(HtSymbol, volume_step, 64) \
    FIELD(HtSymbol, volume_limit, 72) \
    FIELD(HtSymbol, margin_initial, 80) \
    FIELD(HtSymbol, margin_maintenance, 88) \
    FIELD(HtSymbol, margin_per_lot_buy, 96) \
    FIELD(HtSymbol, margin_per_lot_sell, 104) \
    FIELD(HtSymbol, swap_long, 112) \
    FIELD(HtSymbol, swap_short, 120) \
    FIELD(HtSymbol, calc_mode, 128) \
    FIELD(HtSymbol, trade_mode, 132) \
    FIELD(HtSymbol, execution_mode, 136) \
    FIELD(HtSymbol, filling_flags, 140) \
    FIELD(HtSymbol, stops_level_points, 144) \
    FIELD(HtSymbol, freeze_level_points, 148) \
    FIELD(HtSymbol, chart_mode, 152) \
    FIELD(HtSymbol, swap_mode, 156) \
    FIELD(HtSymbol, swap_triple_day, 160) \
    FIELD(HtSymbol, reserved, 164) \
    FIELD(HtSymbol, sessions, 168) \
    FIELD(HtSymbol, currency_base, 504) \
    FIELD(HtSymbol, currency_profit, 512) \
    FIELD(HtSymbol, currency_margin, 520) \
    FIELD(HtSymbol, reserved_text, 528)

#define LAYOUT_HtAccount(FIELD) \
    FIELD(HtAccount, struct_size, 0) \
    FIELD(HtAccount, margin_mode, 4) \
    FIELD(HtAccount, login, 8) \
    FIELD(HtAccount, time_msc, 16) \
    FIELD(HtAccount, balance, 24) \
    FIELD(HtAccount, equity, 32) \
    FIELD(HtAccount, margin, 40) \
    FIELD(HtAccount, margin_free, 48) \
    FIELD(HtAccount, leverage, 56) \
    FIELD(HtAccount, trade_allowed, 60) \
    FIELD(HtAccount, currency, 64) \
    FIELD(HtAccount, reserved, 72)

#define LAYOUT_HtPosition(FIELD) \
    FIELD(HtPosition, ticket, 0) \
    FIELD(HtPosition, magic, 8) \
    FIELD(HtPosition, time_msc, 16) \
    FIELD(HtPosition, lots, 24) \
    FIELD(HtPosition, open_price, 32) \
    FIELD(HtPosition, stop_loss, 40) \
    FIELD(HtPosition, take_profit, 48) \
    FIELD(HtPosition, side, 56) \
    FIELD(HtPosition, reserved, 60) \
    FIELD(HtPosition, symbol, 64)

#define LAYOUT_HtOrderResult(FIELD) \
    FIELD(HtOrderResult, decision_id, 0) \
    FIELD(HtOrderResult, order_ticket, 8) \
    FIELD(HtOrderResult, deal_ticket, 16) \
    FIELD(HtOrderResult, lots, 24) \
    FIELD(HtOrderResult, price, 32) \
    FIELD(HtOrderResult, time_msc, 40) \
    FIELD(HtOrderResult, retcode, 48) \
    FIELD(HtOrderResult, reserved, 52)

#define LAYOUT_HtDeal(FIELD) \
    FIELD(HtDeal, ticket, 0) \
    FIELD(HtDeal, order_ticket, 8) \
    FIELD(HtDeal, position_ticket, 16) \
    FIELD(HtDeal, magic, 24) \
    FIELD(HtDeal, time_msc, 32) \
    FIELD(HtDeal, lots, 40) \
    FIELD(HtDeal, price, 48) \
    FIELD(HtDeal, profit, 56) \
    FIELD(HtDeal, commission, 64) \
    FIELD(HtDeal, swap, 72) \
    FIELD(HtDeal, side, 80) \
    FIELD(HtDeal, entry, 84) \
    FIELD(HtDeal, symbol, 88)

#define LAYOUT_HtCalendarEvent(FIELD) \
    FIELD(HtCalendarEvent, id, 0) \
    FIELD(HtCalendarEvent, time_s, 8) \
    FIELD(HtCalendarEvent, importance, 16) \
    FIELD(HtCalendarEvent, reserved, 20) \
    FIELD(HtCalendarEvent, currency, 24)

#define LAYOUT_HtDecision(FIELD) \
    FIELD(HtDecision, struct_size, 0) \
    FIELD(HtDecision, action, 4) \
    FIELD(HtDecision, id, 8) \
    FIELD(HtDecision, time_msc, 16) \
    FIELD(HtDecision, bar_time_s, 24) \
    FIELD(HtDecision, expires_msc, 32) \
    FIELD(HtDecision, position_ticket, 40) \
    FIELD(HtDecision, lots, 48) \
    FIELD(HtDecision, price, 56) \
    FIELD(HtDecision, stop_loss, 64) \
    FIELD(HtDecision, take_profit, 72) \
    FIELD(HtDecision, confidence_frac, 80) \
    FIELD(HtDecision, risk_money, 88) \
    FIELD(HtDecision, refusal_actual, 96) \
    FIELD(HtDecision, refusal_limit, 104) \
    FIELD(HtDecision, side, 112) \
    FIELD(HtDecision, deviation_points, 116) \
    FIELD(HtDecision, refusal_code, 120) \
    FIELD(HtDecision, attempt, 124)

#define LAYOUT_HtStatus(FIELD) \
    FIELD(HtStatus, struct_size, 0) \
    FIELD(HtStatus, state, 4) \
    FIELD(HtStatus, time_msc, 8) \
    FIELD(HtStatus, bar_time_s, 16) \
    FIELD(HtStatus, ticks, 24) \
    FIELD(HtStatus, ticks_skipped, 32) \
    FIELD(HtStatus, ticks_repeated, 40) \
    FIELD(HtStatus, bars, 48) \
    FIELD(HtStatus, bars_missing, 56) \
    FIELD(HtStatus, decisions, 64) \
    FIELD(HtStatus, refusals, 72) \
    FIELD(HtStatus, last_decision_id, 80) \
    FIELD(HtStatus, bid, 88) \
    FIELD(HtStatus, ask, 96) \
    FIELD(HtStatus, confidence_frac, 104) \
    FIELD(HtStatus, equity, 112) \
    FIELD(HtStatus, daily_loss_frac, 120) \
    FIELD(HtStatus, weekly_loss_frac, 128) \
    FIELD(HtStatus, drawdown_frac, 136) \
    FIELD(HtStatus, open_risk, 144) \
    FIELD(HtStatus, open_risk_total, 152) \
    FIELD(HtStatus, open_risk_limit, 160) \
    FIELD(HtStatus, position_ticket, 168) \
    FIELD(HtStatus, position_lots, 176) \
    FIELD(HtStatus, position_open_price, 184) \
    FIELD(HtStatus, position_stop_loss, 192) \
    FIELD(HtStatus, position_take_profit, 200) \
    FIELD(HtStatus, refusal_actual, 208) \
    FIELD(HtStatus, refusal_limit, 216) \
    FIELD(HtStatus, refusal_code, 224) \
    FIELD(HtStatus, signal_side, 228) \
    FIELD(HtStatus, position_side, 232) \
    FIELD(HtStatus, warm, 236) \
    FIELD(HtStatus, bars_needed, 240) \
    FIELD(HtStatus, decisions_waiting, 244) \
    FIELD(HtStatus, order_in_flight, 248) \
    FIELD(HtStatus, losses_in_row, 252)

#define LAYOUT_HtRuntimeStatus(FIELD) \
    FIELD(HtRuntimeStatus, struct_size, 0) \
    FIELD(HtRuntimeStatus, engines_open, 4) \
    FIELD(HtRuntimeStatus, engines_parked, 8) \
    FIELD(HtRuntimeStatus, engines_max, 12) \
    FIELD(HtRuntimeStatus, pinned, 16) \
    FIELD(HtRuntimeStatus, shut_down, 20)

#define LAYOUT_HtModel(FIELD) \
    FIELD(HtModel, struct_size, 0) \
    FIELD(HtModel, state, 4) \
    FIELD(HtModel, id, 8) \
    FIELD(HtModel, created_s, 16) \
    FIELD(HtModel, trained_from_s, 24) \
    FIELD(HtModel, trained_until_s, 32) \
    FIELD(HtModel, expires_s, 40) \
    FIELD(HtModel, trained_rows, 48) \
    FIELD(HtModel, buy_prob, 56) \
    FIELD(HtModel, sell_prob, 64) \
    FIELD(HtModel, drift, 72) \
    FIELD(HtModel, log_loss, 80) \
    FIELD(HtModel, prior_log_loss, 88) \
    FIELD(HtModel, calibration_error, 96) \
    FIELD(HtModel, fresh_bars, 104) \
    FIELD(HtModel, columns, 108)

#define LAYOUT_HtTraining(FIELD) \
    FIELD(HtTraining, struct_size, 0) \
    FIELD(HtTraining, state, 4) \
    FIELD(HtTraining, candidate_id, 8) \
    FIELD(HtTraining, started_s, 16) \
    FIELD(HtTraining, progress_frac, 24) \
    FIELD(HtTraining, left_s, 32) \
    FIELD(HtTraining, auc_ovr, 40) \
    FIELD(HtTraining, newer_log_loss, 48) \
    FIELD(HtTraining, older_log_loss, 56) \
    FIELD(HtTraining, fresh_bars, 64) \
    FIELD(HtTraining, fresh_bars_needed, 68) \
    FIELD(HtTraining, window_bars, 72) \
    FIELD(HtTraining, outcome, 76)

#endif
