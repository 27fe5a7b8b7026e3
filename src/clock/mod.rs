//! Time: the trade server's clock turned into UTC, and the engine's own clock moved by events.
//!
//! Nothing that decides reads the machine's clock. In every mode, live included, time comes from
//! the arguments of calls, so a recorded session replays to the same decisions. A [`Stopwatch`]
//! says how long work takes; [`fast_now_ns`] measures calls, [`wall_now`] dates lines of the log.

mod dst;
mod engine_clock;
mod fast;
mod server;
mod stopwatch;
mod wall;

pub use dst::DstRule;
pub use engine_clock::EngineClock;
pub use fast::{fast_now_ns, prepare_fast_clock};
pub use server::ServerClock;
pub use stopwatch::Stopwatch;
pub use wall::wall_now;
