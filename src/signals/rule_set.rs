//! The rules together: from two rows to a signal, with everything that led to it.

use super::combine::{Combined, Weighed, combine};
use super::{
    BarMask, Bollinger, BollingerSettings, CombineMode, CombineSettings, Context, GateSettings,
    MaCross, MaCrossSettings, Macd, MacdSettings, ModelMode, ModelOpinion, News, NewsPolicy,
    Reason, Rsi, RsiSettings, Rule, RuleKind, SignalError, SignalSettings, StopSettings, Stops,
    Vote, gates,
};
use crate::features::{Column, ColumnTable, Row, Schema};
use crate::types::settings::Settings;
use crate::types::{Side, Signal, SignalKind};

/// Number of rules: the capacity of [`Evaluation::votes`].
pub const MAX_RULES: usize = RuleKind::ALL.len();

/// The configured rules, not yet bound to columns.
///
/// ```
/// use hypertrader::features::{Builder, FeatureSettings};
/// use hypertrader::signals::{Context, Reason, RuleSet, SignalSettings};
///
/// let rules = RuleSet::new(&SignalSettings::default()).unwrap();
/// let columns = FeatureSettings::default().columns_with(&rules.required_columns());
/// let builder = Builder::new(&columns).unwrap();
/// let rules = rules.bind(builder.schema()).unwrap();
/// let outcome = rules.evaluate(builder.previous(), builder.current(), &Context::default());
/// assert_eq!(outcome.reason, Reason::NoVotes); // no bar yet: every rule abstains, warming up
/// ```
#[derive(Clone, Debug)]
pub struct RuleSet {
    settings: SignalSettings,
    columns: Vec<String>,
}

impl RuleSet {
    /// Checks the settings: each against its limits, then against each other.
    ///
    /// # Errors
    /// The first problem, with its section.
    pub fn new(settings: &SignalSettings) -> Result<Self, SignalError> {
        settings.check_limits()?;
        let rules = Self { settings: settings.clone(), columns: columns_of(settings)? };
        rules.check_combination()?;
        Ok(rules)
    }

    fn check_combination(&self) -> Result<(), SignalError> {
        let combine = &self.settings.combine;
        let enabled = self.enabled_count();
        let wanted = combine.votes_min as usize;
        if combine.mode == CombineMode::MinVotes && enabled > 0 && wanted > enabled {
            let expected = "at most the number of enabled rules";
            let was = format!("{wanted} with {enabled} enabled");
            return Err(SignalError::setting(CombineSettings::SECTION, "votes_min", was, expected));
        }
        Ok(())
    }

    fn enabled_count(&self) -> usize {
        let settings = &self.settings;
        [
            settings.ma_cross.enabled,
            settings.rsi.enabled,
            settings.macd.enabled,
            settings.bollinger.enabled,
        ]
        .into_iter()
        .filter(|&enabled| enabled)
        .count()
    }

    /// The canonical names of all columns that the enabled rules and the stop need, each once.
    /// Empty when no rule is enabled.
    #[must_use]
    pub fn required_columns(&self) -> Vec<String> {
        self.columns.clone()
    }

    /// Looks every column up once.
    ///
    /// # Errors
    /// A column that the schema lacks.
    pub fn bind(&self, schema: &Schema) -> Result<BoundRules, SignalError> {
        let settings = &self.settings;
        let SignalSettings { ma_cross, rsi, macd, bollinger, .. } = settings;
        let news = NewsPolicy::new(&settings.gates);
        let stops = if self.columns.is_empty() {
            None
        } else {
            Some(Stops::bind(&settings.stops, schema)?)
        };
        let lookback = self
            .columns
            .iter()
            .filter_map(|name| schema.id(name))
            .map(|id| schema.lookback_of(id) + 1)
            .max()
            .unwrap_or(0);
        Ok(BoundRules {
            ma_cross: bind_enabled(ma_cross.enabled, ma_cross.weight, ma_cross, schema)?,
            rsi: bind_enabled(rsi.enabled, rsi.weight, rsi, schema)?,
            macd: bind_enabled(macd.enabled, macd.weight, macd, schema)?,
            bollinger: bind_enabled(bollinger.enabled, bollinger.weight, bollinger, schema)?.map(
                |Enabled { rule, weight }: Enabled<Bollinger>| Enabled {
                    rule: rule.with_news_policy(news),
                    weight,
                },
            ),
            combine: settings.combine.clone(),
            gates: settings.gates.clone(),
            stops,
            lookback,
        })
    }
}

