//! The values of all columns at one bar close.

use super::MAX_COLUMNS;

/// Position of a column in its [`super::Schema`]. Only a schema hands them out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ColumnId(u8);

impl ColumnId {
    /// The id of position `index`; `None` from [`MAX_COLUMNS`] on.
    #[must_use]
    pub(super) fn new(index: usize) -> Option<Self> {
        u8::try_from(index).ok().filter(|_| index < MAX_COLUMNS).map(Self)
    }

    /// Position in the schema, below [`MAX_COLUMNS`].
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One row: a value and a validity bit per column, in schema order.
///
/// Read through [`Row::get`]. The raw fields are for code that copies whole rows (the journal, the
/// C ABI): there, a value whose bit is clear is 0.0 and means "absent", not zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Values in schema order. 0.0 where the bit of `valid` is clear.
    pub values: [f64; MAX_COLUMNS],
    /// Bit `n` is set when column `n` has a value. Every such value is finite.
    pub valid: u64,
}

impl Row {
    /// No column has a value.
    pub const EMPTY: Self = Self { values: [0.0; MAX_COLUMNS], valid: 0 };

    /// The value of a column; `None` while it warms up or where the market gives none (a swing
    /// column before the first confirmed swing).
    #[must_use]
    pub fn get(&self, id: ColumnId) -> Option<f64> {
        if self.valid >> id.0 & 1 == 1 { self.values.get(id.index()).copied() } else { None }
    }

    /// Stores or clears a column. A number that is not finite is stored as absent.
    pub(crate) fn set(&mut self, id: ColumnId, value: Option<f64>) {
        let Some(slot) = self.values.get_mut(id.index()) else { return };
        match value {
            Some(number) if number.is_finite() => {
                *slot = number;
                self.valid |= 1 << id.0;
            }
            _ => {
                // Rows are compared and hashed whole, so an absent value has one representation.
                *slot = 0.0;
                self.valid &= !(1 << id.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_values_are_none_and_have_one_representation() {
        let last = ColumnId::new(63).unwrap();
        let mut row = Row::EMPTY;
        assert_eq!(row.get(last), None);
        row.set(last, Some(0.0));
        assert_eq!(row.get(last), Some(0.0));
        assert_eq!(row.valid, 1 << 63);
        for not_a_value in [None, Some(f64::NAN), Some(f64::INFINITY)] {
            row.set(last, Some(7.0));
            row.set(last, not_a_value);
            assert_eq!(row.get(last), None);
            assert_eq!(row, Row::EMPTY);
        }
    }

    #[test]
    fn there_is_no_id_beyond_the_last_column() {
        assert!(ColumnId::new(MAX_COLUMNS - 1).is_some());
        assert!(ColumnId::new(MAX_COLUMNS).is_none());
        assert!(ColumnId::new(256).is_none());
    }
}
