//! Formats, what was known when, and when not to enter.

use super::*;
use crate::types::{Currency, DurationNanos, UnixNanos};

const UTC: LocalTime<'static> = &|stamp| stamp;
const DAY: DurationNanos = DurationNanos(86_400 * crate::types::NANOS_PER_SECOND);

fn at(text: &str) -> UnixNanos {
    crate::news::stamp::parse(text).unwrap()
}

fn usd() -> Currency {
    Currency::new("USD").unwrap()
}

fn rules(settings: &CalendarSettings) -> BlackoutRules {
    let default = Window { before_s: 600, after_s: 300 };
    BlackoutRules::new(settings, Impact::High, default).unwrap()
}

const CSV: &str = "time,currency,importance,name,actual,forecast,previous
2026-01-09 13:30,USD,high,\"Nonfarm Payrolls, total\",50K,60K,\"1,250.5\"
2026-01-09 15:00,EUR,low,Retail sales,,0.3%,
";

const METATRADER: &str = r#"[
  {"id": 7, "event_id": 1, "time": "2026.01.09 15:30", "currency": "USD", "importance": 3,
   "name": "Nonfarm Payrolls, total", "actual_value": 50000000000,
   "forecast_value": 60000000000, "prev_value": -9223372036854775808,
   "revised_prev_value": 1250500000}
]"#;

const FACTORY: &str = r#"[{"title":"Nonfarm Payrolls, total","country":"USD",
"date":"2026-01-09T08:30:00-05:00","impact":"High","forecast":"60K","previous":"1250.5"}]"#;

const ICAL: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260109T133000Z\r\n\
    SUMMARY:USD Nonfarm Payr\r\n olls\\, total\r\nPRIORITY:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn every_format_tells_the_same_event() {
    let two_hours: LocalTime<'_> = &|stamp| stamp - DurationNanos::from_seconds(7_200);
    for (text, local) in [(CSV, UTC), (METATRADER, two_hours), (FACTORY, UTC), (ICAL, UTC)] {
        let calendar = parse(text, local).unwrap();
        let found = calendar.as_known(at("2026-01-09T00:00:00Z"));
        let (event, version) = { found }.find(|(event, _)| event.currency == usd()).unwrap();
        assert_eq!(event.name, "Nonfarm Payrolls, total");
        assert_eq!(event.impact, Impact::High);
        assert_eq!(version.time, at("2026-01-09T13:30:00Z"));
        assert_eq!(version.actual, None, "not published yet");
        if text != ICAL {
            assert_eq!((version.forecast, version.previous), (Some(60_000.0), Some(1_250.5)));
        }
    }
}

#[test]
fn values_are_known_when_they_were_and_not_before() {
    let text = "id,known,time,currency,importance,name,actual,previous
1,2026-01-01,2026-01-09 13:30,USD,3,CPI,,2.5
1,2026-01-05,2026-01-10 13:30,USD,3,CPI,,2.5
1,2026-01-10 13:31,2026-01-10 13:30,USD,3,CPI,3.1,2.5
1,2026-02-01,2026-01-10 13:30,USD,3,CPI,3.2,2.6
";
    let calendar = parse(text, UTC).unwrap();
    assert_eq!(calendar.len(), 1);
    for (moment, expected) in [
        ("2025-12-31T23:59:59Z", None),
        ("2026-01-01T00:00:00Z", Some(("2026-01-09T13:30:00Z", None, 2.5))),
        ("2026-01-10T13:30:59Z", Some(("2026-01-10T13:30:00Z", None, 2.5))),
        ("2026-01-10T13:31:00Z", Some(("2026-01-10T13:30:00Z", Some(3.1), 2.5))),
        ("2026-02-02T00:00:00Z", Some(("2026-01-10T13:30:00Z", Some(3.2), 2.6))),
    ] {
        let known = calendar
            .as_known(at(moment))
            .next()
            .map(|(_, version)| (version.time, version.actual, version.previous.unwrap()));
        let expected = expected.map(|(time, actual, previous)| (at(time), actual, previous));
        assert_eq!(known, expected, "{moment}");
    }
    // Values that become known change no schedule.
    assert_eq!(calendar.schedule_changes(), [at("2026-01-01"), at("2026-01-05")]);
}

#[test]
fn a_value_without_a_stamp_is_known_from_its_time_on() {
    let calendar = parse(CSV, UTC).unwrap();
    for (moment, actual) in
        [("2026-01-09T13:29:59Z", None), ("2026-01-09T13:30:00Z", Some(50_000.0))]
    {
        let mut known = calendar.as_known(at(moment));
        let (_, version) = known.find(|(event, _)| event.currency == usd()).unwrap();
        assert_eq!(version.actual, actual);
    }
}

