//! News and scheduled events: what they say, whom they concern, and when it became known.
//!
//! Pure: texts and times come in as arguments, readings go out. Fetching is for others. Everything
//! is asked "as known at this moment", so that a backtest sees what a live run saw.
//!
//! | module | job |
//! |---|---|
//! | [`story`] | which headlines are news: late, from the future, told before |
//! | [`scope`] | which currencies, coins, commodities and indices a headline is about |
//! | [`window`] | what the stories known at a moment amount to |
//! | [`calendar`] | scheduled events, as known at a moment, and when not to enter |
//! | [`archive`] | headlines kept in a file |
//! | [`Desk`] | headlines of all sources to the stories of one symbol |
//! | [`sentiment`] | a headline to a number from -1 to 1: VADER, and a lexicon of markets |

pub mod archive;
pub mod calendar;
mod csv;
mod desk;
mod hash;
pub mod scope;
pub mod sentiment;
pub mod stamp;
pub mod story;
pub mod window;

pub use desk::{Desk, NewsConfig, NewsEvent, NewsSettings, QuoteNews, Tally};
