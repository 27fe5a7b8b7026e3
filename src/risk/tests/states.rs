//! The state as bytes: nothing is lost over a restart, nothing damaged or foreign is taken.

use super::*;

/// Steps differ in what they return.
fn ignore<T>(_: T) {}

fn restarted(gate: &RiskGate) -> RiskGate {
    let bytes = gate.state().to_bytes();
    let state = RiskState::from_bytes(&bytes, &key()).unwrap();
    let mut restarted = RiskGate::new(gate.config().clone(), key()).unwrap();
    restarted.restore(state).unwrap();
    restarted
}

#[test]
fn every_change_survives_a_restart_and_raises_the_revision() {
    let world = World::new();
    let own = position(Side::Buy, 1.09, Some(1.08));
    type Step<'a> = (&'a str, Box<dyn Fn(&mut RiskGate) + 'a>);
    let steps: Vec<Step<'_>> = vec![
        ("clock", Box::new(|gate| gate.on_clock(NOON_S))),
        ("account", Box::new(|gate| ignore(gate.on_account(&account(10_000.0), NOON_S)))),
        ("peak", Box::new(|gate| ignore(gate.on_account(&account(10_500.0), NOON_S)))),
        ("entry", Box::new(|gate| ignore(world.enter(gate, &signal(Side::Buy, 0.0005))))),
        ("other side", Box::new(|gate| ignore(world.enter(gate, &signal(Side::Sell, 0.0005))))),
        ("close", Box::new(|gate| ignore(gate.approve_close(&world.position_context(&own))))),
        (
            "modify",
            Box::new(|gate| {
                ignore(gate.approve_modify(&world.position_context(&own), Some(1.085), None));
            }),
        ),
        ("resent", Box::new(|gate| gate.on_order_resent(world.now))),
        (
            "opening deal",
            Box::new(|gate| {
                let deal =
                    Deal { entry: DealEntry::In, commission: -3.5, ..closing_deal(1, 9, 0.0) };
                gate.on_deal(&deal, world.now);
            }),
        ),
        (
            "losing deal",
            Box::new(|gate| ignore(gate.on_deal(&closing_deal(2, 9, -1.0), world.now))),
        ),
        (
            "paused",
            Box::new(|gate| {
                for ticket in 3..6 {
                    gate.on_deal(&closing_deal(ticket, 10 + ticket, -1.0), world.now);
                }
            }),
        ),
        ("next day", Box::new(|gate| gate.on_clock(NOON_S + DAY_S))),
        ("pause", Box::new(|gate| gate.pause())),
        ("resume", Box::new(|gate| gate.resume())),
        ("halt", Box::new(|gate| gate.halt("operator said so"))),
        ("reset", Box::new(|gate| gate.reset())),
        ("new peak", Box::new(|gate| ignore(gate.on_account(&account(10_600.0), NOON_S + DAY_S)))),
        ("breach", Box::new(|gate| ignore(gate.on_account(&account(8_000.0), NOON_S + DAY_S)))),
    ];
    let mut gate = gate();
    for (name, step) in steps {
        let before = *gate.state();
        step(&mut gate);
        assert!(gate.state().revision > before.revision, "{name} did not raise the revision");
        assert_ne!(RiskState { revision: 0, ..*gate.state() }, RiskState { revision: 0, ..before });
        assert_eq!(restarted(&gate).state(), gate.state(), "{name}");
    }
    assert_eq!(gate.state().halt_code, Some(RefusalCode::Drawdown));
    assert_eq!(gate.state().losses.pause_until, Some(at(NOON_S + 3_600)));
}

#[test]
fn sums_of_absurd_deals_still_make_a_state_that_can_be_read() {
    let mut gate = gate();
    for ticket in 1..20 {
        let deal = Deal { entry: DealEntry::In, ..closing_deal(ticket, 9, 0.0) };
        let deals = [
            Deal { profit: 1.5e308, ..deal },
            Deal { lots: 1.5e308, ..deal },
            Deal { profit: 8e12, lots: 9e8, ..deal },
        ];
        for deal in deals {
            gate.on_deal(&deal, at(NOON_S));
        }
        assert_eq!(restarted(&gate).state(), gate.state());
    }
}

