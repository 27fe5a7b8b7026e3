//! When to train, and which of two models decides. No file, no thread, no clock.

use crate::model::RetrainSettings;
use crate::types::{DurationNanos, UnixNanos};

/// Where a model is on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Nothing is on trial.
    #[default]
    Settled,
    /// A candidate is judged on fresh bars and does not decide.
    Shadow,
    /// A new model decides and is still held against the one before.
    Probation,
}

/// What came of a training.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was trained yet.
    #[default]
    None,
    /// The new model decides.
    Promoted,
    /// The new model was not better.
    Rejected,
    /// The new model was not worse in its probation.
    Confirmed,
    /// The new model was worse in its probation.
    RolledBack,
    /// There is no new model.
    Failed,
    /// Somebody stopped it.
    Cancelled,
}

/// What is to be done about two models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Too few fresh bars.
    Wait,
    /// The newer one decides.
    Newer,
    /// The older one decides.
    Older,
}

/// Two models on the same fresh bars: logarithmic losses.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Contest {
    pub(super) bars: usize,
    pub(super) newer: f64,
    pub(super) older: f64,
}

/// Whether a candidate is to decide: it must be better by more than `gain_min`.
pub(super) fn after_shadow(settings: &RetrainSettings, contest: &Contest) -> Verdict {
    if settings.shadow_bars == 0 {
        return Verdict::Newer;
    }
    if contest.bars < settings.shadow_bars as usize {
        return Verdict::Wait;
    }
    // False for NaN: what cannot be judged is not promoted.
    let better = contest.older - contest.newer > settings.gain_min;
    if better { Verdict::Newer } else { Verdict::Older }
}

/// Whether a new model stays: it must not be worse.
pub(super) fn after_probation(settings: &RetrainSettings, contest: &Contest) -> Verdict {
    if settings.probation_bars == 0 {
        return Verdict::Newer;
    }
    if contest.bars < settings.probation_bars as usize {
        return Verdict::Wait;
    }
    if contest.newer <= contest.older { Verdict::Newer } else { Verdict::Older }
}

/// What is known when the question is whether to train.
#[derive(Clone, Copy, Debug)]
pub(super) struct Situation {
    pub(super) now: UnixNanos,
    /// Whether a model decides.
    pub(super) has_model: bool,
    /// When the last training began, or the model was made.
    pub(super) last: Option<UnixNanos>,
    /// Largest population stability index of the model's columns.
    pub(super) drift: Option<f64>,
    /// Whether the model does worse on fresh bars than the frequencies of the classes.
    pub(super) decayed: bool,
    /// Bars at hand.
    pub(super) bars: usize,
}

/// Least time between two trainings that nobody asked for.
const PAUSE: DurationNanos = DurationNanos::from_seconds(3_600);

/// Share of the window that must be there before a training begins that nobody asked for: the host
/// may not have handed in its history yet.
const WINDOW_SHARE: usize = 10;

/// Why to train now; `None` if there is no reason.
pub(super) fn reason(settings: &RetrainSettings, it: &Situation) -> Option<&'static str> {
    if it.bars.saturating_mul(WINDOW_SHARE) < settings.window_bars as usize {
        return None;
    }
    let Some(last) = it.last else {
        return (!it.has_model).then_some("there is no model");
    };
    let age = it.now.since(last);
    if age < PAUSE {
        return None;
    }
    let every = DurationNanos::from_seconds(i64::from(settings.every_hours) * 3_600);
    let drifted = settings.drift_max > 0.0 && it.drift.is_some_and(|is| is > settings.drift_max);
    match () {
        () if !it.has_model => Some("there is no model"),
        () if settings.every_hours > 0 && age >= every => Some("the last training is long ago"),
        () if drifted => Some("the columns have drifted"),
        () if it.decayed => Some("the model does worse than the class frequencies"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contest(bars: usize, newer: f64, older: f64) -> Contest {
        Contest { bars, newer, older }
    }

    #[test]
    fn a_candidate_must_be_better_on_enough_bars() {
        let settings = RetrainSettings { shadow_bars: 100, gain_min: 0.01, ..Default::default() };
        let verdict = |bars, newer, older| after_shadow(&settings, &contest(bars, newer, older));
        assert_eq!(verdict(99, 0.1, 0.9), Verdict::Wait);
        assert_eq!(verdict(100, 0.1, 0.9), Verdict::Newer);
        assert_eq!(verdict(100, 0.895, 0.9), Verdict::Older, "by less than gain_min");
        assert_eq!(verdict(100, f64::NAN, 0.9), Verdict::Older);
        assert_eq!(verdict(100, 0.1, f64::NAN), Verdict::Older);
        let at_once = RetrainSettings { shadow_bars: 0, ..settings };
        assert_eq!(after_shadow(&at_once, &contest(0, 0.0, 0.0)), Verdict::Newer);
    }

    #[test]
    fn a_new_model_stays_unless_it_is_worse() {
        let settings = RetrainSettings { probation_bars: 100, ..Default::default() };
        let verdict = |bars, newer, older| after_probation(&settings, &contest(bars, newer, older));
        assert_eq!(verdict(99, 0.9, 0.1), Verdict::Wait);
        assert_eq!(verdict(100, 0.5, 0.5), Verdict::Newer);
        assert_eq!(verdict(100, 0.6, 0.5), Verdict::Older);
        assert_eq!(verdict(100, f64::NAN, 0.5), Verdict::Older);
    }

    #[test]
    fn reasons_to_train() {
        let settings = RetrainSettings::default();
        let hours = |hours: i64| UnixNanos::from_seconds(hours * 3_600);
        let quiet = Situation {
            now: hours(100),
            has_model: true,
            last: Some(hours(98)),
            drift: Some(0.2),
            decayed: false,
            bars: 10_000,
        };
        let reason = |it| super::reason(&settings, &it);
        assert_eq!(reason(quiet), None);
        assert_eq!(reason(Situation { last: None, ..quiet }), None);
        assert!(reason(Situation { last: None, has_model: false, ..quiet }).is_some());
        assert!(reason(Situation { last: Some(hours(76)), ..quiet }).is_some());
        assert!(reason(Situation { drift: Some(0.26), ..quiet }).is_some());
        assert!(reason(Situation { decayed: true, ..quiet }).is_some());
        let just = Some(UnixNanos(hours(99).0 + 1));
        let urgent = Situation { drift: Some(9.0), decayed: true, has_model: false, ..quiet };
        assert_eq!(reason(Situation { last: just, ..urgent }), None, "the pause");
        let few = Situation { bars: 9_999, has_model: false, last: None, ..quiet };
        assert_eq!(reason(few), None, "a tenth of the window");
        let never = RetrainSettings { every_hours: 0, drift_max: 0.0, ..settings };
        let old = Situation { last: Some(hours(0)), drift: Some(9.0), ..quiet };
        assert_eq!(super::reason(&never, &old), None);
    }
}
