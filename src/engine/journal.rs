//! The decisions of one engine: the newest ones kept whole, and a queue for the host.

use crate::features::Row;
use crate::model::file::ModelId;
use crate::risk::SizingArithmetic;
use crate::signals::Evaluation;
use crate::types::{OrderIntent, Refusal, UnixNanos};

/// Decisions that are kept for explanations, and most that can wait for the host.
pub const DECISIONS_KEPT: usize = 64;
/// Refusals are not queued once this many decisions wait, so that orders always find room.
const WAITING_MAX_FOR_REFUSALS: u64 = 48;

/// What made the engine decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A signal at a bar close.
    Signal,
    /// A signal against the open position.
    Opposite,
    /// A limit demanded the close of the position.
    Limit,
    /// The trailing stop moved.
    Trailing,
    /// An earlier request is repeated at a fresh price.
    Retry,
    /// A close or change that had to wait for another order.
    Held,
    /// The operator asked for it.
    Operator,
}

impl Cause {
    /// Stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Signal => "signal",
            Self::Opposite => "opposite_signal",
            Self::Limit => "limit",
            Self::Trailing => "trailing",
            Self::Retry => "retry",
            Self::Held => "held",
            Self::Operator => "operator",
        }
    }
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// The host is asked to send this.
    Order(OrderIntent),
    /// Nothing is sent, and why.
    Refused(Refusal),
}

/// One decision with everything that made it.
#[derive(Clone, Copy, Debug)]
pub struct DecisionRecord {
    /// Number, rising.
    pub id: u64,
    /// The engine's clock.
    pub time: UnixNanos,
    /// Why it was made.
    pub cause: Cause,
    /// What was decided.
    pub verdict: Verdict,
    /// Attempt, from 1.
    pub attempt: u32,
    /// Newest bid and ask.
    pub bid: f64,
    /// Newest ask.
    pub ask: f64,
    /// Votes and signal of the bar close before it.
    pub evaluation: Evaluation,
    /// Feature row of that bar.
    pub row: Row,
    /// The model that judged it.
    pub model_id: Option<ModelId>,
    /// How the volume was computed, for entries.
    pub sizing: Option<SizingArithmetic>,
}

impl DecisionRecord {
    /// Money lost if the stop is hit, 0 where nothing new is risked.
    #[must_use]
    pub fn risk_money(&self) -> f64 {
        self.sizing.map_or(0.0, |sizing| sizing.loss_at_stop)
    }
}

/// A ring of the newest decisions. Nothing is allocated after it was made.
#[derive(Debug)]
pub(super) struct Journal {
    records: Vec<DecisionRecord>,
    last_id: u64,
    collected_id: u64,
    /// Numbers without a record between the two.
    skipped: u64,
    unqueued: u64,
}

impl Journal {
    /// An empty journal whose first decision will follow `last_id`.
    pub(super) fn new(last_id: u64) -> Self {
        let records = Vec::with_capacity(DECISIONS_KEPT);
        Self { records, last_id, collected_id: last_id, skipped: 0, unqueued: 0 }
    }

    pub(super) const fn last_id(&self) -> u64 {
        self.last_id
    }

    /// Records that the host has not collected.
    pub(super) const fn waiting(&self) -> u64 {
        self.last_id - self.collected_id - self.skipped
    }

    /// Whether an order still finds room.
    pub(super) const fn has_room(&self) -> bool {
        self.waiting() < WAITING_MAX_FOR_REFUSALS
    }

    /// Refusals that were not queued because the host did not collect.
    pub(super) const fn unqueued(&self) -> u64 {
        self.unqueued
    }

