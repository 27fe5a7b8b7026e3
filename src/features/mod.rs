//! Feature columns: names, order, hash, and the row of values at every bar close.
//!
//! A column is a name such as `sma_50`; [`Schema`] fixes an ordered list of them and hashes it, so
//! that a model can refuse rows of another shape. [`Builder`] computes one [`Row`] per closed bar,
//! incrementally and without allocating. A column that is still warming up is absent from the row:
//! never NaN and never a made-up zero. [`batch`] runs the same code over a slice of bars.
//!
//! Not here: indicator mathematics (`indicators`) and any judgement about values (`signals`).
//!
//! Start with [`Builder`].

mod builder;
mod calculation;
mod column;
mod outside;
mod reading;
mod row;
mod schema;
mod sets;
mod settings;
mod table;

pub use builder::{Builder, batch};
pub use column::{Column, ColumnError};
pub use outside::Outside;
pub use row::{ColumnId, Row};
pub use schema::{DEFINITION_VERSION, FeatureError, Schema};
pub use sets::{CLASSIC_COLUMNS, LEARNER_COLUMNS};
pub use settings::FeatureSettings;
pub use table::{ColumnTable, columns_of};

/// Most columns a row can hold: one bit each in [`Row::valid`].
pub const MAX_COLUMNS: usize = 64;
