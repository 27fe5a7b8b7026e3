//! How good or bad a text sounds, -1 to 1.
//!
//! [`Scorer::vader`] is VADER (Hutto and Gilbert 2014) as Python's `vaderSentiment` 3.3.2 computes
//! it, to the last digit that Python prints, with its slips (they are marked in `rules`). The word
//! lists are that package's, MIT licence, written by `tests/oracles/vader_tables.py`.

mod finance;
mod lexicon;
mod round;
mod rules;
mod text;

use lexicon::Lexicon;
use text::Seen;

/// What a text sounds like.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sentiment {
    /// The whole, -1 (bad) to 1 (good), four decimals.
    pub compound: f64,
    /// Share of bad words, 0 to 1, three decimals.
    pub negative: f64,
    /// Share of words without sentiment, 0 to 1, three decimals.
    pub neutral: f64,
    /// Share of good words, 0 to 1, three decimals.
    pub positive: f64,
}

/// Judges texts, one after another; its buffers are reused, so that only the longest text so far
/// allocates.
#[derive(Debug)]
pub struct Scorer {
    lexicon: &'static Lexicon,
    /// The text with its pictures in words.
    expanded: String,
    words: Vec<Seen>,
    valences: Vec<f64>,
}

impl Scorer {
    /// Plain VADER.
    #[must_use]
    pub fn vader() -> Self {
        Self::with(lexicon::vader())
    }

    /// VADER's rules with the words of markets: "loss narrows" is good, "rate hike" is bad, "shares"
    /// says nothing.
    #[must_use]
    pub fn finance() -> Self {
        Self::with(lexicon::finance())
    }

    fn with(lexicon: &'static Lexicon) -> Self {
        Self { lexicon, expanded: String::new(), words: Vec::new(), valences: Vec::new() }
    }

    /// Judges a text: any length, any characters. No words: all zero.
    ///
    /// Cost: one look-up a word; `benches/news.rs` measures it.
    pub fn score(&mut self, text: &str) -> Sentiment {
        let text = text::expand(self.lexicon, text, &mut self.expanded);
        text::split(self.lexicon, text, &mut self.words);
        finance::rewrite(self.lexicon, &mut self.words);
        rules::weigh(self.lexicon, &self.words, &mut self.valences);
        rules::contrast(&self.words, &mut self.valences);
        rules::sum_up(text, &self.valences)
    }
}
