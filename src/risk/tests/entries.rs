//! Every refusal of an entry, its numbers, and the order of the checks.

use super::*;
use crate::types::Session;

/// What changes one thing in a good world, and the refusal that must follow.
fn refused(change: impl FnOnce(&mut World)) -> Refusal {
    let mut world = World::new();
    change(&mut world);
    world.enter(&mut gate(), &signal(Side::Buy, 0.0005)).unwrap_err()
}

fn assert_refused(code: RefusalCode, actual: f64, limit: f64, change: impl FnOnce(&mut World)) {
    let refusal = refused(change);
    assert_eq!(refusal.code, code, "{refusal}");
    let near = |was: f64, expected: f64| (was - expected).abs() < 1e-6 * expected.abs().max(1.0);
    assert!(near(refusal.actual, actual) && near(refusal.limit, limit), "{refusal}");
}

#[test]
fn what_is_not_known_is_refused() {
    use RefusalCode as Code;
    assert_refused(Code::AccountUnknown, -1.0, 30.0, |world| world.account = None);
    assert_refused(Code::AccountUnknown, 31.0, 30.0, |world| {
        world.account = Some(Account { time: at(NOON_S - 31), ..account(10_000.0) });
    });
    assert_refused(Code::AccountUnknown, -31.0, 30.0, |world| {
        world.account = Some(Account { time: at(NOON_S + 31), ..account(10_000.0) });
    });
    assert_refused(Code::AccountUnknown, -1.0, 30.0, |world| {
        world.account = Some(Account { login: LOGIN + 1, ..account(10_000.0) });
    });
    assert_refused(Code::PositionsUnknown, -1.0, 30.0, |world| world.positions_time = None);
    assert_refused(Code::PositionsUnknown, 60.0, 30.0, |world| {
        world.positions_time = Some(at(NOON_S - 60));
    });
    assert_refused(Code::TradeNotAllowed, 0.0, 1.0, |world| {
        world.account = Some(Account { trade_allowed: false, ..account(10_000.0) });
    });
    assert_refused(Code::TradingDisabled, 0.0, 1.0, |world| world.trading_enabled = false);
    for (mode, number) in
        [(TradeMode::Disabled, 0.0), (TradeMode::ShortOnly, 2.0), (TradeMode::CloseOnly, 3.0)]
    {
        assert_refused(Code::SymbolTradeMode, number, 1.0, |world| world.spec.trade_mode = mode);
    }
    let mut world = World::new();
    world.spec.trade_mode = TradeMode::LongOnly;
    assert!(world.enter(&mut gate(), &signal(Side::Buy, 0.0005)).is_ok());
}

#[test]
fn a_broker_off_the_market_is_refused_where_the_market_is_asked_for() {
    use RefusalCode as Code;
    // The broker's middle is 1.10005; 100 basis points above it is 1.1110505.
    let known = |mid: f64| move |world: &mut World| world.market = MarketPrice::Known { mid };
    assert_refused(Code::MarketDivergence, 101.0, 100.0, known(1.100_05 * 1.010_1));
    assert_refused(Code::MarketDivergence, -101.0, 100.0, known(1.100_05 * 0.989_9));
    assert_refused(Code::MarketUnknown, 0.0, 1.0, |world| world.market = MarketPrice::Unknown);
    assert_refused(Code::MarketUnknown, 0.0, 1.0, known(f64::INFINITY));
    let enters = |mid: MarketPrice, max_bps: f64| {
        let mut world = World::new();
        world.market = mid;
        let mut gate = gate_with(|config| config.limits.divergence_max_bps = max_bps);
        world.enter(&mut gate, &signal(Side::Buy, 0.0005)).is_ok()
    };
    assert!(enters(MarketPrice::NotAsked, 100.0));
    assert!(enters(MarketPrice::Known { mid: 1.100_05 * 1.009_9 }, 100.0));
    assert!(enters(MarketPrice::Unknown, 0.0), "unchecked by the owner's wish");
}

#[test]
fn an_opposite_position_is_closed_whatever_the_market_says() {
    let mut world = World::new();
    world.market = MarketPrice::Known { mid: 2.0 };
    world.own_position = Some(position(Side::Sell, 1.1, Some(1.2)));
    let mut gate = gate_with(|config| config.risk.opposite = OppositePolicy::Exit);
    let closing = world.enter(&mut gate, &signal(Side::Buy, 0.0005));
    assert!(matches!(closing, Ok(EntryDecision::Close { .. })), "{closing:?}");
}

