//! What a rule is, and what it gives: a vote that says why.

use super::{BarMask, Context, Reason, SignalError};
use crate::features::{ColumnId, ColumnTable, Row, Schema};
use crate::types::Side;

crate::choice! {
    /// The built-in rules, in the order in which they vote.
    pub enum RuleKind {
        /// Crossing of two moving averages.
        MaCross = "ma_cross",
        /// Relative strength index at an extreme.
        Rsi = "rsi",
        /// MACD: line and signal, or turn of the histogram.
        Macd = "macd",
        /// Reversion from outside the Bollinger bands.
        Bollinger = "bollinger",
    }
}

crate::choice! {
    /// When a rule that watches for extremes votes.
    pub enum Trigger {
        /// Once, when the value comes back from beyond the threshold.
        CrossBack = "cross_back",
        /// At every bar whose value is beyond the threshold.
        Level = "level",
    }
}

impl RuleKind {
    /// Every rule, in voting order.
    pub const ALL: [Self; 4] = [Self::MaCross, Self::Rsi, Self::Macd, Self::Bollinger];

    /// What [`Vote::values`] holds. While the reason is `WARMING` all four are 0.
    #[must_use]
    pub const fn value_names(self) -> [&'static str; 4] {
        match self {
            Self::MaCross => {
                ["fast average", "slow average", "fast minus slow", "smallest separation"]
            }
            Self::Rsi => ["value", "value before", "oversold below", "overbought above"],
            Self::Macd => ["line", "signal", "histogram", "histogram before"],
            Self::Bollinger => ["lower band", "upper band", "width", "smallest width"],
        }
    }
}

/// What one rule says about one closed bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vote {
    /// Who votes.
    pub rule: RuleKind,
    /// For which side; `None` = abstains.
    pub side: Option<Side>,
    /// How strongly, 0 to 1; 0 when abstaining. A rule that votes gives at least one half: its
    /// condition is met, and the upper half grades by how much.
    pub strength_frac: f64,
    /// Why.
    pub reason: Reason,
    /// The numbers behind it; [`RuleKind::value_names`] names them.
    pub values: [f64; 4],
}

impl Vote {
    /// An abstention without numbers.
    #[must_use]
    pub const fn abstention(rule: RuleKind, reason: Reason) -> Self {
        Self { rule, side: None, strength_frac: 0.0, reason, values: [0.0; 4] }
    }
}

/// A rule, bound to the columns of a schema.
pub trait Rule: Sized {
    /// Its configuration.
    type Settings;

    /// The canonical names of the columns it reads.
    fn required_columns(settings: &Self::Settings) -> Vec<String>;

    /// Checks what a single setting's limits cannot: relations between settings.
    ///
    /// # Errors
    /// The first setting that does not fit the others.
    fn check(settings: &Self::Settings) -> Result<(), SignalError>;

    /// Checks the settings and looks the columns up, once.
    ///
    /// # Errors
    /// A setting that does not fit the others, or a column that the schema lacks.
    fn bind(settings: &Self::Settings, schema: &Schema) -> Result<Self, SignalError>;

    /// Judges the newest closed bar. No allocation, no state.
    fn evaluate(&self, previous: &Row, current: &Row, context: &Context) -> Vote;

    /// Marks every bar at which the rule may vote, and as few others as is cheap: what is not
    /// marked need not be evaluated.
    fn scan(&self, table: &ColumnTable<'_>) -> BarMask;
}

/// Which sides a rule may vote for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sides {
    pub(super) buy: bool,
    pub(super) sell: bool,
}

/// A vote that has its numbers and still needs its verdict.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ballot {
    pub(super) rule: RuleKind,
    pub(super) sides: Sides,
    pub(super) values: [f64; 4],
}

impl Ballot {
    /// Votes for nobody.
    pub(super) const fn abstain(self, reason: Reason) -> Vote {
        Vote { values: self.values, ..Vote::abstention(self.rule, reason) }
    }

    /// Votes for a side, unless that side is switched off.
    pub(super) fn cast(self, side: Side, strength_frac: f64, reason: Reason) -> Vote {
        let allowed = match side {
            Side::Buy => self.sides.buy,
            Side::Sell => self.sides.sell,
        };
        if !allowed {
            return self.abstain(Reason::SideDisabled);
        }
        Vote {
            rule: self.rule,
            side: Some(side),
            strength_frac: strength_frac.clamp(0.0, 1.0),
            reason,
            values: self.values,
        }
    }
}

/// Strength of a condition that is met and exceeded by `depth_frac` of what is possible.
pub(super) fn graded_strength(depth_frac: f64) -> f64 {
    0.5 + 0.5 * depth_frac.clamp(0.0, 1.0)
}

/// Finds a column of a rule.
pub(super) fn find(
    schema: &Schema,
    section: &'static str,
    column: &str,
) -> Result<ColumnId, SignalError> {
    schema
        .id(column)
        .ok_or_else(|| SignalError::MissingColumn { section, column: column.to_owned() })
}
