//! Machine learning: tables of features, labels, learners, predictions.
//!
//! ```text
//! bars ─► labels ─┐                     validation        metrics
//!                 ├─► Dataset ─► folds ─► boosting ─► probabilities ─► calibration
//! features ─ Table┘                       learners           │              │
//!                                                            └── file ◄─────┘
//! ```
//!
//! | module | what |
//! |---|---|
//! | [`labels`] | what came of a bar: by horizon or by barriers, after costs; sample weights |
//! | [`validation`] | folds in order of time, purged; combinatorial paths |
//! | [`boosting`], [`learners`] | histogram boosting; logistic regression, forest, ridge |
//! | [`ensemble`] | trees whose predictions have the same bits on every system |
//! | [`calibration`], [`metrics`] | probabilities that mean what they say; how good they are |
//! | [`mod@file`] | the model file |
//! | [`lightgbm`], [`onnx`] | models of other programs |
//!
//! Everything here is pure: bytes and numbers in, bytes and numbers out, no file, no thread, no
//! clock. Whoever trains brings the threads (`training`).
//!
//! Start with [`Table`], [`Dataset`] and [`Learner`].

pub mod boosting;
pub mod calibration;
pub mod ensemble;
pub mod file;
pub mod labels;
pub mod learners;
pub mod lightgbm;
pub mod metrics;
pub mod onnx;
pub mod random;
pub mod validation;

mod classifier;
mod dataset;
mod fitted;
mod imported;
mod predictor;
mod settings;
mod table;

pub use classifier::{Classifier, FitError, Learner, Stop};
pub use dataset::{Class, Dataset, DatasetError};
pub use fitted::Fitted;
pub use imported::{ImportError, Imported};
pub use predictor::Predictor;
pub use settings::{
    BoostingSettings, LearnerKind, LearningSettings, RetrainMode, RetrainSettings, SearchMethod,
    SearchSettings,
};
pub use table::{Table, TableError};
