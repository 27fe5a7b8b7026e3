//! Scheduled events, and what became known of each at which moment.

use std::collections::BTreeMap;

use super::rules::{Blackout, BlackoutRules};
use crate::types::{Currency, DurationNanos, NANOS_PER_SECOND, UnixNanos};

/// The longest blackout.
const WEEK: DurationNanos = DurationNanos(7 * 86_400 * NANOS_PER_SECOND);

/// How much an event moves prices. The numbers are MetaTrader's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// None, or a holiday.
    None = 0,
    /// Little.
    Low = 1,
    /// Some.
    Moderate = 2,
    /// Much.
    High = 3,
}

impl Impact {
    /// From a word or MetaTrader's number.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let text = text.strip_prefix("calendar_importance_").unwrap_or(&text);
        Some(match text {
            "0" | "none" | "holiday" | "non-economic" => Self::None,
            "1" | "low" => Self::Low,
            "2" | "moderate" | "medium" => Self::Moderate,
            "3" | "high" => Self::High,
            _ => return None,
        })
    }

    /// From MetaTrader's number; more than 3 counts as high.
    #[must_use]
    pub const fn from_number(number: u8) -> Self {
        match number {
            0 => Self::None,
            1 => Self::Low,
            2 => Self::Moderate,
            _ => Self::High,
        }
    }
}

/// What was known of an event from a moment on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Version {
    /// When this became known.
    pub known: UnixNanos,
    /// When the event is scheduled.
    pub time: UnixNanos,
    /// The published value.
    pub actual: Option<f64>,
    /// What was expected.
    pub forecast: Option<f64>,
    /// The value before, revised if it was.
    pub previous: Option<f64>,
}

/// A scheduled event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its number in the source, or one made of its currency, name and day.
    pub id: u64,
    /// Whose money it moves; `ALL` moves every one.
    pub currency: Currency,
    /// How much.
    pub impact: Impact,
    /// What it is called.
    pub name: String,
    /// What became known when; earliest first, at least one.
    versions: Vec<Version>,
}

impl Event {
    /// An event with its first version.
    #[must_use]
    pub fn new(id: u64, currency: Currency, impact: Impact, name: &str, first: Version) -> Self {
        Self { id, currency, impact, name: name.to_owned(), versions: vec![first] }
    }

    /// What became known when, earliest first.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// What was known at a moment; `None` = not even that the event would be.
    #[must_use]
    pub fn as_known(&self, at: UnixNanos) -> Option<&Version> {
        let count = self.versions.partition_point(|version| version.known <= at);
        self.versions.get(count.checked_sub(1)?)
    }

    /// Adds a version. One that became known at the same moment is replaced.
    pub fn add(&mut self, version: Version) {
        let at = self.versions.partition_point(|other| other.known < version.known);
        match self.versions.get_mut(at) {
            Some(same) if same.known == version.known => *same = version,
            _ => self.versions.insert(at, version),
        }
    }
}

/// Events with their past: asked about a moment it answers as it would have then.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calendar(BTreeMap<u64, Event>);

impl Calendar {
    /// Adds an event, or versions to the one of that number.
    pub fn insert(&mut self, event: Event) {
        if let Some(known) = self.0.get_mut(&event.id) {
            event.versions.into_iter().for_each(|version| known.add(version));
        } else {
            self.0.insert(event.id, event);
        }
    }

    /// Number of events.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The events known at a moment with what was known of each, by number.
    pub fn as_known(&self, at: UnixNanos) -> impl Iterator<Item = (&Event, &Version)> {
        self.0.values().filter_map(move |event| Some((event, event.as_known(at)?)))
    }

    /// The moments at which a schedule became known or changed, earliest first: between two of
    /// them blackouts only come nearer and end.
    #[must_use]
    pub fn schedule_changes(&self) -> Vec<UnixNanos> {
        let mut changes = Vec::new();
        for event in self.0.values() {
            let mut before = None;
            for version in &event.versions {
                if before != Some(version.time) {
                    changes.push(version.known);
                }
                before = Some(version.time);
            }
        }
        changes.sort_unstable();
        changes.dedup();
        changes
    }

    /// When not to enter, as known at `at`: the events of these currencies within `ahead` whose
    /// blackout is not over, earliest first.
    #[must_use]
    pub fn blackouts(
        &self,
        at: UnixNanos,
        ahead: DurationNanos,
        currencies: &[Currency],
        rules: &BlackoutRules,
    ) -> Vec<Blackout> {
        let all = Currency::new("ALL");
        let concerns = |currency| currencies.contains(&currency) || Some(currency) == all;
        let mut found: Vec<Blackout> = self
            .as_known(at)
            .filter(|(event, _)| concerns(event.currency))
            // No window is longer than a week.
            .filter(|(_, version)| version.time <= at + ahead && version.time + WEEK >= at)
            .filter_map(|(event, version)| {
                let window = rules.window(event.impact, Some(&event.name))?;
                Some(Blackout { time: version.time, window })
            })
            .filter(|blackout| blackout.end() >= at)
            .collect();
        found.sort_unstable();
        found
    }
}
