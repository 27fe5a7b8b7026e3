//! Losing positions in a row, and the pause they start.
//!
//! The result of a position is the sum over its deals of profit, commission and swap, judged when
//! its volume is gone. Deals may come twice (from the trade event and from history): a ticket
//! counts once. Below the oldest remembered ticket everything counts as seen, since tickets only
//! grow.

use super::settings::LimitSettings;
use crate::types::{Deal, DealEntry, DurationNanos, Refusal, RefusalCode, UnixNanos};

/// Remembered deal tickets.
pub(super) const SEEN_CAPACITY: usize = 32;

/// Volumes below this are rounding noise: no broker has a finer step.
const LOTS_TOLERANCE: f64 = 1e-8;

/// Largest believable result of a deal, in any currency: what `types::Money` can hold.
const MONEY_MAX: f64 = 9e12;

/// Largest believable volume of a deal, in lots.
const LOTS_MAX: f64 = 1e9;

/// What is known about recent results.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LossTracker {
    /// Losing positions since the last winning one or the last pause.
    pub streak: u32,
    /// No entries before this.
    pub pause_until: Option<UnixNanos>,
    /// The position whose deals are being added up; 0 for none.
    pub position_ticket: u64,
    /// Volume of that position still open, in lots.
    pub open_lots: f64,
    /// Its result so far, in the account currency.
    pub result: f64,
    pub(super) seen: [u64; SEEN_CAPACITY],
    pub(super) seen_next: usize,
    pub(super) seen_floor: u64,
}

impl LossTracker {
    /// Counts a deal. `false` if it changes nothing: seen before, without a ticket, or with numbers
    /// that no deal has.
    ///
    /// An exit from a position whose entry was never seen is judged alone, as the whole result.
    pub(super) fn on_deal(&mut self, deal: &Deal, now: UnixNanos, limits: &LimitSettings) -> bool {
        let money = deal.profit + deal.commission + deal.swap;
        // Written so that NaN is not sound. Bounded, so that no sum of deals leaves the range of a
        // double: a state that cannot be read back would lock the engine out after a restart.
        let sound = money.abs() <= MONEY_MAX && deal.lots.abs() <= LOTS_MAX;
        if !sound || !self.remember(deal.ticket) {
            return false;
        }
        let time = deal.time.min(now);
        let known = self.open_lots > LOTS_TOLERANCE && self.position_ticket == deal.position_ticket;
        let (open_lots, result) = if known { (self.open_lots, self.result) } else { (0.0, 0.0) };
        match deal.entry {
            DealEntry::In => {
                self.track(deal.position_ticket, open_lots + deal.lots, result + money)
            }
            DealEntry::Out | DealEntry::OutBy => {
                let left = open_lots - deal.lots;
                if left > LOTS_TOLERANCE {
                    self.track(deal.position_ticket, left, result + money);
                } else {
                    self.judge(result + money, time, limits);
                    self.track(0, 0.0, 0.0);
                }
            }
            DealEntry::InOut => {
                self.judge(result + money, time, limits);
                self.track(deal.position_ticket, (deal.lots - open_lots).max(0.0), 0.0);
            }
        }
        true
    }

    fn track(&mut self, position_ticket: u64, open_lots: f64, result: f64) {
        (self.position_ticket, self.open_lots, self.result) = (position_ticket, open_lots, result);
    }

    fn judge(&mut self, result: f64, time: UnixNanos, limits: &LimitSettings) {
        self.streak = if result < 0.0 { self.streak.saturating_add(1) } else { 0 };
        if limits.loss_streak_max > 0 && self.streak >= limits.loss_streak_max {
            let pause = DurationNanos::from_seconds(i64::from(limits.cool_down_minutes) * 60);
            self.pause_until = self.pause_until.max(Some(time + pause));
            self.streak = 0;
        }
    }

    /// Remembers a ticket; `false` if it was known.
    fn remember(&mut self, ticket: u64) -> bool {
        if ticket <= self.seen_floor || self.seen.contains(&ticket) {
            return false;
        }
        self.seen_floor = self.seen_floor.max(self.seen[self.seen_next]);
        self.seen[self.seen_next] = ticket;
        self.seen_next = (self.seen_next + 1) % SEEN_CAPACITY;
        true
    }

    /// # Errors
    /// `LOSS_STREAK` during the pause.
    pub(super) fn check(&self, now: UnixNanos, limits: &LimitSettings) -> Result<(), Refusal> {
        let left_ns = self.pause_until.map_or(0, |until| until.since(now).0);
        if left_ns <= 0 {
            return Ok(());
        }
        let left_s = left_ns as f64 / 1e9;
        Err(Refusal::new(RefusalCode::LossStreak, left_s, f64::from(limits.loss_streak_max)))
    }
}
