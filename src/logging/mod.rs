//! The log of the process: events of `tracing` into a rotating file.
//!
//! ```text
//! engines' calls ─┐                          ┌─► queue ─► thread ht-log ─► hypertrader-PID.log
//! HTTP server ────┼─► tracing ─► subscriber ─┤
//! library ────────┘                          └─► notices (what an engine did not say itself,
//!                                                warnings and errors) ─► the host's ring
//! ```
//!
//! The subscriber is installed when the first live or paper engine is opened, never in the tester
//! or in replay. Telling an event formats it into a record of fixed size and copies that into the
//! queue: no allocation, no lock, no system call. A full queue drops the record and counts it.
//! Start with [`install`].

mod file;
mod record;
mod sink;
mod writer;

use std::path::Path;

pub use record::Record;
pub use sink::take_notice;
pub use writer::shut_down;

use crate::clock::prepare_fast_clock;
use crate::sync::Queue;
use crate::telemetry::LogSettings;

/// Records that wait for the file: a burst of a thousand engines, 1 MiB.
const QUEUE_RECORDS: usize = 4_096;

/// Takes the events of the process and, if a folder is named, opens the file.
///
/// Again and again is no harm: the first folder stays.
///
/// # Errors
/// What hinders it, in words: another folder was opened before, the file cannot be created, or the
/// program has a subscriber of its own.
pub fn install(settings: &LogSettings) -> Result<(), String> {
    prepare_fast_clock();
    sink::install()?;
    if settings.dir.is_empty() {
        return Ok(());
    }
    writer::start(Path::new(&settings.dir), settings, || Queue::new(QUEUE_RECORDS, Record::EMPTY))
}
