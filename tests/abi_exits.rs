//! Closing takes risk away: nothing that is asked of entries holds back an exit on an opposite
//! signal.

mod support;

use hypertrader::ffi::abi::*;
use hypertrader::ffi::code::HT_OK;
use support::{Host, Options, c_text, order, raw, refusal};

fn options(policy: &str) -> Options {
    Options::new().set("signals.ma_cross.sell", "true").set("risk.opposite", policy)
}

/// A host that has bought 0.40 lots at 100 and collected everything.
fn bought(options: Options) -> Host {
    let mut host = Host::open(options);
    let decision = order(&host.buy());
    host.execute(&decision);
    assert_eq!((host.status().position_side, host.drain().len()), (HT_SIDE_BUY, 0));
    host
}

/// Prices of which the next tick closes a bar that asks for a sale.
fn prepare_sale(host: &mut Host) {
    host.bar(99.0);
    host.next_minute();
}

#[track_caller]
fn assert_closes(host: &Host, close: &HtDecision) {
    assert_eq!((close.action, close.side, close.lots), (HT_ACTION_CLOSE, HT_SIDE_SELL, 0.4));
    assert_eq!(close.position_ticket, host.positions[0].ticket);
}

/// What stands in the way of entries, each by the code that refuses them.
type Obstacle = (i32, fn(&mut Host));

const OBSTACLES: [Obstacle; 11] = [
    (206, |host| assert!(host.timer(host.now_msc / 1_000 - 3_600) >= 0)),
    (506, |host| assert!(host.command(HT_COMMAND_HALT) >= 0)),
    (507, |host| assert!(host.command(HT_COMMAND_PAUSE) >= 0)),
    (102, |host| {
        host.advance_ms(-31_000);
        host.push_account();
        host.advance_ms(31_000);
    }),
    (106, |host| {
        host.account.trade_allowed = 0;
        host.push_account();
    }),
    (107, |host| {
        host.symbol.trade_mode = 3; // closing only
        assert_eq!(host.push_symbol(), HT_OK);
    }),
    (307, |host| {
        host.account.equity = f64::MAX;
        host.push_account();
    }),
    (501, |host| host.equity(9_000.0)),
    (201, |host| host.spread = 5.0),
    (204, |host| {
        host.symbol.sessions[0] = HtSession { day: 1, from_s: 0, to_s: 60, reserved: 0 };
        assert_eq!(host.push_symbol(), HT_OK);
    }),
    (205, |host| {
        let (time_s, currency) = (host.now_msc / 1_000, c_text("USD"));
        let event = HtCalendarEvent { id: 1, time_s, importance: 3, reserved: 0, currency };
        assert_eq!(raw::calendar(host.handle, &raw const event, 1), HT_OK);
    }),
];

#[test]
fn no_obstacle_to_entries_holds_back_an_exit() {
    for (code, put_up) in OBSTACLES {
        let mut host = bought(options("\"exit\""));
        prepare_sale(&mut host);
        host.snapshot();
        put_up(&mut host);
        host.tick(99.0);
        let decisions = host.drain();
        assert_eq!(decisions.len(), 1, "{code}: {decisions:?}");
        assert_closes(&host, &order(&decisions));

        // The same obstacle does stop an entry.
        let mut host = Host::open(options("\"exit\""));
        host.prepare_buy();
        host.snapshot();
        put_up(&mut host);
        host.tick(100.0);
        assert_eq!(refusal(&host.drain()).0, code);
    }
}

#[test]
fn a_host_that_does_not_collect_still_gets_the_exit() {
    let mut host = Host::open(options("\"exit\""));
    assert_eq!(host.command(HT_COMMAND_PAUSE), 0);
    while host.status().decisions_waiting < 48 {
        host.bar(99.0);
        host.bar(100.0);
    }
    host.positions.push(HtPosition {
        ticket: 5,
        magic: host.options.magic,
        time_msc: host.now_msc,
        lots: 0.4,
        open_price: 100.0,
        stop_loss: 95.0,
        take_profit: 0.0,
        side: HT_SIDE_BUY,
        reserved: 0,
        symbol: c_text("ACME"),
    });
    host.snapshot();
    prepare_sale(&mut host);
    host.tick(99.0);
    let decisions = host.drain();
    assert_eq!(decisions.len(), 49);
    assert_closes(&host, &order(&decisions[48..]));
}

#[test]
fn snapshots_that_stopped_coming_do_not_hold_back_an_exit() {
    let mut host = bought(options("\"exit\""));
    prepare_sale(&mut host);
    host.tick(99.0); // the last snapshot is two minutes old
    assert_closes(&host, &order(&host.drain()));
}

#[test]
fn an_exit_needs_no_stop_for_a_position_in_the_other_direction() {
    // A sale would have its target below zero: 25 times 5 % away.
    let options = options("\"flip\"").set("signals.stops.reward_to_risk", "25.0");
    let mut host = bought(options);
    prepare_sale(&mut host);
    host.snapshot();
    host.tick(99.0);
    let close = order(&host.drain());
    assert_closes(&host, &close);
    host.execute(&close);
    host.snapshot();
    host.advance_ms(1_000);
    host.tick(99.0);
    assert_eq!(host.drain().len(), 0, "there was no signal to enter with");
}

/// A host whose stop is being moved when the opposite signal comes; the change on its way.
fn changing(policy: &str) -> (Host, HtDecision) {
    let options = options(policy)
        .set("trailing.enabled", "true")
        .set("execution.result_timeout_ms", "100000");
    let mut host = bought(options);
    host.advance_ms(59_000);
    host.tick(103.0);
    let change = order(&host.drain());
    assert_eq!(change.action, HT_ACTION_MODIFY);
    host.next_minute();
    host.snapshot();
    host.tick(102.9); // asks for a purchase, which the change on its way refuses
    assert_eq!(refusal(&host.drain()).0, 405);
    host.next_minute();
    host.snapshot();
    host.tick(102.9);
    assert_eq!(host.drain().len(), 0, "the close waits for the change");
    (host, change)
}

#[test]
fn an_exit_waits_for_a_change_of_stops_and_is_not_lost() {
    let (mut host, change) = changing("\"exit\"");
    host.tick(102.91);
    host.execute(&change);
    let close = order(&host.drain());
    assert_closes(&host, &close);
    assert_eq!(close.price, 102.91, "the price of now");
}

#[test]
fn a_flip_that_waits_is_dropped_with_the_exit_it_waits_for() {
    let (mut host, change) = changing("\"flip\"");
    // The change is answered after the close has expired: no exit, and no entry ever after.
    host.advance_ms(30_000);
    host.execute(&change);
    host.tick(102.91);
    assert_eq!(host.drain().len(), 0);
    host.positions.clear(); // the stop was hit
    host.snapshot();
    host.advance_ms(1_000);
    host.tick(102.9);
    assert_eq!(host.drain().len(), 0);
}

#[test]
fn a_position_that_is_being_closed_is_not_closed_twice() {
    let mut host = bought(options("\"exit\"").set("execution.result_timeout_ms", "100000"));
    assert!(host.command(HT_COMMAND_FLATTEN) >= 0);
    host.tick(100.0);
    assert_closes(&host, &order(&host.drain()));
    prepare_sale(&mut host);
    host.tick(99.0);
    let (code, ..) = refusal(&host.drain());
    assert_eq!(code, 405);
}
