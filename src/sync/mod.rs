//! The only lock-free code: exclusive slots for engines, and the open risk shared by all of them.
//!
//! | type | shared by | operations | progress |
//! |---|---|---|---|
//! | [`Slot`] | any thread of the process | enter, leave, replace | wait-free |
//! | [`RiskPool`] | all engines of one account | hold, change, release open risk | wait-free |

mod risk_pool;
mod slot;

pub use risk_pool::{PoolKey, PoolMember, RiskPool};
pub use slot::{Slot, SlotError, SlotGuard};
