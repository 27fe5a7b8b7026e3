//! The structures that cross the C ABI, their layouts asserted.
//!
//! Rules: fields in falling size, explicit reserved fields, no implicit padding,
//! size a multiple of 8, so that `pack(1)` in MQL5, natural layout in C and `repr(C)` here agree.

use std::mem::{offset_of, size_of};

/// One tick as MetaTrader lays it out: 60 bytes, no padding, any alignment.
///
/// | offset | field |
/// |---|---|
/// | 0 | time, i64 seconds |
/// | 8, 16, 24 | bid, ask, last, f64 |
/// | 32 | volume, u64 |
/// | 40 | time_msc, i64 |
/// | 48 | flags, u32 |
/// | 52 | volume_real, f64 |
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtMqlTick {
    bytes: [u8; 60],
}

/// One bar as MetaTrader lays it out: 60 bytes, no padding, any alignment.
///
/// | offset | field |
/// |---|---|
/// | 0 | time, i64 seconds |
/// | 8, 16, 24, 32 | open, high, low, close, f64 |
/// | 40 | tick_volume, i64 |
/// | 48 | spread, i32 points |
/// | 52 | real_volume, i64 |
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtMqlRates {
    bytes: [u8; 60],
}

/// Reads 8 bytes at a constant offset of a 60-byte record.
#[inline]
fn word<const AT: usize>(bytes: &[u8; 60]) -> [u8; 8] {
    let mut word = [0; 8];
    word.copy_from_slice(&bytes[AT..AT + 8]);
    word
}

impl HtMqlTick {
    /// Lays out a tick.
    #[must_use]
    pub fn new(time_msc: i64, bid: f64, ask: f64, last: f64, volume_real: f64, flags: u32) -> Self {
        let mut bytes = [0; 60];
        bytes[0..8].copy_from_slice(&time_msc.div_euclid(1000).to_le_bytes());
        bytes[8..16].copy_from_slice(&bid.to_le_bytes());
        bytes[16..24].copy_from_slice(&ask.to_le_bytes());
        bytes[24..32].copy_from_slice(&last.to_le_bytes());
        bytes[32..40].copy_from_slice(&(volume_real as u64).to_le_bytes());
        bytes[40..48].copy_from_slice(&time_msc.to_le_bytes());
        bytes[48..52].copy_from_slice(&flags.to_le_bytes());
        bytes[52..60].copy_from_slice(&volume_real.to_le_bytes());
        Self { bytes }
    }

    /// Server time in milliseconds.
    #[must_use]
    #[inline]
    pub fn time_msc(&self) -> i64 {
        i64::from_le_bytes(word::<40>(&self.bytes))
    }

    /// Server time in whole seconds, as the separate field says it.
    #[must_use]
    #[inline]
    pub fn time_s(&self) -> i64 {
        i64::from_le_bytes(word::<0>(&self.bytes))
    }

    /// Bid.
    #[must_use]
    #[inline]
    pub fn bid(&self) -> f64 {
        f64::from_le_bytes(word::<8>(&self.bytes))
    }

    /// Ask.
    #[must_use]
    #[inline]
    pub fn ask(&self) -> f64 {
        f64::from_le_bytes(word::<16>(&self.bytes))
    }

    /// Last.
    #[must_use]
    #[inline]
    pub fn last(&self) -> f64 {
        f64::from_le_bytes(word::<24>(&self.bytes))
    }

    /// Volume of the last trade.
    #[must_use]
    #[inline]
    pub fn volume(&self) -> f64 {
        f64::from_le_bytes(word::<52>(&self.bytes))
    }

    /// What changed.
    #[must_use]
    #[inline]
    pub fn flags(&self) -> u32 {
        let [_, _, _, _, a, b, c, d] = word::<44>(&self.bytes);
        u32::from_le_bytes([a, b, c, d])
    }
}

