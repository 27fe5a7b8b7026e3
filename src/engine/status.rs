//! What the engine tells about itself at any moment.

use super::core::{Counters, Engine};
use super::model::BoundModel;
use crate::features::{Row, Schema};
use crate::model::file::ModelId;
use crate::risk::{Quote, RiskStatus};
use crate::signals::Evaluation;
use crate::telemetry::LogRecord;
use crate::types::{Bar, Position, Refusal, UnixNanos};

/// A summary for panels and summaries. Money is in the account currency.
#[derive(Clone, Copy, Debug)]
pub struct Status {
    /// The engine's clock.
    pub now: UnixNanos,
    /// Open time of the last closed bar.
    pub last_bar_open: Option<UnixNanos>,
    /// Counters.
    pub counters: Counters,
    /// Bars missing between closed bars.
    pub bars_missing: u64,
    /// Number of the newest decision.
    pub last_decision_id: u64,
    /// Decisions waiting for the host.
    pub decisions_waiting: u64,
    /// Newest quote.
    pub quote: Option<Quote>,
    /// The last evaluation.
    pub evaluation: Evaluation,
    /// The model.
    pub model_id: Option<ModelId>,
    /// Whether the model is too old to judge.
    pub model_expired: bool,
    /// Closed bars that the model still needs.
    pub model_bars_needed: u64,
    /// Largest population stability index of the model's columns; `None` before enough bars.
    pub model_drift: Option<f64>,
    /// Where the limits stand.
    pub risk: RiskStatus,
    /// Equity of the last snapshot.
    pub equity: Option<f64>,
    /// Open risk of this engine.
    pub open_risk: f64,
    /// Open risk of all engines that share the limit.
    pub open_risk_total: f64,
    /// Largest open risk of all of them.
    pub open_risk_limit: f64,
    /// Own position.
    pub position: Option<Position>,
    /// Newest refusal.
    pub last_refusal: Option<Refusal>,
    /// Closed bars that the rules still need.
    pub bars_needed: u64,
    /// Whether an order has no final result.
    pub order_in_flight: bool,
}

impl Engine {
    /// The summary. No allocation.
    #[must_use]
    pub fn status(&self) -> Status {
        let equity = self.account.map(|account| account.equity);
        let held = self.pool.held_micros();
        let limit_frac = self.settings.risk.risk.open_risk_max_frac;
        let of_model = self.model.as_ref().map_or(0, BoundModel::bars_needed);
        let needed = self.rules.bars_needed().max(of_model);
        Status {
            now: self.now.now(),
            last_bar_open: self.last_bar().map(|bar| bar.open_time),
            counters: self.counters,
            bars_missing: self.bars.missing(),
            last_decision_id: self.journal.last_id(),
            decisions_waiting: self.journal.waiting(),
            quote: self.quote,
            evaluation: self.evaluation,
            model_id: self.model_id(),
            model_bars_needed: of_model.saturating_sub(self.features.bars_seen()),
            model_drift: self.model.as_ref().and_then(|it| it.drift()).map(|(_, index)| index),
            model_expired: self.model.as_ref().is_some_and(|it| it.is_expired(self.now.now())),
            risk: self.risk.status(),
            equity,
            open_risk: held as f64 / 1e6,
            open_risk_total: self.pool.others_micros().saturating_add(held) as f64 / 1e6,
            open_risk_limit: equity.map_or(0.0, |equity| equity * limit_frac),
            position: self.book.own_position().copied(),
            last_refusal: self.last_refusal,
            bars_needed: needed.saturating_sub(self.features.bars_seen()),
            order_in_flight: !self.book.is_idle(),
        }
    }

    /// What was counted so far.
    #[must_use]
    pub const fn counters(&self) -> &Counters {
        &self.counters
    }

    /// The newest closed bar.
    #[must_use]
    pub fn last_bar(&self) -> Option<Bar> {
        self.history.newest().copied()
    }

    /// The kept closed bars that opened after a server second, oldest first.
    pub fn closed_bars_after(&self, open_s: i64) -> impl Iterator<Item = &(i64, Bar)> {
        self.history.after(open_s)
    }

    /// Names and hash of the feature columns.
    #[must_use]
    pub const fn schema(&self) -> &Schema {
        self.features.schema()
    }

    /// Feature row of the newest closed bar.
    #[must_use]
    pub const fn row(&self) -> &Row {
        self.features.current()
    }

    /// The oldest log record.
    #[must_use]
    pub fn peek_log(&self) -> Option<&LogRecord> {
        self.log.peek()
    }

    /// Takes the oldest log record.
    pub fn pop_log(&mut self) -> Option<LogRecord> {
        self.log.pop()
    }

    /// Records that were overwritten since the last call.
    pub fn take_dropped_log_count(&mut self) -> u64 {
        let dropped = self.log.dropped() - self.log_dropped_reported;
        self.log_dropped_reported = self.log.dropped();
        dropped
    }
}
