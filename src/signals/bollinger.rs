//! Rule: in a volatile market, the price returns from outside the Bollinger bands.

use super::rule::{Ballot, Sides, find, graded_strength};
use super::{
    BarMask, Context, GateSettings, NewsPolicy, Reason, Rule, RuleKind, SignalError, Trigger, Vote,
};
use crate::features::{ColumnId, ColumnTable, Row, Schema};
use crate::types::Side;
use crate::types::settings::Settings;

crate::settings! {
    /// Buys below the lower Bollinger band and sells above the upper one, expecting the price to
    /// revert; only when the bands are wide and no bad news explain the move.
    pub struct BollingerSettings in "signals.bollinger" {
        /// Whether the rule votes.
        enabled: bool = true, "", ();
        /// Weight of its vote.
        weight: f64 = 1.0, "", (0.01, 100.0);
        /// Whether it may vote for buying.
        buy: bool = true, "", ();
        /// Whether it may vote for selling.
        sell: bool = true, "", ();
        /// Length of the bands.
        period: u32 = 20, "bars", (2, 10_000);
        /// Standard deviations from the middle to each band, at most four decimals.
        deviations: f64 = 2.0, "standard deviations", (0.1, 10.0);
        /// `cross_back` votes once, when the close comes back inside; `level` votes at every close
        /// outside, which in a trend means trading against it again and again.
        trigger: Trigger = Trigger::CrossBack, "", ();
        /// The bands must be at least this wide, as a fraction of their middle. Depends on symbol
        /// and period, so there is no general value; 0 = any width.
        width_min_frac: f64 = 0.0, "fraction of the middle band", (0.0, 10.0);
        /// The bands must be at least this many times as wide as the bands of `reference_period`.
        /// The width of a random walk's bands grows with the root of their length, so bands of 20
        /// are usually about 0.45 times as wide as bands of 100; 0.6 asks for a third more than
        /// that, on any symbol. 0 = any width.
        width_ratio_min: f64 = 0.6, "ratio of widths", (0.0, 100.0);
        /// Length of the bands that stand for the usual width; above `period`.
        reference_period: u32 = 100, "bars", (3, 10_000);
    }
}

impl BollingerSettings {
    fn column(&self, output: &str) -> String {
        format!("{output}_{}_{}", self.period, self.deviations)
    }

    fn reference_column(&self) -> Option<String> {
        (self.width_ratio_min > 0.0)
            .then(|| format!("bb_width_{}_{}", self.reference_period, self.deviations))
    }
}

/// The rule, bound to its columns.
///
/// Strength: one half plus half of how far the close was (`cross_back`) or is (`level`) outside,
/// as a fraction of the distance from the middle to the band.
#[derive(Clone, Debug)]
pub struct Bollinger {
    close: ColumnId,
    upper: ColumnId,
    mid: ColumnId,
    lower: ColumnId,
    width: ColumnId,
    reference: Option<ColumnId>,
    width_min_frac: f64,
    width_ratio_min: f64,
    trigger: Trigger,
    sides: Sides,
    news: NewsPolicy,
}

/// Close and bands of one bar.
struct Bands {
    close: f64,
    upper: f64,
    mid: f64,
    lower: f64,
}

impl Bands {
    fn is_below(&self) -> bool {
        self.close < self.lower
    }

    fn is_above(&self) -> bool {
        self.close > self.upper
    }

    /// How far outside the close is, in distances from the middle to the band.
    fn depth_frac(&self, side: Side) -> f64 {
        let (outside, reach) = match side {
            Side::Buy => (self.lower - self.close, self.mid - self.lower),
            Side::Sell => (self.close - self.upper, self.upper - self.mid),
        };
        if reach > 0.0 { outside / reach } else { 0.0 }
    }
}

impl Bollinger {
    /// Judges news by this policy instead of the default one.
    #[must_use]
    pub fn with_news_policy(self, news: NewsPolicy) -> Self {
        Self { news, ..self }
    }

    fn bands(&self, row: &Row) -> Option<Bands> {
        Some(Bands {
            close: row.get(self.close)?,
            upper: row.get(self.upper)?,
            mid: row.get(self.mid)?,
            lower: row.get(self.lower)?,
        })
    }

    /// Width of the bands, and the smallest one accepted.
    fn widths(&self, row: &Row) -> Option<(f64, f64)> {
        let of_reference = match self.reference {
            Some(reference) => self.width_ratio_min * row.get(reference)?,
            None => 0.0,
        };
        Some((row.get(self.width)?, self.width_min_frac.max(of_reference)))
    }

