//! What is news, and what was told before.

use super::*;

const NOON: UnixNanos = UnixNanos(1_700_000_000_000_000_000);

fn item<'a>(source: &'a str, title: &'a str, url: &'a str) -> Item<'a> {
    Item { source, title, url, published: NOON, fetched: NOON }
}

fn intake(settings: &StorySettings) -> Intake {
    Intake::new(settings).unwrap()
}

#[test]
fn a_story_counts_once_however_it_is_told() {
    let mut intake = intake(&StorySettings::default());
    let first =
        item("a", "SEC approves first spot bitcoin ETF", "https://www.x.com/n/1?utm_source=b");
    assert!(intake.take(&first).is_ok());
    for (title, url, sameness) in [
        ("Something else entirely, same page", "http://m.x.com/n/1/#top", Sameness::Url),
        ("SEC Approves First Spot Bitcoin ETF!", "https://y.com/2", Sameness::Title),
        ("SEC approves the first ever spot Bitcoin ETF", "https://z.com/3", Sameness::Words),
    ] {
        let refused = intake.take(&item("b", title, url)).unwrap_err();
        assert_eq!(refused, Refused::Same(sameness), "{title}");
    }
    assert!(intake.take(&item("b", "SEC sues the exchange over staking", "")).is_ok());
}

#[test]
fn other_numbers_are_another_story() {
    let mut intake = intake(&StorySettings::default());
    assert!(intake.take(&item("a", "Bitcoin price climbs above 70,000 dollars today", "")).is_ok());
    assert!(intake.take(&item("a", "Bitcoin price climbs above 71,000 dollars today", "")).is_ok());
    assert!(intake.take(&item("b", "Bitcoin price climbs above 70,000 dollars", "")).is_err());
}

#[test]
fn the_same_words_after_days_are_news_again() {
    let mut intake = intake(&StorySettings::default());
    let first = item("a", "Dollar slips before payrolls report", "https://x.com/daily");
    assert!(intake.take(&first).is_ok());
    for (hours, is_new) in [(47, false), (49, true)] {
        let later = NOON + DurationNanos::from_seconds(hours * 3_600);
        let again = Item { published: later, fetched: later, ..first };
        assert_eq!(intake.take(&again).is_ok(), is_new, "{hours} h");
    }
}

#[test]
fn times_are_held_against_the_fetch() {
    let mut intake = intake(&StorySettings::default());
    let at = |seconds: i64, title| {
        let published = NOON + DurationNanos::from_seconds(seconds);
        Item { published, ..item("a", title, "") }
    };
    assert!(matches!(intake.take(&at(301, "one")), Err(Refused::FromTheFuture { .. })));
    let story = intake.take(&at(300, "two")).unwrap();
    assert_eq!((story.published, story.known), (NOON, NOON), "no later than the fetch");
    assert!(intake.take(&at(-86_400, "three")).is_ok());
    assert!(matches!(intake.take(&at(-86_401, "four")), Err(Refused::Stale { .. })));
}

#[test]
fn sources_count_what_is_configured() {
    let source_weights = vec!["CoinDesk = 2.5".to_owned(), "spam=0".to_owned()];
    let settings = StorySettings { source_weights, ..StorySettings::default() };
    let mut intake = intake(&settings);
    assert_eq!(intake.take(&item("coindesk", "one", "")).unwrap().weight, 2.5);
    assert_eq!(intake.take(&item("other", "two", "")).unwrap().weight, 1.0);
    assert_eq!(intake.take(&item("Spam", "three", "")), Err(Refused::Weightless));
    for text in ["coindesk", "=1", "a=-1", "a=101", "a=NaN", "a=much"] {
        let source_weights = vec![text.to_owned()];
        let settings = StorySettings { source_weights, ..StorySettings::default() };
        assert_eq!(Intake::new(&settings).unwrap_err().name, "source_weights", "{text}");
    }
}

#[test]
fn titles_come_in_one_spelling() {
    for (title, normal) in [
        ("  Fed&#8217;s  Powell\u{a0}speaks &amp; waits ", "Fed's Powell speaks & waits"),
        ("Gold \u{2014} \u{201c}safe\u{201d} - Reuters", "Gold - \"safe\""),
        ("Gold | reuters", "Gold"),
        ("A - B", "A - B"),
        ("AT&T; x &unknown; &#x41;", "AT&T; x &unknown; A"),
        ("", ""),
    ] {
        assert_eq!(normal_title(title, "Reuters"), normal);
    }
    let long = "\u{e9}".repeat(400);
    assert_eq!(normal_title(&long, "").len(), 512);
}

#[test]
fn addresses_come_in_one_spelling() {
    for (url, canonical) in [
        ("https://WWW.Example.com/A/b/?utm_medium=x&b=2&a=1#c", "example.com/A/b?a=1&b=2"),
        ("http://amp.example.com/story/amp/", "example.com/story"),
        ("example.com", "example.com"),
        ("https://example.com/?fbclid=1", "example.com"),
        ("", ""),
    ] {
        assert_eq!(canonical_url(url), canonical, "{url}");
    }
}

#[test]
fn memory_is_bounded_and_near_duplicates_are_those_of_a_full_search() {
    // Titles of seven words out of a vocabulary of twelve: many are alike.
    let mut state = 7_u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % below
    };
    let remembered = 50;
    let settings = StorySettings { remembered, ..StorySettings::default() };
    let mut memory = Memory::new(&settings);
    let mut kept: Vec<Vec<u64>> = Vec::new();
    for _ in 0..2_000 {
        let mut words: Vec<u64> = (0..7).map(|_| draw(20)).collect();
        let title: Vec<String> =
            words.iter().map(|&word| "abcdefghijklmnopqrst"[word as usize..].to_owned()).collect();
        words.sort_unstable();
        words.dedup();
        let recent = &kept[kept.len().saturating_sub(50)..];
        // "t" alone and so on: one letter words are no stop words except "a", which is none here.
        let is_like = |other: &Vec<u64>| {
            let shared = words.iter().filter(|word| other.contains(word)).count();
            shared as f64 / (words.len() + other.len() - shared) as f64 >= 0.6
        };
        let expected = words.len() >= 4 && recent.iter().any(is_like);
        let was = memory.admit(&title.join(" "), "", NOON);
        if was != Err(Sameness::Title) {
            assert_eq!(was.is_err(), expected, "{title:?}");
        }
        if was.is_ok() {
            kept.push(words);
        }
        assert!(memory.len() <= 50);
        assert!(memory.by_word_len() <= 50 * 7);
    }
    assert!(kept.len() > 100);
}
