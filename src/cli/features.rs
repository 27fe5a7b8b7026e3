//! `hypertrader features`: one row of features per closed bar, as CSV or Parquet.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;

use hypertrader::clock::ServerClock;
use hypertrader::engine::EngineSettings;
use hypertrader::features::{Builder, Row};
use hypertrader::store::{
    BAR_COLUMNS, BarReader, CsvWriter, FileBar, FileError, ParquetWriter, WrittenNanos, open_bars,
};
use hypertrader::types::Bar;

use super::arguments::OnBadRows;
use super::bar_file::utc;
use super::exit::Failure;
use super::output::Output;
use super::{processor_time, settings_file};

/// Bars whose rows are computed before they are written: the clock is read once for so many, and
/// the rows stay in the processor's cache.
const CHUNK_BARS: usize = 1_024;

/// Compute one row of features per closed bar and write a table.
///
/// First columns: time (the bar's open, ISO-8601 UTC), open, high, low, close, volume; a feature of
/// the same name is not repeated. A feature that is warming up is empty (null in Parquet). Times of
/// the file are taken as the trade server's clock; `engine.server_utc_offset_s` of the
/// configuration says how far that is from UTC. Times that state a zone are UTC already.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Bars: CSV as MetaTrader, Binance and others write it, also gzip or zstd; a Parquet table; or
    /// a folder of them, such as one of the history store.
    #[arg(long)]
    bars: PathBuf,
    /// The table to write; `.parquet` makes a Parquet file, anything else CSV.
    #[arg(long)]
    out: PathBuf,
    /// Columns such as `sma_50,rsi_14`; by default those of the configuration.
    #[arg(long, value_delimiter = ',')]
    columns: Vec<String>,
    /// Configuration file: columns, server clock. By default the built-in values.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Symbol whose sections of the configuration apply.
    #[arg(long)]
    symbol: Option<String>,
    /// What to do with bad rows.
    #[arg(long, value_enum, default_value_t)]
    on_bad: OnBadRows,
}

/// Result of `features --json`.
#[derive(Debug, Serialize)]
struct Written {
    bars: String,
    out: String,
    rows: u64,
    skipped: u64,
    columns: Vec<String>,
    /// Bars before the first row that can have every column.
    warm_up_bars: usize,
    schema_hash: String,
    /// Processor time of the computation alone, without reading and writing.
    cpu_s: f64,
    first_time: Option<String>,
    last_time: Option<String>,
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    let written = write_table(args).map_err(|lines| {
        let result = serde_json::json!({ "error": lines.join("\n") });
        Failure { lines, result }
    })?;
    output.say(&format!(
        "{}: {} rows, {} bad rows skipped",
        written.bars, written.rows, written.skipped
    ));
    output.say(&format!(
        "{}: {} columns, warm-up {} bars, {:.4} s of processor time",
        written.out,
        written.columns.len(),
        written.warm_up_bars,
        written.cpu_s
    ));
    output.result(&written);
    Ok(())
}

fn write_table(args: &Args) -> Result<Written, Vec<String>> {
    let one = |error: &dyn std::fmt::Display| vec![error.to_string()];
    let settings: EngineSettings =
        settings_file::load(args.config.as_deref(), args.symbol.as_deref())?;
    let columns =
        if args.columns.is_empty() { settings.features.columns } else { args.columns.clone() };
    let builder = Builder::new(&columns).map_err(|error| one(&error))?;
    let clock = ServerClock::new(settings.core.server_utc_offset_s, settings.core.server_dst)
        .map_err(|error| one(&error))?;
    let wanted = Wanted::of(builder.schema().names());
    let mut reader = open_bars(&args.bars, args.on_bad.into()).map_err(|error| one(&error))?;
    let mut table = Table::create(&args.out, &wanted).map_err(|error| one(&error))?;
    let mut computation = Computation { builder, clock, elapsed: Duration::ZERO, rows: Vec::new() };
    let row_count = computation.run(&mut reader, &mut table).map_err(|error| one(&error))?;
    table.finish().map_err(|error| one(&error))?;
    let Computation { builder, mut clock, elapsed, .. } = computation;
    let report = reader.report();
    let zone_stated = report.zone_stated;
    let mut text = |time: Option<WrittenNanos>| {
        time.map(|time| utc(&mut clock, time, zone_stated).to_string())
    };
    Ok(Written {
        bars: args.bars.display().to_string(),
        out: args.out.display().to_string(),
        rows: row_count,
        skipped: report.skipped_count(),
        first_time: text(report.first),
        last_time: text(report.last),
        warm_up_bars: builder.schema().lookback(),
        schema_hash: builder.schema().hash().to_owned(),
        columns: wanted.names,
        cpu_s: elapsed.as_secs_f64(),
    })
}

