//! The names of subjects in headlines.

use std::sync::LazyLock;

use super::subjects::{Subject, Subjects};
use crate::news::hash;

/// Most words of a name.
const WORDS_MAX: usize = 4;

/// A name: hashes of its words in small letters, padded with 0.
#[derive(Clone, Copy, Debug)]
struct Alias {
    words: [u64; WORDS_MAX],
    /// Hash of the word as it must be written; `None` where capitals do not matter.
    exact: Option<u64>,
    subjects: Subjects,
}

/// All names, sorted by their words.
static ALIASES: LazyLock<Vec<Alias>> = LazyLock::new(|| {
    let mut aliases = Vec::new();
    for (index, subject) in Subject::all().iter().enumerate() {
        let mut subjects = Subjects::NONE;
        subjects.insert(index);
        for name in subject.names.split(',').filter(|name| !name.is_empty()) {
            let exact = name.strip_prefix('=');
            let mut words = [0; WORDS_MAX];
            for (slot, word) in words.iter_mut().zip(words_of(exact.unwrap_or(name))) {
                *slot = word.lower;
            }
            let exact = exact.and_then(|name| words_of(name).next()).map(|word| word.exact);
            aliases.push(Alias { words, exact, subjects });
        }
    }
    aliases.sort_by_key(|alias| alias.words);
    aliases
});

#[derive(Clone, Copy, Debug, Default)]
struct Word {
    lower: u64,
    exact: u64,
}

/// Words of letters, digits and `&`; points inside fall away, so `U.S.` is `US`, and so does `'s`.
fn words_of(text: &str) -> impl Iterator<Item = Word> + '_ {
    let is_part = |character: char| {
        character.is_alphanumeric() || matches!(character, '&' | '.' | '\'' | '+' | '-')
    };
    let words = text.split(move |character| !is_part(character));
    words.flat_map(pieces).filter(|word| !word.is_empty()).map(|word| {
        let letters = word.bytes().filter(|&byte| byte != b'.');
        let exact = hash::of(letters.clone());
        Word { lower: hash::of(letters.map(|byte| byte.to_ascii_lowercase())), exact }
    })
}

/// Parts of a hyphenated word, without an owner's `'s`. "non-farm" is written as two words here.
fn pieces(word: &str) -> impl Iterator<Item = &str> {
    word.split(['-', '+']).map(|piece| {
        let piece = piece.trim_matches(['\'', '.']);
        piece.strip_suffix("'s").unwrap_or(piece)
    })
}

/// Whom a headline is about. At a place the longest name counts: "bitcoin cash" is not bitcoin.
///
/// Cost: some 50 ns per word; nothing is allocated.
#[must_use]
pub fn subjects_of_headline(title: &str) -> Subjects {
    let aliases = ALIASES.as_slice();
    let mut found = Subjects::NONE;
    // The words ahead, at most as many as a name has.
    let mut ahead = [Word::default(); WORDS_MAX];
    let mut count = 0;
    let mut words = words_of(title);
    loop {
        while count < WORDS_MAX
            && let Some(word) = words.next()
        {
            ahead[count] = word;
            count += 1;
        }
        if count == 0 {
            return found;
        }
        let (subjects, length) = longest(aliases, &ahead[..count]);
        found = found.union(subjects);
        let taken = length.max(1);
        ahead.copy_within(taken..count, 0);
        count -= taken;
    }
}

/// Subjects of the longest name at the beginning, and its words.
fn longest(aliases: &[Alias], ahead: &[Word]) -> (Subjects, usize) {
    let first = ahead[0].lower;
    let begin = aliases.partition_point(|alias| alias.words[0] < first);
    let mut best = (Subjects::NONE, 0);
    for alias in aliases[begin..].iter().take_while(|alias| alias.words[0] == first) {
        let length = alias.words.iter().take_while(|&&word| word != 0).count();
        let fits = length <= ahead.len()
            && ahead.iter().zip(&alias.words[..length]).all(|(word, wanted)| word.lower == *wanted)
            && alias.exact.is_none_or(|exact| exact == ahead[0].exact);
        if fits && length > best.1 {
            best = (alias.subjects, length);
        } else if fits && length == best.1 {
            best.0 = best.0.union(alias.subjects);
        }
    }
    best
}
