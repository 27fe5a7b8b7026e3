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
        let word = |values: &[f64]| {
            values.iter().rev().fold(0, |word, value| word << 1 | u64::from(holds(*value)))
        };
        Self { words: values.chunks(WORD).map(word).collect(), bars: values.len() }
    }

    /// The bars whose two values satisfy a condition.
    pub(super) fn of_pairs(a: &[f64], b: &[f64], holds: impl Fn(f64, f64) -> bool) -> Self {
        let word = |(a, b): (&[f64], &[f64])| {
            let pairs = a.iter().zip(b).rev();
            pairs.fold(0, |word, (a, b)| word << 1 | u64::from(holds(*a, *b)))
        };
        let bars = a.len().min(b.len());
        let words = a[..bars].chunks(WORD).zip(b[..bars].chunks(WORD)).map(word).collect();
        Self { words, bars }
    }

    /// The bars whose number satisfies a condition.
    pub(super) fn of_bars(bars: usize, holds: impl Fn(usize) -> bool) -> Self {
        let word = |index: usize| {
            let first = index * WORD;
            let numbers = first..bars.min(first + WORD);
            numbers.rev().fold(0, |word, bar| word << 1 | u64::from(holds(bar)))
        };
        Self { words: (0..bars.div_ceil(WORD)).map(word).collect(), bars }
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

    /// The marked bars, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    index * WORD + bit
                })
            })
        })
    }
}

impl BoundRules {
    /// Judges every bar that could come to anything, in order; `found` gets those that did: a
    /// signal, or a side to leave the other one for. `open_of` gives the open time of a bar.
    ///
    /// The same as evaluating each bar with [`Context::bar_open`] alone. `false`, and nothing is
    /// found, where a model decides too: its opinions are not in the table.
    pub fn judge_all(
        &self,
        table: &ColumnTable<'_>,
        open_of: impl Fn(usize) -> UnixNanos,
        mut found: impl FnMut(usize, Evaluation),
    ) -> bool {
        if self.asks_model() {
            return false;
        }
        let marked = self.scan(table);
        for bar in marked.iter().filter(|&bar| bar > 0) {
            let context = Context { bar_open: open_of(bar), ..Context::default() };
            let evaluation = self.evaluate(&table.row(bar - 1), &table.row(bar), &context);
            if evaluation.agreed_side().is_some() {
                found(bar, evaluation);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_begin_and_end_across_words() {
        let values: Vec<f64> = (0..130).map(|bar| f64::from(u8::from(bar % 64 < 3))).collect();
        let mask = BarMask::of(&values, |value| value > 0.5);
        let bars = |mask: &BarMask| mask.iter().collect::<Vec<_>>();
        assert_eq!(bars(&mask), [0, 1, 2, 64, 65, 66, 128, 129]);
        assert_eq!(bars(&mask.begins()), [0, 64, 128]);
        assert_eq!(bars(&mask.ends()), [3, 67]);
        let last = BarMask::of_bars(65, |bar| bar == 63);
        assert_eq!(bars(&last.ends()), [64]);
        assert_eq!(bars(&BarMask::of_bars(64, |bar| bar == 63).ends()), [0_usize; 0]);
    }

    #[test]
    fn absent_values_satisfy_nothing() {
        let (a, b) = ([f64::NAN, 2.0, 2.0], [1.0, 1.0, f64::NAN]);
        let mask = BarMask::of_pairs(&a, &b, |a, b| a > b);
        assert_eq!(mask.iter().collect::<Vec<_>>(), [1]);
        assert_eq!(BarMask::none(70).or(&mask).iter().collect::<Vec<_>>(), [1]);
    }
}
