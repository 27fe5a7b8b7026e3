//! `hypertrader history verify`.

use serde::Serialize;

use hypertrader::store::{Verified, set_aside, verify_ticks};

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
    /// Rename damaged files to `<name>.<number>.damaged`, so that nobody reads them and what they
    /// held can be collected again. Nothing is overwritten or removed.
    #[arg(long)]
    set_aside: bool,
}

/// Result of `history verify --json`.
#[derive(Debug, Serialize)]
struct Checked {
    store: String,
    /// Whether no file is damaged, or the damaged ones were set aside.
    sound: bool,
    sound_files: u64,
    rows: u64,
    problems: Vec<Found>,
}

#[derive(Debug, Serialize)]
struct Found {
    file: String,
    problem: String,
    damaged: bool,
    /// What the file is called now.
    set_aside: Option<String>,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    let store = args.store.existing().map_err(failed)?;
    let mut checked = Checked {
        store: store.folder().display().to_string(),
        sound: true,
        sound_files: 0,
        rows: 0,
        problems: Vec::new(),
    };
    for folder in args.chosen.bars(&store).map_err(failed)? {
        let verified = store.verify(&folder.path).map_err(failed)?;
        checked.add(verified, args.set_aside);
    }
    for folder in args.chosen.ticks(&store).map_err(failed)? {
        let verified = verify_ticks(&folder.path).map_err(failed)?;
        checked.add(verified, args.set_aside);
    }
    let mut lines: Vec<String> = Vec::new();
    for found in &checked.problems {
        let aside = found.set_aside.as_ref().map(|name| format!("; now {name}"));
        let aside = aside.unwrap_or_default();
        lines.push(format!("{}: {}{aside}", found.file, found.problem));
    }
    lines.push(format!("{} sound files, {} rows", checked.sound_files, checked.rows));
    if checked.sound {
        output.say(&lines.join("\n"));
        output.result(&checked);
        return Ok(());
    }
    let result = serde_json::to_value(&checked).unwrap_or_default();
    Err(Failure { lines, result })
}

impl Checked {
    fn add(&mut self, verified: Verified, sets_aside: bool) {
        self.sound_files += verified.sound_files;
        self.rows += verified.bar_count;
        for problem in verified.problems {
            let mut found = Found {
                file: problem.path.display().to_string(),
                problem: problem.text,
                damaged: problem.is_damage,
                set_aside: None,
            };
            if problem.is_damage && sets_aside {
                match set_aside(&problem.path) {
                    Ok(path) => found.set_aside = Some(path.display().to_string()),
                    Err(error) => found.problem += &format!("; {error}"),
                }
            }
            self.sound &= !found.damaged || found.set_aside.is_some();
            self.problems.push(found);
        }
    }
}