impl HtMqlRates {
    /// Lays out a bar: server seconds, then `[open, high, low, close]`, ticks and spread.
    #[must_use]
    pub fn new(time_s: i64, prices: [f64; 4], tick_volume: i64, spread_points: i32) -> Self {
        let mut bytes = [0; 60];
        bytes[0..8].copy_from_slice(&time_s.to_le_bytes());
        for (index, price) in prices.iter().enumerate() {
            bytes[8 + index * 8..16 + index * 8].copy_from_slice(&price.to_le_bytes());
        }
        bytes[40..48].copy_from_slice(&tick_volume.to_le_bytes());
        bytes[48..52].copy_from_slice(&spread_points.to_le_bytes());
        Self { bytes }
    }

    /// Open time in server seconds.
    #[must_use]
    pub fn time_s(&self) -> i64 {
        i64::from_le_bytes(word::<0>(&self.bytes))
    }

    /// Open, high, low, close.
    #[must_use]
    pub fn prices(&self) -> [f64; 4] {
        [
            f64::from_le_bytes(word::<8>(&self.bytes)),
            f64::from_le_bytes(word::<16>(&self.bytes)),
            f64::from_le_bytes(word::<24>(&self.bytes)),
            f64::from_le_bytes(word::<32>(&self.bytes)),
        ]
    }

    /// Number of ticks.
    #[must_use]
    pub fn tick_volume(&self) -> i64 {
        i64::from_le_bytes(word::<40>(&self.bytes))
    }

    /// Spread in points.
    #[must_use]
    pub fn spread_points(&self) -> i32 {
        let [.., a, b, c, d, _, _, _, _, _, _, _, _] = self.bytes;
        i32::from_le_bytes([a, b, c, d])
    }

    /// Traded volume.
    #[must_use]
    pub fn real_volume(&self) -> i64 {
        i64::from_le_bytes(word::<52>(&self.bytes))
    }
}

/// What an engine is opened with. Structure 1.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtEngineParams {
    /// sizeof(HtEngineParams).
    pub struct_size: u32,
    /// HT_MODE_LIVE, HT_MODE_PAPER, HT_MODE_TESTER or HT_MODE_REPLAY.
    pub mode: i32,
    /// Magic number: only positions and deals that carry it are this engine's.
    pub magic: u64,
    /// ACCOUNT_LOGIN: the account this engine trades. Snapshots of another account are refused.
    pub login: i64,
    /// Engines of one group and one account share the open-risk limit. Live engines: 0.
    /// Other modes: 0 = this engine alone.
    pub risk_group: u64,
    /// Bar period in seconds as PeriodSeconds() gives it; 0 = as configured.
    pub period_s: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Zero-terminated UTF-8. Re-opening with the same key takes over the state of the engine
    /// that was closed under it. Empty = never taken over.
    pub instance_key: [u8; 64],
    /// Zero-terminated UTF-8 symbol name, with the broker's suffix.
    pub symbol: [u8; 32],
}

/// One trading session of the symbol, on the server's clock. Structure 2.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtSession {
    /// Day of the week, 0 = Sunday.
    pub day: i32,
    /// First second of the session, from midnight.
    pub from_s: i32,
    /// First second after it, up to 86400. from_s == to_s == 0: no session in this entry.
    pub to_s: i32,
    /// Must be 0.
    pub reserved: i32,
}

