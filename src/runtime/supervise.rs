//! Runs a worker again and again.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::backoff::{Backoff, STEADY};
use super::health::WorkerState;
use super::worker::{Context, Failure, Worker};
use crate::telemetry::panic_text;

/// Runs `worker` until its end is due: after every failure and panic again, with pauses as the
/// module's text says. `seed` chooses the jitter.
pub fn supervise(worker: &mut dyn Worker, context: &Context, seed: u64) {
    let mut backoff = Backoff::new(seed);
    while !context.stop.is_due() {
        context.health.set_state(WorkerState::Running);
        let began = context.time.monotonic();
        let failure = run_once(worker, context);
        if context.stop.is_due() {
            break;
        }
        let lasted = context.time.monotonic().0.saturating_sub(began.0);
        let brought = context.health.good_at().is_some_and(|at| at > began);
        if brought && u128::from(lasted.unsigned_abs()) >= STEADY.as_nanos() {
            backoff.reset();
        }
        let pause = backoff.fail().max(failure.pause_min);
        let open = backoff.is_open();
        let state = if open { WorkerState::CircuitOpen } else { WorkerState::Pausing };
        context.health.set_state(state);
        if context.stop.pause(pause) {
            break;
        }
    }
}

fn run_once(worker: &mut dyn Worker, context: &Context) -> Failure {
    // Unwind safety: the worker is told nothing of its panic and begins afresh from what it
    // remembers; everything shared is behind locks without poison or is atomic.
    let outcome = catch_unwind(AssertUnwindSafe(|| worker.run(context)));
    let panicked = outcome.is_err();
    let failure = match outcome {
        Ok(Ok(())) => Failure::new("ended without being asked to"),
        Ok(Err(failure)) => failure,
        Err(payload) => Failure::new(format!("panic: {}", panic_text(&*payload))),
    };
    if !context.stop.is_due() || panicked {
        context.health.fail(&failure.text, panicked);
    }
    failure
}
