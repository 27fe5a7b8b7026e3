//! Trading by the book without the book: broker and risk gate alone, for settings with which every
//! order is answered at once and positions are left to their stops.
//!
//! An engine also keeps track of orders whose fate is open, of requests that are repeated, of stops
//! that follow the price, and writes everything down. Where none of that can happen its decisions
//! are those of its risk gate. What this trader cannot decide that way it gives up, and the run is
//! made with an engine.

use super::broker::{Broker, BrokerError};
use super::conversion::ProfitRate;
use super::orders;
use super::judgement::Judgement;
use super::prepared::{self, ClosedBar, Heed, Trader};
use super::quote::{Arrival, Quote};
use super::settings::BrokerSettings;
use super::simulation::{EquityAt, SNAPSHOT_EVERY_NS, SimulationError};
use super::tape::BarTape;
use super::trade::Trade;
use crate::clock::ServerClock;
use crate::engine::EngineSettings;
use crate::risk::{
    EntryContext, EntryDecision, EventList, IntentTerms, OppositePolicy, Quote as RiskQuote,
    RiskGate,
};
use crate::signals::{BoundRules, Evaluation};
use crate::sync::PoolMember;
use crate::types::{
    Account, DurationNanos, NANOS_PER_SECOND, OrderIntent, Position, Signal, SignalKind,
    SymbolSpec, Tick,
};

/// Why a run was not finished.
#[derive(Debug)]
pub enum LeanError {
    /// An engine has to make it.
    GaveUp,
    /// No engine can.
    Simulation(SimulationError),
}

impl From<SimulationError> for LeanError {
    fn from(error: SimulationError) -> Self {
        Self::Simulation(error)
    }
}

impl From<BrokerError> for LeanError {
    fn from(error: BrokerError) -> Self {
        Self::Simulation(error.into())
    }
}

/// What decisions are held against.
#[derive(Debug)]
struct Known {
    spec: SymbolSpec,
    account: Option<Account>,
    events: EventList,
    deviation_points: u32,
    lifetime: DurationNanos,
}

/// A broker and a risk gate.
#[derive(Debug)]
pub struct Lean {
    broker: Broker,
    gate: RiskGate,
    pool: PoolMember,
    known: Known,
    clock: ServerClock,
    /// Closed bars after which the rules may trade.
    bars_needed: u64,
    second: i64,
    snapshot_ns: i64,
    orders: u64,
    equity: Vec<EquityAt>,
}

impl Lean {
    /// Whether settings leave nothing to an engine.
    #[must_use]
    pub fn suits(engine: &EngineSettings, broker: &BrokerSettings, spec: &SymbolSpec) -> bool {
        let (costs, execution) = (&broker.costs, &broker.execution);
        let is_sure = execution.reject_prob <= 0.0 && execution.requote_prob <= 0.0;
        let is_prompt = execution.latency_ms == 0 && execution.latency_random_ms == 0;
        let is_whole = execution.fill_lots_max <= 0.0 && costs.slippage_random_points == 0;
        let is_always_open = spec.sessions.iter().all(Option::is_none);
        let is_free = spec.stops_level_points == 0 && spec.freeze_level_points == 0;
        let stays = !engine.risk.trailing.enabled && !engine.risk.limits.close_on_loss_limit;
        is_sure && is_prompt && is_whole && is_always_open && is_free && stays
    }

    /// A trader without history. `gate`: that of the engine whose decisions it makes.
    pub fn new(
        broker: Broker,
        gate: RiskGate,
        pool: PoolMember,
        (spec, clock): (SymbolSpec, ServerClock),
        rules: &BoundRules,
        settings: &EngineSettings,
    ) -> Self {
        let lifetime_ms = i64::from(settings.execution.intent_lifetime_ms);
        Self {
            broker,
            gate,
            pool,
            known: Known {
                spec,
                account: None,
                events: EventList::new(),
                deviation_points: settings.execution.deviation_points,
                lifetime: DurationNanos::from_millis(lifetime_ms),
            },
            clock,
            bars_needed: rules.bars_needed(),
            second: i64::MIN,
            snapshot_ns: i64::MIN / 2,
            orders: 0,
            equity: Vec::new(),
        }
    }

