//! Trials on all cores.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use super::outcome::{Outcome, Trial};
use super::progress::{Meter, Progress};
use super::{Point, Space, Split, Tpe, TrialRecord, Work, pool, random_points};
use crate::model::{Class, FitError, Stop};

/// How points are chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Method {
    /// Drawn at random ([`random_points`]).
    Random {
        /// Number of points.
        trials: usize,
        /// Seed of the draws.
        seed: u64,
    },
    /// Proposed by what earlier trials showed ([`Tpe`]).
    Parzen {
        /// Number of points.
        trials: usize,
        /// Points that are proposed and tried together, at least 1: cores to keep busy against
        /// proposals that know more. The result depends on it, and not on the threads.
        together: usize,
        /// Seed of the draws.
        seed: u64,
    },
    /// These.
    Points(Vec<Point>),
}

/// Judges predictions of some rows: scores, of which the first decides; more is better.
pub type Score<'a> = &'a (dyn Fn(&[usize], &[[f64; Class::COUNT]]) -> Vec<f64> + Sync);

/// A search.
#[derive(Clone)]
pub struct Search<'a> {
    /// Learns and predicts.
    pub work: &'a dyn Work,
    /// What may be tried.
    pub space: &'a Space,
    /// Which of it is.
    pub method: Method,
    /// Each trial learns and is judged on every one of these.
    pub splits: &'a [Split],
    /// Judges.
    pub score: Score<'a>,
    /// Name of all that decides the scores ([`fingerprint`](super::fingerprint)).
    pub fingerprint: &'a str,
    /// Number of threads; with 1, the calling one works. The result does not depend on it.
    pub threads: usize,
    /// Asked often, by every thread.
    pub stop: Stop<'a>,
    /// Seconds from any moment on, for the progress.
    pub clock_s: &'a dyn Fn() -> f64,
}

impl fmt::Debug for Search<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("Search");
        fields.field("method", &self.method).field("space", &self.space);
        fields.field("splits", &self.splits.len()).field("threads", &self.threads);
        fields.finish_non_exhaustive()
    }
}

/// Why a search ended without an outcome. What was recorded until then is good.
#[derive(Clone, Debug, PartialEq)]
pub enum SearchError {
    /// Nothing to try, or nothing to try it on.
    Empty,
    /// A fit failed.
    Fit {
        /// Trial, from 0.
        trial: usize,
        /// Split, from 0.
        split: usize,
        /// Why.
        error: FitError,
    },
    /// A record known from before has other settings than the trial has, or no place in the search.
    Record {
        /// Its trial, from 0.
        trial: usize,
        /// Its split, from 0.
        split: usize,
    },
    /// Somebody asked to stop.
    Stopped,
}

impl fmt::Display for SearchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no points or no splits, expected at least one each"),
            Self::Fit { trial, split, error } => write!(f, "trial {trial}, split {split}: {error}"),
            Self::Record { trial, split } => write!(
                f,
                "the record of trial {trial}, split {split} is of other settings or of a longer \
                 search; expected a log of this search"
            ),
            Self::Stopped => f.write_str("stopped before the end"),
        }
    }
}

impl std::error::Error for SearchError {}

/// Trials on one split that share a fit.
struct Job {
    split: usize,
    trials: Vec<usize>,
}

/// Who hears of results.
struct Listeners<'a> {
    record: &'a mut dyn FnMut(&TrialRecord),
    progress: &'a mut dyn FnMut(&Progress),
}

/// A search under way.
struct Course<'a> {
    search: &'a Search<'a>,
    points: Vec<Point>,
    /// By trial and split.
    scores: BTreeMap<(usize, usize), Vec<f64>>,
    known: BTreeMap<(usize, usize), &'a TrialRecord>,
    fits: usize,
    meter: Meter,
}

impl Search<'_> {
    /// Tries all points on all splits. `record` hears of every trial and split as it ends,
    /// `progress` after each fit, both on the calling thread.
    ///
    /// `known` are records of an earlier run of this search: they are not computed again, and the
    /// outcome is that of one run. The outcome depends neither on the number of threads nor on the
    /// order in which fits end.
    ///
    /// # Errors
    /// See [`SearchError`].
    pub fn run(
        &self,
        known: &[TrialRecord],
        record: &mut dyn FnMut(&TrialRecord),
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<Outcome, SearchError> {
        let total = self.trials() * self.splits.len();
        let mut course = Course {
            search: self,
            points: Vec::new(),
            scores: BTreeMap::new(),
            known: known.iter().map(|record| ((record.trial, record.split), record)).collect(),
            fits: 0,
            meter: Meter::new(total, (self.clock_s)()),
        };
        let mut listeners = Listeners { record, progress };
        match &self.method {
            Method::Points(points) => course.round(points.clone(), &mut listeners)?,
            Method::Random { trials, seed } => {
                course.round(random_points(self.space, *trials, *seed), &mut listeners)?;
            }
            Method::Parzen { trials, together, seed } => {
                let mut tpe = Tpe::new(self.space.clone(), *seed);
                while course.points.len() < *trials {
                    let count = (*together).max(1).min(trials - course.points.len());
                    let points = tpe.ask(count);
                    let from = course.points.len();
                    if points.is_empty() {
                        break;
                    }
                    course.round(points, &mut listeners)?;
                    for trial in from..course.points.len() {
                        tpe.tell(course.points[trial].clone(), -course.trial(trial).mean());
                    }
                }
            }
        }
        course.end()
    }

    /// Number of trials; at most that many.
    fn trials(&self) -> usize {
        match &self.method {
            Method::Points(points) => points.len(),
            Method::Random { trials, .. } | Method::Parzen { trials, .. } => {
                self.space.count().map_or(*trials, |count| count.min(*trials))
            }
        }
    }
}

