//! Rule: the relative strength index is at, or comes back from, an extreme.

use super::rule::{Ballot, Sides, find, graded_strength};
use super::{BarMask, Context, Reason, Rule, RuleKind, SignalError, Trigger, Vote};
use crate::features::{ColumnId, ColumnTable, Row, Schema};
use crate::types::Side;
use crate::types::settings::Settings;

crate::settings! {
    /// Buys after the relative strength index was oversold, sells after it was overbought. Trades
    /// against the move.
    pub struct RsiSettings in "signals.rsi" {
        /// Whether the rule votes.
        enabled: bool = true, "", ();
        /// Weight of its vote.
        weight: f64 = 1.0, "", (0.01, 100.0);
        /// Whether it may vote for buying.
        buy: bool = true, "", ();
        /// Whether it may vote for selling.
        sell: bool = true, "", ();
        /// Length of the index.
        period: u32 = 14, "bars", (2, 10_000);
        /// Oversold below this value.
        oversold: f64 = 30.0, "0 to 100", (1.0, 50.0);
        /// Overbought above this value.
        overbought: f64 = 70.0, "0 to 100", (50.0, 99.0);
        /// `cross_back` votes once, when the index leaves the extreme; `level` votes at every bar
        /// in it, which in a trend means buying a fall that goes on.
        trigger: Trigger = Trigger::CrossBack, "", ();
    }
}

impl RsiSettings {
    fn column(&self) -> String {
        format!("rsi_{}", self.period)
    }
}

/// The rule, bound to its column.
///
/// Strength: one half plus half of how far the index was (`cross_back`) or is (`level`) into the
/// extreme, as a fraction of the way from the threshold to the end of the scale.
#[derive(Clone, Debug)]
pub struct Rsi {
    value: ColumnId,
    oversold: f64,
    overbought: f64,
    trigger: Trigger,
    sides: Sides,
}

impl Rsi {
    fn depth_oversold(&self, value: f64) -> f64 {
        (self.oversold - value) / self.oversold
    }

    fn depth_overbought(&self, value: f64) -> f64 {
        (value - self.overbought) / (100.0 - self.overbought)
    }
}

impl Rule for Rsi {
    type Settings = RsiSettings;

    fn required_columns(settings: &RsiSettings) -> Vec<String> {
        vec![settings.column()]
    }

    fn check(_settings: &RsiSettings) -> Result<(), SignalError> {
        Ok(()) // the limits keep oversold at or below overbought
    }

    fn bind(settings: &RsiSettings, schema: &Schema) -> Result<Self, SignalError> {
        Ok(Self {
            value: find(schema, RsiSettings::SECTION, &settings.column())?,
            oversold: settings.oversold,
            overbought: settings.overbought,
            trigger: settings.trigger,
            sides: Sides { buy: settings.buy, sell: settings.sell },
        })
    }

    fn evaluate(&self, previous: &Row, current: &Row, _context: &Context) -> Vote {
        let (Some(before), Some(now)) = (previous.get(self.value), current.get(self.value)) else {
            return Vote::abstention(RuleKind::Rsi, Reason::Warming);
        };
        let ballot = Ballot {
            rule: RuleKind::Rsi,
            sides: self.sides,
            values: [now, before, self.oversold, self.overbought],
        };
        let is_low = now < self.oversold;
        let is_high = now > self.overbought;
        match self.trigger {
            Trigger::Level if is_low => {
                let strength = graded_strength(self.depth_oversold(now));
                ballot.cast(Side::Buy, strength, Reason::Oversold)
            }
            Trigger::Level if is_high => {
                let strength = graded_strength(self.depth_overbought(now));
                ballot.cast(Side::Sell, strength, Reason::Overbought)
            }
            Trigger::CrossBack if before < self.oversold && !is_low => {
                let strength = graded_strength(self.depth_oversold(before));
                ballot.cast(Side::Buy, strength, Reason::OversoldLeft)
            }
            Trigger::CrossBack if before > self.overbought && !is_high => {
                let strength = graded_strength(self.depth_overbought(before));
                ballot.cast(Side::Sell, strength, Reason::OverboughtLeft)
            }
            Trigger::CrossBack if is_low || is_high => ballot.abstain(Reason::AwaitingReturn),
            _ => ballot.abstain(Reason::NotExtreme),
        }
    }

