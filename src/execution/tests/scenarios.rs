//! What happens to one order, event by event.

use super::*;

#[test]
fn an_entry_is_done_and_ends_when_the_positions_show_it() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    assert_eq!(book.on_result(&result(1, DONE), at(50)), completed(0.3));
    assert!(book.needs_reconciliation());
    assert_eq!(book.entry_block().unwrap().code, RefusalCode::IntentInFlight);
    let seen = book.on_positions(&[position()], at(60));
    assert_eq!(seen.resolved, None);
    assert_eq!(seen.appeared, None);
    assert!(book.is_idle() && !book.needs_reconciliation());
    assert_eq!(book.own_position().unwrap().ticket, TICKET);
    assert_eq!(book.submit(2, entry(), at(70)).unwrap_err().code, RefusalCode::PositionExists);
}

#[test]
fn a_second_entry_is_refused_while_one_is_on_its_way() {
    let mut book = flat_book();
    book.submit(1, entry(), at(0)).unwrap();
    let refusal = book.submit(2, entry(), at(1)).unwrap_err();
    assert_eq!((refusal.code, refusal.actual), (RefusalCode::IntentInFlight, 1.0));
}

#[test]
fn a_partial_fill_is_kept_and_not_chased() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    let partial = OrderResult { lots: 0.1, ..result(1, DONE) };
    let partial = OrderResult { retcode: 10010, ..partial };
    assert_eq!(
        book.on_result(&partial, at(50)),
        // 0.3 - 0.1
        Outcome::PartiallyFilled { filled_lots: 0.1, remaining_lots: 0.2, price: Some(1.1) }
    );
    book.on_positions(&[Position { lots: 0.1, ..position() }], at(60));
    assert!(book.is_idle());
    assert_eq!(book.retry_intent(&quote(1.0999, 1.1), at(60)), Ok(None));
}

#[test]
fn done_with_less_volume_than_asked_is_a_partial_fill() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    let outcome = book.on_result(&OrderResult { lots: 0.2, ..result(1, DONE) }, at(50));
    assert!(matches!(outcome, Outcome::PartiallyFilled { remaining_lots: 0.1, .. }), "{outcome:?}");
}

#[test]
fn a_timeout_is_resolved_by_the_position_that_appears() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    assert_eq!(book.on_result(&result(1, TIMEOUT), at(50)), Outcome::NeedsReconciliation);
    assert_eq!(book.entry_block().unwrap().code, RefusalCode::ResultUnknown);
    assert_eq!(book.on_positions(&[], at(100)).resolved, None);
    let seen = book.on_positions(&[position()], at(200));
    assert_eq!(seen.resolved.unwrap().outcome, completed(0.3));
    assert_eq!(seen.appeared, None);
    assert!(book.is_idle());
}

#[test]
fn a_timeout_without_a_position_is_given_up_after_the_grace_time_and_not_before() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_result(&result(1, TIMEOUT), at(50));
    assert_eq!(book.on_positions(&[], at(50 + 10_000)).resolved, None);
    let seen = book.on_positions(&[], at(50 + 10_001)).resolved.unwrap();
    assert_eq!(seen.decision_id, 1);
    assert_eq!(gave_up(seen.outcome), RefusalCode::ResultUnknown);
    assert!(book.is_idle());
}

#[test]
fn a_late_success_of_a_given_up_order_blocks_entries_until_positions_are_seen() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_result(&result(1, TIMEOUT), at(50));
    book.on_positions(&[], at(20_000));
    assert_eq!(book.entry_block(), None);
    assert_eq!(book.on_result(&result(1, DONE), at(21_000)), Outcome::Ignored(Ignored::Ended));
    assert_eq!(book.entry_block().unwrap().code, RefusalCode::PositionsUnknown);
    assert_eq!(book.on_positions(&[position()], at(22_000)).appeared, Some(position()));
}

