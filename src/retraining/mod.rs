//! Training in the background: a new model for a running engine, judged before it may decide.
//!
//! ```text
//! engine's thread (timer)                     training thread, low priority, one per process
//!   Retraining ── bars ──► BarWindow ────────► train ──► FILE.candidate
//!       │                                        judge on fresh bars ──► promote, reject,
//!       │◄── Notice: a model to take, a line ────┘                       confirm, roll back
//!       ▼
//!   Engine::set_model
//! ```
//!
//! Fresh bars are those that a model has not learnt from and whose outcome is known. A candidate
//! decides after `shadow_bars` of them if its logarithmic loss is lower than the old model's; after
//! `probation_bars` more the old model comes back if it was the better one after all.
//!
//! What stage a model is in stands in the files alone, so it survives a restart: `FILE` decides,
//! `FILE.candidate` is in its shadow, `FILE.previous` is what a model on probation is held against.
//! Every one of them appears whole or not at all.
//!
//! The engine's thread never waits: it tries a lock and otherwise comes back with the next timer,
//! and all files are read and written by the training thread. Start with [`Retraining`].

mod columns;
mod files;
mod fresh;
mod job;
mod link;
mod look;
mod memory;
mod plan;
mod priority;
mod stored;
mod subject;
mod training;
mod window;
mod worker;

pub use fresh::FreshFigures;
pub use memory::bars_within;
pub use plan::{Outcome, Stage};
pub use training::{Retraining, StartError, TrainingState, TrainingStatus};
pub use window::SharedWindow;
pub use worker::shut_down;
