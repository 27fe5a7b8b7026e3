//! What is known about single words: valence, emphasis, negation, and their part in a rule.
//!
//! One lookup per token: an open hash table over lower-case ASCII keys, built once per mode.

use std::sync::LazyLock;

use super::finance::{self, Role};
use super::grammar;

/// Longest key in bytes. Longer tokens are unknown.
const KEY_BYTES: usize = 24;
/// Slots of the hash table, a power of two at least twice the number of words.
const SLOTS: usize = 32_768;

const VADER_LEXICON: &str = include_str!("data/vader_lexicon.tsv");

/// Words that rules ask for by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mark {
    #[default]
    Plain,
    No,
    Or,
    But,
    Kind,
    Of,
    Sort,
    Just,
    Enough,
    Least,
    At,
    Very,
    Never,
    So,
    This,
    Without,
    Doubt,
    The,
    Shit,
    Bomb,
    Bad,
    Ass,
    Bus,
    Stop,
    Yeah,
    Right,
    Kiss,
    Death,
    To,
    Die,
    For,
    Beating,
    Heart,
}

/// A rating in tenths: all ratings have one digit behind the point, and a tenth of the whole number
/// is the double that the digits name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tenths(pub(super) i8);

impl Tenths {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let tenths = text.parse::<f64>().ok()? * 10.0;
        (tenths.abs() <= 100.0).then(|| Self(tenths.round_ties_even() as i8))
    }

    pub(super) fn rating(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

/// What a word does to the valence of the one it precedes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Booster {
    Raises,
    Dampens,
}

/// What the tables say about a word. The default is a word that nothing is known of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    /// Number of the word, for phrases; 0 = unknown.
    pub(super) id: u16,
    /// Mean rating, -4 to 4; `None` = not in the lexicon.
    pub(super) valence: Option<Tenths>,
    pub(super) booster: Option<Booster>,
    /// Whether it negates what follows.
    pub(super) negates: bool,
    pub(super) mark: Mark,
    pub(super) role: Role,
    /// Whether a phrase of finance begins with it.
    pub(super) begins_phrase: bool,
}

/// A key, padded with zeros, and its length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Key {
    words: [u64; KEY_BYTES / 8],
    length: u8,
}

impl Key {
    /// The key of a token in lower case; `None` if no key can be equal to it.
    ///
    /// Of all characters outside ASCII only the Kelvin sign has a lower case within ASCII.
    fn of(token: &str) -> Option<Self> {
        let mut bytes = [0_u8; KEY_BYTES];
        if let Some(start) = bytes.get_mut(..token.len()) {
            start.copy_from_slice(token.as_bytes());
            if token.is_ascii() {
                return Some(Self::from_bytes(bytes, token.len()));
            }
        }
        if token.is_ascii() { None } else { Self::of_kelvin(token) }
    }

    /// The key of a token beyond ASCII.
    #[cold]
    fn of_kelvin(token: &str) -> Option<Self> {
        let mut bytes = [0_u8; KEY_BYTES];
        let mut length = 0;
        for character in token.chars() {
            let plain = if character == '\u{212a}' { 'k' } else { character };
            *bytes.get_mut(length)? = u8::try_from(plain).ok().filter(u8::is_ascii)?;
            length += 1;
        }
        Some(Self::from_bytes(bytes, length))
    }

    fn from_bytes(mut bytes: [u8; KEY_BYTES], length: usize) -> Self {
        bytes.make_ascii_lowercase();
        let mut words = [0; KEY_BYTES / 8];
        for (word, chunk) in words.iter_mut().zip(bytes.as_chunks::<8>().0) {
            *word = u64::from_le_bytes(*chunk);
        }
        Self { words, length: length as u8 }
    }

    fn hash(&self) -> u64 {
        const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
        let mut hash = u64::from(self.length);
        for word in self.words {
            hash = (hash ^ word).wrapping_mul(ODD);
            hash ^= hash >> 29;
        }
        hash
    }
}

