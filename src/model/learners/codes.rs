//! Training rows as small numbers, for trees that count instead of sorting.

use super::prepare::median;
use crate::model::boosting::Bins;
use crate::model::{FitError, Stop, Table};

/// Most different codes of a column.
pub(super) const MOST: usize = 255;

/// The training rows, missing values filled, each value a code.
pub(super) struct Codes {
    columns: Vec<Column>,
    bins: Bins,
}

struct Column {
    /// What a missing value counts as: the median.
    median: f64,
    /// Smallest and largest training value of each code.
    ranges: Vec<(f64, f64)>,
}

impl Codes {
    /// Codes of the rows `training`. With at most [`MOST`] different values in a column each has
    /// its own; with more, each code has about as many rows.
    pub(super) fn new(table: &Table, training: &[usize], stop: Stop<'_>) -> Result<Self, FitError> {
        let mut values = Vec::with_capacity(table.width() * training.len());
        let mut medians = Vec::with_capacity(table.width());
        for column in 0..table.width() {
            if stop() {
                return Err(FitError::Stopped);
            }
            let known = training.iter().map(|&row| table.value(row, column));
            let mut sorted: Vec<f64> = known.clone().filter(|value| !value.is_nan()).collect();
            sorted.sort_unstable_by(f64::total_cmp);
            let median = median(&sorted);
            values.extend(known.map(|value| if value.is_nan() { median } else { value }));
            medians.push(median);
        }
        let filled = Table::new(table.columns().to_vec(), values, training.len())
            .map_err(|error| FitError::Diverged(error.to_string()))?;
        let all: Vec<usize> = (0..training.len()).collect();
        let bins = Bins::new(&filled, &all, MOST)?;
        let column = |(index, median)| {
            let codes = bins.column(index).iter().zip(filled.column(index));
            let empty = (f64::INFINITY, f64::NEG_INFINITY);
            let mut ranges = vec![empty; bins.cuts(index).len() + 1];
            for (&code, &value) in codes {
                let (low, high) = &mut ranges[usize::from(code)];
                (*low, *high) = (low.min(value), high.max(value));
            }
            Column { median, ranges }
        };
        let columns = medians.into_iter().enumerate().map(column).collect();
        Ok(Self { columns, bins })
    }

    /// Number of columns.
    pub(super) const fn width(&self) -> usize {
        self.columns.len()
    }

    /// The codes of a column, one a training row, in their order.
    pub(super) fn of(&self, column: usize) -> &[u8] {
        self.bins.column(column)
    }

    /// The threshold between rows of two codes without rows between them, in the middle of the gap;
    /// and whether a missing value is at most that.
    pub(super) fn threshold(&self, column: usize, (left, right): (u8, u8)) -> (f64, bool) {
        let column = &self.columns[column];
        let (low, high) = (column.ranges[usize::from(left)].1, column.ranges[usize::from(right)].0);
        let middle = low / 2.0 + high / 2.0;
        // Neighbours among numbers have no middle.
        let threshold = if middle >= low && middle < high { middle } else { low };
        (threshold, column.median <= threshold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(values: &[f64], training: &[usize]) -> Codes {
        let table = Table::new(vec!["x".to_owned()], values.to_vec(), values.len()).unwrap();
        Codes::new(&table, training, &|| false).unwrap()
    }

    #[test]
    fn few_values_have_a_code_each_and_missing_ones_are_the_median() {
        let codes = codes(&[5.0, 1.0, f64::NAN, 1.0, 3.0, 100.0], &[0, 1, 2, 3, 4]);
        assert_eq!(codes.of(0), [3, 0, 1, 0, 2]);
        // The median is 2.
        assert_eq!(codes.threshold(0, (0, 1)), (1.5, false));
        assert_eq!(codes.threshold(0, (0, 3)), (3.0, true));
    }

    #[test]
    fn neighbours_among_numbers_are_told_apart() {
        let codes = codes(&[1.0, 1.0_f64.next_up()], &[0, 1]);
        assert_eq!(codes.of(0), [0, 1]);
        let (threshold, _) = codes.threshold(0, (0, 1));
        assert!((1.0..1.0_f64.next_up()).contains(&threshold));
    }
}
