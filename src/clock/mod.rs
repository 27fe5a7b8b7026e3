//! Time: the trade server's clock turned into UTC, and the engine's own clock moved by events.
//!
//! Nothing that decides reads the machine's clock. In every mode, live included, time comes from
//! the arguments of calls, so a recorded session replays to the same decisions. A [`Stopwatch`]
//! says how long work takes.

mod dst;
mod engine_clock;
mod machine;
mod server;
mod stopwatch;

pub use dst::DstRule;
pub use engine_clock::EngineClock;
pub use machine::MachineClock;
pub use server::ServerClock;
pub use stopwatch::Stopwatch;
