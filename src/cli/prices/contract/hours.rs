//! Trading hours of a week, as people write them: `monday = ["00:05-23:55"]`.

use serde::{Deserialize, Serialize};

use hypertrader::types::{Session, SymbolSpec};

/// A day of the week, with MetaTrader's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::cli) enum Weekday {
    Sunday = 0,
    Monday = 1,
    Tuesday = 2,
    Wednesday = 3,
    Thursday = 4,
    Friday = 5,
    Saturday = 6,
}

/// Sessions by weekday. A day without any is closed; no session at all means always open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::cli) struct Hours {
    sunday: Vec<Span>,
    monday: Vec<Span>,
    tuesday: Vec<Span>,
    wednesday: Vec<Span>,
    thursday: Vec<Span>,
    friday: Vec<Span>,
    saturday: Vec<Span>,
}

/// From the first second of a session to the first one after it, counted from midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Span {
    from_s: u32,
    to_s: u32,
}

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let expected = || format!("was {text:?}, expected hours such as \"00:05-24:00\"");
        let (from, to) = text.split_once('-').ok_or_else(expected)?;
        let span = second_of(from).zip(second_of(to)).filter(|(from, to)| from < to);
        let (from_s, to_s) = span.ok_or_else(expected)?;
        Ok(Self { from_s, to_s })
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        let clock = |second: u32| format!("{:02}:{:02}", second / 3_600, second / 60 % 60);
        format!("{}-{}", clock(span.from_s), clock(span.to_s))
    }
}

/// The second of `HH:MM`, up to 24:00.
fn second_of(text: &str) -> Option<u32> {
    let (hour, minute) = text.trim().split_once(':')?;
    let number = |text: &str| {
        let is_plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| text.parse::<u32>().ok())?
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    let second = hour * 3_600 + minute * 60;
    (minute < 60 && second <= 86_400).then_some(second)
}

impl Hours {
    const fn days(&self) -> [&Vec<Span>; 7] {
        let Self { sunday, monday, tuesday, wednesday, thursday, friday, saturday } = self;
        [sunday, monday, tuesday, wednesday, thursday, friday, saturday]
    }

    /// Refuses more sessions than a specification holds.
    pub(super) fn check(&self) -> Result<(), String> {
        let count: usize = self.days().iter().map(|spans| spans.len()).sum();
        let most = SymbolSpec::MAX_SESSIONS;
        if count <= most {
            return Ok(());
        }
        Err(format!("sessions were {count}, expected at most {most} a week"))
    }

    /// As a specification has them.
    pub(super) fn to_spec(&self) -> [Option<Session>; SymbolSpec::MAX_SESSIONS] {
        let mut sessions = [None; SymbolSpec::MAX_SESSIONS];
        let all = self.days().into_iter().zip(0_u8..).flat_map(|(spans, day)| {
            spans.iter().map(move |&Span { from_s, to_s }| Session { day, from_s, to_s })
        });
        for (place, session) in sessions.iter_mut().zip(all) {
            *place = Some(session);
        }
        sessions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_spans_of_a_day() {
        let hours: Hours = toml::from_str(
            "monday = [\"00:05-12:00\", \"13:00-24:00\"]\nfriday = [\"00:00-21:59\"]",
        )
        .unwrap();
        let sessions = hours.to_spec();
        let expected = [(1, 300, 43_200), (1, 46_800, 86_400), (5, 0, 79_140)]
            .map(|(day, from_s, to_s)| Some(Session { day, from_s, to_s }));
        assert_eq!(sessions[..4], [&expected[..], &[None]].concat());
        assert!(hours.check().is_ok());
        for wrong in
            ["12:00-12:00", "24:01-24:02", "9:00-10:00", "12:60-13:00", "noon", "+1:00-02:00"]
        {
            let text = format!("monday = [{wrong:?}]");
            let error = toml::from_str::<Hours>(&text).unwrap_err().to_string();
            assert!(error.contains("expected hours such as"), "{wrong}: {error}");
        }
    }

    #[test]
    fn more_sessions_than_a_specification_holds_are_refused() {
        let spans = "\"00:00-01:00\",".repeat(22);
        let hours: Hours = toml::from_str(&format!("sunday = [{spans}]")).unwrap();
        assert!(hours.check().unwrap_err().contains("were 22, expected at most 21"));
    }
}
