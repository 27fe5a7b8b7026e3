//! A run over judged bars against one with every price: the same trades, money and daily equity.

use proptest::prelude::*;

use super::super::tests::spec;
use super::super::{
    Broker, BrokerSettings, EquityAt, Intrabar, Lean, LeanError, Nobody, ProfitRate, Simulation,
    TapeBar, Trade,
};
use super::*;
use crate::clock::ServerClock;
use crate::engine::{Engine, EngineIdentity, EngineSettings};
use crate::features::columns_of;
use crate::model::random::Random;
use crate::risk::{OppositePolicy, RiskGate, RiskKey, TrailingUnit};
use crate::signals::{BoundRules, RuleSet, StopMode, Trigger};
use crate::sync::{PoolKey, PoolMember, RiskPool};
use crate::types::{Bar, ChartMode, FixedText, Period, Session, SwapMode, SymbolSpec, UnixNanos};

const BARS: usize = 2_500;
/// 2026-01-05, a Monday.
const START_S: i64 = 1_767_571_200;

/// A made-up market with weekends, missing bars and jumps. SYNTHETIC.
fn market(seed: u64, period: Period, swing: f64) -> Vec<TapeBar> {
    let mut random = Random::new(seed);
    let (mut price, mut open_s) = (1.1, START_S);
    let length = i64::from(period.seconds());
    let tidy = |price: f64| (price * 1e5).round() / 1e5;
    let mut bars = Vec::new();
    while bars.len() < BARS {
        let weekday = (open_s.div_euclid(86_400) + 4).rem_euclid(7);
        if (1..6).contains(&weekday) && random.unit() > 0.02 {
            let jump = if random.unit() < 0.03 { 0.002 } else { 0.000_1 };
            let open = tidy(price + (random.unit() - 0.5) * jump);
            let close = tidy(open + (random.unit() - 0.5) * 0.001_5 * swing);
            let high = tidy(open.max(close) + random.unit() * 0.000_6);
            let low = tidy(open.min(close) - random.unit() * 0.000_6);
            let volume = if random.unit() < 0.1 { 0.0 } else { (random.unit() * 90.0).ceil() };
            let bar = Bar { open, high, low, close, volume, ..Bar::default() };
            let spread = (random.unit() * 3.0).floor() * 0.000_01;
            bars.push(TapeBar { open_s, bar, spread });
            price = close;
        }
        open_s += length;
    }
    bars
}

/// Everything that a case varies, from one number.
struct Case {
    engine: EngineSettings,
    broker: BrokerSettings,
    spec: SymbolSpec,
    rate: ProfitRate,
    period: Period,
    rule: Intrabar,
}

