//! Luck or skill: what is left of the best after everything that was tried.

use super::figures::sharpe;
use super::{Lines, Plan};
use crate::research::overfitting::{
    BlockSums, DeflatedSharpe, Overfitting, OverfittingError, Performance, SharpeEstimate,
    SuperiorAbility, SuperiorSettings, Trials, overfitting, superior_ability,
};
use crate::store::FileError;

/// Most combinations that the test of superior ability takes: it holds all returns in memory.
pub const STRATEGIES_MAX: usize = 5_000;
const BOOTSTRAP_SAMPLES: usize = 1_000;
/// Blocks of the combinatorial test, as in the paper; fewer where rows are few.
const BLOCKS: usize = 16;

/// What the tests say; `Err` says why one could not be made.
#[derive(Debug)]
pub struct Luck {
    /// The best Sharpe ratio after the number of trials.
    pub deflated: Result<DeflatedSharpe, OverfittingError>,
    /// Does the best of half of the time stay good in the other half?
    pub overfitting: Result<Overfitting, OverfittingError>,
    /// Does any combination beat doing nothing? `None` with more than [`STRATEGIES_MAX`].
    pub superior: Option<Result<SuperiorAbility, OverfittingError>>,
}

/// Tests the combination with the largest Sharpe ratio among `lines` and the trials of earlier
/// sweeps over the same data, whose Sharpe ratios of a row are `earlier`.
///
/// # Errors
/// A disk that refuses.
pub fn luck_of(
    lines: &Lines<'_>,
    plan: &Plan,
    rows: usize,
    earlier: &[f64],
    threads: usize,
) -> Result<Luck, FileError> {
    let blocks = (BLOCKS.min(rows / 2) / 2 * 2).max(4);
    let mut sums = BlockSums::new(rows, blocks);
    let is_done: Vec<bool> = lines.lines().iter().map(|line| line.is_done).collect();
    let keeps_all = is_done.iter().filter(|done| **done).count() <= STRATEGIES_MAX;
    let (mut sharpes, mut kept) = (Vec::new(), Vec::new());
    let mut best: (f64, Vec<f64>) = (f64::NEG_INFINITY, Vec::new());
    lines.each(|index, returns| {
        if !is_done.get(index).copied().unwrap_or(false) {
            return;
        }
        let ratio = sharpe(returns);
        sharpes.push(ratio);
        if ratio > best.0 {
            best = (ratio, returns.to_vec());
        }
        if let Ok(sums) = &mut sums
            && sums.push(returns).is_err()
        {
            // Returns that no market gives count as none.
            let _ = sums.push(&vec![0.0; rows]);
        }
        if keeps_all {
            kept.push(returns.to_vec());
        }
    })?;
    sharpes.extend(earlier);
    let deflated = SharpeEstimate::of(&best.1)
        .and_then(|best| DeflatedSharpe::new(&best, &Trials::of(&sharpes)?));
    let superior = keeps_all.then(|| {
        let columns: Vec<&[f64]> = kept.iter().map(Vec::as_slice).collect();
        let seed = u64::from(plan.seed);
        let settings = SuperiorSettings { samples: BOOTSTRAP_SAMPLES, block_length: None, seed };
        superior_ability(&columns, &settings, threads)
    });
    let overfitting = sums.and_then(|sums| overfitting(&sums, Performance::Sharpe, threads));
    Ok(Luck { deflated, overfitting, superior })
}