#[test]
fn windows_come_from_the_name_then_the_importance_then_the_default() {
    let settings = CalendarSettings {
        impact_windows: vec!["moderate=60/30".to_owned(), "high = 1200 / 900".to_owned()],
        event_rules: vec!["*Payrolls*=3600/1800".to_owned(), "*speaks=ignore".to_owned()],
    };
    let rules = BlackoutRules::new(&settings, Impact::Moderate, Window::default()).unwrap();
    let window = |before_s, after_s| Some(Window { before_s, after_s });
    assert_eq!(rules.window(Impact::Low, Some("NONFARM PAYROLLS, total")), window(3_600, 1_800));
    assert_eq!(rules.window(Impact::High, Some("Powell speaks")), None);
    assert_eq!(rules.window(Impact::High, Some("Powell speaks twice")), window(1_200, 900));
    assert_eq!(rules.window(Impact::Moderate, None), window(60, 30));
    assert_eq!(rules.window(Impact::Low, Some("x")), None);
    assert_eq!(rules.window(Impact::None, Some("x")), None);
    for (impact_windows, event_rules, name) in [
        ("huge=1/1", "", "impact_windows"),
        ("none=1/1", "", "impact_windows"),
        ("high=1", "", "impact_windows"),
        ("high=1/604801", "", "impact_windows"),
        ("", "payrolls", "event_rules"),
        ("", "=1/1", "event_rules"),
        ("", "x=-1/1", "event_rules"),
    ] {
        let list = |text: &str| (!text.is_empty()).then(|| text.to_owned()).into_iter().collect();
        let settings = CalendarSettings {
            impact_windows: list(impact_windows),
            event_rules: list(event_rules),
        };
        let error = BlackoutRules::new(&settings, Impact::High, Window::default()).unwrap_err();
        assert_eq!(error.name, name);
    }
}

#[test]
fn blackouts_are_those_of_the_symbols_currencies_that_are_not_over() {
    let calendar = parse(CSV, UTC).unwrap();
    let rules = rules(&CalendarSettings::default());
    let blackouts =
        |moment, currencies: &[Currency]| calendar.blackouts(at(moment), DAY, currencies, &rules);
    let expected = Blackout {
        time: at("2026-01-09T13:30:00Z"),
        window: Window { before_s: 600, after_s: 300 },
    };
    assert_eq!(blackouts("2026-01-09T00:00:00Z", &[usd()]), [expected]);
    assert_eq!(blackouts("2026-01-09T13:35:00Z", &[usd()]), [expected]);
    assert_eq!(blackouts("2026-01-09T13:35:01Z", &[usd()]), []);
    assert_eq!(blackouts("2026-01-08T13:29:59Z", &[usd()]), [], "more than a day ahead");
    let euro = Currency::new("EUR").unwrap();
    assert_eq!(blackouts("2026-01-09T00:00:00Z", &[euro]), [], "of low importance");
}

#[test]
fn errors_name_the_line_and_what_was_expected() {
    for (text, line, part) in [
        ("name,currency\nx,USD", 1, "expected a header with time"),
        ("time,currency,importance,name\n\n2026-01-09,USD,high", 3, "has 3 fields, expected 4"),
        ("time,currency,importance,name\nsoon,USD,high,x", 2, "time was \"soon\", expected 2026"),
        ("time,currency,importance,name\n2026-01-09,USD,huge,x", 2, "importance was \"huge\""),
        ("time,currency,importance,name\n2026-01-09,,high,x", 2, "has no currency"),
        ("time,currency,importance,name\n2026-01-09,DOLLARSUS,high,x", 2, "currency was"),
        ("time,currency,importance,name\n2026-01-09,USD,high,\"x", 2, "quote that does not end"),
        ("id,time,currency,importance,name\nx,2026-01-09,USD,high,x", 2, "id was \"x\""),
        ("[{\"time\":\"2026-01-09\"},\n{\"name\":\"x\"}]", 1, "has no currency"),
        ("[\n{\"currency\":\"USD\"}]", 2, "has no time"),
        ("[{\"time\":}]", 1, "expected an object with time"),
        ("{\"time\":\"2026-01-09\"}\n{", 2, "expected an object"),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=America/New_York:20260109T083000",
            3,
            "expected UTC",
        ),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", 2, "has no END:VEVENT"),
        ("BEGIN:VCALENDAR\nhello", 2, "expected NAME:value"),
    ] {
        let error = parse(text, UTC).unwrap_err();
        // JSON's own errors name the line of the whole text; rows name theirs.
        assert!(error.problem.contains(part), "{text}: {error}");
        assert_eq!(error.line, line, "{text}: {error}");
    }
}
