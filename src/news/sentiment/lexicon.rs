//! The word lists, in a table of our own: the same look-up on every system, no hashing by chance.

use std::sync::LazyLock;

const VADER_WORDS: &str = include_str!("data/vader_words.tsv");
const VADER_EMOJI: &str = include_str!("data/vader_emoji.tsv");
const FINANCE: &str = include_str!("data/finance.tsv");
const VADER_MODIFIERS: &str = include_str!("data/vader_modifiers.tsv");

/// Longest word in the lists, in bytes, with room.
pub(super) const WORD_BYTES_MAX: usize = 32;

/// Words that rules name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Cue {
    /// None of them.
    #[default]
    None,
    At,
    But,
    Doubt,
    Kind,
    Least,
    Never,
    No,
    Nor,
    Of,
    Or,
    So,
    This,
    Very,
    Without,
}

const CUES: [(&str, Cue); 14] = [
    ("at", Cue::At),
    ("but", Cue::But),
    ("doubt", Cue::Doubt),
    ("kind", Cue::Kind),
    ("least", Cue::Least),
    ("never", Cue::Never),
    ("no", Cue::No),
    ("nor", Cue::Nor),
    ("of", Cue::Of),
    ("or", Cue::Or),
    ("so", Cue::So),
    ("this", Cue::This),
    ("very", Cue::Very),
    ("without", Cue::Without),
];

/// What is known of a word; the default is an unknown one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Word {
    /// Number of the word, 0 = unknown.
    pub(super) id: u16,
    /// How good the word is, about -4 to 4; `None` = not in the lexicon.
    pub(super) valence: Option<f64>,
    /// What it adds to a good word after it.
    pub(super) boost: Option<f64>,
    /// Whether it turns the word after it around.
    pub(super) negates: bool,
    /// Which word of the rules it is.
    pub(super) cue: Cue,
    /// Whether it tells a direction.
    pub(super) is_move: bool,
    /// Whether it is better when it falls.
    pub(super) is_burden: bool,
}

/// Words in a row that mean something else than one by one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Phrase {
    /// Their numbers.
    pub(super) ids: Vec<u16>,
    /// What the phrase is worth, or adds.
    pub(super) value: f64,
}

impl Phrase {
    /// Value of the first phrase in `phrases` that is these words.
    pub(super) fn find(phrases: &[Self], ids: &[u16]) -> Option<f64> {
        phrases.iter().find(|phrase| phrase.ids == ids).map(|phrase| phrase.value)
    }
}

