//! The record of a sweep over one symbol: a line for each combination, and its returns beside it.
//!
//! `results.csv` is for people and programs; `returns.f64` holds the returns of the rows, eight
//! bytes each, little-endian, combination after combination. Both only grow, returns first, so a
//! record that was cut off is good up to its last whole combination, and goes on from there.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::figures::{Figures, Spread};
use crate::store::FileError;

/// Bytes of one return.
const RETURN_BYTES: usize = size_of::<f64>();

/// Whether a combination has figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It has.
    Done,
    /// Its settings do not fit together.
    Impossible,
    /// Its simulation could not go on.
    Failed,
}

impl Status {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Done, "done"), (Self::Impossible, "impossible"), (Self::Failed, "failed")];

    fn text(self) -> &'static str {
        Self::ALL.iter().find(|(status, _)| *status == self).map_or("", |(_, text)| text)
    }

    fn of(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == text).map(|(status, _)| *status)
    }
}

/// A line of the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Number of the combination in its space.
    pub number: u64,
    /// Whether it has figures.
    pub status: Status,
    /// They are, or zeros.
    pub figures: Figures,
}

/// What the lines of a record look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Paths of what is varied.
    pub parameters: Vec<String>,
    /// First and last calendar month of the data, as `year * 12 + month from 0`.
    pub months: (i64, i64),
    /// Rows of returns.
    pub rows: usize,
}

/// The record of one symbol.
#[derive(Debug)]
pub struct Record {
    layout: Layout,
    csv: PathBuf,
    returns: PathBuf,
    lines: File,
    values: File,
    entries: Vec<Entry>,
}

impl Record {
    /// Opens the record of a folder, or begins one. What was cut off is removed.
    ///
    /// # Errors
    /// A folder that cannot be written, or lines of another layout.
    pub fn open(folder: &Path, layout: Layout) -> Result<Self, FileError> {
        fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        let (csv, returns) = (folder.join("results.csv"), folder.join("returns.f64"));
        let open = |path: &Path| {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            options.open(path).map_err(|error| failed(path, &error))
        };
        let (lines, values) = (open(&csv)?, open(&returns)?);
        let mut record = Self { layout, csv, returns, lines, values, entries: Vec::new() };
        record.recover()?;
        Ok(record)
    }

    /// Reads what is whole and cuts the rest off.
    fn recover(&mut self) -> Result<(), FileError> {
        let header = self.layout.header();
        let mut reader = BufReader::new(&self.lines);
        let mut line = String::new();
        let mut take = |line: &mut String| -> Result<bool, FileError> {
            line.clear();
            reader.read_line(line).map_err(|error| failed(&self.csv, &error))?;
            Ok(line.ends_with('\n'))
        };
        let values_len = self.values.metadata().map_err(|error| failed(&self.returns, &error))?;
        let row_bytes = (self.layout.rows * RETURN_BYTES) as u64;
        let whole = values_len.len() / row_bytes.max(1);
        let mut length = 0;
        if take(&mut line)? {
            if line.trim_end() != header {
                let message = "was of another sweep, expected the parameters of this one";
                return Err(FileError::new(&self.csv, message));
            }
            length = line.len() as u64;
            while (self.entries.len() as u64) < whole && take(&mut line)? {
                let number = self.entries.len() + 2;
                let entry = self.layout.parse(line.trim_end()).ok_or_else(|| {
                    let message = format!("line {number} was damaged, expected a whole record");
                    FileError::new(&self.csv, message)
                })?;
                length += line.len() as u64;
                self.entries.push(entry);
            }
        }
        let keep = self.entries.len() as u64 * row_bytes;
        cut(&mut self.lines, length).map_err(|error| failed(&self.csv, &error))?;
        cut(&mut self.values, keep).map_err(|error| failed(&self.returns, &error))?;
        if length == 0 {
            self.write_lines(&format!("{header}\n"))?;
        }
        Ok(())
    }

    /// The lines so far, in the order in which they were tried.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Adds combinations; `texts` are the values of the parameters of each.
    ///
    /// # Errors
    /// A disk that refuses; what was whole before stays so.
    pub fn add(
        &mut self,
        entries: Vec<Entry>,
        texts: &[Vec<String>],
        returns: &[Vec<f64>],
    ) -> Result<(), FileError> {
        let bytes: Vec<u8> =
            returns.iter().flatten().flat_map(|value| value.to_le_bytes()).collect();
        self.values.write_all(&bytes).map_err(|error| failed(&self.returns, &error))?;
        let lines: String = entries
            .iter()
            .zip(texts)
            .map(|(entry, texts)| self.layout.line(entry, texts))
            .collect();
        self.write_lines(&lines)?;
        self.entries.extend(entries);
        Ok(())
    }

    fn write_lines(&mut self, lines: &str) -> Result<(), FileError> {
        self.lines.write_all(lines.as_bytes()).map_err(|error| failed(&self.csv, &error))
    }

    /// Puts everything on the disk.
    ///
    /// # Errors
    /// A disk that refuses.
    pub fn sync(&self) -> Result<(), FileError> {
        self.values.sync_data().map_err(|error| failed(&self.returns, &error))?;
        self.lines.sync_data().map_err(|error| failed(&self.csv, &error))
    }

