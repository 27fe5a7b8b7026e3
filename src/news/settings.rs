//! Settings of news: which stories count, how much, and for how long.

crate::choice! {
    /// Which words sentiment knows.
    pub enum Words {
        /// VADER's alone.
        Vader = "vader",
        /// Those of markets on top.
        Finance = "finance",
    }
}

crate::choice! {
    /// What news of the currency that a symbol is priced in say about its price.
    pub enum QuoteNews {
        /// Nothing.
        Ignore = "ignore",
        /// The opposite: good news of the dollar are bad for gold in dollars.
        Opposite = "opposite",
        /// The same.
        Same = "same",
    }
}

crate::settings! {
    /// News: which headlines count, how much, and what they amount to. Headlines of one story count
    /// once.
    pub struct NewsSettings in "news" {
        /// Which words sentiment knows.
        words: Words = Words::Finance, "", ();
        /// What news of the currency that the symbol is priced in say about its price.
        quote_news: QuoteNews = QuoteNews::Opposite, "", ();
        /// Weights of sources as `name=weight`, from 0 (left out) to 10. A name matches a source or
        /// the host of an address that contains it, in any case; the first match counts.
        source_weights: Vec<String> = Vec::new(), "", (128, 64);
        /// Weight of every other source.
        default_weight: f64 = 1.0, "", (0.0, 10.0);
        /// Headlines that were older than this when they were fetched are left out.
        stale_s: u32 = 21_600, "s", (60, 2_592_000);
        /// How far ahead of the time of fetching a headline may be stamped.
        future_s: u32 = 120, "s", (0, 3_600);
        /// Most stories that are remembered; the oldest go first.
        stories_max: u32 = 2_048, "", (16, 65_536);
        /// Share of words that two headlines must have in common to be one story.
        same_story_frac: f64 = 0.6, "fraction", (0.3, 1.0);
        /// How long a story is recognised when it comes again.
        same_story_s: u32 = 86_400, "s", (60, 604_800);
        /// How many of the last stories `news_mean` averages.
        last_stories: u32 = 10, "", (1, 500);
        /// Half-life of a story in `news_decayed`.
        half_life_s: u32 = 1_800, "s", (1, 604_800);
        /// Stories older than this say nothing any more.
        memory_s: u32 = 14_400, "s", (60, 604_800);
        /// From this sentiment up a story is very good.
        very_good: f64 = 0.6, "-1 to 1", (0.0, 1.0);
        /// From this sentiment down a story is very bad.
        very_bad: f64 = -0.6, "-1 to 1", (-1.0, 0.0);
        /// The source has to have answered this recently; otherwise the news are unknown.
        feed_age_max_s: u32 = 900, "s", (10, 86_400);
    }
}
