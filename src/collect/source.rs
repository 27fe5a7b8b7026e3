//! What bars come from.

use std::fmt;

use crate::store::{HistoryBar, HistoryKind, Market};

/// A part of the bars that a source has.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Oldest first, each later than the one before it.
    pub bars: Vec<HistoryBar>,
    /// Every bar that the source has from the asked time to this one is in `bars`. Later than the
    /// asked time, so that each page makes progress.
    pub covered_to_s: i64,
}

/// First and last open of what a source has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Open of the first bar.
    pub first_s: i64,
    /// Open of the last bar.
    pub last_s: i64,
}

/// Why there was no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceError {
    /// It may work later: a limit of requests, a broken connection.
    Later {
        /// When to ask again, in milliseconds.
        wait_ms: u64,
        /// What happened.
        text: String,
    },
    /// Asking again is of no use.
    Failed(String),
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Later { text, .. } | Self::Failed(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for SourceError {}

/// Bars of one symbol and period, in pages. Times are seconds of the source's clock.
pub trait KlineSource {
    /// What it is called in the store.
    fn name(&self) -> &str;

    /// What its bars are.
    fn kind(&self) -> HistoryKind;

    /// Most rows of a page.
    fn rows_max(&self) -> usize;

    /// Least time between two requests, in milliseconds.
    fn pause_ms(&self) -> u64;

    /// When its market trades, where that is known.
    fn market(&self) -> Option<Market>;

    /// Whether a bar that it does not have was never there: then it is not asked again.
    fn is_authority(&self) -> bool;

    /// First and last bar of a source that ends; `None` of one that grows, such as an exchange.
    ///
    /// # Errors
    /// If it cannot be read.
    fn extent(&mut self) -> Result<Option<Extent>, SourceError>;

    /// The bars that open at or after `from_s` and before `to_s`, at most [`Self::rows_max`].
    ///
    /// # Errors
    /// See [`SourceError`].
    fn page(&mut self, from_s: i64, to_s: i64) -> Result<Page, SourceError>;
}
