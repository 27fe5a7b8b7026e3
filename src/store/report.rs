//! What was read from a file, and what was wrong with it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use crate::types::NANOS_PER_SECOND;

use super::layout::{Format, Kind};
use super::lines::{Compression, Encoding};
use super::record::Fault;
use super::stamp::WrittenNanos;

/// Pauses at least this long count as weekends, holidays or outages.
const LONG_GAP_S: i64 = 20 * 3_600;
/// Different spacings remembered; a regular file has a few hundred.
const SPACINGS_MAX: usize = 65_536;
const SECONDS_PER_DAY: i64 = 86_400;

/// Kinds of bad rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BadKind {
    /// Too many or too few fields.
    FieldCount,
    /// Not a time.
    Time,
    /// Not a number.
    Number,
    /// Prices contradict each other, or are not above zero.
    Prices,
    /// The ask is below the bid.
    Crossed,
    /// The time of the row before, again.
    Duplicate,
    /// A time against the order of the file.
    Backward,
    /// A line longer than any row.
    TooLong,
    /// The file ends early or its compression is damaged; what follows is lost.
    Truncated,
}

impl BadKind {
    pub(crate) const ALL: [Self; 9] = [
        Self::FieldCount,
        Self::Time,
        Self::Number,
        Self::Prices,
        Self::Crossed,
        Self::Duplicate,
        Self::Backward,
        Self::TooLong,
        Self::Truncated,
    ];

    pub(crate) fn of(fault: &Fault) -> Self {
        use super::layout::Role;
        use crate::types::TickError;
        match fault {
            Fault::Field { role: Role::Time | Role::TimeOfDay, .. } => Self::Time,
            Fault::Field { .. } => Self::Number,
            Fault::FieldCount { .. } => Self::FieldCount,
            Fault::TooLong => Self::TooLong,
            Fault::Bar(_) => Self::Prices,
            Fault::Tick(TickError::Crossed { .. }) => Self::Crossed,
            Fault::Tick(_) => Self::Prices,
            Fault::Duplicate { .. } => Self::Duplicate,
            Fault::Backward { .. } => Self::Backward,
        }
    }

    /// A short name, such as `crossed`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FieldCount => "field_count",
            Self::Time => "time",
            Self::Number => "number",
            Self::Prices => "prices",
            Self::Crossed => "crossed",
            Self::Duplicate => "duplicate",
            Self::Backward => "backward",
            Self::TooLong => "too_long",
            Self::Truncated => "truncated",
        }
    }
}

/// Bars of a longer period inside a file, such as daily bars at the head of an hourly export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MixedFrame {
    /// Spacing of those bars.
    pub spacing_s: i64,
    /// Steps of that spacing in the whole file.
    pub step_count: u64,
    /// Line of the first run of them.
    pub first_line: u64,
}

/// What was read so far, and what was wrong with it. Complete once the iterator has ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The file.
    pub path: PathBuf,
    /// Its layout.
    pub format: Format,
    /// Bars or ticks.
    pub kind: Kind,
    /// Its compression.
    pub compression: Compression,
    /// Its encoding.
    pub encoding: Encoding,
    /// Rows handed out or, in a newest-first file, kept to be handed out.
    pub row_count: u64,
    /// Earliest time.
    pub first: Option<WrittenNanos>,
    /// Latest time.
    pub last: Option<WrittenNanos>,
    /// Whether the times state a zone: then they are UTC, whatever clock the caller assumes.
    pub zone_stated: bool,
    /// Whether the file was newest first and has been reversed.
    pub reversed: bool,
    /// Most common spacing of the rows, whole seconds: the period of bars.
    pub period_s: Option<i64>,
    /// Holes shorter than 20 hours. Bars only.
    pub short_gap_count: u64,
    /// Bars missing in them, on the regular grid.
    pub missing_bar_count: u64,
    /// Holes of 20 hours and more: weekends, holidays, outages. Bars only.
    pub long_gap_count: u64,
    /// Longest time between two rows, seconds.
    pub longest_gap_s: i64,
    /// Longer frames inside the file, shortest spacing first. Bars only.
    pub mixed_frames: Vec<MixedFrame>,
    /// Rows with the time of the row before them: kept for ticks, bad for bars.
    pub equal_stamp_count: u64,
    /// Times earlier than in the row before (later, in a newest-first file).
    pub backward_step_count: u64,
    /// Bars whose ask close is below the bid close. Kept.
    pub crossed_bar_count: u64,
    /// First rows of a tick export that give one side of the quote only. Left out.
    pub incomplete_count: u64,
    /// Bad rows that were left out, by kind; kinds that did not occur are absent.
    pub skipped: Vec<(BadKind, u64)>,
    /// The first few bad rows, as error messages.
    pub examples: Vec<String>,
    /// Whether the last line had no line end: the file may have been cut off.
    pub unterminated: bool,
}

impl Report {
    pub(crate) fn new(path: PathBuf, format: Format, kind: Kind) -> Self {
        Self {
            path,
            format,
            kind,
            compression: Compression::None,
            encoding: Encoding::Utf8,
            row_count: 0,
            first: None,
            last: None,
            zone_stated: false,
            reversed: false,
            period_s: None,
            short_gap_count: 0,
            missing_bar_count: 0,
            long_gap_count: 0,
            longest_gap_s: 0,
            mixed_frames: Vec::new(),
            equal_stamp_count: 0,
            backward_step_count: 0,
            crossed_bar_count: 0,
            incomplete_count: 0,
            skipped: Vec::new(),
            examples: Vec::new(),
            unterminated: false,
        }
    }

