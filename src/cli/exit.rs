//! How a command ends.

use std::process::ExitCode;

use serde_json::Value;

/// Exit status of the process. Scripts rely on the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The command did what was asked.
    Done = 0,
    /// It could not, or what it checked is not in order.
    Failed = 1,
    /// The arguments make no sense.
    WrongUsage = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command failed: lines for people, which name file, line, column and what was expected,
/// and the one result for machines.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) lines: Vec<String>,
    pub(crate) result: Value,
}

/// Prints what the argument parser has to say: help and version are not mistakes.
pub(crate) fn after_usage(error: &clap::Error) -> Exit {
    // Nobody is left to tell if this fails.
    let _ = error.print();
    if error.use_stderr() { Exit::WrongUsage } else { Exit::Done }
}
