//! Columns over many bars, for research that looks at all of them at once.

use super::{Builder, ColumnId, FeatureError, MAX_COLUMNS, Row, Schema};
use crate::types::Bar;

/// Every column of a schema over the same bars, oldest first. NaN stands for an absent value.
///
/// Columns are borrowed, so that many schemas can share those they have in common. Every value must
/// come from a [`super::Builder`], or the bars would be judged otherwise than live.
#[derive(Clone, Debug)]
pub struct ColumnTable<'a> {
    columns: Vec<&'a [f64]>,
    bars: usize,
}

impl<'a> ColumnTable<'a> {
    /// The columns of `schema`, as `column` gives them by name. `None` if one is missing or they
    /// are not of one length.
    pub fn new(schema: &Schema, column: impl Fn(&str) -> Option<&'a [f64]>) -> Option<Self> {
        let columns: Option<Vec<&[f64]>> = schema.names().iter().map(|name| column(name)).collect();
        let columns = columns?;
        let bars = columns.first().map_or(0, |values| values.len());
        columns.iter().all(|values| values.len() == bars).then_some(Self { columns, bars })
    }

    /// Number of bars.
    #[must_use]
    pub const fn bars(&self) -> usize {
        self.bars
    }

    /// The values of a column; empty for one that the schema lacks.
    #[must_use]
    pub fn of(&self, id: ColumnId) -> &'a [f64] {
        self.columns.get(id.index()).copied().unwrap_or(&[])
    }

    /// The row of a bar, as the builder gave it; empty beyond the last bar.
    #[must_use]
    pub fn row(&self, bar: usize) -> Row {
        let mut row = Row::EMPTY;
        self.read_row(bar, &mut row);
        row
    }

    /// The same into a row of this table. The place of an absent value keeps what it held.
    pub fn read_row(&self, bar: usize, row: &mut Row) {
        row.valid = 0;
        for (index, values) in self.columns.iter().enumerate() {
            let value = values.get(bar).copied().filter(|value| value.is_finite());
            if let (Some(value), Some(slot)) = (value, row.values.get_mut(index)) {
                *slot = value;
                row.valid |= 1 << index;
            }
        }
    }
}

/// The values of columns at every bar, oldest first, in the order of the names; NaN where absent.
/// The same code as live, so the same bits. Any number of names.
///
/// # Errors
/// An unusable name.
pub fn columns_of<S: AsRef<str>>(names: &[S], bars: &[Bar]) -> Result<Vec<Vec<f64>>, FeatureError> {
    let mut columns = Vec::with_capacity(names.len());
    for names in names.chunks(MAX_COLUMNS) {
        let mut builder = Builder::new(names)?;
        let ids: Vec<Option<ColumnId>> =
            names.iter().map(|name| builder.schema().id(name.as_ref())).collect();
        let mut values = vec![Vec::with_capacity(bars.len()); names.len()];
        for bar in bars {
            builder.update(bar);
            for (values, id) in values.iter_mut().zip(&ids) {
                let value = id.and_then(|id| builder.current().get(id));
                values.push(value.unwrap_or(f64::NAN));
            }
        }
        columns.append(&mut values);
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_those_of_the_builder() {
        let names = ["close", "sma_2", "rsi_3"];
        let bar = |close| Bar { open: close, high: close, low: close, close, ..Bar::default() };
        let bars: Vec<Bar> = [1.0, 3.0, 2.0, 5.0, 4.0].map(bar).to_vec();
        let columns = columns_of(&names, &bars).unwrap();
        let mut builder = Builder::new(&names).unwrap();
        let place = |name: &str| names.iter().position(|other| *other == name);
        let column = |name: &str| Some(columns[place(name)?].as_slice());
        let table = ColumnTable::new(builder.schema(), column).unwrap();
        assert_eq!(table.bars(), 5);
        for (index, bar) in bars.iter().enumerate() {
            builder.update(bar);
            assert_eq!(table.row(index), *builder.current(), "bar {index}");
        }
        assert_eq!(table.row(5), Row::EMPTY);
        assert!(ColumnTable::new(builder.schema(), |_| None).is_none());
    }
}