#[test]
fn limits_and_guards_hold_after_a_restart() {
    let world = World::new();
    let mut gate = gate();
    assert!(world.enter(&mut gate, &signal(Side::Buy, 0.0005)).is_ok());
    let mut gate = restarted(&gate);
    let result = world.enter(&mut gate, &signal(Side::Buy, 0.0005));
    assert_eq!(code(result), RefusalCode::DuplicateSignal);
    gate.halt("test");
    let result = world.enter(&mut restarted(&gate), &signal(Side::Buy, 0.0005));
    assert_eq!(code(result), RefusalCode::Halted);
    // The fall happens while the engine is off: the saved peak still finds it.
    let mut gate = super::gate();
    gate.on_account(&account(12_500.0), NOON_S);
    let breach = restarted(&gate).on_account(&account(10_000.0), NOON_S + 7 * DAY_S);
    assert_eq!(breach, Some(Refusal::new(RefusalCode::Drawdown, 0.2, 0.2)));
}

#[test]
fn a_reset_before_any_snapshot_takes_the_next_equity_as_the_peak() {
    let mut gate = gate();
    gate.on_account(&account(10_000.0), NOON_S);
    gate.on_account(&account(8_000.0), NOON_S);
    let mut gate = restarted(&gate);
    gate.reset();
    assert_eq!(gate.state().peak_equity, None);
    assert_eq!(gate.on_account(&account(8_000.0), NOON_S + DAY_S), None);
    assert_eq!(gate.state().peak_equity, Some(8_000.0));
}

#[test]
fn nothing_unread_is_written_over_the_checksum() {
    // The fields fill less than the space before the checksum: zeros remain.
    let mut gate = gate();
    gate.halt(&"x".repeat(64));
    gate.on_account(&account(10_000.0), NOON_S);
    let bytes = gate.state().to_bytes();
    assert!(bytes[RiskState::BYTES - 40..RiskState::BYTES - 8].iter().all(|&byte| byte == 0));
    assert_eq!(&bytes[..8], b"HTRS\x01\0\0\0");
}

#[test]
fn every_single_damaged_bit_is_found() {
    let mut gate = gate();
    gate.on_account(&account(10_000.0), NOON_S);
    gate.on_deal(&closing_deal(1, 9, -1.0), at(NOON_S));
    let sound = gate.state().to_bytes();
    for bit in 0..RiskState::BYTES * 8 {
        let mut damaged = sound;
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert!(RiskState::from_bytes(&damaged, &key()).is_err(), "bit {bit}");
    }
}

#[test]
fn what_is_not_a_state_is_named() {
    let sound = gate().state().to_bytes();
    let read = |bytes: &[u8]| RiskState::from_bytes(bytes, &key()).unwrap_err();
    for len in [0, 8, 1_023] {
        assert_eq!(read(&sound[..len]), StateError::Length { was: len });
    }
    assert_eq!(read(&[0; RiskState::BYTES]), StateError::NotAState);
    let mut newer = sound;
    newer[4] = 2;
    assert_eq!(read(&newer), StateError::Version { was: 2 });
    let mut torn = sound;
    torn[100..200].fill(0xff);
    assert_eq!(read(&torn), StateError::Checksum);
}

#[test]
fn the_state_of_another_engine_is_refused() {
    let state = *gate().state();
    for other in [
        RiskKey { login: 2, ..key() },
        RiskKey { magic: 2, ..key() },
        RiskKey { symbol: symbol("EURUSD.r"), ..key() },
    ] {
        let expected = StateError::Key { was: key(), expected: other };
        assert_eq!(RiskState::from_bytes(&state.to_bytes(), &other), Err(expected.clone()));
        let mut gate = RiskGate::new(RiskConfig::default(), other).unwrap();
        assert_eq!(gate.restore(state), Err(expected));
        assert_eq!(gate.state().key, other);
    }
}
