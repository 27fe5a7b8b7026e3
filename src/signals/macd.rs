//! Rule: MACD line and signal cross, or the histogram turns.

use super::rule::{Ballot, Sides, find};
use super::{BarMask, Context, Reason, Rule, RuleKind, SignalError, Vote};
use crate::features::{ColumnId, ColumnTable, Row, Schema};
use crate::types::Side;
use crate::types::settings::Settings;

/// A turn of the histogram comes before the crossing and is the weaker evidence.
const TURN_STRENGTH_FRAC: f64 = 0.5;

crate::settings! {
    /// Buys when the MACD line rises above its signal line, sells when it falls below.
    pub struct MacdSettings in "signals.macd" {
        /// Whether the rule votes.
        enabled: bool = true, "", ();
        /// Weight of its vote.
        weight: f64 = 1.0, "", (0.01, 100.0);
        /// Whether it may vote for buying.
        buy: bool = true, "", ();
        /// Whether it may vote for selling.
        sell: bool = true, "", ();
        /// Length of the fast average.
        fast: u32 = 12, "bars", (1, 10_000);
        /// Length of the slow average; above `fast`.
        slow: u32 = 26, "bars", (2, 10_000);
        /// Length of the signal line.
        signal: u32 = 9, "bars", (1, 10_000);
        /// Vote when line and signal cross.
        line_cross: bool = true, "", ();
        /// Vote, at half strength, when the histogram turns up below zero or down above zero.
        histogram_turn: bool = false, "", ();
    }
}

impl MacdSettings {
    fn column(&self, output: &str) -> String {
        format!("{output}_{}_{}_{}", self.fast, self.slow, self.signal)
    }
}

/// The rule, bound to its columns.
///
/// Strength: 1 for a crossing, one half for a turn of the histogram. A bar with both counts as a
/// crossing.
#[derive(Clone, Debug)]
pub struct Macd {
    line: ColumnId,
    signal: ColumnId,
    histogram: ColumnId,
    change: Option<ColumnId>,
    line_cross: bool,
    sides: Sides,
}

impl Macd {
    /// The side towards which the histogram turned; `Some(None)` = it did not, `None` = warming.
    fn turn(&self, previous: &Row, current: &Row) -> Option<Option<Side>> {
        let Some(column) = self.change else { return Some(None) };
        let histogram = current.get(self.histogram)?;
        let (before, now) = (previous.get(column)?, current.get(column)?);
        Some(if histogram < 0.0 && before <= 0.0 && now > 0.0 {
            Some(Side::Buy)
        } else if histogram > 0.0 && before >= 0.0 && now < 0.0 {
            Some(Side::Sell)
        } else {
            None
        })
    }
}

impl Rule for Macd {
    type Settings = MacdSettings;

    fn required_columns(settings: &MacdSettings) -> Vec<String> {
        let mut outputs = vec!["macd", "macd_signal", "macd_hist"];
        if settings.histogram_turn {
            outputs.push("macd_hist_chg");
        }
        outputs.into_iter().map(|output| settings.column(output)).collect()
    }

    fn check(settings: &MacdSettings) -> Result<(), SignalError> {
        let section = MacdSettings::SECTION;
        if settings.fast >= settings.slow {
            return Err(SignalError::setting(section, "fast", settings.fast, "less than slow"));
        }
        if !settings.line_cross && !settings.histogram_turn {
            let expected = "true, or histogram_turn = true, or enabled = false";
            return Err(SignalError::setting(section, "line_cross", false, expected));
        }
        Ok(())
    }

    fn bind(settings: &MacdSettings, schema: &Schema) -> Result<Self, SignalError> {
        Self::check(settings)?;
        let section = MacdSettings::SECTION;
        let column = |output| find(schema, section, &settings.column(output));
        let change = if settings.histogram_turn { Some(column("macd_hist_chg")?) } else { None };
        Ok(Self {
            line: column("macd")?,
            signal: column("macd_signal")?,
            histogram: column("macd_hist")?,
            change,
            line_cross: settings.line_cross,
            sides: Sides { buy: settings.buy, sell: settings.sell },
        })
    }

    fn evaluate(&self, previous: &Row, current: &Row, _context: &Context) -> Vote {
        // The histogram is line minus signal, so its sign says which of the two is above.
        let (Some(line), Some(signal), Some(now), Some(before), Some(turn)) = (
            current.get(self.line),
            current.get(self.signal),
            current.get(self.histogram),
            previous.get(self.histogram),
            self.turn(previous, current),
        ) else {
            return Vote::abstention(RuleKind::Macd, Reason::Warming);
        };
        let ballot =
            Ballot { rule: RuleKind::Macd, sides: self.sides, values: [line, signal, now, before] };
        if self.line_cross && before <= 0.0 && now > 0.0 {
            return ballot.cast(Side::Buy, 1.0, Reason::CrossUp);
        }
        if self.line_cross && before >= 0.0 && now < 0.0 {
            return ballot.cast(Side::Sell, 1.0, Reason::CrossDown);
        }
        match turn {
            Some(Side::Buy) => ballot.cast(Side::Buy, TURN_STRENGTH_FRAC, Reason::HistogramTurnUp),
            Some(Side::Sell) => {
                ballot.cast(Side::Sell, TURN_STRENGTH_FRAC, Reason::HistogramTurnDown)
            }
            None => ballot.abstain(Reason::NoCross),
        }
    }

