//! The stories of late, and three ways to recognise one that is told again.
//!
//! Near-duplicates are found exactly, not by chance: two sets of n words that share the part s of
//! their union must share one of the first n - ceil(s n) + 1 words in a common order (prefix
//! filtering; Chaudhuri, Ganti and Kaushik 2006), so only those are indexed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

use super::normal::canonical_url;
use super::settings::StorySettings;
use crate::news::hash;
use crate::types::{DurationNanos, UnixNanos};

/// Most different words of a title that are compared.
const WORDS_MAX: usize = 32;
/// Fewest words of a title whose likeness is judged: "Markets wrap" is nobody's story.
const WORDS_MIN: usize = 4;

const STOP_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "in", "into", "is",
    "it", "its", "of", "on", "or", "over", "says", "that", "the", "to", "was", "with",
];

/// How a headline was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sameness {
    /// The same address.
    Url,
    /// The same words in the same order.
    Title,
    /// Most of the words, and the same numbers.
    Words,
}

impl fmt::Display for Sameness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Url => "the same address",
            Self::Title => "the same title",
            Self::Words => "most words and all numbers the same",
        })
    }
}

/// Hashes of the different words of a title, sorted.
#[derive(Clone, Debug, Default)]
struct WordSet {
    words: Vec<u64>,
    numbers: Vec<u64>,
    /// All words in order.
    title: u64,
}

impl WordSet {
    fn new(title: &str) -> Self {
        let mut set = Self { title: hash::START, ..Self::default() };
        let is_part = |character: char| !character.is_alphanumeric() && character != '.';
        for word in title.split(is_part) {
            let lower = word.trim_matches('.').to_lowercase();
            if lower.is_empty() {
                continue;
            }
            let code = hash::of(lower.bytes());
            set.title = code.to_le_bytes().into_iter().fold(set.title, hash::with_byte);
            if lower.bytes().any(|byte| byte.is_ascii_digit()) {
                set.numbers.push(code);
            }
            if !STOP_WORDS.contains(&lower.as_str()) {
                set.words.push(code);
            }
        }
        for list in [&mut set.words, &mut set.numbers] {
            list.sort_unstable();
            list.dedup();
            list.truncate(WORDS_MAX);
        }
        set
    }

    /// The words of which another set this alike must hold one.
    fn prefix(&self, same_frac: f64) -> &[u64] {
        let count = self.words.len();
        // A little less than asked for, so that rounding cannot lose a word.
        let shared = (same_frac * count as f64 - 1e-9).ceil().max(1.0) as usize;
        &self.words[..(count + 1).saturating_sub(shared).min(count)]
    }

    /// Jaccard index: shared words over all words.
    fn likeness(&self, other: &Self) -> f64 {
        let shared = self.words.iter().filter(|word| other.words.binary_search(word).is_ok());
        let shared = shared.count();
        shared as f64 / (self.words.len() + other.words.len() - shared).max(1) as f64
    }
}

#[derive(Clone, Debug)]
struct Remembered {
    number: u64,
    set: WordSet,
    url: Option<u64>,
    published: UnixNanos,
}

/// The stories of late, at most as many as configured.
///
/// Cost of a headline: the stories that share a rare word with it; at worst all remembered.
#[derive(Clone, Debug)]
pub struct Memory {
    capacity: usize,
    same_frac: f64,
    within: DurationNanos,
    next: u64,
    stories: VecDeque<Remembered>,
    by_url: BTreeMap<u64, u64>,
    by_title: BTreeMap<u64, u64>,
    /// (word, number of the story).
    by_word: BTreeSet<(u64, u64)>,
}

impl Memory {
    /// Remembers nothing yet.
    #[must_use]
    pub fn new(settings: &StorySettings) -> Self {
        Self {
            capacity: settings.remembered as usize,
            same_frac: settings.same_words_frac,
            within: DurationNanos::from_seconds(i64::from(settings.same_within_s)),
            next: 0,
            stories: VecDeque::new(),
            by_url: BTreeMap::new(),
            by_title: BTreeMap::new(),
            by_word: BTreeSet::new(),
        }
    }

    /// Stories remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.stories.len()
    }

    /// Whether none is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stories.is_empty()
    }

    /// Remembers a new story.
    ///
    /// # Errors
    /// How it is the same as one before. Then nothing changes: the first telling counts, so that
    /// a story told all day does not stay young.
    pub fn admit(&mut self, title: &str, url: &str, published: UnixNanos) -> Result<(), Sameness> {
        let set = WordSet::new(title);
        let url = canonical_url(url);
        let url = (!url.is_empty()).then(|| hash::of(url.bytes()));
        if url.is_some_and(|url| self.is_close(self.by_url.get(&url), published)) {
            return Err(Sameness::Url);
        }
        if self.is_close(self.by_title.get(&set.title), published) {
            return Err(Sameness::Title);
        }
        if self.is_near_another(&set, published) {
            return Err(Sameness::Words);
        }
        self.remember(Remembered { number: self.next, set, url, published });
        Ok(())
    }

    fn get(&self, number: u64) -> Option<&Remembered> {
        let first = self.stories.front()?.number;
        self.stories.get(usize::try_from(number.checked_sub(first)?).ok()?)
    }

    /// Whether that story is near enough in time to be the same.
    fn is_close(&self, number: Option<&u64>, published: UnixNanos) -> bool {
        let story = number.and_then(|&number| self.get(number));
        story.is_some_and(|story| {
            published.since(story.published).0.unsigned_abs() <= self.within.0.unsigned_abs()
        })
    }

    fn is_near_another(&self, set: &WordSet, published: UnixNanos) -> bool {
        if set.words.len() < WORDS_MIN {
            return false;
        }
        let prefix = set.prefix(self.same_frac).iter();
        let mut candidates = prefix.flat_map(|&word| {
            self.by_word.range((word, 0)..=(word, u64::MAX)).map(|(_, number)| number)
        });
        candidates.any(|number| {
            self.is_close(Some(number), published)
                && self.get(*number).is_some_and(|other| {
                    other.set.numbers == set.numbers && other.set.likeness(set) >= self.same_frac
                })
        })
    }

    fn remember(&mut self, story: Remembered) {
        if self.stories.len() == self.capacity
            && let Some(gone) = self.stories.pop_front()
        {
            self.forget(&gone);
        }
        self.next += 1;
        if let Some(url) = story.url {
            self.by_url.insert(url, story.number);
        }
        self.by_title.insert(story.set.title, story.number);
        for &word in story.set.prefix(self.same_frac) {
            self.by_word.insert((word, story.number));
        }
        self.stories.push_back(story);
    }

    fn forget(&mut self, gone: &Remembered) {
        let Self { by_url, by_title, by_word, same_frac, .. } = self;
        // A newer story may have taken the place.
        let drop = |map: &mut BTreeMap<u64, u64>, key: u64| {
            if map.get(&key) == Some(&gone.number) {
                map.remove(&key);
            }
        };
        if let Some(url) = gone.url {
            drop(by_url, url);
        }
        drop(by_title, gone.set.title);
        for &word in gone.set.prefix(*same_frac) {
            by_word.remove(&(word, gone.number));
        }
    }
}

#[cfg(test)]
impl Memory {
    /// Entries of the index of words.
    pub(super) fn by_word_len(&self) -> usize {
        self.by_word.len()
    }
}
