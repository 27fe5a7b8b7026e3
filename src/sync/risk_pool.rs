//! The open risk of all engines of one account, held against one limit.
//!
//! One atomic sum per account. An engine that wants to hold more adds first and looks at the sum it
//! made: if that is over the limit it takes the addition back and fails. Two engines that race for
//! the last bit of room may therefore both fail, but never both succeed: it fails closed.
//!
//! Orderings are `Relaxed`: the sum is the only shared value, and a read-modify-write of one atomic
//! is totally ordered by itself.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Weak};

use parking_lot::Mutex;

/// Which engines share a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolKey {
    /// Account number.
    pub login: i64,
    /// 0 for live trading; otherwise a group chosen by the host, so that replays stay apart.
    pub group: u64,
}

/// All accounts of the process.
#[derive(Debug, Default)]
pub struct RiskPool {
    accounts: Mutex<Vec<(PoolKey, Weak<AtomicI64>)>>,
}

impl RiskPool {
    /// A pool without accounts.
    #[must_use]
    pub const fn new() -> Self {
        Self { accounts: Mutex::new(Vec::new()) }
    }

    /// Joins an account with nothing held. Takes a lock and may allocate: not for the tick path.
    #[must_use]
    pub fn join(&self, key: PoolKey) -> PoolMember {
        let mut accounts = self.accounts.lock();
        accounts.retain(|(_, total)| total.strong_count() > 0);
        let existing = accounts.iter().find(|(other, _)| *other == key);
        let total = existing.and_then(|(_, total)| total.upgrade()).unwrap_or_else(|| {
            let total = Arc::new(AtomicI64::new(0));
            accounts.push((key, Arc::downgrade(&total)));
            total
        });
        PoolMember { key, total, held: 0 }
    }
}

/// One engine's share of its account's open risk, in millionths of the account currency.
///
/// Dropping it gives back what it holds.
#[derive(Debug)]
pub struct PoolMember {
    key: PoolKey,
    total: Arc<AtomicI64>,
    held: i64,
}

impl PoolMember {
    /// Which account it belongs to.
    #[must_use]
    pub const fn key(&self) -> PoolKey {
        self.key
    }

    /// What the other engines hold.
    #[must_use]
    pub fn others_micros(&self) -> i64 {
        self.total.load(Ordering::Relaxed).saturating_sub(self.held)
    }

    /// What this engine holds.
    #[must_use]
    pub const fn held_micros(&self) -> i64 {
        self.held
    }

    /// Changes the holding to `held_micros` if the sum of all then stays within `limit_micros`.
    /// A smaller holding is always granted.
    ///
    /// # Errors
    /// The sum of all as it would have been; nothing has changed then.
    pub fn try_hold(&mut self, held_micros: i64, limit_micros: i64) -> Result<(), i64> {
        let change = held_micros.saturating_sub(self.held);
        let sum = self.total.fetch_add(change, Ordering::Relaxed).saturating_add(change);
        if change > 0 && sum > limit_micros {
            self.total.fetch_sub(change, Ordering::Relaxed);
            return Err(sum);
        }
        self.held = held_micros;
        Ok(())
    }

    /// Changes the holding whatever the sum: for risk that already exists.
    pub fn set_held(&mut self, held_micros: i64) {
        let change = held_micros.saturating_sub(self.held);
        self.total.fetch_add(change, Ordering::Relaxed);
        self.held = held_micros;
    }
}

impl Drop for PoolMember {
    fn drop(&mut self) {
        self.total.fetch_sub(self.held, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: PoolKey = PoolKey { login: 7, group: 0 };

    #[test]
    fn members_of_one_account_share_the_limit() {
        let pool = RiskPool::new();
        let (mut a, mut b) = (pool.join(KEY), pool.join(KEY));
        assert_eq!(a.try_hold(60, 100), Ok(()));
        assert_eq!(b.try_hold(50, 100), Err(110));
        assert_eq!(b.try_hold(40, 100), Ok(()));
        assert_eq!((a.others_micros(), b.others_micros()), (40, 60));
        assert_eq!(a.try_hold(10, 5), Ok(()), "less is always granted");
        drop(b);
        assert_eq!(a.others_micros(), 0);
    }

    #[test]
    fn other_accounts_and_groups_do_not_count() {
        let pool = RiskPool::new();
        let mut live = pool.join(KEY);
        let mut replay = pool.join(PoolKey { group: 1, ..KEY });
        live.set_held(90);
        assert_eq!(replay.try_hold(50, 100), Ok(()));
        assert_eq!(replay.others_micros(), 0);
    }

    #[test]
    fn racing_members_never_pass_the_limit() {
        let pool = RiskPool::new();
        std::thread::scope(|scope| {
            for seed in 0..4_u64 {
                let pool = &pool;
                scope.spawn(move || {
                    let mut member = pool.join(KEY);
                    for step in 0..20_000_u64 {
                        let wish = (seed + 1).wrapping_mul(step).wrapping_mul(2_654_435_761) % 70;
                        if member.try_hold(wish as i64, 100).is_ok() && wish > 0 {
                            // Losers add and take back, so the sum may show them for a moment;
                            // what is really held is bounded: 100 plus at most 3 losers of 69.
                            assert!(member.total.load(Ordering::Relaxed) <= 100 + 3 * 69);
                        }
                    }
                });
            }
        });
        assert_eq!(pool.join(KEY).others_micros(), 0, "everything was given back");
    }
}
