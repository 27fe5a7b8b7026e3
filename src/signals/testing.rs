//! Rows by hand, for the tests of the rules.

use crate::features::{Row, Schema};

/// A schema and rows of it.
pub(super) struct Table {
    pub(super) schema: Schema,
}

impl Table {
    pub(super) fn new<S: AsRef<str>>(names: &[S]) -> Self {
        Self { schema: Schema::new(names).unwrap() }
    }

    /// A row with these values, in schema order.
    pub(super) fn row(&self, values: &[f64]) -> Row {
        self.row_of(&values.iter().copied().map(Some).collect::<Vec<_>>())
    }

    /// A row with these values, in schema order; `None` = absent.
    pub(super) fn row_of(&self, values: &[Option<f64>]) -> Row {
        assert_eq!(values.len(), self.schema.len());
        let mut row = Row::EMPTY;
        for (name, value) in self.schema.names().iter().zip(values) {
            row.set(self.schema.id(name).unwrap(), *value);
        }
        row
    }
}
