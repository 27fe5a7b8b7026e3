//! Fixtures: EURUSD, magic 7, entries of 0.30 lots at 1.10000 with the stop 100 points away.

mod edges;
mod properties;
mod restarts;
mod retries;
mod scenarios;

use super::*;
use crate::types::{
    Deal, DealEntry, DurationNanos, FixedText, MarginMode, OrderAction, OrderIntent, OrderResult,
    Position, RefusalCode, Side, Tick, UnixNanos,
};

const MAGIC: u64 = 7;
const TICKET: u64 = 500;
const DONE: u32 = 10009;
const TIMEOUT: u32 = 10012;
const REQUOTE: u32 = 10004;

/// A moment, in milliseconds of the test.
fn at(millis: i64) -> UnixNanos {
    UnixNanos::from_seconds(1_700_000_000) + DurationNanos::from_millis(millis)
}

fn symbol(name: &str) -> FixedText<32> {
    FixedText::new(name).unwrap()
}

fn identity(margin_mode: MarginMode) -> Identity {
    Identity { symbol: symbol("EURUSD"), magic: MAGIC, margin_mode, point: 0.000_01 }
}

fn settings() -> ExecutionSettings {
    ExecutionSettings::default()
}

/// A hedging-account book that has seen an empty snapshot.
fn flat_book() -> Book {
    let mut book = Book::new(identity(MarginMode::Hedging), &settings());
    book.on_positions(&[], at(0));
    book
}

/// A book that has seen its own position.
fn long_book() -> Book {
    let mut book = flat_book();
    book.on_positions(&[position()], at(0));
    book
}

fn entry() -> OrderIntent {
    OrderIntent {
        action: OrderAction::Open,
        side: Side::Buy,
        lots: 0.3,
        price: 1.1,
        stop_loss: Some(1.099),
        take_profit: Some(1.102),
        deviation_points: 20,
        position_ticket: 0,
        expires: at(5_000),
    }
}

fn close() -> OrderIntent {
    OrderIntent {
        action: OrderAction::Close,
        side: Side::Sell,
        stop_loss: None,
        take_profit: None,
        position_ticket: TICKET,
        ..entry()
    }
}

fn modify() -> OrderIntent {
    OrderIntent {
        action: OrderAction::Modify,
        lots: 0.0,
        stop_loss: Some(1.0995),
        position_ticket: TICKET,
        ..entry()
    }
}

fn position() -> Position {
    Position {
        ticket: TICKET,
        magic: MAGIC,
        symbol: symbol("EURUSD"),
        side: Side::Buy,
        lots: 0.3,
        open_price: 1.1,
        stop_loss: Some(1.099),
        take_profit: Some(1.102),
        open_time: at(0),
    }
}

fn result(decision_id: u64, retcode: u32) -> OrderResult {
    let executed = retcode == DONE;
    OrderResult {
        decision_id,
        retcode,
        order_ticket: if executed { 900 } else { 0 },
        deal_ticket: if executed { 901 } else { 0 },
        lots: if executed { 0.3 } else { 0.0 },
        price: if executed { 1.1 } else { 0.0 },
        time: at(0),
    }
}

fn deal_in(ticket: u64, lots: f64) -> Deal {
    Deal {
        ticket,
        order_ticket: 900,
        position_ticket: TICKET,
        magic: MAGIC,
        symbol: symbol("EURUSD"),
        side: Side::Buy,
        entry: DealEntry::In,
        lots,
        price: 1.1,
        profit: 0.0,
        commission: -1.0,
        swap: 0.0,
        time: at(10),
    }
}

fn deal_out(ticket: u64, lots: f64) -> Deal {
    Deal { order_ticket: 950, side: Side::Sell, entry: DealEntry::Out, ..deal_in(ticket, lots) }
}

fn quote(bid: f64, ask: f64) -> Tick {
    Tick { time: at(0), bid, ask, last: 0.0, volume: 0.0 }
}

/// Submits and collects.
fn send(book: &mut Book, decision_id: u64, intent: OrderIntent, now: UnixNanos) {
    assert_eq!(book.submit(decision_id, intent, now), Ok(Submitted::Queued));
    assert_eq!(book.on_collected(decision_id, now), Ok(()));
}

fn completed(lots: f64) -> Outcome {
    Outcome::Completed { lots, price: Some(1.1) }
}

fn gave_up(outcome: Outcome) -> RefusalCode {
    match outcome {
        Outcome::GaveUp(refusal) => refusal.code,
        other => panic!("was {other:?}, expected GaveUp"),
    }
}
