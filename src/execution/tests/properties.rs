//! Random sequences of events, checked against what must hold in every state.

use proptest::prelude::*;

use super::*;

/// One thing that can happen. Small numbers choose among the interesting values.
#[derive(Clone, Debug)]
enum Event {
    Submit(u8),
    Collect,
    Result { back: u64, retcode: u32, tenths: u8 },
    Deal { ticket: u64, tenths: u8, out: bool, order_ticket: u64 },
    Positions { own_tenths: u8, foreign: bool },
    Timer,
    Retry { points: i32 },
    Demand,
    Withdraw,
    Restart,
    Wait(i64),
}

fn events() -> impl Strategy<Value = Event> {
    let retcode = prop_oneof![
        4 => prop::sample::select(vec![0, 10004, 10008, 10009, 10010, 10012, 10024, 10029, 10036]),
        1 => 10_004..10_050_u32,
    ];
    prop_oneof![
        4 => (0..3_u8).prop_map(Event::Submit),
        4 => Just(Event::Collect),
        4 => (0..3_u64, retcode, 0..4_u8)
            .prop_map(|(back, retcode, tenths)| Event::Result { back, retcode, tenths }),
        4 => (1..20_u64, 0..4_u8, any::<bool>(), 899..902_u64).prop_map(
            |(ticket, tenths, out, order_ticket)| Event::Deal { ticket, tenths, out, order_ticket }
        ),
        3 => (0..4_u8, any::<bool>())
            .prop_map(|(own_tenths, foreign)| Event::Positions { own_tenths, foreign }),
        1 => Just(Event::Timer),
        3 => (-30..30_i32).prop_map(|points| Event::Retry { points }),
        1 => Just(Event::Demand),
        1 => Just(Event::Withdraw),
        1 => Just(Event::Restart),
        2 => (0..12_000_i64).prop_map(Event::Wait),
    ]
}

/// The world outside the book: what the host sent, and what deals it reported.
struct World {
    book: Book,
    now: UnixNanos,
    next_id: u64,
    /// Ids handed to the host, none twice.
    sent: Vec<u64>,
    /// Distinct deal tickets that were counted to the present order, in tenths of a lot.
    counted_tenths: u32,
    seen_tickets: Vec<u64>,
}

impl World {
    fn new() -> Self {
        Self {
            book: flat_book(),
            now: at(0),
            next_id: 1,
            sent: Vec::new(),
            counted_tenths: 0,
            seen_tickets: Vec::new(),
        }
    }

    fn lives(&self, mut intent: OrderIntent) -> OrderIntent {
        intent.expires = self.now + DurationNanos::from_millis(5_000);
        intent
    }

    fn apply(&mut self, event: &Event) {
        match *event {
            Event::Submit(kind) => self.submit(kind),
            Event::Collect => self.collect(),
            Event::Result { back, retcode, tenths } => {
                let id = (self.next_id - 1).saturating_sub(back);
                let lots = f64::from(tenths) / 10.0;
                self.book.on_result(&OrderResult { lots, ..result(id, retcode) }, self.now);
            }
            Event::Deal { ticket, tenths, out, order_ticket } => {
                self.deal(ticket, tenths, out, order_ticket);
            }
            Event::Positions { own_tenths, foreign } => self.positions(own_tenths, foreign),
            Event::Timer => {
                self.book.on_timer(self.now);
            }
            Event::Retry { points } => self.retry(points),
            Event::Demand => {
                if self.book.due_demand(&quote(1.0999, 1.1), self.now).is_some() {
                    assert!(self.book.is_idle());
                }
            }
            Event::Withdraw => {
                self.book.withdraw();
            }
            Event::Restart => {
                let bytes = self.book.to_bytes();
                let identity = identity(MarginMode::Hedging);
                self.book = Book::from_bytes(identity, &settings(), &bytes, self.now).unwrap();
            }
            Event::Wait(millis) => self.now = self.now + DurationNanos::from_millis(millis),
        }
    }

    fn submit(&mut self, kind: u8) {
        let intent = self.lives([entry(), close(), modify()][usize::from(kind)]);
        let before = self.book.in_flight().copied();
        let answer = self.book.submit(self.next_id, intent, self.now);
        if before.is_some() {
            assert_ne!(answer, Ok(Submitted::Queued));
            assert_eq!(self.book.in_flight().copied(), before);
        } else if answer.is_ok() {
            self.counted_tenths = 0;
        }
        if answer.is_ok() {
            self.next_id += 1;
        }
    }

    fn collect(&mut self) {
        let Some(flight) = self.book.in_flight().copied() else { return };
        if self.book.on_collected(flight.decision_id, self.now).is_ok() {
            assert_eq!(flight.state, FlightState::Queued);
            assert!(!self.sent.contains(&flight.decision_id), "sent twice");
            self.sent.push(flight.decision_id);
        }
    }

