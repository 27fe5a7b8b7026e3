//! Bars of another history store, such as the one that a terminal's script fills.

use crate::store::{
    FileError, HistoryBar, HistoryKind, HistorySeries, HistoryStore, Market, MonthKey,
};
use crate::types::Period;

use super::source::{Extent, KlineSource, Page, SourceError};

/// A series of another store.
#[derive(Debug)]
pub struct StoreSource {
    store: HistoryStore,
    source: String,
    symbol: String,
    period: Period,
    kind: HistoryKind,
    months: Vec<MonthKey>,
    /// The month read last.
    held: Option<(MonthKey, Vec<HistoryBar>)>,
}

impl StoreSource {
    /// Opens a series.
    ///
    /// # Errors
    /// If it has no bars, or its first file is damaged.
    pub fn open(store: HistoryStore, series: &HistorySeries<'_>) -> Result<Self, FileError> {
        let Some(kind) = store.kind(series)? else {
            let folder = store.folder_of(series);
            return Err(FileError::new(&folder, "holds no bars, expected those of a series"));
        };
        let months = store.months(series)?;
        let (source, symbol) = (series.source.to_owned(), series.symbol.to_owned());
        Ok(Self { store, source, symbol, period: series.period, kind, months, held: None })
    }

    fn month(&mut self, key: MonthKey) -> Result<&[HistoryBar], SourceError> {
        if self.held.as_ref().is_none_or(|(held, _)| *held != key) {
            let (source, symbol) = (&self.source, &self.symbol);
            let series = HistorySeries { source, symbol, period: self.period };
            let bars = self.store.read_month(&series, key);
            let bars = bars.map_err(|error| SourceError::Failed(error.to_string()))?;
            self.held = Some((key, bars));
        }
        Ok(self.held.as_ref().map_or(&[], |(_, bars)| bars))
    }
}

impl KlineSource for StoreSource {
    fn name(&self) -> &str {
        &self.source
    }

    fn kind(&self) -> HistoryKind {
        self.kind
    }

    fn rows_max(&self) -> usize {
        16_384
    }

    fn pause_ms(&self) -> u64 {
        0
    }

    fn market(&self) -> Option<Market> {
        None
    }

    fn is_authority(&self) -> bool {
        false
    }

    fn extent(&mut self) -> Result<Option<Extent>, SourceError> {
        let (Some(&first), Some(&last)) = (self.months.first(), self.months.last()) else {
            return Err(SourceError::Failed("has no months".to_owned()));
        };
        let first_s = self.month(first)?.first().map(|bar| bar.open_s);
        let last_s = self.month(last)?.last().map(|bar| bar.open_s);
        Ok(first_s.zip(last_s).map(|(first_s, last_s)| Extent { first_s, last_s }))
    }

    fn page(&mut self, from_s: i64, to_s: i64) -> Result<Page, SourceError> {
        let (rows_max, period) = (self.rows_max(), self.period);
        let mut bars = Vec::new();
        let begin = self.months.partition_point(|key| *key < MonthKey::of(from_s));
        for index in begin..self.months.len() {
            let key = self.months[index];
            for bar in self.month(key)? {
                if bar.open_s >= to_s {
                    return Ok(Page { bars, covered_to_s: to_s });
                }
                if bar.open_s >= from_s {
                    bars.push(*bar);
                }
                if bars.len() == rows_max {
                    let covered_to_s = period.next_open(bar.open_s).min(to_s);
                    return Ok(Page { bars, covered_to_s });
                }
            }
        }
        Ok(Page { bars, covered_to_s: to_s })
    }
}
