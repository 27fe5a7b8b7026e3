//! How long before and after which event nothing is entered.

use super::event::Impact;
use crate::types::{DurationNanos, ParameterError, UnixNanos};

/// Longest window on either side: a week.
const WINDOW_MAX_S: u32 = 604_800;

crate::settings! {
    /// Which scheduled events keep entries away, and how long. Without a rule here the lengths are
    /// `risk.session.news_before_s` and `news_after_s`.
    pub struct CalendarSettings in "news.calendar" {
        /// Lengths by importance, in seconds before and after: `high=1800/900`, `moderate=300/300`.
        /// Importances below `engine.calendar_importance_min` have no windows.
        impact_windows: Vec<String> = Vec::new(), "", (64, 3);
        /// Lengths by name, the first that fits: `*payrolls*=3600/1800`, `*speaks*=ignore`. `*`
        /// stands for anything, capitals do not matter. They count whatever the importance, for
        /// events with a known name.
        event_rules: Vec<String> = Vec::new(), "", (128, 64);
    }
}

/// Seconds before and after an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// Before it.
    pub before_s: u32,
    /// After it.
    pub after_s: u32,
}

impl Window {
    fn parse(text: &str) -> Option<Self> {
        let (before, after) = text.split_once('/')?;
        let seconds =
            |text: &str| text.trim().parse().ok().filter(|&seconds: &u32| seconds <= WINDOW_MAX_S);
        Some(Self { before_s: seconds(before)?, after_s: seconds(after)? })
    }
}

/// A time around which nothing is entered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Blackout {
    /// When the event is scheduled.
    pub time: UnixNanos,
    /// How long before and after.
    pub window: Window,
}

impl Blackout {
    /// Its last moment.
    #[must_use]
    pub fn end(&self) -> UnixNanos {
        self.time + DurationNanos::from_seconds(i64::from(self.window.after_s))
    }
}

/// The rules, parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlackoutRules {
    importance_min: Impact,
    default: Window,
    /// By importance from low to high.
    by_impact: [Option<Window>; 3],
    /// Pattern in small letters; `None` = such events are ignored.
    by_name: Vec<(String, Option<Window>)>,
}

impl BlackoutRules {
    /// Reads the rules. `default` is the window where none says otherwise, and `importance_min` the
    /// least importance that has one.
    ///
    /// # Errors
    /// A rule that cannot be read.
    pub fn new(
        settings: &CalendarSettings,
        importance_min: Impact,
        default: Window,
    ) -> Result<Self, ParameterError> {
        let mut by_impact = [None; 3];
        for text in &settings.impact_windows {
            let rule = text.split_once('=').and_then(|(impact, window)| {
                let index = (Impact::parse(impact)? as usize).checked_sub(1)?;
                Some((index, Window::parse(window)?))
            });
            let expected = "low, moderate or high, = and seconds before/after up to a week, as in \
                high=1800/900";
            let (index, window) =
                rule.ok_or_else(|| unreadable("impact_windows", text, expected))?;
            by_impact[index] = Some(window);
        }
        let by_name = settings.event_rules.iter().map(|text| {
            let expected = "a name, = and seconds before/after up to a week or ignore, as in \
                *payrolls*=3600/1800";
            name_rule(text).ok_or_else(|| unreadable("event_rules", text, expected))
        });
        Ok(Self { importance_min, default, by_impact, by_name: by_name.collect::<Result<_, _>>()? })
    }

    /// The window of an event; `None` = it keeps nothing away.
    #[must_use]
    pub fn window(&self, impact: Impact, name: Option<&str>) -> Option<Window> {
        let name = name.map(str::to_lowercase);
        let by_name = name.and_then(|name| {
            self.by_name.iter().find(|(pattern, _)| fits(pattern.as_bytes(), name.as_bytes()))
        });
        if let Some((_, window)) = by_name {
            return *window;
        }
        let index = (impact as usize).checked_sub(1)?;
        (impact >= self.importance_min).then(|| self.by_impact[index].unwrap_or(self.default))
    }
}

fn name_rule(text: &str) -> Option<(String, Option<Window>)> {
    // The last one: names may hold the sign too.
    let (pattern, window) = text.rsplit_once('=')?;
    let pattern = pattern.trim().to_lowercase();
    let window = match window.trim() {
        "ignore" => None,
        window => Some(Window::parse(window)?),
    };
    (!pattern.is_empty()).then_some((pattern, window))
}

fn unreadable(name: &'static str, text: &str, expected: &'static str) -> ParameterError {
    ParameterError::new(name, format!("{text:?}"), expected)
}

/// Whether a pattern with `*` for anything fits the whole text. Time: product of both lengths.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut star, mut retry) = (0, None, 0);
    let mut begin = 0;
    while begin < text.len() {
        if pattern.get(at) == Some(&b'*') {
            star = Some(at);
            at += 1;
            retry = begin;
        } else if pattern.get(at) == Some(&text[begin]) {
            at += 1;
            begin += 1;
        } else if let Some(star) = star {
            at = star + 1;
            retry += 1;
            begin = retry;
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|&byte| byte == b'*')
}