    /// Runs over a whole tape, as [`Simulation::run_prepared`](super::Simulation::run_prepared).
    /// The profit rate must be fixed.
    ///
    /// # Errors
    /// What only an engine can decide, or as the engine's run.
    pub fn run(&mut self, tape: &BarTape, judgement: &Judgement<'_>) -> Result<(), LeanError> {
        if self.broker.rate() == ProfitRate::OneOverPrice {
            return Err(LeanError::GaveUp);
        }
        prepared::run(self, tape, judgement, &[])
    }

    /// The broker.
    #[must_use]
    pub const fn broker(&self) -> &Broker {
        &self.broker
    }

    /// Money where it bends.
    #[must_use]
    pub fn equity(&self) -> &[EquityAt] {
        &self.equity
    }

    /// Closed trades, oldest first, and money where it bends.
    #[must_use]
    pub fn into_parts(self) -> (Vec<Trade>, Vec<EquityAt>) {
        (self.broker.into_trades(), self.equity)
    }

    /// What an engine is told at every tick.
    fn tell(&mut self, quote: &Quote) -> Result<(), LeanError> {
        self.take_deals();
        let second = quote.server_ns.div_euclid(NANOS_PER_SECOND);
        if second > self.second {
            self.second = second;
            self.gate.on_clock(second);
        }
        let is_changed = self.broker.take_changed();
        if is_changed {
            self.take_positions();
        }
        if is_changed || quote.server_ns - self.snapshot_ns >= SNAPSHOT_EVERY_NS {
            self.take_account(quote)?;
        }
        Ok(())
    }

    fn take_deals(&mut self) {
        for deal in self.broker.deals() {
            self.gate.on_deal(deal, deal.time);
        }
        self.broker.clear_reports();
    }

    fn take_positions(&mut self) {
        let position = self.broker.positions().next();
        self.gate.hold_position(position.as_ref(), &self.known.spec, &mut self.pool);
    }

    fn take_account(&mut self, quote: &Quote) -> Result<(), LeanError> {
        self.snapshot_ns = quote.server_ns;
        let account = self.broker.account()?;
        self.gate.on_account(&account, self.second);
        self.known.account = Some(account);
        let is_flat = self.broker.open_positions().is_empty();
        if is_flat || self.gate.exit_demand().is_none() {
            return Ok(());
        }
        Err(LeanError::GaveUp)
    }

    fn decide(
        &mut self,
        evaluation: &Evaluation,
        bars_seen: u64,
        quote: &Quote,
    ) -> Result<(), LeanError> {
        let signal = evaluation.signal;
        let entry = match signal.kind {
            SignalKind::Enter(side) => Some(side),
            SignalKind::None => None,
        };
        let Some(side) = entry.or_else(|| evaluation.agreed_side()) else { return Ok(()) };
        let held = self.broker.positions().next();
        if let Some(position) = held {
            let context = self.known.context(Some(&position), quote);
            match self.gate.approve_opposite_close(side, &context) {
                Ok(Some(EntryDecision::Close { intent, then_enter })) => {
                    let next = (entry.is_some() && then_enter).then_some(&signal);
                    return self.close(&intent.into_inner(), next, bars_seen, quote);
                }
                Ok(_) => {}
                Err(_) => return Ok(()),
            }
        }
        match entry.and_then(|_| self.approve(&signal, bars_seen, quote)) {
            Some(intent) => {
                self.submit(&intent)?;
                self.tell(quote)
            }
            None => Ok(()),
        }
    }

    /// Closes the position, and enters the other way. As in an engine the entry is decided once
    /// the position is seen to be gone, before the account is.
    fn close(
        &mut self,
        intent: &OrderIntent,
        next: Option<&Signal>,
        bars_seen: u64,
        quote: &Quote,
    ) -> Result<(), LeanError> {
        self.submit(intent)?;
        self.take_deals();
        self.broker.take_changed();
        self.take_positions();
        let entry = next.and_then(|signal| self.approve(signal, bars_seen, quote));
        self.take_account(quote)?;
        if let Some(intent) = entry {
            self.submit(&intent)?;
            self.tell(quote)?;
        }
        Ok(())
    }

