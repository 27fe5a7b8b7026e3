//! The exported functions that concern one engine.
//!
//! They translate and delegate; nothing is decided here. Checks run in the order handle, NULL,
//! size and count, values, call order; the first failure is the one reported, and a failed call
//! changes nothing. Times of snapshots and reports are converted with a copy of the server's clock:
//! only what tells the present time moves it, neither a refused call nor a position of last week.

#![expect(unsafe_code, reason = "exported C functions")]

use super::abi::{
    HT_COMMAND_FLATTEN, HT_COMMAND_HALT, HT_COMMAND_PAUSE, HT_COMMAND_RESET, HT_COMMAND_RESUME,
    HT_HISTORY_FORMING, HT_TICKS_SKIP_BAD, HtAccount, HtCalendarEvent, HtDeal, HtDecision,
    HtMqlRates, HtMqlTick, HtOrderResult, HtPosition, HtStatus, HtSymbol,
};
use super::code::{HT_E_BAR, HT_E_ORDER, HT_E_TICK, HT_E_TIME, HT_E_UNKNOWN, HT_E_VALUE, HT_OK};
use super::convert;
use super::failure::{Failure, Outcome};
use super::guard::{with_engine, with_session};
use super::memory;
use super::report;
use super::session::Session;
use crate::engine::{Command, Engine};
use crate::telemetry::Call;
use crate::types::{Tick, TickError};

/// Hands in the symbol specification. Call it after opening and whenever a value changed.
///
/// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL, HT_E_SIZE, HT_E_VALUE,
/// HT_E_UTF8, HT_E_SYMBOL (the text lists every problem). Not for the tick path.
///
/// # Safety
/// `symbol` is NULL or points to as many bytes as its `struct_size` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_symbol(handle: i64, symbol: *const HtSymbol) -> i32 {
    with_engine(Call::EngineSymbol, handle, |session| {
        // SAFETY: the caller's guarantee is handed on.
        let raw = unsafe { memory::read_sized(symbol, "symbol") }?;
        let spec = convert::symbol(&raw, session.engine.symbol_name())?;
        session.engine.set_symbol(spec);
        Ok(HT_OK)
    })
}

/// Hands in closed bars for warm-up, oldest first, as CopyRates gives them.
///
/// flags: 0, or HT_HISTORY_FORMING if the last bar is still forming (CopyRates from position 0):
/// ticks then continue it. Bars that are not newer than what the engine has are skipped. Call it
/// before the first tick.
///
/// Returns: the number of bars taken; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL, HT_E_COUNT,
/// HT_E_VALUE, HT_E_BAR (the text names the bar), HT_E_TIME (not in order), HT_E_ORDER (before
/// ht_engine_symbol, or after the first tick). All bars or none are taken.
///
/// # Safety
/// `rates` is NULL or points to `count` bars of 60 bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_history(
    handle: i64,
    rates: *const HtMqlRates,
    count: i32,
    flags: i32,
) -> i32 {
    with_engine(Call::EngineHistory, handle, |session| {
        // SAFETY: the caller's guarantee is handed on.
        let rates = unsafe { memory::records(rates, count, "rates") }?;
        if flags & !HT_HISTORY_FORMING != 0 {
            return Err(Failure::new(
                HT_E_VALUE,
                format_args!("flags was {flags}, expected 0 or 1"),
            ));
        }
        let mut clock = session.engine.clock().clone();
        let mut bars = Vec::with_capacity(rates.len());
        for (index, raw) in rates.iter().enumerate() {
            let at = |text: String| format!("bar {index} of {count}: {text}");
            let (open_s, bar) = convert::bar(raw, &mut clock)
                .map_err(|failure| Failure::new(failure.code, at(failure.text)))?;
            bar.check().map_err(|error| Failure::new(HT_E_BAR, at(error.to_string())))?;
            if let Some((before, _)) = bars.last()
                && open_s <= *before
            {
                let text = format!("time was {open_s}, expected later than {before}");
                return Err(Failure::new(HT_E_TIME, at(text)));
            }
            bars.push((open_s, bar));
        }
        let engine = &mut session.engine;
        require_symbol(engine)?;
        if engine.has_ticks() {
            return Err(Failure::new(HT_E_ORDER, "history comes before the first tick"));
        }
        let forming = flags & HT_HISTORY_FORMING != 0;
        let taken = engine.push_history(&bars, forming);
        if let Some(training) = &mut session.retraining {
            training.take_bars(&bars[..bars.len().saturating_sub(usize::from(forming))]);
        }
        Ok(i32::try_from(taken).unwrap_or(i32::MAX))
    })
}

