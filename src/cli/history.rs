//! `hypertrader history`: what the history store holds, and looking after it.
//!
//! | file | what |
//! |---|---|
//! | `ls` | series, months, rows, gaps, sizes |
//! | `verify` | every file read and checked; damaged ones set aside |
//! | `export` | a series as one file |
//! | `compact` | smaller and fewer files |
//! | `place` | which store, which series |

mod compact;
mod export;
mod ls;
pub(in crate::cli) mod place;
mod verify;

use clap::Subcommand;

use super::exit::Failure;
use super::output::Output;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List series and recorded ticks: months, rows, first and last, gaps, size.
    Ls(ls::Args),
    /// Read every file: checksums, order, duplicates, months, prices, what is left over.
    Verify(verify::Args),
    /// Write bars of a series, or recorded ticks, to one CSV or Parquet file.
    Export(export::Args),
    /// Make files smaller and fewer. May be interrupted; a second time there is nothing to do.
    Compact(compact::Args),
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    match &args.action {
        Action::Ls(args) => ls::run(args, output),
        Action::Verify(args) => verify::run(args, output),
        Action::Export(args) => export::run(args, output),
        Action::Compact(args) => compact::run(args, output),
    }
}

/// A failure of one line.
pub(in crate::cli) fn failed(error: impl std::fmt::Display) -> Failure {
    let text = error.to_string();
    let result = serde_json::json!({ "error": text });
    Failure { lines: vec![text], result }
}
