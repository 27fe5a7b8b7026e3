//! The life of an order through the C ABI: every answer of a broker, in order and out of order.

#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

mod support;

use hypertrader::ffi::abi::*;
use support::{Host, Options, order, raw, refusal};

fn host() -> Host {
    Host::open(Options::new())
}

/// A host whose purchase of 0.40 lots at 100.02 is collected and on its way.
fn sending() -> (Host, HtDecision) {
    let mut host = host();
    let decision = host.approved();
    (host, decision)
}

/// In flight, open risk.
fn flight(host: &Host) -> (i32, f64) {
    let status = host.status();
    (status.order_in_flight, status.open_risk)
}

#[test]
fn every_final_no_ends_the_order_and_gives_its_risk_back() {
    let cases = [
        (0, 610),
        (10_006, 609),
        (10_007, 609),
        (10_041, 609),
        (10_013, 602),
        (10_014, 602),
        (10_015, 602),
        (10_016, 602),
        (10_022, 602),
        (10_030, 602),
        (10_035, 602),
        (10_038, 602),
        (10_019, 603),
        (10_033, 603),
        (10_034, 603),
        (10_040, 603),
        (10_018, 604),
        (10_017, 605),
        (10_026, 605),
        (10_027, 605),
        (10_032, 605),
        (10_042, 605),
        (10_043, 605),
        (10_044, 605),
        (10_045, 605),
        (10_046, 605),
        (10_025, 602),
        (10_036, 602),
    ];
    for (retcode, expected) in cases {
        let (mut host, decision) = sending();
        assert_eq!(host.result(decision.id, retcode, 0.0, 0.0), 1, "{retcode}");
        let (code, actual, _) = refusal(&host.drain());
        assert_eq!((code, actual), (expected, f64::from(retcode)), "{retcode}");
        assert_eq!(flight(&host), (0, 0.0), "{retcode}");
        // Nothing is sent again by itself; the next signal is free to.
        host.advance_ms(1_000);
        host.tick(100.01);
        assert_eq!(host.drain().len(), 0, "{retcode}");
        assert!(host.approved().id > decision.id);
    }
}

#[test]
fn a_frozen_or_unknown_entry() {
    let (host, decision) = sending();
    host.result(decision.id, 10_029, 0.0, 0.0);
    assert_eq!(refusal(&host.drain()).0, 608);
    for retcode in [10_011, 10_012, 10_023, 10_031, 10_047, 1, u32::MAX] {
        let (mut host, decision) = sending();
        assert_eq!(host.result(decision.id, retcode, 0.0, 0.0), 0, "{retcode}");
        assert_eq!(flight(&host), (1, 200.0), "it may have been executed");
        for _ in 0..5 {
            host.advance_ms(1_000);
            host.snapshot();
            host.tick(100.0);
            assert_eq!(host.drain().len(), 0, "{retcode}: nothing more is sent");
        }
        // The positions never show it: after the grace time it was not executed.
        host.advance_ms(10_000);
        host.snapshot();
        let (code, actual, limit) = refusal(&host.drain());
        assert_eq!((code, actual, limit), (606, decision.id as f64, f64::from(retcode)));
        assert_eq!(flight(&host), (0, 0.0));
    }
}

#[test]
fn an_unknown_order_that_was_executed_is_found_in_the_positions() {
    let (mut host, decision) = sending();
    host.result(decision.id, 10_012, 0.0, 0.0);
    let position = host.position_of(&decision, 0.4);
    host.positions.push(position);
    host.advance_ms(1_000);
    host.snapshot();
    assert_eq!(host.drain().len(), 0);
    assert_eq!(flight(&host), (0, 200.0));
    assert_eq!(host.status().position_ticket, position.ticket);
    assert_eq!(host.refused().0, 401);
}

