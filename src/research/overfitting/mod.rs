//! Overfitting: statistics that tell luck from skill.
//!
//! The best of many strategies looks good whether or not any of them is. What stands here says how
//! good it had to look by luck alone, and what is left.
//!
//! | question | answer |
//! |---|---|
//! | how sure is this Sharpe ratio? | [`SharpeEstimate`]: probabilistic ratio, least track record |
//! | what of it is left after so many trials? | [`DeflatedSharpe`], [`backtest_length_min_years`] |
//! | does the best of the sample stay good outside it? | [`overfitting`]: probability, degradation |
//! | does any strategy beat doing nothing? | [`superior_ability`]: reality check, superior ability |
//! | how bad could it have been in another order? | [`monte_carlo`]: drawdowns, broken limits |
//! | is the best on a plateau or on a needle? | [`plateau`] |
//! | does choosing anew keep working? | [`WalkForward`], [`efficiency`], [`choice_stability`] |
//!
//! All of it is mathematics: numbers in, figures out, no file and no clock. Random numbers come
//! from a seed and the number of the sample, so results have the same bits on any number of threads
//! and on every system. Returns are fractions of one period each (a day, a bar, a trade), Sharpe
//! ratios are per period unless their name ends in `_ann`. Results can be serialised for a report.
//! Numbers beyond 1e60 are refused as infinities are.

mod block_length;
mod block_sums;
mod bootstrap;
mod choice_stability;
mod combinatorial;
mod deflated_sharpe;
mod distribution;
mod efficiency;
mod equity_path;
mod error;
mod moments;
mod monte_carlo;
mod normal;
mod plateau;
mod probabilistic_sharpe;
mod series;
mod superior;
#[cfg(test)]
mod tests;
mod walk_forward;

pub use block_length::block_length;
pub use block_sums::BlockSums;
pub use choice_stability::{Choice, ChoiceStability, choice_stability};
pub use combinatorial::{Degradation, Overfitting, Performance, Split, overfitting};
pub use deflated_sharpe::{
    DeflatedSharpe, Trials, backtest_length_min_years, expected_maximum_normal, independent_trials,
};
pub use distribution::{Distribution, PERCENTILE_PROBS, Percentile};
pub use efficiency::{Efficiency, Period, WalkResult, WalkStep, efficiency};
pub use equity_path::{Calendar, Growth};
pub use error::OverfittingError;
pub use moments::Moments;
pub use monte_carlo::{
    LimitProbabilities, LossLimits, MonteCarlo, MonteCarloSettings, Resampling, monte_carlo,
};
pub use normal::{normal_cdf, normal_quantile};
pub use plateau::{
    GridPoint, NeighbourhoodScore, Plateau, PlateauSettings, RankedPoint, Sensitivity, plateau,
};
pub use probabilistic_sharpe::SharpeEstimate;
pub use superior::{SuperiorAbility, SuperiorSettings, superior_ability};
pub use walk_forward::{WalkForward, WalkWindow};