    fn deal(&mut self, ticket: u64, tenths: u8, out: bool, order_ticket: u64) {
        let lots = f64::from(tenths) / 10.0;
        let deal = if out { deal_out(ticket, lots) } else { deal_in(ticket, lots) };
        let deal = Deal { order_ticket, time: self.now, ..deal };
        let report = self.book.on_deal(&deal, self.now);
        let duplicate = self.seen_tickets.contains(&ticket);
        assert_eq!(report == DealReport::Duplicate, duplicate);
        self.seen_tickets.push(ticket);
        if let DealReport::Own { matched: true, .. } = report {
            self.counted_tenths += u32::from(tenths);
        }
    }

    fn positions(&mut self, own_tenths: u8, foreign: bool) {
        let own = Position { lots: f64::from(own_tenths) / 10.0, ..position() };
        let theirs = Position { magic: 99, ticket: 1, ..position() };
        let mut all = Vec::new();
        all.extend((own_tenths > 0).then_some(own));
        all.extend(foreign.then_some(theirs));
        let before = self.book.in_flight().copied();
        let seen = self.book.on_positions(&all, self.now);
        assert_eq!(self.book.own_position().is_some(), own_tenths > 0);
        if let Some(resolved) = seen.resolved {
            assert_eq!(Some(resolved.decision_id), before.map(|flight| flight.decision_id));
            assert!(self.book.is_idle());
        }
    }

    fn retry(&mut self, points: i32) {
        let state = self.book.in_flight().map(|flight| flight.state);
        let ask = 1.1 + f64::from(points) * 0.000_01;
        let Ok(Some(again)) = self.book.retry_intent(&quote(ask - 0.000_1, ask), self.now) else {
            return;
        };
        assert_eq!(state, Some(FlightState::Retry), "resent in another state");
        if let Some(stop) = again.stop_loss.filter(|_| again.action == OrderAction::Open) {
            assert!(again.price - stop <= 0.001 + 1e-7, "the stop distance grew");
            let reach = again.price + f64::from(again.deviation_points) * 0.000_01;
            assert!(reach <= 1.1 + 20.5 * 0.000_01, "beyond the first deviation");
        }
        self.book.resubmit(self.next_id, again, self.now).unwrap();
        self.next_id += 1;
    }

    fn check(&self) {
        if let Some(flight) = self.book.in_flight() {
            let filled = flight.filled.lots();
            assert_eq!((filled * 10.0).round() as u32, self.counted_tenths);
            assert!((filled * 10.0 - f64::from(self.counted_tenths)).abs() < 1e-9);
            assert!(flight.attempts <= settings().attempts_max);
            assert!(self.book.entry_block().is_some());
            if flight.state == FlightState::Unknown {
                assert!(self.book.needs_reconciliation());
            }
        }
        assert!(self.book.last_decision_id() < self.next_id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(2_000)
    })]

    /// Never two orders, never a resend of unknown fate, deals add up, no panic.
    #[test]
    fn any_sequence_of_events_keeps_the_invariants(
        sequence in prop::collection::vec(events(), 1..60)
    ) {
        let mut world = World::new();
        for event in &sequence {
            let unknown = world.book.in_flight().is_some_and(|f| f.state == FlightState::Unknown);
            let sent_before = world.sent.len();
            world.apply(event);
            prop_assert!(!unknown || world.sent.len() == sent_before, "sent while unknown");
            world.check();
        }
    }

    /// Whatever the bytes are, reading them gives a book or an error.
    #[test]
    fn arbitrary_records_never_panic(
        bytes in prop::collection::vec(any::<u8>(), RECORD_SIZE_BYTES..=RECORD_SIZE_BYTES)
    ) {
        let read = Book::from_bytes(identity(MarginMode::Netting), &settings(), &bytes, at(0));
        prop_assert!(read.is_err());
    }

    /// Numbers that a broken host might report change no invariant.
    #[test]
    fn absurd_numbers_never_panic(
        lots in any::<f64>(),
        price in any::<f64>(),
        time in any::<i64>(),
    ) {
        let mut book = flat_book();
        send(&mut book, 1, entry(), at(0));
        let now = UnixNanos(time);
        book.on_deal(&Deal { lots, price, time: now, ..deal_in(1, 0.1) }, now);
        book.on_result(&OrderResult { lots, price, ..result(1, DONE) }, UnixNanos(time));
        book.on_positions(&[Position { lots, open_price: price, ..position() }], UnixNanos(time));
        book.on_timer(UnixNanos(time));
        let identity = identity(MarginMode::Hedging);
        let copy = Book::from_bytes(identity, &settings(), &book.to_bytes(), at(0));
        prop_assert!(copy.is_ok(), "the record of an absurd state cannot be read");
        prop_assert!(book.in_flight().is_none_or(|flight| flight.decision_id == 1));
    }
}