/// The symbol specification as SymbolInfo* gives it. Structure 3.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtSymbol {
    /// sizeof(HtSymbol).
    pub struct_size: u32,
    /// SYMBOL_DIGITS.
    pub digits: i32,
    /// SYMBOL_POINT.
    pub point: f64,
    /// SYMBOL_TRADE_TICK_SIZE.
    pub tick_size: f64,
    /// SYMBOL_TRADE_TICK_VALUE_PROFIT, account currency per tick and lot.
    pub tick_value_profit: f64,
    /// SYMBOL_TRADE_TICK_VALUE_LOSS, account currency per tick and lot.
    pub tick_value_loss: f64,
    /// SYMBOL_TRADE_CONTRACT_SIZE.
    pub contract_size: f64,
    /// SYMBOL_VOLUME_MIN, lots.
    pub volume_min: f64,
    /// SYMBOL_VOLUME_MAX, lots.
    pub volume_max: f64,
    /// SYMBOL_VOLUME_STEP, lots.
    pub volume_step: f64,
    /// SYMBOL_VOLUME_LIMIT, lots, 0 = none.
    pub volume_limit: f64,
    /// SYMBOL_MARGIN_INITIAL.
    pub margin_initial: f64,
    /// SYMBOL_MARGIN_MAINTENANCE.
    pub margin_maintenance: f64,
    /// OrderCalcMargin of one lot bought, account currency; 0 = let the engine compute it.
    pub margin_per_lot_buy: f64,
    /// OrderCalcMargin of one lot sold, account currency; 0 = let the engine compute it.
    pub margin_per_lot_sell: f64,
    /// SYMBOL_SWAP_LONG.
    pub swap_long: f64,
    /// SYMBOL_SWAP_SHORT.
    pub swap_short: f64,
    /// SYMBOL_TRADE_CALC_MODE.
    pub calc_mode: i32,
    /// SYMBOL_TRADE_MODE.
    pub trade_mode: i32,
    /// SYMBOL_TRADE_EXEMODE.
    pub execution_mode: i32,
    /// SYMBOL_FILLING_MODE flags.
    pub filling_flags: i32,
    /// SYMBOL_TRADE_STOPS_LEVEL, points.
    pub stops_level_points: i32,
    /// SYMBOL_TRADE_FREEZE_LEVEL, points.
    pub freeze_level_points: i32,
    /// SYMBOL_CHART_MODE: 0 = bars from bid, 1 = from last.
    pub chart_mode: i32,
    /// SYMBOL_SWAP_MODE.
    pub swap_mode: i32,
    /// SYMBOL_SWAP_ROLLOVER3DAYS, 0 = Sunday.
    pub swap_triple_day: i32,
    /// Must be 0.
    pub reserved: i32,
    /// Trading sessions (SymbolInfoSessionTrade); none at all = always open.
    pub sessions: [HtSession; 21],
    /// SYMBOL_CURRENCY_BASE, zero-terminated.
    pub currency_base: [u8; 8],
    /// SYMBOL_CURRENCY_PROFIT, zero-terminated.
    pub currency_profit: [u8; 8],
    /// SYMBOL_CURRENCY_MARGIN, zero-terminated.
    pub currency_margin: [u8; 8],
    /// Must be 0.
    pub reserved_text: [u8; 48],
}

/// The account as AccountInfo* gives it. Structure 4.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtAccount {
    /// sizeof(HtAccount).
    pub struct_size: u32,
    /// ACCOUNT_MARGIN_MODE: 0 and 1 netting, 2 hedging.
    pub margin_mode: i32,
    /// ACCOUNT_LOGIN.
    pub login: i64,
    /// Server time of the snapshot, milliseconds.
    pub time_msc: i64,
    /// ACCOUNT_BALANCE.
    pub balance: f64,
    /// ACCOUNT_EQUITY: balance plus floating result.
    pub equity: f64,
    /// ACCOUNT_MARGIN.
    pub margin: f64,
    /// ACCOUNT_MARGIN_FREE.
    pub margin_free: f64,
    /// ACCOUNT_LEVERAGE.
    pub leverage: i32,
    /// 1 if terminal, program, account and connection all allow trading now, else 0.
    pub trade_allowed: i32,
    /// ACCOUNT_CURRENCY, zero-terminated.
    pub currency: [u8; 8],
    /// Must be 0.
    pub reserved: [u8; 8],
}

/// One open position. Structure 5.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtPosition {
    /// POSITION_TICKET.
    pub ticket: u64,
    /// POSITION_MAGIC.
    pub magic: u64,
    /// POSITION_TIME_MSC.
    pub time_msc: i64,
    /// POSITION_VOLUME, lots.
    pub lots: f64,
    /// POSITION_PRICE_OPEN.
    pub open_price: f64,
    /// POSITION_SL, 0 = none.
    pub stop_loss: f64,
    /// POSITION_TP, 0 = none.
    pub take_profit: f64,
    /// POSITION_TYPE: 0 = buy, 1 = sell.
    pub side: i32,
    /// Must be 0.
    pub reserved: i32,
    /// POSITION_SYMBOL, zero-terminated.
    pub symbol: [u8; 32],
}

