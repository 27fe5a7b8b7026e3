//! Names of symbols in `[symbol."NAME".section]`, with `*` and `?`.

use std::fmt;

/// A symbol's name or a pattern: `*` stands for any characters, also none, `?` for exactly one.
///
/// Brokers add suffixes (`EURUSD.r`, `EURUSDm`): `"EURUSD*"` covers them. Letters must match in
/// case, as in the terminal. Of several patterns that match, the more specific is applied later
/// and so wins: one without `*` and `?` before any other, then the one with more literal
/// characters, then the one that stands later in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymbolPattern(String);

impl SymbolPattern {
    /// Longest pattern in bytes; a symbol's name has at most 31.
    pub const MAX_BYTES: usize = 64;

    /// Takes a pattern as it is written; `None` if it is empty or longer than [`Self::MAX_BYTES`].
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        (1..=Self::MAX_BYTES).contains(&text.len()).then(|| Self(text.to_owned()))
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `symbol` is meant. Cost: product of the lengths at worst.
    #[must_use]
    pub fn matches(&self, symbol: &str) -> bool {
        let pattern: Vec<char> = self.0.chars().collect();
        let symbol: Vec<char> = symbol.chars().collect();
        let (mut at_pattern, mut at_symbol) = (0, 0);
        // Where the last star stood and how much of the symbol it has taken: on a mismatch the
        // star takes one more character.
        let mut star: Option<(usize, usize)> = None;
        while at_symbol < symbol.len() {
            match pattern.get(at_pattern) {
                Some('*') => {
                    star = Some((at_pattern, at_symbol));
                    at_pattern += 1;
                }
                Some(&literal) if literal == '?' || literal == symbol[at_symbol] => {
                    at_pattern += 1;
                    at_symbol += 1;
                }
                _ => {
                    let Some((star_pattern, star_symbol)) = star else { return false };
                    star = Some((star_pattern, star_symbol + 1));
                    at_pattern = star_pattern + 1;
                    at_symbol = star_symbol + 1;
                }
            }
        }
        pattern[at_pattern..].iter().all(|&rest| rest == '*')
    }

    /// Larger = more specific: first whether it is a plain name, then its literal characters.
    #[must_use]
    pub fn specificity(&self) -> (bool, usize) {
        let literals = self.0.chars().filter(|character| !matches!(character, '*' | '?')).count();
        (!self.0.contains(['*', '?']), literals)
    }
}

impl fmt::Display for SymbolPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> SymbolPattern {
        SymbolPattern::new(text).unwrap()
    }

    #[test]
    fn stars_and_question_marks_match_as_in_a_shell() {
        for (text, symbol, expected) in [
            ("EURUSD", "EURUSD", true),
            ("EURUSD", "EURUSD.r", false),
            ("EURUSD", "eurusd", false),
            ("EURUSD*", "EURUSD", true),
            ("EURUSD*", "EURUSD.raw", true),
            ("EURUSD?", "EURUSDm", true),
            ("EURUSD?", "EURUSD", false),
            ("*USD*", "XAUUSD.r", true),
            ("*USD*", "EURGBP", false),
            ("*ab*ab", "abab", true),
            ("*ab*ab", "aba", false),
            ("*", "", true),
            ("**?", "x", true),
            ("#AAPL*", "#AAPL", true),
        ] {
            assert_eq!(pattern(text).matches(symbol), expected, "{text} against {symbol}");
        }
    }

    #[test]
    fn plain_names_are_more_specific_than_longer_patterns() {
        assert!(pattern("EUR").specificity() > pattern("EURUSD*").specificity());
        assert!(pattern("EURUSD*").specificity() > pattern("EUR*").specificity());
        assert!(pattern("EUR*").specificity() > pattern("*").specificity());
    }

    #[test]
    fn rejects_empty_and_overlong_patterns() {
        assert_eq!(SymbolPattern::new(""), None);
        assert_eq!(SymbolPattern::new(&"E".repeat(65)), None);
    }
}
