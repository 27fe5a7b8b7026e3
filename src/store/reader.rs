//! The iterator over the rows of a file.
//!
//! Rows stream in constant memory. A file that begins newest first is read whole, since its first
//! row in time comes last; all its rows must then descend.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::FileError;
use super::layout::{self, FIELDS_MAX, Kind, Layout, Role, shorten};
use super::lines::{LINE_BYTES_MAX, LineError, LineReader};
use super::record::{Fault, Fields, FileBar, FileTick, Record};
use super::report::{BadKind, Report, Spacings};
use super::stamp::{StampParser, WrittenNanos};

/// Rows looked at to see the layout and the order of a file.
const HEAD_LINES: usize = 64;
/// Rows of a newest-first file that are held in memory, about 1.4 GB.
const REVERSED_ROWS_MAX: usize = 20_000_000;
/// Bad rows quoted in the report.
const EXAMPLES_MAX: usize = 5;

/// What to do with a bad row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnBad {
    /// Stop with an error that names it.
    #[default]
    Fail,
    /// Leave it out and count it; see [`Report::skipped`].
    Skip,
}

/// Bars of a file, oldest first.
pub type BarReader = Reader<FileBar>;
/// Ticks of a file, oldest first.
pub type TickReader = Reader<FileTick>;

/// Rows of a file, oldest first. Ends after the first error.
pub struct Reader<R: Record> {
    lines: LineReader,
    /// Lines read ahead to detect the layout.
    head: std::vec::IntoIter<Vec<u8>>,
    head_line: u64,
    rows: Rows<R>,
    reversed_rows: Option<std::vec::IntoIter<R>>,
    ended: bool,
}

/// Head of a file and the rest of it.
pub(crate) struct Opened {
    pub(crate) path: PathBuf,
    pub(crate) lines: LineReader,
    pub(crate) head: Vec<Vec<u8>>,
    pub(crate) head_lines_skipped: usize,
    pub(crate) layout: Layout,
}

impl Opened {
    pub(crate) fn new(path: &Path, mut lines: LineReader) -> Result<Self, FileError> {
        let mut head = Vec::with_capacity(HEAD_LINES);
        let mut head_error = None;
        while head.len() < HEAD_LINES {
            match lines.next_line() {
                Ok(Some(line)) => head.push(line.to_vec()),
                Ok(None) => break,
                Err(error) => {
                    head_error = Some(error);
                    break;
                }
            }
        }
        // A damaged head leaves too little to judge by, whatever the policy for bad rows.
        match head_error {
            Some(LineError::Io(error)) => {
                return Err(FileError::new(path, format!("cannot be read: {error}")));
            }
            Some(LineError::TooLong) => {
                return Err(FileError::new(
                    path,
                    format!("the line was longer than {LINE_BYTES_MAX} bytes"),
                )
                .on_line(lines.line_number()));
            }
            None => {}
        }
        let detected = layout::detect(&head).map_err(|unknown| {
            FileError::new(path, unknown.problem).on_line(unknown.line_index as u64 + 1)
        })?;
        Ok(Self {
            path: path.to_path_buf(),
            lines,
            head,
            head_lines_skipped: detected.header_lines,
            layout: detected.layout,
        })
    }
}

impl<R: Record> Reader<R> {
    pub(crate) fn new(opened: Opened, on_bad: OnBad) -> Self {
        let Opened { path, lines, mut head, head_lines_skipped, layout } = opened;
        head.drain(..head_lines_skipped);
        let descending = descends(&head, &layout);
        let mut report = Report::new(path, layout.format, layout.kind);
        report.compression = lines.compression();
        report.encoding = lines.encoding();
        Self {
            lines,
            head: head.into_iter(),
            head_line: head_lines_skipped as u64,
            rows: Rows::new(layout, on_bad, descending, report),
            reversed_rows: None,
            ended: false,
        }
    }

    /// What was read so far. Complete once the iterator has ended.
    pub fn report(&mut self) -> &Report {
        self.rows.report.unterminated = self.lines.is_unterminated();
        self.rows.report()
    }

