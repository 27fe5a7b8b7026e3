//! Stories: headlines of all sources, each story once, in the order in which they became known.

use std::collections::VecDeque;

use super::item::Item;
use super::scope::Scope;
use super::sentiment::Scorer;
use super::settings::{NewsSettings, Words};
use super::title::{WordSet, canonical, host};
use crate::types::{DurationNanos, ParameterError, UnixNanos};

/// How far the sentiments of two headlines of one story may lie apart: "soars" and "crashes" may be
/// all that tells two stories apart.
const APART_MAX: f64 = 0.3;

/// A story.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// When it became known here.
    pub known: UnixNanos,
    /// When its first source says it was published; never after `known`.
    pub published: UnixNanos,
    /// Name of its first source.
    pub source: String,
    /// Its first headline.
    pub title: String,
    /// Sentiment of that headline, -1 to 1.
    pub sentiment: f64,
    /// Weight of its weightiest source so far, above 0.
    pub weight: f64,
    /// Whom it concerns.
    pub scope: Scope,
    /// Whether a source marked it as bad.
    pub is_bad: bool,
    /// How many headlines told it.
    pub copies: u32,
    url: String,
    words: WordSet,
}

/// What became of a headline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A new story.
    New,
    /// A story that is known already.
    Copy,
    /// Too old when it was fetched.
    Stale,
    /// Stamped too far ahead of the time of fetching.
    Future,
    /// Its source has no weight.
    Weightless,
}

/// The stories of the last hours; memory is bounded by `stories_max`.
#[derive(Debug)]
pub struct Stories {
    stories: VecDeque<Story>,
    scorer: Scorer,
    /// Parts of names in lower case, with their weights.
    weights: Vec<(String, f64)>,
    settings: NewsSettings,
}

impl Stories {
    /// No stories yet.
    ///
    /// # Errors
    /// A weight that is not `name=number` with a number from 0 to 10.
    pub fn new(settings: &NewsSettings) -> Result<Self, ParameterError> {
        let weights = settings.source_weights.iter().map(|text| {
            let parts = text.rsplit_once('=');
            let parts = parts.and_then(|(name, weight)| {
                let weight: f64 = weight.trim().parse().ok()?;
                Some((name.trim().to_lowercase(), weight))
            });
            let sound =
                parts.filter(|(name, weight)| !name.is_empty() && (0.0..=10.0).contains(weight));
            sound.ok_or_else(|| {
                ParameterError::new("source_weights", text, "name=weight, weight from 0 to 10")
            })
        });
        Ok(Self {
            stories: VecDeque::new(),
            weights: weights.collect::<Result<_, _>>()?,
            scorer: match settings.words {
                Words::Vader => Scorer::vader(),
                Words::Finance => Scorer::finance(),
            },
            settings: settings.clone(),
        })
    }

    /// Takes a headline. Headlines come in the order in which they were fetched; one that was
    /// fetched earlier than the last counts as known with it.
    ///
    /// Cost: a walk over the stories of `same_story_s`, most of them told apart by one comparison.
    pub fn take(&mut self, item: &Item) -> Verdict {
        let last = self.stories.back().map_or(item.fetched, |story| story.known);
        let known = item.fetched.max(last);
        let age = item.fetched.since(item.published);
        if age < DurationNanos::from_seconds(-i64::from(self.settings.future_s)) {
            return Verdict::Future;
        }
        if age > DurationNanos::from_seconds(i64::from(self.settings.stale_s)) {
            return Verdict::Stale;
        }
        let weight = self.weight(item);
        if weight <= 0.0 {
            return Verdict::Weightless;
        }
        self.forget(known);
        let sentiment = self.scorer.score(&item.title).compound;
        let words = WordSet::new(&item.title, &item.source);
        let url = canonical(&item.url);
        if let Some(story) = self.find(known, &url, &words, sentiment) {
            story.weight = story.weight.max(weight);
            story.is_bad |= item.is_bad;
            story.copies = story.copies.saturating_add(1);
            return Verdict::Copy;
        }
        let tags = item.tags.iter().fold(Scope::NONE, |tags, tag| tags.with(Scope::of_code(tag)));
        self.stories.push_back(Story {
            known,
            published: item.published.min(known),
            source: item.source.clone(),
            title: item.title.clone(),
            sentiment,
            weight,
            scope: Scope::of_headline(&item.title).with(tags),
            is_bad: item.is_bad,
            copies: 1,
            url,
            words,
        });
        Verdict::New
    }

