//! The file of one month.

use std::collections::BTreeMap;
use std::path::Path;

use crate::types::{CivilDate, NANOS_PER_SECOND, Period};

use super::super::FileError;
use super::super::atomic_file::AtomicFile;
use super::super::parquet_read::{ReadColumn, TableReader};
use super::super::parquet_write::{ColumnValues, TableWriter};
use super::bar::{Activity, HistoryBar, HistoryKind};
use super::{HistorySeries, SECONDS_PER_DAY};

const SOURCE: &str = "hypertrader.source";
const SYMBOL: &str = "hypertrader.symbol";
const PERIOD: &str = "hypertrader.period";
const CLOCK: &str = "hypertrader.clock";

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthKey {
    /// Year.
    pub year: i64,
    /// Month, from 1.
    pub month: u32,
}

impl MonthKey {
    /// The month that a time is in, by the same clock.
    #[must_use]
    pub const fn of(time_s: i64) -> Self {
        let date = CivilDate::from_days(time_s.div_euclid(SECONDS_PER_DAY));
        Self { year: date.year, month: date.month }
    }

    /// From the end of a file name, `..._2026-01.parquet`.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let (_, stamp) = name.strip_suffix(".parquet")?.rsplit_once('_')?;
        let (year, month) = stamp.split_once('-')?;
        let is_plain =
            |text: &str, len| text.len() == len && text.bytes().all(|b| b.is_ascii_digit());
        if !is_plain(year, 4) || !is_plain(month, 2) {
            return None;
        }
        let key = Self { year: year.parse().ok()?, month: month.parse().ok()? };
        (1..=12).contains(&key.month).then_some(key)
    }
}

impl std::fmt::Display for MonthKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// Bars of one month by their open.
pub(super) type Bars = BTreeMap<i64, HistoryBar>;

/// What a file says it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) source: String,
    pub(super) symbol: String,
    pub(super) period: Period,
    pub(super) kind: HistoryKind,
}

/// A month file that is open.
pub(super) struct MonthFile<'a> {
    path: &'a Path,
    table: TableReader,
    pub(super) label: Label,
}

impl<'a> MonthFile<'a> {
    /// Opens a file; anything but a month of bars is an error.
    pub(super) fn open(path: &'a Path) -> Result<Self, FileError> {
        let table = TableReader::open(path)?;
        let note = |key: &str| {
            let missing = || FileError::new(path, format!("has no note {key}, expected one"));
            table.note(key).map(str::to_owned).ok_or_else(missing)
        };
        let (source, symbol, period) = (note(SOURCE)?, note(SYMBOL)?, note(PERIOD)?);
        let period = Period::parse(&period)
            .map_err(|error| FileError::new(path, format!("{PERIOD}: {error}")))?;
        let is_of = |kind: &HistoryKind| {
            let expected = kind.columns().iter();
            let is_same = |((name, was), column): (&(String, _), &(&str, _))| {
                let (expected, kind): &(&str, super::super::parquet_write::ColumnType) = column;
                name == expected && *was == kind.when_read()
            };
            table.columns().len() == kind.columns().len()
                && table.columns().iter().zip(expected).all(is_same)
        };
        let Some(kind) = HistoryKind::ALL.into_iter().find(is_of) else {
            let columns = table.columns();
            let problem = format!("has {columns:?}, expected the columns of bars");
            return Err(FileError::new(path, problem));
        };
        if !table.has_checksum() {
            let problem = "has no checksum, expected a file of the history store";
            return Err(FileError::new(path, problem));
        }
        Ok(Self { path, table, label: Label { source, symbol, period, kind } })
    }

    /// Number of row groups, and whether all are compressed as they are written today.
    pub(super) fn is_compact(&self) -> bool {
        self.table.group_count() <= 1 && self.table.is_compressed_as_written()
    }

    /// The bars in the order of the file.
    pub(super) fn rows(mut self) -> Result<Vec<HistoryBar>, FileError> {
        let mut rows = Vec::new();
        while let Some(columns) = self.table.next_group()? {
            let bars = bars_of(&columns, self.label.kind)
                .ok_or_else(|| FileError::new(self.path, "lacks values, expected complete bars"))?;
            rows.extend(bars);
        }
        Ok(rows)
    }
}