#[test]
fn a_bad_market_is_refused() {
    use RefusalCode as Code;
    assert_refused(Code::NoQuote, 0.0, 0.0, |world| world.quote = None);
    assert_refused(Code::NoQuote, 1.2, 1.1, |world| world.quote = Some(quote(1.2, 1.1)));
    for bad in [quote(0.0, 1.1), quote(f64::NAN, 1.1), quote(1.1, f64::INFINITY)] {
        assert_eq!(refused(|world| world.quote = Some(bad)).code, Code::NoQuote);
    }
    assert_refused(Code::StaleTick, 31.0, 30.0, |world| {
        world.quote = Some(Quote { time: at(NOON_S - 31), ..quote(1.1, 1.1001) });
    });
    // 0.2 % of 1.103 = 220.6 points.
    assert_refused(Code::SpreadTooWide, 300.0, 220.6, |world| {
        world.quote = Some(quote(1.1, 1.103));
    });
    assert_refused(Code::OutOfSession, 43_200.0, 1.0, |world| {
        world.spec.sessions[0] = Some(Session { day: 1, from_s: 0, to_s: 43_200 });
    });
    assert_refused(Code::NewsBlackout, 120.0, 300.0, |world| {
        world.events.insert(blackout(at(NOON_S + 120)));
    });
    assert_refused(Code::NewsBlackout, -120.0, 300.0, |world| {
        world.events.insert(blackout(at(NOON_S - 120)));
    });
}

#[test]
fn configured_spread_and_hours_are_refused_too() {
    let mut gate = gate_with(|config| config.limits.spread_max_points = 9);
    let refusal = World::new().enter(&mut gate, &signal(Side::Buy, 0.0005)).unwrap_err();
    assert_eq!((refusal.code, refusal.limit), (RefusalCode::SpreadTooWide, 9.0));
    let mut gate = gate_with(|config| config.limits.spread_max_points = 10);
    assert!(World::new().enter(&mut gate, &signal(Side::Buy, 0.0005)).is_ok());
    let mut gate = gate_with(|config| config.session.hours = "13:00-17:00".to_owned());
    let result = World::new().enter(&mut gate, &signal(Side::Buy, 0.0005));
    assert_eq!(code(result), RefusalCode::OutOfSession);
}

#[test]
fn size_and_price_refusals() {
    use RefusalCode as Code;
    assert_refused(Code::VolumeLimit, 8.0, 7.5, |world| {
        (world.side_lots, world.spec.volume.limit_lots) = (4.0, 7.5);
    });
    assert_eq!(
        refused(|world| (world.side_lots, world.spec.volume.limit_lots) = (f64::NAN, 7.5)).code,
        Code::VolumeLimit
    );
    // 0.01 lots need 11.001; 90 % of 12 is 10.80.
    assert_refused(Code::MarginInsufficient, 11.001, 10.8, |world| {
        world.account = Some(Account { margin_free: 12.0, ..account(10_000.0) });
    });
    assert_eq!(
        refused(|world| world.account = Some(Account { margin_free: -5.0, ..account(10_000.0) }))
            .code,
        Code::MarginInsufficient
    );
    assert_refused(Code::MarginUnknown, 0.0, 100.0, |world| {
        world.spec.currency_margin = currency("CHF");
    });
    assert_refused(Code::ContractInconsistent, 1.06, 1.0, |world| {
        world.spec.tick_value_loss = 1.06
    });
    assert!({
        let mut world = World::new();
        world.spec.tick_value_loss = 1.04;
        world.enter(&mut gate(), &signal(Side::Buy, 0.0005)).is_ok()
    });
    // Stop 50 points under the ask of 1.10010 is 40 under the bid.
    assert_refused(Code::StopTooClose, 40.0, 41.0, |world| world.spec.stops_level_points = 41);
    // A tick of 0.00003 is not printable with 4 digits.
    assert_eq!(
        refused(|world| {
            (world.spec.tick_size, world.spec.digits) = (0.000_03, 4);
            world.spec.tick_value_loss = 3.0;
        })
        .code,
        Code::PriceInvalid
    );
    for (equity, balance) in
        [(f64::NAN, 1e4), (0.0, 0.0), (1e6, 1e4), (-10.0, 1e4), (1e4, f64::INFINITY)]
    {
        let bad = Account { balance, ..account(equity) };
        let refusal = refused(|world| world.account = Some(bad));
        assert_eq!(refusal.code, Code::EquityAbsurd, "{equity} {balance}");
    }
}

