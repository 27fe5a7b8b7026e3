//! The exported function that stores bars for later: no engine takes part in it.

#![expect(unsafe_code, reason = "exported C functions")]

use std::path::Path;

use super::abi::{HT_MODE_LIVE, HT_MODE_PAPER, HtMqlRates};
use super::code::{HT_E_BAR, HT_E_BUSY, HT_E_CONFIG, HT_E_FILE, HT_E_TIME, HT_E_VALUE};
use super::failure::Failure;
use super::guard::guarded;
use super::{convert, memory, open};
use crate::store::{HistoryBar, HistoryError, HistorySeries, HistoryStore};
use crate::telemetry::Call;
use crate::types::Period;

/// Longest name of a source, in bytes.
const SOURCE_LEN_MAX: usize = 63;
/// Longest name of a symbol, in bytes: as in HtEngineParams.
const SYMBOL_LEN_MAX: usize = 31;

/// Stores closed bars, oldest first, as CopyRates gives them, in the folder `engine.history_dir` of
/// the configuration: one Parquet file per source, symbol, period and month.
///
/// mode: HT_MODE_LIVE or HT_MODE_PAPER; tester and replay write no files.
/// config_path, overrides: as in ht_engine_open. source: where the bars come from, such as
/// ACCOUNT_SERVER, at most 63 bytes. symbol: at most 31 bytes. period_s: PeriodSeconds().
/// A bar replaces an earlier one of the same time. A killed process leaves every file whole. Waits
/// for the disk: for scripts, not for the tick path.
///
/// Returns: the number of bars that were new or differed from the stored ones; HT_E_NULL,
/// HT_E_COUNT, HT_E_UTF8, HT_E_VALUE, HT_E_CONFIG (the text lists all problems), HT_E_BAR (the text
/// names the bar), HT_E_TIME (not in order), HT_E_BUSY (another program is writing: call again),
/// HT_E_FILE (the text names the file). All bars or none are stored. Any thread.
///
/// # Safety
/// The texts are NULL or have the given lengths; `rates` is NULL or points to `count` bars of 60
/// bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_history_append(
    mode: i32,
    config_path: *const u8,
    config_path_len: i32,
    overrides: *const u8,
    overrides_len: i32,
    source: *const u8,
    source_len: i32,
    symbol: *const u8,
    symbol_len: i32,
    period_s: i32,
    rates: *const HtMqlRates,
    count: i32,
) -> i32 {
    guarded(Call::HistoryAppend, || {
        // SAFETY: the caller's guarantee is handed on.
        let config_path = unsafe { memory::text(config_path, config_path_len, "config_path") }?;
        // SAFETY: the caller's guarantee is handed on.
        let overrides = unsafe { memory::text(overrides, overrides_len, "overrides") }?;
        // SAFETY: the caller's guarantee is handed on.
        let source = unsafe { memory::text(source, source_len, "source") }?;
        // SAFETY: the caller's guarantee is handed on.
        let symbol = unsafe { memory::text(symbol, symbol_len, "symbol") }?;
        // SAFETY: the caller's guarantee is handed on.
        let rates = unsafe { memory::records(rates, count, "rates") }?;
        check_mode(mode)?;
        let series = series(source, symbol, period_s)?;
        let bars = bars(rates, series.period)?;
        let store = store(config_path, overrides, symbol)?;
        let changed = store.append(&series, &bars).map_err(|error| {
            let code = match error {
                HistoryError::InUse(_) => HT_E_BUSY,
                HistoryError::File(_) => HT_E_FILE,
            };
            Failure::new(code, error)
        })?;
        Ok(i32::try_from(changed).unwrap_or(i32::MAX))
    })
}

fn check_mode(mode: i32) -> Result<(), Failure> {
    if matches!(mode, HT_MODE_LIVE | HT_MODE_PAPER) {
        return Ok(());
    }
    let text = format!("mode was {mode}, expected 0 (live) or 1 (paper): others write no files");
    Err(Failure::new(HT_E_VALUE, text))
}

fn series<'a>(
    source: &'a str,
    symbol: &'a str,
    period_s: i32,
) -> Result<HistorySeries<'a>, Failure> {
    for (name, text, most) in
        [("source", source, SOURCE_LEN_MAX), ("symbol", symbol, SYMBOL_LEN_MAX)]
    {
        if text.is_empty() || text.len() > most || text.contains('\0') {
            let text = format!("{name} was {text:?}, expected 1 to {most} bytes of text");
            return Err(Failure::new(HT_E_VALUE, text));
        }
    }
    let period = u32::try_from(period_s).ok().and_then(|s| Period::from_seconds(s).ok());
    let period = period.ok_or_else(|| {
        let text = format!("period_s was {period_s}, expected what PeriodSeconds() gives");
        Failure::new(HT_E_VALUE, text)
    })?;
    Ok(HistorySeries { source, symbol, period })
}

fn bars(rates: &[HtMqlRates], period: Period) -> Result<Vec<HistoryBar>, Failure> {
    let mut bars: Vec<HistoryBar> = Vec::with_capacity(rates.len());
    for (index, raw) in rates.iter().enumerate() {
        let at = |failure: Failure| {
            let text = format!("bar {index} of {}: {}", rates.len(), failure.text);
            Failure::new(failure.code, text)
        };
        let bar = bar(raw, period).map_err(at)?;
        if let Some(before) = bars.last()
            && bar.open_s <= before.open_s
        {
            let text = format!("time was {}, expected later than {}", bar.open_s, before.open_s);
            return Err(at(Failure::new(HT_E_TIME, text)));
        }
        bars.push(bar);
    }
    Ok(bars)
}

fn bar(raw: &HtMqlRates, period: Period) -> Result<HistoryBar, Failure> {
    let (open_s, plain) = convert::bar_without_utc(raw)?;
    plain.check().map_err(|error| Failure::new(HT_E_BAR, error))?;
    if raw.real_volume() < 0 {
        let text = format!("real_volume was {}, expected 0 or more", raw.real_volume());
        return Err(Failure::new(HT_E_BAR, text));
    }
    let expected = period.open_of(open_s);
    if open_s != expected {
        let text = format!("time was {open_s}, expected the open of a bar of {period}: {expected}");
        return Err(Failure::new(HT_E_BAR, text));
    }
    Ok(HistoryBar {
        open_s,
        open: plain.open,
        high: plain.high,
        low: plain.low,
        close: plain.close,
        tick_volume: raw.tick_volume(),
        spread_points: raw.spread_points(),
        real_volume: raw.real_volume(),
    })
}

fn store(config_path: &str, overrides: &str, symbol: &str) -> Result<HistoryStore, Failure> {
    let (settings, _) = open::load_settings(config_path, overrides, symbol)?;
    let folder = settings.core.history_dir;
    if folder.is_empty() {
        let text = "engine.history_dir is not set, expected the folder of the history store";
        return Err(Failure::new(HT_E_CONFIG, text));
    }
    Ok(HistoryStore::new(Path::new(&folder)))
}
