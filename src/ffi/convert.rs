//! The host's structures into domain values, every field checked.

use super::abi::{
    HT_SIDE_BUY, HT_SIDE_SELL, HtAccount, HtCalendarEvent, HtDeal, HtMqlRates, HtMqlTick,
    HtOrderResult, HtPosition, HtSession, HtSymbol,
};
use super::code::{HT_E_SYMBOL, HT_E_UTF8, HT_E_VALUE};
use super::failure::Failure;
use crate::clock::ServerClock;
use crate::types::{
    Account, Bar, CalcMode, ChartMode, Currency, Deal, DealEntry, ExecutionMode, FillingFlags,
    FixedText, MarginMode, OrderResult, Position, Session, Side, SwapMode, SymbolSpec, Tick,
    TradeMode, UnixNanos, VolumeRules,
};

const NANOS_PER_MILLI: i64 = 1_000_000;
const NANOS_PER_SECOND: i64 = 1_000_000_000;
/// 1 January 2200: no server time is later, and its nanoseconds still fit.
const SERVER_SECONDS_MAX: i64 = 7_258_118_400;

fn value_error(field: &str, was: impl std::fmt::Display, expected: &str) -> Failure {
    Failure::new(HT_E_VALUE, format_args!("{field} was {was}, expected {expected}"))
}

/// A terminated text field.
pub(super) fn text<const N: usize>(bytes: &[u8; N], field: &str) -> Result<FixedText<N>, Failure> {
    FixedText::from_c(bytes).map_err(|error| {
        Failure::new(
            HT_E_UTF8,
            format_args!("{field} was not UTF-8 at byte {}", error.valid_up_to()),
        )
    })
}

fn finite(value: f64, field: &str) -> Result<f64, Failure> {
    if value.is_finite() { Ok(value) } else { Err(value_error(field, value, "a finite number")) }
}

fn above_zero(value: f64, field: &str) -> Result<f64, Failure> {
    if value.is_finite() && value > 0.0 {
        Ok(value)
    } else {
        Err(value_error(field, value, "a finite number above 0"))
    }
}

fn zero_or_more(value: f64, field: &str) -> Result<f64, Failure> {
    if value.is_finite() && value >= 0.0 {
        Ok(value)
    } else {
        Err(value_error(field, value, "a finite number, 0 or more"))
    }
}

fn reserved_is_zero(is_zero: bool, structure: &str) -> Result<(), Failure> {
    if is_zero {
        return Ok(());
    }
    Err(value_error(&format!("{structure}.reserved"), "not 0", "0"))
}

fn side(code: i32, field: &str) -> Result<Side, Failure> {
    match code {
        HT_SIDE_BUY => Ok(Side::Buy),
        HT_SIDE_SELL => Ok(Side::Sell),
        _ => Err(value_error(field, code, "0 (buy) or 1 (sell)")),
    }
}

/// Server seconds that can be a time stamp.
pub(super) fn server_seconds(seconds: i64, field: &str) -> Result<i64, Failure> {
    if (0..=SERVER_SECONDS_MAX).contains(&seconds) {
        Ok(seconds)
    } else {
        Err(value_error(field, seconds, "seconds from 1970 to 2200"))
    }
}

/// Server milliseconds that can be a time stamp, in nanoseconds.
pub(super) fn server_nanos(millis: i64, field: &str) -> Result<i64, Failure> {
    if (0..=SERVER_SECONDS_MAX * 1_000).contains(&millis) {
        Ok(millis * NANOS_PER_MILLI)
    } else {
        Err(value_error(field, millis, "milliseconds from 1970 to 2200"))
    }
}

/// Server milliseconds as UTC.
fn utc_of_millis(clock: &mut ServerClock, millis: i64, field: &str) -> Result<UnixNanos, Failure> {
    Ok(clock.to_utc(server_nanos(millis, field)?))
}

/// A tick with its server time in nanoseconds. Prices are checked by the engine.
#[inline]
pub(super) fn tick(raw: &HtMqlTick) -> Option<(i64, Tick)> {
    let millis = match raw.time_msc() {
        0 => raw.time_s().checked_mul(1_000)?, // some feeds fill only the seconds
        millis => millis,
    };
    if !(0..=SERVER_SECONDS_MAX * 1_000).contains(&millis) {
        return None;
    }
    let tick = Tick {
        time: UnixNanos::default(),
        bid: raw.bid(),
        ask: raw.ask(),
        last: raw.last(),
        volume: raw.volume(),
    };
    Some((millis * NANOS_PER_MILLI, tick))
}

/// A bar with its server open time in seconds. Prices are checked by the engine.
pub(super) fn bar(raw: &HtMqlRates, clock: &mut ServerClock) -> Result<(i64, Bar), Failure> {
    let (open_s, bar) = bar_without_utc(raw)?;
    Ok((open_s, Bar { open_time: clock.to_utc(open_s * NANOS_PER_SECOND), ..bar }))
}