#[test]
fn silence_after_sending_makes_the_fate_unknown() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    assert_eq!(book.on_timer(at(10_000)), None);
    assert_eq!(book.on_timer(at(10_001)), Some(Outcome::NeedsReconciliation));
    assert_eq!(book.on_timer(at(60_000)), None);
    // A late answer still counts when it reports an execution.
    assert_eq!(book.on_result(&result(1, DONE), at(60_001)), completed(0.3));
}

#[test]
fn a_late_failure_does_not_settle_an_unknown_fate() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_result(&result(1, TIMEOUT), at(50));
    for retcode in [REQUOTE, 10018, 0] {
        assert_eq!(book.on_result(&result(1, retcode), at(60)), Outcome::NeedsReconciliation);
    }
    assert_eq!(book.retry_intent(&quote(1.0999, 1.1), at(60)), Ok(None));
}

#[test]
fn a_deal_may_come_before_the_result() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    let report = book.on_deal(&deal_in(901, 0.3), at(10));
    assert_eq!(report, DealReport::Own { matched: true, outcome: Some(completed(0.3)) });
    assert_eq!(book.on_result(&result(1, DONE), at(50)), Outcome::Ignored(Ignored::Duplicate));
    assert!((book.in_flight().unwrap().filled.lots() - 0.3).abs() < 1e-12);
}

#[test]
fn a_placed_order_completes_with_its_last_deal() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    assert_eq!(book.on_result(&result(1, 10008), at(5)), Outcome::Placed);
    let first = book.on_deal(&deal_in(901, 0.1), at(10));
    assert_eq!(first, DealReport::Own { matched: true, outcome: None });
    let last = book.on_deal(&Deal { price: 1.1003, ..deal_in(902, 0.2) }, at(11));
    let DealReport::Own { outcome: Some(Outcome::Completed { lots, price }), .. } = last else {
        panic!("was {last:?}");
    };
    assert_eq!(lots, 0.3);
    // (0.1 * 1.1000 + 0.2 * 1.1003) / 0.3 = 1.1002
    assert!((price.unwrap() - 1.1002).abs() < 1e-9);
}

#[test]
fn a_deal_counts_once() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_deal(&deal_in(901, 0.1), at(10));
    assert_eq!(book.on_deal(&deal_in(901, 0.1), at(11)), DealReport::Duplicate);
    assert_eq!(book.in_flight().unwrap().filled.lots(), 0.1);
}

#[test]
fn deals_of_others_and_old_deals_do_not_fill_the_order() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    let foreign = Deal { magic: 8, position_ticket: 77, ..deal_in(901, 0.3) };
    assert_eq!(book.on_deal(&foreign, at(1)), DealReport::Foreign);
    let elsewhere = Deal { symbol: symbol("GBPUSD"), ..deal_in(901, 0.3) };
    assert_eq!(book.on_deal(&elsewhere, at(1)), DealReport::Foreign);
    let old = Deal { time: at(-2_001), ..deal_in(902, 0.3) };
    let unmatched = DealReport::Own { matched: false, outcome: None };
    assert_eq!(book.on_deal(&old, at(1)), unmatched);
    assert_eq!(book.on_deal(&Deal { side: Side::Sell, ..deal_in(903, 0.3) }, at(1)), unmatched);
}

#[test]
fn a_second_result_changes_nothing() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_result(&result(1, DONE), at(50));
    assert_eq!(book.on_result(&result(1, DONE), at(51)), Outcome::Ignored(Ignored::Duplicate));
    assert_eq!(book.on_result(&result(1, REQUOTE), at(52)), Outcome::Ignored(Ignored::Duplicate));
    book.on_positions(&[position()], at(60));
    assert_eq!(book.on_result(&result(1, DONE), at(70)), Outcome::Ignored(Ignored::Ended));
}