    /// An entry that risk approves.
    fn approve(&mut self, signal: &Signal, bars_seen: u64, quote: &Quote) -> Option<OrderIntent> {
        if bars_seen < self.bars_needed {
            return None;
        }
        let position = self.broker.positions().next();
        let context = self.known.context(position.as_ref(), quote);
        match self.gate.approve_entry(signal, &context, &mut self.pool) {
            Ok(EntryDecision::Open(entry)) => Some(entry.intent.into_inner()),
            Ok(_) | Err(_) => None,
        }
    }

    /// Sends an order that is executed at once.
    fn submit(&mut self, intent: &OrderIntent) -> Result<(), LeanError> {
        self.orders += 1;
        self.broker.submit(self.orders, intent)?;
        match self.broker.results().last() {
            Some(result) if result.retcode == orders::DONE => Ok(()),
            _ => Err(LeanError::GaveUp),
        }
    }
}

impl Known {
    /// What an entry or a close is held against.
    fn context<'a>(
        &'a self,
        own_position: Option<&'a Position>,
        quote: &Quote,
    ) -> EntryContext<'a> {
        let Quote { time, server_ns, bid, ask, .. } = *quote;
        EntryContext {
            now: time,
            server_s: server_ns.div_euclid(NANOS_PER_SECOND),
            spec: &self.spec,
            account: self.account.as_ref(),
            quote: Some(RiskQuote { bid, ask, time }),
            positions_time: Some(time),
            own_position,
            foreign_magic: None,
            side_lots: 0.0,
            in_flight: None,
            closing: false,
            events: &self.events,
            trading_enabled: true,
            terms: IntentTerms {
                deviation_points: self.deviation_points,
                expires: time + self.lifetime,
            },
        }
    }
}

impl Trader for Lean {
    type Error = LeanError;

    fn broker(&self) -> &Broker {
        &self.broker
    }

    fn broker_mut(&mut self) -> &mut Broker {
        &mut self.broker
    }

    fn risk(&self) -> &RiskGate {
        &self.gate
    }

    fn spec(&self) -> &SymbolSpec {
        &self.known.spec
    }

    fn is_at_rest(&self) -> bool {
        true
    }

    fn rests_while_holding(&self) -> bool {
        true
    }

    fn heed(&self) -> Heed {
        // A verdict for the held side is refused, and so is one for the other where it is ignored:
        // risk takes in an equity that it has seen, and says no.
        match self.gate.config().risk.opposite {
            OppositePolicy::Ignore => Heed::Nothing,
            OppositePolicy::Exit | OppositePolicy::Flip => Heed::Opposite,
        }
    }

    fn passes_last(&mut self, server_ns: i64) -> bool {
        // A run with every price takes a snapshot there. Its equity is one of those that passed,
        // and the next snapshot comes before the next decision.
        self.snapshot_ns = server_ns;
        true
    }

    fn on_tick(
        &mut self,
        (server_ns, tick): (i64, &Tick),
        arrival: Arrival,
        closed: Option<&ClosedBar<'_>>,
    ) -> Result<(), LeanError> {
        let time = self.clock.to_utc(server_ns);
        let Tick { bid, ask, .. } = *tick;
        let quote = Quote { time, server_ns, bid, ask, arrival };
        self.broker.on_quote(&quote)?;
        self.tell(&quote)?;
        let Some(closed) = closed else { return Ok(()) };
        // As for an engine: before its orders are sent.
        self.record_equity(server_ns)?;
        match closed.evaluation {
            Some(evaluation) => self.decide(evaluation, closed.bar as u64 + 1, &quote),
            None => Ok(()),
        }
    }

    fn pass(&mut self, worst: f64, best: f64) -> Result<(), LeanError> {
        self.broker.see(worst);
        self.broker.see(best);
        let equity = self.broker.equity_at(best)?;
        let account = Account { equity, ..self.broker.account()? };
        self.gate.on_account(&account, self.second);
        Ok(())
    }

    fn set_rate(&mut self, _price: f64) {}

    fn record_equity(&mut self, server_ns: i64) -> Result<(), LeanError> {
        let time = self.clock.to_utc(server_ns);
        self.equity.push(EquityAt::of(&self.broker, time)?);
        Ok(())
    }

    fn finish(&mut self) -> Result<(), LeanError> {
        self.broker.close_all()?;
        if let Some(last) = self.equity.last().map(|point| point.time) {
            self.equity.push(EquityAt::of(&self.broker, last)?);
        }
        Ok(())
    }
}
