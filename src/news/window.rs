//! What the stories amount to for one symbol at one time.
//!
//! A story is seen from `known` on; its age counts from `published`, so that the headlines of the
//! first answer of a source are not all new.

use super::scope::{Scope, SymbolScope};
use super::settings::{NewsSettings, QuoteNews};
use super::story::{Stories, Story};
use crate::types::{DurationNanos, NANOS_PER_SECOND, UnixNanos};

const QUARTER: DurationNanos = DurationNanos::from_seconds(900);
const HOUR: DurationNanos = DurationNanos::from_seconds(3_600);

/// News of a symbol at a time. Sentiments are turned to the symbol: good is what lifts its price.
/// Means weigh stories by their sources; `None` = no story.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NewsReading {
    /// Mean of the last `last_stories` stories.
    pub mean_last: Option<f64>,
    /// Mean of those published in the last 15 minutes.
    pub mean_15m: Option<f64>,
    /// Mean of those of the last hour.
    pub mean_60m: Option<f64>,
    /// The worst of the last hour.
    pub min_60m: Option<f64>,
    /// The best of the last hour.
    pub max_60m: Option<f64>,
    /// Mean in which a story counts half after `half_life_s`.
    pub decayed: Option<f64>,
    /// How many there are of the last 15 minutes.
    pub count_15m: u32,
    /// How many there are of the last hour.
    pub count_60m: u32,
    /// Whether one of the last hour is very good.
    pub very_good: bool,
    /// Whether one of the last hour is very bad, or was marked as bad by a source.
    pub very_bad: bool,
}

/// A weighted mean on its way.
#[derive(Default)]
struct Mean {
    sum: f64,
    weight: f64,
}

impl Mean {
    fn add(&mut self, value: f64, weight: f64) {
        self.sum += value * weight;
        self.weight += weight;
    }

    fn get(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }
}

/// A story as a symbol sees it.
#[derive(Clone, Copy, Debug)]
struct Seen {
    published: UnixNanos,
    value: f64,
    weight: f64,
    is_bad: bool,
}

/// Reads [`Stories`] for one symbol; its buffer is reused.
#[derive(Debug)]
pub struct Window {
    scope: SymbolScope,
    seen: Vec<Seen>,
}

impl Window {
    /// For a symbol; see [`SymbolScope::of_symbol`].
    #[must_use]
    pub fn new(symbol: &str) -> Self {
        Self { scope: SymbolScope::of_symbol(symbol).with_markets(), seen: Vec::new() }
    }

    /// Whether it is known what the symbol stands for; otherwise no story concerns it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !self.scope.all().is_empty()
    }

    /// What was known at `now`.
    ///
    /// Cost: a walk over the stories of `memory_s` and `stale_s`, a sort of those of the symbol.
    pub fn read(&mut self, stories: &Stories, now: UnixNanos) -> NewsReading {
        let settings = stories.settings();
        self.collect(stories, now);
        let mut reading = NewsReading::default();
        let (mut last, mut quarter, mut hour, mut decayed) =
            (Mean::default(), Mean::default(), Mean::default(), Mean::default());
        for (index, story) in self.seen.iter().enumerate() {
            let age = now.since(story.published);
            if index < settings.last_stories as usize {
                last.add(story.value, story.weight);
            }
            decayed.add(story.value, story.weight * decay(age, settings.half_life_s));
            if age <= QUARTER {
                quarter.add(story.value, story.weight);
                reading.count_15m += 1;
            }
            if age <= HOUR {
                hour.add(story.value, story.weight);
                reading.count_60m += 1;
                let value = Some(story.value);
                reading.min_60m = reading.min_60m.map_or(value, |min| Some(min.min(story.value)));
                reading.max_60m = reading.max_60m.map_or(value, |max| Some(max.max(story.value)));
                reading.very_good |= story.value >= settings.very_good;
                reading.very_bad |= story.value <= settings.very_bad || story.is_bad;
            }
        }
        reading.mean_last = last.get();
        (reading.mean_15m, reading.mean_60m) = (quarter.get(), hour.get());
        reading.decayed = decayed.get();
        reading
    }

    /// The symbol's stories, the last published first.
    fn collect(&mut self, stories: &Stories, now: UnixNanos) {
        let settings = stories.settings();
        let memory = DurationNanos::from_seconds(i64::from(settings.memory_s));
        self.seen.clear();
        let visible = stories.iter().rev().skip_while(|story| story.known > now);
        // No story is published after it is known.
        for story in visible.take_while(|story| now.since(story.known) <= memory) {
            let direction = direction(self.scope, story.scope, settings);
            if let Some(direction) = direction.filter(|_| now.since(story.published) <= memory) {
                self.seen.push(seen(story, direction));
            }
        }
        self.seen.sort_by_key(|story| std::cmp::Reverse(story.published));
    }
}

fn seen(story: &Story, direction: f64) -> Seen {
    Seen {
        published: story.published,
        // Not -0.
        value: if story.sentiment == 0.0 { 0.0 } else { direction * story.sentiment },
        weight: story.weight,
        is_bad: story.is_bad,
    }
}

