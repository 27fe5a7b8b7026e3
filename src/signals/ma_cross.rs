//! Rule: a faster moving average crosses a slower one.

use super::rule::{Ballot, Sides, find};
use super::{BarMask, Context, Reason, Rule, RuleKind, SignalError, Vote};
use crate::features::{ColumnId, ColumnTable, Row, Schema};
use crate::types::Side;
use crate::types::settings::Settings;

crate::choice! {
    /// Kind of moving average.
    pub enum AverageKind {
        /// Simple.
        Simple = "sma",
        /// Exponential.
        Exponential = "ema",
    }
}

crate::settings! {
    /// Buys when the fast moving average of the closes rises above the slow one, sells when it
    /// falls below. Follows trends; gives few signals.
    pub struct MaCrossSettings in "signals.ma_cross" {
        /// Whether the rule votes.
        enabled: bool = true, "", ();
        /// Weight of its vote.
        weight: f64 = 1.0, "", (0.01, 100.0);
        /// Whether it may vote for buying.
        buy: bool = true, "", ();
        /// Whether it may vote for selling.
        sell: bool = true, "", ();
        /// Kind of both averages.
        kind: AverageKind = AverageKind::Simple, "", ();
        /// Length of the fast average.
        fast: u32 = 50, "bars", (1, 10_000);
        /// Length of the slow average; above `fast`.
        slow: u32 = 200, "bars", (2, 10_000);
        /// The averages count as crossed once they are further apart than this fraction of the
        /// close. 0 = any distance.
        separation_min_frac: f64 = 0.0, "fraction of the close", (0.0, 0.5);
        /// The averages count as crossed once they are further apart than this many average true
        /// ranges. 0 = any distance.
        separation_min_atr: f64 = 0.0, "average true ranges", (0.0, 100.0);
        /// Length of the average true range that `separation_min_atr` uses.
        atr_period: u32 = 14, "bars", (1, 10_000);
    }
}

impl MaCrossSettings {
    fn fast_column(&self) -> String {
        format!("{}_{}", self.kind.as_str(), self.fast)
    }

    fn slow_column(&self) -> String {
        format!("{}_{}", self.kind.as_str(), self.slow)
    }

    fn atr_column(&self) -> Option<String> {
        (self.separation_min_atr > 0.0).then(|| format!("atr_{}", self.atr_period))
    }
}

/// The rule, bound to its columns.
///
/// The averages are *crossed* on a side when the fast one is beyond the slow one by more than the
/// smallest separation, which is the larger of both settings. The rule votes at the bar at which
/// they become crossed. With a smallest separation that bar may come well after the lines met: a
/// slow crossing is confirmed late, not lost.
///
/// Strength is always 1: a crossing has no degrees.
#[derive(Clone, Debug)]
pub struct MaCross {
    fast: ColumnId,
    slow: ColumnId,
    close: ColumnId,
    atr: Option<ColumnId>,
    separation_min_frac: f64,
    separation_min_atr: f64,
    sides: Sides,
}

/// Where the averages stand to each other at one bar.
struct Separation {
    fast: f64,
    slow: f64,
    /// Fast minus slow.
    difference: f64,
    /// Smallest separation at this bar.
    least: f64,
}

impl Separation {
    fn is_crossed(&self, side: Side) -> bool {
        side.sign() * self.difference > self.least
    }
}

impl MaCross {
    fn separation(&self, row: &Row) -> Option<Separation> {
        let fast = row.get(self.fast)?;
        let slow = row.get(self.slow)?;
        let of_price = self.separation_min_frac * row.get(self.close)?;
        let of_range = match self.atr {
            Some(atr) => self.separation_min_atr * row.get(atr)?,
            None => 0.0,
        };
        Some(Separation { fast, slow, difference: fast - slow, least: of_price.max(of_range) })
    }
}

impl Rule for MaCross {
    type Settings = MaCrossSettings;

    fn required_columns(settings: &MaCrossSettings) -> Vec<String> {
        let mut columns = vec![settings.fast_column(), settings.slow_column(), "close".to_owned()];
        columns.extend(settings.atr_column());
        columns
    }

    fn check(settings: &MaCrossSettings) -> Result<(), SignalError> {
        if settings.fast < settings.slow {
            return Ok(());
        }
        let section = MaCrossSettings::SECTION;
        Err(SignalError::setting(section, "fast", settings.fast, "less than slow"))
    }