    /// The side that the bands call for, with its reason; the reason alone if none.
    fn call(&self, before: &Bands, now: &Bands) -> Result<(Side, Reason, f64), Reason> {
        let is_outside = now.is_below() || now.is_above();
        match self.trigger {
            Trigger::Level if now.is_below() => {
                Ok((Side::Buy, Reason::Oversold, now.depth_frac(Side::Buy)))
            }
            Trigger::Level if now.is_above() => {
                Ok((Side::Sell, Reason::Overbought, now.depth_frac(Side::Sell)))
            }
            Trigger::CrossBack if is_outside => Err(Reason::AwaitingReturn),
            Trigger::CrossBack if before.is_below() => {
                Ok((Side::Buy, Reason::OversoldLeft, before.depth_frac(Side::Buy)))
            }
            Trigger::CrossBack if before.is_above() => {
                Ok((Side::Sell, Reason::OverboughtLeft, before.depth_frac(Side::Sell)))
            }
            _ => Err(Reason::NotExtreme),
        }
    }
}

impl Rule for Bollinger {
    type Settings = BollingerSettings;

    fn required_columns(settings: &BollingerSettings) -> Vec<String> {
        let mut columns = vec!["close".to_owned()];
        columns.extend(
            ["bb_upper", "bb_mid", "bb_lower", "bb_width"].map(|output| settings.column(output)),
        );
        columns.extend(settings.reference_column());
        columns
    }

    fn check(settings: &BollingerSettings) -> Result<(), SignalError> {
        let needs_reference = settings.width_ratio_min > 0.0;
        if needs_reference && settings.reference_period <= settings.period {
            let (section, was) = (BollingerSettings::SECTION, settings.reference_period);
            return Err(SignalError::setting(section, "reference_period", was, "more than period"));
        }
        Ok(())
    }

    fn bind(settings: &BollingerSettings, schema: &Schema) -> Result<Self, SignalError> {
        Self::check(settings)?;
        let section = BollingerSettings::SECTION;
        let reference = settings.reference_column();
        let column = |output| find(schema, section, &settings.column(output));
        Ok(Self {
            close: find(schema, section, "close")?,
            upper: column("bb_upper")?,
            mid: column("bb_mid")?,
            lower: column("bb_lower")?,
            width: column("bb_width")?,
            reference: reference.map(|name| find(schema, section, &name)).transpose()?,
            width_min_frac: settings.width_min_frac,
            width_ratio_min: settings.width_ratio_min,
            trigger: settings.trigger,
            sides: Sides { buy: settings.buy, sell: settings.sell },
            news: NewsPolicy::new(&GateSettings::default()),
        })
    }

    fn evaluate(&self, previous: &Row, current: &Row, context: &Context) -> Vote {
        let (Some(before), Some(now), Some((width, width_min))) =
            (self.bands(previous), self.bands(current), self.widths(current))
        else {
            return Vote::abstention(RuleKind::Bollinger, Reason::Warming);
        };
        let ballot = Ballot {
            rule: RuleKind::Bollinger,
            sides: self.sides,
            values: [now.lower, now.upper, width, width_min],
        };
        let (side, reason, depth_frac) = match self.call(&before, &now) {
            Ok(call) => call,
            Err(reason) => return ballot.abstain(reason),
        };
        if width < width_min {
            return ballot.abstain(Reason::VolatilityLow);
        }
        match self.news.objection(context.news.as_ref()) {
            Some(objection) => ballot.abstain(objection),
            None => ballot.cast(side, graded_strength(depth_frac), reason),
        }
    }