/// What the trade server answered to one decision. Structure 6.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtOrderResult {
    /// HtDecision.id.
    pub decision_id: u64,
    /// MqlTradeResult.order.
    pub order_ticket: u64,
    /// MqlTradeResult.deal.
    pub deal_ticket: u64,
    /// MqlTradeResult.volume, lots.
    pub lots: f64,
    /// MqlTradeResult.price.
    pub price: f64,
    /// Server time of the answer, milliseconds.
    pub time_msc: i64,
    /// MqlTradeResult.retcode; 0 = the host did not send the request.
    pub retcode: u32,
    /// Must be 0.
    pub reserved: u32,
}

/// One deal. Structure 7.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtDeal {
    /// DEAL_TICKET.
    pub ticket: u64,
    /// DEAL_ORDER.
    pub order_ticket: u64,
    /// DEAL_POSITION_ID.
    pub position_ticket: u64,
    /// DEAL_MAGIC.
    pub magic: u64,
    /// DEAL_TIME_MSC.
    pub time_msc: i64,
    /// DEAL_VOLUME, lots.
    pub lots: f64,
    /// DEAL_PRICE.
    pub price: f64,
    /// DEAL_PROFIT, account currency.
    pub profit: f64,
    /// DEAL_COMMISSION plus DEAL_FEE, account currency, negative when charged.
    pub commission: f64,
    /// DEAL_SWAP, account currency, negative when charged.
    pub swap: f64,
    /// DEAL_TYPE: 0 = buy, 1 = sell. Other types (balance, credit) are not handed in.
    pub side: i32,
    /// DEAL_ENTRY: 0 = in, 1 = out, 2 = in/out, 3 = out by.
    pub entry: i32,
    /// DEAL_SYMBOL, zero-terminated.
    pub symbol: [u8; 32],
}

/// One scheduled economic event. Structure 8.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtCalendarEvent {
    /// Event value id; the same id again replaces the entry.
    pub id: u64,
    /// Server time of the event, seconds.
    pub time_s: i64,
    /// CALENDAR_IMPORTANCE: 0 none, 1 low, 2 moderate, 3 high.
    pub importance: i32,
    /// Must be 0.
    pub reserved: i32,
    /// Currency concerned, zero-terminated.
    pub currency: [u8; 8],
}

/// One decision, complete. Structure 9.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtDecision {
    /// sizeof(HtDecision), set by the caller.
    pub struct_size: u32,
    /// HT_ACTION_OPEN, HT_ACTION_CLOSE, HT_ACTION_MODIFY or HT_ACTION_REFUSED.
    pub action: i32,
    /// Number of the decision, rising, never reused by this engine.
    pub id: u64,
    /// Server time of the tick that made it, milliseconds.
    pub time_msc: i64,
    /// Server time of the open of the closed bar behind it, seconds.
    pub bar_time_s: i64,
    /// Do not execute after this server time, milliseconds.
    pub expires_msc: i64,
    /// Position to close or modify, 0 when opening.
    pub position_ticket: u64,
    /// Volume in lots, on the symbol's step.
    pub lots: f64,
    /// Market price it was made at.
    pub price: f64,
    /// Stop loss, 0 = none (only when closing).
    pub stop_loss: f64,
    /// Take profit, 0 = none.
    pub take_profit: f64,
    /// Confidence of the signal, 0 to 1.
    pub confidence_frac: f64,
    /// Money lost if the stop is hit, account currency, costs included.
    pub risk_money: f64,
    /// Refusal: the measured value.
    pub refusal_actual: f64,
    /// Refusal: what it was held against.
    pub refusal_limit: f64,
    /// HT_SIDE_BUY or HT_SIDE_SELL: side of the order to send; of the position for MODIFY.
    pub side: i32,
    /// Largest deviation from price, in points.
    pub deviation_points: u32,
    /// Refusal code (docs/refusals.md), 0 unless action is HT_ACTION_REFUSED.
    pub refusal_code: i32,
    /// 1 for the first attempt, counting up when a request is repeated at a fresh price.
    pub attempt: i32,
}

