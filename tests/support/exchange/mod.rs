//! Exchanges that a test makes up: what they say ([`world`]), in simulated time ([`simulated`]) or
//! on a local port ([`server`]), with faults.

#![allow(dead_code, reason = "each test binary uses a part of the module")]
#![allow(clippy::disallowed_methods, reason = "a server has threads and a clock of its own")]
#![allow(clippy::panic_in_result_fn, reason = "one of the faults is a panic")]
#![allow(clippy::unwrap_used, reason = "a test support module may panic")]

pub(crate) mod observed;
pub(crate) mod server;
pub(crate) mod simulated;
pub(crate) mod world;
