//! How long positions were held.

use serde::Serialize;

use super::calendar;
use super::record::TradeRecord;
use super::text;
use crate::types::{DurationNanos, NANOS_PER_SECOND};

/// Holding times as MetaTrader counts them: without Saturdays and Sundays (of UTC here, of the
/// trade server there), and at least a second.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Holding {
    /// The shortest.
    #[serde(rename = "min_s", serialize_with = "text::seconds")]
    pub min: DurationNanos,
    /// The arithmetic mean.
    #[serde(rename = "mean_s", serialize_with = "text::seconds")]
    pub mean: DurationNanos,
    /// The longest.
    #[serde(rename = "max_s", serialize_with = "text::seconds")]
    pub max: DurationNanos,
}

impl Holding {
    /// Holding times of these trades. `None` without trades.
    #[must_use]
    pub fn of(trades: &[TradeRecord]) -> Option<Self> {
        let held = |trade: &TradeRecord| {
            let held = calendar::without_weekends(trade.open_time, trade.close_time).0;
            held.max(NANOS_PER_SECOND)
        };
        let (mut min, mut max) = (i64::MAX, 0);
        let mut sum = 0_i128;
        for held in trades.iter().map(held) {
            (min, max) = (min.min(held), max.max(held));
            sum += i128::from(held);
        }
        let mean = sum.checked_div(trades.len() as i128)? as i64;
        Some(Self { min: DurationNanos(min), mean: DurationNanos(mean), max: DurationNanos(max) })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::trade;
    use super::*;

    #[test]
    fn weekends_do_not_count_and_a_moment_is_a_second() {
        // 1970-01-02 was a Friday: from its last hour over the weekend, an hour and ten seconds.
        let friday = 47 * 3_600;
        let monday = 96 * 3_600;
        let trades = [trade(60, 60, 1.0), trade(0, 24, 1.0), trade(friday, monday + 10, 1.0)];
        let found = Holding::of(&trades).unwrap();
        assert_eq!(found.min, DurationNanos::from_seconds(1));
        assert_eq!(found.max, DurationNanos::from_seconds(3_610));
        assert_eq!(found.mean, DurationNanos((3_635 * NANOS_PER_SECOND) / 3));
        assert_eq!(Holding::of(&[]), None);
    }
}