fn require_symbol(engine: &Engine) -> Result<(), Failure> {
    if engine.has_symbol() {
        return Ok(());
    }
    Err(Failure::new(HT_E_ORDER, "ht_engine_symbol must be called first"))
}

/// Hands in ticks in order of time, as CopyTicks gives them, and makes the decisions they lead to.
///
/// now_msc: the server's clock in milliseconds (TimeTradeServer() * 1000), to recognise ticks that
/// arrive late; 0 = the ticks' own times are now (tester, replay). A tick more than two hours after
/// it is unusable.
/// flags: 0 = an unusable tick refuses the whole batch; HT_TICKS_SKIP_BAD = it is skipped and
/// counted in HtStatus.ticks_skipped.
/// A tick equal to the one before it, time included, is dropped.
///
/// Returns: the number of decisions waiting for ht_engine_decision; HT_E_HANDLE, HT_E_BUSY,
/// HT_E_FAULTED, HT_E_NULL, HT_E_COUNT, HT_E_VALUE, HT_E_ORDER (before ht_engine_symbol), HT_E_TICK
/// or HT_E_TIME (the text names the tick; nothing was taken).
///
/// Wait-free: no allocation, no lock, no system call (when it succeeds).
///
/// # Safety
/// `ticks` is NULL or points to `count` ticks of 60 bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_ticks(
    handle: i64,
    ticks: *const HtMqlTick,
    count: i32,
    now_msc: i64,
    flags: i32,
) -> i32 {
    with_engine(Call::EngineTicks, handle, |session| {
        // SAFETY: the caller's guarantee is handed on.
        let ticks = unsafe { memory::records(ticks, count, "ticks") }?;
        if flags & !HT_TICKS_SKIP_BAD != 0 {
            return Err(Failure::new(
                HT_E_VALUE,
                format_args!("flags was {flags}, expected 0 or 1"),
            ));
        }
        let now_ns = convert::server_nanos(now_msc, "now_msc")?;
        require_symbol(&session.engine)?;
        let skip = flags & HT_TICKS_SKIP_BAD != 0;
        let latest_ns = if now_ns > 0 { now_ns + AHEAD_MAX_NS } else { i64::MAX };
        if !skip {
            check_ticks(&session.engine, ticks, latest_ns)?;
        }
        session.engine.advance_to_server(now_ns);
        for raw in ticks {
            match convert::tick(raw) {
                Some((server_ns, tick)) if server_ns <= latest_ns => {
                    if session.engine.on_tick(server_ns, tick).is_err() {
                        session.engine.count_skipped_tick();
                    }
                }
                _ => session.engine.count_skipped_tick(),
            }
        }
        Ok(session.decisions_waiting())
    })
}

/// How far a tick may lie after the host's clock: twice what a change of daylight saving can
/// explain. A time far ahead would stop the engine's clock for every tick that follows.
const AHEAD_MAX_NS: i64 = 7_200 * 1_000_000_000;

