//! Which of many bars a rule could vote at: one bit per bar, so that research evaluates few.
//!
//! A mask may mark too many bars and never too few: every marked bar is judged by the very
//! [`evaluate`](super::BoundRules::evaluate) that runs live.

use super::Context;
use super::rule_set::{BoundRules, Evaluation};
use crate::features::{ColumnTable, Row};
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

    /// The bars whose values satisfy a condition, for several conditions at once. An absent value
    /// is NaN, which satisfies no comparison.
    pub(super) fn of<const COLUMNS: usize, const MASKS: usize>(
        columns: [&[f64]; COLUMNS],
        holds: impl Fn([f64; COLUMNS]) -> [bool; MASKS],
    ) -> [Self; MASKS] {
        let bars = columns.iter().map(|values| values.len()).min().unwrap_or(0);
        let mut masks =
            std::array::from_fn(|_| Self { words: Vec::with_capacity(bars.div_ceil(WORD)), bars });
        let whole = columns.map(|values| values[..bars].as_chunks::<WORD>());
        for word in 0..bars / WORD {
            push(&mut masks, word_of(whole.map(|(chunks, _)| &chunks[word]), &holds));
        }
        if !bars.is_multiple_of(WORD) {
            let padded = whole.map(|(_, rest)| {
                let mut values = [f64::NAN; WORD];
                values[..rest.len()].copy_from_slice(rest);
                values
            });
            push(&mut masks, word_of(padded.each_ref(), &holds));
            masks.iter_mut().for_each(Self::clear_tail);
        }
        masks
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

fn push<const MASKS: usize>(masks: &mut [BarMask; MASKS], words: [u64; MASKS]) {
    masks.iter_mut().zip(words).for_each(|(mask, word)| mask.words.push(word));
}

/// The bits of 64 bars. Conditions fill bytes, which the compiler does for several bars at once.
fn word_of<const COLUMNS: usize, const MASKS: usize>(
    columns: [&[f64; WORD]; COLUMNS],
    holds: &impl Fn([f64; COLUMNS]) -> [bool; MASKS],
) -> [u64; MASKS] {
    let mut flags = [[0_u8; WORD]; MASKS];
    for bar in 0..WORD {
        let held = holds(columns.map(|values| values[bar]));
        for (flags, held) in flags.iter_mut().zip(held) {
            flags[bar] = u8::from(held);
        }
    }
    flags.each_ref().map(pack)
}

/// One bit for each byte of 0 or 1, the first one lowest. The product gathers the bits of eight
/// bytes in its highest byte.
fn pack(flags: &[u8; WORD]) -> u64 {
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().rev().fold(0, |word, eight| {
        word << 8 | u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
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
        mut found: impl FnMut(usize, &Evaluation),
    ) -> bool {
        if self.asks_model() {
            return false;
        }
        let marked = self.scan(table);
        let (mut previous, mut current) = (Row::EMPTY, Row::EMPTY);
        for bar in marked.iter().filter(|&bar| bar > 0) {
            let context = Context { bar_open: open_of(bar), ..Context::default() };
            table.read_row(bar - 1, &mut previous);
            table.read_row(bar, &mut current);
            let evaluation = self.evaluate(&previous, &current, &context);
            if evaluation.agreed_side().is_some() {
                found(bar, &evaluation);
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
        let [mask] = BarMask::of([&values], |[value]| [value > 0.5]);
        let bars = |mask: &BarMask| mask.iter().collect::<Vec<_>>();
        assert_eq!(bars(&mask), [0, 1, 2, 64, 65, 66, 128, 129]);
        assert_eq!(bars(&mask.begins()), [0, 64, 128]);
        assert_eq!(bars(&mask.ends()), [3, 67]);
        let only = |bars: usize| {
            let values: Vec<f64> = (0..bars).map(|bar| f64::from(u8::from(bar == 63))).collect();
            let [mask] = BarMask::of([&values], |[value]| [value > 0.5]);
            mask
        };
        assert_eq!(bars(&only(65).ends()), [64]);
        assert_eq!(bars(&only(64).ends()), [0_usize; 0]);
    }

    #[test]
    fn every_bar_has_the_bit_of_its_condition() {
        for bars in [0, 1, 63, 64, 65, 200] {
            let values: Vec<f64> = (0..bars).map(|bar| f64::from(bar * 7919 % 101)).collect();
            let [small, all] = BarMask::of([&values], |[value]| [value < 37.0, true]);
            let holds = |bar: &usize| values[*bar] < 37.0;
            let expected: Vec<usize> = (0..values.len()).filter(holds).collect();
            assert_eq!(small.iter().collect::<Vec<_>>(), expected);
            assert_eq!(all.iter().count(), values.len());
        }
    }

    #[test]
    fn absent_values_satisfy_nothing() {
        let (a, b) = ([f64::NAN, 2.0, 2.0], [1.0, 1.0, f64::NAN]);
        let [mask, other] = BarMask::of([&a, &b], |[a, b]| [a > b, a < b]);
        assert_eq!(mask.iter().collect::<Vec<_>>(), [1]);
        assert_eq!(other.iter().count(), 0);
        assert_eq!(BarMask::none(70).or(&mask).iter().collect::<Vec<_>>(), [1]);
    }
}