/// As [`bar`], where no clock is at hand: the bar's own time is not set.
pub(super) fn bar_without_utc(raw: &HtMqlRates) -> Result<(i64, Bar), Failure> {
    let open_s = server_seconds(raw.time_s(), "rates.time")?;
    let [open, high, low, close] = raw.prices();
    let spread_points = u32::try_from(raw.spread_points())
        .map_err(|_| value_error("rates.spread", raw.spread_points(), "0 or more"))?;
    let volume = raw.tick_volume() as f64;
    let open_time = UnixNanos::default();
    Ok((open_s, Bar { open_time, open, high, low, close, volume, spread_points }))
}

/// The symbol specification; problems of single fields come first, then everything
/// [`SymbolSpec::check`] lists.
pub(super) fn symbol(raw: &HtSymbol, name: FixedText<32>) -> Result<SymbolSpec, Failure> {
    let clear = raw.reserved == 0 && raw.reserved_text.iter().all(|&byte| byte == 0);
    reserved_is_zero(clear, "symbol")?;
    let unsigned = |value: i32, field: &str| {
        u32::try_from(value).map_err(|_| value_error(field, value, "0 or more"))
    };
    let spec = SymbolSpec {
        name,
        digits: unsigned(raw.digits, "symbol.digits")?,
        point: raw.point,
        tick_size: raw.tick_size,
        tick_value_profit: raw.tick_value_profit,
        tick_value_loss: raw.tick_value_loss,
        contract_size: raw.contract_size,
        calc_mode: CalcMode::from_mt5(raw.calc_mode)
            .ok_or_else(|| value_error("symbol.calc_mode", raw.calc_mode, "0 to 5, 32 or 33"))?,
        trade_mode: TradeMode::from_mt5(raw.trade_mode)
            .ok_or_else(|| value_error("symbol.trade_mode", raw.trade_mode, "0 to 4"))?,
        execution_mode: ExecutionMode::from_mt5(raw.execution_mode)
            .ok_or_else(|| value_error("symbol.execution_mode", raw.execution_mode, "0 to 3"))?,
        filling: FillingFlags(unsigned(raw.filling_flags, "symbol.filling_flags")?),
        volume: VolumeRules {
            min_lots: raw.volume_min,
            max_lots: raw.volume_max,
            step_lots: raw.volume_step,
            limit_lots: raw.volume_limit,
        },
        stops_level_points: unsigned(raw.stops_level_points, "symbol.stops_level_points")?,
        freeze_level_points: unsigned(raw.freeze_level_points, "symbol.freeze_level_points")?,
        chart_mode: match raw.chart_mode {
            0 => ChartMode::Bid,
            1 => ChartMode::Last,
            other => return Err(value_error("symbol.chart_mode", other, "0 (bid) or 1 (last)")),
        },
        currency_base: Currency(text(&raw.currency_base, "symbol.currency_base")?),
        currency_profit: Currency(text(&raw.currency_profit, "symbol.currency_profit")?),
        currency_margin: Currency(text(&raw.currency_margin, "symbol.currency_margin")?),
        margin_initial: raw.margin_initial,
        margin_maintenance: raw.margin_maintenance,
        margin_per_lot_buy: raw.margin_per_lot_buy,
        margin_per_lot_sell: raw.margin_per_lot_sell,
        swap_mode: SwapMode::from_mt5(raw.swap_mode)
            .ok_or_else(|| value_error("symbol.swap_mode", raw.swap_mode, "0 to 9"))?,
        swap_long: raw.swap_long,
        swap_short: raw.swap_short,
        swap_triple_day: u8::try_from(raw.swap_triple_day)
            .map_err(|_| value_error("symbol.swap_triple_day", raw.swap_triple_day, "0 to 6"))?,
        sessions: sessions(&raw.sessions)?,
    };
    let problems = spec.check();
    if problems.is_empty() {
        return Ok(spec);
    }
    let lines: Vec<String> = problems.iter().map(|problem| format!("symbol.{problem}")).collect();
    Err(Failure::new(HT_E_SYMBOL, lines.join("; ")))
}

fn sessions(raw: &[HtSession; 21]) -> Result<[Option<Session>; 21], Failure> {
    let mut sessions = [None; 21];
    for (target, entry) in sessions.iter_mut().zip(raw) {
        if entry.from_s == 0 && entry.to_s == 0 {
            continue;
        }
        let number = |value: i32, field: &str| {
            u32::try_from(value).map_err(|_| value_error(field, value, "0 or more"))
        };
        reserved_is_zero(entry.reserved == 0, "symbol.sessions")?;
        *target = Some(Session {
            day: u8::try_from(entry.day)
                .map_err(|_| value_error("symbol.sessions.day", entry.day, "0 to 6"))?,
            from_s: number(entry.from_s, "symbol.sessions.from_s")?,
            to_s: number(entry.to_s, "symbol.sessions.to_s")?,
        });
    }
    Ok(sessions)
}