/// Finds the first unusable tick of a batch before any is taken.
#[inline]
fn check_ticks(engine: &Engine, ticks: &[HtMqlTick], latest_ns: i64) -> Result<(), Failure> {
    let mut previous_ns = engine.last_tick_server_ns();
    for (index, raw) in ticks.iter().enumerate() {
        let Some((server_ns, tick)) = convert::tick(raw) else {
            return Err(bad_tick_time(index, ticks.len(), raw.time_msc()));
        };
        if let Err(error) = check_tick(engine, &tick, server_ns, previous_ns) {
            return Err(bad_tick(index, ticks.len(), &error));
        }
        if server_ns > latest_ns {
            return Err(tick_ahead(index, ticks.len(), raw.time_msc()));
        }
        previous_ns = server_ns;
    }
    Ok(())
}

#[inline]
fn check_tick(
    engine: &Engine,
    tick: &Tick,
    server_ns: i64,
    previous_ns: i64,
) -> Result<(), TickError> {
    tick.check()?;
    if server_ns < previous_ns {
        return Err(engine.backwards(previous_ns, server_ns));
    }
    Ok(())
}

#[cold]
fn tick_ahead(index: usize, count: usize, millis: i64) -> Failure {
    let text = format!(
        "tick {index} of {count}: time_msc was {millis}, expected at most two hours after now_msc"
    );
    Failure::new(HT_E_TIME, text)
}

#[cold]
fn bad_tick(index: usize, count: usize, error: &TickError) -> Failure {
    let code = if matches!(error, TickError::Backwards { .. }) { HT_E_TIME } else { HT_E_TICK };
    Failure::new(code, format_args!("tick {index} of {count}: {error}"))
}

#[cold]
fn bad_tick_time(index: usize, count: usize, millis: i64) -> Failure {
    let text = format!("tick {index} of {count}: time_msc was {millis}, expected 1970 to 2200");
    Failure::new(HT_E_TICK, text)
}

/// Collects the next decision.
///
/// Returns: 1 and writes `decision`; 0 when none waits; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED,
/// HT_E_NULL, HT_E_SIZE. Wait-free.
///
/// # Safety
/// `decision` is NULL or points to as many writable bytes as its `struct_size` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_decision(handle: i64, decision: *mut HtDecision) -> i32 {
    with_engine(Call::EngineDecision, handle, |session| {
        // SAFETY: the caller's guarantee is handed on.
        unsafe { memory::check_out(decision, "decision") }?;
        let Some(record) = session.engine.collect_decision() else { return Ok(0) };
        let out = report::decision(session.engine.clock(), &record);
        // SAFETY: checked above, and the caller's guarantee is handed on.
        unsafe { memory::write(decision, out, "decision") }?;
        Ok(1)
    })
}

/// Tells the engine the time when no tick does: time-outs, day changes, stale feeds. Once a second.
/// Takes in what training in the background has done.
///
/// server_msc: the server's clock in milliseconds. utc_s: UTC seconds (TimeGMT()), or 0 if unknown;
/// it is held against the configured server offset.
///
/// Returns: the number of decisions waiting; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_VALUE.
#[unsafe(no_mangle)]
pub extern "C" fn ht_engine_timer(handle: i64, server_msc: i64, utc_s: i64) -> i32 {
    with_engine(Call::EngineTimer, handle, |session| {
        let server_ns = convert::server_nanos(server_msc, "server_msc")?;
        let utc_s = convert::server_seconds(utc_s, "utc_s")?;
        session.engine.on_timer(server_ns, (utc_s > 0).then_some(utc_s));
        session.flush();
        session.advance_training();
        Ok(session.decisions_waiting())
    })
}