#[test]
fn a_stop_that_is_none_is_refused() {
    for distance in [0.0, -1.0, f64::NAN, f64::INFINITY, 1.2, 0.28, 1e-9] {
        let result = World::new().enter(&mut gate(), &signal(Side::Buy, distance));
        assert_eq!(code(result), RefusalCode::StopInvalid, "{distance}");
    }
    // A short's stop inside the spread: 5 points above the bid, the ask is 10 above.
    let refusal = World::new().enter(&mut gate(), &signal(Side::Sell, 0.000_05)).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::StopTooClose);
    assert!((refusal.actual + 5.0).abs() < 1e-6 && (refusal.limit - 1.0).abs() < 1e-6);
    // A target that is too near, and one that is none.
    let mut world = World::new();
    world.spec.stops_level_points = 20;
    let near = Signal { target_distance: Some(0.000_05), ..signal(Side::Buy, 0.0005) };
    assert_eq!(code(world.enter(&mut gate(), &near)), RefusalCode::StopTooClose);
    for target in [0.0, f64::NAN, -1.0] {
        let bad = Signal { target_distance: Some(target), ..signal(Side::Buy, 0.0005) };
        assert_eq!(code(world.enter(&mut gate(), &bad)), RefusalCode::PriceInvalid);
    }
    // A short's target below zero.
    let deep = Signal { target_distance: Some(2.0), ..signal(Side::Sell, 0.0005) };
    assert_eq!(code(World::new().enter(&mut gate(), &deep)), RefusalCode::PriceInvalid);
}

#[test]
fn one_position_per_symbol() {
    use RefusalCode as Code;
    assert_refused(Code::PositionExists, 0.4, 0.0, |world| {
        world.own_position = Some(position(Side::Buy, 1.1, Some(1.09)));
    });
    assert_refused(Code::OppositeIgnored, 0.4, 0.0, |world| {
        world.own_position = Some(position(Side::Sell, 1.1, Some(1.11)));
    });
    assert_refused(Code::UnprotectedPosition, 5.0, 0.0, |world| {
        world.own_position = Some(position(Side::Buy, 1.1, None));
    });
    assert_refused(Code::ForeignPosition, 9.0, 77.0, |world| world.foreign_magic = Some(9));
    assert_refused(Code::IntentInFlight, 31.0, 0.0, |world| world.in_flight = Some(31));
}

#[test]
fn an_opposite_signal_closes_in_every_state_and_hour() {
    for (opposite, flips) in [(OppositePolicy::Exit, false), (OppositePolicy::Flip, true)] {
        let mut gate = gate_with(|config| config.risk.opposite = opposite);
        gate.halt("test");
        let mut world = World::new();
        world.account = None;
        world.trading_enabled = false;
        world.events.insert(blackout(at(NOON_S)));
        world.own_position = Some(position(Side::Sell, 1.1, Some(1.11)));
        let decision = world.enter(&mut gate, &signal(Side::Buy, 0.0005)).unwrap();
        let EntryDecision::Close { intent, then_enter } = decision else { panic!("{decision:?}") };
        assert_eq!(then_enter, flips);
        let order = intent.into_inner();
        assert_eq!((order.side, order.lots, order.position_ticket), (Side::Buy, 0.4, 5));
        assert_eq!(order.price, 1.1001, "a short closes at the ask");
        // A change of stops on its way does not hold it up, a close does not need another one.
        world.in_flight = Some(1);
        let result = world.enter(&mut gate, &signal(Side::Buy, 0.0005));
        assert!(matches!(result, Ok(EntryDecision::Close { .. })), "{result:?}");
        world.closing = true;
        let result = world.enter(&mut gate, &signal(Side::Buy, 0.0005));
        assert_eq!(code(result), RefusalCode::IntentInFlight);
    }
}

#[test]
fn a_flip_enters_with_the_same_signal_once_the_position_is_gone() {
    let mut gate = gate_with(|config| config.risk.opposite = OppositePolicy::Flip);
    let mut world = World::new();
    world.own_position = Some(position(Side::Sell, 1.1, Some(1.11)));
    let signal = signal(Side::Buy, 0.0005);
    assert!(matches!(world.enter(&mut gate, &signal), Ok(EntryDecision::Close { .. })));
    world.own_position = None;
    assert_eq!(opened(world.enter(&mut gate, &signal).unwrap()).intent.get().side, Side::Buy);
}

#[test]
fn a_bar_gives_one_entry_per_side() {
    let (mut gate, world) = (gate(), World::new());
    assert!(world.enter(&mut gate, &signal(Side::Buy, 0.0005)).is_ok());
    let refusal = world.enter(&mut gate, &signal(Side::Buy, 0.0005)).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::DuplicateSignal);
    assert_eq!(refusal.actual, (NOON_S - 300) as f64);
    assert!(world.enter(&mut gate, &signal(Side::Sell, 0.0005)).is_ok());
    let next = Signal { bar_open: at(NOON_S), ..signal(Side::Buy, 0.0005) };
    assert!(world.enter(&mut gate, &next).is_ok());
}