fn case(seed: u64) -> Case {
    let mut random = Random::new(seed);
    let mut flip = |prob: f64| random.unit() < prob;
    let mut engine = EngineSettings::default();
    engine.core.trading_enabled = true;
    engine.features.columns.clear();
    let signals = &mut engine.signals;
    signals.ma_cross.fast = if flip(0.5) { 5 } else { 12 };
    signals.ma_cross.slow = if flip(0.5) { 30 } else { 21 };
    signals.ma_cross.enabled = flip(0.7);
    signals.ma_cross.separation_min_atr = if flip(0.3) { 0.2 } else { 0.0 };
    signals.rsi.enabled = flip(0.5);
    signals.rsi.period = 7;
    signals.rsi.trigger = if flip(0.5) { Trigger::Level } else { Trigger::CrossBack };
    signals.macd.enabled = flip(0.4);
    signals.macd.histogram_turn = flip(0.5);
    signals.bollinger.enabled = flip(0.4);
    signals.bollinger.width_ratio_min = 0.0;
    signals.combine.votes_min = 1;
    signals.combine.min_confidence_frac = 0.0;
    signals.combine.opposition_vetoes = flip(0.5);
    signals.stops.mode = if flip(0.3) { StopMode::Swing } else { StopMode::Atr };
    signals.stops.atr_multiple = if flip(0.5) { 1.0 } else { 4.0 };
    signals.stops.reward_to_risk = if flip(0.2) { 0.0 } else { 1.5 };
    let risk = &mut engine.risk;
    risk.risk.opposite = match (flip(0.5), flip(0.5)) {
        (true, true) => OppositePolicy::Flip,
        (true, false) => OppositePolicy::Exit,
        _ => OppositePolicy::Ignore,
    };
    risk.limits.daily_loss_max_frac = if flip(0.4) { 0.03 } else { 0.5 };
    risk.limits.weekly_loss_max_frac = if flip(0.4) { 0.05 } else { 0.9 };
    risk.limits.drawdown_max_frac = if flip(0.3) { 0.1 } else { 0.95 };
    risk.limits.close_on_loss_limit = flip(0.4);
    risk.limits.loss_streak_max = if flip(0.5) { 3 } else { 0 };
    risk.limits.reset_hour = if flip(0.3) { 17 } else { 0 };
    risk.trailing.enabled = flip(0.25);
    risk.trailing.unit = TrailingUnit::Atr;
    if flip(0.2) {
        risk.session.hours = "07:00-18:00".to_owned();
    }
    let mut broker = BrokerSettings::default();
    broker.account.hedging = flip(0.7);
    broker.account.leverage = if flip(0.2) { 5 } else { 100 };
    broker.costs.commission_per_lot = 3.5;
    broker.costs.slippage_points = if flip(0.3) { 2 } else { 0 };
    // Half of the cases need no engine but for sessions and trailing.
    let is_plain = flip(0.5);
    broker.execution.latency_ms = if !is_plain && flip(0.4) { 20_000 } else { 0 };
    broker.costs.slippage_random_points = if !is_plain && flip(0.5) { 5 } else { 0 };
    broker.execution.reject_prob = if !is_plain && flip(0.4) { 0.1 } else { 0.0 };
    broker.execution.fill_lots_max = if !is_plain && flip(0.2) { 0.3 } else { 0.0 };
    let is_varying = flip(0.3);
    let has_hours = !is_plain && flip(0.5);
    let mut spec = spec();
    spec.chart_mode = ChartMode::Last;
    if has_hours {
        for (day, place) in (1..6).zip(&mut spec.sessions) {
            *place = Some(Session { day, from_s: 6 * 3_600 + 300, to_s: 21 * 3_600 });
        }
    }
    if flip(0.5) {
        spec.swap_mode = SwapMode::Points;
        (spec.swap_long, spec.swap_short) = (-7.0, 2.0);
    }
    if is_varying {
        spec.tick_value_loss = 1.0 / 1.1;
        spec.tick_value_profit = 1.0 / 1.1;
        (spec.currency_base, spec.currency_profit) = (spec.currency_profit, spec.currency_base);
    }
    let rule = match (flip(0.3), flip(0.3)) {
        (true, _) => Intrabar::HighFirst,
        (_, true) => Intrabar::LowFirst,
        _ => Intrabar::Adaptive,
    };
    Case {
        engine,
        broker,
        spec,
        rate: if is_varying { ProfitRate::OneOverPrice } else { ProfitRate::Fixed(1.0) },
        period: match (flip(0.5), flip(0.5)) {
            (true, _) => Period::M1,
            (_, true) => Period::parse("15m").unwrap(),
            // Days that begin at 17:00 begin inside such a bar.
            _ => Period::parse("4h").unwrap(),
        },
        rule,
    }
}

fn identity() -> (EngineIdentity, PoolMember) {
    let identity = EngineIdentity { login: 1, symbol: FixedText::new("EURUSD").unwrap(), magic: 1 };
    (identity, RiskPool::new().join(PoolKey { login: 1, group: 1 }))
}

fn simulation(case: &Case) -> Simulation<Nobody> {
    let (identity, pool) = identity();
    let period = Some(case.period);
    let engine = Engine::new(identity, case.engine.clone(), String::new(), period, pool).unwrap();
    let broker = Broker::new(identity, case.spec, case.rate, case.broker.clone()).unwrap();
    Simulation::new(engine, broker, case.spec, 1.1, Nobody)
}

/// Equity at the first point of every day.
fn daily(points: &[EquityAt], tape: &BarTape) -> Vec<i64> {
    let mut days: Vec<(i64, UnixNanos)> = Vec::new();
    for (bar, at) in tape.bars().iter().enumerate().skip(1) {
        let day = at.open_s.div_euclid(86_400);
        if days.last().is_none_or(|(last, _)| *last != day) {
            days.push((day, tape.open_time(bar)));
        }
    }
    let at = |time: UnixNanos| {
        let count = points.partition_point(|point| point.time <= time);
        points[count.saturating_sub(1)].equity_micros
    };
    days.iter().map(|(_, time)| at(*time)).collect()
}

