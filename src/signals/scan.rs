//! Which of many bars a rule could vote at: one bit per bar, so that research evaluates few.
//!
//! A mask may mark too many bars and never too few: every marked bar is judged by the very
//! [`evaluate`](super::BoundRules::evaluate) that runs live.

use super::Context;
use super::rule_set::{BoundRules, Evaluation};
use crate::features::ColumnTable;
use crate::types::UnixNanos;

/// Bars of one word.
const WORD: usize = 64;

/// One bit per bar, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BarMask {
    words: Vec<u64>,
    bars: usize,
}

impl BarMask {
    /// No bar.
    #[must_use]
    pub fn none(bars: usize) -> Self {
        Self { words: vec![0; bars.div_ceil(WORD)], bars }
    }

    /// The bars whose value satisfies a condition. An absent value is NaN, which satisfies no
    /// comparison.
    pub(super) fn of(values: &[f64], holds: impl Fn(f64) -> bool) -> Self {
        Self::of_columns([values], |[value]| holds(value))
    }

    /// The bars whose two values satisfy a condition.
    pub(super) fn of_pairs(a: &[f64], b: &[f64], holds: impl Fn(f64, f64) -> bool) -> Self {
        Self::of_columns([a, b], |[a, b]| holds(a, b))
    }

    /// The bars whose values in several columns satisfy a condition; up to the shortest column.
    pub(super) fn of_columns<const N: usize>(
        columns: [&[f64]; N],
        holds: impl Fn([f64; N]) -> bool,
    ) -> Self {
        let bars = columns.iter().map(|column| column.len()).min().unwrap_or(0);
        // Columns of known length and a byte for each bar: so that compilers compare several bars
        // at once.
        let mut part = [[0.0; WORD]; N];
        let mut flags = [0; WORD];
        let word = |first: usize| {
            let count = WORD.min(bars - first);
            for (part, column) in part.iter_mut().zip(columns) {
                part[..count].copy_from_slice(&column[first..first + count]);
            }
            for (bar, flag) in flags.iter_mut().enumerate() {
                let values = std::array::from_fn(|column| part[column][bar]);
                *flag = u8::from(holds(values));
            }
            flags[count..].fill(0);
            packed(&flags)
        };
        let words = (0..bars).step_by(WORD).map(word).collect();
        Self { words, bars }
    }

    /// Bars of either.
    #[must_use]
    pub fn or(mut self, other: &Self) -> Self {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
        self
    }

    /// The first bar of every run of marked bars.
    pub(super) fn begins(&self) -> Self {
        self.against_previous(|now, before| now & !before)
    }

    /// The bar after every run of marked bars.
    pub(super) fn ends(&self) -> Self {
        self.against_previous(|now, before| before & !now)
    }

    /// Combines each word with the same bars moved on by one.
    fn against_previous(&self, combine: impl Fn(u64, u64) -> u64) -> Self {
        let mut carry = 0;
        let words = self.words.iter().map(|&now| {
            let before = now << 1 | carry;
            carry = now >> (WORD - 1);
            combine(now, before)
        });
        let mut mask = Self { words: words.collect(), bars: self.bars };
        mask.clear_tail();
        mask
    }

    /// No bits beyond the last bar.
    fn clear_tail(&mut self) {
        let used = self.bars % WORD;
        if let Some(last) = self.words.last_mut()
            && used > 0
        {
            *last &= (1 << used) - 1;
        }
    }

    /// Whether a bar is marked.
    #[must_use]
    pub fn holds(&self, bar: usize) -> bool {
        self.words.get(bar / WORD).is_some_and(|word| word >> (bar % WORD) & 1 == 1)
    }

    /// The marked bars from one on, in order.
    pub fn from(&self, bar: usize) -> impl Iterator<Item = usize> + '_ {
        let first = bar / WORD;
        let words = self.words.get(first..).unwrap_or_default();
        words.iter().enumerate().flat_map(move |(index, &word)| {
            let mut rest = if index == 0 { word & (u64::MAX << (bar % WORD)) } else { word };
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    (first + index) * WORD + bit
                })
            })
        })
    }

    /// The marked bars, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.from(0)
    }
}

/// A bit for each of the flags, which are 0 or 1; the first one is the lowest.
fn packed(flags: &[u8; WORD]) -> u64 {
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().rev().fold(0, |word, eight| {
        // The product moves the lowest bit of byte n to bit 56 + n; no two of its terms meet.
        let byte = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word << 8 | byte
    })
}

impl BoundRules {
    /// The bars that could come to anything. `None` where a model decides too.
    #[must_use]
    pub fn mark(&self, table: &ColumnTable<'_>) -> Option<BarMask> {
        (!self.asks_model()).then(|| self.scan(table))
    }

    /// What comes of a marked bar, if anything does: a signal, or a side to leave the other one
    /// for. `bar_open` is its open time. The same as evaluating with [`Context::bar_open`] alone.
    #[must_use]
    pub fn judge(
        &self,
        table: &ColumnTable<'_>,
        bar: usize,
        bar_open: UnixNanos,
    ) -> Option<Evaluation> {
        let before = bar.checked_sub(1)?;
        let context = Context { bar_open, ..Context::default() };
        let evaluation = self.evaluate(&table.row(before), &table.row(bar), &context);
        evaluation.agreed_side().is_some().then_some(evaluation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_of(bars: usize, marked: usize) -> BarMask {
        let values: Vec<f64> = (0..bars).map(|bar| f64::from(u8::from(bar == marked))).collect();
        BarMask::of(&values, |value| value > 0.0)
    }

    #[test]
    fn runs_begin_and_end_across_words() {
        let values: Vec<f64> = (0..130).map(|bar| f64::from(u8::from(bar % 64 < 3))).collect();
        let mask = BarMask::of(&values, |value| value > 0.5);
        let bars = |mask: &BarMask| mask.iter().collect::<Vec<_>>();
        assert_eq!(bars(&mask), [0, 1, 2, 64, 65, 66, 128, 129]);
        assert_eq!(bars(&mask.begins()), [0, 64, 128]);
        assert_eq!(bars(&mask.ends()), [3, 67]);
        let last = one_of(65, 63);
        assert_eq!(bars(&last.ends()), [64]);
        assert_eq!(bars(&one_of(64, 63).ends()), [0_usize; 0]);
    }

    #[test]
    fn every_bar_has_its_own_bit() {
        for count in [1, 8, 63, 64, 65, 130] {
            for marked in 0..count {
                let mask = one_of(count, marked);
                assert_eq!(mask.iter().collect::<Vec<_>>(), [marked], "of {count}");
                assert_eq!((mask.holds(marked), mask.holds(marked + 1)), (true, false));
            }
            let all = BarMask::of(&vec![1.0; count], |value| value > 0.0);
            assert_eq!(all.from(7).collect::<Vec<_>>(), (7..count).collect::<Vec<_>>());
            assert!(!all.holds(count) && all.from(count).next().is_none());
        }
    }

    #[test]
    fn absent_values_satisfy_nothing() {
        let (a, b) = ([f64::NAN, 2.0, 2.0], [1.0, 1.0, f64::NAN]);
        let mask = BarMask::of_pairs(&a, &b, |a, b| a > b);
        assert_eq!(mask.iter().collect::<Vec<_>>(), [1]);
        assert_eq!(BarMask::none(70).or(&mask).iter().collect::<Vec<_>>(), [1]);
    }
}
