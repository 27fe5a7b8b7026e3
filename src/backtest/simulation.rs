//! An engine and a broker over the same prices.
//!
//! The order of events is the terminal's: the broker takes a quote; its deals, answers and
//! snapshots reach the engine, then the tick does, and what the engine decides is submitted. So
//! replay, live and backtest make the same calls in the same order.

use std::fmt;

use super::broker::{Broker, BrokerError};
use super::quote::{Arrival, Quote};
use super::world::World;
use crate::clock::ServerClock;
use crate::engine::{DecisionRecord, Engine, JudgedBar, Verdict};
use crate::types::{Account, NANOS_PER_SECOND, Position, SymbolSpec, Tick, TickError, UnixNanos};

/// Longest time between two snapshots of account and positions.
pub(super) const SNAPSHOT_EVERY_NS: i64 = 5 * NANOS_PER_SECOND;
/// Decisions on one tick beyond which something is wrong.
const ROUNDS_MAX: usize = 1_000;
/// Relative change of the price after which a rate of one over the price is renewed.
const RATE_DRIFT_MAX_FRAC: f64 = 0.01;

/// Whether a price is too far from the one at which tick values were computed.
pub(super) fn is_far(price: f64, rate_price: f64) -> bool {
    (price - rate_price).abs() > RATE_DRIFT_MAX_FRAC * rate_price
}

/// Why a simulation cannot go on.
#[derive(Clone, Debug, PartialEq)]
pub enum SimulationError {
    /// The broker's.
    Broker(BrokerError),
    /// A tick is unusable.
    Tick(TickError),
    /// The engine decides without end.
    Endless,
}

impl fmt::Display for SimulationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broker(error) => error.fmt(f),
            Self::Tick(error) => error.fmt(f),
            Self::Endless => {
                write!(f, "the engine made more than {ROUNDS_MAX} decisions on one tick")
            }
        }
    }
}

impl std::error::Error for SimulationError {}

impl From<BrokerError> for SimulationError {
    fn from(error: BrokerError) -> Self {
        Self::Broker(error)
    }
}

/// Money at the close of a bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EquityAt {
    /// When.
    pub time: UnixNanos,
    /// Balance with floating results, millionths.
    pub equity_micros: i64,
    /// Balance, millionths.
    pub balance_micros: i64,
}

impl EquityAt {
    /// What the account is worth now.
    pub(super) fn of(broker: &Broker, time: UnixNanos) -> Result<Self, BrokerError> {
        let equity_micros = broker.equity()?.micros;
        let balance_micros = broker.ledger().balance()?.micros;
        Ok(Self { time, equity_micros, balance_micros })
    }
}

/// Who watches a simulation.
pub trait Observer {
    /// The engine has closed a bar.
    fn on_bar(&mut self, _engine: &Engine) {}
    /// The engine has decided.
    fn on_decision(&mut self, _engine: &Engine, _record: &DecisionRecord) {}
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl Observer for Nobody {}

/// An engine and a broker.
#[derive(Debug)]
pub struct Simulation<O> {
    engine: Engine,
    broker: Broker,
    observer: O,
    spec: SymbolSpec,
    clock: ServerClock,
    /// Price at which the tick values of the specification were computed.
    rate_price: f64,
    timer_s: i64,
    snapshot_ns: i64,
    equity: Vec<EquityAt>,
    /// The newest snapshot, kept for its memory.
    positions: Vec<Position>,
    world: Option<World>,
}

impl<O: Observer> Simulation<O> {
    /// Joins an engine and the broker of its symbol. `spec` holds at `first_price`.
    pub fn new(
        engine: Engine,
        broker: Broker,
        spec: SymbolSpec,
        first_price: f64,
        observer: O,
    ) -> Self {
        let clock = engine.clock().clone();
        let mut simulation = Self {
            clock,
            engine,
            broker,
            observer,
            spec,
            rate_price: first_price,
            timer_s: i64::MIN,
            snapshot_ns: i64::MIN / 2,
            equity: Vec::new(),
            positions: Vec::new(),
            world: None,
        };
        simulation.engine.set_symbol(spec);
        simulation
    }

    /// Tells the engine from now on what was known outside the prices.
    pub fn set_world(&mut self, world: World) {
        self.world = Some(world);
    }

    /// Takes a tick with its time on the server's clock.
    ///
    /// # Errors
    /// An unusable tick, money beyond its range, or an engine that decides without end.
    pub fn on_tick(
        &mut self,
        server_ns: i64,
        tick: &Tick,
        arrival: Arrival,
    ) -> Result<(), SimulationError> {
        self.trade(server_ns, tick, arrival)?;
        if let Some(world) = &mut self.world {
            world.tell(&mut self.engine, server_ns, self.clock.to_utc(server_ns));
        }
        let bars = self.engine.counters().bars;
        self.engine.on_tick(server_ns, *tick).map_err(SimulationError::Tick)?;
        if self.engine.counters().bars > bars {
            self.record_equity(server_ns)?;
            self.observer.on_bar(&self.engine);
        }
        self.collect(server_ns)
    }