    fn scan(&self, table: &ColumnTable<'_>) -> BarMask {
        let columns = [self.close, self.lower, self.upper].map(|column| table.of(column));
        let [below, above] =
            BarMask::of(columns, |[close, lower, upper]| [close < lower, close > upper]);
        match self.trigger {
            Trigger::Level => below.or(&above),
            Trigger::CrossBack => below.ends().or(&above.ends()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::News;
    use crate::signals::testing::Table;
    use crate::types::DurationNanos;

    const NAMES: [&str; 6] = [
        "close",
        "bb_upper_20_2",
        "bb_mid_20_2",
        "bb_lower_20_2",
        "bb_width_20_2",
        "bb_width_100_2",
    ];

    /// Bands at 90, 100 and 110; the usual width is 0.15.
    fn vote(settings: &BollingerSettings, closes: [f64; 2], width: f64, context: &Context) -> Vote {
        let table = Table::new(&NAMES);
        let rule = Bollinger::bind(settings, &table.schema).unwrap();
        let row = |close| table.row(&[close, 110.0, 100.0, 90.0, width, 0.15]);
        rule.evaluate(&row(closes[0]), &row(closes[1]), context)
    }

    fn verdict(settings: &BollingerSettings, closes: [f64; 2]) -> (Option<Side>, Reason, f64) {
        let vote = vote(settings, closes, 0.2, &Context::default());
        (vote.side, vote.reason, vote.strength_frac)
    }

    #[test]
    fn returns_worked_by_hand() {
        let settings = BollingerSettings::default();
        // 85 is 5 outside a band that is 10 from the middle: depth 0.5, strength 0.75.
        for (closes, expected) in [
            ([85.0, 90.0], (Some(Side::Buy), Reason::OversoldLeft, 0.75)),
            ([85.0, 89.0], (None, Reason::AwaitingReturn, 0.0)),
            ([90.0, 95.0], (None, Reason::NotExtreme, 0.0)),
            ([115.0, 110.0], (Some(Side::Sell), Reason::OverboughtLeft, 0.75)),
            ([115.0, 111.0], (None, Reason::AwaitingReturn, 0.0)),
            ([85.0, 115.0], (None, Reason::AwaitingReturn, 0.0)), // through both bands
            ([70.0, 100.0], (Some(Side::Buy), Reason::OversoldLeft, 1.0)), // depth 2, capped
        ] {
            assert_eq!(verdict(&settings, closes), expected, "{closes:?}");
        }
    }

    #[test]
    fn level_votes_at_every_close_outside() {
        let settings = BollingerSettings { trigger: Trigger::Level, ..Default::default() };
        for (closes, expected) in [
            ([100.0, 85.0], (Some(Side::Buy), Reason::Oversold, 0.75)),
            ([85.0, 85.0], (Some(Side::Buy), Reason::Oversold, 0.75)),
            ([85.0, 90.0], (None, Reason::NotExtreme, 0.0)),
            ([100.0, 115.0], (Some(Side::Sell), Reason::Overbought, 0.75)),
        ] {
            assert_eq!(verdict(&settings, closes), expected, "{closes:?}");
        }
    }

    #[test]
    fn narrow_bands_abstain() {
        let by_ratio = BollingerSettings { width_ratio_min: 1.0, ..Default::default() };
        let by_width =
            BollingerSettings { width_ratio_min: 0.0, width_min_frac: 0.2, ..Default::default() };
        let any = BollingerSettings { width_ratio_min: 0.0, ..Default::default() };
        let context = Context::default();
        let at = |settings, width| vote(settings, [85.0, 95.0], width, &context);
        assert_eq!(at(&by_ratio, 0.14).reason, Reason::VolatilityLow);
        assert_eq!(at(&by_ratio, 0.15).reason, Reason::OversoldLeft);
        assert_eq!(at(&by_width, 0.19).reason, Reason::VolatilityLow);
        assert_eq!(at(&by_width, 0.2).reason, Reason::OversoldLeft);
        assert_eq!(at(&any, 0.0).reason, Reason::OversoldLeft);
        assert_eq!(at(&by_ratio, 0.14).values, [90.0, 110.0, 0.14, 0.15]);
    }

    #[test]
    fn bad_news_abstain_and_unknown_news_do_not() {
        let settings = BollingerSettings::default();
        let news = |sentiment| Context {
            news: Some(News { sentiment: Some(sentiment), is_bad: false, age: DurationNanos(0) }),
            ..Context::default()
        };
        let reason = |context: &Context| vote(&settings, [85.0, 95.0], 0.2, context).reason;
        assert_eq!(reason(&news(-0.8)), Reason::BadNews);
        assert_eq!(reason(&news(0.1)), Reason::OversoldLeft);
        assert_eq!(reason(&Context::default()), Reason::OversoldLeft);
    }

    #[test]
    fn unknown_news_abstain_when_required() {
        let table = Table::new(&NAMES);
        let strict = GateSettings { require_news: true, ..Default::default() };
        let rule = Bollinger::bind(&BollingerSettings::default(), &table.schema)
            .unwrap()
            .with_news_policy(NewsPolicy::new(&strict));
        let row = |close| table.row(&[close, 110.0, 100.0, 90.0, 0.2, 0.15]);
        let vote = rule.evaluate(&row(85.0), &row(95.0), &Context::default());
        assert_eq!((vote.side, vote.reason), (None, Reason::NewsUnknown));
    }

    #[test]
    fn missing_reference_width_means_warming() {
        let table = Table::new(&NAMES);
        let rule = Bollinger::bind(&BollingerSettings::default(), &table.schema).unwrap();
        let full = table.row(&[85.0, 110.0, 100.0, 90.0, 0.2, 0.15]);
        let mut values = [85.0, 110.0, 100.0, 90.0, 0.2, 0.15].map(Some);
        values[5] = None;
        let part = table.row_of(&values);
        let warming = Vote::abstention(RuleKind::Bollinger, Reason::Warming);
        assert_eq!(rule.evaluate(&full, &part, &Context::default()), warming);
        assert_eq!(rule.evaluate(&Row::EMPTY, &full, &Context::default()), warming);
    }

    #[test]
    fn switched_off_side_abstains_and_says_so() {
        let settings = BollingerSettings { buy: false, ..Default::default() };
        assert_eq!(verdict(&settings, [85.0, 95.0]), (None, Reason::SideDisabled, 0.0));
    }

    #[test]
    fn refuses_a_reference_that_is_not_longer() {
        let table = Table::new(&NAMES);
        let settings = BollingerSettings { reference_period: 20, ..Default::default() };
        let error = Bollinger::bind(&settings, &table.schema).unwrap_err().to_string();
        assert!(error.contains("reference_period was 20, expected more than period"), "{error}");
    }
}