#[test]
fn silence_is_an_unknown_fate_and_blocks_until_reconciled() {
    let (mut host, decision) = sending();
    host.advance_ms(10_001);
    assert_eq!(host.timer(0), 0);
    host.prepare_buy();
    host.tick(100.0);
    let (code, actual, _) = refusal(&host.drain());
    assert!(code == 606 && actual == decision.id as f64);
    let position = host.position_of(&decision, 0.4);
    host.positions.push(position);
    host.snapshot();
    assert_eq!(host.status().position_ticket, position.ticket);
    assert_eq!(flight(&host).0, 0);
}

#[test]
fn a_requote_is_repeated_at_a_fresh_price_with_the_stop_where_it_was() {
    let (mut host, first) = sending();
    host.advance_ms(200);
    host.tick(99.95); // better: the stop is nearer, the volume stays
    assert_eq!(host.drain().len(), 0);
    assert_eq!(host.result(first.id, 10_004, 0.0, 0.0), 1);
    let second = order(&host.drain());
    assert_eq!((second.action, second.attempt), (HT_ACTION_OPEN, 2));
    assert!(second.id > first.id);
    assert_eq!((second.price, second.stop_loss, second.lots), (99.97, 95.02, 0.4));
    // 5 of the 20 points are used up.
    assert_eq!((first.deviation_points, second.deviation_points), (20, 15));
    assert!(second.expires_msc <= first.expires_msc);
    assert_eq!(second.risk_money, 200.0, "what the stop may cost was not less than sized");
    assert_eq!(flight(&host), (1, 200.0));
    // A late answer to the first attempt is not taken for one to the second.
    assert_eq!(host.result(first.id, 10_006, 0.0, 0.0), 0);
    assert_eq!(flight(&host), (1, 200.0));
    host.execute(&second);
    assert_eq!(flight(&host).0, 0);
}

#[test]
fn a_requote_that_would_risk_more_or_went_too_far_is_given_up() {
    let (host, first) = sending();
    host.tick(100.05); // dearer: the stop would be farther than it was sized for
    host.result(first.id, 10_004, 0.0, 0.0);
    assert_eq!(refusal(&host.drain()).0, 305);
    assert_eq!(flight(&host), (0, 0.0));

    let (mut host, first) = sending();
    host.advance_ms(100);
    host.tick(99.79); // 21 points
    host.result(first.id, 10_020, 0.0, 0.0);
    let (code, actual, limit) = refusal(&host.drain());
    assert!(code == 207 && (actual - 21.0).abs() < 1e-6 && limit == 20.0, "{code} {actual}");
    assert_eq!(flight(&host), (0, 0.0));
}

#[test]
fn requotes_without_end_are_given_up_after_three_attempts() {
    let (host, first) = sending();
    let mut decision = first;
    for attempt in 2..=3 {
        host.result(decision.id, 10_004, 0.0, 0.0);
        decision = order(&host.drain());
        assert_eq!(decision.attempt, attempt);
    }
    host.result(decision.id, 10_004, 0.0, 0.0);
    assert_eq!(refusal(&host.drain()), (601, 3.0, 3.0));
    assert_eq!(flight(&host), (0, 0.0));
}

#[test]
fn an_attempt_that_became_too_large_for_the_equity_is_given_up() {
    let mut host = Host::open(Options::new().set("risk.risk_frac", "0.03"));
    let first = host.approved();
    assert_eq!((first.lots, first.risk_money), (0.6, 300.0));
    host.equity(9_990.0);
    host.result(first.id, 10_004, 0.0, 0.0);
    // 0.60 lots lose 300, and 3 % of 9,990 are 299.70.
    let (code, actual, limit) = refusal(&host.drain());
    assert!(code == 310 && (actual - 300.0).abs() < 1e-6 && (limit - 299.7).abs() < 1e-6);
    assert_eq!(flight(&host), (0, 0.0));
}

