//! What else could have come of the same results: other orders, other samples.

use serde::Serialize;

use super::bootstrap::StationaryBootstrap;
use super::equity_path::{PathFigures, follow};
use super::{Calendar, Distribution, Growth, OverfittingError, series};
use crate::model::random::Random;
use crate::research::parallel;
use crate::risk::LimitSettings;

/// How a path is made of the results.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Resampling {
    /// All results once, in a random order: how much of the drawdown was the luck of the order. The
    /// final return stays the same but for rounding, unless the account is lost on the way.
    Shuffle,
    /// Stationary bootstrap: results are drawn with replacement, in runs.
    Bootstrap {
        /// Mean length of the runs, from 1 to the number of results; 1 draws each on its own.
        /// [`block_length`](super::block_length) suggests one.
        block_length: f64,
        /// Number of results of a path, at least 1.
        path_results: usize,
    },
}

/// Losses that must not happen, each as a fraction above 0, up to 1; `None` is not watched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct LossLimits {
    /// Fall within a day below the equity at its beginning.
    pub day_loss_frac: Option<f64>,
    /// Fall within a week below the equity at its beginning.
    pub week_loss_frac: Option<f64>,
    /// Fall from the highest equity so far.
    pub drawdown_frac: Option<f64>,
    /// Fall below the equity at the start.
    pub start_loss_frac: Option<f64>,
}

impl From<&LimitSettings> for LossLimits {
    /// The limits that stop an engine.
    fn from(settings: &LimitSettings) -> Self {
        Self {
            day_loss_frac: Some(settings.daily_loss_max_frac),
            week_loss_frac: Some(settings.weekly_loss_max_frac),
            drawdown_frac: Some(settings.drawdown_max_frac),
            start_loss_frac: None,
        }
    }
}

/// How paths are simulated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonteCarloSettings {
    /// Number of paths, at least 1.
    pub paths: usize,
    /// How a path is made.
    pub resampling: Resampling,
    /// What results are fractions of.
    pub growth: Growth,
    /// How many results make a day and a week.
    pub calendar: Calendar,
    /// Losses that must not happen.
    pub limits: LossLimits,
    /// Seed.
    pub seed: u64,
}

/// Probabilities to reach the limits; `None` for a limit that is not watched.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LimitProbabilities {
    /// Of the loss of a day.
    pub day_loss_prob: Option<f64>,
    /// Of the loss of a week.
    pub week_loss_prob: Option<f64>,
    /// Of the drawdown.
    pub drawdown_prob: Option<f64>,
    /// Of the loss since the start.
    pub start_loss_prob: Option<f64>,
    /// Of at least one of them; 0 when none is watched.
    pub any_prob: f64,
}

/// What became of the account on many paths.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MonteCarlo {
    /// Number of paths.
    pub paths: usize,
    /// How they were made.
    pub resampling: Resampling,
    /// What results were fractions of.
    pub growth: Growth,
    /// Final equity over the first, minus 1.
    pub return_frac: Distribution,
    /// Largest fall from the highest equity so far.
    pub drawdown_frac: Distribution,
    /// Largest loss of a day.
    pub day_loss_frac: Distribution,
    /// Largest loss of a week.
    pub week_loss_frac: Distribution,
    /// Share of paths that end below the start.
    pub loss_prob: f64,
    /// The limits.
    pub limits: LossLimits,
    /// How likely they are reached.
    pub reached: LimitProbabilities,
}

