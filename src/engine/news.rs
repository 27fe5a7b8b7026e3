//! News and scheduled events as the engine uses them.

use super::core::Engine;
use crate::news::NewsReading;
use crate::news::calendar::{EventRow, EventRules, Impact};
use crate::risk::{EventList, EventWindow};
use crate::signals::News;
use crate::types::{DurationNanos, UnixNanos};

/// What the news of the symbol amount to, and when their source last answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NewsUpdate {
    /// The stories.
    pub reading: NewsReading,
    /// When the source last answered: from then on the reading grows old.
    pub heard: UnixNanos,
}

impl Engine {
    /// Takes what the news amount to; `None` = unknown. A reading that is older than
    /// `news.feed_age_max_s`, or from the future, counts as unknown.
    pub const fn set_news(&mut self, news: Option<NewsUpdate>) {
        self.news = news;
    }

    /// The reading and its age, unless the news are unknown.
    pub(super) fn known_news(&self) -> Option<(NewsReading, DurationNanos)> {
        let NewsUpdate { reading, heard } = self.news?;
        let age = self.now.now().since(heard);
        let most = DurationNanos::from_seconds(i64::from(self.settings.news.feed_age_max_s));
        (age >= DurationNanos(0) && age <= most).then_some((reading, age))
    }

    /// The news as the rules take them.
    pub(super) fn news_for_rules(&self) -> Option<News> {
        let (reading, age) = self.known_news()?;
        Some(News { sentiment: reading.decayed, is_bad: reading.very_bad, age })
    }

    /// Replaces the scheduled events by those of a calendar. Kept are those of the symbol's
    /// currencies that the rules or `engine.calendar_importance_min` name and that are not over.
    pub fn set_events<'a>(&mut self, rows: impl Iterator<Item = &'a EventRow>, rules: &EventRules) {
        let Some(spec) = &self.spec else { return };
        let own = [spec.currency_base, spec.currency_profit, spec.currency_margin];
        let least = match self.settings.core.calendar_importance_min {
            1 => Impact::Low,
            2 => Impact::Moderate,
            _ => Impact::High,
        };
        let usual_after_s = self.settings.risk.session.news_after_s;
        let now = self.now.now();
        let is_own = |row: &&EventRow| own.iter().any(|it| it.0.as_str() == row.currency);
        let plans = rows.filter(is_own).filter_map(|row| rules.plan(row, least));
        let mut events = EventList::new();
        for plan in plans {
            let after_s = plan.window_s.map_or(usual_after_s, |(_, after_s)| after_s);
            if plan.scheduled + DurationNanos::from_seconds(i64::from(after_s)) >= now {
                let window =
                    plan.window_s.map(|(before_s, after_s)| EventWindow { before_s, after_s });
                events.insert_with(plan.scheduled, window);
            }
        }
        self.events = events;
    }
}