    /// Bad rows that were left out.
    #[must_use]
    pub fn skipped_count(&self) -> u64 {
        self.skipped.iter().map(|(_, count)| count).sum()
    }

    /// Bad rows of one kind.
    #[must_use]
    pub fn skipped_of(&self, kind: BadKind) -> u64 {
        self.skipped.iter().find(|(is, _)| *is == kind).map_or(0, |(_, count)| *count)
    }
}

impl fmt::Display for Report {
    /// One line for people, then one per peculiarity.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = match self.kind {
            Kind::Bars => "bars",
            Kind::Ticks => "ticks",
        };
        write!(f, "{}: {} {rows}", self.path.display(), self.row_count)?;
        if let (Some(first), Some(last)) = (self.first, self.last) {
            write!(f, ", {first} to {last}")?;
        }
        if let (Kind::Bars, Some(period_s)) = (self.kind, self.period_s) {
            write!(
                f,
                ", every {period_s} s, {} short gaps ({} bars missing), {} long gaps",
                self.short_gap_count, self.missing_bar_count, self.long_gap_count
            )?;
        }
        if self.reversed {
            f.write_str("\n  newest first: reversed")?;
        }
        for frame in &self.mixed_frames {
            write!(
                f,
                "\n  mixed frames: {} steps of {} s, first at line {}",
                frame.step_count, frame.spacing_s, frame.first_line
            )?;
        }
        if self.crossed_bar_count > 0 {
            write!(f, "\n  {} bars close with the ask below the bid", self.crossed_bar_count)?;
        }
        if self.incomplete_count > 0 {
            write!(f, "\n  {} first ticks with one side only", self.incomplete_count)?;
        }
        if self.unterminated {
            f.write_str("\n  the last line has no line end; the file may be cut off")?;
        }
        if self.skipped_count() > 0 {
            write!(f, "\n  skipped {} bad rows:", self.skipped_count())?;
            for (kind, count) in &self.skipped {
                write!(f, " {} {count}", kind.name())?;
            }
        }
        for example in &self.examples {
            write!(f, "\n    {example}")?;
        }
        Ok(())
    }
}

/// Collects the spacings of rows while they stream by.
#[derive(Debug, Default)]
pub(crate) struct Spacings {
    counts: BTreeMap<i64, u64>,
    runs: BTreeMap<i64, u64>,
    run_spacing_s: i64,
    run_count: u64,
    run_line: u64,
    longest_s: i64,
}

impl Spacings {
    /// Adds the time from one row to the next; `line` is that of the row before.
    pub(crate) fn add(&mut self, spacing_ns: i64, line: u64) {
        let spacing_s = spacing_ns / NANOS_PER_SECOND;
        if spacing_s == self.run_spacing_s {
            self.run_count += 1;
            return;
        }
        self.end_run();
        self.run_spacing_s = spacing_s;
        self.run_count = 1;
        self.run_line = line;
        self.longest_s = self.longest_s.max(spacing_s);
    }

    fn end_run(&mut self) {
        if self.run_count == 0 {
            return;
        }
        let known = self.counts.len();
        match self.counts.get_mut(&self.run_spacing_s) {
            Some(count) => *count += self.run_count,
            None if known < SPACINGS_MAX => {
                self.counts.insert(self.run_spacing_s, self.run_count);
            }
            None => {}
        }
        // Daily bars run from Monday to Friday, four equal steps; a chance run of pauses of that
        // length does not happen. Shorter frames need a longer run: thin markets pause often.
        let needed = if self.run_spacing_s >= SECONDS_PER_DAY { 3 } else { 12 };
        if self.run_count >= needed {
            let line = self.run_line;
            self.runs.entry(self.run_spacing_s).or_insert(line);
        }
        self.run_count = 0;
    }

    /// Writes what the spacings say into the report.
    pub(crate) fn write_to(&mut self, report: &mut Report) {
        self.end_run();
        self.run_spacing_s = i64::MIN;
        let most_common = self
            .counts
            .iter()
            .filter(|(spacing_s, _)| **spacing_s > 0)
            .max_by_key(|(spacing_s, count)| (**count, std::cmp::Reverse(**spacing_s)));
        report.period_s = most_common.map(|(spacing_s, _)| *spacing_s);
        report.longest_gap_s = self.longest_s;
        let (Kind::Bars, Some(period_s)) = (report.kind, report.period_s) else { return };
        (report.short_gap_count, report.missing_bar_count, report.long_gap_count) = (0, 0, 0);
        for (&spacing_s, &count) in self.counts.range(period_s + 1..) {
            if spacing_s < LONG_GAP_S {
                report.short_gap_count += count;
                report.missing_bar_count += count * (spacing_s / period_s - 1) as u64;
            } else {
                report.long_gap_count += count;
            }
        }
        report.mixed_frames = self
            .runs
            .range(period_s + 1..)
            .map(|(&spacing_s, &first_line)| MixedFrame {
                spacing_s,
                step_count: self.counts.get(&spacing_s).copied().unwrap_or(0),
                first_line,
            })
            .collect();
    }
}
