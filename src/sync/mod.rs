//! The only lock-free code: exclusive slots for engines, and the open risk shared by all of them,
//! and a bounded queue for the log.
//!
//! | type | shared by | operations | progress |
//! |---|---|---|---|
//! | [`Slot`] | any thread of the process | enter, leave, replace | wait-free |
//! | [`Queue`] | the log's writers and its thread | push, pop | wait-free |
//! | [`RiskPool`] | all engines of one account | hold, change, release open risk | wait-free |

mod queue;
mod risk_pool;
mod slot;

pub use queue::Queue;
pub use risk_pool::{PoolKey, PoolMember, RiskPool};
pub use slot::{Slot, SlotError, SlotGuard};
