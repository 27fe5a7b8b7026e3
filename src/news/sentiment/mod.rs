//! Sentiment of a headline, from -1 (bad) to 1 (good).
//!
//! [`Mode::Plain`] is VADER (Hutto and Gilbert, 2014), equal digit by digit to Python's
//! vaderSentiment 3.3.2. [`Mode::Finance`] puts words and phrases of markets on top: there "beats
//! estimates" is good, "loss narrows" is good, and "share" is nothing.
//!
//! | file | what |
//! |---|---|
//! | `tokens` | text as Python takes it apart |
//! | `words` | the tables, one lookup per word |
//! | `grammar` | VADER's boosters, negations and idioms |
//! | `rules` | VADER's rules |
//! | `finance` | phrases, and what rising or falling means for which thing |
//! | `rounding` | Python's `round` |

mod finance;
mod grammar;
mod rounding;
mod rules;
mod tokens;
mod words;

use self::rounding::round_to;
use self::tokens::Tokens;
use self::words::Words;

crate::choice! {
    /// Which lexicon judges.
    pub enum Mode {
        /// VADER, as published.
        Plain = "plain",
        /// VADER under a lexicon of finance and crypto.
        Finance = "finance",
    }
}

/// What a text amounts to, rounded as Python's vaderSentiment rounds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// Share of the text that is negative, 0 to 1, three digits.
    pub negative_frac: f64,
    /// Share that is neither.
    pub neutral_frac: f64,
    /// Share that is positive.
    pub positive_frac: f64,
    /// All of it as one number, -1 to 1, four digits. 0 for a text without words.
    pub compound: f64,
}

/// Scores texts, one at a time.
///
/// Cost: some 30 ns per word. Nothing is allocated once the buffers have taken the longest text;
/// a "but" in a text of n different ratings costs n^2 comparisons, so give it headlines, not books.
///
/// ```
/// use hypertrader::news::sentiment::{Analyzer, Mode};
///
/// let mut plain = Analyzer::new(Mode::Plain);
/// assert_eq!(plain.score("VADER is smart, handsome, and funny.").compound, 0.8316);
/// let mut finance = Analyzer::new(Mode::Finance);
/// assert!(finance.score("Net loss narrows, shares jump").compound > 0.3);
/// ```
#[derive(Clone, Debug)]
pub struct Analyzer {
    mode: Mode,
    words: &'static Words,
    tokens: Tokens,
    valences: Vec<f64>,
}

impl Analyzer {
    /// Prepares the tables, which all analyzers of a mode share.
    #[must_use]
    pub fn new(mode: Mode) -> Self {
        let words = match mode {
            Mode::Plain => &*words::VADER,
            Mode::Finance => &*words::FINANCE,
        };
        Self { mode, words, tokens: Tokens::default(), valences: Vec::new() }
    }

    /// Which lexicon judges.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// Scores a text.
    pub fn score(&mut self, text: &str) -> Scores {
        self.tokens.read(text, self.words);
        if self.mode == Mode::Finance {
            finance::prepare(&mut self.tokens.list, &self.words.phrases);
        }
        rules::valences(&self.tokens, &mut self.valences);
        if self.valences.is_empty() {
            return Scores::default();
        }
        summed(&self.valences, emphasis(&self.tokens))
    }
}

/// What exclamation and question marks add.
fn emphasis(tokens: &Tokens) -> f64 {
    let exclamations = tokens.exclamations.min(4) as f64 * 0.292;
    let questions = match tokens.questions {
        0 | 1 => 0.0,
        count @ 2..=3 => count as f64 * 0.18,
        _ => 0.96,
    };
    exclamations + questions
}

/// Compound `s / sqrt(s^2 + 15)` of the sum, and the shares. Words count 1 beside their valence.
fn summed(valences: &[f64], emphasis: f64) -> Scores {
    const ALPHA: f64 = 15.0;
    let mut sum = 0.0;
    let (mut positive, mut negative, mut neutral) = (0.0, 0.0, 0.0);
    for &valence in valences {
        sum += valence;
        if valence > 0.0 {
            positive += valence + 1.0;
        } else if valence < 0.0 {
            negative += valence - 1.0;
        } else {
            neutral += 1.0;
        }
    }
    if sum > 0.0 {
        sum += emphasis;
    } else if sum < 0.0 {
        sum -= emphasis;
    }
    if positive > -negative {
        positive += emphasis;
    } else if positive < -negative {
        negative -= emphasis;
    }
    let total = positive - negative + neutral;
    let compound = (sum / (sum * sum + ALPHA).sqrt()).clamp(-1.0, 1.0);
    Scores {
        negative_frac: round_to(-negative / total, 1_000).abs(),
        neutral_frac: round_to(neutral / total, 1_000),
        positive_frac: round_to(positive / total, 1_000),
        compound: round_to(compound, 10_000),
    }
}

#[cfg(test)]
mod tests;
