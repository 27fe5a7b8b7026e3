//! From headlines of all sources to the stories of one symbol.

use super::archive::ArchivedItem;
use super::calendar::CalendarSettings;
use super::scope::{Concern, SymbolScope, subjects_of_headline};
use super::sentiment::{Analyzer, Mode};
use super::story::{Intake, Item, Refused, StorySettings};
use super::window::{Mark, WindowSettings};
use crate::types::{ParameterError, UnixNanos};

crate::choice! {
    /// What news about the money that a price is in say about the price.
    pub enum QuoteNews {
        /// Good news for the dollar are bad news for EURUSD.
        Opposite = "opposite",
        /// They count as any other.
        Same = "same",
        /// Nothing.
        Ignore = "ignore",
    }
}

crate::settings! {
    /// How headlines are judged.
    pub struct NewsSettings in "news" {
        /// The lexicon that rates a headline.
        lexicon: Mode = Mode::Finance, "", ();
        /// What news that are only about the quote currency of a symbol count for it.
        quote_news: QuoteNews = QuoteNews::Opposite, "", ();
    }
}

/// All sections about news.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewsConfig {
    /// Section `news`.
    pub news: NewsSettings,
    /// Section `news.stories`.
    pub stories: StorySettings,
    /// Section `news.window`.
    pub window: WindowSettings,
    /// Section `news.calendar`.
    pub calendar: CalendarSettings,
}

/// What an engine is told about news, at the time it holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NewsEvent {
    /// A feed answered, whatever it said.
    Fetched(UnixNanos),
    /// A story of the symbol.
    Story(Mark),
}

impl NewsEvent {
    /// The moment before which nothing may know of it.
    #[must_use]
    pub const fn known(&self) -> UnixNanos {
        match self {
            Self::Fetched(time) => *time,
            Self::Story(mark) => mark.known,
        }
    }
}

/// What became of headlines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// Stories of the symbol.
    pub stories: u64,
    /// Stories of others.
    pub of_others: u64,
    /// Told before.
    pub repeated: u64,
    /// Too old, from the future, empty, or of a source that counts nothing.
    pub refused: u64,
}

/// Judges headlines for one symbol.
#[derive(Clone, Debug)]
pub struct Desk {
    intake: Intake,
    analyzer: Analyzer,
    scope: SymbolScope,
    quote_news: QuoteNews,
}

impl Desk {
    /// A desk that has seen nothing yet.
    ///
    /// # Errors
    /// A weight that cannot be read.
    pub fn new(config: &NewsConfig, scope: SymbolScope) -> Result<Self, ParameterError> {
        let intake = Intake::new(&config.stories)?;
        let analyzer = Analyzer::new(config.news.lexicon);
        Ok(Self { intake, analyzer, scope, quote_news: config.news.quote_news })
    }

    /// Takes a headline; `None` = it does not concern the symbol. Hand in headlines in the order in
    /// which they were fetched.
    ///
    /// # Errors
    /// Why it is not news.
    pub fn take(&mut self, item: &Item<'_>) -> Result<Option<Mark>, Refused> {
        let story = self.intake.take(item)?;
        let concern = self.scope.concern(subjects_of_headline(&story.title));
        let sign = match (concern, self.quote_news) {
            (None, _) | (Some(Concern::Quote), QuoteNews::Ignore) => return Ok(None),
            (Some(Concern::Quote), QuoteNews::Opposite) => -1.0,
            (Some(Concern::Base), _) | (_, QuoteNews::Same) => 1.0,
        };
        let compound = self.analyzer.score(&story.title).compound;
        let (published, known) = (story.published, story.known);
        // Adding zero makes a negative zero positive.
        let sentiment = sign * compound + 0.0;
        Ok(Some(Mark { published, known, sentiment, weight: story.weight }))
    }

    /// Takes an archive: what an engine would have been told, by the time it was known.
    pub fn replay(&mut self, items: &[ArchivedItem]) -> (Vec<NewsEvent>, Tally) {
        let mut in_order: Vec<&ArchivedItem> = items.iter().collect();
        in_order.sort_by_key(|item| item.fetched);
        let (mut events, mut tally) = (Vec::new(), Tally::default());
        let mut newest = None;
        for item in in_order {
            if newest.replace(item.fetched) != Some(item.fetched) {
                events.push(NewsEvent::Fetched(item.fetched));
            }
            if item.title.is_empty() {
                continue;
            }
            match self.take(&item.item()) {
                Ok(Some(mark)) => {
                    tally.stories += 1;
                    events.push(NewsEvent::Story(mark));
                }
                Ok(None) => tally.of_others += 1,
                Err(Refused::Same(_)) => tally.repeated += 1,
                Err(_) => tally.refused += 1,
            }
        }
        (events, tally)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item<'a>(title: &'a str, seconds: i64) -> Item<'a> {
        let time = UnixNanos::from_seconds(1_700_000_000 + seconds);
        Item { source: "a", title, url: "", published: time, fetched: time }
    }

    fn desk(symbol: &str, quote_news: QuoteNews) -> Desk {
        let mut config = NewsConfig::default();
        config.news.quote_news = quote_news;
        Desk::new(&config, SymbolScope::new(symbol, None, None)).unwrap()
    }

    #[test]
    fn news_of_the_quote_currency_count_as_configured() {
        for (quote_news, sign) in
            [(QuoteNews::Opposite, -1.0_f64), (QuoteNews::Same, 1.0), (QuoteNews::Ignore, 0.0)]
        {
            let mut desk = desk("EURUSD", quote_news);
            let quote = desk.take(&item("Dollar surges after strong payrolls", 0)).unwrap();
            let sentiment = quote.map_or(0.0, |mark| mark.sentiment);
            assert_eq!(sentiment.partial_cmp(&0.0), sign.partial_cmp(&0.0));
            let base = desk.take(&item("Euro surges on strong data", 0)).unwrap().unwrap();
            assert!(base.sentiment > 0.3);
        }
    }

    #[test]
    fn an_archive_is_replayed_in_the_order_it_became_known() {
        let archived = |title: &str, seconds| {
            let item = item(title, seconds);
            ArchivedItem::new(item.source, title, "", item.published, item.fetched)
        };
        let items = [
            archived("Bitcoin slumps", 60),
            archived("", 120),
            archived("Bitcoin soars to record high", 0),
            archived("Bitcoin slumps!", 60),
            archived("Corn is dull", 60),
        ];
        let mut desk = desk("BTCUSD", QuoteNews::Opposite);
        let (events, tally) = desk.replay(&items);
        assert_eq!(tally, Tally { stories: 2, of_others: 1, repeated: 1, refused: 0 });
        let known: Vec<i64> =
            events.iter().map(|it| it.known().seconds() - 1_700_000_000).collect();
        assert_eq!(known, [0, 0, 60, 60, 120]);
        let marks = events.iter().filter_map(|event| match event {
            NewsEvent::Story(mark) => Some(mark.sentiment),
            NewsEvent::Fetched(_) => None,
        });
        let signs: Vec<bool> = marks.map(|sentiment| sentiment > 0.0).collect();
        assert_eq!(signs, [true, false]);
    }
}
