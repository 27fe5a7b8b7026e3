//! News and scheduled events: what they say, whom they concern, and when it became known.
//!
//! Pure: texts and times come in as arguments, readings go out. Fetching is for others. Everything
//! is asked "as known at this moment", so that a backtest sees what a live run saw.
//!
//! | module | job |
//! |---|---|
//! | [`sentiment`] | a headline to a number from -1 to 1: VADER, and a lexicon of markets |

pub mod sentiment;
