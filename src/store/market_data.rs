//! Opening a file of bars or ticks, whichever it holds.

use std::io::Read;
use std::path::Path;

use super::layout::Kind;
use super::lines::LineReader;
use super::reader::{BarReader, OnBad, Opened, Reader, TickReader};
use super::{FileError, Report};

/// How to read a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// What to do with bad rows. By default the first one is an error.
    pub on_bad: OnBad,
    /// What the file must hold; `None` accepts both.
    pub kind: Option<Kind>,
}

/// A file of bars or of ticks.
#[derive(Debug)]
pub enum MarketData {
    /// Bars.
    Bars(Box<BarReader>),
    /// Quotes or trades.
    Ticks(Box<TickReader>),
}

impl MarketData {
    /// What was read so far. Complete once the iterator has ended.
    pub fn report(&mut self) -> &Report {
        match self {
            Self::Bars(reader) => reader.report(),
            Self::Ticks(reader) => reader.report(),
        }
    }
}

/// Opens a file of bars or ticks. Compression, encoding, layout, and whether it holds bars or
/// ticks are found from its content.
///
/// # Errors
/// If it cannot be opened or decompressed, is empty, has an unknown layout, or holds the other kind
/// of rows than `options.kind`.
pub fn open_market_data(path: &Path, options: &ReadOptions) -> Result<MarketData, FileError> {
    start(path, LineReader::open(path)?, options)
}

/// As [`open_market_data`], from bytes; `path` only names them in messages.
///
/// # Errors
/// As [`open_market_data`].
pub fn read_market_data(
    path: &Path,
    source: Box<dyn Read + Send>,
    options: &ReadOptions,
) -> Result<MarketData, FileError> {
    start(path, LineReader::from_read(path, source)?, options)
}

/// Opens a file that must hold bars.
///
/// # Errors
/// As [`open_market_data`].
pub fn open_bars(path: &Path, on_bad: OnBad) -> Result<BarReader, FileError> {
    let opened = Opened::new(path, LineReader::open(path)?)?;
    check_kind(&opened, Some(Kind::Bars))?;
    Ok(Reader::new(opened, on_bad))
}

/// Opens a file that must hold ticks.
///
/// # Errors
/// As [`open_market_data`].
pub fn open_ticks(path: &Path, on_bad: OnBad) -> Result<TickReader, FileError> {
    let opened = Opened::new(path, LineReader::open(path)?)?;
    check_kind(&opened, Some(Kind::Ticks))?;
    Ok(Reader::new(opened, on_bad))
}

fn start(path: &Path, lines: LineReader, options: &ReadOptions) -> Result<MarketData, FileError> {
    let opened = Opened::new(path, lines)?;
    check_kind(&opened, options.kind)?;
    Ok(match opened.layout.kind {
        Kind::Bars => MarketData::Bars(Box::new(Reader::new(opened, options.on_bad))),
        Kind::Ticks => MarketData::Ticks(Box::new(Reader::new(opened, options.on_bad))),
    })
}

fn check_kind(opened: &Opened, expected: Option<Kind>) -> Result<(), FileError> {
    let name = |kind| match kind {
        Kind::Bars => "bars",
        Kind::Ticks => "ticks",
    };
    match expected {
        Some(expected) if expected != opened.layout.kind => Err(FileError::new(
            &opened.path,
            format!("holds {}, expected {}", name(opened.layout.kind), name(expected)),
        )),
        _ => Ok(()),
    }
}
