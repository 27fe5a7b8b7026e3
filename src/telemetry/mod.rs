//! What the engine tells people while it runs: a bounded log that the host drains, figures for
//! monitoring, and what a caught panic said.
//!
//! No printing and no files here. Everything is written into memory that was allocated when the
//! engine was opened, so the tick path may log and count.
//!
//! | file | what |
//! |---|---|
//! | `log_ring` | the log of one engine |
//! | `levels` | which events are told, by target |
//! | `call`, `histogram` | exported functions, and how long they took |
//! | `metrics` | the figures of one engine |
//! | `registry` | the engines that are watched; the figures of the process |
//! | `exposition` | all of it in the text format of Prometheus |
//! | `settings` | the sections `log` and `serve` |

mod call;
mod exposition;
mod histogram;
mod levels;
mod log_ring;
mod metrics;
mod panic_text;
mod registry;
mod settings;

pub use call::{Call, TIMED_EVERY};
pub use exposition::{Family, families, metrics_page};
pub use histogram::{BOUNDED_BUCKETS, Histogram, HistogramCopy, bucket_end_ns};
pub use levels::{LogLevel, LogTarget, is_told, log_level, parse_target_level, set_log_level};
pub use log_ring::{Level, LogRecord, LogRing, TextBuffer};
pub use metrics::{CallCopy, CallFigures, Counter, EngineLabels, EngineMetrics, Gauge};
pub(crate) use panic_text::panic_text;
pub use registry::{
    ProcessFigures, WatchedEngine, is_watching, process_figures, record_call, watched,
};
pub use settings::{LogSettings, ServeSettings};
