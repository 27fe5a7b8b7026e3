//! Counts orders in a sliding window. Fixed size, no allocation.

use super::settings::{LimitSettings, ORDER_RING_CAPACITY};
use crate::types::{DurationNanos, Refusal, RefusalCode, UnixNanos};

/// Times of the last orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderRing {
    pub(super) times: [UnixNanos; ORDER_RING_CAPACITY],
    /// Slot of the next order.
    pub(super) next: usize,
    /// Filled slots.
    pub(super) len: usize,
}

impl OrderRing {
    pub(super) fn record(&mut self, now: UnixNanos) {
        self.times[self.next] = now;
        self.next = (self.next + 1) % ORDER_RING_CAPACITY;
        self.len = (self.len + 1).min(ORDER_RING_CAPACITY);
    }

    /// Orders younger than `window`. Orders that seem to lie ahead of `now` count.
    #[must_use]
    pub fn count_within(&self, now: UnixNanos, window: DurationNanos) -> usize {
        let first = now - window;
        self.times[..self.len].iter().filter(|&&time| time > first).count()
    }

    /// # Errors
    /// `ORDER_RATE` when the window is full.
    pub(super) fn check(&self, now: UnixNanos, limits: &LimitSettings) -> Result<(), Refusal> {
        let window = DurationNanos::from_seconds(i64::from(limits.orders_window_s));
        let count = self.count_within(now, window);
        if count < limits.orders_max as usize {
            return Ok(());
        }
        Err(Refusal::new(RefusalCode::OrderRate, count as f64, f64::from(limits.orders_max)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_leave_the_window_one_by_one() {
        let limits =
            LimitSettings { orders_max: 2, orders_window_s: 10, ..LimitSettings::default() };
        let mut ring = OrderRing::default();
        ring.record(UnixNanos::from_seconds(100));
        assert_eq!(ring.check(UnixNanos::from_seconds(105), &limits), Ok(()));
        ring.record(UnixNanos::from_seconds(105));
        let refusal = ring.check(UnixNanos::from_seconds(109), &limits).unwrap_err();
        assert_eq!(refusal, Refusal::new(RefusalCode::OrderRate, 2.0, 2.0));
        assert_eq!(ring.check(UnixNanos::from_seconds(110), &limits), Ok(()));
    }

    #[test]
    fn the_ring_overwrites_its_oldest() {
        let mut ring = OrderRing::default();
        for second in 0..40 {
            ring.record(UnixNanos::from_seconds(second));
        }
        let window = DurationNanos::from_seconds(1_000);
        assert_eq!(ring.count_within(UnixNanos::from_seconds(40), window), 32);
        let window = DurationNanos::from_seconds(5);
        assert_eq!(ring.count_within(UnixNanos::from_seconds(40), window), 4, "36 to 39");
    }
}
