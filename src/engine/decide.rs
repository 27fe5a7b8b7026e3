//! From a signal to a decision, and the upkeep of what was decided.

use super::core::Engine;
use super::journal::{Cause, DecisionRecord, Verdict};
use crate::execution::Submitted;
use crate::risk::{
    Approved, EntryContext, EntryDecision, EventList, IntentTerms, PositionContext, RiskGate,
    SizingArithmetic,
};
use crate::telemetry::Level;
use crate::types::{
    Account, MarginMode, OrderAction, OrderIntent, Position, Refusal, RefusalCode, Side, Signal,
    SignalKind, SymbolSpec,
};

/// Copies of what an entry is held against, so that the gate may change meanwhile.
struct Known {
    spec: SymbolSpec,
    account: Option<Account>,
    own_position: Option<Position>,
    events: EventList,
}

impl Engine {
    /// Acts on the evaluation of the bar that has just closed.
    pub(super) fn decide(&mut self) {
        let signal = self.evaluation.signal;
        if matches!(signal.kind, SignalKind::Enter(_)) {
            self.flip = None; // a newer signal replaces one that waits
            self.enter(&signal, Cause::Signal);
        } else if let Some(side) = self.evaluation.agreed_side() {
            // Bad news or a missing stop forbid the entry, not the exit.
            match self.approve_opposite_close(side) {
                Ok(Some(EntryDecision::Close { intent, .. })) => {
                    self.flip = None;
                    self.issue(Cause::Opposite, intent, None, 1);
                }
                Ok(_) => {}
                Err(refusal) => self.refuse(Cause::Opposite, refusal),
            }
        }
    }

    /// Holds a signal against risk and issues what comes of it.
    fn enter(&mut self, signal: &Signal, cause: Cause) {
        let outcome = self.approve(signal);
        match outcome {
            Ok(EntryDecision::Open(entry)) => {
                self.issue(cause, entry.intent, Some(entry.sizing), 1);
            }
            Ok(EntryDecision::Close { intent, then_enter }) => {
                self.issue(Cause::Opposite, intent, None, 1);
                self.flip = then_enter.then_some(*signal);
            }
            Ok(EntryDecision::Nothing) => {}
            Err(refusal) => self.refuse(cause, refusal),
        }
    }

    /// An opposite position comes first: what only concerns new risk never holds back its close.
    fn approve(&mut self, signal: &Signal) -> Result<EntryDecision, Refusal> {
        let SignalKind::Enter(side) = signal.kind else { return Ok(EntryDecision::Nothing) };
        if let Some(close) = self.approve_opposite_close(side)? {
            return Ok(close);
        }
        self.check_own_readiness()?;
        if self.book.own_position().is_none()
            && let Some(refusal) = self.book.entry_block()
        {
            return Err(refusal);
        }
        let known = self.known()?;
        let context = self.entry_context(&known, side);
        self.risk.approve_entry(signal, &context, &mut self.pool)
    }

    fn approve_opposite_close(&mut self, side: Side) -> Result<Option<EntryDecision>, Refusal> {
        let known = self.known()?;
        let context = self.entry_context(&known, side);
        self.risk.approve_opposite_close(side, &context)
    }

    fn known(&self) -> Result<Known, Refusal> {
        Ok(Known {
            spec: self.spec.ok_or(Refusal::new(RefusalCode::NoQuote, 0.0, 0.0))?,
            account: self.account,
            own_position: self.book.own_position().copied(),
            events: self.events,
        })
    }