/// The builder, and the time that its work took.
struct Computation {
    builder: Builder,
    clock: ServerClock,
    elapsed: Duration,
    rows: Vec<Row>,
}

impl Computation {
    fn run(&mut self, reader: &mut BarReader, table: &mut Table) -> Result<u64, FileError> {
        let mut chunk: Vec<FileBar> = Vec::with_capacity(CHUNK_BARS);
        let mut row_count = 0;
        loop {
            chunk.clear();
            for bar in reader.by_ref().take(CHUNK_BARS) {
                chunk.push(bar?);
            }
            if chunk.is_empty() {
                return Ok(row_count);
            }
            let zone_stated = reader.report().zone_stated;
            let bars: Vec<Bar> = chunk
                .iter()
                .map(|bar| bar.to_bar(utc(&mut self.clock, bar.written, zone_stated), 0.0))
                .collect();
            self.compute(&bars);
            for (bar, row) in bars.iter().zip(&self.rows) {
                table.write(bar, row)?;
            }
            row_count += bars.len() as u64;
        }
    }

    fn compute(&mut self, bars: &[Bar]) {
        self.rows.clear();
        self.rows.reserve(bars.len());
        let start = processor_time::now();
        for bar in bars {
            self.builder.update(bar);
            self.rows.push(*self.builder.current());
        }
        self.elapsed += processor_time::now().saturating_sub(start);
    }
}

/// The columns that go into the table: all but those that the bar has itself, such as `close`.
struct Wanted {
    names: Vec<String>,
    /// Their places in a row.
    indexes: Vec<usize>,
}

impl Wanted {
    fn of(columns: &[String]) -> Self {
        let is_new = |name: &String| !BAR_COLUMNS.contains(&name.as_str());
        let (indexes, names) = columns
            .iter()
            .enumerate()
            .filter(|(_, name)| is_new(name))
            .map(|(index, name)| (index, name.clone()))
            .unzip();
        Self { names, indexes }
    }
}

/// The table being written.
struct Table {
    writer: Writer,
    indexes: Vec<usize>,
    values: Vec<Option<f64>>,
}

enum Writer {
    Csv(Box<CsvWriter>),
    Parquet(Box<ParquetWriter>),
}

impl Table {
    fn create(path: &Path, wanted: &Wanted) -> Result<Self, FileError> {
        let is_parquet = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("parquet"));
        let writer = if is_parquet {
            Writer::Parquet(Box::new(ParquetWriter::create(path, &wanted.names)?))
        } else {
            Writer::Csv(Box::new(CsvWriter::create(path, &wanted.names)?))
        };
        Ok(Self { writer, indexes: wanted.indexes.clone(), values: Vec::new() })
    }

    fn write(&mut self, bar: &Bar, row: &Row) -> Result<(), FileError> {
        self.values.clear();
        let value = |&index: &usize| (row.valid >> index & 1 == 1).then_some(row.values[index]);
        self.values.extend(self.indexes.iter().map(value));
        match &mut self.writer {
            Writer::Csv(writer) => writer.write_row(bar, &self.values),
            Writer::Parquet(writer) => writer.write_row(bar, &self.values),
        }
    }

    fn finish(self) -> Result<(), FileError> {
        match self.writer {
            Writer::Csv(writer) => writer.finish(),
            Writer::Parquet(writer) => writer.finish(),
        }
    }
}
