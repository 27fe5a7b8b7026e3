//! Features of many bars as columns of numbers.

use std::fmt;

/// A rectangle of numbers, stored column by column. NaN is a missing value; no other number that is
/// not finite is let in.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    columns: Vec<String>,
    values: Vec<f64>,
    rows: usize,
}

/// Why a table was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// No columns.
    Empty,
    /// Two columns of the same name.
    Twice(String),
    /// The number of values is not rows times columns.
    Shape {
        /// Values given.
        values: usize,
        /// Rows given.
        rows: usize,
        /// Columns given.
        columns: usize,
    },
    /// A value is infinite.
    Infinite {
        /// The column.
        column: String,
        /// Row, from 0.
        row: usize,
    },
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the table has no columns, expected at least one"),
            Self::Twice(name) => write!(f, "column {name:?} is there twice"),
            Self::Shape { values, rows, columns } => {
                write!(f, "{values} values for {rows} rows of {columns} columns")
            }
            Self::Infinite { column, row } => {
                write!(f, "column {column:?}, row {row}: infinite, expected a number or none")
            }
        }
    }
}

impl std::error::Error for TableError {}

impl Table {
    /// A table from values column by column.
    ///
    /// # Errors
    /// No columns, a name twice, a wrong number of values, an infinite value.
    pub fn new(columns: Vec<String>, values: Vec<f64>, rows: usize) -> Result<Self, TableError> {
        if columns.is_empty() {
            return Err(TableError::Empty);
        }
        for (index, name) in columns.iter().enumerate() {
            if columns[..index].contains(name) {
                return Err(TableError::Twice(name.clone()));
            }
        }
        if columns.len().checked_mul(rows) != Some(values.len()) {
            let (values, columns) = (values.len(), columns.len());
            return Err(TableError::Shape { values, rows, columns });
        }
        if let Some(place) = values.iter().position(|value| value.is_infinite()) {
            let column = columns[place / rows].clone();
            return Err(TableError::Infinite { column, row: place % rows });
        }
        Ok(Self { columns, values, rows })
    }

    /// Names of the columns.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Number of columns.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.columns.len()
    }

    /// Number of rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The values of column `index`, one a row; NaN where missing.
    ///
    /// # Panics
    /// There is no such column.
    #[must_use]
    pub fn column(&self, index: usize) -> &[f64] {
        &self.values[index * self.rows..][..self.rows]
    }

    /// One value.
    ///
    /// # Panics
    /// There is no such row or column.
    #[must_use]
    pub fn value(&self, row: usize, column: usize) -> f64 {
        assert!(row < self.rows, "row {row} of {}", self.rows);
        self.values[column * self.rows + row]
    }

    /// Copies row `row` into `into`, which is as long as the table is wide.
    pub fn copy_row(&self, row: usize, into: &mut [f64]) {
        for (column, slot) in into.iter_mut().enumerate() {
            *slot = self.value(row, column);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn rows_and_columns_are_found() {
        let table = Table::new(names(&["a", "b"]), vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 3).unwrap();
        assert_eq!((table.rows(), table.width()), (3, 2));
        assert_eq!(table.column(1), [4.0, 5.0, 6.0]);
        let mut row = [0.0; 2];
        table.copy_row(1, &mut row);
        assert_eq!(row, [2.0, 5.0]);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let error = |columns: &[&str], values: Vec<f64>, rows| {
            Table::new(names(columns), values, rows).unwrap_err().to_string()
        };
        assert_eq!(error(&[], vec![], 0), "the table has no columns, expected at least one");
        assert_eq!(error(&["a", "a"], vec![1.0, 2.0], 1), "column \"a\" is there twice");
        assert_eq!(error(&["a"], vec![1.0, 2.0], 1), "2 values for 1 rows of 1 columns");
        assert_eq!(
            error(&["a", "b"], vec![1.0, f64::NAN, 1.0, f64::INFINITY], 2),
            "column \"b\", row 1: infinite, expected a number or none"
        );
    }
}