#[test]
fn a_busy_server_is_asked_again_after_a_pause() {
    let (mut host, first) = sending();
    assert_eq!(host.result(first.id, 10_024, 0.0, 0.0), 0);
    host.advance_ms(499);
    host.tick(100.0);
    assert_eq!(host.drain().len(), 0);
    host.advance_ms(1);
    host.timer(0);
    assert_eq!(order(&host.drain()).attempt, 2);
}

#[test]
fn a_halt_between_attempts_ends_the_order() {
    let (mut host, first) = sending();
    host.result(first.id, 10_024, 0.0, 0.0);
    host.command(HT_COMMAND_HALT);
    host.advance_ms(600);
    host.timer(0);
    assert_eq!(refusal(&host.drain()).0, 506);
    assert_eq!(flight(&host), (0, 0.0));
}

#[test]
fn a_decision_that_is_not_collected_in_time_expires() {
    let mut host = host();
    host.prepare_buy();
    host.snapshot();
    host.tick(100.0);
    host.advance_ms(5_001);
    host.tick(100.0);
    let decisions = host.drain();
    assert_eq!(refusal(&decisions), (607, 5_001.0, 5_000.0));
    assert_eq!(flight(&host), (0, 0.0));
}

#[test]
fn a_partial_fill_is_kept_and_the_rest_is_never_chased() {
    let (mut host, decision) = sending();
    host.result(decision.id, 10_010, 0.1, decision.price);
    let position = host.position_of(&decision, 0.1);
    host.positions.push(position);
    host.advance_ms(1_000);
    host.snapshot();
    assert_eq!(flight(&host), (0, 50.0), "a tenth of a lot loses 50 at the stop");
    assert_eq!(host.status().position_lots, 0.1);
    host.advance_ms(20_000);
    host.snapshot();
    host.tick(100.0);
    assert_eq!(host.drain().len(), 0);
}

#[test]
fn deals_and_results_may_come_in_any_order_and_twice() {
    let (mut host, decision) = sending();
    let position = host.position_of(&decision, 0.4);
    let mut deal = host.deal(&position, 0, 0.0);
    deal.order_ticket = 500_000 + decision.id;
    for _ in 0..2 {
        assert!(host.push_deal(&deal) >= 0);
    }
    assert_eq!(flight(&host).0, 1, "confirmed by no snapshot yet");
    for _ in 0..2 {
        assert_eq!(host.result(decision.id, 10_009, 0.4, decision.price), 0);
    }
    host.positions.push(position);
    for _ in 0..2 {
        host.advance_ms(1_000);
        host.snapshot();
    }
    assert_eq!(flight(&host), (0, 200.0));
    assert_eq!(host.result(decision.id, 10_009, 0.4, decision.price), 0, "late and harmless");
    host.snapshot();
    assert_eq!((host.drain().len(), host.status().position_lots), (0, 0.4));
}

#[test]
fn an_order_that_was_placed_waits_for_its_deals() {
    let (mut host, decision) = sending();
    host.result(decision.id, 10_008, 0.0, 0.0);
    assert_eq!(flight(&host).0, 1);
    let position = host.position_of(&decision, 0.4);
    let mut half = host.deal(&position, 0, 0.0);
    (half.lots, half.order_ticket) = (0.2, 500_000 + decision.id);
    host.push_deal(&half);
    let mut rest = half;
    rest.ticket += 1;
    host.push_deal(&rest);
    host.positions.push(position);
    host.advance_ms(1_000);
    host.snapshot();
    assert_eq!(flight(&host), (0, 200.0));
}

#[test]
fn an_executed_order_that_never_becomes_a_position_gives_its_risk_back() {
    let (mut host, decision) = sending();
    host.result(decision.id, 10_009, 0.4, decision.price);
    host.advance_ms(1_000);
    host.snapshot();
    assert_eq!(flight(&host), (1, 200.0));
    host.advance_ms(10_001);
    host.snapshot();
    assert_eq!(flight(&host), (0, 0.0));
    assert_eq!(host.drain().len(), 0);
}

