//! Closing, changing stops, trailing, and the risk a position holds.

use super::*;

fn stop_of(order: Approved<crate::types::OrderIntent>) -> Option<f64> {
    order.get().stop_loss
}

#[test]
fn closing_and_tightening_are_allowed_in_every_state() {
    let world = World::new();
    let own = position(Side::Buy, 1.09, Some(1.08));
    let states: [fn(&mut RiskGate); 4] = [
        |_| {},
        |gate| gate.pause(),
        |gate| gate.halt("test"),
        |gate| {
            gate.on_account(&account(10_000.0), NOON_S);
            gate.on_account(&account(5_000.0), NOON_S);
        },
    ];
    for enter_state in states {
        let mut gate = gate();
        enter_state(&mut gate);
        let close = gate.approve_close(&world.position_context(&own)).unwrap().into_inner();
        assert_eq!((close.side, close.lots, close.price), (Side::Sell, 0.4, 1.1));
        assert_eq!((close.stop_loss, close.position_ticket), (None, 5));
        let modify = gate.approve_modify(&world.position_context(&own), Some(1.085), Some(1.2));
        let order = modify.unwrap().into_inner();
        assert_eq!((order.stop_loss, order.take_profit, order.lots), (Some(1.085), Some(1.2), 0.0));
    }
}

#[test]
fn a_stop_is_never_loosened_or_removed() {
    let (mut gate, world) = (gate(), World::new());
    for (side, present, looser, tighter) in
        [(Side::Buy, 1.08, 1.079_99, 1.080_01), (Side::Sell, 1.12, 1.120_01, 1.119_99)]
    {
        let own = position(side, 1.1, Some(present));
        let context = world.position_context(&own);
        let refusal = gate.approve_modify(&context, Some(looser), None).unwrap_err();
        assert_eq!(refusal, Refusal::new(RefusalCode::StopLoosened, looser, present));
        let refusal = gate.approve_modify(&context, None, None).unwrap_err();
        assert_eq!(refusal, Refusal::new(RefusalCode::StopLoosened, 0.0, present));
        assert_eq!(
            stop_of(gate.approve_modify(&context, Some(tighter), None).unwrap()),
            Some(tighter)
        );
        assert!(
            gate.approve_modify(&context, Some(present), Some(1.1 + side.sign() * 0.1)).is_ok()
        );
        let bare = position(side, 1.1, None);
        assert!(gate.approve_modify(&world.position_context(&bare), Some(looser), None).is_ok());
    }
}

#[test]
fn changes_respect_the_stops_and_the_freeze_level() {
    let (mut gate, mut world) = (gate(), World::new());
    let own = position(Side::Buy, 1.09, Some(1.0995));
    world.spec.stops_level_points = 30;
    let refusal =
        gate.approve_modify(&world.position_context(&own), Some(1.0998), None).unwrap_err();
    assert_eq!((refusal.code, refusal.limit), (RefusalCode::StopTooClose, 30.0));
    assert!((refusal.actual - 20.0).abs() < 1e-6);
    assert!(gate.approve_modify(&world.position_context(&own), Some(1.0997), None).is_ok());
    // The stop is 50 points from the bid: frozen at 50, free at 49.
    world.spec.freeze_level_points = 50;
    let refusal =
        gate.approve_modify(&world.position_context(&own), Some(1.0997), None).unwrap_err();
    assert_eq!((refusal.code, refusal.limit), (RefusalCode::FreezeLevel, 50.0));
    world.spec.freeze_level_points = 49;
    assert!(gate.approve_modify(&world.position_context(&own), Some(1.0997), None).is_ok());
}

#[test]
fn foreign_positions_are_never_touched() {
    let (mut gate, world) = (gate(), World::new());
    let own = position(Side::Buy, 1.1, Some(1.09));
    for foreign in [Position { magic: 0, ..own }, Position { symbol: symbol("GBPUSD"), ..own }] {
        let context = world.position_context(&foreign);
        assert_eq!(code(gate.approve_close(&context)), RefusalCode::ForeignPosition);
        let result = gate.approve_modify(&context, Some(1.095), None);
        assert_eq!(code(result), RefusalCode::ForeignPosition);
    }
    let mut blind = World::new();
    blind.quote = None;
    assert_eq!(code(gate.approve_close(&blind.position_context(&own))), RefusalCode::NoQuote);
}

/// A gate that trails, a long from 1.00000 with its stop at 0.99000.
fn trailing(change: impl FnOnce(&mut TrailingSettings)) -> RiskGate {
    gate_with(|config| {
        config.trailing.enabled = true;
        change(&mut config.trailing);
    })
}

