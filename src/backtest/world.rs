//! Recorded news and scheduled events beside recorded prices: an engine is told at each bar what
//! was known by then.

use crate::engine::{Engine, EngineSettings, NewsUpdate};
use crate::news::calendar::{Calendar, EventRow, EventRules};
use crate::news::{Item, Stories, Window};
use crate::types::{DurationNanos, NANOS_PER_SECOND, ParameterError, UnixNanos};

/// Longest time between two looks at the calendar: a list of events holds the next ones only.
const CALENDAR_EVERY: DurationNanos = DurationNanos::from_seconds(3_600);

/// Headlines in the order in which they were fetched, and what they amount to so far.
#[derive(Debug)]
struct Tape {
    items: Vec<Item>,
    next: usize,
    stories: Stories,
    window: Window,
}

/// A calendar and when it was last looked at.
#[derive(Debug)]
struct Schedule {
    calendar: Calendar,
    rules: EventRules,
    look_again: UnixNanos,
}

/// What was known outside the prices.
#[derive(Debug, Default)]
pub struct World {
    tape: Option<Tape>,
    schedule: Option<Schedule>,
    /// Number of the bar at hand, by the time of the server.
    bar: Option<i64>,
}

impl World {
    /// Headlines of a file, in any order; they are known from `fetched` on. The file stands for a
    /// source that answers from its first headline to its last.
    ///
    /// # Errors
    /// Settings that cannot be used.
    pub fn with_news(
        mut self,
        mut items: Vec<Item>,
        symbol: &str,
        settings: &EngineSettings,
    ) -> Result<Self, ParameterError> {
        items.sort();
        let stories = Stories::new(&settings.news)?;
        self.tape = Some(Tape { items, next: 0, stories, window: Window::new(symbol) });
        Ok(self)
    }

    /// Scheduled events of a file.
    ///
    /// # Errors
    /// Settings that cannot be used.
    pub fn with_calendar(
        mut self,
        rows: Vec<EventRow>,
        settings: &EngineSettings,
    ) -> Result<Self, ParameterError> {
        let mut calendar = Calendar::default();
        rows.into_iter().for_each(|row| calendar.take(row));
        let rules = EventRules::new(&settings.events)?;
        self.schedule = Some(Schedule { calendar, rules, look_again: UnixNanos(i64::MIN) });
        Ok(self)
    }

    /// Tells the engine what is known now, once a bar: before the tick that closes the last one.
    pub(super) fn tell(&mut self, engine: &mut Engine, server_ns: i64, now: UnixNanos) {
        let bar = server_ns.div_euclid(i64::from(engine.period().seconds()) * NANOS_PER_SECOND);
        if self.bar == Some(bar) {
            return;
        }
        self.bar = Some(bar);
        if let Some(tape) = &mut self.tape {
            engine.set_news(tape.read(now));
        }
        if let Some(schedule) = &mut self.schedule
            && now >= schedule.look_again
        {
            // The engine takes only what is not over, by its own clock.
            engine.advance_to_server(server_ns);
            engine.set_events(schedule.calendar.as_of(now), &schedule.rules);
            let change = schedule.calendar.next_change(now);
            let latest = now + CALENDAR_EVERY;
            schedule.look_again = change.map_or(latest, |change| change.min(latest));
        }
    }
}

impl Tape {
    fn read(&mut self, now: UnixNanos) -> Option<NewsUpdate> {
        while let Some(item) = self.items.get(self.next).filter(|item| item.fetched <= now) {
            self.stories.take(item);
            self.next += 1;
        }
        let (first, last) = (self.items.first()?.fetched, self.items.last()?.fetched);
        if now < first || !self.window.is_known() {
            return None;
        }
        let reading = self.window.read(&self.stories, now);
        Some(NewsUpdate { reading, heard: now.min(last) })
    }
}
