//! Rows of time that all symbols and combinations have in common: a day each, or a few.

use super::Market;
use crate::backtest::EquityAt;
use crate::types::UnixNanos;

/// Most rows: with more trading days than that, a row is several of them.
pub const ROWS_MAX: usize = 512;
const SECONDS_PER_DAY: i64 = 86_400;

/// The rows of a sweep, on the trade server's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// First day of each row, as a number of days since 1970.
    starts: Vec<i64>,
    /// Trading days of a row.
    days_per_row: usize,
    /// Trading days in all.
    days: usize,
}

/// Where the rows of one market begin.
#[derive(Clone, Debug)]
pub struct RowTimes {
    /// Open time of the first bar of each row or of a later one; `None` beyond the last bar.
    begins: Vec<Option<UnixNanos>>,
}

impl Calendar {
    /// The days on which any of the markets has a bar.
    #[must_use]
    pub fn of(markets: &[Market]) -> Self {
        let days = |market: &Market| -> Vec<i64> {
            let bars = market.tape.bars().iter();
            bars.map(|at| at.open_s.div_euclid(SECONDS_PER_DAY)).collect()
        };
        let mut all: Vec<i64> = markets.iter().flat_map(days).collect();
        all.sort_unstable();
        all.dedup();
        let days_per_row = all.len().div_ceil(ROWS_MAX).max(1);
        let starts = all.iter().copied().step_by(days_per_row).collect();
        Self { starts, days_per_row, days: all.len() }
    }

    /// Number of rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.starts.len()
    }

    /// Trading days of a row; the last row may have fewer.
    #[must_use]
    pub const fn days_per_row(&self) -> usize {
        self.days_per_row
    }

    /// Trading days in all.
    #[must_use]
    pub const fn days(&self) -> usize {
        self.days
    }

    /// Rows of a year that has this many trading days.
    #[must_use]
    pub fn rows_per_year(&self, days_per_year: f64) -> f64 {
        days_per_year / self.days_per_row as f64
    }

    /// First moment of a row on the server's clock, seconds; of the end for one beyond the last.
    #[must_use]
    pub fn begin_s(&self, row: usize) -> i64 {
        let end = self.starts.last().map_or(0, |day| day + self.days_per_row as i64);
        self.starts.get(row).copied().unwrap_or(end) * SECONDS_PER_DAY
    }

    /// Where the rows begin in a market.
    #[must_use]
    pub fn times(&self, market: &Market) -> RowTimes {
        let bars = market.tape.bars();
        let begin = |row: usize| {
            let bar = bars.partition_point(|at| at.open_s < self.begin_s(row));
            (bar < bars.len()).then(|| market.tape.open_time(bar))
        };
        RowTimes { begins: (0..self.rows()).map(begin).collect() }
    }
}

impl RowTimes {
    /// Return of each row, as a fraction of the equity at its beginning. `deposit` was there before
    /// the first point of the curve.
    ///
    /// Equity at the beginning of a row is that of the last point up to its first bar: the open of
    /// that bar, when the bars before are closed.
    #[must_use]
    pub fn returns(&self, equity: &[EquityAt], deposit_micros: i64) -> Vec<f64> {
        let last = equity.last().map_or(deposit_micros, |point| point.equity_micros);
        let (mut points, mut present) = (equity.iter().peekable(), deposit_micros);
        let at = |begin: &Option<UnixNanos>| {
            let Some(time) = begin else { return last };
            while let Some(point) = points.next_if(|point| point.time <= *time) {
                present = point.equity_micros;
            }
            present
        };
        let mut values: Vec<i64> = self.begins.iter().map(at).collect();
        values.push(last);
        let change = |pair: &[i64]| match pair {
            [before, after] if *before > 0 => (after - before) as f64 / *before as f64,
            _ => 0.0,
        };
        values.windows(2).map(change).collect()
    }
}
