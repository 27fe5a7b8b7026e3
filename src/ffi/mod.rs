//! The C ABI: translates and delegates, never decides. Nothing imports this module.
//!
//! | file | what |
//! |---|---|
//! | `abi` | the structures, their layouts asserted |
//! | `code`, `failure` | return codes; the text of the last error |
//! | `guard` | panics stop here, errors become codes |
//! | `memory` | the only place that touches the host's pointers |
//! | `table`, `session` | which engine a handle means; what is kept beside it |
//! | `meter` | what is measured and told of an engine |
//! | `background` | what an opened engine starts for the process: the log, the HTTP server |
//! | `open` | parameters, configuration, state file, re-attachment |
//! | `convert`, `report` | the host's structures into domain values and back |
//! | `library_calls`, `history_calls`, `engine_calls`, `model_calls` | the exported functions |
//! | `pin`, `self_test` | staying in memory; checks on the user's machine |
//!
//! The rules that every function keeps are in `include/hypertrader.h`.

pub mod abi;
mod background;
pub mod code;
mod convert;
pub mod engine_calls;
mod failure;
mod guard;
pub mod history_calls;
pub mod library_calls;
mod memory;
mod meter;
mod model;
pub mod model_calls;
mod open;
mod pin;
mod report;
mod self_test;
mod session;
mod table;

pub use report::{decision as decision_for_host, features as features_for_host};
