//! What a backtest recorded: closed trades, and the account through time.

use serde::Serialize;

use super::returns::Annualisation;
use super::text;
use crate::types::{ExitReason, Side, UnixNanos};

/// How far a position went both ways while it was open, before commission and swap.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Excursion {
    /// The worst that it had made, 0 or less.
    pub mae: f64,
    /// The best that it had made, 0 or more.
    pub mfe: f64,
}

/// A position that was opened and closed. Money is in the account's currency, with the sign that it
/// changes the account by: what was paid is negative.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TradeRecord {
    /// Number of the trade.
    pub id: u64,
    /// The symbol.
    pub symbol: String,
    /// Buy or sell.
    #[serde(serialize_with = "text::shown")]
    pub side: Side,
    /// Volume, above 0.
    pub lots: f64,
    /// When it was opened.
    #[serde(serialize_with = "text::shown")]
    pub open_time: UnixNanos,
    /// At which price.
    pub open_price: f64,
    /// When it was closed, not before it was opened.
    #[serde(serialize_with = "text::shown")]
    pub close_time: UnixNanos,
    /// At which price.
    pub close_price: f64,
    /// All commission.
    pub commission: f64,
    /// The part of `commission` that was booked at the opening, which MetaTrader's report counts
    /// apart ([`super::MetaTrader`]).
    pub entry_commission: f64,
    /// Swap.
    pub swap: f64,
    /// What the prices made, before commission and swap.
    pub profit: f64,
    /// Why it was closed.
    pub exit_reason: ExitReason,
    /// How far it went both ways; `None` if unknown.
    pub excursion: Option<Excursion>,
    /// What the first stop would have lost, above 0; `None` if unknown or without a stop.
    pub initial_risk: Option<f64>,
    /// What crossing the spread took, 0 or less; it is contained in `profit`. `None` if unknown.
    pub spread_cost: Option<f64>,
    /// Value of the position when it was opened, above 0; `None` if unknown.
    pub notional: Option<f64>,
}

impl TradeRecord {
    /// What the trade changed the account by: `profit + commission + swap`.
    #[must_use]
    pub fn net(&self) -> f64 {
        self.profit + self.commission + self.swap
    }

    /// [`Self::net`] in units of the initial risk.
    #[must_use]
    pub fn net_r(&self) -> Option<f64> {
        self.initial_risk.map(|risk| self.net() / risk)
    }

    /// The excursion in units of the initial risk.
    #[must_use]
    pub fn excursion_r(&self) -> Option<Excursion> {
        let (Excursion { mae, mfe }, risk) = (self.excursion?, self.initial_risk?);
        Some(Excursion { mae: mae / risk, mfe: mfe / risk })
    }
}

/// The account at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EquityPoint {
    /// When.
    #[serde(serialize_with = "text::shown")]
    pub time: UnixNanos,
    /// Balance and what open positions would make.
    pub equity: f64,
    /// What closed trades left.
    pub balance: f64,
}

/// What the statistics are computed from.
#[derive(Clone, Copy, Debug)]
pub struct Backtest<'a> {
    /// Closed trades in the order of their closing.
    pub trades: &'a [TradeRecord],
    /// The account in order of time, at least one point; several may share a time. The first point
    /// is the beginning of the test, the last one its end. The finer the points, the truer are the
    /// drawdowns: at every bar and at every booking is enough.
    pub curve: &'a [EquityPoint],
    /// Balance before the first trade, above 0.
    pub initial_balance: f64,
    /// Which days count, and how many make a year.
    pub annualisation: Annualisation,
}

#[cfg(test)]
mod tests {
    use super::super::testing::trade;
    use super::*;

    #[test]
    fn costs_are_added_with_their_sign_and_divided_by_the_risk() {
        let mut record = trade(0, 60, 100.0);
        record.commission = -7.0;
        record.swap = 2.0;
        record.excursion = Some(Excursion { mae: -25.0, mfe: 150.0 });
        assert_eq!((record.net(), record.net_r(), record.excursion_r()), (95.0, None, None));
        record.initial_risk = Some(50.0);
        assert_eq!(record.net_r(), Some(1.9));
        assert_eq!(record.excursion_r(), Some(Excursion { mae: -0.5, mfe: 3.0 }));
    }

    #[test]
    fn records_serialize_with_readable_times() {
        let point = EquityPoint { time: UnixNanos::from_seconds(0), equity: 1.5, balance: 1.0 };
        let json = serde_json::to_string(&point).unwrap();
        assert_eq!(json, r#"{"time":"1970-01-01T00:00:00Z","equity":1.5,"balance":1.0}"#);
        let json = serde_json::to_value(trade(0, 60, 100.0)).unwrap();
        assert_eq!(json["side"], "buy");
        assert_eq!(json["exit_reason"], "signal");
        assert!(json["initial_risk"].is_null());
    }
}