/// What is stored of a month, by time. Anything but a file of this series is left alone.
pub(super) fn read(
    path: &Path,
    series: &HistorySeries<'_>,
) -> Result<(HistoryKind, Bars), FileError> {
    let file = MonthFile::open(path)?;
    let label = &file.label;
    let period = (label.period.to_string(), series.period.to_string());
    for (key, was, expected) in [
        (SOURCE, label.source.as_str(), series.source),
        (SYMBOL, label.symbol.as_str(), series.symbol),
        (PERIOD, period.0.as_str(), period.1.as_str()),
    ] {
        if was != expected {
            return Err(FileError::new(path, format!("{key} was {was:?}, expected {expected:?}")));
        }
    }
    let kind = label.kind;
    let rows = file.rows()?;
    Ok((kind, rows.into_iter().map(|bar| (bar.open_s, bar)).collect()))
}

/// Writes the file of a month beside its place.
pub(super) fn write(
    path: &Path,
    series: &HistorySeries<'_>,
    kind: HistoryKind,
    bars: &Bars,
) -> Result<AtomicFile, FileError> {
    let period = series.period.to_string();
    let notes = [
        (SOURCE, series.source),
        (SYMBOL, series.symbol),
        (PERIOD, period.as_str()),
        (CLOCK, kind.clock()),
    ];
    let mut writer = TableWriter::create(path, "bars", kind.columns(), &notes)?;
    let times: Vec<i64> = bars.keys().map(|open_s| open_s * NANOS_PER_SECOND).collect();
    let prices = |price: fn(&HistoryBar) -> f64| bars.values().map(price).collect::<Vec<f64>>();
    let (opens, highs) = (prices(|bar| bar.open), prices(|bar| bar.high));
    let (lows, closes) = (prices(|bar| bar.low), prices(|bar| bar.close));
    let mut columns = vec![
        ColumnValues::Int64(&times),
        ColumnValues::Double(&opens),
        ColumnValues::Double(&highs),
        ColumnValues::Double(&lows),
        ColumnValues::Double(&closes),
    ];
    let (mut ticks, mut spreads, mut reals) = (Vec::new(), Vec::new(), Vec::new());
    let (mut volumes, mut trades) = (Vec::new(), Vec::new());
    for bar in bars.values() {
        match bar.activity {
            Activity::Terminal { tick_volume, spread_points, real_volume } => {
                ticks.push(tick_volume);
                spreads.push(spread_points);
                reals.push(real_volume);
            }
            Activity::Market { volume, trade_count } => {
                volumes.push(volume);
                trades.push(trade_count);
            }
        }
    }
    // Bars of another kind would leave columns of unequal length, which the table refuses.
    match kind {
        HistoryKind::Terminal => columns.extend([
            ColumnValues::Int64(&ticks),
            ColumnValues::Int32(&spreads),
            ColumnValues::Int64(&reals),
        ]),
        HistoryKind::Market { .. } => {
            columns.extend([ColumnValues::Double(&volumes), ColumnValues::Int64(&trades)]);
        }
    }
    writer.write_group(&columns)?;
    writer.finish()
}

fn bars_of(columns: &[ReadColumn], kind: HistoryKind) -> Option<Vec<HistoryBar>> {
    use ReadColumn::{Real, Whole};
    let [Whole(times), Real(opens), Real(highs), Real(lows), Real(closes), rest @ ..] = columns
    else {
        return None;
    };
    let activity = |row: usize| match (kind, rest) {
        (HistoryKind::Terminal, [Whole(ticks), Whole(spreads), Whole(reals)]) => {
            Some(Activity::Terminal {
                tick_volume: ticks[row]?,
                spread_points: i32::try_from(spreads[row]?).ok()?,
                real_volume: reals[row]?,
            })
        }
        (HistoryKind::Market { .. }, [Real(volumes), Whole(trades)]) => {
            Some(Activity::Market { volume: volumes[row]?, trade_count: trades[row]? })
        }
        _ => None,
    };
    let bar = |row: usize| {
        Some(HistoryBar {
            open_s: times[row]?.div_euclid(NANOS_PER_SECOND),
            open: opens[row]?,
            high: highs[row]?,
            low: lows[row]?,
            close: closes[row]?,
            activity: activity(row)?,
        })
    };
    (0..times.len()).map(bar).collect()
}
