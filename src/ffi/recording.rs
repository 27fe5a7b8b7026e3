//! Ticks of a live or paper engine on their way into the history store.

use std::path::PathBuf;
use std::time::Duration;

use super::abi::HtMqlTick;
use super::session::Mode;
use crate::engine::Engine;
use crate::store::{RecordedTick, TickRecorder};
use crate::telemetry::Level;
use crate::types::{NANOS_PER_MILLI, Tick};

/// How long closing an engine waits for what was not written yet.
const STOP_MAX: Duration = Duration::from_secs(1);
/// Calls of the timer, and so seconds, between two tries to begin.
const TIMERS_PER_TRY: u32 = 60;

/// Records, if it is to and can. Without it a session works the same.
#[derive(Debug, Default)]
pub(super) struct Recording {
    wanted: Option<Wanted>,
    recorder: Option<TickRecorder>,
    last: RecordedTick,
    timers_to_try: u32,
    told_lost: u64,
    told_failures: u64,
}

#[derive(Clone, Debug)]
struct Wanted {
    store: PathBuf,
    source: String,
    symbol: String,
}

impl Recording {
    /// Begins, as the settings say. A folder that another engine records into is told and tried
    /// again by [`Self::advance`].
    pub(super) fn begin(&mut self, engine: &mut Engine, mode: Mode) {
        let settings = engine.settings();
        if !settings.store.record_ticks || !mode.is_lasting() {
            return;
        }
        let source = match settings.store.record_source.as_str() {
            "" => format!("account-{}", engine.identity().login),
            name => name.to_owned(),
        };
        let store = PathBuf::from(&settings.core.history_dir);
        let symbol = engine.symbol_name().as_str().to_owned();
        self.wanted = Some(Wanted { store, source, symbol });
        self.start(engine);
    }

    fn start(&mut self, engine: &mut Engine) {
        let Some(Wanted { store, source, symbol }) = &self.wanted else { return };
        match TickRecorder::start(store, source, symbol) {
            Ok(recorder) => {
                self.recorder = Some(recorder);
                engine.log(Level::Info, format_args!("ticks are recorded as of {source}"));
            }
            Err(error) => {
                self.timers_to_try = TIMERS_PER_TRY;
                engine.log(Level::Error, format_args!("ticks are not recorded: {error}"));
            }
        }
    }

    /// Records a tick that the engine took. Wait-free. One equal to the one before it adds nothing.
    #[inline]
    pub(super) fn push(&mut self, raw: &HtMqlTick, server_ns: i64, tick: &Tick) {
        let Some(recorder) = &mut self.recorder else { return };
        let recorded = RecordedTick {
            time_ms: server_ns / NANOS_PER_MILLI,
            bid: tick.bid,
            ask: tick.ask,
            last: tick.last,
            volume: tick.volume,
            flags: raw.flags(),
        };
        if recorded != self.last {
            recorder.push(recorded);
            self.last = recorded;
        }
    }

    /// Says what the disk refused, and begins where it could not. For the timer.
    pub(super) fn advance(&mut self, engine: &mut Engine) {
        let Some(recorder) = &self.recorder else {
            self.timers_to_try = self.timers_to_try.saturating_sub(1);
            if self.timers_to_try == 0 {
                self.start(engine);
            }
            return;
        };
        let counts = recorder.counts();
        if counts.failures > 0 && self.told_failures == 0 {
            let what = recorder.first_failure().unwrap_or("the disk refused");
            engine.log(Level::Error, format_args!("recording ticks: {what}"));
        }
        if counts.lost > self.told_lost {
            let lost = counts.lost - self.told_lost;
            engine.log(Level::Error, format_args!("{lost} ticks could not be recorded"));
        }
        (self.told_failures, self.told_lost) = (counts.failures, counts.lost);
    }

    /// Ends, and writes what is left. The engine may be parked now.
    pub(super) fn stop(&mut self, engine: &mut Engine) {
        self.wanted = None;
        let Some(recorder) = self.recorder.take() else { return };
        let (counts, has_ended) = recorder.stop(STOP_MAX);
        let (written, lost) = (counts.written, counts.lost);
        let level = if lost > 0 { Level::Error } else { Level::Info };
        let still = if has_ended { "" } else { "; the rest is being written" };
        engine.log(level, format_args!("ticks recorded: {written}, lost: {lost}{still}"));
    }
}
