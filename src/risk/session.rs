//! When entries are allowed: configured hours and days, and blackouts around scheduled events.

use super::calendar::weekday;
use super::settings::SessionSettings;
use crate::news::calendar::Blackout;
use crate::types::{NANOS_PER_SECOND, ParameterError, Refusal, RefusalCode, SymbolSpec, UnixNanos};

const SECONDS_PER_DAY: u32 = 86_400;

/// Scheduled events with the time around each in which nothing is entered, at most
/// [`EventList::CAPACITY`].
///
/// Keeps the earliest when more are inserted: call [`EventList::remove_before`] as time passes and
/// insert again from the calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventList {
    events: [Blackout; Self::CAPACITY],
    len: usize,
}

impl EventList {
    /// Most events that are kept.
    pub const CAPACITY: usize = 32;

    /// No events.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an event in time order. Of two at one time the longer window on each side counts. A
    /// full list drops its latest.
    pub fn insert(&mut self, event: Blackout) {
        let at = self.as_slice().partition_point(|other| other.time < event.time);
        if let Some(same) = self.events[..self.len].get_mut(at)
            && same.time == event.time
        {
            same.window.before_s = same.window.before_s.max(event.window.before_s);
            same.window.after_s = same.window.after_s.max(event.window.after_s);
            return;
        }
        if at == Self::CAPACITY {
            return;
        }
        let end = self.len.min(Self::CAPACITY - 1);
        self.events.copy_within(at..end, at + 1);
        self.events[at] = event;
        self.len = end + 1;
    }

    /// Drops the events before `time`.
    pub fn remove_before(&mut self, time: UnixNanos) {
        let gone = self.as_slice().partition_point(|other| other.time < time);
        self.events.copy_within(gone..self.len, 0);
        self.len -= gone;
    }

    /// The events, earliest first.
    #[must_use]
    pub fn as_slice(&self) -> &[Blackout] {
        &self.events[..self.len]
    }
}

/// The configured hours and days, parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TradingHours {
    days: [bool; 7],
    from_s: u32,
    to_s: u32,
}

impl TradingHours {
    pub(super) fn new(settings: &SessionSettings) -> Result<Self, ParameterError> {
        let range = settings.hours.split_once('-');
        let range = range.and_then(|(from, to)| Some((clock_s(from)?, clock_s(to)?)));
        let Some((from_s, to_s)) = range.filter(|&(from, to)| from != to && from < SECONDS_PER_DAY)
        else {
            return Err(ParameterError::new("hours", &settings.hours, "HH:MM-HH:MM, not empty"));
        };
        let mut days = [false; 7];
        for &day in &settings.days {
            days[day as usize] = true;
        }
        Ok(Self { days, from_s, to_s })
    }

    fn is_open_at(&self, server_s: i64) -> bool {
        let day = server_s.div_euclid(i64::from(SECONDS_PER_DAY));
        let second = server_s.rem_euclid(i64::from(SECONDS_PER_DAY));
        let (from_s, to_s) = (i64::from(self.from_s), i64::from(self.to_s));
        let allowed = |day: i64| self.days[weekday(day) as usize];
        if from_s < to_s {
            allowed(day) && second >= from_s && second < to_s
        } else {
            (allowed(day) && second >= from_s) || (allowed(day - 1) && second < to_s)
        }
    }

    /// # Errors
    /// `OUT_OF_SESSION` outside the symbol's sessions, the configured hours or days.
    pub(super) fn check(&self, server_s: i64, spec: &SymbolSpec) -> Result<(), Refusal> {
        if self.is_open_at(server_s) && spec.is_open_at(server_s) {
            return Ok(());
        }
        let second = server_s.rem_euclid(i64::from(SECONDS_PER_DAY));
        let day = weekday(server_s.div_euclid(i64::from(SECONDS_PER_DAY)));
        Err(Refusal::new(RefusalCode::OutOfSession, second as f64, day as f64))
    }
}

/// Seconds since midnight of `HH:MM`, up to 24:00.
fn clock_s(text: &str) -> Option<u32> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !(two_digits(hours) && two_digits(minutes)) {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let seconds = hours * 3_600 + minutes * 60;
    (minutes < 60 && seconds <= SECONDS_PER_DAY).then_some(seconds)
}

