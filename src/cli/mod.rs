//! The command line: reads arguments, runs one command, turns its end into an exit status.
//!
//! Each command has a file of its own with a clap `Args` type and
//! `run(&Args, &mut Output) -> Result<(), Failure>`. To add one: its file, a line in [`Command`]
//! and one in [`run`]. Commands print through [`Output`] only.

mod arguments;
mod backtest;
mod bar_file;
mod collect;
mod config;
mod digest;
mod exit;
mod features;
#[cfg(feature = "feeds")]
mod feeds;
mod history;
mod model;
mod now;
mod output;
mod predict;
mod prices;
mod processor_time;
mod progress;
mod replay;
mod settings_file;
mod simulation;
mod sweep;
mod train;

use clap::{Parser, Subcommand};

use exit::Exit;
use output::Output;

/// Automated trading engine: replay, backtest, sweep, features, training, history, configuration.
#[derive(Debug, Parser)]
#[command(name = "hypertrader", version, arg_required_else_help = true)]
struct Arguments {
    /// Print exactly one JSON result on standard output.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Backtest(Box<backtest::Args>),
    Bootstrap(collect::BootstrapArgs),
    Collect(collect::CollectArgs),
    /// Check a configuration, or show the values in effect.
    Config(config::Args),
    Features(features::Args),
    #[cfg(feature = "feeds")]
    Feeds(feeds::Args),
    /// The history store: what is in it, whether it is sound, export, tidying up.
    History(history::Args),
    Model(model::Args),
    Predict(predict::Args),
    Replay(Box<replay::Args>),
    Sweep(Box<sweep::Args>),
    Train(Box<train::Args>),
}

/// Runs the command that the process was started with.
pub(crate) fn run() -> std::process::ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return exit::after_usage(&error).into(),
    };
    let mut output = Output::new(arguments.json);
    let result = match &arguments.command {
        Command::Backtest(args) => backtest::run(args, &mut output),
        Command::Bootstrap(args) => collect::bootstrap(args, &mut output),
        Command::Collect(args) => collect::collect(args, &mut output),
        Command::Config(args) => config::run(args, &mut output),
        Command::Features(args) => features::run(args, &mut output),
        #[cfg(feature = "feeds")]
        Command::Feeds(args) => feeds::run(args, &mut output),
        Command::History(args) => history::run(args, &mut output),
        Command::Model(args) => model::run(args, &mut output),
        Command::Predict(args) => predict::run(args, &mut output),
        Command::Replay(args) => replay::run(args, &mut output),
        Command::Sweep(args) => sweep::run(args, &mut output),
        Command::Train(args) => train::run(args, &mut output),
    };
    match result {
        Ok(()) => Exit::Done,
        Err(failure) => {
            output.failure(&failure);
            Exit::Failed
        }
    }
    .into()
}
