//! What a handle stands for: an engine, its state file, and the last error.

use std::fmt::Write;

use super::failure::ErrorText;
use super::meter::Meter;
use super::table;
use crate::engine::{Engine, EngineIdentity, STATE_SIZE};
use crate::retraining::{FreshFigures, Retraining, SharedWindow};
use crate::store::StateFile;
use crate::sync::RiskPool;
use crate::telemetry::{Call, Level};
use crate::types::{FixedText, OrderResult};

/// Open risk of all engines of the process.
pub(super) static RISK_POOL: RiskPool = RiskPool::new();

/// How an engine's host runs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Live,
    Paper,
    Tester,
    Replay,
}

impl Mode {
    /// Whether a closed engine stays warm, and its state is kept in a file.
    pub(super) const fn is_lasting(self) -> bool {
        matches!(self, Self::Live | Self::Paper)
    }
}

/// What makes two openings the same engine. The host's text alone is not enough: a replay must
/// never take over a live engine, nor one program another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct InstanceKey {
    pub(super) text: FixedText<64>,
    pub(super) mode: Mode,
    pub(super) identity: EngineIdentity,
}

impl InstanceKey {
    /// Whether an engine of this key can be found again.
    pub(super) const fn is_named(&self) -> bool {
        !self.text.is_empty()
    }
}

/// An engine with everything the boundary keeps beside it.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) engine: Engine,
    pub(super) retraining: Option<Retraining>,
    /// Bars that training had gathered before it was stopped.
    window: Option<SharedWindow>,
    /// Of live and paper engines.
    meter: Option<Meter>,
    key: InstanceKey,
    state_file: Option<StateFile>,
    saved_revision: u64,
    error: ErrorText,
    fault: Option<String>,
}

impl Session {
    pub(super) fn new(engine: Engine, key: InstanceKey) -> Self {
        Self {
            engine,
            retraining: None,
            window: None,
            meter: None,
            key,
            state_file: None,
            saved_revision: 0,
            error: ErrorText::EMPTY,
            fault: None,
        }
    }

    /// Begins training as configured, with what an engine before this one had gathered.
    pub(super) fn begin_training(&mut self, before: Option<&mut Self>) {
        let window = before.and_then(|before| {
            before.stop_training();
            let of = |session: &Self| {
                let core = &session.engine.settings().core;
                (session.engine.period(), core.server_utc_offset_s, core.server_dst)
            };
            // Bars of another length, or with times by another clock, are of no use.
            before.window.take().filter(|_| of(self) == of(before))
        });
        self.retraining = Retraining::new(&self.engine, self.key.mode.is_lasting(), window);
    }

    /// Stops what trains; a parked engine trains nothing. The bars are kept.
    fn stop_training(&mut self) {
        if let Some(training) = self.retraining.take() {
            self.window = Some(training.window());
        }
    }

    /// How the model does on fresh bars.
    pub(super) fn fresh_figures(&self) -> Option<FreshFigures> {
        self.retraining.as_ref()?.fresh_figures(&self.engine)
    }

    /// Begins to measure and to tell. The engine is complete.
    pub(super) fn begin_watch(&mut self) {
        self.meter = self.key.mode.is_lasting().then(|| Meter::new(&self.engine, self.key.mode));
    }

    /// Ends it: the engine is gone from what is watched.
    pub(super) fn end_watch(&mut self) {
        self.meter = None;
    }

    /// A call begins: the time, if it is to be timed.
    #[inline]
    pub(super) fn begin_call(&self, call: Call) -> Option<u64> {
        self.meter.as_ref().and_then(|meter| meter.begin(call))
    }

    /// A call has ended well.
    #[inline]
    pub(super) fn end_call(&mut self, call: Call, began_ns: Option<u64>) {
        if let Some(meter) = &mut self.meter {
            meter.end(call, began_ns, &mut self.engine);
        }
    }

    /// A call has failed.
    #[cold]
    pub(super) fn count_error(&mut self, call: Call) {
        if let Some(meter) = &mut self.meter {
            meter.count_error(call, self.fault.as_deref());
        }
    }

    /// Tells what the trade server answered.
    pub(super) fn tell_result(&self, result: &OrderResult) {
        if let Some(meter) = &self.meter {
            meter.tell_result(result);
        }
    }

    /// Moves training on. Never waits.
    pub(super) fn advance_training(&mut self) {
        if let Some(training) = &mut self.retraining {
            training.advance(&mut self.engine);
        }
    }

    pub(super) const fn key(&self) -> &InstanceKey {
        &self.key
    }

    pub(super) fn set_state_file(&mut self, file: StateFile) {
        self.state_file = Some(file);
        self.saved_revision = u64::MAX; // forces the first save
        self.save_if_changed();
    }

    pub(super) fn take_state_file(&mut self) -> Option<StateFile> {
        self.state_file.take()
    }

    pub(super) fn is_faulted(&self) -> bool {
        self.fault.is_some()
    }

    pub(super) fn fault(&self) -> &str {
        self.fault.as_deref().unwrap_or("")
    }

    /// No call but looking and closing works on this engine any more.
    pub(super) fn latch_fault(&mut self, text: &str) {
        self.fault = Some(text.to_owned());
    }

    pub(super) fn set_error(&mut self, text: ErrorText) {
        self.error = text;
    }

    pub(super) const fn error(&self) -> &ErrorText {
        &self.error
    }

    #[inline]
    pub(super) fn decisions_waiting(&self) -> i32 {
        self.engine.decisions_waiting() as i32 // at most the queue's capacity
    }

    /// Saves what must survive a restart, if it changed. Copies bytes into mapped memory: no system
    /// call, no allocation.
    #[inline]
    pub(super) fn save_if_changed(&mut self) {
        if self.engine.revision() != self.saved_revision {
            self.save();
        }
    }

    fn save(&mut self) {
        self.saved_revision = self.engine.revision();
        if let Some(file) = &mut self.state_file {
            let mut record = [0; STATE_SIZE];
            self.engine.write_state(&mut record);
            let saved = file.save(&record);
            self.engine.set_state_saved(saved);
        }
    }

    /// Asks for the state to reach the disk, against a loss of power.
    pub(super) fn flush(&mut self) {
        let Some(file) = &self.state_file else { return };
        if let Err(error) = file.flush() {
            self.engine.log(Level::Error, format_args!("cannot flush the state file: {error}"));
            self.engine.set_state_saved(false);
        }
    }

    /// Lines of the log, oldest first, at most `capacity` bytes.
    pub(super) fn drain_log(&mut self, capacity: usize) -> String {
        let mut lines = String::new();
        let dropped = self.engine.take_dropped_log_count();
        if dropped > 0 {
            // Writing to a String cannot fail.
            let _ = writeln!(lines, "WARN {dropped} log records were overwritten before this");
        }
        while let Some(record) = self.engine.peek_log() {
            let line = format!("{} {} {}\n", record.time, record.level.name(), record.text());
            if lines.len() + line.len() > capacity {
                break;
            }
            lines.push_str(&line);
            self.engine.pop_log();
        }
        lines
    }

    /// Ends the session's handle: parks a sound engine that may be opened again, drops any other.
    pub(super) fn retire(mut session: Box<Self>) {
        session.save_if_changed();
        session.stop_training();
        session.end_watch();
        let parks =
            session.key.mode.is_lasting() && session.key.is_named() && !session.is_faulted();
        if parks && !table::is_shut_down() {
            table::park(session);
        }
    }
}
