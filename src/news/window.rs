//! What the news amount to at a moment, from the stories known by then.

use crate::types::{DurationNanos, NANOS_PER_SECOND, UnixNanos};

const MINUTES_15: DurationNanos = DurationNanos(15 * 60 * NANOS_PER_SECOND);
const MINUTES_60: DurationNanos = DurationNanos(60 * 60 * NANOS_PER_SECOND);

/// Fetches that are remembered.
const FETCHES_KEPT: usize = 64;

crate::settings! {
    /// What the news columns are made of.
    pub struct WindowSettings in "news.window" {
        /// Newest stories that `news_mean_last` is the mean of.
        last: u32 = 10, "stories", (1, 256);
        /// Time in which a story loses half of its say in `sentiment`.
        half_life_s: u32 = 1_800, "s", (10, 604_800);
        /// Stories published longer ago than this count nowhere.
        horizon_s: u32 = 21_600, "s", (3_600, 604_800);
        /// A story of the last 60 minutes this high or higher sets `news_very_good`.
        very_good_sentiment: f64 = 0.6, "-1 to 1", (-1.0, 1.0);
        /// A story of the last 60 minutes this low or lower sets `news_very_bad`.
        very_bad_sentiment: f64 = -0.6, "-1 to 1", (-1.0, 1.0);
        /// News are unknown when nothing has been fetched for this long: a feed that is down says
        /// nothing, and so do the columns.
        silence_max_s: u32 = 900, "s", (10, 604_800);
        /// Stories kept for the columns; the ones published first go first.
        kept: u32 = 256, "stories", (16, 4_096);
    }
}

/// A story that concerns the symbol, as far as a window needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// When it was published.
    pub published: UnixNanos,
    /// When it became known; nothing before this moment may see it.
    pub known: UnixNanos,
    /// Sentiment for the symbol, -1 (bad) to 1 (good).
    pub sentiment: f64,
    /// What its source counts, above 0.
    pub weight: f64,
}

impl Mark {
    /// Whether its numbers can be used.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        (-1.0..=1.0).contains(&self.sentiment)
            && self.weight > 0.0
            && self.weight <= 100.0
            && self.published <= self.known
    }
}

/// What the news amount to. Means are weighted by source; `None` = no story to take it from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// Mean of the newest stories, at most as many as configured, within the horizon.
    pub mean_last: Option<f64>,
    /// Mean of the stories of the last 15 minutes.
    pub mean_15m: Option<f64>,
    /// Mean of the stories of the last 60 minutes.
    pub mean_60m: Option<f64>,
    /// Mean of all stories within the horizon; each counts half after every half-life.
    pub decayed: Option<f64>,
    /// Lowest of the last 60 minutes.
    pub min_60m: Option<f64>,
    /// Highest of the last 60 minutes.
    pub max_60m: Option<f64>,
    /// Stories of the last 15 minutes.
    pub count_15m: u32,
    /// Stories of the last 60 minutes.
    pub count_60m: u32,
    /// Whether one of the last 60 minutes is very good.
    pub very_good: bool,
    /// Whether one of the last 60 minutes is very bad.
    pub very_bad: bool,
    /// Time since the newest fetch that went well.
    pub age: DurationNanos,
}

/// Sum of weighted sentiments, and of the weights.
#[derive(Clone, Copy, Debug, Default)]
struct Mean {
    sum: f64,
    weight: f64,
}

impl Mean {
    fn add(&mut self, sentiment: f64, weight: f64) {
        self.sum += sentiment * weight;
        self.weight += weight;
    }

    fn value(self) -> Option<f64> {
        // Rounding may put a mean of ones a little above one.
        (self.weight > 0.0).then(|| (self.sum / self.weight).clamp(-1.0, 1.0))
    }
}

/// The stories of late that concern one symbol.
///
/// Allocates once, when it is made. Cost: [`Window::push`] moves at most `kept` entries of 32
/// bytes; [`Window::reading`] looks at each entry within the horizon once.
#[derive(Clone, Debug)]
pub struct Window {
    settings: WindowSettings,
    /// By time of publication, then of arrival; at most `kept`.
    marks: Vec<Mark>,
    /// Times of the last fetches that went well, oldest first.
    fetches: Vec<UnixNanos>,
}