#[test]
fn a_result_of_an_unknown_id_changes_nothing() {
    let mut book = flat_book();
    send(&mut book, 5, entry(), at(0));
    let before = *book.in_flight().unwrap();
    for id in [0, 6, u64::MAX] {
        let unknown = Outcome::Ignored(Ignored::UnknownDecision);
        assert_eq!(book.on_result(&result(id, DONE), at(1)), unknown);
    }
    assert_eq!(book.on_result(&result(4, DONE), at(1)), Outcome::Ignored(Ignored::Ended));
    assert_eq!(*book.in_flight().unwrap(), before);
}

#[test]
fn decision_ids_are_never_used_twice() {
    let mut book = flat_book();
    send(&mut book, 5, entry(), at(0));
    book.on_result(&result(5, 10018), at(1));
    assert!(book.is_idle());
    assert_eq!(book.submit(5, entry(), at(2)).unwrap_err().code, RefusalCode::IntentInFlight);
    assert_eq!(book.last_decision_id(), 5);
}

#[test]
fn final_refusals_carry_the_brokers_code() {
    for (retcode, code) in [
        (10016, RefusalCode::BrokerInvalid),
        (10019, RefusalCode::BrokerNoMoney),
        (10018, RefusalCode::BrokerMarketClosed),
        (10046, RefusalCode::BrokerPermission),
        (10006, RefusalCode::BrokerRejected),
    ] {
        let mut book = flat_book();
        send(&mut book, 1, entry(), at(0));
        let Outcome::GaveUp(refusal) = book.on_result(&result(1, retcode), at(1)) else {
            panic!("{retcode} did not end the order");
        };
        assert_eq!((refusal.code, refusal.actual), (code, f64::from(retcode)));
        assert_eq!(book.entry_block(), None);
    }
}

#[test]
fn a_stop_that_closes_the_position_completes_a_close_in_flight() {
    let mut book = long_book();
    send(&mut book, 1, close(), at(0));
    let report = book.on_deal(&deal_out(910, 0.3), at(10));
    assert_eq!(report, DealReport::Own { matched: true, outcome: Some(completed(0.3)) });
    assert_eq!(book.on_result(&result(1, 10036), at(20)), Outcome::Ignored(Ignored::Duplicate));
    let seen = book.on_positions(&[], at(30));
    assert_eq!(seen.closed, Some(ClosedPosition { position: position(), outside: false }));
    assert!(book.is_idle() && book.own_position().is_none());
}

#[test]
fn a_close_of_a_position_that_is_gone_is_over() {
    let mut book = long_book();
    send(&mut book, 1, close(), at(0));
    assert!(book.on_positions(&[], at(10)).closed.is_some());
    assert_eq!(book.on_result(&result(1, 10036), at(20)), Outcome::AlreadyClosed);
    assert!(book.is_idle());

    // Reported gone, but still in the newest snapshot: only the next snapshot tells.
    let mut book = long_book();
    send(&mut book, 1, close(), at(0));
    assert_eq!(book.on_result(&result(1, 10036), at(20)), Outcome::NeedsReconciliation);
    let resolved = book.on_positions(&[], at(30)).resolved.unwrap();
    assert_eq!(resolved.outcome, Outcome::Completed { lots: 0.3, price: None });
}

#[test]
fn an_uncollected_close_is_dropped_when_the_position_is_gone() {
    let mut book = long_book();
    book.submit(1, close(), at(0)).unwrap();
    let seen = book.on_positions(&[], at(10));
    assert_eq!(seen.closed, Some(ClosedPosition { position: position(), outside: true }));
    assert_eq!(seen.resolved.unwrap().outcome, Outcome::AlreadyClosed);
    assert_eq!(book.on_collected(1, at(11)), Err(Outcome::Ignored(Ignored::Ended)));
}

