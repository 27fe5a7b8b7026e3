//! Metrics: how good predictions are, as probabilities and as trades.
//!
//! [`Predictions`] holds rows whose classes are known with the probabilities that a model gave
//! them; it is checked once, and the metrics take it.
//!
//! | question | metric |
//! |---|---|
//! | does it rank? | [`roc_auc`], [`roc_curve`] |
//! | are the probabilities good? | [`log_loss`], [`brier_score`] |
//! | do they mean what they say? | [`reliability`], [`top_reliability`] |
//! | which classes are confused? | [`Confusion`] |
//! | what would it have earned? | [`trades`], [`Trading`] |
//! | is it better than nothing? | [`Baseline`] |
//! | does the market still look as in training? | [`StabilityBins`] |
//!
//! Definitions follow scikit-learn 1.9 where it has the metric (`tests/metrics_golden.rs`
//! compares). A metric that has no value, such as the area under a curve of one class, is `None`.

mod baseline;
mod confusion;
mod error;
mod predictions;
mod probability;
mod reliability;
mod roc;
mod stability;
#[cfg(test)]
mod tests;
mod trading;

pub use baseline::Baseline;
pub use confusion::{Confusion, most_likely};
pub use error::MetricError;
pub use predictions::Predictions;
pub use probability::{brier_score, log_loss};
pub use reliability::{
    RELIABILITY_BINS, Reliability, ReliabilityBin, reliability, top_reliability,
};
pub use roc::{RocAuc, RocPoint, roc_auc, roc_curve};
pub use stability::{SHARE_MIN, StabilityBins, StabilityError};
pub use trading::{Trade, Trading, trades};