impl Window {
    /// A window that knows nothing.
    #[must_use]
    pub fn new(settings: &WindowSettings) -> Self {
        let marks = Vec::with_capacity(settings.kept as usize);
        let fetches = Vec::with_capacity(FETCHES_KEPT);
        Self { settings: settings.clone(), marks, fetches }
    }

    /// Takes a story. `false` = its numbers cannot be used; nothing has changed then.
    pub fn push(&mut self, mark: Mark) -> bool {
        if !mark.is_sound() {
            return false;
        }
        self.fetched(mark.known);
        let kept = self.settings.kept as usize;
        let at = self.marks.partition_point(|other| other.published <= mark.published);
        if self.marks.len() < kept {
            self.marks.insert(at, mark);
        } else if at > 0 {
            self.marks.copy_within(1..at, 0);
            self.marks[at - 1] = mark;
        }
        true
    }

    /// Takes over what another window knows.
    pub fn adopt(&mut self, other: &Self) {
        for &mark in &other.marks {
            self.push(mark);
        }
        self.fetches.clone_from(&other.fetches);
    }

    /// A feed answered, with or without stories.
    pub fn fetched(&mut self, time: UnixNanos) {
        if self.fetches.last().is_some_and(|&newest| time <= newest) {
            return;
        }
        if self.fetches.len() == FETCHES_KEPT {
            self.fetches.remove(0);
        }
        self.fetches.push(time);
    }

    /// What the news amounted to at `now`; `None` = unknown, because no feed had answered in time.
    ///
    /// Only what was known at `now` counts. `now` may lie before the newest fetch, as the close of
    /// a bar does whose successor is late; before the last 64 fetches all is unknown.
    #[must_use]
    pub fn reading(&self, now: UnixNanos) -> Option<Reading> {
        let fetched = self.fetches.iter().rev().find(|&&time| time <= now)?;
        let age = now.since(*fetched);
        let limit = |seconds: u32| DurationNanos::from_seconds(i64::from(seconds));
        if age > limit(self.settings.silence_max_s) {
            return None;
        }
        let horizon = limit(self.settings.horizon_s);
        let known = self.marks.iter().rev().filter(|mark| mark.known <= now);
        let recent = known
            .map(|mark| (mark, now.since(mark.published)))
            .take_while(|(_, age)| *age <= horizon);
        Some(self.sum_up(recent, age))
    }

    /// `recent`: the newest first, with their ages.
    fn sum_up<'a>(
        &self,
        recent: impl Iterator<Item = (&'a Mark, DurationNanos)>,
        age: DurationNanos,
    ) -> Reading {
        let settings = &self.settings;
        let half_life_ns = f64::from(settings.half_life_s) * NANOS_PER_SECOND as f64;
        let [mut last, mut in_15m, mut in_60m, mut decayed] = [Mean::default(); 4];
        let mut reading = Reading { age, ..Reading::default() };
        for (index, (mark, age)) in recent.enumerate() {
            let (sentiment, weight) = (mark.sentiment, mark.weight);
            if index < settings.last as usize {
                last.add(sentiment, weight);
            }
            decayed.add(sentiment, weight * libm::exp2(-(age.0 as f64) / half_life_ns));
            if age <= MINUTES_15 {
                in_15m.add(sentiment, weight);
                reading.count_15m += 1;
            }
            if age <= MINUTES_60 {
                in_60m.add(sentiment, weight);
                reading.count_60m += 1;
                let min = reading.min_60m.unwrap_or(sentiment).min(sentiment);
                let max = reading.max_60m.unwrap_or(sentiment).max(sentiment);
                (reading.min_60m, reading.max_60m) = (Some(min), Some(max));
                reading.very_good |= sentiment >= settings.very_good_sentiment;
                reading.very_bad |= sentiment <= settings.very_bad_sentiment;
            }
        }
        reading.mean_last = last.value();
        reading.mean_15m = in_15m.value();
        reading.mean_60m = in_60m.value();
        reading.decayed = decayed.value();
        reading
    }
}

#[cfg(test)]
mod tests;