/// Where a key begins to look, and the part of its hash that a slot holds.
const fn place(hash: u64) -> (usize, u16) {
    ((hash >> 32) as usize % SLOTS, hash as u16)
}

/// A place of the table: tells most foreign keys without a look at the entry.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// Index of the entry plus 1; 0 = free.
    entry: u16,
    hash: u16,
}

/// All words of a mode.
#[derive(Debug)]
pub(super) struct Words {
    slots: Vec<Slot>,
    entries: Vec<(Key, Word)>,
    /// Phrases of the mode, none in plain VADER.
    pub(super) phrases: finance::Phrases,
}

impl Words {
    fn empty() -> Self {
        let phrases = finance::Phrases::default();
        Self { slots: vec![Slot::default(); SLOTS], entries: Vec::new(), phrases }
    }

    /// The slot of a key: its own, or the free one where it would go.
    fn slot_of(&self, key: &Key) -> (usize, u16, Option<usize>) {
        let (mut at, hash) = place(key.hash());
        loop {
            let slot = self.slots[at];
            let Some(index) = usize::from(slot.entry).checked_sub(1) else {
                return (at, hash, None);
            };
            if slot.hash == hash && self.entries[index].0 == *key {
                return (at, hash, Some(index));
            }
            at = (at + 1) % SLOTS;
        }
    }

    /// What is known about a token, whatever its case.
    pub(super) fn get(&self, token: &str) -> Word {
        let found = Key::of(token).and_then(|key| self.slot_of(&key).2);
        found.map_or(Word::default(), |index| self.entries[index].1)
    }

    /// The entry of a key to change; made when it is new. `None` for a key that is too long or not
    /// ASCII, and when the table is full.
    pub(super) fn entry(&mut self, text: &str) -> Option<&mut Word> {
        let key = Key::of(text)?;
        let (at, hash, found) = self.slot_of(&key);
        let index = if let Some(index) = found {
            index
        } else {
            if self.entries.len() >= SLOTS / 2 {
                return None;
            }
            let id = u16::try_from(self.entries.len() + 1).ok()?;
            self.slots[at] = Slot { entry: id, hash };
            self.entries.push((key, Word { id, ..Word::default() }));
            self.entries.len() - 1
        };
        self.entries.get_mut(index).map(|(_, word)| word)
    }

    /// Changes every word.
    pub(super) fn each(&mut self, change: impl Fn(&mut Word)) {
        self.entries.iter_mut().for_each(|(_, word)| change(word));
    }

    /// The words of VADER.
    fn vader() -> Self {
        let mut words = Self::empty();
        for (text, rating) in VADER_LEXICON.lines().filter_map(|line| line.split_once('\t')) {
            if let Some(word) = words.entry(text) {
                word.valence = Tenths::parse(rating);
            }
        }
        grammar::add_to(&mut words);
        words
    }
}

/// The words of VADER, and nothing else.
pub(super) static VADER: LazyLock<Words> = LazyLock::new(Words::vader);

/// The words of VADER under those of finance and crypto.
pub(super) static FINANCE: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::vader();
    finance::add_to(&mut words);
    words
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_lexicon_is_found_with_its_rating() {
        let mut rows = 0;
        for line in VADER_LEXICON.lines() {
            let (text, rating) = line.split_once('\t').unwrap();
            let found = VADER.get(text).valence.unwrap();
            assert_eq!(found.rating(), rating.parse::<f64>().unwrap(), "{text}");
            assert_eq!(VADER.get(&text.to_uppercase()).valence, VADER.get(text).valence);
            rows += 1;
        }
        assert_eq!(rows, 7_488);
    }

    #[test]
    fn unknown_tokens_are_unknown() {
        for text in
            ["", "eurusd", "good\0", "goo", "gooood", "\u{e9}", "a-token-longer-than-any-key"]
        {
            assert_eq!(VADER.get(text).id, 0, "{text:?}");
        }
        assert_eq!(VADER.get("\u{212A}IND").valence, VADER.get("kind").valence);
    }
}