/// What a chart panel shows. Structure 10.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtStatus {
    /// sizeof(HtStatus), set by the caller.
    pub struct_size: u32,
    /// HT_STATE_ACTIVE, HT_STATE_REDUCING, HT_STATE_HALTED or HT_STATE_FAULTED.
    pub state: i32,
    /// The engine's clock as server time, milliseconds.
    pub time_msc: i64,
    /// Server time of the open of the last closed bar, seconds, 0 before one.
    pub bar_time_s: i64,
    /// Ticks taken.
    pub ticks: u64,
    /// Unusable ticks skipped on request.
    pub ticks_skipped: u64,
    /// Exact repetitions of the tick before, dropped.
    pub ticks_repeated: u64,
    /// Closed bars, history included.
    pub bars: u64,
    /// Bars missing between two closed bars, weekends and holidays included.
    pub bars_missing: u64,
    /// Orders and changes asked for.
    pub decisions: u64,
    /// Decisions refused.
    pub refusals: u64,
    /// Number of the newest decision, 0 before one.
    pub last_decision_id: u64,
    /// Newest bid.
    pub bid: f64,
    /// Newest ask.
    pub ask: f64,
    /// Confidence of the last signal, 0 to 1.
    pub confidence_frac: f64,
    /// Equity of the last account snapshot.
    pub equity: f64,
    /// Loss since the start of the server's day, fraction; negative = gain.
    pub daily_loss_frac: f64,
    /// Loss since the start of the server's week, fraction; negative = gain.
    pub weekly_loss_frac: f64,
    /// Drawdown from the peak, fraction of the peak.
    pub drawdown_frac: f64,
    /// Open risk of this engine, account currency.
    pub open_risk: f64,
    /// Open risk of all engines that share the limit, account currency.
    pub open_risk_total: f64,
    /// Largest open risk of all engines, account currency.
    pub open_risk_limit: f64,
    /// Own position: ticket, 0 = none.
    pub position_ticket: u64,
    /// Own position: lots.
    pub position_lots: f64,
    /// Own position: open price.
    pub position_open_price: f64,
    /// Own position: stop loss, 0 = none.
    pub position_stop_loss: f64,
    /// Own position: take profit, 0 = none.
    pub position_take_profit: f64,
    /// Last refusal: the measured value.
    pub refusal_actual: f64,
    /// Last refusal: what it was held against.
    pub refusal_limit: f64,
    /// Last refusal: code, 0 = none yet.
    pub refusal_code: i32,
    /// Side of the last signal, HT_SIDE_NONE without one.
    pub signal_side: i32,
    /// Own position: side, HT_SIDE_NONE without one.
    pub position_side: i32,
    /// 1 when all indicators that the rules need are valid.
    pub warm: i32,
    /// Closed bars still needed to be warm.
    pub bars_needed: i32,
    /// Decisions waiting to be collected.
    pub decisions_waiting: i32,
    /// 1 while an order has no final result.
    pub order_in_flight: i32,
    /// Losses in a row.
    pub losses_in_row: i32,
}

/// The process-wide part of the library. Structure 11.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtRuntimeStatus {
    /// sizeof(HtRuntimeStatus), set by the caller.
    pub struct_size: u32,
    /// Engines that have a handle.
    pub engines_open: i32,
    /// Closed engines kept warm under their instance key.
    pub engines_parked: i32,
    /// Largest number of engines, open and parked.
    pub engines_max: i32,
    /// 1 when the module is pinned in memory until the process ends.
    pub pinned: i32,
    /// 1 after ht_runtime_shutdown.
    pub shut_down: i32,
}