    /// The stories, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Story> {
        self.stories.iter()
    }

    /// The settings.
    #[must_use]
    pub const fn settings(&self) -> &NewsSettings {
        &self.settings
    }

    fn weight(&self, item: &Item) -> f64 {
        let (source, host) = (item.source.to_lowercase(), host(&item.url));
        let listed =
            self.weights.iter().find(|(name, _)| source.contains(name) || host.contains(name));
        listed.map_or(self.settings.default_weight, |&(_, weight)| weight)
    }

    /// Makes room for one more, and drops what nobody asks for any more.
    fn forget(&mut self, now: UnixNanos) {
        let kept_s = self.settings.same_story_s.max(self.settings.memory_s);
        let is_old =
            |story: &Story| now.since(story.known) > DurationNanos::from_seconds(i64::from(kept_s));
        while self.stories.len() >= self.settings.stories_max as usize
            || self.stories.front().is_some_and(is_old)
        {
            self.stories.pop_front();
        }
    }

    /// The newest story that a headline tells again: the same address, or the same words and
    /// much the same sentiment.
    fn find(
        &mut self,
        now: UnixNanos,
        url: &str,
        words: &WordSet,
        sentiment: f64,
    ) -> Option<&mut Story> {
        let share = self.settings.same_story_frac;
        let span = DurationNanos::from_seconds(i64::from(self.settings.same_story_s));
        let recent = self.stories.iter_mut().rev().take_while(|it| now.since(it.known) <= span);
        let agrees = |other: f64| (sentiment - other).abs() <= APART_MAX;
        recent.into_iter().find(|story| {
            (!url.is_empty() && story.url == url)
                || (agrees(story.sentiment) && words.is_same(&story.words, share))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(source: &str, title: &str, url: &str, fetched_s: i64) -> Item {
        Item {
            fetched: UnixNanos::from_seconds(fetched_s),
            published: UnixNanos::from_seconds(fetched_s - 60),
            source: source.to_owned(),
            title: title.to_owned(),
            url: url.to_owned(),
            ..Item::default()
        }
    }

    fn stories(settings: NewsSettings) -> Stories {
        Stories::new(&settings).unwrap()
    }

    #[test]
    fn a_story_counts_once_whoever_tells_it() {
        let settings =
            NewsSettings { source_weights: vec!["wire=3".to_owned()], ..NewsSettings::default() };
        let mut stories = stories(settings);
        for (given, verdict) in [
            (
                item("Desk", "Miner halts output at its largest mine", "https://a/1", 1_000),
                Verdict::New,
            ),
            (item("Desk", "Now: something else", "http://www.a/1/?utm_x=1", 1_001), Verdict::Copy),
            (
                item("Wire", "Miner halts output at largest mine", "https://b/9", 1_002),
                Verdict::Copy,
            ),
            (item("Desk", "Coin crashes after exchange collapse", "", 1_004), Verdict::New),
            (item("Desk", "Coin soars after exchange collapse", "", 1_005), Verdict::New),
        ] {
            assert_eq!(stories.take(&given), verdict, "{}", given.title);
        }
        let first = stories.iter().next().unwrap();
        assert_eq!((first.copies, first.weight, first.source.as_str()), (3, 3.0, "Desk"));
        assert_eq!(stories.iter().count(), 3);
    }

    #[test]
    fn a_story_that_comes_again_the_next_day_is_new() {
        let mut stories = stories(NewsSettings::default());
        assert_eq!(stories.take(&item("D", "Gold up", "", 0)), Verdict::New);
        assert_eq!(stories.take(&item("D", "Gold up", "", 86_400)), Verdict::Copy);
        assert_eq!(stories.take(&item("D", "Gold up", "", 86_401)), Verdict::New);
    }

    #[test]
    fn stamps_are_checked_against_the_time_of_fetching() {
        let mut stories = stories(NewsSettings::default());
        let stamped = |published_s| Item {
            published: UnixNanos::from_seconds(published_s),
            ..item("D", &format!("Headline {published_s}"), "", 100_000)
        };
        for (published_s, verdict) in [
            (100_121, Verdict::Future),
            (100_120, Verdict::New),
            (100_000 - 21_600, Verdict::New),
            (100_000 - 21_601, Verdict::Stale),
        ] {
            assert_eq!(stories.take(&stamped(published_s)), verdict, "{published_s}");
        }
        assert!(stories.iter().all(|story| story.published <= story.known));
    }

    #[test]
    fn memory_is_bounded_and_order_is_kept() {
        let settings = NewsSettings { stories_max: 16, ..NewsSettings::default() };
        let mut stories = stories(settings);
        for index in 0..100_i64 {
            let fetched = if index == 50 { 10 } else { 1_000 + index };
            stories.take(&item("D", &format!("Headline number {index}"), "", fetched));
        }
        assert_eq!(stories.iter().count(), 16);
        assert!(stories.iter().zip(stories.iter().skip(1)).all(|(a, b)| a.known <= b.known));
    }

    #[test]
    fn sources_without_weight_are_left_out_and_bad_weights_refused() {
        let weights = |text: &str| NewsSettings {
            source_weights: vec![text.to_owned()],
            ..NewsSettings::default()
        };
        let mut stories = stories(weights("spam.example=0"));
        let spam = item("Anyone", "Buy now", "https://www.spam.example/1", 0);
        assert_eq!(stories.take(&spam), Verdict::Weightless);
        for text in ["a", "a=", "a=11", "=1", "a=-1", "a=NaN"] {
            assert_eq!(Stories::new(&weights(text)).unwrap_err().name, "source_weights", "{text}");
        }
    }
}
