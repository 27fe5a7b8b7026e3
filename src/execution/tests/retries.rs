//! Requotes, busy servers, and what a retry may not do.

use super::*;

#[test]
fn three_requotes_are_the_end() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    for (id, attempt) in [(1, 2), (2, 3)] {
        let now = at(10 * id as i64);
        assert_eq!(book.on_result(&result(id, REQUOTE), now), Outcome::RetryNow { attempt });
        let again = book.retry_intent(&quote(1.0999, 1.1), now).unwrap().unwrap();
        book.resubmit(id + 1, again, now).unwrap();
        book.on_collected(id + 1, now).unwrap();
    }
    let Outcome::GaveUp(refusal) = book.on_result(&result(3, REQUOTE), at(50)) else { panic!() };
    assert_eq!(refusal, crate::types::Refusal::new(RefusalCode::RetriesExhausted, 3.0, 3.0));
    assert!(book.is_idle());
}

#[test]
fn a_busy_server_is_asked_again_after_the_pause() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    assert_eq!(book.on_result(&result(1, 10024), at(10)), Outcome::RetryAfter(at(510)));
    let market = quote(1.0999, 1.1);
    assert_eq!(book.retry_intent(&market, at(509)), Ok(None));
    assert_eq!(book.resubmit(2, entry(), at(509)).unwrap_err().code, RefusalCode::IntentInFlight);
    assert!(book.retry_intent(&market, at(510)).unwrap().is_some());
}

#[test]
fn a_retry_takes_the_new_price_and_spends_the_deviation_once() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_result(&result(1, REQUOTE), at(10));
    let again = book.retry_intent(&quote(1.0998, 1.0999), at(10)).unwrap().unwrap();
    // A buy pays the ask: 1.09990 is 10 points from 1.10000, so 20 - 10 = 10 are left.
    assert_eq!((again.price, again.deviation_points), (1.0999, 10));
    assert_eq!((again.stop_loss, again.take_profit), (Some(1.099), Some(1.102)));
    book.resubmit(2, again, at(11)).unwrap();
    book.on_collected(2, at(11)).unwrap();
    book.on_result(&result(2, REQUOTE), at(12));
    // Measured from the first price, not from the second attempt's: 21 points.
    let refusal = book.retry_intent(&quote(1.0978, 1.09979), at(12)).unwrap_err();
    assert_eq!((refusal.code, refusal.limit), (RefusalCode::PriceMoved, 20.0));
    assert!((refusal.actual - 21.0).abs() < 1e-6);
    assert!(book.is_idle());
}

#[test]
fn a_retry_never_widens_the_stop() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_result(&result(1, REQUOTE), at(10));
    // One point against us: the stop would be 101 points away, sized were 100.
    let refusal = book.retry_intent(&quote(1.0999, 1.10001), at(10)).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::StopInvalid);
    assert!((refusal.actual - 0.00101).abs() < 1e-9 && (refusal.limit - 0.001).abs() < 1e-9);
    assert!(book.is_idle());
}

#[test]
fn a_close_is_retried_at_any_price() {
    let mut book = long_book();
    send(&mut book, 1, close(), at(0));
    assert_eq!(book.on_result(&result(1, REQUOTE), at(10)), Outcome::RetryNow { attempt: 2 });
    let again = book.retry_intent(&quote(1.05, 1.0501), at(10)).unwrap().unwrap();
    assert_eq!((again.price, again.deviation_points), (1.05, 20));
}

#[test]
fn a_frozen_close_is_retried_and_a_frozen_change_is_not() {
    let mut book = long_book();
    send(&mut book, 1, close(), at(0));
    assert_eq!(book.on_result(&result(1, 10029), at(10)), Outcome::RetryAfter(at(510)));
    let mut book = long_book();
    send(&mut book, 1, modify(), at(0));
    assert_eq!(gave_up(book.on_result(&result(1, 10029), at(10))), RefusalCode::FreezeLevel);
}

#[test]
fn a_retry_needs_a_new_id_and_an_answer_to_the_old_one_is_ignored() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_result(&result(1, REQUOTE), at(10));
    assert_eq!(book.on_result(&result(1, REQUOTE), at(11)), Outcome::Ignored(Ignored::Duplicate));
    let again = book.retry_intent(&quote(1.0999, 1.1), at(12)).unwrap().unwrap();
    assert!(book.resubmit(1, again, at(12)).is_err());
    book.resubmit(2, again, at(12)).unwrap();
    assert_eq!(book.on_result(&result(1, REQUOTE), at(13)), Outcome::Ignored(Ignored::Ended));
    assert_eq!(book.in_flight().unwrap().attempts, 2);
}

#[test]
fn a_deal_of_a_requoted_attempt_stops_the_retry() {
    for resubmitted in [false, true] {
        let mut book = flat_book();
        send(&mut book, 1, entry(), at(0));
        book.on_result(&result(1, REQUOTE), at(10));
        if resubmitted {
            book.resubmit(2, entry(), at(11)).unwrap();
        }
        let report = book.on_deal(&deal_in(901, 0.3), at(12));
        let lost = DealReport::Own { matched: true, outcome: Some(Outcome::NeedsReconciliation) };
        assert_eq!(report, lost);
        assert!(book.on_collected(2, at(13)).is_err());
        assert_eq!(book.retry_intent(&quote(1.0999, 1.1), at(13)), Ok(None));
        let resolved = book.on_positions(&[position()], at(14)).resolved.unwrap();
        assert_eq!(resolved.outcome, completed(0.3));
    }
}

#[test]
fn a_position_that_appears_while_a_retry_waits_ends_it() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_result(&result(1, REQUOTE), at(10));
    let seen = book.on_positions(&[position()], at(11));
    assert_eq!(gave_up(seen.resolved.unwrap().outcome), RefusalCode::PositionExists);
    assert_eq!(seen.appeared, Some(position()));
}

#[test]
fn a_retry_does_not_outlive_its_decision() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_result(&result(1, REQUOTE), at(4_900));
    let longer = OrderIntent { expires: at(60_000), ..entry() };
    book.resubmit(2, longer, at(4_950)).unwrap();
    let expired = book.on_timer(at(5_001)).unwrap();
    assert_eq!(gave_up(expired), RefusalCode::IntentExpired);
}

#[test]
fn without_a_sound_quote_there_is_no_retry() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_result(&result(1, REQUOTE), at(10));
    for (bid, ask) in [(0.0, 0.0), (f64::NAN, 1.1), (1.2, 1.1), (0.0, 1.1)] {
        assert_eq!(book.retry_intent(&quote(bid, ask), at(10)), Ok(None));
    }
    assert!(!book.is_idle());
}

#[test]
fn only_orders_that_nobody_executes_can_be_withdrawn() {
    let mut book = flat_book();
    book.submit(1, entry(), at(0)).unwrap();
    book.on_collected(1, at(0)).unwrap();
    assert_eq!(book.withdraw(), None);
    book.on_result(&result(1, REQUOTE), at(10));
    assert_eq!(book.withdraw().unwrap().decision_id, 1);
    assert!(book.is_idle());
}