/// Hands in an account snapshot.
///
/// Returns: the number of decisions waiting (limits may ask to close); HT_E_HANDLE, HT_E_BUSY,
/// HT_E_FAULTED, HT_E_NULL, HT_E_SIZE, HT_E_VALUE, HT_E_UTF8.
///
/// # Safety
/// `account` is NULL or points to as many bytes as its `struct_size` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_account(handle: i64, account: *const HtAccount) -> i32 {
    with_engine(Call::EngineAccount, handle, |session| {
        // SAFETY: the caller's guarantee is handed on.
        let raw = unsafe { memory::read_sized(account, "account") }?;
        let account = convert::account(&raw, &mut session.engine.clock().clone())?;
        let expected = session.engine.identity().login;
        if account.login != expected {
            let text = format!("account.login was {}, expected {expected}", account.login);
            return Err(Failure::new(HT_E_VALUE, text));
        }
        session.engine.on_account(account);
        Ok(session.decisions_waiting())
    })
}

/// Hands in all open positions of the account, other programs' too. Count 0 = there are none.
///
/// time_msc: server time of the snapshot in milliseconds.
///
/// Returns: the number of decisions waiting; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL,
/// HT_E_COUNT, HT_E_VALUE, HT_E_UTF8 (the text names the position; nothing was taken), HT_E_ORDER
/// (before ht_engine_symbol).
///
/// # Safety
/// `positions` is NULL or points to `count` structures.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_positions(
    handle: i64,
    positions: *const HtPosition,
    count: i32,
    time_msc: i64,
) -> i32 {
    with_engine(Call::EnginePositions, handle, |session| {
        // SAFETY: the caller's guarantee is handed on.
        let raw = unsafe { memory::copies(positions, count, "positions") }?;
        let server_ns = convert::server_nanos(time_msc, "time_msc")?;
        let mut clock = session.engine.clock().clone();
        let positions = raw.iter().enumerate().map(|(index, position)| {
            convert::position(position, &mut clock).map_err(|failure| {
                let text = format!("position {index} of {count}: {}", failure.text);
                Failure::new(failure.code, text)
            })
        });
        let positions = positions.collect::<Result<Vec<_>, _>>()?;
        require_symbol(&session.engine)?;
        session.engine.on_positions(&positions, server_ns);
        Ok(session.decisions_waiting())
    })
}

/// Reports what the trade server answered to a decision.
///
/// Returns: the number of decisions waiting (a retry at a fresh price may be among them);
/// HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL, HT_E_VALUE, HT_E_UNKNOWN (no such decision).
///
/// # Safety
/// `result` is NULL or points to a structure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_order_result(handle: i64, result: *const HtOrderResult) -> i32 {
    with_engine(Call::EngineOrderResult, handle, |session| {
        // SAFETY: the caller's guarantee is handed on.
        let raw = unsafe { memory::read(result, "result") }?;
        let result = convert::order_result(&raw, &mut session.engine.clock().clone())?;
        if !session.engine.on_order_result(&result) {
            let text = format!("decision {} was never made by this engine", result.decision_id);
            return Err(Failure::new(HT_E_UNKNOWN, text));
        }
        session.tell_result(&result);
        Ok(session.decisions_waiting())
    })
}

/// Reports a deal. Deals are counted once by ticket; deals of others are ignored.
///
/// Returns: the number of decisions waiting; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL,
/// HT_E_VALUE, HT_E_UTF8.
///
/// # Safety
/// `deal` is NULL or points to a structure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_deal(handle: i64, deal: *const HtDeal) -> i32 {
    with_engine(Call::EngineDeal, handle, |session| {
        // SAFETY: the caller's guarantee is handed on.
        let raw = unsafe { memory::read(deal, "deal") }?;
        let deal = convert::deal(&raw, &mut session.engine.clock().clone())?;
        session.engine.on_deal(&deal);
        Ok(session.decisions_waiting())
    })
}