    /// Reads all rows into memory.
    ///
    /// # Errors
    /// The first error, as the iterator gives it.
    pub fn read_all(&mut self) -> Result<Vec<R>, FileError> {
        self.collect()
    }

    /// The next row in the order of the file.
    fn next_in_file(&mut self) -> Result<Option<R>, FileError> {
        loop {
            if let Some(line) = self.head.next() {
                self.head_line += 1;
                if let Some(row) = self.rows.accept(&line, self.head_line)? {
                    return Ok(Some(row));
                }
                continue;
            }
            let next = self.lines.next_line();
            match next {
                Ok(Some(_)) => {}
                Ok(None) => return self.rows.end().map(|()| None),
                Err(LineError::TooLong) => {
                    let number = self.lines.line_number();
                    self.rows.reject(&Fault::TooLong, None, number)?;
                    if let Err(LineError::Io(error)) = self.lines.skip_line() {
                        return self.rows.reject_io(&error, number).map(|()| None);
                    }
                    continue;
                }
                Err(LineError::Io(error)) => {
                    let number = self.lines.line_number() + 1;
                    return self.rows.reject_io(&error, number).map(|()| None);
                }
            }
            let number = self.lines.line_number();
            if let Some(row) = self.rows.accept(self.lines.line(), number)? {
                return Ok(Some(row));
            }
        }
    }

    /// Reads a newest-first file whole.
    fn read_reversed(&mut self) -> Result<(), FileError> {
        let mut rows = Vec::new();
        while let Some(row) = self.next_in_file()? {
            if rows.len() == REVERSED_ROWS_MAX {
                return Err(FileError::new(
                    &self.rows.report.path,
                    format!(
                        "is newest first and has more than {REVERSED_ROWS_MAX} rows, expected \
                         oldest first"
                    ),
                ));
            }
            rows.push(row);
        }
        rows.reverse();
        self.rows.report.reversed = true;
        self.reversed_rows = Some(rows.into_iter());
        Ok(())
    }
}

impl<R: Record> Iterator for Reader<R> {
    type Item = Result<R, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        if self.rows.descending
            && self.reversed_rows.is_none()
            && let Err(error) = self.read_reversed()
        {
            self.ended = true;
            return Some(Err(error));
        }
        let next = match &mut self.reversed_rows {
            Some(rows) => Ok(rows.next()),
            None => self.next_in_file(),
        };
        self.ended = !matches!(next, Ok(Some(_)));
        next.transpose()
    }
}

impl<R: Record> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("lines", &self.lines)
            .field("report", &self.rows.report)
            .finish_non_exhaustive()
    }
}

/// Whether most of the first rows are earlier than the row before them.
fn descends(head: &[Vec<u8>], layout: &Layout) -> bool {
    let mut stamps = StampParser::with_unit(layout.unit);
    let mut spans = Spans::EMPTY;
    let mut previous: Option<WrittenNanos> = None;
    let (mut earlier, mut later) = (0, 0);
    for line in head {
        let Ok(was) = split(line, layout, &mut spans).and_then(|()| {
            parse_stamp(&mut stamps, &Fields { line, spans: spans.as_slice(), layout })
        }) else {
            continue;
        };
        if let Some(previous) = previous {
            earlier += u32::from(was < previous);
            later += u32::from(was > previous);
        }
        previous = Some(was);
    }
    earlier > later
}

/// Where the fields of a line begin and end. Reused from line to line.
struct Spans {
    spans: [(u32, u32); FIELDS_MAX],
    count: usize,
}

impl Spans {
    const EMPTY: Self = Self { spans: [(0, 0); FIELDS_MAX], count: 0 };

    fn as_slice(&self) -> &[(u32, u32)] {
        &self.spans[..self.count]
    }
}

