//! The ordered list of columns, its hash and its warm-up.

use std::fmt;

use sha2::{Digest, Sha256};

use super::calculation::Slot;
use super::{Column, ColumnError, ColumnId, MAX_COLUMNS};
use crate::types::hex;

/// Version of what the columns mean. Raised when a formula changes under an unchanged name, so
/// that the hash changes and a model trained on the old meaning is refused.
pub const DEFINITION_VERSION: u32 = 1;

/// Why a list of columns was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeatureError {
    /// One name cannot be used.
    Column(ColumnError),
    /// More different columns than a row can hold.
    TooManyColumns {
        /// Different columns in the list.
        was: usize,
    },
}

impl fmt::Display for FeatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(error) => error.fmt(f),
            Self::TooManyColumns { was } => {
                write!(f, "the number of columns was {was}, expected at most {MAX_COLUMNS}")
            }
        }
    }
}

impl std::error::Error for FeatureError {}

impl From<ColumnError> for FeatureError {
    fn from(error: ColumnError) -> Self {
        Self::Column(error)
    }
}

/// Which columns a row has, in which order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    columns: Vec<Column>,
    names: Vec<String>,
    lookbacks: Vec<usize>,
    hash: String,
}

impl Schema {
    /// Reads a list of names. A column that is listed again keeps its first place, so lists from
    /// several sources can simply be joined.
    ///
    /// # Errors
    /// The first unusable name, or more than [`MAX_COLUMNS`] different columns.
    pub fn new<S: AsRef<str>>(names: &[S]) -> Result<Self, FeatureError> {
        Self::with_slots(names).map(|(schema, _)| schema)
    }

    /// The schema and the calculations that fill its rows.
    pub(super) fn with_slots<S: AsRef<str>>(
        names: &[S],
    ) -> Result<(Self, Vec<Slot>), FeatureError> {
        let mut columns: Vec<Column> = Vec::with_capacity(names.len());
        for name in names {
            let column = Column::parse(name.as_ref())?;
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        if columns.len() > MAX_COLUMNS {
            return Err(FeatureError::TooManyColumns { was: columns.len() });
        }
        let mut slots: Vec<(Column, Slot)> = Vec::new();
        let mut lookbacks = Vec::with_capacity(columns.len());
        for (index, column) in columns.iter().enumerate() {
            let known = slots.iter().position(|(first, _)| first.shares_source(column));
            let place = match known {
                Some(place) => place,
                None => {
                    slots.push((*column, Slot::new(column)?));
                    slots.len() - 1
                }
            };
            let slot = &mut slots[place].1;
            if let Some(id) = ColumnId::new(index) {
                slot.connect(column.reading(), id);
            }
            lookbacks.push(slot.lookback(column.reading()));
        }
        let names: Vec<String> = columns.iter().map(ToString::to_string).collect();
        let hash = hash_of(&names);
        let slots = slots.into_iter().map(|(_, slot)| slot).collect();
        Ok((Self { columns, names, lookbacks, hash }, slots))
    }

    /// Number of columns.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no column.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The columns in order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The canonical names in order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The canonical name of a column; `None` if the id is of a longer schema.
    #[must_use]
    pub fn name(&self, id: ColumnId) -> Option<&str> {
        self.names.get(id.index()).map(String::as_str)
    }

    /// Where a column stands; any spelling that [`Column::parse`] accepts. Cold path only.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<ColumnId> {
        let wanted = Column::parse(name).ok()?;
        ColumnId::new(self.columns.iter().position(|column| *column == wanted)?)
    }

    /// SHA-256, in hexadecimal, of the definition version and the canonical names in order.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Closed bars for which at least one column is absent: every column has a value from bar
    /// number `lookback() + 1` on. Some can stay absent longer: swings until there is one, spreads
    /// where they are unknown, what comes from outside until it is handed in.
    #[must_use]
    pub fn lookback(&self) -> usize {
        self.lookbacks.iter().copied().max().unwrap_or(0)
    }

    /// Closed bars for which this column is absent; 0 if the id is of a longer schema.
    #[must_use]
    pub fn lookback_of(&self, id: ColumnId) -> usize {
        self.lookbacks.get(id.index()).copied().unwrap_or(0)
    }
}

fn hash_of(names: &[String]) -> String {
    let mut text = format!("hypertrader features {DEFINITION_VERSION}\n");
    for name in names {
        text.push_str(name);
        text.push('\n');
    }
    hex(&Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_is_sha256_of_version_and_canonical_names() {
        // printf 'hypertrader features 1\nsma_50\nbb_upper_20_2\n' | sha256sum
        let expected = "bc1b628c34f250e3e742a9142aafe16ca593d2e333f4860b9c008cc923d163ef";
        let schema = Schema::new(&["sma_50", "bb_upper_20_2.0"]).unwrap();
        assert_eq!(schema.hash(), expected);
    }

    #[test]
    fn hash_depends_on_order() {
        let one = Schema::new(&["sma_50", "close"]).unwrap();
        let other = Schema::new(&["close", "sma_50"]).unwrap();
        assert_ne!(one.hash(), other.hash());
    }

    #[test]
    fn repeated_columns_keep_their_first_place() {
        let schema = Schema::new(&["close", "bb_mid_20_2", "close", "bb_mid_20_2.0"]).unwrap();
        assert_eq!(schema.names(), ["close", "bb_mid_20_2"]);
    }

    #[test]
    fn ids_are_found_by_any_accepted_spelling() {
        let schema = Schema::new(&["close", "bb_mid_20_2"]).unwrap();
        let id = schema.id("bb_mid_20_2.00").unwrap();
        assert_eq!((id.index(), schema.name(id)), (1, Some("bb_mid_20_2")));
        assert_eq!(schema.id("sma_50"), None);
        assert_eq!(schema.id("nonsense"), None);
    }

    #[test]
    fn refuses_more_columns_than_a_row_holds() {
        let names: Vec<String> = (1..=65).map(|period| format!("sma_{period}")).collect();
        assert_eq!(Schema::new(&names[..64]).unwrap().len(), 64);
        let error = Schema::new(&names).unwrap_err();
        assert_eq!(error, FeatureError::TooManyColumns { was: 65 });
        assert_eq!(error.to_string(), "the number of columns was 65, expected at most 64");
    }

    #[test]
    fn refuses_what_the_indicator_refuses_and_names_the_column() {
        let error = Schema::new(&["close", "macd_hist_26_12_9"]).unwrap_err().to_string();
        assert!(error.starts_with("column \"macd_hist_26_12_9\": "), "{error}");
    }

    #[test]
    fn lookback_is_the_longest_of_the_columns() {
        // A mean of 50 closes needs 50 of them: absent for 49 bars. A return over 5 needs 6 closes.
        let schema = Schema::new(&["sma_50", "ret_5", "close"]).unwrap();
        let of = |name| schema.lookback_of(schema.id(name).unwrap());
        assert_eq!((of("sma_50"), of("ret_5"), of("close")), (49, 5, 0));
        assert_eq!(schema.lookback(), 49);
        let none: [&str; 0] = [];
        assert_eq!(Schema::new(&none).unwrap().lookback(), 0);
    }
}