    fn scan(&self, table: &ColumnTable<'_>) -> BarMask {
        let turns = |column| {
            let signs = |[value]: [f64; 1]| [value > 0.0, value < 0.0];
            let [up, down] = BarMask::of([table.of(column)], signs);
            up.begins().or(&down.begins())
        };
        let crosses = self.line_cross.then(|| turns(self.histogram));
        let crosses = crosses.unwrap_or_else(|| BarMask::none(table.bars()));
        match self.change {
            Some(change) => crosses.or(&turns(change)),
            None => crosses,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::testing::Table;

    const NAMES: [&str; 4] =
        ["macd_12_26_9", "macd_signal_12_26_9", "macd_hist_12_26_9", "macd_hist_chg_12_26_9"];

    /// `[histogram, change of it]` at the bar before and now; the signal line is 5.
    fn vote(settings: &MacdSettings, before: [f64; 2], now: [f64; 2]) -> Vote {
        let table = Table::new(&NAMES);
        let rule = Macd::bind(settings, &table.schema).unwrap();
        let row =
            |[histogram, change]: [f64; 2]| table.row(&[5.0 + histogram, 5.0, histogram, change]);
        rule.evaluate(&row(before), &row(now), &Context::default())
    }

    fn verdict(settings: &MacdSettings, before: [f64; 2], now: [f64; 2]) -> (Option<Side>, Reason) {
        let vote = vote(settings, before, now);
        (vote.side, vote.reason)
    }

    #[test]
    fn line_crossings_worked_by_hand() {
        let settings = MacdSettings::default();
        for (before, now, side, reason) in [
            (-1.0, 1.0, Some(Side::Buy), Reason::CrossUp),
            (0.0, 1.0, Some(Side::Buy), Reason::CrossUp),
            (1.0, -1.0, Some(Side::Sell), Reason::CrossDown),
            (0.0, -1.0, Some(Side::Sell), Reason::CrossDown),
            (-1.0, 0.0, None, Reason::NoCross),
            (1.0, 2.0, None, Reason::NoCross),
            (-2.0, -1.0, None, Reason::NoCross),
            (0.0, 0.0, None, Reason::NoCross),
        ] {
            let was = verdict(&settings, [before, 0.0], [now, now - before]);
            assert_eq!(was, (side, reason), "{before} {now}");
        }
    }

    #[test]
    fn histogram_turns_worked_by_hand() {
        let settings = MacdSettings { histogram_turn: true, ..Default::default() };
        // -2, -3, -2.5: fell, then rose below zero. 2, 3, 2.5: the mirror image.
        let up = vote(&settings, [-3.0, -1.0], [-2.5, 0.5]);
        assert_eq!((up.side, up.reason), (Some(Side::Buy), Reason::HistogramTurnUp));
        assert_eq!(up.strength_frac, 0.5);
        let down = verdict(&settings, [3.0, 1.0], [2.5, -0.5]);
        assert_eq!(down, (Some(Side::Sell), Reason::HistogramTurnDown));
        // -3, -2.5, -2: rises already. 2, 1, 1.5: turns up, but above zero.
        assert_eq!(verdict(&settings, [-2.5, 0.5], [-2.0, 0.5]), (None, Reason::NoCross));
        assert_eq!(verdict(&settings, [1.0, -1.0], [1.5, 0.5]), (None, Reason::NoCross));
        // -1, -2, 1: turns and crosses at once; the crossing counts.
        let both = verdict(&settings, [-2.0, -1.0], [1.0, 3.0]);
        assert_eq!(both, (Some(Side::Buy), Reason::CrossUp));
    }

    #[test]
    fn turn_is_ignored_unless_switched_on_and_crossing_unless_switched_off() {
        let off = MacdSettings::default();
        assert_eq!(verdict(&off, [-3.0, -1.0], [-2.5, 0.5]), (None, Reason::NoCross));
        let only_turn =
            MacdSettings { line_cross: false, histogram_turn: true, ..Default::default() };
        assert_eq!(verdict(&only_turn, [-1.0, 0.5], [1.0, 2.0]), (None, Reason::NoCross));
    }

    #[test]
    fn vote_carries_its_numbers_and_respects_the_side_switches() {
        let settings = MacdSettings { buy: false, ..Default::default() };
        let vote = vote(&settings, [-1.0, 0.0], [2.0, 3.0]);
        assert_eq!((vote.side, vote.reason), (None, Reason::SideDisabled));
        assert_eq!(vote.values, [7.0, 5.0, 2.0, -1.0]);
    }

    #[test]
    fn any_missing_value_means_warming() {
        let table = Table::new(&NAMES);
        let settings = MacdSettings { histogram_turn: true, ..Default::default() };
        let rule = Macd::bind(&settings, &table.schema).unwrap();
        let full = table.row(&[1.0, 0.5, 0.5, 0.1]);
        // At the first bar with a histogram there is no change of it yet.
        let first = table.row_of(&[Some(1.0), Some(0.5), Some(0.5), None]);
        for (before, now) in [(&first, &full), (&Row::EMPTY, &full), (&full, &Row::EMPTY)] {
            let vote = rule.evaluate(before, now, &Context::default());
            assert_eq!(vote, Vote::abstention(RuleKind::Macd, Reason::Warming));
        }
    }

    #[test]
    fn refuses_settings_that_cannot_vote() {
        let table = Table::new(&NAMES);
        let neither = MacdSettings { line_cross: false, ..Default::default() };
        assert!(Macd::bind(&neither, &table.schema).is_err());
        let reversed = MacdSettings { fast: 26, slow: 12, ..Default::default() };
        assert!(Macd::bind(&reversed, &table.schema).is_err());
    }
}
