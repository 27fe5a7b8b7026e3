//! A small blocking HTTP client, and the limits that servers set.
//!
//! [`Client`] gets one address with a time-out for each phase and a limit on the body. [`Budget`]
//! keeps a host's rate limit: weights, `Retry-After`, bans. [`Secret`] holds what must never be
//! printed. What an answer means is not decided here.

mod budget;
mod client;
mod reply;
mod retry_after;
mod secret;

pub use budget::{Budget, BudgetPlan};
pub use client::{BODY_BYTES_MAX, Client, tls_config};
pub use reply::Reply;
pub use retry_after::retry_after;
pub use secret::Secret;
