//! Background threads: one set for the process, started when first needed, shared by all engines.
//!
//! ```text
//! Runtime::lease(name) ──► thread "ht-NAME"
//!   Lease (one a user)       supervise: run the worker ──failure, panic──► pause ──► run again
//!   dropped                    └── no user for `idle_stop`: the thread ends
//! ```
//!
//! A [`Worker`] does one thing until it is asked to stop. When it fails it runs again after a pause
//! that doubles from [`PAUSE_FIRST`] to [`PAUSE_MAX`], shortened at random by up to half so that
//! threads do not march in step; after [`FAILURES_MAX`] failures in a row without a steady run the
//! circuit is open and pauses last [`CIRCUIT_PAUSE`]. A panic is caught, counted and treated as a
//! failure. Its [`Health`] says at any time how it does.
//!
//! Nothing here is touched in tester or replay mode. Time comes from [`Time`], so that tests run a
//! day in seconds. Start with [`Runtime`].

mod alarm;
mod backoff;
mod health;
mod registry;
mod stop;
mod supervise;
mod time;
mod worker;

pub use alarm::Alarm;
pub use backoff::{CIRCUIT_PAUSE, FAILURES_MAX, PAUSE_FIRST, PAUSE_MAX, STEADY};
pub use health::{Health, HealthReport, WorkerState};
pub use registry::{Lease, LeaseError, Runtime, WORKERS_MAX, process};
pub use stop::Stop;
pub use supervise::supervise;
pub use time::{MachineTime, Time};
pub use worker::{Context, Failure, Worker};

#[cfg(test)]
mod tests;