#[test]
fn an_unknown_close_that_left_the_position_is_given_up_after_the_grace_time() {
    let mut book = long_book();
    send(&mut book, 1, close(), at(0));
    book.on_result(&result(1, TIMEOUT), at(0));
    assert_eq!(book.on_positions(&[position()], at(10_000)).resolved, None);
    let resolved = book.on_positions(&[position()], at(10_001)).resolved.unwrap();
    assert_eq!(gave_up(resolved.outcome), RefusalCode::ResultUnknown);
    assert_eq!(book.submit(2, close(), at(10_002)), Ok(Submitted::Queued));
}

#[test]
fn a_change_of_unknown_fate_is_resolved_by_the_stops_of_the_position() {
    let mut book = long_book();
    send(&mut book, 1, modify(), at(0));
    book.on_result(&result(1, TIMEOUT), at(0));
    assert_eq!(book.on_positions(&[position()], at(10)).resolved, None);
    let changed = Position { stop_loss: Some(1.0995), ..position() };
    let resolved = book.on_positions(&[changed], at(20)).resolved.unwrap();
    assert_eq!(resolved.outcome, Outcome::Completed { lots: 0.0, price: None });
}

#[test]
fn a_change_that_changes_nothing_is_done() {
    let mut book = long_book();
    send(&mut book, 1, OrderIntent { stop_loss: Some(1.099), ..modify() }, at(0));
    let outcome = book.on_result(&result(1, 10025), at(1));
    assert_eq!(outcome, Outcome::Completed { lots: 0.0, price: None });
    book.on_positions(&[position()], at(2));
    assert!(book.is_idle());
}

#[test]
fn an_uncollected_decision_expires() {
    let mut book = flat_book();
    book.submit(1, entry(), at(0)).unwrap();
    assert_eq!(book.on_timer(at(5_000)), None);
    let Some(Outcome::GaveUp(refusal)) = book.on_timer(at(5_001)) else { panic!("not expired") };
    assert_eq!(refusal.code, RefusalCode::IntentExpired);
    assert_eq!((refusal.actual, refusal.limit), (5_001.0, 5_000.0));
    assert!(book.is_idle());

    book.submit(2, OrderIntent { expires: at(20_000), ..entry() }, at(6_000)).unwrap();
    // The configured lifetime of 5,000 ms is shorter than the intent's own.
    let late = book.on_collected(2, at(11_001)).unwrap_err();
    assert_eq!(gave_up(late), RefusalCode::IntentExpired);
    assert!(book.is_idle());
}

#[test]
fn an_execution_that_no_position_shows_ends_after_the_grace_time() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_result(&result(1, DONE), at(0));
    assert_eq!(book.on_positions(&[], at(10_000)).resolved, None);
    let resolved = book.on_positions(&[], at(10_001)).resolved.unwrap();
    assert_eq!(resolved.outcome, Outcome::NeverAppeared);
    assert!(book.is_idle());
}

#[test]
fn a_foreign_position_blocks_entries_on_netting_accounts_only() {
    let foreign = Position { magic: 0, ticket: 1, stop_loss: None, ..position() };
    for (mode, blocked) in [(MarginMode::Netting, true), (MarginMode::Hedging, false)] {
        let mut book = Book::new(identity(mode), &settings());
        assert_eq!(book.entry_block().unwrap().code, RefusalCode::PositionsUnknown);
        let seen = book.on_positions(&[foreign], at(0));
        assert_eq!((seen.foreign_count, seen.own_count, seen.unprotected), (1, 0, None));
        assert_eq!(book.foreign_on_symbol(), Foreign { count: 1, magic: 0 });
        assert_eq!(book.own_position(), None);
        let block = book.entry_block();
        assert_eq!(block.map(|b| b.code), blocked.then_some(RefusalCode::ForeignPosition));
        assert_eq!(book.submit(1, entry(), at(1)).is_err(), blocked);
    }
}

#[test]
fn positions_of_other_symbols_are_not_seen() {
    let mut book = flat_book();
    let seen = book.on_positions(&[Position { symbol: symbol("GBPUSD"), ..position() }], at(1));
    assert_eq!(seen, Reconciliation::default());
    assert_eq!(book.entry_block(), None);
}

