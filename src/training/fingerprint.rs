//! What a search was about, in 64 characters.

use sha2::{Digest as _, Sha256};

use super::{Range, Space, Split};
use crate::model::Dataset;
use crate::types::hex;

/// SHA-256 over all that decides what a trial's number means: the data, the space, the splits, and
/// what else the caller names in `more` (the learner with its settings, the names of the scores,
/// the seed). In lower-case hexadecimal digits.
#[must_use]
pub fn fingerprint(data: &Dataset, space: &Space, splits: &[Split], more: &str) -> String {
    let mut hash = Hash(Sha256::new());
    hash.text("hypertrader search 1");
    hash.text(more);
    hash.space(space);
    for name in data.table.columns() {
        hash.text(name);
    }
    for column in 0..data.table.width() {
        hash.numbers(data.table.column(column));
    }
    hash.whole(data.times.iter().map(|time| time.0));
    hash.whole(data.label_ends.iter().map(|time| time.0));
    hash.whole(data.classes.iter().map(|class| i64::from(*class as u8)));
    hash.numbers(&data.weights);
    for split in splits {
        for rows in [&split.learn, &split.tail, &split.test] {
            hash.whole(rows.iter().map(|&row| row as i64));
        }
    }
    hex(&hash.0.finalize())
}

/// Every part is preceded by its length, so that no two contents have the same bytes.
struct Hash(Sha256);

impl Hash {
    fn length(&mut self, length: usize) {
        self.0.update((length as u64).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.update(text);
    }

    fn numbers(&mut self, numbers: &[f64]) {
        self.length(numbers.len());
        numbers.iter().for_each(|number| self.0.update(canonical(*number).to_le_bytes()));
    }

    fn whole(&mut self, numbers: impl ExactSizeIterator<Item = i64>) {
        self.length(numbers.len());
        numbers.for_each(|number| self.0.update(number.to_le_bytes()));
    }

    fn space(&mut self, space: &Space) {
        self.length(space.dimensions().len());
        for dimension in space.dimensions() {
            self.text(&dimension.name);
            let (kind, numbers) = match &dimension.range {
                Range::Choice(values) => ("choice", values.clone()),
                Range::Linear { low, high } => ("linear", vec![*low, *high]),
                Range::Logarithmic { low, high } => ("logarithmic", vec![*low, *high]),
                Range::Whole { low, high } => ("whole", vec![f64::from(*low), f64::from(*high)]),
            };
            self.text(kind);
            self.numbers(&numbers);
        }
    }
}

/// The bits of a number; one pattern for all that are not a number.
const fn canonical(number: f64) -> u64 {
    if number.is_nan() { u64::MAX } else { number.to_bits() }
}
