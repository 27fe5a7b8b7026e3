//! Rarer combinations: each of these was once a change that no other test noticed.

use super::*;

const UNMATCHED: DealReport = DealReport::Own { matched: false, outcome: None };

#[test]
fn a_partial_result_without_volume_is_settled_by_the_position() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    let silent = OrderResult { lots: 0.0, ..result(1, 10010) };
    assert_eq!(book.on_result(&silent, at(1)), Outcome::NeedsReconciliation);
}

#[test]
fn a_done_result_without_volume_means_the_whole_volume() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    assert_eq!(
        book.on_result(&OrderResult { lots: 0.0, ..result(1, DONE) }, at(1)),
        completed(0.3)
    );
}

#[test]
fn a_deal_of_another_order_does_not_fill_a_placed_one() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_result(&OrderResult { order_ticket: 900, ..result(1, 10008) }, at(1));
    let other = Deal { order_ticket: 899, ..deal_in(800, 0.3) };
    assert_eq!(book.on_deal(&other, at(2)), UNMATCHED);
    assert!(matches!(
        book.on_deal(&deal_in(901, 0.3), at(3)),
        DealReport::Own { matched: true, .. }
    ));
}

#[test]
fn a_retry_gets_an_order_ticket_of_its_own() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_result(&OrderResult { order_ticket: 899, ..result(1, REQUOTE) }, at(1));
    book.resubmit(2, entry(), at(2)).unwrap();
    book.on_collected(2, at(2)).unwrap();
    let report = book.on_deal(&deal_in(901, 0.3), at(3));
    assert_eq!(report, DealReport::Own { matched: true, outcome: Some(completed(0.3)) });
}

#[test]
fn a_deal_cannot_fill_an_order_that_was_never_sent() {
    let mut book = flat_book();
    book.submit(1, entry(), at(0)).unwrap();
    assert_eq!(book.on_deal(&deal_in(800, 0.3), at(1)), UNMATCHED);
    assert_eq!(book.on_collected(1, at(2)), Ok(()));
}

#[test]
fn an_unknown_order_with_deals_but_no_position_was_closed_again() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_result(&result(1, TIMEOUT), at(0));
    book.on_deal(&deal_in(901, 0.1), at(1));
    let resolved = book.on_positions(&[], at(10_001)).resolved.unwrap();
    assert_eq!(resolved.outcome, Outcome::NeverAppeared);
}

#[test]
fn an_unknown_close_that_left_a_part_closed_the_rest() {
    let mut book = long_book();
    send(&mut book, 1, close(), at(0));
    book.on_result(&result(1, TIMEOUT), at(0));
    let part = Position { lots: 0.1, ..position() };
    let resolved = book.on_positions(&[part], at(10_001)).resolved.unwrap();
    // 0.3 asked, 0.1 still open.
    assert_eq!(
        resolved.outcome,
        Outcome::PartiallyFilled { filled_lots: 0.2, remaining_lots: 0.1, price: None }
    );
}

#[test]
fn a_held_close_takes_the_volume_that_is_open_when_it_is_due() {
    let mut book = long_book();
    send(&mut book, 1, modify(), at(0));
    book.submit(2, close(), at(1)).unwrap();
    book.on_result(&result(1, 10029), at(2));
    book.on_positions(&[Position { lots: 0.1, ..position() }], at(3));
    assert_eq!(book.due_demand(&quote(1.1, 1.1001), at(4)).unwrap().lots, 0.1);
}

#[test]
fn a_held_close_is_dropped_with_its_position_and_with_time() {
    let market = quote(1.1, 1.1001);
    let mut gone = long_book();
    send(&mut gone, 1, modify(), at(0));
    gone.submit(2, close(), at(1)).unwrap();
    let mut expired = gone.clone();
    gone.on_positions(&[], at(2));
    assert_eq!(gone.on_result(&result(1, 10036), at(3)), Outcome::AlreadyClosed);
    assert_eq!(gone.due_demand(&market, at(4)), None);

    expired.on_result(&result(1, 10029), at(2));
    assert_eq!(expired.due_demand(&market, at(5_001)), None);
}

#[test]
fn a_change_of_a_position_that_vanished_is_over() {
    let mut book = long_book();
    send(&mut book, 1, modify(), at(0));
    // The answer is still to come.
    assert_eq!(book.on_positions(&[], at(1)).resolved, None);
    book.on_timer(at(10_001));
    let resolved = book.on_positions(&[], at(10_002)).resolved.unwrap();
    assert_eq!(resolved.outcome, Outcome::AlreadyClosed);
}

#[test]
fn an_entry_of_unknown_fate_survives_a_netting_merge_of_two_deals() {
    // Netting: two partial deals form one position at the volume-weighted price.
    let mut book = Book::new(identity(MarginMode::Netting), &settings());
    book.on_positions(&[], at(0));
    send(&mut book, 1, entry(), at(0));
    book.on_result(&result(1, 10008), at(1));
    book.on_deal(&deal_in(901, 0.1), at(2));
    book.on_deal(&Deal { price: 1.1003, ..deal_in(902, 0.2) }, at(3));
    let merged = Position { open_price: 1.1002, ..position() };
    assert_eq!(book.on_positions(&[merged], at(4)).resolved, None);
    assert!(book.is_idle());
    assert_eq!(book.own_position().unwrap().open_price, 1.1002);
}

#[test]
fn a_close_in_part_is_over_when_the_position_shows_it() {
    let mut book = long_book();
    send(&mut book, 1, close(), at(0));
    book.on_result(&OrderResult { lots: 0.1, ..result(1, 10010) }, at(1));
    // Its deal may be heard of after the answer, and counts once.
    let deal = Deal { entry: DealEntry::Out, side: Side::Sell, ..deal_in(901, 0.1) };
    assert_eq!(book.on_deal(&deal, at(2)), DealReport::Own { matched: true, outcome: None });
    book.on_positions(&[position()], at(3));
    assert!(!book.is_idle(), "the snapshot is older than the close");
    book.on_positions(&[Position { lots: 0.2, ..position() }], at(4));
    assert!(book.is_idle(), "the rest can be closed at once");
}
