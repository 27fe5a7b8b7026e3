//! From a text to its words, as Python's `str` splits, strips and lowers them.

use super::lexicon::{Cue, Lexicon, WORD_BYTES_MAX, Word};

/// The first picture of the tables, the copyright sign.
const FIRST_PICTURE: char = '\u{a9}';

/// A word of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// What is known of it.
    pub(super) word: Word,
    /// Whether it is in capitals.
    pub(super) is_upper: bool,
    /// Whether it turns the word after it around.
    pub(super) negates: bool,
}

impl Seen {
    /// Whether it is this word of the rules.
    pub(super) fn is(&self, cue: Cue) -> bool {
        self.word.cue == cue
    }
}

/// What `str.split` and `str.strip` of Python take for space.
fn is_space(character: char) -> bool {
    if character.is_ascii() { is_ascii_space(character as u8) } else { character.is_whitespace() }
}

const fn is_ascii_space(byte: u8) -> bool {
    byte == b' ' || matches!(byte, b'\t'..=b'\r' | 0x1c..=0x1f)
}

/// The text with its pictures in words and without space around it. `buffer` is overwritten.
pub(super) fn expand<'a>(lexicon: &Lexicon, text: &'a str, buffer: &'a mut String) -> &'a str {
    if text.is_ascii() {
        return text.trim_matches(is_space);
    }
    buffer.clear();
    let mut after_space = true;
    for character in text.chars() {
        let words = if character < FIRST_PICTURE { None } else { lexicon.emoji(character) };
        if let Some(words) = words {
            if !after_space {
                buffer.push(' ');
            }
            buffer.push_str(words);
            after_space = false;
        } else {
            buffer.push(character);
            after_space = character == ' ';
        }
    }
    buffer.trim_matches(is_space)
}

/// Splits at space and takes punctuation off, but not where at most two characters would be left:
/// those are faces.
pub(super) fn split(lexicon: &Lexicon, text: &str, words: &mut Vec<Seen>) {
    words.clear();
    if text.is_ascii() {
        // The same on bytes, half as long.
        let tokens = text.as_bytes().split(|&byte| is_ascii_space(byte));
        words.extend(tokens.filter(|token| !token.is_empty()).map(|token| {
            let stripped = strip(token);
            see_ascii(lexicon, if stripped.len() > 2 { stripped } else { token })
        }));
        return;
    }
    for token in text.split(is_space).filter(|token| !token.is_empty()) {
        let stripped = token.trim_matches(|character: char| character.is_ascii_punctuation());
        let is_word = stripped.len() > 2 && stripped.chars().nth(2).is_some();
        words.push(see(lexicon, if is_word { stripped } else { token }));
    }
}

/// Without the punctuation around it.
fn strip(token: &[u8]) -> &[u8] {
    let is_kept = |byte: &u8| !byte.is_ascii_punctuation();
    let start = token.iter().position(is_kept).unwrap_or(token.len());
    let end = token.iter().rposition(is_kept).map_or(start, |last| last + 1);
    &token[start..end]
}

fn see(lexicon: &Lexicon, token: &str) -> Seen {
    if token.is_ascii() {
        return see_ascii(lexicon, token.as_bytes());
    }
    let word = find(lexicon, token);
    let negates = word.negates || has_nt(token.as_bytes());
    Seen { word, is_upper: is_upper(token), negates }
}

fn see_ascii(lexicon: &Lexicon, token: &[u8]) -> Seen {
    let word = find_ascii(lexicon, token);
    let is_upper =
        !token.iter().any(u8::is_ascii_lowercase) && token.iter().any(u8::is_ascii_uppercase);
    Seen { word, is_upper, negates: word.negates || has_nt(token) }
}

/// Whether "n't" is somewhere in it.
fn has_nt(token: &[u8]) -> bool {
    token.contains(&b'\'') && token.windows(3).any(|part| part.eq_ignore_ascii_case(b"n't"))
}

/// Looks a token up in lower case.
fn find_ascii(lexicon: &Lexicon, token: &[u8]) -> Word {
    let mut lower = [0; WORD_BYTES_MAX];
    let Some(place) = lower.get_mut(..token.len()) else { return Word::default() };
    place.copy_from_slice(token);
    lower.make_ascii_lowercase();
    lexicon.find(&lower, token.len())
}

/// The same with other characters in it. All listed words are ASCII, and the Kelvin sign is the
/// only other character whose lower case is one of theirs.
fn find(lexicon: &Lexicon, token: &str) -> Word {
    let mut ascii = [0; WORD_BYTES_MAX];
    let mut len = 0;
    for character in token.chars() {
        let Some(place) = ascii.get_mut(len) else { return Word::default() };
        *place = match character {
            '\u{212a}' => b'k',
            _ if character.is_ascii() => character as u8,
            _ => return Word::default(),
        };
        len += 1;
    }
    find_ascii(lexicon, &ascii[..len])
}

/// Python's `str.isupper`: a capital, and no small or title letter.
fn is_upper(token: &str) -> bool {
    let mut has_capital = false;
    for character in token.chars() {
        if character.is_lowercase() || is_title(character) {
            return false;
        }
        has_capital = has_capital || character.is_uppercase();
    }
    has_capital
}

/// The letters of Unicode that are a capital and a small one at once (category Lt).
const fn is_title(character: char) -> bool {
    matches!(character,
        '\u{1c5}' | '\u{1c8}' | '\u{1cb}' | '\u{1f2}'
        | '\u{1f88}'..='\u{1f8f}' | '\u{1f98}'..='\u{1f9f}' | '\u{1fa8}'..='\u{1faf}'
        | '\u{1fbc}' | '\u{1fcc}' | '\u{1ffc}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::sentiment::lexicon;

    #[test]
    fn pictures_become_words_with_a_space_before_but_none_after() {
        let mut buffer = String::new();
        let lexicon = lexicon::vader();
        let given = "\u{a0}up\u{1f600}\u{1f601}x \u{1f600} ";
        let text = "up grinning face beaming face with smiling eyesx grinning face";
        assert_eq!(expand(lexicon, given, &mut buffer), text);
        assert_eq!(expand(lexicon, "\u{1c} a\u{b} ", &mut buffer), "a");
    }

    #[test]
    fn punctuation_is_stripped_from_words_and_not_from_faces() {
        let mut words = Vec::new();
        split(lexicon::vader(), "\"GREAT!\" :) (ok) isn't DON'T U.S. 5%", &mut words);
        let valued: Vec<bool> = words.iter().map(|seen| seen.word.valence.is_some()).collect();
        assert_eq!(valued, [true, true, false, false, false, false, false]);
        let negating: Vec<bool> = words.iter().map(|seen| seen.negates).collect();
        assert_eq!(negating, [false, false, false, true, true, false, false]);
        let upper: Vec<bool> = words.iter().map(|seen| seen.is_upper).collect();
        assert_eq!(upper, [true, false, false, false, true, true, false]);
    }
}