/// All runs; the number of trades, of bars that were left out, and whether an engine was needed.
fn check(seed: u64) -> (usize, usize, bool) {
    let case = case(seed);
    // Where tick values vary they are renewed often.
    let swing = if case.rate == ProfitRate::OneOverPrice { 4.0 } else { 1.0 };
    let bars = market(seed ^ 0x5eed, case.period, swing);
    let mut clock = ServerClock::new(0, crate::clock::DstRule::None).unwrap();
    let tape = BarTape::new(bars, case.period, 1e5, case.rule, &mut clock).unwrap();

    let mut full = simulation(&case);
    for at in tape.bars() {
        full.broker_mut().set_bar(Some(&at.bar));
        for (index, (server_ns, tick)) in tape.ticks(at).iter().enumerate() {
            let arrival = if index == 0 { Arrival::Jump } else { Arrival::Continuous };
            full.on_tick(*server_ns, tick, arrival).unwrap();
        }
    }
    full.finish().unwrap();

    let mut prepared = simulation(&case);
    let schema = prepared.engine().schema().clone();
    let engine_bars: Vec<Bar> = tape.engine_bars(case.spec.point).collect();
    let columns = columns_of(schema.names(), &engine_bars).unwrap();
    let place = |name: &str| schema.names().iter().position(|other| other == name);
    let column = |name: &str| Some(columns[place(name)?].as_slice());
    let table = ColumnTable::new(&schema, column).unwrap();
    let rules = RuleSet::new(&case.engine.signals).unwrap().bind(&schema).unwrap();
    let judgement = Judgement::new(table, &rules).unwrap();
    prepared.run_prepared(&tape, &judgement, 1.1).unwrap();
    let is_lean = check_lean(&case, (&tape, &judgement, &rules), &full, seed);

    let trades = |it: &Simulation<Nobody>| -> Vec<Trade> { it.broker().trades().to_vec() };
    let (found, expected) = (trades(&prepared), trades(&full));
    let differs = found.iter().zip(&expected).find(|(found, expected)| found != expected);
    assert_eq!(differs, None, "seed {seed}");
    assert_eq!(found.len(), expected.len(), "seed {seed}");
    assert_eq!(prepared.broker().ledger(), full.broker().ledger(), "seed {seed}");
    assert_eq!(daily(prepared.equity(), &tape), daily(full.equity(), &tape), "seed {seed}");
    let ticks = |it: &Simulation<Nobody>| it.engine().counters().ticks as usize;
    (trades(&full).len(), (ticks(&full) - ticks(&prepared)) / 4, is_lean)
}

/// The run without an engine, where it can make it; whether it did.
fn check_lean(
    case: &Case,
    (tape, judgement, rules): (&BarTape, &Judgement<'_>, &BoundRules),
    full: &Simulation<Nobody>,
    seed: u64,
) -> bool {
    if !Lean::suits(&case.engine, &case.broker, &case.spec) {
        return false;
    }
    let (identity, pool) = identity();
    let broker = Broker::new(identity, case.spec, case.rate, case.broker.clone()).unwrap();
    let EngineIdentity { login, symbol, magic } = identity;
    let gate = RiskGate::new(case.engine.risk.clone(), RiskKey { login, symbol, magic }).unwrap();
    let clock = ServerClock::new(0, crate::clock::DstRule::None).unwrap();
    let mut lean = Lean::new(broker, gate, pool, (case.spec, clock), rules, &case.engine);
    match lean.run(tape, judgement) {
        Err(LeanError::GaveUp) => return false,
        Err(LeanError::Simulation(error)) => panic!("seed {seed}: {error}"),
        Ok(()) => {}
    }
    let (found, expected) = (lean.broker().trades(), full.broker().trades());
    let differs = found.iter().zip(expected).find(|(found, expected)| found != expected);
    assert_eq!(differs, None, "lean, seed {seed}");
    assert_eq!(found.len(), expected.len(), "lean, seed {seed}");
    assert_eq!(lean.broker().ledger(), full.broker().ledger(), "lean, seed {seed}");
    assert_eq!(daily(lean.equity(), tape), daily(full.equity(), tape), "lean, seed {seed}");
    true
}

/// The cases do trade, and bars are left out.
#[test]
fn leaving_bars_out_changes_nothing() {
    let (mut trades, mut left_out, mut lean_trades) = (0, 0, 0);
    for seed in 0..60 {
        let (count, bars, is_lean) = check(seed);
        trades += count;
        left_out += bars;
        lean_trades += if is_lean { count } else { 0 };
    }
    assert!(trades > 1_000, "{trades} trades");
    assert!(left_out > 20 * BARS, "{left_out} bars left out");
    assert!(lean_trades > 200, "{lean_trades} trades without an engine");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn leaving_bars_out_changes_nothing_whatever_the_case(seed in 1_000_u64..u64::MAX) {
        check(seed);
    }
}
