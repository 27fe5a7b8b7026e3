//! What the engine tells people while it runs: a bounded log that the host drains; what a caught
//! panic said.
//!
//! No printing and no files here. A record is written into memory that was allocated when the
//! engine was built, so the tick path may log.

mod log_ring;
mod panic_text;

pub use log_ring::{Level, LogRecord, LogRing};
pub(crate) use panic_text::panic_text;