/// Keeps the failure that comes first by trial and split; a stop is none.
fn note(failure: &mut Option<SearchError>, (trial, split): (usize, usize), error: FitError) {
    let is_first = match failure {
        Some(SearchError::Fit { trial: t, split: s, .. }) => (trial, split) < (*t, *s),
        _ => true,
    };
    if is_first && error != FitError::Stopped {
        *failure = Some(SearchError::Fit { trial, split, error });
    }
}

impl Course<'_> {
    /// Tries more points on all splits.
    fn round(
        &mut self,
        points: Vec<Point>,
        listeners: &mut Listeners<'_>,
    ) -> Result<(), SearchError> {
        let from = self.points.len();
        self.points.extend(points);
        self.recall(from)?;
        let jobs = self.jobs(from);
        let mut failure = None;
        let has_failed = AtomicBool::new(false);
        let search = self.search;
        let all_points = self.points.clone();
        let stop = || has_failed.load(Ordering::Relaxed) || (search.stop)();
        let judge = |job: &Job| -> Result<Vec<Vec<f64>>, FitError> {
            let points: Vec<&Point> = job.trials.iter().map(|&trial| &all_points[trial]).collect();
            let split = &search.splits[job.split];
            let predictions = search.work.predict(&points, split, &stop)?;
            Ok(predictions.iter().map(|answers| (search.score)(&split.test, answers)).collect())
        };
        pool::run(search.threads, &jobs, &stop, judge, |index, result| {
            let Job { split, trials } = &jobs[index];
            match result {
                Ok(scores) => {
                    self.fits += 1;
                    for (&trial, scores) in trials.iter().zip(scores) {
                        self.note(trial, *split, &scores, listeners);
                    }
                    (listeners.progress)(&self.meter.progress((search.clock_s)()));
                }
                Err(error) => {
                    has_failed.store(true, Ordering::Relaxed);
                    note(&mut failure, (trials[0], *split), error);
                }
            }
        });
        let is_done = self.scores.len() == self.points.len() * search.splits.len();
        failure.map_or(Ok(()), Err)?;
        if is_done { Ok(()) } else { Err(SearchError::Stopped) }
    }

    /// Takes what is known of the trials from number `from` on.
    fn recall(&mut self, from: usize) -> Result<(), SearchError> {
        for trial in from..self.points.len() {
            for split in 0..self.search.splits.len() {
                let Some(record) = self.known.remove(&(trial, split)) else { continue };
                let point = &self.points[trial];
                let settings = self.search.space.named(point);
                if !settings.eq(record.settings_in(self.search.space)) {
                    return Err(SearchError::Record { trial, split });
                }
                self.scores.insert((trial, split), record.scores());
                self.meter.known();
            }
            self.see(trial);
        }
        Ok(())
    }

    /// What is left to do: trial after trial, so that there is a best one early; of a trial the
    /// longest fit first, so that no thread is left with it at the end.
    fn jobs(&self, from: usize) -> Vec<Job> {
        let shared = self.search.work.shared_dimension();
        let is_same = |a: usize, b: usize| {
            let pairs = self.points[a].0.iter().zip(&self.points[b].0).enumerate();
            pairs.into_iter().all(|(index, (a, b))| Some(index) == shared || a == b)
        };
        let mut jobs: Vec<Job> = Vec::new();
        for split in 0..self.search.splits.len() {
            let first = jobs.len();
            for trial in from..self.points.len() {
                if self.scores.contains_key(&(trial, split)) {
                    continue;
                }
                let group = jobs[first..].iter_mut().find(|job| is_same(job.trials[0], trial));
                match group.filter(|_| shared.is_some()) {
                    Some(job) => job.trials.push(trial),
                    None => jobs.push(Job { split, trials: vec![trial] }),
                }
            }
        }
        let length = |job: &Job| self.search.splits[job.split].learn.len();
        jobs.sort_by_key(|job| (job.trials[0], std::cmp::Reverse(length(job))));
        jobs
    }

    fn note(&mut self, trial: usize, split: usize, scores: &[f64], listeners: &mut Listeners<'_>) {
        let of = (self.search.space, &self.points[trial]);
        let record = TrialRecord::new(self.search.fingerprint, (trial, split), of, scores);
        self.scores.insert((trial, split), record.scores());
        (listeners.record)(&record);
        self.meter.done();
        self.see(trial);
    }

    /// Tells the meter of a trial that is complete.
    fn see(&mut self, trial: usize) {
        let splits = self.search.splits.len();
        if self.scores.range((trial, 0)..(trial, splits)).count() == splits {
            let mean = self.trial(trial).mean();
            self.meter.see(trial, mean);
        }
    }

    fn trial(&self, trial: usize) -> Trial {
        let splits = self.search.splits.len();
        let scores = self.scores.range((trial, 0)..(trial, splits));
        Trial {
            point: self.points[trial].clone(),
            scores: scores.map(|(_, scores)| scores.clone()).collect(),
        }
    }

    fn end(self) -> Result<Outcome, SearchError> {
        if let Some(&(trial, split)) = self.known.keys().next() {
            return Err(SearchError::Record { trial, split });
        }
        let trials: Vec<Trial> = (0..self.points.len()).map(|trial| self.trial(trial)).collect();
        if self.search.splits.is_empty() {
            return Err(SearchError::Empty);
        }
        Outcome::new(trials, self.fits).ok_or(SearchError::Empty)
    }
}