/// The model of an engine, and how it does. Structure 12.
///
/// Figures of fresh bars are of bars that closed after the last one the model learnt from and whose
/// outcome is known. They need `model.retrain`; without it, and before there are any, they are 0.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtModel {
    /// sizeof(HtModel), set by the caller.
    pub struct_size: u32,
    /// HT_MODEL_NONE, HT_MODEL_WARMING, HT_MODEL_READY or HT_MODEL_EXPIRED.
    pub state: i32,
    /// The first 8 of the 16 bytes of the model's number, most significant first; 0 = none.
    pub id: u64,
    /// Server time when it was trained, seconds.
    pub created_s: i64,
    /// Server time of the first row it learnt from, seconds.
    pub trained_from_s: i64,
    /// Server time of the last row it learnt from, seconds.
    pub trained_until_s: i64,
    /// Server time from which on it judges no bar, seconds; 0 = never.
    pub expires_s: i64,
    /// Rows it learnt from.
    pub trained_rows: u64,
    /// Probability of "buy pays" for the last closed bar, 0 to 1; 0 without an opinion.
    pub buy_prob: f64,
    /// Probability of "sell pays" for the last closed bar, 0 to 1; 0 without an opinion.
    pub sell_prob: f64,
    /// Largest population stability index of its columns; 0 before enough bars.
    pub drift: f64,
    /// Fresh bars: logarithmic loss.
    pub log_loss: f64,
    /// Fresh bars: logarithmic loss of the class frequencies of the bars before.
    pub prior_log_loss: f64,
    /// Fresh bars: expected calibration error of the most likely class, 0 to 1.
    pub calibration_error: f64,
    /// How many fresh bars.
    pub fresh_bars: i32,
    /// Columns it reads.
    pub columns: i32,
}

/// Training in the background. Structure 13.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HtTraining {
    /// sizeof(HtTraining), set by the caller.
    pub struct_size: u32,
    /// HT_TRAINING_OFF, _IDLE, _WAITING, _RUNNING, _SHADOW or _PROBATION.
    pub state: i32,
    /// The model on trial, as HtModel.id; 0 = none.
    pub candidate_id: u64,
    /// Server time when the last training began, seconds; 0 = none yet.
    pub started_s: i64,
    /// How much of a running training is done, 0 to 1.
    pub progress_frac: f64,
    /// Seconds that a running training still needs; 0 = unknown.
    pub left_s: f64,
    /// Mean area under the curve of the last training, out of fold; 0 = none.
    pub auc_ovr: f64,
    /// Shadow and probation: logarithmic loss of the newer model on fresh bars.
    pub newer_log_loss: f64,
    /// Shadow and probation: logarithmic loss of what it is held against.
    pub older_log_loss: f64,
    /// Shadow and probation: fresh bars so far.
    pub fresh_bars: i32,
    /// Shadow and probation: fresh bars until the verdict.
    pub fresh_bars_needed: i32,
    /// Bars at hand for a training.
    pub window_bars: i32,
    /// What came of the last training: HT_TRAINED_NONE, _PROMOTED, _REJECTED, _CONFIRMED,
    /// _ROLLED_BACK, _FAILED or _CANCELLED.
    pub outcome: i32,
}

impl HtModel {
    /// No model.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            struct_size: size_of::<Self>() as u32,
            state: HT_MODEL_NONE,
            id: 0,
            created_s: 0,
            trained_from_s: 0,
            trained_until_s: 0,
            expires_s: 0,
            trained_rows: 0,
            buy_prob: 0.0,
            sell_prob: 0.0,
            drift: 0.0,
            log_loss: 0.0,
            prior_log_loss: 0.0,
            calibration_error: 0.0,
            fresh_bars: 0,
            columns: 0,
        }
    }
}

impl HtTraining {
    /// Training that is off.
    #[must_use]
    pub const fn off() -> Self {
        Self {
            struct_size: size_of::<Self>() as u32,
            state: HT_TRAINING_OFF,
            candidate_id: 0,
            started_s: 0,
            progress_frac: 0.0,
            left_s: 0.0,
            auc_ovr: 0.0,
            newer_log_loss: 0.0,
            older_log_loss: 0.0,
            fresh_bars: 0,
            fresh_bars_needed: 0,
            window_bars: 0,
            outcome: HT_TRAINED_NONE,
        }
    }
}

/// Builds the table that `ht_abi_check` compares, and proves at compile time that each structure
/// has the stated size and no padding.
macro_rules! layouts {
    ($($id:literal $name:ident $size:literal { $($field:ident)+ })+) => {
        $(const _: () = {
            assert!(size_of::<$name>() == $size && $size % 8 == 0);
            assert!(0 $(+ field_size(|record: &$name| &record.$field))+ == $size);
        };)+

        /// Size and field offsets of the structure with a number, in declaration order; `None`
        /// beyond the last structure.
        #[must_use]
        pub fn layout(id: i32) -> Option<(usize, &'static [usize])> {
            match id {
                $($id => Some((size_of::<$name>(), const { &[$(offset_of!($name, $field),)+] })),)+
                _ => None,
            }
        }
    };
}