    fn bind(settings: &MaCrossSettings, schema: &Schema) -> Result<Self, SignalError> {
        Self::check(settings)?;
        let section = MaCrossSettings::SECTION;
        Ok(Self {
            fast: find(schema, section, &settings.fast_column())?,
            slow: find(schema, section, &settings.slow_column())?,
            close: find(schema, section, "close")?,
            atr: settings.atr_column().map(|name| find(schema, section, &name)).transpose()?,
            separation_min_frac: settings.separation_min_frac,
            separation_min_atr: settings.separation_min_atr,
            sides: Sides { buy: settings.buy, sell: settings.sell },
        })
    }

    fn evaluate(&self, previous: &Row, current: &Row, _context: &Context) -> Vote {
        let (Some(before), Some(now)) = (self.separation(previous), self.separation(current))
        else {
            return Vote::abstention(RuleKind::MaCross, Reason::Warming);
        };
        let ballot = Ballot {
            rule: RuleKind::MaCross,
            sides: self.sides,
            values: [now.fast, now.slow, now.difference, now.least],
        };
        for (side, reason) in [(Side::Buy, Reason::CrossUp), (Side::Sell, Reason::CrossDown)] {
            if now.is_crossed(side) && !before.is_crossed(side) {
                return ballot.cast(side, 1.0, reason);
            }
        }
        let is_apart = now.is_crossed(Side::Buy) || now.is_crossed(Side::Sell);
        let is_required = now.least > 0.0;
        ballot.abstain(if is_required && !is_apart {
            Reason::SeparationTooSmall
        } else {
            Reason::NoCross
        })
    }

