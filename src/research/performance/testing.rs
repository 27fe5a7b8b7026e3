//! Records for the tests of this module.

use super::record::TradeRecord;
use crate::types::ExitReason;
use crate::types::{Side, UnixNanos};

/// A buy of one lot without costs, opened and closed at these seconds.
pub(super) fn trade(open_s: i64, close_s: i64, profit: f64) -> TradeRecord {
    TradeRecord {
        id: 1,
        symbol: "EURUSD".to_owned(),
        side: Side::Buy,
        lots: 1.0,
        open_time: UnixNanos::from_seconds(open_s),
        open_price: 1.1,
        close_time: UnixNanos::from_seconds(close_s),
        close_price: 1.2,
        commission: 0.0,
        entry_commission: 0.0,
        swap: 0.0,
        profit,
        exit_reason: ExitReason::Signal,
        excursion: None,
        initial_risk: None,
        spread_cost: None,
        notional: None,
    }
}

/// Fails unless there is a value, equal but for rounding.
#[track_caller]
pub(super) fn assert_near(was: Option<f64>, expected: f64) {
    let near = was.is_some_and(|was| (was - expected).abs() <= 1e-12 * expected.abs().max(1.0));
    assert!(near, "was {was:?}, expected {expected}");
}
