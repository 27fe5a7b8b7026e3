//! The subscriber: decides by level and target, makes a record, hands it on.

use std::fmt::{self, Write};
use std::sync::OnceLock;

use tracing::field::{Field, Visit};
use tracing::span;
use tracing::subscriber::{Interest, Subscriber, set_global_default};
use tracing::{Event, Metadata};

use super::record::Record;
use super::writer;
use crate::clock::fast_now_ns;
use crate::sync::Queue;
use crate::telemetry::{Level, LogTarget, TextBuffer, is_told};

/// Notices that wait for an engine's timer.
const NOTICES: usize = 64;

/// Made once; whether our subscriber is the one of the process.
static INSTALLED: OnceLock<bool> = OnceLock::new();
static WAITING: OnceLock<Queue<Record>> = OnceLock::new();

/// Makes our subscriber the one of the process.
pub(super) fn install() -> Result<(), String> {
    let ours = *INSTALLED.get_or_init(|| {
        WAITING.get_or_init(|| Queue::new(NOTICES, Record::EMPTY));
        set_global_default(Sink).is_ok()
    });
    if ours {
        return Ok(());
    }
    Err("the program has a tracing subscriber of its own, which takes all events".to_owned())
}

/// The oldest warning or error that no engine told. Once each.
pub fn take_notice() -> Option<Record> {
    WAITING.get()?.pop()
}

/// Keeps a warning for the host's ring.
pub(super) fn notice(record: &Record) {
    if let Some(waiting) = WAITING.get() {
        waiting.push(record);
    }
}

/// Events only; spans are not told.
struct Sink;

fn level_of(level: tracing::Level) -> Level {
    match level {
        tracing::Level::ERROR => Level::Error,
        tracing::Level::WARN => Level::Warn,
        tracing::Level::INFO => Level::Info,
        tracing::Level::DEBUG => Level::Debug,
        _ => Level::Trace,
    }
}

impl Subscriber for Sink {
    /// Levels may change at any time, so every event asks.
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.is_event() { Interest::sometimes() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let target = LogTarget::of_event(metadata.target());
        metadata.is_event() && is_told(target, level_of(*metadata.level()))
    }

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let mut text = Text(TextBuffer::EMPTY);
        event.record(&mut text);
        let record = Record {
            time_ns: fast_now_ns(),
            level: level_of(*metadata.level()),
            target: LogTarget::of_event(metadata.target()),
            text: text.0,
        };
        writer::submit(&record);
        if record.target != LogTarget::Engine && record.level <= Level::Warn {
            notice(&record);
        }
    }

    fn new_span(&self, _attributes: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _span: &span::Id, _values: &span::Record<'_>) {}

    fn record_follows_from(&self, _span: &span::Id, _follows: &span::Id) {}

    fn enter(&self, _span: &span::Id) {}

    fn exit(&self, _span: &span::Id) {}
}

/// The message, then fields as `name=value`. Writing cannot fail: what does not fit is cut.
struct Text(TextBuffer);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = if field.name() == "message" {
            write!(self.0, "{value:?}")
        } else {
            write!(self.0, " {}={value:?}", field.name())
        };
    }
}