#[test]
fn a_position_that_was_closed_outside_is_gone_and_free() {
    let mut host = host();
    host.bought();
    assert_eq!(flight(&host), (0, 200.0));
    host.closed_outside(-200.0);
    let status = host.status();
    assert_eq!((status.position_ticket, status.position_side, status.open_risk), (0, -1, 0.0));
    assert_eq!(status.losses_in_row, 1);
    host.approved();
}

#[test]
fn a_position_that_vanishes_while_it_is_being_closed() {
    let mut host = host();
    host.bought();
    host.command(HT_COMMAND_FLATTEN);
    let close = order(&host.drain());
    host.positions.clear();
    host.snapshot();
    host.result(close.id, 10_036, 0.0, 0.0);
    host.advance_ms(1_000);
    host.snapshot();
    assert_eq!(flight(&host), (0, 0.0));
    assert_eq!(host.drain().len(), 0);
}

#[test]
fn a_broker_that_always_says_no_is_not_flooded() {
    let mut host = host();
    host.bought();
    host.command(HT_COMMAND_FLATTEN);
    let (mut closes, mut seconds) = (0, 0);
    while seconds < 60 {
        for decision in host.drain() {
            if decision.action == HT_ACTION_CLOSE {
                closes += 1;
                host.result(decision.id, 10_006, 0.0, 0.0);
            }
        }
        host.advance_ms(1_000);
        host.tick(100.0 + f64::from(seconds) * 0.01);
        host.snapshot();
        seconds += 1;
    }
    assert!((2..=13).contains(&closes), "{closes} closes in a minute");
}

#[test]
fn a_close_is_retried_at_any_price() {
    let mut host = host();
    host.bought();
    host.command(HT_COMMAND_FLATTEN);
    let first = order(&host.drain());
    host.advance_ms(100);
    host.tick(97.0);
    host.result(first.id, 10_004, 0.0, 0.0);
    let second = order(&host.drain());
    assert_eq!((second.action, second.price, second.attempt), (HT_ACTION_CLOSE, 97.0, 2));
    assert_eq!((second.lots, second.position_ticket), (0.4, first.position_ticket));
    host.execute(&second);
    assert_eq!(flight(&host), (0, 0.0));
}

#[test]
fn several_own_positions_block_entries_and_are_not_confused() {
    let mut host = host();
    let first = host.bought();
    let mut second = first;
    second.ticket += 500;
    host.positions.push(second);
    host.snapshot();
    assert_eq!(host.status().position_ticket, first.ticket, "the known one stays");
    assert_eq!(host.refused().0, 401);
    host.positions.remove(0);
    host.snapshot();
    assert_eq!(host.status().position_ticket, second.ticket);
}

#[test]
fn deals_of_others_count_for_nothing() {
    let mut host = host();
    let position = host.bought();
    for change in 0..2 {
        let mut deal = host.deal(&position, 1, -50.0);
        match change {
            0 => deal.symbol = support::c_text("OTHER"),
            _ => (deal.magic, deal.position_ticket) = (5, 5),
        }
        host.push_deal(&deal);
    }
    assert_eq!(host.status().losses_in_row, 0);
    // Closing the own position by hand carries no magic number but counts.
    let mut deal = host.deal(&position, 1, -50.0);
    deal.magic = 0;
    host.push_deal(&deal);
    assert_eq!(host.status().losses_in_row, 1);
}

#[test]
fn netting_accounts_trade_as_hedging_ones_do() {
    let mut host = host();
    host.account.margin_mode = 0;
    host.snapshot();
    host.bought();
    assert_eq!(host.refused().0, 401);
    host.command(HT_COMMAND_FLATTEN);
    let close = order(&host.drain());
    host.execute(&close);
    host.command(HT_COMMAND_RESUME);
    assert!(host.approved().id > close.id);
    let explained = support::text_of(|b, n| raw::explain(host.handle, close.id, b, n));
    assert!(explained.contains("\"cause\":\"operator\""), "{explained}");
}
