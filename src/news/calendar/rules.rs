//! Which events entries keep away from, and for how long.

use super::{EventRow, Impact};
use crate::types::{ParameterError, UnixNanos};

crate::settings! {
    /// Scheduled events with windows of their own. Every other event counts from
    /// `engine.calendar_importance_min` up, with `risk.session.news_before_s` and `news_after_s`.
    pub struct EventSettings in "news.events" {
        /// Rules as `name=before/after` in seconds or `name=ignore`. A rule holds for every event
        /// whose name contains the text, in any case, whatever its impact; with `USD:` before it
        /// for that currency alone. The first rule that holds counts.
        rules: Vec<String> = Vec::new(), "", (128, 64);
    }
}

/// Longest window in seconds, that of `risk.session`.
const WINDOW_S_MAX: u32 = 86_400;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    /// Empty for every currency.
    currency: String,
    /// In lower case.
    text: String,
    /// Seconds before and after; `None` = ignore.
    window: Option<(u32, u32)>,
}

/// Rules, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventRules {
    rules: Vec<Rule>,
}

/// An event that entries keep away from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventPlan {
    /// When it happens.
    pub scheduled: UnixNanos,
    /// Seconds before and after; `None` = as configured for all.
    pub window_s: Option<(u32, u32)>,
}

impl EventRules {
    /// # Errors
    /// A rule that cannot be read.
    pub fn new(settings: &EventSettings) -> Result<Self, ParameterError> {
        let rules = settings.rules.iter().map(|text| {
            rule(text).ok_or_else(|| {
                let expected = "name=before/after in seconds (at most 86400) or name=ignore";
                ParameterError::new("rules", text, expected)
            })
        });
        Ok(Self { rules: rules.collect::<Result<_, _>>()? })
    }

    /// How to keep away from an event; `None` = not at all.
    #[must_use]
    pub fn plan(&self, row: &EventRow, least: Impact) -> Option<EventPlan> {
        let name = row.name.to_lowercase();
        let holds = |rule: &&Rule| {
            (rule.currency.is_empty() || rule.currency == row.currency) && name.contains(&rule.text)
        };
        let scheduled = row.scheduled;
        match self.rules.iter().find(holds) {
            Some(rule) => rule.window.map(|window| EventPlan { scheduled, window_s: Some(window) }),
            None => (row.impact >= least).then_some(EventPlan { scheduled, window_s: None }),
        }
    }
}

fn rule(text: &str) -> Option<Rule> {
    let (name, window) = text.rsplit_once('=')?;
    let (currency, name) = match name.split_once(':') {
        Some((code, name)) if code.trim().len() == 3 => (code.trim().to_ascii_uppercase(), name),
        _ => (String::new(), name),
    };
    let window = match window.trim() {
        "ignore" => None,
        window => {
            let (before, after) = window.split_once('/')?;
            let seconds =
                |text: &str| text.trim().parse().ok().filter(|&s: &u32| s <= WINDOW_S_MAX);
            Some((seconds(before)?, seconds(after)?))
        }
    };
    let text = name.trim().to_lowercase();
    (!text.is_empty()).then_some(Rule { currency, text, window })
}
