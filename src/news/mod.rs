//! News: what headlines say, which of them are one story, whom they concern, and what that amounts
//! to when a bar closes; and the calendar of scheduled events.
//!
//! Pure: texts, times and settings go in, values come out. Fetching belongs to the rows above.
//! Every question about a moment is answered from what was known at that moment, so that a backtest sees
//! no headline earlier than a live engine would have.

pub mod calendar;
mod csv;
pub mod feed;
mod item;
pub mod scope;
pub mod sentiment;
mod settings;
pub mod stamp;
mod story;
mod title;
mod window;

pub use item::{Item, Read, ReadError, TEXT_BYTES_MAX};
pub use settings::{NewsSettings, QuoteNews, Words};
pub use story::{Stories, Story, Verdict};
pub use window::{NewsReading, Window};