/// Words, phrases and pictures.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// By number; number 0 is the unknown word.
    words: Vec<(&'static str, Word)>,
    /// Numbers of words below 16 more bits of their hash, by their hash; 0 = free. A power of two
    /// long. The bits spare most look-ups of unknown words a look at a word.
    slots: Vec<u32>,
    /// Sorted by character.
    emoji: Vec<(char, &'static str)>,
    /// Phrases with a worth of their own.
    pub(super) phrases: Vec<Phrase>,
    /// Phrases that add to a word after them.
    pub(super) boosts: Vec<Phrase>,
    /// Phrases of markets, sorted by their numbers; none in plain VADER.
    pub(super) market_phrases: Vec<Phrase>,
}

/// A word in lower case, with zeros after it.
pub(super) type Padded = [u8; WORD_BYTES_MAX];

/// Eight bytes a step: multiply by the golden ratio, fold the upper half down.
fn hash(padded: &Padded, len: usize) -> u64 {
    let (blocks, _) = padded.as_chunks::<8>();
    let step = |hash: u64, block: &[u8; 8]| {
        let mixed = (hash ^ u64::from_le_bytes(*block)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed ^ (mixed >> 32)
    };
    blocks.iter().take(len.div_ceil(8)).fold(len as u64, step)
}

/// The padded form; longer texts are cut, and then equal no word.
fn pad(text: &[u8]) -> Padded {
    let mut padded = [0; WORD_BYTES_MAX];
    padded.iter_mut().zip(text).for_each(|(place, &byte)| *place = byte);
    padded
}

impl Lexicon {
    fn new() -> Self {
        Self {
            words: vec![("", Word::default())],
            slots: vec![0; 1 << 15],
            emoji: Vec::new(),
            phrases: Vec::new(),
            boosts: Vec::new(),
            market_phrases: Vec::new(),
        }
    }

    /// The slot of a word, its own or the free one where it belongs, and the bits of its hash.
    fn slot(&self, padded: &Padded, len: usize) -> (usize, u32) {
        let mask = self.slots.len() - 1;
        let hash = hash(padded, len);
        let tag = (hash >> 16) as u32 & 0xffff_0000;
        let mut slot = hash as usize & mask;
        loop {
            let held = self.slots[slot];
            let is_same = held & 0xffff_0000 == tag
                && self.words[(held & 0xffff) as usize].0.as_bytes() == &padded[..len];
            if held == 0 || is_same {
                return (slot, tag);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// What is known of a word in lower case, `len` bytes long.
    pub(super) fn find(&self, padded: &Padded, len: usize) -> Word {
        self.words[(self.slots[self.slot(padded, len).0] & 0xffff) as usize].1
    }

    /// The entry of a word, new if need be. The table is never more than half full.
    fn entry(&mut self, text: &'static str) -> &mut Word {
        let (slot, tag) = self.slot(&pad(text.as_bytes()), text.len().min(WORD_BYTES_MAX));
        if self.slots[slot] == 0 {
            let id = self.words.len() as u16;
            self.slots[slot] = tag | u32::from(id);
            self.words.push((text, Word { id, ..Word::default() }));
        }
        &mut self.words[(self.slots[slot] & 0xffff) as usize].1
    }

    fn phrase(&mut self, text: &'static str, value: f64) -> Phrase {
        Phrase { ids: text.split(' ').map(|word| self.entry(word).id).collect(), value }
    }

    /// The words of a picture.
    pub(super) fn emoji(&self, picture: char) -> Option<&'static str> {
        let at = self.emoji.binary_search_by_key(&picture, |&(character, _)| character).ok()?;
        Some(self.emoji[at].1)
    }

    /// Everything in VADER's tables.
    fn from_vader() -> Self {
        let mut lexicon = Self::new();
        for (word, value) in VADER_WORDS.lines().filter_map(|line| line.split_once('\t')) {
            lexicon.entry(word).valence = value.parse().ok();
        }
        for line in VADER_MODIFIERS.lines() {
            let mut fields = line.split('\t');
            let (Some(kind), Some(text), Some(value)) =
                (fields.next(), fields.next(), fields.next().and_then(|value| value.parse().ok()))
            else {
                continue;
            };
            lexicon.add_modifier(kind, text, value);
        }
        for (text, cue) in CUES {
            lexicon.entry(text).cue = cue;
        }
        let pictures = VADER_EMOJI.lines().filter_map(|line| line.split_once('\t'));
        let pictures =
            pictures.filter_map(|(picture, words)| Some((picture.chars().next()?, words)));
        lexicon.emoji = pictures.collect();
        lexicon.emoji.sort_by_key(|&(character, _)| character);
        lexicon
    }

    fn add_modifier(&mut self, kind: &str, text: &'static str, value: f64) {
        let is_phrase = text.contains(' ');
        match kind {
            "boost" if is_phrase => {
                let phrase = self.phrase(text, value);
                self.boosts.push(phrase);
            }
            "boost" => self.entry(text).boost = Some(value),
            "negate" => self.entry(text).negates = true,
            // A phrase of one word never matches in Python: it looks for two or three.
            "phrase" if is_phrase => {
                let phrase = self.phrase(text, value);
                self.phrases.push(phrase);
            }
            _ => {}
        }
    }
}

impl Lexicon {
    /// VADER's tables with the words of markets on top.
    fn with_finance() -> Self {
        let mut lexicon = Self::from_vader();
        for (kind, value, words) in finance_rows() {
            for word in words.split('|') {
                lexicon.add_finance(kind, word, value);
            }
        }
        lexicon.market_phrases.sort_by(|a, b| a.ids.cmp(&b.ids));
        lexicon
    }

    fn add_finance(&mut self, kind: &str, text: &'static str, value: f64) {
        let valence = Some(value).filter(|&value| value != 0.0);
        match kind {
            "phrase" => {
                let phrase = self.phrase(text, value);
                self.market_phrases.push(phrase);
            }
            "burden" => self.entry(text).is_burden = true,
            _ => {
                let entry = self.entry(text);
                entry.valence = valence;
                entry.is_move = kind == "move";
            }
        }
    }
}

/// Rows of the table of markets: kind, value, words.
fn finance_rows() -> impl Iterator<Item = (&'static str, f64, &'static str)> {
    FINANCE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        Some((fields.next()?, fields.next()?.parse().ok()?, fields.next()?))
    })
}

/// VADER's tables and those of markets.
pub(super) fn finance() -> &'static Lexicon {
    static FINANCE: LazyLock<Lexicon> = LazyLock::new(Lexicon::with_finance);
    &FINANCE
}

/// VADER's tables.
pub(super) fn vader() -> &'static Lexicon {
    static VADER: LazyLock<Lexicon> = LazyLock::new(Lexicon::from_vader);
    &VADER
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look_up(word: &str) -> Word {
        vader().find(&pad(word.as_bytes()), word.len())
    }

    #[test]
    fn every_row_of_the_tables_is_found() {
        let lexicon = vader();
        let mut rows = 0;
        for line in VADER_WORDS.lines() {
            let (word, value) = line.split_once('\t').unwrap();
            assert!(word.len() <= WORD_BYTES_MAX && word.is_ascii(), "{word}");
            let found = look_up(word).valence;
            assert_eq!(found, Some(value.parse().unwrap()), "{word}");
            rows += 1;
        }
        assert_eq!(rows, 7_488);
        assert_eq!(lexicon.emoji.len(), VADER_EMOJI.lines().count());
        assert_eq!((lexicon.phrases.len(), lexicon.boosts.len()), (8, 3));
        assert!(lexicon.words.len() * 2 < lexicon.slots.len());
        assert!(CUES.iter().all(|&(word, cue)| look_up(word).cue == cue));
        assert_eq!(look_up("xyzzy"), Word::default());
    }

    #[test]
    fn every_row_of_the_words_of_markets_can_be_reached() {
        let lines = FINANCE.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(finance_rows().count(), lines.count());
        for (kind, value, words) in finance_rows() {
            assert!(["word", "phrase", "move", "burden"].contains(&kind), "{kind}");
            assert!((-4.0..=4.0).contains(&value), "{value}");
            for word in words.split('|') {
                let is_word = |part: &str| part.len() <= WORD_BYTES_MAX && !part.is_empty();
                assert!(word.split(' ').all(is_word), "{word}");
                assert_eq!(word, word.to_lowercase());
                assert_eq!(word.contains(' ') && kind != "phrase", false, "{word}");
            }
        }
        assert!(vader().market_phrases.is_empty());
        assert!(finance().words.len() * 2 < finance().slots.len());
    }

    #[test]
    fn modifiers_are_marked() {
        let lexicon = vader();
        assert!(look_up("not").negates && !look_up("good").negates);
        assert_eq!(look_up("very").boost, Some(0.293));
        assert_eq!(look_up("barely").boost, Some(-0.293));
        assert_eq!(lexicon.emoji('\u{1f600}'), Some("grinning face"));
        assert_eq!(lexicon.emoji('a'), None);
    }
}
