//! Asks a source for what is missing, and stores it.

use std::fmt;

use crate::store::{
    FileError, Gap, HistoryBar, HistoryError, HistorySeries, HistoryStore, Market, Replaced,
};
use crate::types::Period;

use super::ranges::{Bounds, Recheck, ranges};
use super::source::{KlineSource, Page, SourceError};

/// Bars held in memory before they are stored.
const BATCH_BARS: usize = 16_384;
/// Replaced and refused bars that the report quotes.
const QUOTED_MAX: usize = 100;
/// How often a page is asked for before the source counts as broken.
const ATTEMPTS_MAX: u32 = 8;
/// A bar that is missing this long after its time will not come any more.
const SETTLED_S: i64 = 3_600;

/// What to collect.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// Symbol and period. The name of the source is the source's own.
    pub symbol: &'a str,
    /// The length of a bar.
    pub period: Period,
    /// From when on; `None`: from the first stored bar, or from the source's first.
    pub from_s: Option<i64>,
    /// The present time by the source's clock; not needed for a source that ends.
    pub now_s: Option<i64>,
    /// When the market trades; `None`: as the source or the bars say.
    pub market: Option<Market>,
    /// Which stored bars are compared.
    pub recheck: Recheck,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collected {
    /// Pages asked for.
    pub request_count: u64,
    /// Pages that were asked for again, because the source said later.
    pub retry_count: u64,
    /// Times asked for.
    pub range_count: usize,
    /// Bars received.
    pub received_count: u64,
    /// Bars of times that had none.
    pub added_count: u64,
    /// Bars that differed from what was stored, and replaced it.
    pub replaced_count: u64,
    /// The first of them.
    pub replaced: Vec<Replaced>,
    /// Bars that contradict themselves or lie between two opens; they are not stored.
    pub refused_count: u64,
    /// The first of them, in words.
    pub refused: Vec<String>,
    /// Bars that the source confirmed not to exist.
    pub empty_count: u64,
    /// Bars that are missing all the same in the time that was looked at: the source does not have
    /// them and is no authority, or they are too fresh to be given up.
    pub missing_count: u64,
}

/// Why a collection ended early. What was stored until then stays.
#[derive(Debug)]
pub enum CollectError {
    /// The store.
    Store(HistoryError),
    /// The source.
    Source(String),
    /// The caller asked for it.
    Cancelled,
}

impl fmt::Display for CollectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Source(text) => f.write_str(text),
            Self::Cancelled => f.write_str("was interrupted; the next run goes on from there"),
        }
    }
}

impl std::error::Error for CollectError {}

impl From<HistoryError> for CollectError {
    fn from(error: HistoryError) -> Self {
        Self::Store(error)
    }
}

impl From<FileError> for CollectError {
    fn from(error: FileError) -> Self {
        Self::Store(error.into())
    }
}

/// Asks `source` for what `store` does not have. `wait` waits so many milliseconds; when it says
/// false the collection ends.
///
/// # Errors
/// See [`CollectError`].
pub fn collect(
    store: &HistoryStore,
    source: &mut dyn KlineSource,
    order: &Order<'_>,
    wait: &mut dyn FnMut(u64) -> bool,
) -> Result<Collected, CollectError> {
    let name = source.name().to_owned();
    let series = HistorySeries { source: &name, symbol: order.symbol, period: order.period };
    let extent = source.extent().map_err(|error| CollectError::Source(error.to_string()))?;
    let to_s = match (extent, order.now_s) {
        (Some(extent), _) => order.period.next_open(extent.last_s),
        (None, Some(now_s)) => order.period.open_of(now_s),
        (None, None) => {
            let text = format!("{name}: the present time is not known, and the source has no end");
            return Err(CollectError::Source(text));
        }
    };
    let begin_s = order.from_s.map(|from_s| first_open(order.period, from_s));
    let bounds = Bounds {
        from_s: begin_s.max(extent.map(|extent| extent.first_s)),
        to_s,
        recheck: order.recheck,
        market: order.market.or(source.market()),
        join_bars: source.rows_max() as u64 / 2,
    };
    let ranges = ranges(store, &series, bounds)?;
    let settled_s = to_s - SETTLED_S.max(10 * i64::from(order.period.seconds()));
    let done = Collected { range_count: ranges.0.len(), ..Collected::default() };
    let mut work = Work { store, source, series, settled_s, wait, done };
    for range in ranges.0 {
        work.range(range)?;
    }
    let mut done = work.done;
    let whole = Gap { from_s: bounds.from_s.unwrap_or(i64::MIN), to_s };
    let pauses = store.summary(&series, bounds.market)?.pauses;
    let within = pauses
        .gaps
        .iter()
        .map(|gap| Gap { from_s: gap.from_s.max(whole.from_s), to_s: gap.to_s.min(whole.to_s) });
    let within = within.filter(|gap| gap.from_s < gap.to_s);
    done.missing_count = within.map(|gap| gap.bar_count(order.period)).sum();
    Ok(done)
}

/// The first open at or after a time.
fn first_open(period: Period, time_s: i64) -> i64 {
    let open_s = period.open_of(time_s);
    if open_s == time_s { open_s } else { period.next_open(open_s) }
}

