//! What monitoring wants to know beyond what a panel shows.

use super::core::Engine;
use super::journal::{DecisionRecord, Verdict};
use crate::telemetry::LogRecord;
use crate::types::{DurationNanos, OrderAction, RefusalCode, UnixNanos};

/// Decisions by what was asked for, refusals by their code, since the engine was made.
#[derive(Clone, Copy, Debug)]
pub struct Tally {
    /// Orders asked for: to open, to modify, to close.
    pub orders: [u64; 3],
    /// Refusals, in the order of [`RefusalCode::ALL`].
    pub refusals: [u64; RefusalCode::ALL.len()],
}

impl Tally {
    pub(super) const EMPTY: Self = Self { orders: [0; 3], refusals: [0; RefusalCode::ALL.len()] };

    pub(super) fn count(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Order(intent) => {
                self.orders[match intent.action {
                    OrderAction::Open => 0,
                    OrderAction::Modify => 1,
                    OrderAction::Close => 2,
                }] += 1;
            }
            Verdict::Refused(refusal) => {
                // The list is in order of the numbers.
                let number = refusal.code.number();
                let place = RefusalCode::ALL.binary_search_by_key(&number, |it| it.number());
                if let Ok(place) = place {
                    self.refusals[place] += 1;
                }
            }
        }
    }
}

/// Ages on the engine's clock; `None` for what never came.
#[derive(Clone, Copy, Debug)]
pub struct Measures {
    /// Of the newest tick.
    pub tick_age: Option<DurationNanos>,
    /// Of the account snapshot.
    pub account_age: Option<DurationNanos>,
    /// Of the position snapshot.
    pub positions_age: Option<DurationNanos>,
    /// Since the model was trained.
    pub model_age: Option<DurationNanos>,
    /// Server clock less the configured offset, where it is too far off.
    pub skew_s: i64,
    /// Balance of the last snapshot.
    pub balance: Option<f64>,
    /// Whether the risk state can be saved.
    pub state_saved: bool,
}

impl Engine {
    /// Ages and switches. No allocation.
    #[must_use]
    pub fn measures(&self) -> Measures {
        let now = self.now.now();
        let since = |time: UnixNanos| now.since(time);
        Measures {
            tick_age: self.has_ticks().then(|| since(self.last_tick.time)),
            account_age: self.account.map(|account| since(account.time)),
            positions_age: self.positions_time.map(since),
            model_age: self.model().map(|model| since(model.created)),
            skew_s: self.skew_s.unwrap_or(0),
            balance: self.account.map(|account| account.balance),
            state_saved: self.state_saved,
        }
    }

    /// Decisions and refusals by kind.
    #[must_use]
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Refusals that the host can no longer collect.
    #[must_use]
    pub const fn decisions_unqueued(&self) -> u64 {
        self.journal.unqueued()
    }

    /// Bars missing between closed bars.
    #[must_use]
    pub const fn bars_missing(&self) -> u64 {
        self.bars.missing()
    }

    /// Number of the newest decision.
    #[must_use]
    pub const fn last_decision_id(&self) -> u64 {
        self.journal.last_id()
    }

    /// A decision, if it is still kept.
    #[must_use]
    pub fn decision(&self, id: u64) -> Option<&DecisionRecord> {
        self.journal.get(id)
    }

    /// Log records ever written.
    #[must_use]
    pub const fn log_written(&self) -> u64 {
        self.log.pushed()
    }

    /// The newest log records, drained ones excluded, oldest first.
    pub fn newest_log(&self, count: u64) -> impl Iterator<Item = &LogRecord> {
        self.log.newest(count)
    }

    /// Log records that made room before the host drained them.
    #[must_use]
    pub const fn log_overwritten(&self) -> u64 {
        self.log.dropped()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Refusal;

    #[test]
    fn every_code_has_a_place_of_its_own() {
        let mut tally = Tally::EMPTY;
        for &code in RefusalCode::ALL {
            tally.count(&Verdict::Refused(Refusal::new(code, 0.0, 0.0)));
        }
        assert!(tally.refusals.iter().all(|&count| count == 1));
    }
}