#[test]
fn unprotected_and_surplus_own_positions_are_flagged_and_block() {
    let mut book = flat_book();
    let naked = Position { stop_loss: None, ..position() };
    let seen = book.on_positions(&[naked], at(1));
    assert_eq!((seen.unprotected, seen.appeared), (Some(TICKET), Some(naked)));
    assert_eq!(book.entry_block().unwrap().code, RefusalCode::UnprotectedPosition);

    let second = Position { ticket: 400, ..position() };
    let seen = book.on_positions(&[second, position()], at(2));
    assert_eq!(seen.own_count, 2);
    // The known position stays the own one although the other ticket is lower.
    assert_eq!(book.own_position().unwrap().ticket, TICKET);
    assert_eq!(book.entry_block().unwrap().code, RefusalCode::PositionExists);
}

#[test]
fn a_position_that_disappears_without_an_order_was_closed_outside() {
    let mut book = long_book();
    let manual = Deal { magic: 0, ..deal_out(910, 0.3) };
    let own = DealReport::Own { matched: false, outcome: None };
    assert_eq!(book.on_deal(&manual, at(5)), own);
    let seen = book.on_positions(&[], at(10));
    assert_eq!(seen.closed, Some(ClosedPosition { position: position(), outside: true }));
    assert_eq!(book.entry_block(), None);
}

#[test]
fn a_close_waits_for_the_change_in_flight_and_then_comes_with_a_fresh_price() {
    let mut book = long_book();
    send(&mut book, 1, modify(), at(0));
    assert_eq!(book.submit(2, close(), at(1)), Ok(Submitted::Held));
    assert_eq!(book.submit(3, modify(), at(2)), Ok(Submitted::Held));
    let market = quote(1.1010, 1.1011);
    assert_eq!(book.due_demand(&market, at(3)), None);
    assert_eq!(book.on_collected(2, at(3)), Err(Outcome::Ignored(Ignored::Ended)));
    book.on_result(&result(1, 10029), at(4));
    let due = book.due_demand(&market, at(5)).unwrap();
    // The held change did not replace the close; a long closes at the bid.
    assert_eq!((due.action, due.price, due.lots), (OrderAction::Close, 1.1010, 0.3));
    assert_eq!(book.due_demand(&market, at(6)), None);
}

#[test]
fn a_surplus_own_position_can_be_closed() {
    let mut book = long_book();
    let surplus = Position { ticket: 600, ..position() };
    book.on_positions(&[position(), surplus], at(1));
    send(&mut book, 1, OrderIntent { position_ticket: 600, ..close() }, at(2));
    book.on_result(&result(1, TIMEOUT), at(3));
    assert_eq!(book.on_positions(&[position(), surplus], at(4)).resolved, None);
    let seen = book.on_positions(&[position()], at(5));
    assert_eq!(seen.resolved.unwrap().outcome, Outcome::Completed { lots: 0.3, price: None });
    assert_eq!((seen.closed, seen.own_count), (None, 1));
    assert_eq!(book.entry_block(), None);
}

#[test]
fn a_failure_after_a_deal_is_a_contradiction_that_the_position_settles() {
    for retcode in [REQUOTE, 10006, 10018, 0] {
        let mut book = flat_book();
        send(&mut book, 1, entry(), at(0));
        book.on_deal(&deal_in(901, 0.1), at(10));
        let outcome = book.on_result(&result(1, retcode), at(20));
        assert_eq!(outcome, Outcome::NeedsReconciliation, "{retcode}");
        let seen = book.on_positions(&[Position { lots: 0.1, ..position() }], at(30));
        let partial =
            Outcome::PartiallyFilled { filled_lots: 0.1, remaining_lots: 0.2, price: Some(1.1) };
        assert_eq!(seen.resolved.unwrap().outcome, partial, "{retcode}");
    }
}
