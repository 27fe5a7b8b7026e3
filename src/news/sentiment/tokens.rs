//! Text as Python sees it: white space, punctuation, capitals, and emoji written out.

use std::sync::LazyLock;

use super::words::{Word, Words};

/// Single characters with their description. Emoji of several characters never match: VADER looks
/// at one at a time.
static EMOJI: LazyLock<Vec<(char, &'static str)>> = LazyLock::new(|| {
    let rows = include_str!("data/vader_emoji.tsv").lines();
    rows.filter_map(|row| {
        let (emoji, description) = row.split_once('\t')?;
        Some((emoji.chars().next()?, description))
    })
    .collect()
});

/// A word of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// What is known about it.
    pub(super) word: Word,
    /// Whether it has capitals and no small letters.
    pub(super) is_upper: bool,
    /// Whether it negates what follows.
    pub(super) negates: bool,
}

/// Buffers that are used again for every text.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens {
    pub(super) list: Vec<Token>,
    /// The text with emoji written out, if it has characters beyond ASCII.
    text: String,
    /// Exclamation and question marks.
    pub(super) exclamations: usize,
    pub(super) questions: usize,
}

impl Tokens {
    /// Takes a text apart.
    pub(super) fn read(&mut self, text: &str, words: &Words) {
        self.list.clear();
        let mut written = std::mem::take(&mut self.text);
        let text = if text.is_ascii() {
            text
        } else {
            write_out_emoji(text, &mut written);
            written.as_str()
        };
        if text.is_ascii() {
            for word in text.as_bytes().split(|&byte| is_space(char::from(byte))) {
                // Cut at ASCII, so still text.
                self.push(std::str::from_utf8(word).unwrap_or_default(), words);
            }
        } else {
            text.split(is_space).for_each(|word| self.push(word, words));
        }
        let count = |byte| text.bytes().filter(|&it| it == byte).count();
        (self.exclamations, self.questions) = (count(b'!'), count(b'?'));
        self.text = written;
    }

    /// Takes what stands between two spaces.
    #[inline]
    fn push(&mut self, word: &str, words: &Words) {
        if word.is_empty() {
            return;
        }
        let word = without_punctuation(word);
        let known = words.get(word);
        let negates = known.negates || holds_nt(word);
        self.list.push(Token { word: known, is_upper: is_upper(word), negates });
    }

    /// Whether some words are in capitals and some are not.
    pub(super) fn has_contrast(&self) -> bool {
        let upper = self.list.iter().filter(|token| token.is_upper).count();
        upper > 0 && upper < self.list.len()
    }
}

/// Python's `str.isspace`: Unicode's white space and four separators of ASCII.
fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\x1c'..='\x1f')
}

fn write_out_emoji(text: &str, written: &mut String) {
    written.clear();
    let mut after_space = true;
    for character in text.chars() {
        let found = if character.is_ascii() {
            None
        } else {
            EMOJI.binary_search_by_key(&character, |&(emoji, _)| emoji).ok()
        };
        if let Some(index) = found {
            if !after_space {
                written.push(' ');
            }
            written.push_str(EMOJI[index].1);
            after_space = false;
        } else {
            written.push(character);
            after_space = character == ' ';
        }
    }
}

/// Without punctuation at both ends; as it was if at most two characters would be left, which may
/// be an emoticon.
fn without_punctuation(word: &str) -> &str {
    let bytes = word.as_bytes();
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    if is_letter(bytes.first()) && is_letter(bytes.last()) {
        return word;
    }
    let stripped = word.trim_matches(|character: char| character.is_ascii_punctuation());
    if stripped.chars().nth(2).is_some() { stripped } else { word }
}

/// Whether a word holds "n't", in any case.
fn holds_nt(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.contains(&b'\'')
        && bytes.windows(3).any(|three| matches!(three, [b'n' | b'N', b'\'', b't' | b'T']))
}

/// Python's `str.isupper`: a capital, and no letter that is small or in title case.
fn is_upper(word: &str) -> bool {
    if word.is_ascii() {
        let is_small = |byte: u8| byte.is_ascii_lowercase();
        return !word.bytes().any(is_small) && word.bytes().any(|byte| byte.is_ascii_uppercase());
    }
    let is_small = |character: char| character.is_lowercase() || is_title_case(character);
    !word.chars().any(is_small) && word.chars().any(char::is_uppercase)
}

/// Unicode category Lt, which the standard library has no question for.
const fn is_title_case(character: char) -> bool {
    matches!(
        character,
        '\u{1c5}' | '\u{1c8}' | '\u{1cb}' | '\u{1f2}' | '\u{1f88}'..='\u{1f8f}'
            | '\u{1f98}'..='\u{1f9f}' | '\u{1fa8}'..='\u{1faf}' | '\u{1fbc}' | '\u{1fcc}'
            | '\u{1ffc}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_goes_unless_it_may_be_an_emoticon() {
        for (word, left) in [
            ("...good!", "good"),
            (":)", ":)"),
            ("(ok)", "(ok)"),
            ("it's", "it's"),
            ("'tis", "tis"),
            ("\u{2026}up\u{2026}", "\u{2026}up\u{2026}"),
        ] {
            assert_eq!(without_punctuation(word), left);
        }
    }

    #[test]
    fn emoji_are_sorted_for_the_search() {
        assert_eq!(EMOJI.len(), 1_212);
        assert!(EMOJI.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn capitals_are_judged_as_python_does() {
        for (word, upper) in [
            ("GDP", true),
            ("Q3", true),
            ("123", false),
            ("eUR", false),
            ("\u{c9}T\u{c9}", true),
            ("\u{1c5}A", false),
            ("\u{aa}A", false),
        ] {
            assert_eq!(is_upper(word), upper, "{word}");
        }
    }
}