    /// The same for bars that were judged before: see [`Engine::on_judged_tick`].
    pub(super) fn on_judged_tick(
        &mut self,
        server_ns: i64,
        tick: &Tick,
        arrival: Arrival,
        closed: Option<&JudgedBar>,
    ) -> Result<(), SimulationError> {
        self.trade(server_ns, tick, arrival)?;
        self.engine.on_judged_tick(server_ns, *tick, closed).map_err(SimulationError::Tick)?;
        if closed.is_some() {
            self.record_equity(server_ns)?;
        }
        self.collect(server_ns)
    }

    /// The broker's part of a tick, and what the terminal tells the engine of it.
    fn trade(
        &mut self,
        server_ns: i64,
        tick: &Tick,
        arrival: Arrival,
    ) -> Result<(), SimulationError> {
        if tick.has_quote() {
            let Tick { bid, ask, .. } = *tick;
            let time = self.clock.to_utc(server_ns);
            self.renew_rate(bid);
            self.broker.on_quote(&Quote { time, server_ns, bid, ask, arrival })?;
        }
        self.tell(server_ns)
    }

    /// Renews the tick values once the price has moved far from where they were computed.
    fn renew_rate(&mut self, price: f64) {
        if self.broker.varying_rate(price).is_some() && is_far(price, self.rate_price) {
            self.set_rate(price);
        }
    }

    /// Computes the tick values at a price, where they vary.
    pub(super) fn set_rate(&mut self, price: f64) {
        let Some(rate) = self.broker.varying_rate(price) else { return };
        self.rate_price = price;
        let value = self.spec.contract_size * self.spec.tick_size * rate;
        self.spec.tick_value_profit = value;
        self.spec.tick_value_loss = value;
        self.engine.set_symbol(self.spec);
    }

    /// Hands in what the terminal knows at this time.
    fn tell(&mut self, server_ns: i64) -> Result<(), SimulationError> {
        for result in self.broker.take_results() {
            self.engine.on_order_result(&result);
        }
        for deal in self.broker.take_deals() {
            self.engine.on_deal(&deal);
        }
        let second = server_ns.div_euclid(NANOS_PER_SECOND);
        if second > self.timer_s {
            self.timer_s = second;
            self.engine.on_timer(server_ns, None);
        }
        if self.broker.take_changed() || server_ns - self.snapshot_ns >= SNAPSHOT_EVERY_NS {
            self.snapshot_ns = server_ns;
            self.positions.clear();
            self.positions.extend(self.broker.positions());
            self.engine.on_positions(&self.positions, server_ns);
            self.engine.on_account(self.broker.account()?);
        }
        Ok(())
    }

    /// Lets prices pass that change nothing but extremes: the equities of the open position at
    /// `worst` and `best` are kept as if each tick had been taken.
    pub(super) fn pass(&mut self, worst: f64, best: f64) -> Result<(), SimulationError> {
        self.broker.see(worst);
        self.broker.see(best);
        let account = self.broker.account()?;
        let equity = self.broker.equity_at(best)?;
        self.engine.on_account(Account { equity, ..account });
        Ok(())
    }

    pub(super) fn record_equity(&mut self, server_ns: i64) -> Result<(), SimulationError> {
        let time = self.clock.to_utc(server_ns);
        self.equity.push(EquityAt::of(&self.broker, time)?);
        Ok(())
    }

    fn collect(&mut self, server_ns: i64) -> Result<(), SimulationError> {
        for _ in 0..ROUNDS_MAX {
            let Some(record) = self.engine.collect_decision() else { return Ok(()) };
            self.observer.on_decision(&self.engine, &record);
            if let Verdict::Order(intent) = &record.verdict {
                self.broker.submit(record.id, intent)?;
                self.tell(server_ns)?;
            }
        }
        Err(SimulationError::Endless)
    }

    /// Closes what is open at the last price.
    ///
    /// # Errors
    /// Money beyond its range.
    pub fn finish(&mut self) -> Result<(), SimulationError> {
        self.broker.close_all()?;
        if let Some(last) = self.equity.last().copied() {
            let equity_micros = self.broker.equity()?.micros;
            self.equity.push(EquityAt { equity_micros, balance_micros: equity_micros, ..last });
        }
        Ok(())
    }

    /// The symbol, with its tick values of now.
    pub(super) const fn spec(&self) -> &SymbolSpec {
        &self.spec
    }

    /// The broker.
    pub const fn broker(&self) -> &Broker {
        &self.broker
    }

    /// The broker, for what the data says beside prices.
    pub const fn broker_mut(&mut self) -> &mut Broker {
        &mut self.broker
    }

    /// The engine.
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Money at the close of every bar, and at the end.
    pub fn equity(&self) -> &[EquityAt] {
        &self.equity
    }

    /// Who watched.
    pub fn into_observer(self) -> O {
        self.observer
    }
}