fn split(line: &[u8], layout: &Layout, spans: &mut Spans) -> Result<(), Fault> {
    spans.count = 0;
    let mut from = 0;
    // `LINE_BYTES_MAX` keeps every position far below 2^32.
    for (at, &byte) in line.iter().enumerate() {
        if byte == layout.delimiter {
            if spans.count + 1 >= layout.field_count {
                let was = line.iter().filter(|&&b| b == layout.delimiter).count() + 1;
                return Err(Fault::FieldCount { was });
            }
            spans.spans[spans.count] = (from, at as u32);
            spans.count += 1;
            from = at as u32 + 1;
        }
    }
    spans.spans[spans.count] = (from, line.len() as u32);
    spans.count += 1;
    if spans.count != layout.field_count {
        return Err(Fault::FieldCount { was: spans.count });
    }
    Ok(())
}

fn parse_stamp(stamps: &mut StampParser, fields: &Fields<'_>) -> Result<WrittenNanos, Fault> {
    let column = fields.layout.column(Role::Time).unwrap_or(0);
    let (parsed, column, role) = match fields.layout.column(Role::TimeOfDay) {
        None => (stamps.parse(fields.text(column)), column, Role::Time),
        Some(other) => {
            (stamps.parse_pair(fields.text(column), fields.text(other)), column, Role::TimeOfDay)
        }
    };
    parsed.map_err(|expected| Fault::Field { column, role, expected })
}

/// Turns lines into rows: fields, order, policy for bad ones, statistics.
struct Rows<R: Record> {
    layout: Layout,
    on_bad: OnBad,
    descending: bool,
    stamps: StampParser,
    spans: Spans,
    /// Last complete or incomplete row, for values that carry on.
    previous: Option<R>,
    /// Time of the last row that could be read, whether or not it was kept.
    previous_read: Option<WrittenNanos>,
    /// Time and line of the last row that was kept.
    accepted: Option<(WrittenNanos, u64)>,
    spacings: Spacings,
    bad_counts: [u64; BadKind::ALL.len()],
    report: Report,
}

impl<R: Record> Rows<R> {
    fn new(layout: Layout, on_bad: OnBad, descending: bool, report: Report) -> Self {
        Self {
            stamps: StampParser::with_unit(layout.unit),
            spans: Spans::EMPTY,
            layout,
            on_bad,
            descending,
            previous: None,
            previous_read: None,
            accepted: None,
            spacings: Spacings::default(),
            bad_counts: [0; BadKind::ALL.len()],
            report,
        }
    }

    /// The row of a line; `None` for blank lines and rows that were left out.
    fn accept(&mut self, line: &[u8], number: u64) -> Result<Option<R>, FileError> {
        if line.trim_ascii().is_empty() {
            return Ok(None);
        }
        match self.parse(line, number) {
            Ok(row) => Ok(row),
            Err(fault) => self.reject(&fault, Some(line), number).map(|()| None),
        }
    }

    fn parse(&mut self, line: &[u8], number: u64) -> Result<Option<R>, Fault> {
        split(line, &self.layout, &mut self.spans)?;
        let fields = Fields { line, spans: self.spans.as_slice(), layout: &self.layout };
        let written = parse_stamp(&mut self.stamps, &fields)?;
        let (row, is_complete) = R::parse(written, &fields, self.previous.as_ref())?;
        let before = self.previous_read.replace(written);
        if let Some(before) = before {
            let backward = if self.descending { written > before } else { written < before };
            self.report.backward_step_count += u64::from(backward);
            self.report.equal_stamp_count += u64::from(written == before);
        }
        self.check_order(written)?;
        self.previous = Some(row);
        if !is_complete {
            self.report.incomplete_count += 1;
            return Ok(None);
        }
        if let Some((accepted, line)) = self.accepted.replace((written, number)) {
            self.spacings.add((written.0.saturating_sub(accepted.0)).saturating_abs(), line);
        }
        self.report.row_count += 1;
        self.report.crossed_bar_count += u64::from(row.is_crossed());
        let (first, last) = (self.report.first, self.report.last);
        self.report.first = Some(first.map_or(written, |first| first.min(written)));
        self.report.last = Some(last.map_or(written, |last| last.max(written)));
        Ok(Some(row))
    }

