//! One headline of one source, and whether it tells anything new.
//!
//! | file | what |
//! |---|---|
//! | `normal` | titles and addresses in one spelling |
//! | `memory` | the stories of late, to recognise one that comes again |
//! | `settings` | staleness, weights |

mod memory;
mod normal;
mod settings;

pub use memory::{Memory, Sameness};
pub use normal::{canonical_url, normal_title};
pub use settings::{SourceWeights, StorySettings};

use std::fmt;

use crate::types::{DurationNanos, ParameterError, UnixNanos};

/// A headline as a feed gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// Name of the source, such as `coindesk`.
    pub source: &'a str,
    /// The headline; HTML entities are decoded here.
    pub title: &'a str,
    /// Address; may be empty.
    pub url: &'a str,
    /// When the source says it was published.
    pub published: UnixNanos,
    /// When it was fetched: nothing may know of it before.
    pub fetched: UnixNanos,
}

/// A headline that was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// The headline in one spelling.
    pub title: String,
    /// When it was published; never after it was fetched.
    pub published: UnixNanos,
    /// When it became known.
    pub known: UnixNanos,
    /// What its source counts, above 0.
    pub weight: f64,
}

/// Why a headline was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// No words in it.
    Empty,
    /// Published further after its fetch than clocks differ.
    FromTheFuture {
        /// Published this long after it was fetched.
        ahead: DurationNanos,
    },
    /// Published too long before its fetch.
    Stale {
        /// Its age when it was fetched.
        age: DurationNanos,
    },
    /// The source counts nothing.
    Weightless,
    /// Told before.
    Same(Sameness),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = |span: &DurationNanos| span.0 / crate::types::NANOS_PER_SECOND;
        match self {
            Self::Empty => f.write_str("has no words"),
            Self::FromTheFuture { ahead } => {
                write!(f, "was published {} s after it was fetched", seconds(ahead))
            }
            Self::Stale { age } => write!(f, "was {} s old when it was fetched", seconds(age)),
            Self::Weightless => f.write_str("is of a source with weight 0"),
            Self::Same(sameness) => write!(f, "was told before: {sameness}"),
        }
    }
}

/// Takes headlines of all sources and lets each story through once.
///
/// Cost: a microsecond for a story told before, up to some 60 where thousands remembered share a
/// word with it. Memory is bounded by the number of stories remembered.
#[derive(Clone, Debug)]
pub struct Intake {
    settings: StorySettings,
    weights: SourceWeights,
    memory: Memory,
}

impl Intake {
    /// An intake that remembers nothing yet.
    ///
    /// # Errors
    /// A weight that cannot be read.
    pub fn new(settings: &StorySettings) -> Result<Self, ParameterError> {
        let weights = SourceWeights::parse(&settings.source_weights)?;
        Ok(Self { weights, memory: Memory::new(settings), settings: settings.clone() })
    }

    /// Takes a headline.
    ///
    /// # Errors
    /// Why it was not taken; checked in the order of [`Refused`]. What is refused for its time or
    /// weight is not remembered either.
    pub fn take(&mut self, item: &Item<'_>) -> Result<Story, Refused> {
        let title = normal_title(item.title, item.source);
        if !title.bytes().any(|byte| byte.is_ascii_alphanumeric()) && title.is_ascii() {
            return Err(Refused::Empty);
        }
        let age = item.fetched.since(item.published);
        let seconds = |limit: u32| DurationNanos::from_seconds(i64::from(limit));
        if -age.0 > seconds(self.settings.clock_tolerance_s).0 {
            return Err(Refused::FromTheFuture { ahead: DurationNanos(-age.0) });
        }
        if age > seconds(self.settings.stale_after_s) {
            return Err(Refused::Stale { age });
        }
        let weight = self.weights.of(item.source);
        if weight <= 0.0 {
            return Err(Refused::Weightless);
        }
        let published = item.published.min(item.fetched);
        self.memory.admit(&title, item.url, published).map_err(Refused::Same)?;
        Ok(Story { title, published, known: item.fetched, weight })
    }
}

#[cfg(test)]
mod tests;