    /// Reads the returns, line after line.
    ///
    /// # Errors
    /// A disk that refuses.
    pub fn returns(&self) -> Result<ReturnsReader<'_>, FileError> {
        let file = File::open(&self.returns).map_err(|error| failed(&self.returns, &error))?;
        let bytes = vec![0; self.layout.rows * RETURN_BYTES];
        Ok(ReturnsReader { record: self, reader: BufReader::with_capacity(1 << 20, file), bytes })
    }
}

/// The returns of a record in the order of its lines.
#[derive(Debug)]
pub struct ReturnsReader<'a> {
    record: &'a Record,
    reader: BufReader<File>,
    bytes: Vec<u8>,
}

impl ReturnsReader<'_> {
    /// Puts the returns of the next line into `row`.
    ///
    /// # Errors
    /// A disk that refuses, or no line that is left.
    pub fn next_into(&mut self, row: &mut Vec<f64>) -> Result<(), FileError> {
        let read = self.reader.read_exact(&mut self.bytes);
        read.map_err(|error| failed(&self.record.returns, &error))?;
        row.clear();
        let (values, _) = self.bytes.as_chunks::<RETURN_BYTES>();
        row.extend(values.iter().map(|value| f64::from_le_bytes(*value)));
        Ok(())
    }
}

fn failed(path: &Path, error: &std::io::Error) -> FileError {
    FileError::new(path, format!("cannot be read or written: {error}"))
}

fn cut(file: &mut File, length: u64) -> std::io::Result<()> {
    file.set_len(length)?;
    file.seek(SeekFrom::Start(length)).map(|_| ())
}

/// The figures of a line, in order.
const FIGURES: [&str; 11] = [
    "trades",
    "wins",
    "net_profit",
    "gross_profit",
    "gross_loss",
    "commission",
    "swap",
    "return_frac",
    "sharpe_ann",
    "max_drawdown_frac",
    "ambiguous",
];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

impl Layout {
    fn month_count(&self) -> usize {
        (self.months.1 - self.months.0 + 1).max(0) as usize
    }

    fn header(&self) -> String {
        let mut names = vec!["number".to_owned(), "status".to_owned()];
        names.extend(self.parameters.iter().cloned());
        names.extend(FIGURES.map(str::to_owned));
        names.extend(WEEKDAYS.map(|day| format!("net_{day}")));
        names.extend((0..24).map(|hour| format!("net_{hour:02}h")));
        let month = |at: i64| format!("net_{}-{:02}", at.div_euclid(12), at.rem_euclid(12) + 1);
        names.extend((self.months.0..=self.months.1).map(month));
        names.join(",")
    }

    fn line(&self, entry: &Entry, texts: &[String]) -> String {
        let figures = &entry.figures;
        let mut cells = vec![entry.number.to_string(), entry.status.text().to_owned()];
        cells.extend(texts.iter().map(|text| quoted(text)));
        cells.extend([figures.trades.to_string(), figures.wins.to_string()]);
        let numbers = [
            figures.net_profit,
            figures.gross_profit,
            figures.gross_loss,
            figures.commission,
            figures.swap,
            figures.return_frac,
            figures.sharpe_ann,
            figures.max_drawdown_frac,
        ];
        cells.extend(numbers.map(|value| value.to_string()));
        cells.push(figures.ambiguous.to_string());
        let spread = &figures.spread;
        let mut months = vec![0.0; self.month_count()];
        for (month, profit) in &spread.months {
            if let Some(place) = months.get_mut((month - self.months.0).max(0) as usize) {
                *place += profit;
            }
        }
        let parts = spread.weekdays.iter().chain(&spread.hours).chain(&months);
        cells.extend(parts.map(ToString::to_string));
        format!("{}\n", cells.join(","))
    }

    fn parse(&self, line: &str) -> Option<Entry> {
        let cells = split(line);
        let mut cells = cells.iter().map(String::as_str);
        let number = cells.next()?.parse().ok()?;
        let status = Status::of(cells.next()?)?;
        for _ in &self.parameters {
            cells.next()?;
        }
        let mut whole = || cells.next()?.parse::<u64>().ok();
        let (trades, wins) = (whole()?, whole()?);
        let mut number_of = || cells.next()?.parse::<f64>().ok();
        let mut figures = Figures {
            trades,
            wins,
            net_profit: number_of()?,
            gross_profit: number_of()?,
            gross_loss: number_of()?,
            commission: number_of()?,
            swap: number_of()?,
            return_frac: number_of()?,
            sharpe_ann: number_of()?,
            max_drawdown_frac: number_of()?,
            ambiguous: 0,
            spread: Spread::default(),
        };
        figures.ambiguous = number_of()? as u64;
        for place in &mut figures.spread.weekdays {
            *place = number_of()?;
        }
        for place in &mut figures.spread.hours {
            *place = number_of()?;
        }
        for month in self.months.0..=self.months.1 {
            let profit = number_of()?;
            if profit != 0.0 {
                figures.spread.months.push((month, profit));
            }
        }
        cells.next().is_none().then_some(Entry { number, status, figures })
    }
}

/// A cell with a comma or quotes in quotes.
fn quoted(text: &str) -> String {
    if text.contains([',', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// The cells of a line, unquoted.
fn split(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_inside = false;
    for character in line.chars() {
        match character {
            '"' => is_inside = !is_inside,
            ',' if !is_inside => cells.push(String::new()),
            other => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(other);
                }
            }
        }
    }
    cells
}