struct Work<'a> {
    store: &'a HistoryStore,
    source: &'a mut dyn KlineSource,
    series: HistorySeries<'a>,
    settled_s: i64,
    wait: &'a mut dyn FnMut(u64) -> bool,
    done: Collected,
}

impl Work<'_> {
    /// Asks for all bars of a range, and stores them by and by.
    fn range(&mut self, range: Gap) -> Result<(), CollectError> {
        let mut batch = Batch { from_s: range.from_s, ..Batch::default() };
        let mut cursor_s = range.from_s;
        while cursor_s < range.to_s {
            let page = self.page(cursor_s, range.to_s)?;
            self.check(&page, cursor_s, range.to_s)?;
            cursor_s = page.covered_to_s;
            self.done.received_count += page.bars.len() as u64;
            for bar in page.bars {
                batch.opens.push(bar.open_s);
                match self.problem(&bar) {
                    None => batch.bars.push(bar),
                    Some(problem) => self.refuse(problem),
                }
            }
            if batch.opens.len() >= BATCH_BARS || cursor_s >= range.to_s {
                self.store(&batch, cursor_s)?;
                batch.opens.clear();
                batch.bars.clear();
                batch.from_s = cursor_s;
            }
        }
        Ok(())
    }

    fn page(&mut self, from_s: i64, to_s: i64) -> Result<Page, CollectError> {
        for _ in 0..ATTEMPTS_MAX {
            if self.done.request_count > 0 && !(self.wait)(self.source.pause_ms()) {
                return Err(CollectError::Cancelled);
            }
            self.done.request_count += 1;
            match self.source.page(from_s, to_s) {
                Ok(page) => return Ok(page),
                Err(SourceError::Failed(text)) => return Err(self.broken(&text)),
                Err(SourceError::Later { wait_ms, .. }) => {
                    self.done.retry_count += 1;
                    if !(self.wait)(wait_ms) {
                        return Err(CollectError::Cancelled);
                    }
                }
            }
        }
        Err(self.broken(&format!("said later {ATTEMPTS_MAX} times")))
    }

    fn broken(&self, text: &str) -> CollectError {
        CollectError::Source(format!("{}: {text}", self.series.source))
    }

    /// Whether a page is what the trait promises. Otherwise bars would be lost in silence.
    fn check(&self, page: &Page, from_s: i64, to_s: i64) -> Result<(), CollectError> {
        let mut least_s = from_s;
        for bar in &page.bars {
            if bar.open_s < least_s || bar.open_s >= page.covered_to_s {
                let text = format!(
                    "a page from {from_s} to {} has a bar of {}, expected {least_s} or later",
                    page.covered_to_s, bar.open_s
                );
                return Err(self.broken(&text));
            }
            least_s = bar.open_s + 1;
        }
        if page.covered_to_s <= from_s || page.covered_to_s > to_s {
            let was = page.covered_to_s;
            let text = format!("a page from {from_s} ended at {was}, expected after it, to {to_s}");
            return Err(self.broken(&text));
        }
        Ok(())
    }

    fn problem(&self, bar: &HistoryBar) -> Option<String> {
        let (open_s, period) = (bar.open_s, self.series.period);
        if period.open_of(open_s) != open_s {
            return Some(format!("{open_s}: is no open of a bar of {period}"));
        }
        bar.check().err().map(|problem| format!("{open_s}: {problem}"))
    }

    fn refuse(&mut self, problem: String) {
        self.done.refused_count += 1;
        if self.done.refused.len() < QUOTED_MAX {
            self.done.refused.push(problem);
        }
    }

    /// Stores what was received from the begin of the batch to `to_s`, and remembers what was not.
    fn store(&mut self, batch: &Batch, to_s: i64) -> Result<(), CollectError> {
        let merged = self.store.merge(&self.series, self.source.kind(), &batch.bars)?;
        self.done.added_count += merged.added;
        self.done.replaced_count += merged.replaced.len() as u64;
        let room = QUOTED_MAX - self.done.replaced.len();
        self.done.replaced.extend(merged.replaced.into_iter().take(room));
        let (period, settled_s) = (self.series.period, self.settled_s);
        let empty = batch.empty_until(to_s, period);
        if !self.source.is_authority() {
            return Ok(());
        }
        let mut confirmed_count = 0;
        self.store.change_confirmed(&self.series, |known| {
            known.remove(Gap { from_s: batch.from_s, to_s });
            for gap in empty {
                let gap = Gap { to_s: gap.to_s.min(settled_s), ..gap };
                if gap.from_s < gap.to_s {
                    confirmed_count += gap.bar_count(period);
                    known.add(gap);
                }
            }
        })?;
        self.done.empty_count += confirmed_count;
        Ok(())
    }
}

/// Bars that wait to be stored.
#[derive(Default)]
struct Batch {
    from_s: i64,
    /// Opens of all bars received, also of those that were refused.
    opens: Vec<i64>,
    bars: Vec<HistoryBar>,
}

impl Batch {
    /// Times without bars.
    fn empty_until(&self, to_s: i64, period: Period) -> Vec<Gap> {
        let mut empty = Vec::new();
        let mut from_s = self.from_s;
        for &open_s in &self.opens {
            if open_s > from_s {
                empty.push(Gap { from_s, to_s: open_s });
            }
            from_s = period.next_open(period.open_of(open_s));
        }
        if to_s > from_s {
            empty.push(Gap { from_s, to_s });
        }
        empty
    }
}
