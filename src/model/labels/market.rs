//! The prices that labels are made of.

use super::{LabelError, LabelSettings};
use crate::types::{Bar, DurationNanos, ParameterError, UnixNanos};

/// Bars of one symbol with what labels need to know about them.
///
/// Bar prices count as the middle between bid and ask. Where they are bids, as in MetaTrader, the
/// cost of a whole trade is the same, and its barriers lie half a spread higher.
#[derive(Clone, Copy, Debug)]
pub struct Market<'a> {
    /// Closed bars in order of time.
    pub bars: &'a [Bar],
    /// Length of a bar: it closes this long after it opens.
    pub period: DurationNanos,
    /// Spread of every bar as a price distance, 0 where unknown; empty if none is known.
    pub spreads: &'a [f64],
    /// Average true range at every bar's close as a price distance, NaN where missing; may be empty
    /// if the barriers do not count in it.
    pub ranges: &'a [f64],
}

impl<'a> Market<'a> {
    /// Bars whose spread and average true range are unknown.
    #[must_use]
    pub const fn new(bars: &'a [Bar], period: DurationNanos) -> Self {
        Self { bars, period, spreads: &[], ranges: &[] }
    }

    /// When a bar closed, which is when its row of features was complete.
    ///
    /// # Panics
    /// There is no such bar.
    #[must_use]
    pub fn close_time(&self, row: usize) -> UnixNanos {
        self.bars[row].open_time + self.period
    }

    /// The bar's own spread, 0 where unknown.
    pub(super) fn spread(&self, row: usize) -> f64 {
        self.spreads.get(row).copied().unwrap_or(0.0)
    }

    /// Everything that a label relies on.
    pub(super) fn check(&self, settings: &LabelSettings) -> Result<(), LabelError> {
        self.check_settings(settings)?;
        let bars = self.bars.len();
        let needed = if settings.needs_ranges() { bars } else { 0 };
        for (what, was, optional) in [
            ("spreads", self.spreads.len(), true),
            ("average true ranges", self.ranges.len(), needed == 0),
        ] {
            if was != bars && !(optional && was == 0) {
                return Err(LabelError::Length { what, was, bars });
            }
        }
        self.check_bars()?;
        let (first, last) = match bars {
            0 => (UnixNanos(0), UnixNanos(0)),
            _ => (self.close_time(0), self.close_time(bars - 1)),
        };
        if last.since(first) < settings.horizon() {
            let (horizon, span) = (settings.horizon(), last.since(first));
            return Err(LabelError::Horizon { horizon, span, bars });
        }
        Ok(())
    }

    fn check_settings(&self, settings: &LabelSettings) -> Result<(), LabelError> {
        let refuse = |name, was: String, expected| {
            Err(LabelError::Setting(ParameterError::new(name, was, expected)))
        };
        if self.period.0 <= 0 {
            return refuse("period", format!("{} ns", self.period.0), "more than 0 ns");
        }
        if settings.horizon() < self.period {
            let was = format!("{} with bars of {} ns", settings.horizon_s, self.period.0);
            return refuse("horizon_s", was, "at least the length of a bar");
        }
        for (name, was) in [
            ("threshold_frac", settings.threshold_frac),
            ("profit_barrier", settings.profit_barrier),
            ("stop_barrier", settings.stop_barrier),
        ] {
            if !(was.is_finite() && was >= 0.0) {
                return refuse(name, was.to_string(), "a finite number, 0 or more");
            }
        }
        Ok(())
    }

    fn check_bars(&self) -> Result<(), LabelError> {
        for (row, bar) in self.bars.iter().enumerate() {
            bar.check().map_err(|error| LabelError::Bar { row, error })?;
            let was = self.spread(row);
            if !(was.is_finite() && was >= 0.0) {
                return Err(LabelError::Spread { row, was });
            }
            if let Some(&was) = self.ranges.get(row)
                && (was.is_infinite() || was < 0.0)
            {
                return Err(LabelError::Range { row, was });
            }
            let before = row.checked_sub(1).map(|row| self.bars[row].open_time);
            if let Some(before) = before
                && bar.open_time.since(before) < self.period
            {
                let after = bar.open_time.since(before);
                return Err(LabelError::Time { row, after, period: self.period });
            }
        }
        Ok(())
    }
}