/// Hands in scheduled economic events; replaces all earlier ones.
///
/// Events of currencies that the symbol does not have, or below the configured importance, are
/// ignored.
///
/// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL, HT_E_COUNT, HT_E_VALUE,
/// HT_E_UTF8, HT_E_ORDER (before ht_engine_symbol).
///
/// # Safety
/// `events` is NULL or points to `count` structures.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_calendar(
    handle: i64,
    events: *const HtCalendarEvent,
    count: i32,
) -> i32 {
    with_engine(Call::EngineCalendar, handle, |session| {
        // SAFETY: the caller's guarantee is handed on.
        let raw = unsafe { memory::copies(events, count, "events") }?;
        let mut clock = session.engine.clock().clone();
        let events = raw.iter().map(|event| convert::calendar_event(event, &mut clock));
        let events = events.collect::<Result<Vec<_>, _>>()?;
        require_symbol(&session.engine)?;
        session.engine.set_calendar(&events);
        Ok(HT_OK)
    })
}

/// Gives an operator's command: HT_COMMAND_PAUSE, _RESUME, _HALT, _RESET or _FLATTEN.
///
/// Returns: the number of decisions waiting; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_VALUE,
/// HT_E_ORDER (reset before an account snapshot).
#[unsafe(no_mangle)]
pub extern "C" fn ht_engine_command(handle: i64, command: i32) -> i32 {
    with_engine(Call::EngineCommand, handle, |session| {
        let command = match command {
            HT_COMMAND_PAUSE => Command::Pause,
            HT_COMMAND_RESUME => Command::Resume,
            HT_COMMAND_HALT => Command::Halt,
            HT_COMMAND_RESET => Command::Reset,
            HT_COMMAND_FLATTEN => Command::Flatten,
            _ => {
                let text = format!("command was {command}, expected 1 to 5");
                return Err(Failure::new(HT_E_VALUE, text));
            }
        };
        if !session.engine.command(command) {
            return Err(Failure::new(HT_E_ORDER, "an account snapshot must be handed in first"));
        }
        Ok(session.decisions_waiting())
    })
}

/// Writes what a chart panel shows. Works on a faulted engine.
///
/// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY, HT_E_NULL, HT_E_SIZE. Wait-free.
///
/// # Safety
/// `status` is NULL or points to as many writable bytes as its `struct_size` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_status(handle: i64, status: *mut HtStatus) -> i32 {
    with_session(Call::EngineStatus, handle, |session| {
        // SAFETY: the caller's guarantee is handed on.
        unsafe { memory::check_out(status, "status") }?;
        let out = report::status(&session.engine, session.is_faulted());
        // SAFETY: checked above, and the caller's guarantee is handed on.
        unsafe { memory::write(status, out, "status") }?;
        Ok(HT_OK)
    })
}

/// Writes the feature values of the last closed bar and, for each, 1 if it is valid, 0 if warming.
///
/// Returns: the number of columns; if `capacity` is smaller nothing is written. HT_E_HANDLE,
/// HT_E_BUSY, HT_E_FAULTED, HT_E_SIZE, HT_E_NULL. Wait-free.
///
/// # Safety
/// `values` and `valid` are NULL or point to `capacity` elements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_features(
    handle: i64,
    values: *mut f64,
    valid: *mut u8,
    capacity: i32,
) -> i32 {
    with_engine(Call::EngineFeatures, handle, |session| {
        let (row, flags) = report::features(&session.engine);
        let count = session.engine.schema().len();
        if valid.is_null() && capacity >= i32::try_from(count).unwrap_or(i32::MAX) && count > 0 {
            return Err(Failure::new(super::code::HT_E_NULL, "valid was NULL"));
        }
        // SAFETY: the caller's guarantee is handed on.
        unsafe { memory::write_all(values, capacity, &row[..count], "values") }?;
        // SAFETY: the caller's guarantee is handed on.
        unsafe { memory::write_all(valid, capacity, &flags[..count], "valid") }
    })
}

