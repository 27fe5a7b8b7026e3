//! How much of what a sample promised came true after it.

use serde::Serialize;

use super::{OverfittingError, series};

/// The result of a period: what was earned in how many bars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Period {
    /// Return over the whole period, as a fraction of the equity at the start of the walk.
    pub return_frac: f64,
    /// Number of bars, at least 1.
    pub bars: usize,
}

/// A choice of parameters in a walk: the chosen ones' result in the sample, and after it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WalkResult {
    /// In the sample.
    pub in_sample: Period,
    /// After it.
    pub out_of_sample: Period,
}

/// One step of a walk, annualised.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WalkStep {
    /// Return of a year at the pace of the sample.
    pub in_sample_ann_frac: f64,
    /// Return of a year at the pace after it.
    pub out_of_sample_ann_frac: f64,
    /// The second over the first; `None` when the sample itself earned nothing.
    pub efficiency_frac: Option<f64>,
}

/// The whole walk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Efficiency {
    /// By step.
    pub steps: Vec<WalkStep>,
    /// Return of a year at the pace of all samples, each weighted by its bars.
    pub in_sample_ann_frac: f64,
    /// Return of a year at the pace of all that was judged.
    pub out_of_sample_ann_frac: f64,
    /// The second over the first: about 1 when samples tell the truth, 0 or below when they tell
    /// nothing. Above 0.5 counts as robust. `None` when the samples earned nothing.
    pub efficiency_frac: Option<f64>,
    /// Share of steps that earned something after the sample.
    pub profitable_frac: f64,
    /// Largest share of one step in all gains after samples; `None` without gains. Near 1: the walk
    /// lives on one period.
    pub largest_gain_frac: Option<f64>,
}

/// The efficiency of a walk forward: annualised return after the samples over that within them.
///
/// Formula: returns are annualised by `return * bars_per_year / bars`, without compounding, which
/// would blow up what short periods earn.
///
/// Source: R. Pardo, "The evaluation and optimization of trading strategies", 2nd edition (2008),
/// chapter 11.
///
/// # Errors
/// No step, a period without bars, a return that is not finite, bars of a year that are not a
/// finite number above 0.
pub fn efficiency(
    results: &[WalkResult],
    bars_per_year: f64,
) -> Result<Efficiency, OverfittingError> {
    if !(bars_per_year.is_finite() && bars_per_year > 0.0) {
        let expected = "a finite number above 0";
        return Err(OverfittingError::parameter("bars_per_year", bars_per_year, expected));
    }
    let inside = periods(results, |result| result.in_sample)?;
    let outside = periods(results, |result| result.out_of_sample)?;
    let pace = |periods: &[Period]| {
        let bars: f64 = periods.iter().map(|period| period.bars as f64).sum();
        periods.iter().map(|period| period.return_frac).sum::<f64>() * bars_per_year / bars
    };
    let step = |result: &WalkResult| {
        let [inside, outside] = [result.in_sample, result.out_of_sample].map(|at| pace(&[at]));
        WalkStep {
            in_sample_ann_frac: inside,
            out_of_sample_ann_frac: outside,
            efficiency_frac: (inside > 0.0).then(|| outside / inside),
        }
    };
    let (in_sample_ann_frac, out_of_sample_ann_frac) = (pace(&inside), pace(&outside));
    let gains: Vec<f64> = outside.iter().map(|period| period.return_frac.max(0.0)).collect();
    let gain: f64 = gains.iter().sum();
    let largest = gains.iter().copied().fold(0.0, f64::max);
    Ok(Efficiency {
        steps: results.iter().map(step).collect(),
        in_sample_ann_frac,
        out_of_sample_ann_frac,
        efficiency_frac: (in_sample_ann_frac > 0.0)
            .then(|| out_of_sample_ann_frac / in_sample_ann_frac),
        profitable_frac: gains.iter().filter(|gain| **gain > 0.0).count() as f64
            / gains.len() as f64,
        largest_gain_frac: (gain > 0.0).then(|| largest / gain),
    })
}

/// The periods of one side, if all are sound.
fn periods(
    results: &[WalkResult],
    side: fn(&WalkResult) -> Period,
) -> Result<Vec<Period>, OverfittingError> {
    let periods: Vec<Period> = results.iter().map(side).collect();
    let returns: Vec<f64> = periods.iter().map(|period| period.return_frac).collect();
    series::check(&returns, None, 1)?;
    match periods.iter().find(|period| period.bars == 0) {
        Some(_) => Err(OverfittingError::Few { what: "bars of a period", was: 0, expected: 1 }),
        None => Ok(periods),
    }
}
