//! The only lock-free code: exclusive slots for engines, the open risk shared by all of them, and
//! what background threads hand to an engine.
//!
//! | type | shared by | operations | progress |
//! |---|---|---|---|
//! | [`Slot`] | any thread of the process | enter, leave, replace | wait-free |
//! | [`RiskPool`] | all engines of one account | hold, change, release open risk | wait-free |
//! | [`snapshot()`] | one writer, one reader | write, read the newest | wait-free |
//! | [`queue()`] | one writer, one reader | push, pop; what does not fit is counted | wait-free |

mod queue;
mod risk_pool;
mod seam;
mod slot;
mod snapshot;

pub use queue::{QueueReader, QueueWriter, queue};
pub use risk_pool::{PoolKey, PoolMember, RiskPool};
pub use slot::{Slot, SlotError, SlotGuard};
pub use snapshot::{SnapshotReader, SnapshotWriter, snapshot};