/// # Errors
/// `NEWS_BLACKOUT` for the first event that is near.
pub(super) fn check_events(now: UnixNanos, events: &EventList) -> Result<(), Refusal> {
    for event in events.as_slice() {
        let until_ns = event.time.since(now).0;
        let limit_s = if until_ns >= 0 { event.window.before_s } else { event.window.after_s };
        if until_ns.unsigned_abs() <= u64::from(limit_s) * NANOS_PER_SECOND.unsigned_abs()
            && limit_s > 0
        {
            let until_s = until_ns as f64 / NANOS_PER_SECOND as f64;
            return Err(Refusal::new(RefusalCode::NewsBlackout, until_s, f64::from(limit_s)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::calendar::Window;
    use crate::risk::settings::Weekday;

    fn event(second: i64, before_s: u32, after_s: u32) -> Blackout {
        Blackout { time: UnixNanos::from_seconds(second), window: Window { before_s, after_s } }
    }

    /// 2026-01-05 00:00, a Monday.
    const MONDAY_S: i64 = 1_767_571_200;

    fn hours(text: &str, days: &[Weekday]) -> TradingHours {
        let days = days.to_vec();
        let settings =
            SessionSettings { hours: text.to_owned(), days, ..SessionSettings::default() };
        TradingHours::new(&settings).unwrap()
    }

    #[test]
    fn hours_include_their_start_and_not_their_end() {
        let hours = hours("08:00-17:30", &[Weekday::Monday]);
        for (second, open) in
            [(8 * 3_600, true), (8 * 3_600 - 1, false), (63_000, false), (62_999, true)]
        {
            assert_eq!(hours.is_open_at(MONDAY_S + second), open, "{second}");
        }
        assert!(!hours.is_open_at(MONDAY_S + 86_400 + 9 * 3_600), "Tuesday is not a trading day");
    }

    #[test]
    fn hours_past_midnight_belong_to_the_day_they_began_on() {
        let hours = hours("22:00-06:00", &[Weekday::Monday]);
        assert!(!hours.is_open_at(MONDAY_S + 3_600), "Sunday's night");
        assert!(hours.is_open_at(MONDAY_S + 23 * 3_600));
        assert!(hours.is_open_at(MONDAY_S + 86_400 + 3_600), "Monday's night");
        assert!(!hours.is_open_at(MONDAY_S + 86_400 + 23 * 3_600));
    }

    #[test]
    fn unreadable_hours_are_refused() {
        for text in [
            "",
            "8-17",
            "08:00",
            "08:00-08:00",
            "25:00-26:00",
            "24:00-08:00",
            "08:60-09:00",
            "+8:00-09:00",
        ] {
            let settings = SessionSettings { hours: text.to_owned(), ..SessionSettings::default() };
            assert_eq!(TradingHours::new(&settings).unwrap_err().name, "hours", "{text}");
        }
    }

    #[test]
    fn a_full_event_list_keeps_the_earliest() {
        let mut events = EventList::new();
        for second in (0..40).rev() {
            events.insert(event(second, 1, 7));
            events.insert(event(second, 5, 2));
        }
        let seconds: Vec<i64> = events.as_slice().iter().map(|it| it.time.seconds()).collect();
        assert_eq!(seconds, (0..32).collect::<Vec<i64>>());
        events.insert(event(99, 1, 1));
        assert_eq!(events.as_slice().len(), 32);
        events.remove_before(UnixNanos::from_seconds(30));
        assert_eq!(events.as_slice(), [event(30, 5, 7), event(31, 5, 7)]);
    }

    #[test]
    fn an_event_blacks_out_both_sides() {
        let mut events = EventList::new();
        events.insert(event(1_000, 60, 10));
        for (second, allowed) in
            [(939, true), (940, false), (1_000, false), (1_010, false), (1_011, true)]
        {
            let check = check_events(UnixNanos::from_seconds(second), &events);
            assert_eq!(check.is_ok(), allowed, "{second}");
        }
    }
}
