//! Bars of files, whatever format [`open_bars`] reads. Several files are one source: where they
//! overlap, the one named first counts.

use std::iter::Peekable;
use std::path::{Path, PathBuf};

use crate::store::{
    Activity, BarReader, FileBar, FileError, HistoryBar, HistoryKind, Market, OnBad, Spread,
    open_bars,
};
use crate::types::Period;

use super::source::{Extent, KlineSource, Page, SourceError};

/// How to read files as a source.
#[derive(Clone, Debug)]
pub struct FileSourceOptions {
    /// What the source is called in the store.
    pub name: String,
    /// The length of a bar.
    pub period: Period,
    /// What to do with bad rows.
    pub on_bad: OnBad,
    /// Times without a zone are UTC.
    pub is_utc: bool,
}

/// Files of bars.
#[derive(Debug)]
pub struct FileSource {
    options: FileSourceOptions,
    kind: HistoryKind,
    /// By first bar.
    files: Vec<InFile>,
    extent: Extent,
    /// Bad rows that were left out, of all files.
    skipped_count: u64,
    /// Rows of a spread that was given as a price, which the store does not keep.
    spread_lost_count: u64,
    position: Option<Position>,
}

#[derive(Clone, Debug)]
struct InFile {
    path: PathBuf,
    /// Place among the files as they were named.
    rank: usize,
    first_s: i64,
}

/// Where reading is: files that have begun and not ended.
#[derive(Debug)]
struct Position {
    open: Vec<(usize, Peekable<BarReader>)>,
    next_file: usize,
    /// Rows before it have been read.
    at_s: i64,
    /// The end of the last page, and the bar at or after it.
    page_end_s: i64,
    held: Option<HistoryBar>,
}

impl Position {
    const fn from(time_s: i64) -> Self {
        Self { open: Vec::new(), next_file: 0, at_s: time_s, page_end_s: time_s, held: None }
    }
}

impl FileSource {
    /// Reads the files once, to see what they hold.
    ///
    /// # Errors
    /// If a file cannot be read, holds no bars or bars of another period, or some files state a
    /// zone and others do not.
    pub fn open(paths: &[PathBuf], options: FileSourceOptions) -> Result<Self, FileError> {
        let (mut files, mut kinds) = (Vec::new(), Vec::new());
        let (mut last_s, mut skipped_count, mut spread_lost_count) = (i64::MIN, 0, 0);
        for (rank, path) in paths.iter().enumerate() {
            let seen = Seen::read(path, &options)?;
            files.push(InFile { path: path.clone(), rank, first_s: seen.first_s });
            last_s = last_s.max(seen.last_s);
            skipped_count += seen.skipped_count;
            spread_lost_count += seen.spread_lost_count;
            kinds.push(seen.kind);
            if kinds[0] != seen.kind {
                let problem = format!(
                    "holds bars of {:?}, expected {:?} as {}",
                    seen.kind,
                    kinds[0],
                    paths[0].display()
                );
                return Err(FileError::new(path, problem));
            }
        }
        files.sort_by_key(|file| (file.first_s, file.rank));
        let (Some(first), Some(&kind)) = (files.first(), kinds.first()) else {
            return Err(FileError::new(Path::new(""), "no file was named, expected at least one"));
        };
        let extent = Extent { first_s: first.first_s, last_s };
        let position = None;
        Ok(Self { options, kind, files, extent, skipped_count, spread_lost_count, position })
    }

    /// Bad rows that were left out.
    #[must_use]
    pub const fn skipped_count(&self) -> u64 {
        self.skipped_count
    }

    /// Rows whose spread is a price; the store keeps spreads of terminals only, in points.
    #[must_use]
    pub const fn spread_lost_count(&self) -> u64 {
        self.spread_lost_count
    }

    /// The first bar at or after a time, which no earlier page has passed.
    fn resume(&mut self, from_s: i64) -> Result<Option<HistoryBar>, SourceError> {
        let Some(position) = &mut self.position else { return Ok(None) };
        let held = position.held.take();
        if held.is_some_and(|bar| bar.open_s >= from_s) {
            return Ok(held);
        }
        position.at_s = position.at_s.max(from_s);
        self.next_bar()
    }

