//! One split into rows to learn from and rows to judge, with purge and embargo.

use std::ops::Range;

use super::{Part, ValidationError};
use crate::model::{Class, Dataset};
use crate::types::{DurationNanos, UnixNanos};

/// Rows to learn from and rows to judge, each in rising order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// Rows to learn from, purged.
    pub training: Vec<usize>,
    /// Rows to judge.
    pub test: Vec<usize>,
}

/// A span of time that training must not touch. Both ends belong to it.
#[derive(Clone, Copy, Debug)]
struct Forbidden {
    from: UnixNanos,
    to: UnixNanos,
}

impl Fold {
    /// A fold that tests blocks of neighbouring rows and learns from those of `candidates` that
    /// purge and embargo leave. Blocks and candidates are in rising order.
    pub(super) fn new(
        data: &Dataset,
        candidates: impl Iterator<Item = usize>,
        tested: &[Range<usize>],
        embargo: DurationNanos,
    ) -> Self {
        let forbidden: Vec<Forbidden> =
            tested.iter().filter_map(|block| Forbidden::of(data, block.clone())).collect();
        let is_free = |row: &usize| {
            let (from, to) = (data.times[*row], data.label_ends[*row]);
            forbidden.iter().all(|span| to < span.from || from > span.to + embargo)
        };
        Self {
            training: candidates.filter(is_free).collect(),
            test: tested.iter().cloned().flatten().collect(),
        }
    }

    /// Refuses a fold without training rows, or with one class only in either part.
    pub(super) fn check(
        self,
        data: &Dataset,
        fold: usize,
        candidates: usize,
    ) -> Result<Self, ValidationError> {
        if self.training.is_empty() {
            return Err(ValidationError::Purged { fold, rows: candidates });
        }
        for (part, rows) in [(Part::Training, &self.training), (Part::Test, &self.test)] {
            if let Some(class) = only_class(data, rows) {
                return Err(ValidationError::OneClass { fold, part, class, rows: rows.len() });
            }
        }
        Ok(self)
    }
}

impl Forbidden {
    /// From the first row's time to the last end of a label; `None` for an empty block.
    fn of(data: &Dataset, block: Range<usize>) -> Option<Self> {
        let to = data.label_ends[block.clone()].iter().copied().max()?;
        Some(Self { from: data.times[block.start], to })
    }
}

/// The rows of `rows` whose labels are known before `moment`.
pub(super) fn known_before(data: &Dataset, rows: &[usize], moment: UnixNanos) -> Vec<usize> {
    rows.iter().copied().filter(|row| data.label_ends[*row] < moment).collect()
}

/// The class of all rows, if they have one only.
fn only_class(data: &Dataset, rows: &[usize]) -> Option<Class> {
    let first = data.classes[*rows.first()?];
    rows.iter().all(|row| data.classes[*row] == first).then_some(first)
}
