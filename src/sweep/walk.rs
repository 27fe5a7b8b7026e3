//! The walk forward: combinations chosen again and again, each time judged on what came after.

use super::figures::sharpe;
use super::{Lines, Plan, Score};
use crate::research::overfitting::{OverfittingError, Period, WalkForward, WalkResult, WalkWindow};
use crate::store::FileError;

/// Rows with a result that a sample must have for a choice in it.
const ACTIVE_ROWS_MIN: usize = 5;

/// One step of a walk.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Rows of the sample, and of what comes after.
    pub window: WalkWindow,
    /// Line of the record that was best in the sample; `None` where none traded enough.
    pub chosen: Option<usize>,
    /// Its score in the sample.
    pub in_sample_score: f64,
    /// Its returns in the sample, summed.
    pub in_sample_return: f64,
    /// Its returns after it.
    pub returns: Vec<f64>,
}

/// A walk over rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// Its steps, in order of time.
    pub steps: Vec<Step>,
}

/// Chooses in every sample the combination with the best score there. Within a sample `sharpe`,
/// `calmar` and `profit_factor` rank by the Sharpe ratio of the rows, `net_profit` by their sum.
///
/// One pass over the record.
///
/// # Errors
/// A disk that refuses. `Ok(Err)`: too few rows for the steps of the plan.
pub fn walk(
    lines: &Lines<'_>,
    plan: &Plan,
    rows: usize,
) -> Result<Result<Walk, OverfittingError>, FileError> {
    let step_rows = rows / (plan.walk_steps + plan.walk_sample_steps) as usize;
    let forward = WalkForward {
        in_sample_bars: step_rows * plan.walk_sample_steps as usize,
        out_of_sample_bars: step_rows,
        anchored: plan.walk_anchored,
        purge_bars: plan.purge_rows as usize,
        embargo_bars: plan.embargo_rows as usize,
    };
    let windows = match forward.windows(rows) {
        Ok(windows) => windows,
        Err(error) => return Ok(Err(error)),
    };
    let mut steps: Vec<Step> = windows.into_iter().map(Step::new).collect();
    let mut is_done = lines.lines().iter().map(|line| line.is_done);
    lines.each(|line, returns| {
        if is_done.next().unwrap_or(false) {
            steps.iter_mut().for_each(|step| step.see(line, returns, plan.score));
        }
    })?;
    Ok(Ok(Walk { steps }))
}

impl Step {
    fn new(window: WalkWindow) -> Self {
        Self {
            returns: vec![0.0; window.out_of_sample.len()],
            window,
            chosen: None,
            in_sample_score: f64::NEG_INFINITY,
            in_sample_return: 0.0,
        }
    }

    /// Takes a combination if it is the best in the sample so far.
    fn see(&mut self, line: usize, returns: &[f64], score: Score) {
        let sample = &returns[self.window.in_sample.clone()];
        let active = sample.iter().filter(|value| **value != 0.0).count();
        let total: f64 = sample.iter().sum();
        let score = match score {
            Score::NetProfit => total,
            Score::Sharpe | Score::Calmar | Score::ProfitFactor => sharpe(sample),
        };
        if active >= ACTIVE_ROWS_MIN && score > self.in_sample_score {
            self.chosen = Some(line);
            self.in_sample_score = score;
            self.in_sample_return = total;
            self.returns = returns[self.window.out_of_sample.clone()].to_vec();
        }
    }

    /// Score after the sample, of the kind that it was chosen by.
    #[must_use]
    pub fn out_of_sample_score(&self, score: Score) -> f64 {
        match score {
            Score::NetProfit => self.returns.iter().sum(),
            Score::Sharpe | Score::Calmar | Score::ProfitFactor => sharpe(&self.returns),
        }
    }
}

impl Walk {
    /// The stretches after the samples, put together.
    #[must_use]
    pub fn returns(&self) -> Vec<f64> {
        self.steps.iter().flat_map(|step| step.returns.iter().copied()).collect()
    }

    /// The steps that chose something, for the efficiency of the walk.
    #[must_use]
    pub fn results(&self) -> Vec<WalkResult> {
        let chosen = self.steps.iter().filter(|step| step.chosen.is_some());
        chosen
            .map(|step| WalkResult {
                in_sample: Period {
                    return_frac: step.in_sample_return,
                    bars: step.window.in_sample.len(),
                },
                out_of_sample: Period {
                    return_frac: step.returns.iter().sum(),
                    bars: step.window.out_of_sample.len(),
                },
            })
            .collect()
    }
}