const fn field_size<T, F>(_: fn(&T) -> &F) -> usize {
    size_of::<F>()
}

layouts! {
    1 HtEngineParams 136 {
        struct_size mode magic login risk_group period_s reserved instance_key symbol
    }
    2 HtSession 16 { day from_s to_s reserved }
    3 HtSymbol 576 {
        struct_size digits point tick_size tick_value_profit tick_value_loss contract_size
        volume_min volume_max volume_step volume_limit margin_initial margin_maintenance
        margin_per_lot_buy margin_per_lot_sell swap_long swap_short calc_mode trade_mode
        execution_mode filling_flags stops_level_points freeze_level_points chart_mode swap_mode
        swap_triple_day reserved sessions currency_base currency_profit currency_margin
        reserved_text
    }
    4 HtAccount 80 {
        struct_size margin_mode login time_msc balance equity margin margin_free leverage
        trade_allowed currency reserved
    }
    5 HtPosition 96 {
        ticket magic time_msc lots open_price stop_loss take_profit side reserved symbol
    }
    6 HtOrderResult 56 {
        decision_id order_ticket deal_ticket lots price time_msc retcode reserved
    }
    7 HtDeal 120 {
        ticket order_ticket position_ticket magic time_msc lots price profit commission swap
        side entry symbol
    }
    8 HtCalendarEvent 32 { id time_s importance reserved currency }
    9 HtDecision 128 {
        struct_size action id time_msc bar_time_s expires_msc position_ticket lots price
        stop_loss take_profit confidence_frac risk_money refusal_actual refusal_limit side
        deviation_points refusal_code attempt
    }
    10 HtStatus 256 {
        struct_size state time_msc bar_time_s ticks ticks_skipped ticks_repeated bars
        bars_missing decisions refusals last_decision_id bid ask confidence_frac equity
        daily_loss_frac weekly_loss_frac drawdown_frac open_risk open_risk_total open_risk_limit
        position_ticket position_lots position_open_price position_stop_loss
        position_take_profit refusal_actual refusal_limit refusal_code signal_side position_side
        warm bars_needed decisions_waiting order_in_flight losses_in_row
    }
    11 HtRuntimeStatus 24 { struct_size engines_open engines_parked engines_max pinned shut_down }
    12 HtModel 112 {
        struct_size state id created_s trained_from_s trained_until_s expires_s trained_rows
        buy_prob sell_prob drift log_loss prior_log_loss calibration_error fresh_bars columns
    }
    13 HtTraining 80 {
        struct_size state candidate_id started_s progress_frac left_s auc_ovr newer_log_loss
        older_log_loss fresh_bars fresh_bars_needed window_bars outcome
    }
}

/// Modes of an engine.
pub const HT_MODE_LIVE: i32 = 0;
/// Live prices, simulated orders: as live, but nothing is shared with live engines.
pub const HT_MODE_PAPER: i32 = 1;
/// MetaTrader's Strategy Tester: no files, no threads, time only from the arguments.
pub const HT_MODE_TESTER: i32 = 2;
/// Recorded data: as tester.
pub const HT_MODE_REPLAY: i32 = 3;

/// No side.
pub const HT_SIDE_NONE: i32 = -1;
/// Buy (as ORDER_TYPE_BUY and POSITION_TYPE_BUY).
pub const HT_SIDE_BUY: i32 = 0;
/// Sell (as ORDER_TYPE_SELL and POSITION_TYPE_SELL).
pub const HT_SIDE_SELL: i32 = 1;

/// Open a position at the market.
pub const HT_ACTION_OPEN: i32 = 1;
/// Close the position at the market.
pub const HT_ACTION_CLOSE: i32 = 2;
/// Change stop loss and take profit of the position.
pub const HT_ACTION_MODIFY: i32 = 3;
/// Nothing to do: a signal was refused, and why.
pub const HT_ACTION_REFUSED: i32 = 4;

