//! `hypertrader history export`.

use std::path::PathBuf;

use serde::Serialize;

use hypertrader::store::{WrittenNanos, export};

use super::failed;
use super::place::{Chosen, StoreArgs};
use crate::cli::exit::Failure;
use crate::cli::output::Output;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    chosen: Chosen,
    /// Recorded ticks instead of bars.
    #[arg(long, conflicts_with = "period")]
    ticks: bool,
    /// From this time on, by the clock of the source: 2026-01-05 or 2026-01-05T03:40:00.
    #[arg(long, value_parser = parse_time)]
    from: Option<WrittenNanos>,
    /// Up to this time, without it.
    #[arg(long, value_parser = parse_time)]
    to: Option<WrittenNanos>,
    /// The file: Parquet if its name ends with .parquet, else CSV.
    #[arg(long)]
    out: PathBuf,
}

fn parse_time(text: &str) -> Result<WrittenNanos, &'static str> {
    WrittenNanos::parse(text)
}

/// Result of `history export --json`.
#[derive(Debug, Serialize)]
struct Written {
    folder: String,
    out: String,
    rows: u64,
    first: Option<String>,
    last: Option<String>,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    let store = args.store.existing().map_err(failed)?;
    let folders: Vec<PathBuf> = if args.ticks {
        let found = args.chosen.ticks(&store).map_err(failed)?;
        found.into_iter().map(|folder| folder.path).collect()
    } else {
        let found = args.chosen.bars(&store).map_err(failed)?;
        found.into_iter().map(|folder| folder.path).collect()
    };
    let folder = match &folders[..] {
        [folder] => folder,
        [] => return Err(failed("nothing in the store is of that source, symbol and period")),
        several => {
            let names: Vec<String> =
                several.iter().map(|path| path.display().to_string()).collect();
            return Err(failed(format!(
                "{} folders are meant, expected one; say --source, --symbol, --period: {}",
                several.len(),
                names.join(", ")
            )));
        }
    };
    let exported = export(folder, args.from, args.to, &args.out).map_err(failed)?;
    let (first, last) = exported.span.unzip();
    let text = |time: Option<WrittenNanos>| time.map(|time| time.to_string());
    let written = Written {
        folder: folder.display().to_string(),
        out: args.out.display().to_string(),
        rows: exported.row_count,
        first: text(first),
        last: text(last),
    };
    output.say(&format!("{}: {} rows", written.out, written.rows));
    output.result(&written);
    Ok(())
}