/// Simulates an account on many paths made of the same results.
///
/// `results` are of trades or of days, in the order in which they came, as fractions
/// ([`Growth`] says of what). A limit counts as reached when a loss is as large or larger.
///
/// The answer depends on the seed, not on the number of threads. Cost: paths x results operations
/// (about 9 ns each) and 80 bytes per path.
///
/// # Errors
/// Fewer than two results, one that is not finite, no path, a path without results, more than 10
/// million paths, a length of runs out of its range, a day or a week of nothing, a limit out of its
/// range.
pub fn monte_carlo(
    results: &[f64],
    settings: &MonteCarloSettings,
    threads: usize,
) -> Result<MonteCarlo, OverfittingError> {
    series::check(results, None, 2)?;
    settings.check()?;
    let MonteCarloSettings { resampling, growth, calendar, seed, .. } = *settings;
    let figures: Vec<PathFigures> = match resampling {
        Resampling::Shuffle => parallel::each(threads, settings.paths, |path| {
            let mut order = results.to_vec();
            Random::of_part(seed, path as u64).shuffle(&mut order);
            follow(order.into_iter(), growth, calendar)
        }),
        Resampling::Bootstrap { block_length, path_results } => {
            let bootstrap = StationaryBootstrap::new(results.len(), block_length)?;
            parallel::each(threads, settings.paths, |path| {
                let mut random = Random::of_part(seed, path as u64);
                let rows = bootstrap.sample(&mut random).take(path_results);
                follow(rows.map(|row| results[row]), growth, calendar)
            })
        }
    };
    let distribution = |of: fn(&PathFigures) -> f64| {
        Distribution::of(figures.iter().map(of).collect::<Vec<f64>>())
    };
    Ok(MonteCarlo {
        paths: settings.paths,
        resampling,
        growth,
        return_frac: distribution(|path| path.return_frac),
        drawdown_frac: distribution(|path| path.drawdown_frac),
        day_loss_frac: distribution(|path| path.day_loss_frac),
        week_loss_frac: distribution(|path| path.week_loss_frac),
        loss_prob: share(&figures, |path| path.return_frac < 0.0),
        limits: settings.limits,
        reached: settings.limits.reached(&figures),
    })
}

/// Most paths: their figures are kept.
const PATHS_MAX: usize = 10_000_000;

impl MonteCarloSettings {
    fn check(&self) -> Result<(), OverfittingError> {
        let mut counts = vec![
            ("paths", self.paths),
            ("results_per_day", self.calendar.results_per_day),
            ("days_per_week", self.calendar.days_per_week),
        ];
        if let Resampling::Bootstrap { path_results, .. } = self.resampling {
            counts.push(("path_results", path_results));
        }
        for (what, was) in counts {
            if was == 0 {
                return Err(OverfittingError::Few { what, was, expected: 1 });
            }
        }
        if self.paths > PATHS_MAX {
            let (was, expected) = (self.paths as f64, "at most 10 million");
            return Err(OverfittingError::parameter("paths", was, expected));
        }
        for (name, limit, _) in self.limits.named() {
            if let Some(was) = limit.filter(|limit| !(*limit > 0.0 && *limit <= 1.0)) {
                let expected = "a fraction above 0, up to 1";
                return Err(OverfittingError::parameter(name, was, expected));
            }
        }
        Ok(())
    }
}

/// A limit: its name, its value, the loss that it limits.
type NamedLimit = (&'static str, Option<f64>, fn(&PathFigures) -> f64);

impl LossLimits {
    fn named(&self) -> [NamedLimit; 4] {
        [
            ("day_loss_frac", self.day_loss_frac, |path| path.day_loss_frac),
            ("week_loss_frac", self.week_loss_frac, |path| path.week_loss_frac),
            ("drawdown_frac", self.drawdown_frac, |path| path.drawdown_frac),
            ("start_loss_frac", self.start_loss_frac, |path| path.start_loss_frac),
        ]
    }

    fn reached(&self, paths: &[PathFigures]) -> LimitProbabilities {
        let named = self.named();
        let is_reached = |(_, limit, loss): &NamedLimit, path: &PathFigures| {
            limit.is_some_and(|limit| loss(path) >= limit)
        };
        let [day_loss_prob, week_loss_prob, drawdown_prob, start_loss_prob] = named
            .each_ref()
            .map(|limit| limit.1.map(|_| share(paths, |path| is_reached(limit, path))));
        let any_prob = share(paths, |path| named.iter().any(|limit| is_reached(limit, path)));
        LimitProbabilities {
            day_loss_prob,
            week_loss_prob,
            drawdown_prob,
            start_loss_prob,
            any_prob,
        }
    }
}

/// The share of paths of which something is true.
fn share(paths: &[PathFigures], is: impl Fn(&PathFigures) -> bool) -> f64 {
    paths.iter().filter(|path| is(path)).count() as f64 / paths.len() as f64
}