#[test]
fn no_entry_is_asked_for_by_no_signal() {
    let none = Signal { kind: SignalKind::None, ..signal(Side::Buy, 0.0005) };
    assert_eq!(World::new().enter(&mut gate(), &none), Ok(EntryDecision::Nothing));
}

#[test]
fn open_risk_is_shared_by_the_engines_of_an_account() {
    let pool = crate::sync::RiskPool::new();
    let join = || pool.join(PoolKey { login: LOGIN, group: 0 });
    let world = World::new();
    let enter = |member: &mut PoolMember| {
        gate().approve_entry(&signal(Side::Buy, 0.0005), &world.context(), member)
    };
    // 2 % + 2 % fit into 5 %, a third 2 % does not.
    let (mut first, mut second, mut third) = (join(), join(), join());
    assert!(enter(&mut first).is_ok());
    let sizing = opened(enter(&mut second).unwrap()).sizing;
    assert_eq!((sizing.open_risk_others, sizing.open_risk_after), (200.0, 400.0));
    assert_eq!(sizing.open_risk_limit, 500.0);
    let refusal = enter(&mut third).unwrap_err();
    assert_eq!(refusal, Refusal::new(RefusalCode::OpenRiskLimit, 0.06, 0.05));
    assert_eq!(third.held_micros(), 0);
    drop(first);
    assert!(enter(&mut third).is_ok());
}

#[test]
fn a_refusal_changes_nothing_but_the_equity_limits() {
    let (mut gate, mut world) = (gate(), World::new());
    gate.on_account(&account(10_000.0), NOON_S);
    let before = *gate.state();
    world.quote = None;
    let mut member = pool_member();
    assert!(gate.approve_entry(&signal(Side::Buy, 0.0005), &world.context(), &mut member).is_err());
    assert_eq!((*gate.state(), member.held_micros()), (before, 0));
}

#[test]
fn checks_run_in_the_documented_order() {
    // Everything is wrong at once; repairing the first reported thing brings up the next.
    let mut gate = gate_with(|config| config.limits.orders_max = 1);
    gate.on_order_resent(at(NOON_S));
    gate.pause();
    let mut world = World::new();
    world.trading_enabled = false;
    world.account = None;
    world.positions_time = None;
    world.spec.trade_mode = TradeMode::Disabled;
    world.spec.tick_value_loss = 9.0;
    world.quote = None;
    world.events.insert(blackout(at(NOON_S)));
    world.in_flight = Some(1);
    world.foreign_magic = Some(1);
    world.own_position = Some(position(Side::Buy, 1.1, None));
    type Repair = fn(&mut World, &mut RiskGate);
    let repairs: [(RefusalCode, Repair); 13] = [
        (RefusalCode::Reducing, |_, gate| gate.resume()),
        (RefusalCode::TradingDisabled, |world, _| world.trading_enabled = true),
        (RefusalCode::AccountUnknown, |world, _| world.account = Some(account(f64::NAN))),
        (RefusalCode::PositionsUnknown, |world, _| world.positions_time = Some(world.now)),
        (RefusalCode::SymbolTradeMode, |world, _| world.spec.trade_mode = TradeMode::Full),
        (RefusalCode::EquityAbsurd, |world, _| world.account = Some(account(10_000.0))),
        (RefusalCode::OrderRate, |world, _| *world = world.later(60)),
        (RefusalCode::NoQuote, |world, _| {
            world.quote = Some(Quote { time: world.now, ..quote(1.1, 1.1001) });
        }),
        (RefusalCode::NewsBlackout, |world, _| world.events = EventList::new()),
        (RefusalCode::IntentInFlight, |world, _| world.in_flight = None),
        (RefusalCode::ForeignPosition, |world, _| world.foreign_magic = None),
        (RefusalCode::UnprotectedPosition, |world, _| world.own_position = None),
        (RefusalCode::ContractInconsistent, |world, _| world.spec.tick_value_loss = 1.0),
    ];
    for (expected, repair) in repairs {
        assert_eq!(code(world.enter(&mut gate, &signal(Side::Buy, 0.0005))), expected);
        repair(&mut world, &mut gate);
    }
    assert!(world.enter(&mut gate, &signal(Side::Buy, 0.0005)).is_ok());
}
