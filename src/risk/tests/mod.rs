//! Tests of the gate as a whole. The market of the fixtures is EURUSD on a dollar account.

mod entries;
mod limits;
mod margins;
mod properties;
mod protection;
mod real_specs;
mod sizes;
mod states;

use super::*;
use crate::news::calendar::{Blackout, Window};
use crate::sync::{PoolKey, PoolMember, RiskPool};
use crate::types::{
    Account, CalcMode, ChartMode, Currency, Deal, DealEntry, ExecutionMode, FillingFlags,
    FixedText, MarginMode, MarketPrice, Position, Refusal, RefusalCode, Side, Signal, SignalKind,
    SwapMode, SymbolSpec, TradeMode, UnixNanos, VolumeRules,
};

/// 2026-01-05 12:00 UTC, a Monday; the server's clock shows the same.
pub(super) const NOON_S: i64 = 1_767_614_400;
pub(super) const DAY_S: i64 = 86_400;
pub(super) const LOGIN: i64 = 1_001;
pub(super) const MAGIC: u64 = 77;

pub(super) fn at(seconds: i64) -> UnixNanos {
    UnixNanos::from_seconds(seconds)
}

/// An event with the windows that are configured by default.
pub(super) fn blackout(time: UnixNanos) -> Blackout {
    Blackout { time, window: Window { before_s: 300, after_s: 300 } }
}

pub(super) fn currency(code: &str) -> Currency {
    Currency::new(code).unwrap()
}

pub(super) fn symbol(name: &str) -> FixedText<32> {
    FixedText::new(name).unwrap()
}

pub(super) fn key() -> RiskKey {
    RiskKey { login: LOGIN, symbol: symbol("EURUSD"), magic: MAGIC }
}

/// EURUSD: 100,000 a lot, 5 digits, so a point of a lot is worth 1 dollar.
pub(super) fn spec() -> SymbolSpec {
    SymbolSpec {
        name: symbol("EURUSD"),
        digits: 5,
        point: 0.000_01,
        tick_size: 0.000_01,
        tick_value_profit: 1.0,
        tick_value_loss: 1.0,
        contract_size: 100_000.0,
        calc_mode: CalcMode::Forex,
        trade_mode: TradeMode::Full,
        execution_mode: ExecutionMode::Market,
        filling: FillingFlags(FillingFlags::FOK),
        volume: VolumeRules { min_lots: 0.01, max_lots: 500.0, step_lots: 0.01, limit_lots: 0.0 },
        stops_level_points: 0,
        freeze_level_points: 0,
        chart_mode: ChartMode::Bid,
        currency_base: currency("EUR"),
        currency_profit: currency("USD"),
        currency_margin: currency("EUR"),
        margin_initial: 0.0,
        margin_maintenance: 0.0,
        margin_per_lot_buy: 0.0,
        margin_per_lot_sell: 0.0,
        swap_mode: SwapMode::Disabled,
        swap_long: 0.0,
        swap_short: 0.0,
        swap_triple_day: 3,
        sessions: [None; SymbolSpec::MAX_SESSIONS],
    }
}

pub(super) fn account(equity: f64) -> Account {
    Account {
        login: LOGIN,
        currency: currency("USD"),
        balance: 10_000.0,
        equity,
        margin: 0.0,
        margin_free: equity,
        leverage: 100,
        margin_mode: MarginMode::Hedging,
        trade_allowed: true,
        time: at(NOON_S),
    }
}

pub(super) fn quote(bid: f64, ask: f64) -> Quote {
    Quote { bid, ask, time: at(NOON_S) }
}

pub(super) fn signal(side: Side, stop_distance: f64) -> Signal {
    Signal {
        kind: SignalKind::Enter(side),
        confidence_frac: 1.0,
        stop_distance,
        target_distance: None,
        bar_open: at(NOON_S - 300),
    }
}

pub(super) fn position(side: Side, open_price: f64, stop_loss: Option<f64>) -> Position {
    Position {
        ticket: 5,
        magic: MAGIC,
        symbol: symbol("EURUSD"),
        side,
        lots: 0.4,
        open_price,
        stop_loss,
        take_profit: None,
        open_time: at(NOON_S - 3_600),
    }
}

pub(super) const TERMS: IntentTerms =
    IntentTerms { deviation_points: 10, expires: UnixNanos(NOON_S * 1_000_000_000 + 1) };

