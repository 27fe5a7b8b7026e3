//! One row of columns per closed bar, computed incrementally.

use super::calculation::Slot;
use super::{FeatureError, Outside, Row, Schema};
use crate::news::window::Reading;
use crate::types::Bar;

/// Computes the columns of a [`Schema`] bar by bar.
///
/// Built once; columns that need the same indicator share it. Holds the rows of the last two
/// closed bars, which is what rules look at.
///
/// Cost: [`Builder::update`] allocates nothing; its time is the sum of the indicators'.
///
/// ```
/// use hypertrader::features::Builder;
/// use hypertrader::types::Bar;
///
/// let mut builder = Builder::new(&["close", "sma_2"]).unwrap();
/// let mean = builder.schema().id("sma_2").unwrap();
/// for close in [1.0, 3.0] {
///     builder.update(&Bar { open: close, high: close, low: close, close, ..Bar::default() });
/// }
/// assert_eq!(builder.previous().get(mean), None); // one close is not enough for a mean of two
/// assert_eq!(builder.current().get(mean), Some(2.0));
/// ```
#[derive(Clone, Debug)]
pub struct Builder {
    schema: Schema,
    slots: Vec<Slot>,
    current: Row,
    previous: Row,
    outside: Outside,
    bars_seen: u64,
}

impl Builder {
    /// Prepares the columns. A name that is listed twice counts once.
    ///
    /// # Errors
    /// The first unusable name, or more than [`super::MAX_COLUMNS`] different columns.
    pub fn new<S: AsRef<str>>(names: &[S]) -> Result<Self, FeatureError> {
        let (schema, slots) = Schema::with_slots(names)?;
        let (current, previous) = (Row::EMPTY, Row::EMPTY);
        Ok(Self { schema, slots, current, previous, outside: Outside::default(), bars_seen: 0 })
    }

    /// What the columns `sentiment`, `basis_bps` and `news_*` show from the next closed bar on,
    /// until it is set again. The caller drops what is too old; a number that is not finite counts
    /// as unknown.
    pub fn set_outside(&mut self, outside: Outside) {
        self.outside = outside;
    }

    /// What the columns `sentiment` and `news_*` show; the others stay as they were set.
    pub fn set_news(&mut self, news: Option<Reading>) {
        self.outside.sentiment = news.and_then(|reading| reading.decayed);
        self.outside.news = news;
    }

    /// Takes a closed bar: the current row becomes the previous one, and a new one is computed.
    ///
    /// The bar must have passed [`Bar::check`], and bars must come in order; the caller, who can
    /// say why a bar was refused, looks after both.
    pub fn update(&mut self, bar: &Bar) {
        self.previous = self.current;
        for slot in &mut self.slots {
            slot.update(bar, &self.outside, &mut self.current);
        }
        self.bars_seen = self.bars_seen.saturating_add(1);
    }

    /// Takes a row that was computed before, from the same bars, instead of a bar. Indicators do
    /// not move, so [`Builder::update`] must not follow.
    pub(crate) fn place(&mut self, row: &Row, bars_seen: u64) {
        self.previous = self.current;
        self.current = *row;
        self.bars_seen = bars_seen;
    }

    /// The row of the newest closed bar; empty before the first.
    #[must_use]
    pub const fn current(&self) -> &Row {
        &self.current
    }

    /// The row of the bar before; empty before the second.
    #[must_use]
    pub const fn previous(&self) -> &Row {
        &self.previous
    }

    /// Closed bars taken since the beginning or the last reset.
    #[must_use]
    pub const fn bars_seen(&self) -> u64 {
        self.bars_seen
    }

    /// The columns.
    #[must_use]
    pub const fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Forgets all bars and what came from outside: what follows equals a new builder's output.
    pub fn reset(&mut self) {
        for slot in &mut self.slots {
            slot.reset();
        }
        self.current = Row::EMPTY;
        self.previous = Row::EMPTY;
        self.outside = Outside::default();
        self.bars_seen = 0;
    }
}

/// The rows of a slice of closed bars, one per bar. Resets the builder first, then takes every bar
/// through [`Builder::update`]: the same code as live, so the same bits. Nothing is known from
/// outside; who knows it for each bar calls [`Builder::set_outside`] and [`Builder::update`].
#[must_use]
pub fn batch(builder: &mut Builder, bars: &[Bar]) -> Vec<Row> {
    builder.reset();
    bars.iter()
        .map(|bar| {
            builder.update(bar);
            *builder.current()
        })
        .collect()
}

#[cfg(test)]
mod tests;