/// Binds a rule if it is enabled.
fn bind_enabled<R: Rule>(
    is_enabled: bool,
    weight: f64,
    settings: &R::Settings,
    schema: &Schema,
) -> Result<Option<Enabled<R>>, SignalError> {
    if !is_enabled {
        return Ok(None);
    }
    Ok(Some(Enabled { rule: R::bind(settings, schema)?, weight }))
}

/// Checks the enabled rules; their canonical columns and those of the stop, without repetition.
fn columns_of(settings: &SignalSettings) -> Result<Vec<String>, SignalError> {
    let SignalSettings { ma_cross, rsi, macd, bollinger, stops, .. } = settings;
    let mut asked: Vec<(&'static str, Vec<String>)> = Vec::new();
    if ma_cross.enabled {
        MaCross::check(ma_cross)?;
        asked.push((MaCrossSettings::SECTION, MaCross::required_columns(ma_cross)));
    }
    if rsi.enabled {
        Rsi::check(rsi)?;
        asked.push((RsiSettings::SECTION, Rsi::required_columns(rsi)));
    }
    if macd.enabled {
        Macd::check(macd)?;
        asked.push((MacdSettings::SECTION, Macd::required_columns(macd)));
    }
    if bollinger.enabled {
        Bollinger::check(bollinger)?;
        asked.push((BollingerSettings::SECTION, Bollinger::required_columns(bollinger)));
    }
    if !asked.is_empty() || settings.gates.model_mode == ModelMode::Solo {
        asked.push((StopSettings::SECTION, stops.required_columns()));
    }
    let mut columns = Vec::new();
    for (section, names) in asked {
        for name in names {
            let column = Column::parse(&name)
                .map_err(|error| SignalError::Column { section, error })?
                .to_string();
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
    }
    Ok(columns)
}

/// An enabled rule and the weight of its vote.
#[derive(Clone, Debug)]
struct Enabled<R> {
    rule: R,
    weight: f64,
}

/// The rules, bound to the columns of a schema and ready to judge rows of it.
#[derive(Clone, Debug)]
pub struct BoundRules {
    ma_cross: Option<Enabled<MaCross>>,
    rsi: Option<Enabled<Rsi>>,
    macd: Option<Enabled<Macd>>,
    bollinger: Option<Enabled<Bollinger>>,
    combine: CombineSettings,
    gates: GateSettings,
    /// Absent when nothing can propose an entry.
    stops: Option<Stops>,
    lookback: usize,
}

/// Everything that one closed bar led to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation {
    /// The votes of the enabled rules, in the order of [`RuleKind::ALL`]; the first `count` count.
    pub votes: [Vote; MAX_RULES],
    /// Number of enabled rules.
    pub count: usize,
    /// The side that the votes lean to, or that the model chose alone, also when the outcome is a
    /// refusal.
    pub side: Option<Side>,
    /// Confidence in that side before gates and stops, 0 to 1.
    pub confidence_frac: f64,
    /// The conclusion. Without an entry its confidence and distances are 0.
    pub signal: Signal,
    /// `ENTRY`, or why there is no entry.
    pub reason: Reason,
    /// What the model thought of the bar.
    pub model: Option<ModelOpinion>,
    /// What was known of the news.
    pub news: Option<News>,
}

impl Evaluation {
    /// The votes of the enabled rules.
    #[must_use]
    pub fn votes(&self) -> &[Vote] {
        &self.votes[..self.count.min(MAX_RULES)]
    }

    /// The side that rules and model agree on, also when only what an entry needs is missing: news
    /// that are not bad, a stop. Enough to leave the other side, not to enter this one.
    #[must_use]
    pub const fn agreed_side(&self) -> Option<Side> {
        match self.reason {
            Reason::Entry
            | Reason::BadNews
            | Reason::NewsUnknown
            | Reason::StopUnknown
            | Reason::SwingBroken
            | Reason::StopDistanceInvalid
            | Reason::TargetInvalid => self.side,
            _ => None,
        }
    }
}

impl BoundRules {
    /// Closed bars for which some enabled rule or the stop may still be warming up; none is after
    /// them. Rules look at two rows, so this is one more than the longest lookback of the columns.
    /// 0 without rules.
    #[must_use]
    pub const fn lookback(&self) -> usize {
        self.lookback
    }

    /// Closed bars after which every rule can vote. A swing stop may need more: until a first
    /// swing is confirmed, the outcome is `STOP_UNKNOWN`.
    #[must_use]
    pub const fn bars_needed(&self) -> u64 {
        self.lookback as u64 + 1
    }

    /// Whether that many closed bars have been seen.
    #[must_use]
    pub const fn is_ready(&self, bars_seen: u64) -> bool {
        bars_seen >= self.bars_needed()
    }

    /// Judges the newest closed bar. Rows must be of the schema that the rules were bound to.
    ///
    /// Does not allocate and keeps no state: equal inputs give equal outputs.
    #[must_use]
    pub fn evaluate(&self, previous: &Row, current: &Row, context: &Context) -> Evaluation {
        let abstention = Vote::abstention(RuleKind::MaCross, Reason::Warming);
        let mut polled = [Weighed { vote: abstention, weight: 0.0 }; MAX_RULES];
        let mut count = 0;
        let mut poll = |vote: Option<Weighed>| {
            if let (Some(vote), Some(place)) = (vote, polled.get_mut(count)) {
                *place = vote;
                count += 1;
            }
        };
        poll(ask(self.ma_cross.as_ref(), previous, current, context));
        poll(ask(self.rsi.as_ref(), previous, current, context));
        poll(ask(self.macd.as_ref(), previous, current, context));
        poll(ask(self.bollinger.as_ref(), previous, current, context));

        let leaning = self.leaning(&polled[..count], context);
        let entry = match (leaning.refusal, leaning.side) {
            (Some(reason), _) => Err(reason),
            (None, None) => Err(Reason::NoVotes),
            (None, Some(side)) => self.entry(side, leaning.confidence_frac, current, context),
        };
        let (signal, reason) = match entry {
            Ok(signal) => (signal, Reason::Entry),
            Err(reason) => (no_signal(context), reason),
        };
        Evaluation {
            votes: polled.map(|weighed| weighed.vote),
            count,
            side: leaning.side,
            confidence_frac: leaning.confidence_frac,
            signal,
            reason,
            model: context.model,
            news: context.news,
        }
    }

    /// Whether a model has a say.
    pub(super) fn asks_model(&self) -> bool {
        self.gates.model_mode != ModelMode::Off
    }

    /// The bars at which some rule may vote.
    pub(super) fn scan(&self, table: &ColumnTable<'_>) -> BarMask {
        let none = BarMask::none(table.bars());
        let masks = [
            self.ma_cross.as_ref().map(|enabled| enabled.rule.scan(table)),
            self.rsi.as_ref().map(|enabled| enabled.rule.scan(table)),
            self.macd.as_ref().map(|enabled| enabled.rule.scan(table)),
            self.bollinger.as_ref().map(|enabled| enabled.rule.scan(table)),
        ];
        masks.iter().flatten().fold(none, BarMask::or)
    }

    /// The side that the votes, or the model alone, propose.
    fn leaning(&self, polled: &[Weighed], context: &Context) -> Combined {
        if self.gates.model_mode != ModelMode::Solo {
            return combine(&self.combine, polled);
        }
        match gates::solo_side(&self.gates, context) {
            Ok((side, prob)) => Combined { side: Some(side), confidence_frac: prob, refusal: None },
            Err(reason) => Combined { side: None, confidence_frac: 0.0, refusal: Some(reason) },
        }
    }

    /// Gates and stop of a combined side.
    fn entry(
        &self,
        side: Side,
        confidence_frac: f64,
        current: &Row,
        context: &Context,
    ) -> Result<Signal, Reason> {
        if let Some(objection) = gates::objection(&self.gates, side, context) {
            return Err(objection);
        }
        let stops = self.stops.as_ref().ok_or(Reason::NoRules)?;
        let distances = stops.distances(side, current)?;
        Ok(Signal {
            kind: SignalKind::Enter(side),
            confidence_frac,
            stop_distance: distances.stop,
            target_distance: distances.target,
            bar_open: context.bar_open,
        })
    }
}

/// The weighed vote of a rule, if it is enabled.
fn ask<R: Rule>(
    enabled: Option<&Enabled<R>>,
    previous: &Row,
    current: &Row,
    context: &Context,
) -> Option<Weighed> {
    enabled.map(|Enabled { rule, weight }| Weighed {
        vote: rule.evaluate(previous, current, context),
        weight: *weight,
    })
}

const fn no_signal(context: &Context) -> Signal {
    Signal {
        kind: SignalKind::None,
        confidence_frac: 0.0,
        stop_distance: 0.0,
        target_distance: None,
        bar_open: context.bar_open,
    }
}

#[cfg(test)]
mod tests;