/// The account snapshot. Whether the amounts make sense is for `risk` to say; they must be numbers.
pub(super) fn account(raw: &HtAccount, clock: &mut ServerClock) -> Result<Account, Failure> {
    reserved_is_zero(raw.reserved == [0; 8], "account")?;
    Ok(Account {
        login: raw.login,
        currency: Currency(text(&raw.currency, "account.currency")?),
        balance: finite(raw.balance, "account.balance")?,
        equity: finite(raw.equity, "account.equity")?,
        margin: zero_or_more(raw.margin, "account.margin")?,
        margin_free: finite(raw.margin_free, "account.margin_free")?,
        leverage: u32::try_from(raw.leverage)
            .ok()
            .filter(|&leverage| leverage > 0)
            .ok_or_else(|| value_error("account.leverage", raw.leverage, "1 or more"))?,
        margin_mode: match raw.margin_mode {
            0 | 1 => MarginMode::Netting,
            2 => MarginMode::Hedging,
            other => return Err(value_error("account.margin_mode", other, "0, 1 or 2")),
        },
        trade_allowed: match raw.trade_allowed {
            0 => false,
            1 => true,
            other => return Err(value_error("account.trade_allowed", other, "0 or 1")),
        },
        time: utc_of_millis(clock, raw.time_msc, "account.time_msc")?,
    })
}

/// One position of the snapshot.
pub(super) fn position(raw: &HtPosition, clock: &mut ServerClock) -> Result<Position, Failure> {
    reserved_is_zero(raw.reserved == 0, "position")?;
    let optional = |price: f64, field: &str| {
        zero_or_more(price, field).map(|price| (price > 0.0).then_some(price))
    };
    Ok(Position {
        ticket: raw.ticket,
        magic: raw.magic,
        symbol: text(&raw.symbol, "position.symbol")?,
        side: side(raw.side, "position.side")?,
        lots: above_zero(raw.lots, "position.lots")?,
        open_price: above_zero(raw.open_price, "position.open_price")?,
        stop_loss: optional(raw.stop_loss, "position.stop_loss")?,
        take_profit: optional(raw.take_profit, "position.take_profit")?,
        open_time: utc_of_millis(clock, raw.time_msc, "position.time_msc")?,
    })
}

/// The answer to one request.
pub(super) fn order_result(
    raw: &HtOrderResult,
    clock: &mut ServerClock,
) -> Result<OrderResult, Failure> {
    reserved_is_zero(raw.reserved == 0, "result")?;
    Ok(OrderResult {
        decision_id: raw.decision_id,
        retcode: raw.retcode,
        order_ticket: raw.order_ticket,
        deal_ticket: raw.deal_ticket,
        lots: zero_or_more(raw.lots, "result.lots")?,
        price: zero_or_more(raw.price, "result.price")?,
        time: utc_of_millis(clock, raw.time_msc, "result.time_msc")?,
    })
}

/// One deal.
pub(super) fn deal(raw: &HtDeal, clock: &mut ServerClock) -> Result<Deal, Failure> {
    Ok(Deal {
        ticket: raw.ticket,
        order_ticket: raw.order_ticket,
        position_ticket: raw.position_ticket,
        magic: raw.magic,
        symbol: text(&raw.symbol, "deal.symbol")?,
        side: side(raw.side, "deal.side")?,
        entry: match raw.entry {
            0 => DealEntry::In,
            1 => DealEntry::Out,
            2 => DealEntry::InOut,
            3 => DealEntry::OutBy,
            other => return Err(value_error("deal.entry", other, "0 to 3")),
        },
        lots: above_zero(raw.lots, "deal.lots")?,
        price: above_zero(raw.price, "deal.price")?,
        profit: finite(raw.profit, "deal.profit")?,
        commission: finite(raw.commission, "deal.commission")?,
        swap: finite(raw.swap, "deal.swap")?,
        time: utc_of_millis(clock, raw.time_msc, "deal.time_msc")?,
    })
}

/// One calendar entry: id, UTC time, importance 0 to 3, currency.
pub(super) fn calendar_event(
    raw: &HtCalendarEvent,
    clock: &mut ServerClock,
) -> Result<(u64, UnixNanos, u8, Currency), Failure> {
    reserved_is_zero(raw.reserved == 0, "event")?;
    let seconds = server_seconds(raw.time_s, "event.time_s")?;
    let importance = u8::try_from(raw.importance)
        .ok()
        .filter(|&importance| importance <= 3)
        .ok_or_else(|| value_error("event.importance", raw.importance, "0 to 3"))?;
    let currency = Currency(text(&raw.currency, "event.currency")?);
    Ok((raw.id, clock.to_utc(seconds * NANOS_PER_SECOND), importance, currency))
}
