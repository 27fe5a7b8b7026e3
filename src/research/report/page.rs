//! The page of one backtest, as data.

use serde::Serialize;

use super::facts::{Fact, Fingerprint};
use super::findings::{Evidence, Finding, Verdict};
use crate::research::overfitting::MonteCarlo;

/// Everything that the page of a backtest shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BacktestPage {
    /// Heading, such as `EURUSD, 5 minutes`.
    pub title: String,
    /// Currency of all amounts.
    pub currency: String,
    /// Assumptions and settings.
    pub facts: Vec<Fact>,
    /// The data.
    pub fingerprint: Fingerprint,
    /// The account, and what else is known of the test.
    pub evidence: Evidence,
    /// Other orders of the same results, if they were simulated.
    pub monte_carlo: Option<MonteCarlo>,
    /// What to doubt: [`Evidence::examine`], and what the caller knows besides.
    pub findings: Vec<Finding>,
    /// What to think of it, in a sentence: [`Verdict::of`].
    pub verdict: Verdict,
}
