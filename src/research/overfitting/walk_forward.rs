//! Windows of bars to choose parameters in, each with the bars after it to judge the choice on.

use std::ops::Range;

use serde::Serialize;

use super::OverfittingError;

/// How a walk goes forward over bars.
///
/// ```text
/// in sample          purge | embargo  out of sample
/// ├──────────────────┤     │          ├──────────────┤
///                          the cut; the next one is out_of_sample_bars later
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WalkForward {
    /// Bars before a cut; when anchored, before the first.
    pub in_sample_bars: usize,
    /// Bars from one cut to the next.
    pub out_of_sample_bars: usize,
    /// Whether every sample begins with the first bar. Else the window rolls.
    pub anchored: bool,
    /// Bars before a cut that are left out, because positions opened there end after the cut.
    pub purge_bars: usize,
    /// Bars after a cut that are left out, because the sample is still felt there.
    pub embargo_bars: usize,
}

/// One step of the walk. Bars in between belong to neither.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WalkWindow {
    /// Bars to choose parameters in.
    pub in_sample: Range<usize>,
    /// Bars to judge the choice on.
    pub out_of_sample: Range<usize>,
}

impl WalkForward {
    /// The windows over `bars` bars, in order.
    ///
    /// There are as many as whole steps fit behind the first sample. The last one ends with the
    /// bars; bars too many are at the beginning, where an anchored walk uses them and a rolling one
    /// does not, as in [`model::validation`](crate::model::validation::walk_forward). What is
    /// judged never overlaps.
    ///
    /// # Errors
    /// A purge that leaves nothing of a sample, an embargo that leaves nothing to judge, fewer bars
    /// than one step needs.
    pub fn windows(&self, bars: usize) -> Result<Vec<WalkWindow>, OverfittingError> {
        let (inside, outside) = (self.in_sample_bars, self.out_of_sample_bars);
        for (what, was, left_out) in [
            ("in_sample_bars", inside, self.purge_bars),
            ("out_of_sample_bars", outside, self.embargo_bars),
        ] {
            let expected = left_out.saturating_add(1);
            if was < expected {
                return Err(OverfittingError::Few { what, was, expected });
            }
        }
        let expected = inside.saturating_add(outside);
        if bars < expected {
            return Err(OverfittingError::Few { what: "bars", was: bars, expected });
        }
        let count = (bars - inside) / outside;
        let first = bars - count * outside;
        let window = |index: usize| {
            let cut = first + index * outside;
            WalkWindow {
                in_sample: if self.anchored { 0 } else { cut - inside }..cut - self.purge_bars,
                out_of_sample: cut + self.embargo_bars..cut + outside,
            }
        };
        Ok((0..count).map(window).collect())
    }
}
