//! Values as numbers of bins.

use super::settings::require;
use crate::model::{FitError, Table};

/// The bin of a missing value.
pub(super) const MISSING: u8 = u8::MAX;

/// The values of a table as numbers of bins, a byte each; all fits on the table share it.
///
/// Each column has up to 255 bins of about equally many rows; values that are equal share one.
/// Between two bins lies a cut, halfway between the greatest value of one and the least of the
/// next, and the bin of a value is the number of cuts below it. Trees ask whether a value is at
/// most a cut, so a row and its bins take the same way. Missing values have a bin of their own.
#[derive(Clone, Debug)]
pub struct Bins {
    columns: Vec<BinnedColumn>,
    rows: usize,
    most: usize,
}

#[derive(Clone, Debug)]
struct BinnedColumn {
    /// Rising; one fewer than bins.
    cuts: Vec<f64>,
    /// Of every row of the table.
    bins: Vec<u8>,
}

impl Bins {
    /// Bins of all rows of `table`, up to `most` (2 to 255) a column, with cuts that look at the
    /// values of `rows` only.
    ///
    /// Cost: sorts `rows` once per column, then a binary search per value. Memory: a byte per
    /// value.
    ///
    /// # Errors
    /// [`FitError::Setting`] for `most`, [`FitError::Rows`] if `rows` is empty.
    ///
    /// # Panics
    /// A row is not in the table.
    pub fn new(table: &Table, rows: &[usize], most: usize) -> Result<Self, FitError> {
        require((2..=255).contains(&most), "max_bins", most, "2 to 255")?;
        if rows.is_empty() {
            return Err(FitError::Rows { was: 0, expected: 1 });
        }
        let mut sorted = Vec::with_capacity(rows.len());
        let columns = (0..table.width()).map(|index| {
            let values = table.column(index);
            sorted.clear();
            sorted.extend(rows.iter().map(|&row| values[row]).filter(|value| !value.is_nan()));
            sorted.sort_unstable_by(f64::total_cmp);
            let cuts = cuts(&sorted, most);
            let bins = values.iter().map(|&value| bin(&cuts, value)).collect();
            BinnedColumn { cuts, bins }
        });
        Ok(Self { columns: columns.collect(), rows: table.rows(), most })
    }

    /// Number of rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The most bins that a column may have.
    #[must_use]
    pub const fn most(&self) -> usize {
        self.most
    }

    /// Number of columns.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.columns.len()
    }

    /// The cuts of a column, rising; empty if it has one value.
    ///
    /// # Panics
    /// There is no such column.
    #[must_use]
    pub fn cuts(&self, column: usize) -> &[f64] {
        &self.columns[column].cuts
    }

    /// The bins of a column, one a row.
    pub(in crate::model) fn column(&self, column: usize) -> &[u8] {
        &self.columns[column].bins
    }

    /// The greatest value that goes to the left of a question whose left bins end with `bin`.
    pub(super) fn threshold(&self, column: usize, bin: u8) -> f64 {
        // After the last cut only missing values are left, so every number is to the left.
        self.cuts(column).get(usize::from(bin)).copied().unwrap_or(f64::MAX)
    }
}

/// The bin of a value.
fn bin(cuts: &[f64], value: f64) -> u8 {
    if value.is_nan() {
        return MISSING;
    }
    // At most 254 cuts.
    cuts.partition_point(|&cut| cut < value) as u8
}

/// Cuts between bins of about equally many of the `sorted` values.
fn cuts(sorted: &[f64], most: usize) -> Vec<f64> {
    let mut groups = sorted.chunk_by(|a, b| a == b).peekable();
    let distinct = sorted.chunk_by(|a, b| a == b).count();
    let mut cuts = Vec::new();
    let (mut rows_left, mut in_bin) = (sorted.len(), 0);
    while let Some(group) = groups.next() {
        let Some(next) = groups.peek() else { break };
        let bins_left = most - cuts.len();
        if bins_left == 1 {
            break;
        }
        in_bin += group.len();
        let target = rows_left as f64 / bins_left as f64;
        // Closed here or after the next value, whichever is nearer to the target.
        let middle = in_bin as f64 + next.len() as f64 / 2.0;
        if distinct <= most || middle >= target {
            cuts.push(between(group[0], next[0]));
            rows_left -= in_bin;
            in_bin = 0;
        }
    }
    cuts
}

/// A number from `low` to below `high`, halfway where numbers are dense enough.
fn between(low: f64, high: f64) -> f64 {
    let middle = low / 2.0 + high / 2.0;
    if low <= middle && middle < high { middle } else { low }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(values: &[f64]) -> Table {
        Table::new(vec!["x".to_owned()], values.to_vec(), values.len()).unwrap()
    }

    fn bins(values: &[f64], most: usize) -> Bins {
        let rows: Vec<usize> = (0..values.len()).collect();
        Bins::new(&table(values), &rows, most).unwrap()
    }

    #[test]
    fn few_values_have_a_bin_each_with_cuts_halfway() {
        let bins = bins(&[3.0, 1.0, f64::NAN, 2.0, 1.0], 255);
        assert_eq!(bins.cuts(0), [1.5, 2.5]);
        assert_eq!(bins.column(0), [2, 0, MISSING, 1, 0]);
        assert_eq!(bins.threshold(0, 1), 2.5);
        assert_eq!(bins.threshold(0, 2), f64::MAX);
    }

    #[test]
    fn many_values_share_bins_of_equal_size() {
        let values: Vec<f64> = (0..1000).map(f64::from).collect();
        let bins = bins(&values, 4);
        assert_eq!(bins.cuts(0), [249.5, 499.5, 749.5]);
    }

    #[test]
    fn a_frequent_value_does_not_eat_the_bins_of_others() {
        // 900 zeros, then 100 values: nine bins are left for the 100.
        let values: Vec<f64> = (0..1000).map(|i| f64::from((i - 899).max(0))).collect();
        let bins = bins(&values, 10);
        assert_eq!(bins.cuts(0).len(), 9);
        assert_eq!(bins.cuts(0)[0], 0.5);
    }

    #[test]
    fn cuts_look_at_the_given_rows_only() {
        let table = table(&[1.0, 2.0, 100.0, 200.0]);
        let bins = Bins::new(&table, &[0, 1], 255).unwrap();
        assert_eq!(bins.cuts(0), [1.5]);
        assert_eq!(bins.column(0), [0, 1, 1, 1]);
    }

    #[test]
    fn neighbouring_and_huge_numbers_are_told_apart() {
        let next = f64::from_bits(1.0f64.to_bits() + 1);
        let bins_of_two = bins(&[1.0, next], 255);
        assert_eq!(bins_of_two.column(0), [0, 1]);
        let bins_of_ends = bins(&[f64::MIN, f64::MAX, -0.0, 0.0], 255);
        assert_eq!(bins_of_ends.column(0), [0, 2, 1, 1]);
        let tiny = f64::from_bits(1);
        assert_eq!(bins(&[0.0, tiny, -tiny], 255).column(0), [1, 2, 0]);
    }

    #[test]
    fn what_cannot_be_binned_is_refused() {
        let table = table(&[1.0]);
        let error = |rows: &[usize], most| Bins::new(&table, rows, most).unwrap_err().to_string();
        assert_eq!(error(&[0], 256), "max_bins was 256, expected 2 to 255");
        assert_eq!(error(&[], 255), "0 rows to learn from, expected at least 1");
    }
}
