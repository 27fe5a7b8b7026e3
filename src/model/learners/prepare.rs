//! Missing values and scales for linear models.

use crate::model::Table;

/// Fills a missing value with the column's median, then subtracts the mean and divides by the
/// standard deviation. All three were computed on training rows alone.
///
/// The median of an even number of values is the mean of the two in the middle. A column without
/// any value has median 0. Mean and standard deviation (divisor: number of rows) are of the filled
/// column; a constant column is divided by 1, and so becomes 0. Weights of rows play no part. This
/// is scikit-learn's `SimpleImputer(strategy="median")` followed by `StandardScaler`.
#[derive(Clone, Debug, PartialEq)]
pub struct Preparation {
    columns: Vec<Scale>,
}

/// What is done to the values of one column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Stands for a missing value.
    pub median: f64,
    /// Is subtracted.
    pub mean: f64,
    /// Divides, after that.
    pub deviation: f64,
}

impl Scale {
    fn apply(&self, value: f64) -> f64 {
        let value = if value.is_nan() { self.median } else { value };
        (value - self.mean) / self.deviation
    }
}

impl Preparation {
    /// Learns medians and scales from some rows of a table.
    #[must_use]
    pub fn new(table: &Table, rows: &[usize]) -> Self {
        let scale = |column| scale_of(table.column(column), rows);
        Self { columns: (0..table.width()).map(scale).collect() }
    }

    /// The scales of all columns, as they were learnt elsewhere.
    #[must_use]
    pub const fn of(columns: Vec<Scale>) -> Self {
        Self { columns }
    }

    /// The scales of all columns.
    #[must_use]
    pub fn scales(&self) -> &[Scale] {
        &self.columns
    }

    /// Number of columns.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.columns.len()
    }

    /// One value made ready.
    ///
    /// # Panics
    /// There is no such column.
    #[must_use]
    pub fn value(&self, column: usize, value: f64) -> f64 {
        self.columns[column].apply(value)
    }

    /// Some rows of a table made ready, one after another.
    pub(super) fn rows(&self, table: &Table, rows: &[usize]) -> Vec<f64> {
        let width = self.width();
        let mut prepared = vec![0.0; width * rows.len()];
        for (column, scale) in self.columns.iter().enumerate() {
            let values = table.column(column);
            let places = prepared[column..].iter_mut().step_by(width);
            places.zip(rows).for_each(|(place, &row)| *place = scale.apply(values[row]));
        }
        prepared
    }
}

fn scale_of(column: &[f64], rows: &[usize]) -> Scale {
    let mut known: Vec<f64> =
        rows.iter().map(|&row| column[row]).filter(|value| !value.is_nan()).collect();
    known.sort_unstable_by(f64::total_cmp);
    let median = median(&known);
    let filled =
        || rows.iter().map(|&row| column[row]).map(|v| if v.is_nan() { median } else { v });
    let count = rows.len() as f64;
    let mean = filled().sum::<f64>() / count;
    let variance = filled().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
    let is_constant = known.first() == known.last();
    let deviation = if is_constant || variance == 0.0 { 1.0 } else { variance.sqrt() };
    // The mean of many equal numbers may differ from them in the last bits.
    let mean = if is_constant { median } else { mean };
    Scale { median, mean, deviation }
}

/// The median of sorted values; 0 when there are none.
pub(super) fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => sorted[middle],
        _ => sorted[middle - 1] / 2.0 + sorted[middle] / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAN: f64 = f64::NAN;

    #[test]
    fn medians_means_and_deviations_are_of_the_training_rows() {
        let columns = ["a", "b", "c"].map(str::to_owned).to_vec();
        let values = vec![
            1.0, NAN, 3.0, 8.0, 100.0, // median 3, filled 1 3 3 8: mean 3.75, variance 6.6875
            NAN, NAN, NAN, NAN, 5.0, // unknown in training
            0.1, 0.1, 0.1, 0.1, 0.2, // constant
        ];
        let table = Table::new(columns, values, 5).unwrap();
        let preparation = Preparation::new(&table, &[0, 1, 2, 3]);
        let deviation = 6.6875_f64.sqrt();
        assert_eq!(preparation.value(0, NAN), (3.0 - 3.75) / deviation);
        assert_eq!(preparation.value(0, 100.0), (100.0 - 3.75) / deviation);
        assert_eq!(preparation.value(1, NAN), 0.0);
        assert_eq!(preparation.value(1, 5.0), 5.0);
        assert_eq!(preparation.value(2, 0.1), 0.0);
        assert_eq!(preparation.rows(&table, &[4])[1..2], [5.0]);
    }

    #[test]
    fn the_median_of_an_even_number_is_between_the_middle_two() {
        assert_eq!(median(&[1.0, 2.0, 4.0, 9.0]), 3.0);
        assert_eq!(median(&[1.0, 2.0, 9.0]), 2.0);
        assert_eq!(median(&[]), 0.0);
    }
}
