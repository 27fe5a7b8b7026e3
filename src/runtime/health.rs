//! How a worker does.

use parking_lot::Mutex;
use serde::{Serialize, Serializer};

use crate::types::DurationNanos;

/// What a worker is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkerState {
    /// Its thread has not begun yet.
    #[default]
    Starting,
    /// It works.
    Running,
    /// It failed and is run again soon.
    Pausing,
    /// It failed too often in a row and is run again much later.
    CircuitOpen,
    /// It has ended.
    Stopped,
}

#[derive(Clone, Debug, Default)]
struct Facts {
    state: WorkerState,
    failures: u64,
    panics: u64,
    last_error: String,
    good_at: Option<DurationNanos>,
}

/// Kept by a worker and its supervisor, read by anybody; never from a tick.
#[derive(Debug, Default)]
pub struct Health(Mutex<Facts>);

/// A worker's health at one moment. As JSON `good_age` is `good_age_s`, in seconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HealthReport {
    /// Name of the worker.
    pub name: String,
    /// What it does.
    pub state: WorkerState,
    /// How often it failed since its thread began, panics included.
    pub failures: u64,
    /// How often it panicked.
    pub panics: u64,
    /// Text of the last failure; empty without one.
    pub last_error: String,
    /// Age of the last good data; `None` before any.
    #[serde(rename = "good_age_s", serialize_with = "as_seconds")]
    pub good_age: Option<DurationNanos>,
    /// How many lease it.
    pub users: usize,
}

fn as_seconds<S: Serializer>(
    age: &Option<DurationNanos>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    age.map(|age| age.0 as f64 / 1e9).serialize(serializer)
}

impl Health {
    /// Good data has arrived at this monotonic time.
    pub fn good(&self, now: DurationNanos) {
        self.0.lock().good_at = Some(now);
    }

    /// When good data last arrived.
    #[must_use]
    pub fn good_at(&self) -> Option<DurationNanos> {
        self.0.lock().good_at
    }

    /// How often its worker failed, and how often that was a panic.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        let facts = self.0.lock();
        (facts.failures, facts.panics)
    }

    pub(super) fn set_state(&self, state: WorkerState) {
        self.0.lock().state = state;
    }

    pub(super) fn fail(&self, text: &str, panicked: bool) {
        let mut facts = self.0.lock();
        facts.failures += 1;
        facts.panics += u64::from(panicked);
        text.clone_into(&mut facts.last_error);
    }

    pub(super) fn report(&self, name: &str, users: usize, now: DurationNanos) -> HealthReport {
        let facts = self.0.lock().clone();
        HealthReport {
            name: name.to_owned(),
            state: facts.state,
            failures: facts.failures,
            panics: facts.panics,
            last_error: facts.last_error,
            good_age: facts.good_at.map(|at| DurationNanos(now.0.saturating_sub(at.0))),
            users,
        }
    }
}