    fn entry_context<'a>(&self, known: &'a Known, side: Side) -> EntryContext<'a> {
        let flight = self.book.in_flight();
        EntryContext {
            now: self.now.now(),
            server_s: self.server_s,
            spec: &known.spec,
            account: known.account.as_ref(),
            quote: self.quote,
            positions_time: self.positions_time,
            own_position: known.own_position.as_ref(),
            foreign_magic: self.foreign_magic(),
            side_lots: self.side_lots[usize::from(side == Side::Sell)],
            in_flight: flight.map(|flight| flight.decision_id),
            closing: flight.is_some_and(|flight| flight.intent.action == OrderAction::Close),
            events: &known.events,
            market: self.market,
            trading_enabled: self.settings.core.trading_enabled,
            terms: self.terms(),
        }
    }

    /// What the engine itself asks for before any new risk.
    pub(super) fn check_own_readiness(&self) -> Result<(), Refusal> {
        let seen = self.features.bars_seen();
        if !self.rules.is_ready(seen) {
            let needed = self.rules.bars_needed();
            return Err(Refusal::new(RefusalCode::WarmingUp, seen as f64, needed as f64));
        }
        if let Some(skew_s) = self.skew_s {
            let limit = f64::from(self.settings.core.clock_skew_max_s);
            return Err(Refusal::new(RefusalCode::ClockSkew, skew_s as f64, limit));
        }
        if !self.state_saved {
            return Err(Refusal::new(RefusalCode::StateNotSaved, 0.0, 0.0));
        }
        if !self.journal.has_room() {
            let waiting = self.journal.waiting() as f64;
            let capacity = super::journal::DECISIONS_KEPT as f64;
            return Err(Refusal::new(RefusalCode::HostNotPolling, waiting, capacity));
        }
        Ok(())
    }

    fn foreign_magic(&self) -> Option<u64> {
        let netting = self.account.is_none_or(|account| account.margin_mode == MarginMode::Netting);
        let foreign = self.book.foreign_on_symbol();
        (netting && foreign.count > 0).then_some(foreign.magic)
    }

    pub(super) fn terms(&self) -> IntentTerms {
        IntentTerms {
            deviation_points: self.settings.execution.deviation_points,
            expires: self.now.now() + self.lifetime(),
        }
    }

    /// Records an approved intent and hands it to execution. One that has to wait for another order
    /// is given back later, under a number of its own.
    pub(super) fn issue(
        &mut self,
        cause: Cause,
        intent: Approved<OrderIntent>,
        sizing: Option<SizingArithmetic>,
        attempt: u32,
    ) {
        let intent = intent.into_inner();
        let id = self.journal.last_id() + 1;
        let now = self.now.now();
        let submitted = if cause == Cause::Retry {
            self.book.resubmit(id, intent, now).map(|()| Submitted::Queued)
        } else {
            self.book.submit(id, intent, now)
        };
        self.touch();
        match submitted {
            Ok(Submitted::Queued) => {
                // Execution may shorten the lifetime.
                let intent = self.book.in_flight().map_or(intent, |flight| flight.intent);
                self.counters.decisions += 1;
                self.record(cause, Verdict::Order(intent), sizing, attempt);
            }
            Ok(Submitted::Held) => {
                // The number is used up, so that it is never given to another order.
                self.journal.skip(id);
            }
            Err(refusal) => {
                if intent.action == OrderAction::Open {
                    self.release_entry_risk();
                }
                self.refuse(cause, refusal);
            }
        }
    }

    pub(super) fn refuse(&mut self, cause: Cause, refusal: Refusal) {
        self.counters.refusals += 1;
        self.last_refusal = Some(refusal);
        self.record(cause, Verdict::Refused(refusal), None, 0);
    }

    fn record(
        &mut self,
        cause: Cause,
        verdict: Verdict,
        sizing: Option<SizingArithmetic>,
        attempt: u32,
    ) {
        let record = DecisionRecord {
            id: 0,
            time: self.now.now(),
            cause,
            verdict,
            attempt,
            bid: self.quote.map_or(0.0, |quote| quote.bid),
            ask: self.quote.map_or(0.0, |quote| quote.ask),
            evaluation: self.evaluation,
            model_id: self.model_id(),
            row: *self.features.current(),
            news: self.reading,
            sizing,
        };
        self.journal.push(record);
        self.touch();
    }

    /// Whether nothing is on its way, due or wanted: until a bar that leads to a side, a deal or a
    /// limit, prices change neither orders nor positions. Trailing stops are not looked at.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.book.is_idle()
            && !self.book.needs_reconciliation()
            && !self.book.has_demand()
            && self.flip.is_none()
            && !self.flatten
            && self.now.now() >= self.quiet_until
            && self.risk.exit_demand().is_none()
    }

    /// The gate that stands before new risk.
    #[must_use]
    pub const fn risk(&self) -> &RiskGate {
        &self.risk
    }

    /// Upkeep after every event: time-outs, retries, demanded exits, a waiting flip, trailing.
    ///
    /// Cost: a few comparisons when nothing is due.
    #[inline]
    pub(super) fn manage(&mut self) {
        if !self.book.is_idle() {
            self.manage_flight();
        } else if self.book.own_position().is_some() {
            self.manage_position();
        } else if self.flip.is_some() {
            self.manage_flip();
        }
    }

    fn manage_flight(&mut self) {
        let now = self.now.now();
        if let Some(outcome) = self.book.on_timer(now) {
            self.on_outcome(outcome);
        }
        match self.book.retry_intent(&self.last_tick, now) {
            Ok(None) => {}
            Ok(Some(intent)) => self.retry(intent),
            Err(refusal) => {
                self.release_entry_risk();
                self.refuse(Cause::Retry, refusal);
            }
        }
    }

    /// Repeats a request at a fresh price, if risk agrees once more.
    fn retry(&mut self, intent: OrderIntent) {
        let attempt = self.book.in_flight().map_or(0, |flight| flight.attempts) + 1;
        // The volume is that of the first attempt and the stop no farther, so its sizing still
        // bounds the loss.
        let before = self.book.in_flight().and_then(|flight| self.journal.get(flight.decision_id));
        let sizing = before.and_then(|record| record.sizing);
        match self.approve_again(&intent) {
            Ok(approved) => self.issue(Cause::Retry, approved, sizing, attempt),
            Err(refusal) => {
                self.book.withdraw();
                self.release_entry_risk();
                self.refuse(Cause::Retry, refusal);
            }
        }
    }

    fn approve_again(&mut self, intent: &OrderIntent) -> Result<Approved<OrderIntent>, Refusal> {
        let Some(spec) = self.spec else {
            return Err(Refusal::new(RefusalCode::NoQuote, 0.0, 0.0));
        };
        if intent.action == OrderAction::Open {
            self.check_own_readiness()?;
            let known = self.known()?;
            let context = self.entry_context(&known, intent.side);
            return self.risk.approve_retry(intent, &context);
        }
        let gone = Refusal::new(RefusalCode::PositionsUnknown, -1.0, 0.0);
        let position = self.book.own_position().copied().ok_or(gone)?;
        let context = self.position_context(&spec, &position);
        match intent.action {
            OrderAction::Modify => {
                self.risk.approve_modify(&context, intent.stop_loss, intent.take_profit)
            }
            OrderAction::Close | OrderAction::Open => self.risk.approve_close(&context),
        }
    }

    fn position_context<'a>(
        &self,
        spec: &'a SymbolSpec,
        position: &'a Position,
    ) -> PositionContext<'a> {
        PositionContext {
            now: self.now.now(),
            spec,
            quote: self.quote,
            position,
            terms: self.terms(),
        }
    }

    fn manage_position(&mut self) {
        let (Some(spec), Some(position)) = (self.spec, self.book.own_position().copied()) else {
            return;
        };
        let now = self.now.now();
        if let Some(intent) = self.book.due_demand(&self.last_tick, now) {
            match self.approve_again(&intent) {
                Ok(approved) => self.issue(Cause::Held, approved, None, 1),
                Err(refusal) => self.refuse(Cause::Held, refusal),
            }
            return;
        }
        self.flip = None; // it waits for a close, and none is on its way any more
        if now < self.quiet_until {
            return;
        }
        let demand = if self.flatten { Some(Cause::Operator) } else { None };
        let demand = demand.or_else(|| self.risk.exit_demand().map(|_| Cause::Limit));
        let context = self.position_context(&spec, &position);
        if let Some(cause) = demand {
            // Without a quote the next tick tries again.
            if let Ok(intent) = self.risk.approve_close(&context) {
                self.issue(cause, intent, None, 1);
            }
            return;
        }
        let atr = self.atr_column.and_then(|column| self.features.current().get(column));
        if let Some(stop) = self.risk.trailing_stop(&context, atr)
            && let Ok(intent) = self.risk.approve_modify(&context, Some(stop), position.take_profit)
        {
            self.issue(Cause::Trailing, intent, None, 1);
        }
    }

    fn manage_flip(&mut self) {
        // Only once a snapshot has shown that the position is gone.
        if self.book.needs_reconciliation() {
            return;
        }
        if let Some(signal) = self.flip.take() {
            self.enter(&signal, Cause::Opposite);
        }
    }

    /// Gives back the risk that an entry held which is not going to happen.
    pub(super) fn release_entry_risk(&mut self) {
        if let Some(spec) = &self.spec {
            self.risk.hold_position(self.book.own_position(), spec, &mut self.pool);
        }
        self.flip = None;
        self.touch();
    }

    /// Writes to the engine's log.
    pub fn log(&mut self, level: Level, message: std::fmt::Arguments<'_>) {
        self.log.push(self.now.now(), level, message);
    }
}
