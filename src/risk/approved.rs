//! What risk hands out: approved intents and the arithmetic behind them.

use crate::types::{Currency, OrderIntent, Side};

/// Something that has passed the gate. Only this module's parent can make one, so an order that is
/// not wrapped in it has not been checked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Approved<T>(T);

impl<T> Approved<T> {
    pub(in crate::risk) const fn new(value: T) -> Self {
        Self(value)
    }

    /// What was approved.
    #[must_use]
    pub const fn get(&self) -> &T {
        &self.0
    }

    /// What was approved, by value. It cannot be wrapped again.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// Which limit decided the volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitedBy {
    /// The money that may be lost.
    Risk,
    /// The free margin.
    Margin,
    /// The broker's largest volume of a deal.
    VolumeMax,
    /// The configured `lots_max`.
    LotsMax,
}

impl LimitedBy {
    /// Stable name for explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Risk => "risk",
            Self::Margin => "margin",
            Self::VolumeMax => "volume_max",
            Self::LotsMax => "lots_max",
        }
    }
}

/// Every number of one sizing, in the order it was computed. Money is in `currency`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizingArithmetic {
    /// Account currency.
    pub currency: Currency,
    /// Direction.
    pub side: Side,
    /// Equity, floating result included.
    pub equity: f64,
    /// Fraction of equity that may be lost.
    pub risk_frac: f64,
    /// `equity * risk_frac`.
    pub allowed_money: f64,
    /// Price of the entry on the tick grid: ask for a buy, bid for a sell.
    pub entry_price: f64,
    /// Stop loss on the tick grid.
    pub stop_price: f64,
    /// Take profit on the tick grid.
    pub target_price: Option<f64>,
    /// Entry to stop, in whole ticks.
    pub stop_distance_ticks: i64,
    /// Entry to stop, in price units.
    pub stop_distance_price: f64,
    /// Money one lot loses per tick.
    pub tick_value_loss: f64,
    /// Money one lot loses from entry to stop.
    pub stop_loss_per_lot: f64,
    /// Commission of one lot, both ways.
    pub commission_per_lot: f64,
    /// Money one lot loses to the slippage allowance.
    pub slippage_per_lot: f64,
    /// Sum of the three.
    pub loss_per_lot: f64,
    /// `allowed_money / loss_per_lot`.
    pub raw_lots: f64,
    /// Margin of one lot.
    pub margin_per_lot: f64,
    /// Free margin times the share that one trade may use.
    pub margin_usable: f64,
    /// The smallest of all limits, before rounding.
    pub limited_lots: f64,
    /// Which limit that was.
    pub limited_by: LimitedBy,
    /// `limited_lots` rounded down to the volume step: the order's volume.
    pub lots: f64,
    /// Margin of the order.
    pub margin_needed: f64,
    /// What the order loses at its stop, costs included.
    pub loss_at_stop: f64,
    /// Open risk of the account's other engines.
    pub open_risk_others: f64,
    /// Open risk of all engines with this order.
    pub open_risk_after: f64,
    /// Largest open risk.
    pub open_risk_limit: f64,
}

/// An entry that passed every check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ApprovedEntry {
    /// The order.
    pub intent: Approved<OrderIntent>,
    /// Where its volume comes from.
    pub sizing: SizingArithmetic,
}

/// What becomes of a signal.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "once per signal; boxing would allocate")]
pub enum EntryDecision {
    /// Open a position.
    Open(ApprovedEntry),
    /// Close the opposite position.
    Close {
        /// The closing order.
        intent: Approved<OrderIntent>,
        /// Whether to ask again with the same signal once the position is gone (policy `flip`).
        then_enter: bool,
    },
    /// The signal asks for nothing.
    Nothing,
}
