//! `hypertrader feeds`: prices of exchanges, as an engine sees them; their past as a file of bars.

mod bars;
mod watch;

use std::path::PathBuf;

use clap::Subcommand;

use hypertrader::engine::{EngineSettings, FeedSettings};

use super::exit::Failure;
use super::output::Output;
use super::settings_file;

/// Prices of exchanges: watch them, or fetch their past. Settings: section [feeds].
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show each venue's best bid and ask, its clock, its state, and the source in use.
    Watch(watch::Args),
    /// Write bars of a minute from a venue's past; the first venue of the list that gives them all.
    Bars(bars::Args),
}

/// What both need.
#[derive(Debug, clap::Args)]
struct Common {
    /// Symbol as the broker writes it, such as BTCUSD.m.
    symbol: String,
    /// Configuration file. Whether feeds are enabled in it does not matter here.
    #[arg(long)]
    config: Option<PathBuf>,
}

impl Common {
    fn settings(&self) -> Result<FeedSettings, Failure> {
        let settings: EngineSettings =
            settings_file::load(self.config.as_deref(), Some(&self.symbol)).map_err(failed)?;
        Ok(settings.feeds)
    }
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    match &args.action {
        Action::Watch(args) => watch::run(args, output),
        Action::Bars(args) => bars::run(args, output),
    }
}

/// Reads a variable of the environment.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn failed(lines: Vec<String>) -> Failure {
    let result = serde_json::json!({ "problems": lines });
    Failure { lines, result }
}
