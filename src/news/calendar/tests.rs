//! What was known when, and what is refused.

use super::*;

fn at(text: &str) -> UnixNanos {
    crate::news::stamp::parse(text).unwrap()
}

fn calendar(format: CalendarFormat, text: &str) -> Calendar {
    let read = parse(format, text).unwrap();
    assert_eq!(read.refused, []);
    let mut calendar = Calendar::default();
    read.entries.into_iter().for_each(|row| calendar.take(row));
    calendar
}

const REVISED: &str = "known,id,time,currency,impact,name,actual,forecast,previous\n\
    2026-01-02T00:00:00Z,7,2026-01-09T13:30:00Z,USD,high,Payrolls,,150K,120K\n\
    2026-01-05T00:00:00Z,7,2026-01-09T15:00:00Z,USD,high,Payrolls,,160K,120K\n\
    2026-01-09T15:00:01Z,7,2026-01-09T15:00:00Z,USD,high,Payrolls,90K,160K,\"1,18K\"\n";

#[test]
fn only_what_was_known_is_seen() {
    let calendar = calendar(CalendarFormat::Csv, REVISED);
    let seen = |now: &str| calendar.as_of(at(now)).next().cloned();
    assert_eq!(seen("2026-01-01T23:59:59Z"), None);
    let first = seen("2026-01-02T00:00:00Z").unwrap();
    assert_eq!(first.scheduled, at("2026-01-09T13:30:00Z"));
    assert_eq!((first.actual, first.forecast), (None, Some(150e3)));
    let moved = seen("2026-01-09T15:00:00Z").unwrap();
    assert_eq!((moved.scheduled, moved.actual), (at("2026-01-09T15:00:00Z"), None));
    let last = seen("2026-01-09T15:00:01Z").unwrap();
    assert_eq!((last.actual, last.previous), (Some(90e3), Some(118e3)));
    assert_eq!(calendar.next_change(at("2026-01-02T00:00:00Z")), Some(at("2026-01-05T00:00:00Z")));
    assert_eq!(calendar.next_change(at("2026-01-09T15:00:01Z")), None);
    assert_eq!(calendar.len(), 1);
}

#[test]
fn figures_without_a_time_of_knowledge_wait_for_the_event() {
    let text = r#"[{"date":"2026-01-09T08:30:00-05:00","country":"usd","impact":"Medium",
        "title":"Rate &amp; statement","actual":-0.3,"forecast":"1.5%","previous":""}]"#;
    let calendar = calendar(CalendarFormat::Json, text);
    let seen = |now: &str| calendar.as_of(at(now)).next().cloned().unwrap();
    let before = seen("2020-01-01T00:00:00Z");
    assert_eq!((before.name.as_str(), before.currency.as_str()), ("Rate & statement", "USD"));
    assert_eq!((before.impact, before.forecast), (Impact::Moderate, None));
    let after = seen("2026-01-09T13:30:00Z");
    assert_eq!((after.actual, after.forecast, after.previous), (Some(-0.3), Some(1.5), None));
}

#[test]
fn icalendar_is_read() {
    let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260109T133000Z\r\n\
        SUMMARY:USD Non-Farm\r\n  Payrolls\\, SA\r\nPRIORITY:1\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nDTSTART:20260110T100000Z\r\nX-CURRENCY:EUR\r\nSUMMARY:Talk\r\n\
        CATEGORIES:speech,low\r\nLAST-MODIFIED:20260101T000000Z\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nDTSTART;TZID=X:20260110T100000\r\nSUMMARY:USD Talk\r\nEND:VEVENT\r\n\
        END:VCALENDAR\r\n";
    let read = parse(CalendarFormat::ICal, text).unwrap();
    let names: Vec<&str> = read.entries.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Non-Farm Payrolls, SA", "Talk"]);
    assert_eq!(read.entries[0].scheduled, at("2026-01-09T13:30:00Z"));
    assert_eq!((read.entries[0].impact, read.entries[1].impact), (Impact::High, Impact::Low));
    assert_eq!(read.entries[1].known, at("2026-01-01T00:00:00Z"));
    assert!(read.refused[0].to_string().starts_with("line 16: DTSTART was `20260110T100000`"));
}

#[test]
fn what_cannot_be_read_names_its_line() {
    let rows = "time,currency,impact,name\n2026-01-09,USD,high,A\n2026-01-09T00:00:00Z,US,high,A\n\
        2026-01-09T00:00:00Z,USD,huge,A\n2026-01-09T00:00:00Z,USD,high,\n";
    let read = parse(CalendarFormat::Csv, rows).unwrap();
    let parts: Vec<String> = read
        .refused
        .iter()
        .map(|it| it.to_string().split(" was").next().unwrap().to_owned())
        .collect();
    assert_eq!(parts, ["line 2: time", "line 3: currency", "line 4: impact", "line 5: name"]);
    for (format, text) in [
        (CalendarFormat::Csv, "a,b\n"),
        (CalendarFormat::Json, "{}"),
        (CalendarFormat::Json, "["),
        (CalendarFormat::ICal, "time\n"),
        (CalendarFormat::ICal, "BEGIN:VCALENDAR\nBEGIN:VEVENT\n"),
    ] {
        assert!(parse(format, text).is_err(), "{text}");
    }
}

#[test]
fn rules_give_windows_or_leave_events_out() {
    let rules = |list: &[&str]| {
        let rules = list.iter().map(|rule| (*rule).to_owned()).collect();
        EventRules::new(&EventSettings { rules })
    };
    let event = |currency: &str, name: &str, impact| EventRow {
        currency: currency.to_owned(),
        name: name.to_owned(),
        impact,
        ..EventRow::default()
    };
    let set = rules(&["USD:payrolls=1800/900", "talk=ignore"]).unwrap();
    let window = |row: &EventRow| set.plan(row, Impact::High).map(|plan| plan.window_s);
    assert_eq!(window(&event("USD", "Non-Farm PAYROLLS", Impact::Low)), Some(Some((1_800, 900))));
    assert_eq!(window(&event("CAD", "Payrolls", Impact::Low)), None);
    assert_eq!(window(&event("CAD", "Payrolls", Impact::High)), Some(None));
    assert_eq!(window(&event("EUR", "A talk", Impact::High)), None);
    for text in ["x", "=1/2", "x=1", "x=1/86401", "x=-1/2", "USD:=ignore", "x=skip"] {
        assert!(rules(&[text]).is_err(), "{text}");
    }
}

#[test]
fn revisions_are_bounded() {
    let mut calendar = Calendar::default();
    for second in 0..1_000 {
        let known = UnixNanos::from_seconds(second);
        calendar.take(EventRow { known, ..EventRow::default() });
    }
    assert_eq!(calendar.events[""].len(), Calendar::REVISIONS_MAX);
    let last = calendar.as_of(UnixNanos::from_seconds(2_000)).next().unwrap();
    assert_eq!(last.known, UnixNanos::from_seconds(999));
}
