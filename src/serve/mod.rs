//! The HTTP server of the library: metrics and health, on a thread of its own.
//!
//! ```text
//! start (first engine) ─► thread ht-serve: tokio, one thread
//!                            bind, again every two seconds while the port is taken
//!                            accept ─► connection (at most 32; limits on time and size)
//!                                          └─► guard: host, token ─► routes
//! ```
//!
//! It only reads: figures that engines' calls have written, never an engine. So the worst that a
//! client can do is to occupy this thread. Off unless `serve.listen` names an address.
//!
//! To add a page: a line in `routes`, a handler that returns at once.

mod admission;
mod connection;
mod routes;
mod server;
mod thread;

pub use server::CONNECTIONS_MAX;
pub use thread::{shut_down, start};
