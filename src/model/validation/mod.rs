//! Validation: which rows a model learns from and which it is judged on.
//!
//! Rows near in time are alike, and a label looks ahead: a plain split would let a model learn what
//! it is asked. Every fold here is
//!
//! - **purged**: no training row's span, from its time to the end of its label, touches the span of
//!   the tested rows, from the first one's time to the last end of their labels;
//! - **embargoed**: training rows less than the embargo after that span are left out too, because
//!   features look back.
//!
//! Spans are closed: a label that is known at the very moment of the first tested row is purged.
//!
//! | scheme | trains on | use |
//! |---|---|---|
//! | [`time_series`] | everything before the test | the default; scikit-learn's `TimeSeriesSplit` |
//! | [`walk_forward`] | a window before the test, growing or rolling | what retraining would have made |
//! | [`combinatorial`] | everything but the tested groups | many paths of one history |
//!
//! [`folds`] chooses by [`ValidationSettings`]; [`tail`] splits training rows once more, for early
//! stopping. Start with [`Fold`].
//!
//! Source: Lopez de Prado, "Advances in Financial Machine Learning" (2018), chapters 7 and 12.

mod combinatorial;
mod error;
mod fold;
mod settings;
mod tail;
#[cfg(test)]
mod tests;
mod time_series;
mod walk_forward;

pub use combinatorial::{Combinatorial, SPLITS_MAX, combinatorial};
pub use error::{Part, ValidationError};
pub use fold::Fold;
pub use settings::{Scheme, ValidationSettings, folds};
pub use tail::tail;
pub use time_series::time_series;
pub use walk_forward::{Window, walk_forward};
