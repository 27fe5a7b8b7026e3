//! Filling the history store from a source: the first time, and whenever there is something new.
//!
//! ```text
//! what is stored ─► ranges to ask ─► pages ─► checked ─► merged into months ─► report
//!                   before the first bar, gaps that            │
//!                   nobody confirmed, after the last           └─► confirmed to be empty
//! ```
//!
//! A source is a [`KlineSource`]: an exchange, files ([`FileSource`]) or another store
//! ([`StoreSource`]). Nothing but the store says how far a collection has come, so one that was
//! killed goes on where it was. Only closed bars are stored; memory does not grow with the range.
//!
//! To add a source: a file that implements the trait, and an option in `cli::collect`.

mod collector;
mod files;
mod ranges;
mod source;
mod stored;

pub use collector::{CollectError, Collected, Order, collect};
pub use files::{FileSource, FileSourceOptions};
pub use ranges::Recheck;
pub use source::{Extent, KlineSource, Page, SourceError};
pub use stored::StoreSource;

#[cfg(test)]
mod tests;