fn next_stop(gate: &RiskGate, own: &Position, bid: f64, atr: Option<f64>) -> Option<f64> {
    let mut world = World::new();
    world.quote = Some(quote(bid, bid + 0.0001));
    gate.trailing_stop(&world.position_context(own), atr)
}

#[test]
fn breakeven_after_one_percent_then_one_percent_behind_after_two() {
    let gate = trailing(|_| {});
    let own = position(Side::Buy, 1.0, Some(0.99));
    for (bid, expected) in [
        (1.0, None),
        (1.009_99, None),
        (1.01, Some(1.0)),
        (1.019_99, Some(1.0)),
        (1.02, Some(1.01)),
        (1.05, Some(1.04)),
    ] {
        assert_eq!(next_stop(&gate, &own, bid, None), expected, "{bid}");
    }
    assert_eq!(next_stop(&super::gate(), &own, 1.05, None), None, "off by default");
    // A short closes at the ask: 0.9799 + 0.0001 = 0.98, one percent of 1.0 behind it.
    let short = position(Side::Sell, 1.0, Some(1.01));
    assert_eq!(next_stop(&gate, &short, 0.9799, None), Some(0.99));
}

#[test]
fn trailing_in_points_and_in_average_true_ranges() {
    let own = position(Side::Buy, 1.0, Some(0.99));
    let gate = trailing(|trailing| {
        trailing.unit = TrailingUnit::Points;
        (trailing.breakeven_after, trailing.trail_after) = (100.0, 200.0);
        (trailing.trail_distance, trailing.step_min) = (150.0, 10.0);
    });
    assert_eq!(next_stop(&gate, &own, 1.001, None), Some(1.0));
    assert_eq!(next_stop(&gate, &own, 1.003, None), Some(1.0015));
    let gate = trailing(|trailing| trailing.unit = TrailingUnit::Atr);
    assert_eq!(next_stop(&gate, &own, 1.003, Some(0.001)), Some(1.002));
    assert_eq!(next_stop(&gate, &own, 1.0015, Some(0.001)), Some(1.0));
    assert_eq!(next_stop(&gate, &own, 1.003, None), None, "no range, no change");
    assert_eq!(next_stop(&gate, &own, 1.003, Some(f64::NAN)), None);
}

#[test]
fn small_steps_are_not_worth_a_request() {
    let gate = trailing(|_| {});
    // 0.1 % of the open price of 1.0 is 100 points.
    let own = position(Side::Buy, 1.0, Some(1.03));
    assert_eq!(next_stop(&gate, &own, 1.040_99, None), None);
    assert_eq!(next_stop(&gate, &own, 1.041, None), Some(1.031));
    assert_eq!(next_stop(&gate, &own, 1.03, None), None, "never back");
}

#[test]
fn a_trail_inside_the_stops_level_stays_at_the_level() {
    let gate = trailing(|trailing| trailing.trail_distance = 0.001);
    let mut world = World::new();
    world.spec.stops_level_points = 500;
    world.quote = Some(quote(1.05, 1.0501));
    let own = position(Side::Buy, 1.0, Some(0.99));
    assert_eq!(gate.trailing_stop(&world.position_context(&own), None), Some(1.045));
    world.spec.freeze_level_points = 6_000;
    assert_eq!(gate.trailing_stop(&world.position_context(&own), None), None, "frozen");
}

#[test]
fn a_position_holds_what_it_can_still_lose() {
    let mut gate = gate();
    let mut member = pool_member();
    let held = |gate: &RiskGate, own: Option<Position>, member: &mut PoolMember| {
        gate.hold_position(own.as_ref(), &spec(), member);
        member.held_micros()
    };
    // 0.4 lots x 1,000 points x 1 dollar = 400.
    let own = position(Side::Buy, 1.1, Some(1.09));
    let micros = held(&gate, Some(own), &mut member);
    assert!((400_000_000..=400_000_001).contains(&micros), "{micros}");
    assert_eq!(held(&gate, Some(position(Side::Buy, 1.1, Some(1.12))), &mut member), 0);
    assert_eq!(held(&gate, Some(position(Side::Sell, 1.1, Some(1.1))), &mut member), 0);
    // Without a stop nobody may add: more than 5 % of 10,000.
    gate.on_account(&account(10_000.0), NOON_S);
    assert_eq!(held(&gate, Some(position(Side::Buy, 1.1, None)), &mut member), 500_000_001);
    assert_eq!(held(&gate, None, &mut member), 0);
}
