//! From bars to labelled rows of features.

use std::fmt;

use crate::features::{Builder, FeatureError, Row, batch};
use crate::model::labels::{
    CostSettings, Label, LabelError, LabelSettings, Labelled, LabelledError, Market,
    WeightSettings, label,
};
use crate::model::{Dataset, DatasetError, Table, TableError};
use crate::types::{Bar, DurationNanos};

/// What decides how bars become rows.
#[derive(Clone, Debug, Default)]
pub struct Preparation {
    /// Feature columns. One that says nothing is an error.
    pub columns: Vec<String>,
    /// What a model learns to foresee.
    pub labels: LabelSettings,
    /// What a trade costs.
    pub costs: CostSettings,
    /// How much rows count.
    pub weights: WeightSettings,
}

/// Labelled rows, and what happened on the way.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The rows.
    pub data: Dataset,
    /// The label of each row.
    pub labels: Vec<Label>,
    /// Canonical names of the columns.
    pub columns: Vec<String>,
    /// Hash of the feature schema of those columns.
    pub schema_hash: String,
    /// Bars left out because features were warming up.
    pub warming: usize,
    /// Bars left out because nothing is known of their future.
    pub future_missing: usize,
    /// Bars left out because bars are missing where their label ends.
    pub gaps: usize,
    /// Labelled bars whose label was ambiguous, resolved to the worse for the trader.
    pub ambiguous: usize,
}

/// Why bars became no rows.
#[derive(Clone, Debug, PartialEq)]
pub enum PrepareError {
    /// A column cannot be used.
    Features(FeatureError),
    /// Bars cannot be labelled.
    Labels(LabelError),
    /// No row is left.
    Labelled(LabelledError),
    /// No table of them.
    Table(TableError),
    /// Not in order.
    Dataset(DatasetError),
    /// Columns that say nothing: all values missing, or all the same.
    Constant(Vec<String>),
}

impl fmt::Display for PrepareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Features(error) => error.fmt(f),
            Self::Labels(error) => error.fmt(f),
            Self::Labelled(error) => error.fmt(f),
            Self::Table(error) => error.fmt(f),
            Self::Dataset(error) => error.fmt(f),
            Self::Constant(names) => {
                let names = names.join(", ");
                write!(f, "columns with the same value in every row, or with none: {names}")
            }
        }
    }
}

impl std::error::Error for PrepareError {}

/// The columns of `names` that have at least two different values over these bars.
///
/// # Errors
/// A column that cannot be used.
pub fn varying_columns(names: &[String], bars: &[Bar]) -> Result<Vec<String>, PrepareError> {
    let mut builder = Builder::new(names).map_err(PrepareError::Features)?;
    let table = table_of(&mut builder, bars)?;
    let varying = (0..table.width()).filter(|&column| varies(table.column(column)));
    Ok(varying.map(|column| table.columns()[column].clone()).collect())
}

/// Computes features, labels and weights of closed bars of length `period`, with `point` as the
/// price of one point of spread.
///
/// Rows are those of bars whose features are past their warm-up and whose label is known.
///
/// # Errors
/// See [`PrepareError`].
pub fn prepare(
    bars: &[Bar],
    period: DurationNanos,
    point: f64,
    settings: &Preparation,
) -> Result<Prepared, PrepareError> {
    let mut builder = Builder::new(&settings.columns).map_err(PrepareError::Features)?;
    let warming = builder.schema().lookback().min(bars.len());
    let spreads: Vec<f64> = bars.iter().map(|bar| f64::from(bar.spread_points) * point).collect();
    let ranges = if settings.labels.needs_ranges() { ranges_of(bars)? } else { Vec::new() };
    let market = Market { bars, period, spreads: &spreads, ranges: &ranges };
    let all = label(&market, &settings.labels, &settings.costs).map_err(PrepareError::Labels)?;
    let table = table_of(&mut builder, bars)?;
    let Labelled { data, labels, .. } =
        Labelled::new(&table, &market, &all, warming, &settings.weights)
            .map_err(PrepareError::Labelled)?;
    let constant: Vec<String> = (0..data.table.width())
        .filter(|&column| !varies(data.table.column(column)))
        .map(|column| data.table.columns()[column].clone())
        .collect();
    if !constant.is_empty() {
        return Err(PrepareError::Constant(constant));
    }
    data.check().map_err(PrepareError::Dataset)?;
    Ok(Prepared {
        data,
        labels,
        columns: builder.schema().names().to_vec(),
        schema_hash: builder.schema().hash().to_owned(),
        warming,
        future_missing: all.future_missing,
        gaps: all.gaps,
        ambiguous: all.ambiguous,
    })
}

/// The columns of a builder over bars; NaN where absent.
fn table_of(builder: &mut Builder, bars: &[Bar]) -> Result<Table, PrepareError> {
    let rows = batch(builder, bars);
    let names = builder.schema().names().to_vec();
    let value = |row: &Row, column: usize| {
        if row.valid >> column & 1 == 1 { row.values[column] } else { f64::NAN }
    };
    let values = (0..names.len()).flat_map(|at| rows.iter().map(move |row| value(row, at)));
    Table::new(names, values.collect(), rows.len()).map_err(PrepareError::Table)
}

/// Whether a column has two different values.
fn varies(column: &[f64]) -> bool {
    let mut present = column.iter().filter(|value| !value.is_nan()).map(|value| value.to_bits());
    present.next().is_some_and(|first| present.any(|other| other != first))
}

/// The average true range over 14 bars at every bar's close, NaN where it warms up.
fn ranges_of(bars: &[Bar]) -> Result<Vec<f64>, PrepareError> {
    let mut builder = Builder::new(&["atr_14"]).map_err(PrepareError::Features)?;
    Ok(table_of(&mut builder, bars)?.column(0).to_vec())
}
