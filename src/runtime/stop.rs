//! When a worker has to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use super::alarm::Alarm;
use super::time::Time;

/// What leases and the thread share.
#[derive(Debug)]
struct Shared {
    alarm: Alarm,
    users: AtomicUsize,
    /// Monotonic nanoseconds at which the last user left.
    idle_since: AtomicI64,
    idle_stop: Duration,
    time: Arc<dyn Time>,
}

/// Asked by a worker: is it to end? It is after a shutdown, and when nobody has used it for long.
#[derive(Clone, Debug)]
pub struct Stop(Arc<Shared>);

impl Stop {
    /// For a thread that ends when nobody has used it for `idle_stop`. Nobody does yet.
    #[must_use]
    pub fn new(time: Arc<dyn Time>, idle_stop: Duration) -> Self {
        let idle_since = AtomicI64::new(time.monotonic().0);
        let (alarm, users) = (Alarm::default(), AtomicUsize::new(0));
        Self(Arc::new(Shared { alarm, users, idle_since, idle_stop, time }))
    }

    /// Whether to end.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.is_ordered() || self.is_idle()
    }

    /// Pauses for `span`, or until the end is ordered. Whether to end.
    #[must_use]
    pub fn pause(&self, span: Duration) -> bool {
        /// Idleness is looked at this often.
        const STEP: Duration = Duration::from_secs(1);
        let begin = self.0.time.monotonic();
        loop {
            let passed = self.0.time.monotonic().0.saturating_sub(begin.0);
            let left = span.saturating_sub(Duration::from_nanos(passed.unsigned_abs()));
            if self.is_due() || left.is_zero() {
                return self.is_due();
            }
            self.0.time.pause(&self.0.alarm, left.min(STEP));
        }
    }

    /// Asks for the end, now and for good.
    pub fn order(&self) {
        self.0.alarm.ring();
    }

    pub(super) fn is_ordered(&self) -> bool {
        self.0.alarm.has_rung()
    }

    fn is_idle(&self) -> bool {
        // Acquire pairs with the Release of `leave`, so that `idle_since` is the latest.
        if self.0.users.load(Ordering::Acquire) > 0 {
            return false;
        }
        let since = self.0.idle_since.load(Ordering::Relaxed);
        let idle = self.0.time.monotonic().0.saturating_sub(since);
        u128::from(idle.unsigned_abs()) >= self.0.idle_stop.as_nanos()
    }

    pub(super) fn users(&self) -> usize {
        self.0.users.load(Ordering::Acquire)
    }

    pub(super) fn join(&self) {
        self.0.users.fetch_add(1, Ordering::AcqRel);
    }

    pub(super) fn leave(&self) {
        self.0.idle_since.store(self.0.time.monotonic().0, Ordering::Relaxed);
        self.0.users.fetch_sub(1, Ordering::Release);
    }
}
