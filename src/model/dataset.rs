//! A table with what came of every row.

use std::fmt;

use super::Table;
use crate::types::UnixNanos;

/// What the price did. The numbers are the classes of every model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Class {
    /// It fell: a sell pays.
    Down = 0,
    /// Neither.
    Flat = 1,
    /// It rose: a buy pays.
    Up = 2,
}

impl Class {
    /// Number of classes.
    pub const COUNT: usize = 3;
    /// All classes, in order.
    pub const ALL: [Self; Self::COUNT] = [Self::Down, Self::Flat, Self::Up];
}

/// Labelled rows in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// The features.
    pub table: Table,
    /// When a row was complete: the close of its bar. Strictly rising.
    pub times: Vec<UnixNanos>,
    /// When its label was known: the close of the last bar that it looks at. After `times`.
    pub label_ends: Vec<UnixNanos>,
    /// The label.
    pub classes: Vec<Class>,
    /// Weight in the loss, above 0.
    pub weights: Vec<f64>,
}

/// Why a data set was refused.
#[derive(Clone, Debug, PartialEq)]
pub enum DatasetError {
    /// A list has another length than the table has rows.
    Length {
        /// The list.
        what: &'static str,
        /// Its length.
        was: usize,
        /// Rows of the table.
        rows: usize,
    },
    /// Times do not rise strictly.
    Time {
        /// Row, from 0.
        row: usize,
    },
    /// A label is known before its row.
    LabelEnd {
        /// Row, from 0.
        row: usize,
    },
    /// A weight is not a finite number above 0.
    Weight {
        /// Row, from 0.
        row: usize,
        /// The weight.
        was: f64,
    },
}

impl fmt::Display for DatasetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Length { what, was, rows } => write!(f, "{was} {what} for {rows} rows"),
            Self::Time { row } => {
                write!(f, "row {row}: its time is not after the one before; sort, and drop doubles")
            }
            Self::LabelEnd { row } => write!(f, "row {row}: its label ends before its time"),
            Self::Weight { row, was } => {
                write!(f, "row {row}: the weight was {was}, expected a finite number above 0")
            }
        }
    }
}

impl std::error::Error for DatasetError {}

impl Dataset {
    /// Number of rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.table.rows()
    }

    /// Checks lengths, order of times, ends of labels and weights.
    ///
    /// # Errors
    /// The first problem.
    pub fn check(&self) -> Result<(), DatasetError> {
        let rows = self.rows();
        for (what, was) in [
            ("times", self.times.len()),
            ("label ends", self.label_ends.len()),
            ("classes", self.classes.len()),
            ("weights", self.weights.len()),
        ] {
            if was != rows {
                return Err(DatasetError::Length { what, was, rows });
            }
        }
        if let Some(before) = self.times.windows(2).position(|pair| pair[0] >= pair[1]) {
            return Err(DatasetError::Time { row: before + 1 });
        }
        let ends = self.times.iter().zip(&self.label_ends);
        if let Some(row) = ends.into_iter().position(|(time, end)| end < time) {
            return Err(DatasetError::LabelEnd { row });
        }
        for (row, &was) in self.weights.iter().enumerate() {
            if !(was.is_finite() && was > 0.0) {
                return Err(DatasetError::Weight { row, was });
            }
        }
        Ok(())
    }
}
