//! The engines that are watched, and what is counted for the whole process.
//!
//! Engines come and go under a lock, which no call of an open engine takes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use parking_lot::Mutex;

use super::call::Call;
use super::metrics::{CallCopy, EngineLabels, EngineMetrics};

/// What is counted for the process.
#[derive(Debug, Default)]
pub struct ProcessFigures {
    /// Lines written to the log file.
    pub log_lines: AtomicU64,
    /// Log records that found the queue to the file full.
    pub log_dropped: AtomicU64,
    /// Failed attempts to write the log file.
    pub log_errors: AtomicU64,
    /// Log records on their way to the file.
    pub log_waiting: AtomicU64,
    /// Requests that the HTTP server answered.
    pub http_requests: AtomicU64,
    /// Connections and requests that it refused or cut off.
    pub http_refused: AtomicU64,
}

impl ProcessFigures {
    const fn new() -> Self {
        Self {
            log_lines: AtomicU64::new(0),
            log_dropped: AtomicU64::new(0),
            log_errors: AtomicU64::new(0),
            log_waiting: AtomicU64::new(0),
            http_requests: AtomicU64::new(0),
            http_refused: AtomicU64::new(0),
        }
    }
}

static PROCESS: ProcessFigures = ProcessFigures::new();
static WATCHED: Mutex<Watched> = Mutex::new(Watched { engines: Vec::new(), calls: Vec::new() });
static ANY: AtomicBool = AtomicBool::new(false);

struct Watched {
    engines: Vec<Arc<EngineMetrics>>,
    /// Calls that concern no engine, and those of engines that were closed; empty before any.
    calls: Vec<CallCopy>,
}

impl Watched {
    fn calls(&mut self) -> &mut [CallCopy] {
        self.calls.resize(Call::COUNT, CallCopy::EMPTY);
        &mut self.calls
    }
}

/// The counters of the process.
#[must_use]
pub fn process_figures() -> &'static ProcessFigures {
    &PROCESS
}

/// Whether an engine was ever watched. Before that nothing is measured.
#[inline]
#[must_use]
pub fn is_watching() -> bool {
    ANY.load(Ordering::Relaxed)
}

/// An engine's place among the watched ones; given up when dropped.
#[derive(Debug)]
pub struct WatchedEngine(Arc<EngineMetrics>);

impl WatchedEngine {
    /// Watches an engine under the lowest free number. `labels` is given that number.
    #[must_use]
    pub fn new(labels: impl FnOnce(String) -> EngineLabels) -> Self {
        let mut watched = WATCHED.lock();
        let taken = |number: &String| {
            watched.engines.iter().any(|engine| engine.labels().engine == *number)
        };
        let number = (0_u32..).map(|number| number.to_string()).find(|number| !taken(number));
        let metrics = Arc::new(EngineMetrics::new(labels(number.unwrap_or_default())));
        watched.engines.push(Arc::clone(&metrics));
        ANY.store(true, Ordering::Relaxed);
        Self(metrics)
    }

    /// The figures.
    #[inline]
    #[must_use]
    pub fn metrics(&self) -> &EngineMetrics {
        &self.0
    }
}

impl Drop for WatchedEngine {
    fn drop(&mut self) {
        let mut watched = WATCHED.lock();
        watched.engines.retain(|engine| !Arc::ptr_eq(engine, &self.0));
        self.0.add_calls_to(watched.calls());
    }
}

/// Counts a call that concerns no engine, and how long it took if that was measured.
pub fn record_call(call: Call, took_ns: Option<u64>, failed: bool) {
    let mut watched = WATCHED.lock();
    let copy = &mut watched.calls()[call as usize];
    copy.calls += 1;
    copy.errors += u64::from(failed);
    if let Some(ns) = took_ns {
        copy.duration.record(ns);
    }
}

/// What is watched at an instant: the engines, and the calls of each function since the start.
#[must_use]
pub fn watched() -> (Vec<Arc<EngineMetrics>>, Vec<CallCopy>) {
    let mut watched = WATCHED.lock();
    let mut calls = watched.calls().to_vec();
    watched.engines.iter().for_each(|engine| engine.add_calls_to(&mut calls));
    (watched.engines.clone(), calls)
}