/// 1 if what is good for the story's subjects lifts the symbol's price, -1 if it lowers it.
fn direction(symbol: SymbolScope, story: Scope, settings: &NewsSettings) -> Option<f64> {
    if symbol.base.overlaps(story) {
        return Some(1.0);
    }
    match settings.quote_news {
        QuoteNews::Opposite if symbol.quote.overlaps(story) => Some(-1.0),
        QuoteNews::Same if symbol.quote.overlaps(story) => Some(1.0),
        _ => None,
    }
}

/// 2 to the power of `-age / half_life`, the same bits on every system.
fn decay(age: DurationNanos, half_life_s: u32) -> f64 {
    let age_s = age.0 as f64 / NANOS_PER_SECOND as f64;
    libm::exp2(-age_s / f64::from(half_life_s))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::Item;

    const NOW_S: i64 = 1_000_000;

    fn at(second: i64) -> UnixNanos {
        UnixNanos::from_seconds(second)
    }

    /// Headlines as (seconds before `NOW_S`, source, title).
    fn read(symbol: &str, settings: NewsSettings, items: &[(i64, &str, &str)]) -> NewsReading {
        let mut stories = Stories::new(&settings).unwrap();
        for &(age_s, source, title) in items {
            let time = at(NOW_S - age_s);
            let (source, title) = (source.to_owned(), title.to_owned());
            let item = Item { fetched: time, published: time, source, title, ..Item::default() };
            stories.take(&item);
        }
        Window::new(symbol).read(&stories, at(NOW_S))
    }

    fn score(title: &str) -> f64 {
        crate::news::sentiment::Scorer::finance().score(title).compound
    }

    const GOOD: &str = "Gold soars to record high";
    const BAD: &str = "Gold tumbles";

    #[test]
    fn means_are_weighted_and_windows_end_where_they_say() {
        let settings =
            NewsSettings { source_weights: vec!["wire=3".to_owned()], ..NewsSettings::default() };
        let items = [(3_600, "Desk", "Bullion slumps"), (900, "Wire", GOOD), (0, "Desk", BAD)];
        let reading = read("XAUUSD", settings, &items);
        let (old, good, bad) = (score("Bullion slumps"), score(GOOD), score(BAD));
        assert!(good > 0.6 && bad < 0.0 && old < 0.0);
        let close = |a: Option<f64>, b: f64| assert!((a.unwrap() - b).abs() < 1e-12, "{a:?} {b}");
        close(reading.mean_15m, (3.0 * good + bad) / 4.0);
        close(reading.mean_60m, (3.0 * good + bad + old) / 5.0);
        close(reading.mean_last, (3.0 * good + bad + old) / 5.0);
        let weights = (3.0 * 0.5_f64.sqrt(), 1.0, 0.25);
        let sum = weights.0 * good + bad + weights.2 * old;
        close(reading.decayed, sum / (weights.0 + weights.1 + weights.2));
        assert_eq!((reading.count_15m, reading.count_60m), (2, 3));
        assert_eq!((reading.min_60m, reading.max_60m), (Some(old.min(bad)), Some(good)));
        assert!(reading.very_good);
        let later = read("XAUUSD", NewsSettings::default(), &[(901, "Desk", BAD)]);
        assert_eq!((later.count_15m, later.mean_15m, later.count_60m), (0, None, 1));
    }

    #[test]
    fn news_of_the_quote_count_as_configured() {
        let items = [(10, "Desk", "Dollar tumbles on weak data")];
        let value = score(items[0].2);
        assert!(value < 0.0);
        for (quote_news, expected) in [
            (QuoteNews::Opposite, Some(-value)),
            (QuoteNews::Same, Some(value)),
            (QuoteNews::Ignore, None),
        ] {
            let settings = NewsSettings { quote_news, ..NewsSettings::default() };
            assert_eq!(read("EURUSD.m", settings.clone(), &items).mean_last, expected);
            assert_eq!(read("USDJPY", settings, &items).mean_last, Some(value));
        }
        assert_eq!(read("GBPCHF", NewsSettings::default(), &items), NewsReading::default());
        assert!(!Window::new("AAPL").is_known());
    }

    #[test]
    fn nothing_is_seen_before_it_was_known() {
        let mut stories = Stories::new(&NewsSettings::default()).unwrap();
        let item = Item {
            fetched: at(NOW_S),
            published: at(NOW_S - 300),
            title: GOOD.to_owned(),
            ..Item::default()
        };
        stories.take(&item);
        let mut window = Window::new("XAUUSD");
        assert_eq!(window.read(&stories, at(NOW_S - 1)), NewsReading::default());
        assert_eq!(window.read(&stories, at(NOW_S)).count_15m, 1);
        assert_eq!(window.read(&stories, at(NOW_S + 600)).count_15m, 1);
        assert_eq!(window.read(&stories, at(NOW_S + 601)).count_15m, 0);
        assert_eq!(window.read(&stories, at(NOW_S + 14_101)), NewsReading::default());
    }

    #[test]
    fn a_mark_of_a_source_is_very_bad() {
        let mut stories = Stories::new(&NewsSettings::default()).unwrap();
        let title = "Bitcoin conference opens".to_owned();
        let now = at(NOW_S);
        let item = Item { fetched: now, published: now, title, is_bad: true, ..Item::default() };
        stories.take(&item);
        assert!(Window::new("BTCUSD").read(&stories, now).very_bad);
    }
}