    /// Keeps a record under the next number. A refusal that finds the queue nearly full is counted
    /// and dropped; an order always goes in, and the oldest refusals make room.
    pub(super) fn push(&mut self, mut record: DecisionRecord) -> Option<u64> {
        if matches!(record.verdict, Verdict::Refused(_)) && !self.has_room() {
            self.unqueued += 1;
            return None;
        }
        self.last_id += 1;
        record.id = self.last_id;
        if self.last_id - self.collected_id > DECISIONS_KEPT as u64 {
            self.collected_id += 1;
            if self.get(self.collected_id).is_some() {
                self.unqueued += 1;
            } else {
                self.skipped -= 1;
            }
        }
        let at = self.place(record.id);
        match self.records.get_mut(at) {
            Some(old) => *old = record,
            None => self.fill_to(at, record),
        }
        Some(record.id)
    }

    /// Uses a number up without a record.
    pub(super) fn skip(&mut self, id: u64) {
        if id <= self.last_id {
            return;
        }
        self.skipped += id - self.last_id;
        self.last_id = id;
        if self.waiting() == 0 {
            self.collected_id = self.last_id;
            self.skipped = 0;
        }
    }

    /// Grows within the capacity; after a restart the first number need not be 1.
    fn fill_to(&mut self, at: usize, record: DecisionRecord) {
        let vacant = DecisionRecord { id: 0, ..record };
        while self.records.len() < at {
            self.records.push(vacant);
        }
        self.records.push(record);
    }

    /// The next decision for the host.
    pub(super) fn collect(&mut self) -> Option<&DecisionRecord> {
        while self.waiting() > 0 {
            self.collected_id += 1;
            if self.get(self.collected_id).is_some() {
                return self.get(self.collected_id);
            }
            self.skipped -= 1;
        }
        None
    }

    /// A kept decision.
    pub(super) fn get(&self, id: u64) -> Option<&DecisionRecord> {
        self.records.get(self.place(id)).filter(|record| record.id == id && id != 0)
    }

    const fn place(&self, id: u64) -> usize {
        (id % DECISIONS_KEPT as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::{Reason, RuleKind, Vote};
    use crate::types::{RefusalCode, Signal, SignalKind};

    fn record() -> DecisionRecord {
        let signal = Signal {
            kind: SignalKind::None,
            confidence_frac: 0.0,
            stop_distance: 0.0,
            target_distance: None,
            bar_open: UnixNanos(0),
        };
        let vote = Vote::abstention(RuleKind::Rsi, Reason::Warming);
        DecisionRecord {
            id: 0,
            time: UnixNanos(0),
            cause: Cause::Signal,
            verdict: Verdict::Refused(Refusal::new(RefusalCode::Halted, 0.0, 0.0)),
            attempt: 0,
            bid: 0.0,
            ask: 0.0,
            evaluation: Evaluation {
                votes: [vote; crate::signals::MAX_RULES],
                count: 0,
                side: None,
                confidence_frac: 0.0,
                signal,
                reason: Reason::NoVotes,
                model: None,
                news: None,
            },
            row: Row::EMPTY,
            model_id: None,
            sizing: None,
        }
    }

    #[test]
    fn numbers_without_a_record_neither_wait_nor_hold_others_back() {
        let mut journal = Journal::new(7);
        journal.skip(8);
        assert_eq!(journal.waiting(), 0);
        assert_eq!(journal.push(record()), Some(9));
        journal.skip(10);
        assert_eq!(journal.push(record()), Some(11));
        assert_eq!(journal.waiting(), 2);
        assert_eq!(journal.collect().map(|record| record.id), Some(9));
        assert_eq!(journal.collect().map(|record| record.id), Some(11));
        assert_eq!((journal.waiting(), journal.collect().is_none()), (0, true));
    }

    #[test]
    fn a_host_that_never_collects_loses_refusals_and_they_are_counted() {
        let mut journal = Journal::new(0);
        for _ in 0..200 {
            journal.push(record());
        }
        assert_eq!(journal.waiting(), WAITING_MAX_FOR_REFUSALS);
        assert_eq!(journal.unqueued(), 200 - WAITING_MAX_FOR_REFUSALS);
        assert!(!journal.has_room());
    }
}
