//! Files: market data in, feature tables out, the history store, models, and the state that
//! survives a restart.
//!
//! Reading accepts what terminals, exchanges and data vendors write: see [`Format`]. Nothing is
//! repaired in silence: a bad row is an error with its place ([`OnBad::Fail`]) or left out and
//! counted ([`OnBad::Skip`]), and everything else worth knowing stands in the [`Report`].
//!
//! Times are handed out as the file writes them ([`WrittenNanos`]); which clock that was, and so
//! what it is in UTC, is not for this module to guess.
//!
//! Start with [`open_market_data`]. [`synthetic`] makes a market where no file is at hand.

mod atomic_file;
mod error;
mod export;
mod features_csv;
mod features_parquet;
mod file_name;
mod history;
mod layout;
mod lines;
mod market_data;
mod model_file;
mod number;
mod parquet_checksum;
mod parquet_read;
mod parquet_text;
mod parquet_write;
mod reader;
mod record;
mod report;
mod stamp;
mod state_file;
pub mod synthetic;
#[cfg(test)]
pub(crate) mod testing;
mod ticks;
#[cfg(feature = "cli")]
mod zstd;

pub use atomic_file::AtomicFile;
pub use error::FileError;
pub use export::{Exported, export};
pub use features_csv::{BAR_COLUMNS, CsvWriter};
pub use features_parquet::ParquetWriter;
pub use file_name::{name_of, tagged_name_of};
pub use history::{
    Activity, Compacted, Confirmed, Gap, HistoryBar, HistoryError, HistoryFolder, HistoryKind,
    HistorySeries, HistoryStore, Market, Merged, MonthKey, PauseFinder, Pauses, Problem, Replaced,
    SeriesSummary, Verified, set_aside,
};
pub use layout::{Format, Kind};
pub use lines::{Compression, Encoding};
pub use market_data::{
    MarketData, ReadOptions, open_bars, open_market_data, open_ticks, read_market_data,
};
pub use model_file::{ModelFileError, read_model, read_model_bytes, write_model};
pub use number::parse_decimal;
pub use reader::{BarReader, OnBad, Reader, TickReader};
pub use record::{FileBar, FileTick, Record, Spread};
pub use report::{BadKind, MixedFrame, Report};
pub use stamp::{UnixUnit, WrittenNanos};
pub use state_file::{StateFile, StateFileError};
pub use ticks::{
    RecordedTick, RecorderCounts, TickFolder, TickRecorder, compact_ticks, tick_folders,
    tick_reader, verify_ticks, wait_for_recorders,
};