    fn scan(&self, table: &ColumnTable<'_>) -> BarMask {
        let (fast, slow) = (table.of(self.fast), table.of(self.slow));
        // Without a smallest separation two comparisons of columns are enough.
        let is_any = self.separation_min_frac <= 0.0 && self.atr.is_none();
        if is_any {
            let above = BarMask::of_pairs(fast, slow, |fast, slow| fast > slow);
            let below = BarMask::of_pairs(fast, slow, |fast, slow| fast < slow);
            return above.begins().or(&below.begins());
        }
        let close = table.of(self.close);
        // Without a range its column stands for nothing: zero times any of its values is none.
        let (range, least_ranges) = match self.atr {
            Some(atr) => (table.of(atr), self.separation_min_atr),
            None => (close, 0.0),
        };
        let crossed = |sign: f64| {
            BarMask::of_columns([fast, slow, close, range], |[fast, slow, close, range]| {
                // Beyond the larger of both is beyond both; an absent value is beyond nothing.
                let difference = sign * (fast - slow);
                let is_beyond_price = difference > self.separation_min_frac * close;
                is_beyond_price & (difference > least_ranges * range)
            })
        };
        crossed(1.0).begins().or(&crossed(-1.0).begins())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::testing::Table;

    fn vote(settings: &MaCrossSettings, before: [f64; 4], now: [f64; 4]) -> Vote {
        // Columns: fast, slow, close, average true range.
        let table = Table::new(&["sma_50", "sma_200", "close", "atr_14"]);
        let rule = MaCross::bind(settings, &table.schema).unwrap();
        rule.evaluate(&table.row(&before), &table.row(&now), &Context::default())
    }

    fn verdict(
        settings: &MaCrossSettings,
        before: [f64; 2],
        now: [f64; 2],
    ) -> (Option<Side>, Reason) {
        let full = |pair: [f64; 2]| [pair[0], pair[1], 100.0, 0.5];
        let vote = vote(settings, full(before), full(now));
        (vote.side, vote.reason)
    }

    #[test]
    fn crossings_worked_by_hand() {
        let settings = MaCrossSettings::default();
        for (before, now, side, reason) in [
            ([9.0, 10.0], [10.5, 10.0], Some(Side::Buy), Reason::CrossUp),
            ([10.0, 10.0], [10.5, 10.0], Some(Side::Buy), Reason::CrossUp),
            ([11.0, 10.0], [9.5, 10.0], Some(Side::Sell), Reason::CrossDown),
            ([10.0, 10.0], [9.5, 10.0], Some(Side::Sell), Reason::CrossDown),
            ([9.0, 10.0], [10.0, 10.0], None, Reason::NoCross), // touches, does not cross
            ([11.0, 10.0], [12.0, 10.0], None, Reason::NoCross),
            ([9.0, 10.0], [8.0, 10.0], None, Reason::NoCross),
        ] {
            assert_eq!(verdict(&settings, before, now), (side, reason), "{before:?} {now:?}");
        }
    }

    #[test]
    fn separation_delays_the_vote_until_the_lines_are_apart() {
        // 1 % of a close of 100 is 1.0; four ranges of 0.5 are 2.0; the larger counts.
        let one = MaCrossSettings { separation_min_frac: 0.01, ..Default::default() };
        let two = MaCrossSettings { separation_min_atr: 4.0, ..one.clone() };
        let too_small = (None, Reason::SeparationTooSmall);
        let up = (Some(Side::Buy), Reason::CrossUp);
        assert_eq!(verdict(&one, [9.0, 10.0], [10.5, 10.0]), too_small);
        assert_eq!(verdict(&one, [10.5, 10.0], [11.0, 10.0]), too_small); // exactly 1.0
        assert_eq!(verdict(&one, [11.0, 10.0], [11.5, 10.0]), up);
        assert_eq!(verdict(&one, [11.5, 10.0], [12.5, 10.0]), (None, Reason::NoCross));
        assert_eq!(verdict(&two, [11.0, 10.0], [11.5, 10.0]), too_small);
        assert_eq!(verdict(&two, [11.5, 10.0], [12.5, 10.0]), up);
        assert_eq!(verdict(&two, [10.5, 10.0], [7.5, 10.0]), (Some(Side::Sell), Reason::CrossDown));
    }

    #[test]
    fn vote_carries_its_numbers() {
        let settings = MaCrossSettings { separation_min_frac: 0.0078125, ..Default::default() };
        let vote = vote(&settings, [9.0, 10.0, 128.0, 0.5], [12.0, 10.0, 128.0, 0.5]);
        assert_eq!(vote.values, [12.0, 10.0, 2.0, 1.0]); // 1/128 of 128 is 1
        assert_eq!((vote.rule, vote.strength_frac), (RuleKind::MaCross, 1.0));
    }

    #[test]
    fn switched_off_side_abstains_and_says_so() {
        let settings = MaCrossSettings { sell: false, ..Default::default() };
        assert_eq!(verdict(&settings, [11.0, 10.0], [9.0, 10.0]), (None, Reason::SideDisabled));
        assert_eq!(verdict(&settings, [9.0, 10.0], [11.0, 10.0]).0, Some(Side::Buy));
    }

    #[test]
    fn any_missing_value_means_warming() {
        let table = Table::new(&["sma_50", "sma_200", "close"]);
        let rule = MaCross::bind(&MaCrossSettings::default(), &table.schema).unwrap();
        let full = table.row(&[11.0, 10.0, 100.0]);
        let part = table.row_of(&[Some(9.0), None, Some(100.0)]);
        for (before, now) in [(&part, &full), (&full, &part), (&Row::EMPTY, &Row::EMPTY)] {
            let vote = rule.evaluate(before, now, &Context::default());
            assert_eq!(vote, Vote::abstention(RuleKind::MaCross, Reason::Warming));
        }
    }

    #[test]
    fn refuses_a_fast_average_that_is_not_faster_and_a_schema_without_its_columns() {
        let table = Table::new(&["sma_50", "close"]);
        let settings = MaCrossSettings { fast: 50, slow: 50, ..Default::default() };
        let error = MaCross::bind(&settings, &table.schema).unwrap_err();
        assert_eq!(error.to_string(), "[signals.ma_cross] fast was 50, expected less than slow");
        let error = MaCross::bind(&MaCrossSettings::default(), &table.schema).unwrap_err();
        assert!(error.to_string().contains("sma_200"), "{error}");
    }

    #[test]
    fn exponential_kind_asks_for_other_columns() {
        let settings = MaCrossSettings {
            kind: AverageKind::Exponential,
            separation_min_atr: 1.0,
            ..Default::default()
        };
        let columns = MaCross::required_columns(&settings);
        assert_eq!(columns, ["ema_50", "ema_200", "close", "atr_14"]);
    }
}