    fn scan(&self, table: &ColumnTable<'_>) -> BarMask {
        let (oversold, overbought) = (self.oversold, self.overbought);
        let extreme = |[value]: [f64; 1]| [value < oversold, value > overbought];
        let [low, high] = BarMask::of([table.of(self.value)], extreme);
        match self.trigger {
            Trigger::Level => low.or(&high),
            Trigger::CrossBack => low.ends().or(&high.ends()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::testing::Table;

    fn vote(settings: &RsiSettings, before: f64, now: f64) -> Vote {
        let table = Table::new(&["rsi_14"]);
        let rule = Rsi::bind(settings, &table.schema).unwrap();
        rule.evaluate(&table.row(&[before]), &table.row(&[now]), &Context::default())
    }

    #[test]
    fn cross_back_votes_once_when_the_extreme_is_left() {
        let settings = RsiSettings::default();
        // Strength: 15 is half way from 30 to 0, so 0.5 + 0.5 * 0.5; 85 half way from 70 to 100.
        for (before, now, side, strength, reason) in [
            (15.0, 30.0, Some(Side::Buy), 0.75, Reason::OversoldLeft),
            (15.0, 29.9, None, 0.0, Reason::AwaitingReturn),
            (30.0, 31.0, None, 0.0, Reason::NotExtreme), // was never below 30
            (85.0, 70.0, Some(Side::Sell), 0.75, Reason::OverboughtLeft),
            (85.0, 70.1, None, 0.0, Reason::AwaitingReturn),
            (70.0, 69.0, None, 0.0, Reason::NotExtreme),
            (50.0, 20.0, None, 0.0, Reason::AwaitingReturn),
            (0.0, 50.0, Some(Side::Buy), 1.0, Reason::OversoldLeft),
        ] {
            let vote = vote(&settings, before, now);
            assert_eq!((vote.side, vote.reason), (side, reason), "{before} {now}");
            assert_eq!(vote.strength_frac, strength, "{before} {now}");
        }
    }

    #[test]
    fn level_votes_at_every_bar_in_the_extreme() {
        let settings = RsiSettings { trigger: Trigger::Level, ..Default::default() };
        for (before, now, side, strength, reason) in [
            (50.0, 15.0, Some(Side::Buy), 0.75, Reason::Oversold),
            (15.0, 15.0, Some(Side::Buy), 0.75, Reason::Oversold),
            (15.0, 30.0, None, 0.0, Reason::NotExtreme),
            (50.0, 100.0, Some(Side::Sell), 1.0, Reason::Overbought),
            (85.0, 70.0, None, 0.0, Reason::NotExtreme),
        ] {
            let vote = vote(&settings, before, now);
            assert_eq!((vote.side, vote.reason), (side, reason), "{before} {now}");
            assert_eq!(vote.strength_frac, strength, "{before} {now}");
        }
    }

    #[test]
    fn vote_carries_its_numbers_and_respects_the_side_switches() {
        let settings = RsiSettings { buy: false, ..Default::default() };
        let vote = vote(&settings, 20.0, 40.0);
        assert_eq!((vote.side, vote.reason), (None, Reason::SideDisabled));
        assert_eq!(vote.values, [40.0, 20.0, 30.0, 70.0]);
    }

    #[test]
    fn missing_value_means_warming() {
        let table = Table::new(&["rsi_14"]);
        let rule = Rsi::bind(&RsiSettings::default(), &table.schema).unwrap();
        let vote = rule.evaluate(&Row::EMPTY, &table.row(&[20.0]), &Context::default());
        assert_eq!(vote, Vote::abstention(RuleKind::Rsi, Reason::Warming));
    }
}
