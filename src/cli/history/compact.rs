//! `hypertrader history compact`.

use serde::Serialize;

use hypertrader::store::{Compacted, HistoryError, compact_ticks};

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
}

/// Result of `history compact --json`.
#[derive(Debug, Serialize)]
struct Done {
    store: String,
    folders: Vec<DoneFolder>,
}

#[derive(Debug, Serialize)]
struct DoneFolder {
    folder: String,
    written: u64,
    removed: u64,
    bytes_before: u64,
    bytes_after: u64,
    /// Why nothing more was done.
    error: Option<String>,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    let store = args.store.existing().map_err(failed)?;
    let mut folders = Vec::new();
    for folder in args.chosen.bars(&store).map_err(failed)? {
        if let Some(series) = folder.series() {
            folders.push(done(folder.path.display().to_string(), store.compact(&series)));
        }
    }
    for folder in args.chosen.ticks(&store).map_err(failed)? {
        folders.push(done(folder.path.display().to_string(), compact_ticks(&folder.path)));
    }
    let mut lines = Vec::new();
    for folder in &folders {
        let DoneFolder { written, removed, bytes_before, bytes_after, .. } = folder;
        lines.push(match &folder.error {
            Some(error) => error.clone(),
            None => format!(
                "{}: {written} files written, {removed} removed, {bytes_before} bytes became \
                 {bytes_after}",
                folder.folder
            ),
        });
    }
    let has_failed = folders.iter().any(|folder| folder.error.is_some());
    let done = Done { store: store.folder().display().to_string(), folders };
    if has_failed {
        let result = serde_json::to_value(&done).unwrap_or_default();
        return Err(Failure { lines, result });
    }
    output.say(&lines.join("\n"));
    output.result(&done);
    Ok(())
}

fn done(folder: String, result: Result<Compacted, HistoryError>) -> DoneFolder {
    let (done, error) = match result {
        Ok(done) => (done, None),
        Err(error) => (Compacted::default(), Some(error.to_string())),
    };
    let Compacted { written, removed, bytes_before, bytes_after } = done;
    DoneFolder { folder, written, removed, bytes_before, bytes_after, error }
}