/// Everything an entry needs, owned, so that a test changes one thing.
#[derive(Clone)]
pub(super) struct World {
    pub(super) now: UnixNanos,
    pub(super) server_s: i64,
    pub(super) spec: SymbolSpec,
    pub(super) account: Option<Account>,
    pub(super) quote: Option<Quote>,
    pub(super) positions_time: Option<UnixNanos>,
    pub(super) own_position: Option<Position>,
    pub(super) foreign_magic: Option<u64>,
    pub(super) side_lots: f64,
    pub(super) in_flight: Option<u64>,
    pub(super) closing: bool,
    pub(super) events: EventList,
    pub(super) market: MarketPrice,
    pub(super) trading_enabled: bool,
}

impl World {
    /// Everything in order: bid 1.10000, ask 1.10010, 10,000 dollars.
    pub(super) fn new() -> Self {
        Self {
            now: at(NOON_S),
            server_s: NOON_S,
            spec: spec(),
            account: Some(account(10_000.0)),
            quote: Some(quote(1.1, 1.1001)),
            positions_time: Some(at(NOON_S)),
            own_position: None,
            foreign_magic: None,
            side_lots: 0.0,
            in_flight: None,
            closing: false,
            events: EventList::new(),
            market: MarketPrice::NotAsked,
            trading_enabled: true,
        }
    }

    /// The same world, everything in it `seconds` later.
    pub(super) fn later(&self, seconds: i64) -> Self {
        let mut world = self.clone();
        world.server_s += seconds;
        world.now = at(world.now.seconds() + seconds);
        let now = world.now;
        world.positions_time = Some(now);
        world.account = world.account.map(|account| Account { time: now, ..account });
        world.quote = world.quote.map(|quote| Quote { time: now, ..quote });
        world
    }

    pub(super) fn context(&self) -> EntryContext<'_> {
        EntryContext {
            now: self.now,
            server_s: self.server_s,
            spec: &self.spec,
            account: self.account.as_ref(),
            quote: self.quote,
            positions_time: self.positions_time,
            own_position: self.own_position.as_ref(),
            foreign_magic: self.foreign_magic,
            side_lots: self.side_lots,
            in_flight: self.in_flight,
            closing: self.closing,
            events: &self.events,
            market: self.market,
            trading_enabled: self.trading_enabled,
            terms: TERMS,
        }
    }

    pub(super) fn position_context<'a>(&'a self, position: &'a Position) -> PositionContext<'a> {
        PositionContext {
            now: self.now,
            spec: &self.spec,
            quote: self.quote,
            position,
            terms: TERMS,
        }
    }

    pub(super) fn enter(
        &self,
        gate: &mut RiskGate,
        signal: &Signal,
    ) -> Result<EntryDecision, Refusal> {
        gate.approve_entry(signal, &self.context(), &mut pool_member())
    }

    /// The order of a fresh gate with `config`, or its refusal.
    pub(super) fn order(
        &self,
        config: RiskConfig,
        signal: &Signal,
    ) -> Result<ApprovedEntry, Refusal> {
        let key = RiskKey { symbol: self.spec.name, ..key() };
        let mut gate = RiskGate::new(config, key).unwrap();
        self.enter(&mut gate, signal).map(opened)
    }
}

pub(super) fn opened(decision: EntryDecision) -> ApprovedEntry {
    match decision {
        EntryDecision::Open(entry) => entry,
        other => panic!("was {other:?}, expected an entry"),
    }
}

pub(super) fn gate() -> RiskGate {
    RiskGate::new(RiskConfig::default(), key()).unwrap()
}

pub(super) fn gate_with(change: impl FnOnce(&mut RiskConfig)) -> RiskGate {
    let mut config = RiskConfig::default();
    change(&mut config);
    RiskGate::new(config, key()).unwrap()
}

pub(super) fn pool_member() -> PoolMember {
    RiskPool::new().join(PoolKey { login: LOGIN, group: 0 })
}

/// A deal of the own program in EURUSD that closes position `position_ticket`.
pub(super) fn closing_deal(ticket: u64, position_ticket: u64, profit: f64) -> Deal {
    Deal {
        ticket,
        order_ticket: ticket,
        position_ticket,
        magic: MAGIC,
        symbol: symbol("EURUSD"),
        side: Side::Sell,
        entry: DealEntry::Out,
        lots: 0.4,
        price: 1.1,
        profit,
        commission: 0.0,
        swap: 0.0,
        time: at(NOON_S),
    }
}

pub(super) fn code<T: std::fmt::Debug>(result: Result<T, Refusal>) -> RefusalCode {
    result.unwrap_err().code
}
