//! Files of bars: what they say about symbol, period and prices.

use std::path::Path;

use hypertrader::clock::ServerClock;
use hypertrader::store::{FileBar, OnBad, Report, WrittenNanos, open_bars};
use hypertrader::types::{Bar, Period, UnixNanos};

/// Prices looked at to learn the decimal places.
pub(crate) const PRICES_SAMPLED: usize = 2_000;
const DECIMALS_MAX: u32 = 8;

/// The bars of a file or folder.
pub(crate) struct Bars {
    pub(crate) bars: Vec<Bar>,
    pub(crate) period: Period,
    /// Decimal places of the prices.
    pub(crate) decimals: u32,
    /// Bad rows left out.
    pub(crate) skipped: u64,
}

/// Reads all bars. Errors name file, line and column.
pub(crate) fn read_bars(
    path: &Path,
    on_bad: OnBad,
    mut clock: ServerClock,
) -> Result<Bars, String> {
    let mut reader = open_bars(path, on_bad).map_err(|error| error.to_string())?;
    let rows: Vec<FileBar> =
        reader.by_ref().collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    let report = reader.report();
    let period = bar_period(report).map_err(|text| format!("{}: {text}", path.display()))?;
    let zone_stated = report.zone_stated;
    let bars = rows.iter().map(|bar| bar.to_bar(utc(&mut clock, bar.written, zone_stated), 0.0));
    let bars: Vec<Bar> = bars.collect();
    let prices = bars.iter().take(PRICES_SAMPLED).flat_map(|bar| [bar.open, bar.close]);
    let decimals = prices.map(decimals_of).max().unwrap_or(0);
    Ok(Bars { bars, period, decimals, skipped: report.skipped_count() })
}

/// The time of a row: as written where the file states a zone, else by the trade server's clock.
pub(crate) fn utc(clock: &mut ServerClock, time: WrittenNanos, zone_stated: bool) -> UnixNanos {
    if zone_stated { UnixNanos(time.0) } else { clock.to_utc(time.0) }
}

/// The period that the bars of the file are spaced by.
pub(crate) fn bar_period(report: &Report) -> Result<Period, String> {
    let Some(period_s) = report.period_s else {
        return Err("has one bar, expected at least two".to_owned());
    };
    let seconds = u32::try_from(period_s).unwrap_or(u32::MAX);
    Period::from_seconds(seconds)
        .map_err(|_| format!("its bars are {period_s} s apart, expected a period such as 60 s"))
}

/// The part of the file name before the first `_`, `.` or `-`.
pub(crate) fn symbol_of(path: &Path) -> Result<String, String> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    let symbol: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
    if symbol.is_empty() || symbol.len() > 31 {
        return Err(format!(
            "{}: the file name gives no symbol, expected one such as EURUSD_M1.csv, or --symbol",
            path.display()
        ));
    }
    Ok(symbol)
}

/// Decimal places of the shortest text of a price, which is how files write it.
pub(crate) fn decimals_of(price: f64) -> u32 {
    let text = price.to_string();
    let places = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    u32::try_from(places).unwrap_or(DECIMALS_MAX).min(DECIMALS_MAX)
}