    /// The next bar in time; of several of one time that of the file named first.
    fn next_bar(&mut self) -> Result<Option<HistoryBar>, SourceError> {
        let failed = |error: FileError| SourceError::Failed(error.to_string());
        let Some(position) = &mut self.position else { return Ok(None) };
        loop {
            let mut earliest: Option<(i64, usize, usize)> = None;
            for (index, (rank, reader)) in position.open.iter_mut().enumerate() {
                match reader.peek() {
                    Some(Ok(bar)) => {
                        let key = (bar.written.seconds(), *rank, index);
                        earliest = Some(earliest.map_or(key, |least| least.min(key)));
                    }
                    Some(Err(error)) => return Err(failed(error.clone())),
                    None => {}
                }
            }
            // A file that begins before the earliest bar at hand must be opened first.
            if let Some(file) = self.files.get(position.next_file)
                && earliest.is_none_or(|(time_s, ..)| file.first_s <= time_s)
            {
                let reader = open_bars(&file.path, self.options.on_bad).map_err(failed)?;
                position.open.push((file.rank, reader.peekable()));
                position.next_file += 1;
                continue;
            }
            let Some((time_s, _, index)) = earliest else { return Ok(None) };
            let bar = position.open[index].1.next();
            position.open.retain_mut(|(_, reader)| reader.peek().is_some());
            if time_s < position.at_s {
                continue; // of a file named later, or before the time asked for
            }
            position.at_s = time_s + 1;
            return match bar {
                Some(Ok(bar)) => Ok(Some(history_bar(&bar, self.kind).map_err(|problem| {
                    SourceError::Failed(format!("{}: {problem}", bar.written))
                })?)),
                _ => Ok(None),
            };
        }
    }
}

impl KlineSource for FileSource {
    fn name(&self) -> &str {
        &self.options.name
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
        Ok(Some(self.extent))
    }

    fn page(&mut self, from_s: i64, to_s: i64) -> Result<Page, SourceError> {
        if self.position.as_ref().is_none_or(|position| from_s < position.page_end_s) {
            self.position = Some(Position::from(from_s));
        }
        let mut next = self.resume(from_s)?;
        let mut bars = Vec::new();
        let mut covered_to_s = to_s;
        while let Some(bar) = next.filter(|bar| bar.open_s < to_s) {
            bars.push(bar);
            if bars.len() == self.rows_max() {
                covered_to_s = bar.open_s + 1;
                next = None;
                break;
            }
            next = self.next_bar()?;
        }
        if let Some(position) = &mut self.position {
            position.held = next;
            position.page_end_s = covered_to_s;
        }
        Ok(Page { bars, covered_to_s })
    }
}

/// What one pass over a file has seen.
struct Seen {
    kind: HistoryKind,
    first_s: i64,
    last_s: i64,
    skipped_count: u64,
    spread_lost_count: u64,
}

impl Seen {
    fn read(path: &Path, options: &FileSourceOptions) -> Result<Self, FileError> {
        let mut reader = open_bars(path, options.on_bad)?;
        let (mut spread_lost_count, mut has_points, mut span) = (0, false, None);
        for bar in reader.by_ref() {
            let bar = bar?;
            let time_s = bar.written.seconds();
            span = Some((span.map_or(time_s, |(first_s, _)| first_s), time_s));
            has_points |= matches!(bar.spread, Spread::Points(points) if points > 0);
            spread_lost_count += u64::from(matches!(bar.spread, Spread::Price(_)));
        }
        let report = reader.report();
        let expected = options.period;
        let day_s = 86_400;
        let is_expected = |period_s| match expected {
            Period::Month => (28 * day_s..=31 * day_s).contains(&period_s),
            _ => period_s == i64::from(expected.seconds()),
        };
        if let Some(period_s) = report.period_s.filter(|&period_s| !is_expected(period_s)) {
            let problem = format!("its bars are {period_s} s apart, expected bars of {expected}");
            return Err(FileError::new(path, problem));
        }
        let Some((first_s, last_s)) = span else {
            return Err(FileError::new(path, "has no rows, expected at least one"));
        };
        let is_utc = report.zone_stated || options.is_utc;
        let is_terminal = has_points && !is_utc;
        let kind = if is_terminal { HistoryKind::Terminal } else { HistoryKind::Market { is_utc } };
        let skipped_count = report.skipped_count();
        Ok(Self { kind, first_s, last_s, skipped_count, spread_lost_count })
    }
}

fn history_bar(bar: &FileBar, kind: HistoryKind) -> Result<HistoryBar, String> {
    let activity = match kind {
        HistoryKind::Market { .. } => Activity::Market { volume: bar.volume, trade_count: 0 },
        HistoryKind::Terminal => {
            let volume = bar.volume;
            if volume.trunc() != volume || volume > 9e15 {
                return Err(format!("volume was {volume}, expected a number of ticks"));
            }
            let spread_points = match bar.spread {
                Spread::Points(points) => i32::try_from(points)
                    .map_err(|_| format!("spread was {points}, expected less than 2^31 points"))?,
                _ => 0,
            };
            let tick_volume = volume as i64; // whole and small enough: see above
            Activity::Terminal { tick_volume, spread_points, real_volume: 0 }
        }
    };
    let FileBar { open, high, low, close, .. } = *bar;
    Ok(HistoryBar { open_s: bar.written.seconds(), open, high, low, close, activity })
}
