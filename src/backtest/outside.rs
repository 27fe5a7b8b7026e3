//! What a run is told beside prices: news and scheduled events, each when it became known.

use crate::engine::{CALENDAR_AHEAD, Engine};
use crate::news::NewsEvent;
use crate::news::calendar::Calendar;
use crate::types::{DurationNanos, UnixNanos};

/// News and scheduled events of a run. The default tells nothing.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    news: Vec<NewsEvent>,
    next_news: usize,
    calendar: Option<Calendar>,
    /// When schedules became known or changed, and the first of these that is still to come.
    changes: Vec<UnixNanos>,
    next_change: usize,
    /// When the calendar is looked at again though nothing changed.
    next_look: UnixNanos,
}

impl Outside {
    /// News in any order, and a calendar.
    #[must_use]
    pub fn new(mut news: Vec<NewsEvent>, calendar: Option<Calendar>) -> Self {
        news.sort_by_key(NewsEvent::known);
        let changes = calendar.as_ref().map(Calendar::schedule_changes).unwrap_or_default();
        Self {
            news,
            calendar,
            changes,
            next_news: 0,
            next_change: 0,
            next_look: UnixNanos(i64::MIN),
        }
    }

    /// Whether anything may still be told.
    pub(super) const fn has_more(&self) -> bool {
        self.next_news < self.news.len() || self.calendar.is_some()
    }

    /// Tells the engine what has become known by `now`, and nothing else.
    pub(super) fn tell(&mut self, engine: &mut Engine, now: UnixNanos) {
        while let Some(event) = self.news.get(self.next_news).filter(|event| event.known() <= now) {
            engine.on_news(event);
            self.next_news += 1;
        }
        let Some(calendar) = &self.calendar else { return };
        let mut is_due = now >= self.next_look;
        while self.changes.get(self.next_change).is_some_and(|&change| change <= now) {
            self.next_change += 1;
            is_due = true;
        }
        if is_due {
            engine.consult_calendar(calendar, now);
            // Half of what is looked ahead, so that every event is seen a day before it.
            self.next_look = now + DurationNanos(CALENDAR_AHEAD.0 / 2);
        }
    }
}
