//! Worked examples, and a reading made anew from all that was ever pushed.

use super::*;

const START_S: i64 = 1_700_000_000;

fn at(seconds: i64) -> UnixNanos {
    UnixNanos::from_seconds(START_S + seconds)
}

fn mark(published_s: i64, known_s: i64, sentiment: f64, weight: f64) -> Mark {
    Mark { published: at(published_s), known: at(known_s), sentiment, weight }
}

#[test]
fn a_worked_example() {
    let settings = WindowSettings { last: 2, half_life_s: 600, ..WindowSettings::default() };
    let mut window = Window::new(&settings);
    for (published_s, sentiment, weight) in
        [(-7_200, -1.0, 1.0), (-1_800, 0.5, 1.0), (-600, -0.7, 3.0)]
    {
        assert!(window.push(mark(published_s, published_s, sentiment, weight)));
    }
    let reading = window.reading(at(0)).unwrap();
    let close = |was: Option<f64>, expected: f64| {
        assert!((was.unwrap() - expected).abs() < 1e-12, "{was:?}, expected {expected}");
    };
    close(reading.mean_last, (0.5 - 2.1) / 4.0);
    close(reading.mean_60m, (0.5 - 2.1) / 4.0);
    close(reading.mean_15m, -0.7);
    // Weights 3/2, 1/8 and 1/4096.
    close(reading.decayed, (-1.05 + 0.0625 - 1.0 / 4_096.0) / (1.5 + 0.125 + 1.0 / 4_096.0));
    assert_eq!((reading.min_60m, reading.max_60m), (Some(-0.7), Some(0.5)));
    assert_eq!((reading.count_15m, reading.count_60m), (1, 2));
    assert_eq!((reading.very_good, reading.very_bad), (false, true));
    assert_eq!(reading.age, DurationNanos::from_seconds(600));
}

#[test]
fn nothing_is_seen_before_it_was_known() {
    let mut window = Window::new(&WindowSettings::default());
    window.fetched(at(-10));
    window.push(mark(-300, 5, -0.9, 1.0));
    assert_eq!(window.reading(at(4)).unwrap().count_60m, 0);
    assert_eq!(window.reading(at(5)).unwrap().count_60m, 1);
}

#[test]
fn a_feed_that_is_down_says_nothing() {
    let mut window = Window::new(&WindowSettings::default());
    assert_eq!(window.reading(at(0)), None);
    window.fetched(at(0));
    assert_eq!(window.reading(at(-1)), None);
    let quiet = window.reading(at(900)).unwrap();
    assert_eq!((quiet.mean_last, quiet.count_60m), (None, 0));
    assert_eq!(window.reading(at(901)), None);
    window.fetched(at(880));
    assert!(window.reading(at(901)).is_some());
}

#[test]
fn unusable_numbers_change_nothing() {
    let mut window = Window::new(&WindowSettings::default());
    for (sentiment, weight) in
        [(f64::NAN, 1.0), (1.1, 1.0), (0.0, 0.0), (0.0, f64::NAN), (0.0, 101.0)]
    {
        assert!(!window.push(mark(0, 0, sentiment, weight)));
    }
    assert!(!window.push(mark(1, 0, 0.0, 1.0)), "published after it was known");
    assert_eq!(window.reading(at(0)), None);
}

#[test]
fn readings_are_those_of_the_newest_stories_summed_anew() {
    let mut state = 3_u64;
    let mut draw = |below: i64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as i64 % below
    };
    let settings = WindowSettings { kept: 16, ..WindowSettings::default() };
    let mut window = Window::new(&settings);
    let mut all: Vec<Mark> = Vec::new();
    let capacity = window.marks.capacity();
    for step in 0..3_000 {
        let now_s = step * 60;
        let mark = mark(now_s - draw(5_000), now_s, (draw(201) - 100) as f64 / 100.0, 1.0);
        window.push(mark);
        all.push(mark);
        all.sort_by_key(|mark| mark.published);
        all.drain(..all.len().saturating_sub(16));
        let hour: Vec<f64> = all
            .iter()
            .filter(|mark| at(now_s).since(mark.published) <= MINUTES_60)
            .map(|mark| mark.sentiment)
            .collect();
        let reading = window.reading(at(now_s)).unwrap();
        assert_eq!(reading.count_60m as usize, hour.len());
        assert_eq!(reading.min_60m, hour.iter().copied().reduce(f64::min));
        assert_eq!(reading.max_60m, hour.iter().copied().reduce(f64::max));
        if let Some(mean) = reading.mean_60m {
            assert!((mean - hour.iter().sum::<f64>() / hour.len() as f64).abs() < 1e-12);
        }
    }
    assert_eq!(window.marks.capacity(), capacity, "the window grew");
}
