//! What to doubt about a result: findings, and the verdict that they add up to.

use serde::Serialize;

use super::facts::{Account, Brackets, MarketMove};

/// How much a finding weighs, lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// The result may be much worse than it looks.
    Warning,
    /// The result says nothing, or says no.
    Error,
}

impl Severity {
    /// Name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One doubt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// Its name for programs, such as `few_trades`.
    pub code: &'static str,
    /// What was found, with the numbers.
    pub text: String,
    /// What to do about it.
    pub hint: String,
}

/// What is known of a test.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Evidence {
    /// The account; `None` before a bar has closed.
    pub account: Option<Account>,
    /// Net profit at other orders of prices inside bars; `None` for ticks.
    pub brackets: Option<Brackets>,
    /// Trades whose result depends on that order.
    pub ambiguous_trades: u64,
    /// What the market did; `None` with several symbols.
    pub market: Option<MarketMove>,
    /// Leverage of the account, above 0, if known.
    pub leverage: Option<f64>,
    /// The usual spread of a lot in account currency, if known.
    pub spread_per_lot: Option<f64>,
    /// Value of a point of a lot in account currency, if known.
    pub point_value: Option<f64>,
}

/// What to think of a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The heaviest finding; [`Severity::Note`] where nothing speaks against it.
    pub severity: Severity,
    /// A sentence.
    pub text: String,
}
