//! Which times to ask a source for.

use crate::store::{FileError, Gap, HistorySeries, HistoryStore, Market, PauseFinder};
use crate::types::Period;

/// Which stored bars are held against the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recheck {
    /// The newest ones, as many as this.
    Newest(u32),
    /// All.
    All,
}

/// The times to ask for, oldest first, apart from each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ranges(pub(super) Vec<Gap>);

/// What bounds the question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Nothing before it is asked for; by default what is stored begins it.
    pub(super) from_s: Option<i64>,
    /// Open of the first bar that is not closed yet.
    pub(super) to_s: i64,
    pub(super) recheck: Recheck,
    pub(super) market: Option<Market>,
    /// Ranges closer than this many bars are asked for as one.
    pub(super) join_bars: u64,
}

/// Looks at what is stored, a month at a time.
pub(super) fn ranges(
    store: &HistoryStore,
    series: &HistorySeries<'_>,
    bounds: Bounds,
) -> Result<Ranges, FileError> {
    let mut finder = PauseFinder::new(series.period);
    let mut newest: Vec<i64> = Vec::new();
    let newest_count = match bounds.recheck {
        Recheck::Newest(count) => count as usize,
        Recheck::All => 0,
    };
    let (mut first_s, mut last_s) = (None, None);
    for key in store.months(series)? {
        for bar in store.read_month(series, key)? {
            finder.push(bar.open_s);
            first_s.get_or_insert(bar.open_s);
            last_s = Some(bar.open_s);
            newest.push(bar.open_s);
        }
        newest.drain(..newest.len().saturating_sub(newest_count));
    }
    let (Some(first_s), Some(last_s)) = (first_s, last_s) else {
        let from_s = bounds.from_s.unwrap_or(bounds.to_s);
        return Ok(Ranges::of([Gap { from_s, to_s: bounds.to_s }], series.period, bounds));
    };
    let from_s = bounds.from_s.unwrap_or(first_s);
    if bounds.recheck == Recheck::All {
        return Ok(Ranges::of([Gap { from_s, to_s: bounds.to_s }], series.period, bounds));
    }
    let confirmed = store.confirmed(series)?;
    let pauses = finder.pauses(bounds.market.unwrap_or(finder.market()));
    let next_s = newest.first().copied().unwrap_or(series.period.next_open(last_s));
    let mut asked = vec![Gap { from_s, to_s: first_s }];
    asked.extend(pauses.gaps.iter().chain(&pauses.long));
    asked.push(Gap { from_s: series.period.next_open(last_s), to_s: bounds.to_s });
    let mut unknown: Vec<Gap> = asked.iter().flat_map(|gap| confirmed.unknown_of(*gap)).collect();
    // What is stored last is asked for again even where nothing is new.
    unknown.push(Gap { from_s: next_s, to_s: series.period.next_open(last_s).min(bounds.to_s) });
    Ok(Ranges::of(unknown, series.period, bounds))
}

impl Ranges {
    fn of(gaps: impl IntoIterator<Item = Gap>, period: Period, bounds: Bounds) -> Self {
        let from_s = bounds.from_s.unwrap_or(i64::MIN);
        let within = gaps
            .into_iter()
            .map(|gap| Gap { from_s: gap.from_s.max(from_s), to_s: gap.to_s.min(bounds.to_s) });
        let mut sorted: Vec<Gap> = within.filter(|gap| gap.from_s < gap.to_s).collect();
        sorted.sort_unstable();
        let join_s = i64::try_from(bounds.join_bars).unwrap_or(0) * i64::from(period.seconds());
        let mut joined: Vec<Gap> = Vec::new();
        for gap in sorted {
            match joined.last_mut() {
                Some(last) if gap.from_s - last.to_s <= join_s => {
                    last.to_s = last.to_s.max(gap.to_s)
                }
                _ => joined.push(gap),
            }
        }
        Self(joined)
    }
}
