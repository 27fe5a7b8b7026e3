//! From a table of features and its labels to rows that can be learnt from.

use std::fmt;

use super::{Label, Labels, Market, WeightError, WeightSettings, sample_weights};
use crate::model::{Dataset, Table, TableError};
use crate::types::UnixNanos;

/// Rows that have a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// What a learner takes.
    pub data: Dataset,
    /// The label of each row, for trading figures.
    pub labels: Vec<Label>,
    /// The bar of each row.
    pub bars: Vec<usize>,
}

/// Why there are no rows to learn from.
#[derive(Clone, Debug, PartialEq)]
pub enum LabelledError {
    /// A table or labels of another length than there are bars.
    Length {
        /// Which.
        what: &'static str,
        /// Its rows.
        was: usize,
        /// Number of bars.
        bars: usize,
    },
    /// No bar has a label.
    Empty {
        /// Bars from the first one wanted on.
        bars: usize,
    },
    /// The rows could not be weighted.
    Weights(WeightError),
    /// The table of the labelled rows was refused.
    Table(TableError),
}

impl fmt::Display for LabelledError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { what, was, bars } => write!(f, "{was} rows of {what} for {bars} bars"),
            Self::Empty { bars } => {
                write!(f, "none of {bars} bars has a label, expected at least one")
            }
            Self::Weights(error) => write!(f, "{error}"),
            Self::Table(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for LabelledError {}

impl Labelled {
    /// Joins features and labels of the same bars, keeps the rows that have a label, from bar
    /// `first` on, and weights them. `first` is where all features are warm.
    ///
    /// # Errors
    /// Different lengths, no labelled row, or as [`sample_weights`].
    pub fn new(
        table: &Table,
        market: &Market<'_>,
        labels: &Labels,
        first: usize,
        weights: &WeightSettings,
    ) -> Result<Self, LabelledError> {
        let bars = market.bars.len();
        for (what, was) in [("features", table.rows()), ("labels", labels.rows.len())] {
            if was != bars {
                return Err(LabelledError::Length { what, was, bars });
            }
        }
        let (rows, labels): (Vec<usize>, Vec<Label>) =
            labels.known().filter(|(row, _)| *row >= first).unzip();
        if rows.is_empty() {
            return Err(LabelledError::Empty { bars: bars.saturating_sub(first) });
        }
        let closes: Vec<UnixNanos> = (0..bars).map(|bar| market.close_time(bar)).collect();
        let times: Vec<UnixNanos> = rows.iter().map(|row| closes[*row]).collect();
        let label_ends: Vec<UnixNanos> = labels.iter().map(|label| label.end).collect();
        let weights = sample_weights(weights, &times, &label_ends, &closes)
            .map_err(LabelledError::Weights)?;
        let classes = labels.iter().map(|label| label.class).collect();
        let table = chosen(table, &rows).map_err(LabelledError::Table)?;
        let data = Dataset { table, times, label_ends, classes, weights };
        Ok(Self { data, labels, bars: rows })
    }
}

/// The rows of a table, in the order given.
fn chosen(table: &Table, rows: &[usize]) -> Result<Table, TableError> {
    let mut values = Vec::with_capacity(rows.len() * table.width());
    for column in 0..table.width() {
        let column = table.column(column);
        values.extend(rows.iter().map(|row| column[*row]));
    }
    Table::new(table.columns().to_vec(), values, rows.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Class;
    use crate::model::labels::{CostSettings, LabelSettings, label};
    use crate::types::{Bar, DurationNanos};

    #[test]
    fn labelled_rows_keep_their_features() {
        let bars: Vec<Bar> = [1.0, 1.0, 2.0, 1.0, 1.0]
            .iter()
            .zip([0, 1, 2, 3, 5])
            .map(|(&price, minute)| Bar {
                open_time: UnixNanos::from_seconds(60 * minute),
                open: price,
                high: price,
                low: price,
                close: price,
                ..Bar::default()
            })
            .collect();
        let market = Market::new(&bars, DurationNanos::from_seconds(60));
        let settings =
            LabelSettings { horizon_s: 60, horizon_tolerance_s: 0, ..LabelSettings::default() };
        let labels = label(&market, &settings, &CostSettings::default()).unwrap();
        let names = vec!["a".to_owned(), "b".to_owned()];
        let values = vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, f64::NAN, 9.0];
        let table = Table::new(names, values, 5).unwrap();
        let weights = WeightSettings::default();
        let found = Labelled::new(&table, &market, &labels, 1, &weights).unwrap();
        assert_eq!(found.bars, [1, 2]); // row 3 ends in the gap, row 4 has no future
        assert_eq!(found.data.table.column(1), [6.0, 7.0]);
        assert_eq!(found.data.classes, [Class::Up, Class::Down]);
        assert_eq!(found.data.times, [120, 180].map(UnixNanos::from_seconds));
        assert_eq!(found.data.check(), Ok(()));
        assert_eq!(found.labels[0].return_frac, 1.0);
        let error = |first| {
            Labelled::new(&table, &market, &labels, first, &weights).unwrap_err().to_string()
        };
        assert_eq!(error(3), "none of 2 bars has a label, expected at least one");
        let short = Table::new(vec!["a".to_owned()], vec![0.0], 1).unwrap();
        assert_eq!(
            Labelled::new(&short, &market, &labels, 0, &weights).unwrap_err().to_string(),
            "1 rows of features for 5 bars"
        );
    }
}
