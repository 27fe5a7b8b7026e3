//! When entries are allowed: configured hours and days, and blackouts around scheduled events.

use super::calendar::weekday;
use super::settings::SessionSettings;
use crate::types::{NANOS_PER_SECOND, ParameterError, Refusal, RefusalCode, SymbolSpec, UnixNanos};

const SECONDS_PER_DAY: u32 = 86_400;

/// How long entries keep away from one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventWindow {
    /// Seconds before it; 0 = not at all.
    pub before_s: u32,
    /// Seconds after it; 0 = not at all.
    pub after_s: u32,
}

/// Times of scheduled events, at most [`EventList::CAPACITY`].
///
/// Keeps the earliest when more are inserted: call [`EventList::remove_before`] as time passes and
/// insert again from the calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventList {
    /// Times, each with its own window if it has one.
    events: [(UnixNanos, Option<EventWindow>); Self::CAPACITY],
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

    /// Adds an event in time order, with the configured window. A full list drops its latest.
    pub fn insert(&mut self, time: UnixNanos) {
        self.insert_with(time, None);
    }

    /// Adds an event that has a window of its own.
    pub fn insert_with(&mut self, time: UnixNanos, window: Option<EventWindow>) {
        let event = (time, window);
        let at = self.as_slice().partition_point(|other| *other < event);
        if at == Self::CAPACITY || self.as_slice().get(at) == Some(&event) {
            return;
        }
        let end = self.len.min(Self::CAPACITY - 1);
        self.events.copy_within(at..end, at + 1);
        self.events[at] = event;
        self.len = end + 1;
    }

    /// Drops the events before `time`.
    pub fn remove_before(&mut self, time: UnixNanos) {
        let gone = self.as_slice().partition_point(|&(other, _)| other < time);
        self.events.copy_within(gone..self.len, 0);
        self.len -= gone;
    }

    /// The events, earliest first.
    #[must_use]
    pub fn as_slice(&self) -> &[(UnixNanos, Option<EventWindow>)] {
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
pub(super) fn check_events(
    now: UnixNanos,
    events: &EventList,
    settings: &SessionSettings,
) -> Result<(), Refusal> {
    let usual = EventWindow { before_s: settings.news_before_s, after_s: settings.news_after_s };
    for &(event, window) in events.as_slice() {
        let until_ns = event.since(now).0;
        let EventWindow { before_s, after_s } = window.unwrap_or(usual);
        let limit_s = if until_ns >= 0 { before_s } else { after_s };
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
    use crate::risk::settings::Weekday;

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
            events.insert(UnixNanos::from_seconds(second));
            events.insert(UnixNanos::from_seconds(second));
        }
        let seconds: Vec<i64> = events.as_slice().iter().map(|(time, _)| time.seconds()).collect();
        assert_eq!(seconds, (0..32).collect::<Vec<i64>>());
        events.insert(UnixNanos::from_seconds(99));
        assert_eq!(events.as_slice().len(), 32);
        events.remove_before(UnixNanos::from_seconds(30));
        let times = [30, 31].map(|second| (UnixNanos::from_seconds(second), None));
        assert_eq!(events.as_slice(), times);
    }

    #[test]
    fn an_event_blacks_out_both_sides() {
        let settings =
            SessionSettings { news_before_s: 60, news_after_s: 10, ..SessionSettings::default() };
        let mut events = EventList::new();
        events.insert(UnixNanos::from_seconds(1_000));
        for (second, allowed) in
            [(939, true), (940, false), (1_000, false), (1_010, false), (1_011, true)]
        {
            let check = check_events(UnixNanos::from_seconds(second), &events, &settings);
            assert_eq!(check.is_ok(), allowed, "{second}");
        }
    }

    #[test]
    fn an_event_may_have_a_window_of_its_own() {
        let settings =
            SessionSettings { news_before_s: 60, news_after_s: 10, ..SessionSettings::default() };
        let mut events = EventList::new();
        let window = EventWindow { before_s: 300, after_s: 0 };
        events.insert_with(UnixNanos::from_seconds(1_000), Some(window));
        events.insert(UnixNanos::from_seconds(5_000));
        for (second, allowed) in
            [(699, true), (700, false), (1_000, false), (1_001, true), (4_940, false)]
        {
            let check = check_events(UnixNanos::from_seconds(second), &events, &settings);
            assert_eq!(check.is_ok(), allowed, "{second}");
        }
    }
}