/// Writes the name of a feature column.
///
/// Returns: the length of the name; HT_E_HANDLE, HT_E_BUSY, HT_E_SIZE, HT_E_NULL, HT_E_UNKNOWN (no
/// such column).
///
/// # Safety
/// `buffer` is NULL or points to `capacity` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_feature_name(
    handle: i64,
    index: i32,
    buffer: *mut u8,
    capacity: i32,
) -> i32 {
    with_session(Call::FeatureName, handle, |session| {
        let schema = session.engine.schema();
        let name = usize::try_from(index).ok().and_then(|index| schema.names().get(index));
        let Some(name) = name else {
            let text = format!("column was {index}, expected 0 to {}", schema.len() as i64 - 1);
            return Err(Failure::new(HT_E_UNKNOWN, text));
        };
        // SAFETY: the caller's guarantee is handed on.
        unsafe { memory::write_text(buffer, capacity, name) }
    })
}

/// Writes everything about one decision as JSON: features, votes, risk arithmetic, versions.
///
/// decision_id: HtDecision.id, or 0 for the newest evaluation, which may have decided nothing.
/// The last 64 decisions are kept. Not for the tick path.
///
/// Returns: the length of the text, which is cut if `capacity` is not larger; HT_E_HANDLE,
/// HT_E_BUSY, HT_E_SIZE, HT_E_NULL, HT_E_UNKNOWN (no such decision, or not kept any more).
///
/// # Safety
/// `buffer` is NULL or points to `capacity` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_explain(
    handle: i64,
    decision_id: u64,
    buffer: *mut u8,
    capacity: i32,
) -> i32 {
    with_session(Call::EngineExplain, handle, |session| {
        let Some(text) = session.engine.explain(decision_id) else {
            let text = format!("decision {decision_id} is not among the last 64");
            return Err(Failure::new(HT_E_UNKNOWN, text));
        };
        // SAFETY: the caller's guarantee is handed on.
        unsafe { memory::write_text(buffer, capacity, &text) }
    })
}

/// Moves log records out, oldest first, one a line: time, level, text. Only whole lines.
///
/// handle: an engine. Records that were overwritten before they were drained are counted in a line
/// of their own.
///
/// Returns: the number of bytes written, terminator not counted; 0 when there is nothing;
/// HT_E_HANDLE, HT_E_BUSY, HT_E_SIZE (capacity below 512), HT_E_NULL.
///
/// # Safety
/// `buffer` is NULL or points to `capacity` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_log_drain(handle: i64, buffer: *mut u8, capacity: i32) -> i32 {
    with_session(Call::LogDrain, handle, |session| {
        if capacity < 512 {
            let text = format!("capacity was {capacity}, expected 512 or more");
            return Err(Failure::new(super::code::HT_E_SIZE, text));
        }
        if buffer.is_null() {
            return Err(Failure::new(super::code::HT_E_NULL, "buffer was NULL"));
        }
        let lines = session.drain_log(capacity.unsigned_abs() as usize - 1);
        // SAFETY: the caller's guarantee is handed on; the lines fit.
        unsafe { memory::write_text(buffer, capacity, &lines) }
    })
}

/// Panics inside the engine, for tests of what a fault does. Not part of the library that ships.
#[cfg(feature = "fault-injection")]
#[unsafe(no_mangle)]
#[expect(clippy::panic, reason = "the fault that is injected")]
pub extern "C" fn ht_test_panic(handle: i64) -> i32 {
    with_engine(Call::EngineCommand, handle, |_| panic!("injected fault"))
}

/// Closes an engine. In live and paper mode its state stays warm under its instance key.
///
/// Never waits: open positions keep their stops at the broker. Closing an invalid handle is an
/// error code and nothing else.
///
/// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY.
#[unsafe(no_mangle)]
pub extern "C" fn ht_engine_close(handle: i64) -> i32 {
    super::guard::guarded(Call::EngineClose, || close(handle))
}

fn close(handle: i64) -> Outcome {
    let guard = super::table::enter(handle)?;
    if let Some(session) = guard.take() {
        Session::retire(session);
    }
    Ok(HT_OK)
}
