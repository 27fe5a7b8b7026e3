//! Training: which settings to try, and trying them on all cores.
//!
//! ```text
//! Space ── Random or Tpe ──► Points ──► Work on every Split ──► Score ──► Outcome
//!              ▲                          (threads)               │
//!              └────────────── tell ──────────────────────────────┤
//!                                                                 └──► TrialRecord, one line each
//! ```
//!
//! A [`Search`] proposes [`Point`]s of a [`Space`], lets a [`Work`] (such as [`BoostingWork`])
//! learn with each on every [`Split`] of the rows, and judges the predictions. Threads take fits as
//! they become free; what is found does not depend on their number. Every result is handed to the
//! caller at once, who may write it to a log; a search that was cut off goes on from there.
//!
//! [`train`] is the whole way from bars to a model with its report. The learner is chosen by
//! `model.search.learner`; each has its space, those other than boosting in `learners`.
//!
//! Nothing here reads a clock or a file: seconds come from a closure, records go to one. Start with
//! [`Search`].

mod boosting;
mod candidate;
mod error;
mod figures;
mod fingerprint;
mod folds;
mod learners;
mod log;
mod outcome;
mod parzen;
mod permutation;
mod pool;
mod prepare;
mod progress;
mod random;
mod report;
mod search;
mod space;
mod tpe;
mod train;
mod work;

#[cfg(test)]
mod tests;

pub use boosting::BoostingWork;
pub use error::TrainError;
pub use figures::Figures;
pub use fingerprint::fingerprint;
pub use log::{LogError, TrialLog, TrialRecord};
pub use outcome::{Outcome, Trial};
pub use permutation::{Importance, PermutationSettings, permutation_importance};
pub use prepare::{Preparation, PrepareError, Prepared, prepare, varying_columns};
pub use progress::Progress;
pub use random::random_points;
pub use report::{FoldReport, ImportanceReport, Judgement, TrainingReport, TrialReport};
pub use search::{Method, Score, Search, SearchError};
pub use space::{Dimension, Point, Range, Space, SpaceError};
pub use tpe::Tpe;
pub use train::{Origin, Surroundings, Trained, train};
pub use work::{Probabilities, Split, Work};
