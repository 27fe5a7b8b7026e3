//! Where commands print: results for machines to standard output, everything for people to
//! standard error.
//!
//! A closed pipe (`hypertrader ... | head`) is no error: the reader has what it wanted. Printing
//! therefore never fails and never panics.

use std::io::Write;

use serde::Serialize;

use super::exit::Failure;

/// The two streams, and whether a machine is reading.
#[derive(Debug)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Prints the one result of the command, on `--json` only.
    pub(crate) fn result(&mut self, result: &impl Serialize) {
        if !self.json {
            return;
        }
        let mut stdout = std::io::stdout().lock();
        // Writing ends early only if nobody reads, see the module's text.
        let _ = serde_json::to_writer(&mut stdout, result);
        let _ = stdout.write_all(b"\n");
        let _ = stdout.flush();
    }

    /// Prints a text for people.
    pub(crate) fn say(&mut self, text: &str) {
        let mut stderr = std::io::stderr().lock();
        let _ = writeln!(stderr, "{}", text.trim_end());
    }

    /// Prints why the command failed: the lines for people, and the result on `--json`.
    pub(crate) fn failure(&mut self, failure: &Failure) {
        for line in &failure.lines {
            self.say(line);
        }
        self.result(&failure.result);
    }
}