/// Entries and exits.
pub const HT_STATE_ACTIVE: i32 = 0;
/// Exits only.
pub const HT_STATE_REDUCING: i32 = 1;
/// Exits only, latched until HT_COMMAND_RESET.
pub const HT_STATE_HALTED: i32 = 2;
/// Nothing, after an internal fault.
pub const HT_STATE_FAULTED: i32 = 3;

/// No new entries until HT_COMMAND_RESUME.
pub const HT_COMMAND_PAUSE: i32 = 1;
/// Ends a pause.
pub const HT_COMMAND_RESUME: i32 = 2;
/// Latches the kill switch.
pub const HT_COMMAND_HALT: i32 = 3;
/// Releases the kill switch and measures drawdown from the present equity.
pub const HT_COMMAND_RESET: i32 = 4;
/// Closes the own position and pauses.
pub const HT_COMMAND_FLATTEN: i32 = 5;

/// ht_engine_ticks: skip and count unusable ticks instead of refusing the batch.
pub const HT_TICKS_SKIP_BAD: i32 = 1;
/// ht_engine_history: the last bar is still forming.
pub const HT_HISTORY_FORMING: i32 = 1;

/// There is no model: the rules decide, or nobody.
pub const HT_MODEL_NONE: i32 = 0;
/// The model waits for more closed bars.
pub const HT_MODEL_WARMING: i32 = 1;
/// The model judges closed bars.
pub const HT_MODEL_READY: i32 = 2;
/// The model is too old to judge.
pub const HT_MODEL_EXPIRED: i32 = 3;

/// `model.retrain.mode` is off.
pub const HT_TRAINING_OFF: i32 = 0;
/// Nothing is under way.
pub const HT_TRAINING_IDLE: i32 = 1;
/// A training waits for the thread.
pub const HT_TRAINING_WAITING: i32 = 2;
/// A training is running.
pub const HT_TRAINING_RUNNING: i32 = 3;
/// A new model is judged on fresh bars before it may decide.
pub const HT_TRAINING_SHADOW: i32 = 4;
/// A new model decides; the one before is still held against it.
pub const HT_TRAINING_PROBATION: i32 = 5;

/// Nothing was trained yet.
pub const HT_TRAINED_NONE: i32 = 0;
/// The new model decides.
pub const HT_TRAINED_PROMOTED: i32 = 1;
/// The new model was not better on fresh bars.
pub const HT_TRAINED_REJECTED: i32 = 2;
/// The new model was not worse in its probation and stays.
pub const HT_TRAINED_CONFIRMED: i32 = 3;
/// The new model was worse in its probation; the one before decides again.
pub const HT_TRAINED_ROLLED_BACK: i32 = 4;
/// Training failed; the log says why.
pub const HT_TRAINED_FAILED: i32 = 5;
/// Training was cancelled.
pub const HT_TRAINED_CANCELLED: i32 = 6;

const _: () = assert!(size_of::<HtMqlTick>() == 60 && size_of::<HtMqlRates>() == 60);
const _: () = assert!(align_of::<HtMqlTick>() == 1 && align_of::<HtMqlRates>() == 1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_reads_back_what_was_laid_out() {
        let bar = HtMqlRates::new(-5, [1.0, 2.0, 0.5, 1.5], 77, -3);
        assert_eq!((bar.time_s(), bar.prices(), bar.tick_volume()), (-5, [1.0, 2.0, 0.5, 1.5], 77));
        assert_eq!(bar.spread_points(), -3);
    }

    #[test]
    fn a_tick_reads_back_what_was_laid_out() {
        let tick = HtMqlTick::new(1_700_000_000_123, 1.1, 1.2, 1.15, 3.5, 6);
        assert_eq!(tick.time_msc(), 1_700_000_000_123);
        assert_eq!((tick.time_s(), tick.flags()), (1_700_000_000, 6));
        assert_eq!((tick.bid(), tick.ask(), tick.last(), tick.volume()), (1.1, 1.2, 1.15, 3.5));
    }
}