    fn check_order(&self, was: WrittenNanos) -> Result<(), Fault> {
        let Some((previous, _)) = self.accepted else { return Ok(()) };
        if was == previous {
            return match R::KIND {
                Kind::Bars => Err(Fault::Duplicate { was }),
                Kind::Ticks => Ok(()),
            };
        }
        if (was < previous) == self.descending {
            Ok(())
        } else {
            Err(Fault::Backward { previous, was })
        }
    }

    /// Fails, or counts a bad row.
    fn reject(&mut self, fault: &Fault, line: Option<&[u8]>, number: u64) -> Result<(), FileError> {
        self.bad_counts[BadKind::of(fault) as usize] += 1;
        let is_example = self.report.examples.len() < EXAMPLES_MAX;
        if self.on_bad == OnBad::Skip && !is_example {
            return Ok(());
        }
        let error = self.describe(fault, line, number);
        match self.on_bad {
            OnBad::Fail => Err(error),
            OnBad::Skip => {
                self.report.examples.push(error.to_string());
                Ok(())
            }
        }
    }

    /// Damaged or truncated data ends the reading; a failing disk is never a bad row.
    fn reject_io(&mut self, error: &io::Error, number: u64) -> Result<(), FileError> {
        let problem = format!("cannot be read further: {error}");
        let located = FileError::new(&self.report.path, problem).on_line(number);
        let is_damage = matches!(
            error.kind(),
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
        );
        if self.on_bad == OnBad::Fail || !is_damage {
            return Err(located);
        }
        self.bad_counts[BadKind::Truncated as usize] += 1;
        self.report.examples.push(located.to_string());
        self.end()
    }

    /// Refuses a file without a single row.
    fn end(&mut self) -> Result<(), FileError> {
        if self.report.row_count > 0 {
            return Ok(());
        }
        let bad: u64 = self.bad_counts.iter().sum();
        let problem = match self.report.examples.first() {
            None => "has no rows, expected at least one".to_owned(),
            Some(example) => format!("has no good row among {bad}; the first: {example}"),
        };
        Err(FileError::new(&self.report.path, problem))
    }

    fn describe(&self, fault: &Fault, line: Option<&[u8]>, number: u64) -> FileError {
        let error = |problem: String| FileError::new(&self.report.path, problem).on_line(number);
        match fault {
            Fault::Field { column, role, expected } => {
                let (from, text) =
                    field_of(line.unwrap_or_default(), self.layout.delimiter, *column);
                error(format!("{} was \"{}\", expected {expected}", role.name(), shorten(text)))
                    .at_column(from + 1)
            }
            Fault::FieldCount { was } => error(format!(
                "the row has {was} fields, expected {} as in the first line",
                self.layout.field_count
            )),
            Fault::TooLong => error(format!("the line was longer than {LINE_BYTES_MAX} bytes")),
            Fault::Bar(problem) => error(problem.to_string()),
            Fault::Tick(problem) => error(problem.to_string()),
            Fault::Duplicate { was } => {
                error(format!("time was {was}, the same as in the row before"))
            }
            Fault::Backward { previous, was } => {
                let expected = if self.descending { "before" } else { "after" };
                let order = if self.descending { " (the file is newest first)" } else { "" };
                error(format!("time was {was}, expected a time {expected} {previous}{order}"))
            }
        }
    }

    fn report(&mut self) -> &Report {
        self.spacings.write_to(&mut self.report);
        self.report.skipped =
            BadKind::ALL.into_iter().zip(self.bad_counts).filter(|(_, count)| *count > 0).collect();
        self.report.zone_stated = self.stamps.zone_stated();
        &self.report
    }
}

fn field_of(line: &[u8], delimiter: u8, column: usize) -> (usize, &[u8]) {
    let mut from = 0;
    for (index, field) in line.split(|&byte| byte == delimiter).enumerate() {
        if index == column {
            return (from, field);
        }
        from += field.len() + 1;
    }
    (from, &[])
}
