//! A restart in every state, then reconciliation.

use super::*;

fn restart(book: &Book, now: UnixNanos) -> Book {
    Book::from_bytes(identity(MarginMode::Hedging), &settings(), &book.to_bytes(), now).unwrap()
}

/// A book with an entry in each state, by name.
fn books() -> Vec<(&'static str, Book)> {
    let mut books = Vec::new();
    let mut book = flat_book();
    book.submit(1, entry(), at(0)).unwrap();
    books.push(("queued", book.clone()));
    book.on_collected(1, at(1)).unwrap();
    books.push(("sent", book.clone()));
    let sent = book.clone();
    for (name, retcode) in
        [("awaiting a deal", 10008), ("retry", REQUOTE), ("unknown", TIMEOUT), ("confirming", DONE)]
    {
        let mut book = sent.clone();
        book.on_result(&result(1, retcode), at(2));
        books.push((name, book));
    }
    books
}

#[test]
fn after_a_restart_a_position_settles_the_order_in_every_state() {
    for (name, before) in books() {
        let mut book = restart(&before, at(100));
        assert!(book.needs_reconciliation(), "{name}");
        assert!(book.entry_block().is_some(), "{name}");
        assert!(book.on_collected(1, at(101)).is_err(), "{name} was handed out again");
        let seen = book.on_positions(&[position()], at(102));
        // The execution of a confirming order had been reported before the restart.
        let expected = (name != "confirming").then(|| completed(0.3));
        assert_eq!(seen.resolved.map(|resolved| resolved.outcome), expected, "{name}");
        assert!(book.is_idle() && book.own_position().is_some(), "{name}");
    }
}

#[test]
fn after_a_restart_an_absent_position_settles_the_order_after_the_grace_time() {
    for (name, before) in books() {
        let mut book = restart(&before, at(100));
        assert_eq!(book.on_positions(&[], at(10_100)).resolved, None, "{name}");
        let resolved = book.on_positions(&[], at(10_101)).resolved.unwrap();
        if name == "confirming" {
            assert_eq!(resolved.outcome, Outcome::NeverAppeared);
        } else {
            assert_eq!(gave_up(resolved.outcome), RefusalCode::ResultUnknown, "{name}");
        }
        assert!(book.is_idle(), "{name}");
        assert!(book.submit(1, entry(), at(10_102)).is_err(), "{name} reused the id");
        assert!(book.submit(2, entry(), at(10_102)).is_ok(), "{name}");
    }
}

#[test]
fn an_idle_book_with_a_position_notices_that_it_was_closed_meanwhile() {
    let before = long_book();
    let mut book = restart(&before, at(100));
    assert_eq!(book.own_position(), Some(&position()));
    let seen = book.on_positions(&[], at(101));
    assert_eq!(seen.closed, Some(ClosedPosition { position: position(), outside: true }));

    let mut book = restart(&before, at(100));
    assert_eq!(book.on_positions(&[position()], at(101)).appeared, None);
}

#[test]
fn counted_deals_stay_counted() {
    let mut book = flat_book();
    send(&mut book, 1, entry(), at(0));
    book.on_deal(&deal_in(901, 0.1), at(10));
    let mut book = restart(&book, at(100));
    assert_eq!(book.on_deal(&deal_in(901, 0.1), at(101)), DealReport::Duplicate);
    assert_eq!(book.in_flight().unwrap().filled.lots(), 0.1);
}

#[test]
fn a_record_survives_a_second_write_bit_for_bit() {
    for (name, before) in books() {
        let once = restart(&before, at(100));
        assert_eq!(restart(&once, at(200)).to_bytes(), once.to_bytes(), "{name}");
        let (a, b) = (before.in_flight().unwrap(), *once.in_flight().unwrap());
        let same = InFlight { state: a.state, changed: a.changed, ..b };
        assert_eq!(same, *a, "{name}");
    }
}

#[test]
fn a_record_of_somebody_else_or_a_damaged_one_is_refused() {
    let bytes = flat_book().to_bytes();
    let read = |identity, bytes: &[u8]| {
        Book::from_bytes(identity, &settings(), bytes, at(0)).unwrap_err().field
    };
    let own = identity(MarginMode::Hedging);
    assert_eq!(read(Identity { magic: 8, ..own }, &bytes), "magic");
    assert_eq!(read(Identity { symbol: symbol("EURUSD.m"), ..own }, &bytes), "symbol");
    assert_eq!(read(own, &bytes[1..]), "size");
    assert_eq!(read(own, &[]), "size");
    for index in 0..bytes.len() {
        let mut torn = bytes;
        torn[index] ^= 0x10;
        assert_eq!(read(own, &torn), "checksum", "byte {index}");
    }
}
