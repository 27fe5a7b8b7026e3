//! Every limit broken through the C ABI: the refusal's code and numbers, and what still works.
//!
//! Expected numbers are worked out from the account and the symbol of `support`: 10,000 on the
//! account, a lot worth 10,000 at 100.00, a spread of 2 points, a stop 5.00 below the entry.

#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

mod support;

use hypertrader::ffi::abi::*;
use hypertrader::ffi::code::HT_OK;
use support::{Host, Options, c_text, last_error, order, raw, refusal, text_of, unique};

fn host() -> Host {
    Host::open(Options::new())
}

fn host_with(key: &str, value: &str) -> Host {
    Host::open(Options::new().set(key, value))
}

/// A host whose symbol was changed.
fn host_of(change: impl FnOnce(&mut HtSymbol)) -> Host {
    let mut host = host();
    change(&mut host.symbol);
    assert_eq!(host.push_symbol(), HT_OK, "{}", host.error());
    host
}

#[track_caller]
fn assert_refused(host: &mut Host, expected: (i32, f64, f64)) {
    let was = host.refused();
    assert_same(was, expected);
    let status = host.status();
    assert_same((status.refusal_code, status.refusal_actual, status.refusal_limit), expected);
}

#[track_caller]
fn assert_same(was: (i32, f64, f64), expected: (i32, f64, f64)) {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * b.abs().max(1.0);
    let same = was.0 == expected.0 && near(was.1, expected.1) && near(was.2, expected.2);
    assert!(same, "was {was:?}, expected {expected:?}");
}

#[test]
fn two_percent_of_ten_thousand_with_a_stop_five_percent_away_is_forty_hundredths_of_a_lot() {
    let mut host = host();
    let order = host.approved();
    assert_eq!((order.action, order.side, order.attempt), (HT_ACTION_OPEN, HT_SIDE_BUY, 1));
    assert_eq!((order.lots, order.risk_money), (0.40, 200.0));
    assert_eq!((order.price, order.stop_loss, order.take_profit), (100.02, 95.02, 0.0));
    assert_eq!((order.refusal_code, order.position_ticket), (0, 0));
    assert_eq!(order.time_msc, host.now_msc);
    assert_eq!(order.expires_msc, host.now_msc + 5_000);
    assert_eq!(order.bar_time_s, host.now_msc / 1_000 - 60);
    let status = host.status();
    assert_eq!(
        (status.open_risk, status.open_risk_limit, status.order_in_flight),
        (200.0, 500.0, 1)
    );
    let explained = text_of(|buffer, size| raw::explain(host.handle, order.id, buffer, size));
    for part in ["\"raw_lots\":0.4", "\"limited_by\":\"risk\"", "\"loss_per_lot\":500.0"] {
        assert!(explained.contains(part), "{part} is not in {explained}");
    }
}

#[test]
fn readiness_comes_first() {
    let mut host = Host::open_only(Options::new(), HT_OK);
    assert_eq!(host.push_symbol(), HT_OK);
    let explained = text_of(|buffer, size| raw::explain(host.handle, 0, buffer, size));
    assert!(explained.contains("\"WARMING_UP\""), "{explained}");
    host.prepare_buy();
    host.tick(100.0);
    // Without any snapshot of positions the book refuses before risk is asked.
    assert_same(refusal(&host.drain()), (103, -1.0, 0.0));
    host.push_positions();
    host.prepare_buy();
    assert!(host.push_positions() >= 0);
    host.tick(100.0);
    assert_same(refusal(&host.drain()), (102, -1.0, 30.0));
}

#[test]
fn old_snapshots_are_no_knowledge() {
    let mut host = host();
    host.prepare_buy();
    host.advance_ms(-31_000);
    host.push_account();
    host.advance_ms(31_000);
    host.push_positions();
    host.tick(100.0);
    assert_same(refusal(&host.drain()), (102, 31.0, 30.0));

    host.prepare_buy();
    host.advance_ms(-31_000);
    host.push_positions();
    host.advance_ms(31_000);
    host.push_account();
    host.tick(100.0);
    assert_same(refusal(&host.drain()), (103, 31.0, 30.0));
}

#[test]
fn a_tick_that_arrives_late_is_stale() {
    let mut host = host();
    host.prepare_buy();
    host.advance_ms(20_000);
    host.snapshot();
    host.advance_ms(-20_000);
    let tick = host.quote(100.0);
    assert!(host.ticks(&[tick], host.now_msc + 31_000, 0) > 0);
    assert_same(refusal(&host.drain()), (202, 31.0, 30.0));
}

#[test]
fn permissions_of_account_symbol_and_configuration() {
    let mut host = self::host();
    host.account.trade_allowed = 0;
    assert_refused(&mut host, (106, 0.0, 1.0));
    for (mode, allowed) in [(0, false), (1, true), (2, false), (3, false), (4, true)] {
        let mut host = host_of(|symbol| symbol.trade_mode = mode);
        if allowed {
            host.approved();
        } else {
            assert_refused(&mut host, (107, f64::from(mode), 1.0));
        }
    }
    assert_refused(&mut host_with("engine.trading_enabled", "false"), (108, 0.0, 1.0));
}

#[test]
fn a_wide_spread_is_refused() {
    let mut host = host_with("risk.limits.spread_max_points", "10");
    host.spread = 0.10;
    host.approved();
    let mut host = host_with("risk.limits.spread_max_points", "10");
    host.spread = 0.20;
    assert_refused(&mut host, (201, 20.0, 10.0));
    // Relative to the price of 100.25: 0.2 % are 20.05 points.
    let mut host = self::host();
    host.spread = 0.25;
    assert_refused(&mut host, (201, 25.0, 20.05));
}

#[test]
fn trades_without_quotes_open_nothing() {
    let mut host = host_of(|symbol| symbol.chart_mode = 1);
    for price in [100.0, 99.0, 100.0, 100.0] {
        host.next_minute();
        host.snapshot();
        let tick = HtMqlTick::new(host.now_msc, 0.0, 0.0, price, 1.0, 8);
        assert!(host.ticks(&[tick], 0, 0) >= 0, "{}", host.error());
    }
    assert_same(refusal(&host.drain()), (203, 0.0, 0.0));
}

#[test]
fn sessions_and_hours() {
    // The order would be made at 08:04 on a Monday: second 29,040 of day 1.
    let monday_night = HtSession { day: 1, from_s: 0, to_s: 3_600, reserved: 0 };
    let mut host = host_of(|symbol| symbol.sessions[20] = monday_night);
    assert_refused(&mut host, (204, 29_040.0, 1.0));
    let monday = HtSession { day: 1, from_s: 29_040, to_s: 86_400, reserved: 0 };
    host_of(|symbol| symbol.sessions[3] = monday).approved();
    let mut host = host_with("risk.session.hours", "\"09:00-17:00\"");
    assert_refused(&mut host, (204, 29_040.0, 1.0));
    let mut host = host_with("risk.session.days", "[\"tuesday\"]");
    assert_refused(&mut host, (204, 29_040.0, 1.0));
}

fn event(at_s: i64, importance: i32, currency: &str) -> HtCalendarEvent {
    HtCalendarEvent { id: 1, time_s: at_s, importance, reserved: 0, currency: c_text(currency) }
}

#[test]
fn news_of_the_own_currency_black_out_entries() {
    for (offset_s, importance, currency, expected) in [
        (100, 3, "USD", Some((205, 100.0, 300.0))),
        (-100, 3, "USD", Some((205, -100.0, 300.0))),
        (301, 3, "USD", None),
        (-301, 3, "USD", None),
        (0, 2, "USD", None),
        (0, 3, "JPY", None),
    ] {
        let mut host = self::host();
        host.prepare_buy();
        host.snapshot();
        let event = event(host.now_msc / 1_000 + offset_s, importance, currency);
        assert_eq!(raw::calendar(host.handle, &raw const event, 1), HT_OK);
        host.tick(100.0);
        let decisions = host.drain();
        match expected {
            Some(expected) => assert_same(refusal(&decisions), expected),
            None => assert_eq!(order(&decisions).action, HT_ACTION_OPEN),
        }
        assert_eq!(raw::calendar(host.handle, std::ptr::null(), 0), HT_OK);
    }
}

#[test]
fn a_clock_off_its_offset_stops_entries_until_it_is_right_again() {
    let mut host = host();
    assert!(host.timer(host.now_msc / 1_000 - 3_600) >= 0);
    assert_refused(&mut host, (206, 3_600.0, 120.0));
    assert!(host.timer(host.now_msc / 1_000) >= 0);
    host.approved();
}

#[test]
fn a_host_that_never_collects_gets_no_orders() {
    let mut host = host_with("engine.trading_enabled", "false");
    for _ in 0..60 {
        for price in [99.0, 100.0] {
            host.bar(price);
            host.snapshot();
        }
    }
    let status = host.status();
    assert_same(
        (status.refusal_code, status.refusal_actual, status.refusal_limit),
        (104, 48.0, 64.0),
    );
    assert_eq!(status.decisions_waiting, 48);
    let decisions = host.drain();
    assert_eq!(decisions.len(), 48);
    assert!(decisions.windows(2).all(|pair| pair[0].id < pair[1].id));
    assert_refused(&mut host, (108, 0.0, 1.0));
}

#[test]
fn sizes_prices_and_margins_that_cannot_be() {
    type Change = fn(&mut HtSymbol);
    let cases: [(Change, (i32, f64, f64)); 6] = [
        (|symbol| symbol.volume_min = 1.0, (301, 0.4, 1.0)),
        (|symbol| symbol.margin_per_lot_buy = 1e6, (303, 10_000.0, 9_000.0)),
        // 100.00 - 95.02 in points: the level counts from the bid.
        (|symbol| symbol.stops_level_points = 600, (304, 498.0, 600.0)),
        (|symbol| symbol.tick_value_loss = 10.0, (306, 10.0, 1.0)),
        // 95.02 is no multiple of 0.003, and the next one, 95.022, has more digits than 2.
        (
            |symbol| {
                symbol.tick_size = 0.003;
                symbol.tick_value_loss = 0.3;
            },
            (308, 95.02, 0.003),
        ),
        (
            |symbol| {
                (symbol.margin_per_lot_buy, symbol.calc_mode) = (0.0, 1);
            },
            (309, 1.0, 100.0),
        ),
    ];
    for (change, expected) in cases {
        assert_refused(&mut host_of(change), expected);
    }
    let mut host = host_with("risk.stop_max_frac", "0.04");
    assert_refused(&mut host, (305, 5.0, 4.0008));
    let mut host = self::host();
    host.account.balance = 100.0;
    assert_refused(&mut host, (307, 10_000.0, 100.0));
    let mut host = self::host();
    host.equity(-5.0);
    host.account.balance = 10_000.0;
    let (code, ..) = host.refused();
    assert!(matches!(code, 307 | 506), "{code}");
}

#[test]
fn the_brokers_volume_limit_counts_everybodys_lots() {
    let mut host = host_of(|symbol| symbol.volume_limit = 0.5);
    let mut theirs = host.position_of(&support::empty_decision(), 0.2);
    (theirs.magic, theirs.open_price, theirs.side) = (5, 100.0, 0);
    host.positions.push(theirs);
    assert_refused(&mut host, (302, 0.6, 0.5));
    host.positions[0].side = 1;
    host.approved();
}

#[test]
fn one_position_per_symbol() {
    let mut host = host();
    host.bought();
    assert_refused(&mut host, (401, 0.4, 0.0));
}

#[test]
fn an_opposite_signal_is_ignored_exits_or_flips() {
    let both = |policy: &str| {
        let options = Options::new().set("signals.ma_cross.sell", "true");
        let mut host = Host::open(options.set("risk.opposite", policy));
        let decision = order(&host.buy());
        host.execute(&decision);
        assert_eq!(host.status().position_side, HT_SIDE_BUY);
        host
    };
    let mut host = both("\"ignore\"");
    host.bar(99.0);
    host.next_minute();
    host.snapshot();
    host.tick(99.0);
    assert_same(refusal(&host.drain()), (402, 0.4, 0.0));

    let mut host = both("\"exit\"");
    host.bar(99.0);
    host.next_minute();
    host.snapshot();
    host.tick(99.0);
    let close = order(&host.drain());
    assert_eq!((close.action, close.side, close.lots), (HT_ACTION_CLOSE, HT_SIDE_SELL, 0.4));
    assert_eq!(close.position_ticket, host.positions[0].ticket);
    host.execute(&close);
    host.tick(99.0);
    assert_eq!(host.drain().len(), 0, "an exit does not enter");

    let mut host = both("\"flip\"");
    host.bar(99.0);
    host.next_minute();
    host.snapshot();
    host.tick(99.0);
    let close = order(&host.drain());
    assert_eq!(close.action, HT_ACTION_CLOSE);
    host.result(close.id, 10_009, close.lots, close.price);
    host.tick(98.9);
    assert_eq!(host.drain().len(), 0, "nothing before the positions show that it is gone");
    host.positions.clear();
    host.snapshot();
    let open = order(&host.drain());
    assert_eq!((open.action, open.side), (HT_ACTION_OPEN, HT_SIDE_SELL));
    assert!(open.stop_loss > open.price && open.risk_money <= 200.0 + 1e-9);
}

#[test]
fn engines_of_one_account_share_five_percent() {
    let (login, group) = (unique() as i64, unique());
    let member = |magic: u64, risk: &str| {
        let mut options = Options::new().set("risk.risk_frac", risk);
        (options.login, options.risk_group, options.magic) = (login, group, magic);
        Host::open(options)
    };
    let mut hosts: Vec<Host> = (1..=3).map(|magic| member(magic, "0.02")).collect();
    hosts[0].bought();
    hosts[1].approved();
    assert_refused(&mut hosts[2], (403, 0.06, 0.05));
    let status = hosts[2].status();
    assert_eq!((status.open_risk, status.open_risk_total), (0.0, 400.0));
    // 2 % + 2 % + 1 % is the limit itself.
    let mut fourth = member(4, "0.01");
    assert_eq!(fourth.approved().lots, 0.20);
    assert_eq!(fourth.status().open_risk_total, 500.0);
    let mut fifth = member(5, "0.00003");
    assert_eq!(fifth.refused().0, 301, "3 % of a hundredth of a lot");
    // What is closed or given up is free again.
    drop(fourth);
    hosts[0].closed_outside(0.0);
    assert_eq!(hosts[2].status().open_risk_total, 200.0);
    hosts[2].approved();
    // Another account has a limit of its own.
    host().approved();
}

#[test]
fn a_second_entry_waits_for_the_first() {
    let mut options = Options::new().set("execution.result_timeout_ms", "120000");
    options.period_s = 30;
    let mut host = Host::open(options);
    let first = host.approved();
    assert_refused(&mut host, (405, first.id as f64, 0.0));
    // Beyond the time-out its fate is unknown, which blocks just as well, until the positions have
    // not shown it for the grace time.
    host.prepare_buy();
    host.tick(100.0);
    assert_same(refusal(&host.drain()), (606, first.id as f64, 0.0));
    host.snapshot();
    assert_same(refusal(&host.drain()), (606, first.id as f64, 0.0));
    assert_eq!(host.status().order_in_flight, 0);
    host.approved();
}

#[test]
fn a_foreign_position_blocks_a_netting_account_only() {
    for (margin_mode, blocked) in [(0, true), (1, true), (2, false)] {
        let mut host = host();
        host.account.margin_mode = margin_mode;
        let mut theirs = host.position_of(&support::empty_decision(), 0.2);
        (theirs.magic, theirs.open_price) = (5, 100.0);
        host.positions.push(theirs);
        if blocked {
            assert_refused(&mut host, (406, 5.0, 77.0));
        } else {
            host.approved();
        }
    }
}

#[test]
fn an_own_position_without_stop_blocks_entries_of_all() {
    let (login, group) = (unique() as i64, unique());
    let member = |magic: u64| {
        let mut options = Options::new();
        (options.login, options.risk_group, options.magic) = (login, group, magic);
        Host::open(options)
    };
    let (mut bare, mut other) = (member(1), member(2));
    let mut position = bare.position_of(&support::empty_decision(), 0.2);
    (position.open_price, position.side) = (100.0, 0);
    bare.positions.push(position);
    assert_refused(&mut bare, (407, position.ticket as f64, 0.0));
    assert_eq!(other.refused().0, 403, "its risk is unknown, so it holds the whole limit");
    bare.positions[0].stop_loss = 99.0;
    assert_refused(&mut bare, (401, 0.2, 0.0));
    other.approved();
}

#[test]
fn a_daily_loss_ends_with_the_day_and_floating_counts() {
    let mut host = host_with("risk.limits.weekly_loss_max_frac", "1.0");
    host.bar(100.0);
    host.account.equity = 9_400.0; // floating: the balance is as before
    host.push_account();
    assert_refused(&mut host, (501, 0.06, 0.05));
    assert!((host.status().daily_loss_frac - 0.06).abs() < 1e-12);
    host.account.equity = 10_000.0;
    assert_refused(&mut host, (501, 0.0, 0.05));
    host.advance_ms(16 * 3_600_000); // past midnight
    host.approved();
}

#[test]
fn a_weekly_loss_ends_with_the_week() {
    let mut host = host_with("risk.limits.daily_loss_max_frac", "1.0");
    host.bar(100.0);
    host.equity(8_900.0);
    assert_refused(&mut host, (502, 0.11, 0.1));
    host.advance_ms(24 * 3_600_000);
    assert_refused(&mut host, (502, 0.11, 0.1));
    host.advance_ms(6 * 24 * 3_600_000);
    host.approved();
}

#[test]
fn a_drawdown_halts_until_a_reset_and_closes() {
    let options = Options::new()
        .set("risk.limits.daily_loss_max_frac", "1.0")
        .set("risk.limits.weekly_loss_max_frac", "1.0");
    let mut host = Host::open(options);
    let position = host.bought();
    host.equity(8_000.0);
    let close = order(&host.drain());
    assert_eq!((close.action, close.position_ticket), (HT_ACTION_CLOSE, position.ticket));
    host.execute(&close);
    assert_refused(&mut host, (506, 503.0, 0.0));
    assert_eq!(host.status().state, HT_STATE_HALTED);
    host.equity(20_000.0);
    assert!(host.command(HT_COMMAND_RESUME) >= 0);
    assert_refused(&mut host, (506, 503.0, 0.0));
    host.equity(8_000.0);
    assert!(host.command(HT_COMMAND_RESET) >= 0);
    assert_eq!(host.status().state, HT_STATE_ACTIVE);
    // Measured from the equity at the reset: 8,000 to 6,400 is a new 20 %.
    host.equity(6_401.0);
    assert_eq!(host.status().state, HT_STATE_ACTIVE);
    assert_eq!(host.approved().lots, 0.25, "2 % of 6,401 over 500, rounded down");
    host.equity(6_400.0);
    assert_eq!(host.status().state, HT_STATE_HALTED);
}

#[test]
fn losses_in_a_row_pause_entries() {
    let mut host = host();
    for number in 1..=4 {
        host.bought();
        host.closed_outside(-10.0);
        assert_eq!(host.status().losses_in_row, number % 4);
    }
    let last_loss_msc = host.now_msc - 1_000;
    let (code, left_s, limit) = host.refused();
    let expected_s = (last_loss_msc + 3_600_000 - host.now_msc) as f64 / 1e3;
    assert_same((code, left_s, limit), (504, expected_s, 4.0));
    host.now_msc = last_loss_msc + 3_600_000;
    host.approved();
}

#[test]
fn a_win_ends_the_streak_and_a_repeated_deal_counts_once() {
    let mut host = host();
    for profit in [-10.0, -10.0, -10.0, 5.0, -10.0, -10.0, -10.0] {
        host.bought();
        let position = host.positions[0];
        host.positions.clear();
        let deal = host.deal(&position, 1, profit);
        for _ in 0..3 {
            assert!(host.push_deal(&deal) >= 0);
        }
        host.snapshot();
    }
    assert_eq!(host.status().losses_in_row, 3);
    host.approved();
}

#[test]
fn too_many_orders_in_the_window() {
    let options = Options::new()
        .set("risk.limits.orders_max", "2")
        .set("risk.limits.orders_window_s", "3600");
    let mut host = Host::open(options);
    for _ in 0..2 {
        host.bought();
        host.closed_outside(1.0);
    }
    assert_refused(&mut host, (505, 2.0, 2.0));
    host.advance_ms(3_600_000);
    host.approved();
}

#[test]
fn the_operators_switches() {
    let mut host = host();
    host.command(HT_COMMAND_PAUSE);
    assert_eq!(host.status().state, HT_STATE_REDUCING);
    assert_refused(&mut host, (507, 0.0, 0.0));
    host.command(HT_COMMAND_RESUME);
    host.command(HT_COMMAND_HALT);
    assert_refused(&mut host, (506, 0.0, 0.0));
    host.command(HT_COMMAND_RESUME);
    assert_refused(&mut host, (506, 0.0, 0.0));
    host.command(HT_COMMAND_RESET);
    host.approved();
}

#[test]
fn an_order_that_was_not_collected_before_a_halt_is_never_handed_out() {
    for command in [HT_COMMAND_HALT, HT_COMMAND_PAUSE, HT_COMMAND_FLATTEN] {
        let mut host = host();
        host.prepare_buy();
        host.snapshot();
        host.tick(100.0);
        assert_eq!(host.status().order_in_flight, 1);
        host.command(command);
        let decisions = host.drain();
        assert!(
            decisions.iter().all(|decision| decision.action == HT_ACTION_REFUSED),
            "{decisions:?}"
        );
        assert!(matches!(refusal(&decisions).0, 506 | 507));
        let status = host.status();
        assert_eq!((status.order_in_flight, status.open_risk), (0, 0.0));
    }
}

#[test]
fn an_order_that_was_not_collected_before_a_drawdown_is_never_handed_out() {
    let mut host = host();
    host.prepare_buy();
    host.snapshot();
    host.tick(100.0);
    host.equity(7_000.0);
    assert_eq!(refusal(&host.drain()).0, 506);
}

#[test]
fn flatten_closes_and_pauses() {
    let mut host = host();
    let position = host.bought();
    assert!(host.command(HT_COMMAND_FLATTEN) > 0);
    let close = order(&host.drain());
    assert_eq!((close.action, close.position_ticket), (HT_ACTION_CLOSE, position.ticket));
    assert_eq!((close.lots, close.side, close.price), (0.4, HT_SIDE_SELL, 100.0));
    host.execute(&close);
    assert_eq!(host.drain().len(), 0);
    assert_refused(&mut host, (507, 0.0, 0.0));
}

#[test]
fn flatten_reaches_a_position_whose_order_was_still_on_its_way() {
    let mut host = host();
    let open = host.approved(); // collected: the host is sending it
    host.command(HT_COMMAND_FLATTEN);
    host.advance_ms(500);
    host.snapshot(); // no position yet
    host.execute(&open);
    let close = order(&host.drain());
    assert_eq!(close.action, HT_ACTION_CLOSE);
    assert_eq!(close.position_ticket, host.positions[0].ticket);
}

#[test]
fn a_loss_limit_closes_only_on_request() {
    for (value, closes) in [("false", 0), ("true", 1)] {
        let mut host = host_with("risk.limits.close_on_loss_limit", value);
        host.bought();
        host.equity(9_400.0);
        let decisions = host.drain();
        assert_eq!(decisions.len(), closes, "{decisions:?}");
        assert!(decisions.iter().all(|decision| decision.action == HT_ACTION_CLOSE));
    }
}

#[test]
fn the_stop_goes_to_the_open_price_then_follows_and_never_back() {
    let mut host = host_with("trailing.enabled", "true");
    let position = host.bought(); // at 100.02, stop 95.02
    let mut step = |bid: f64| {
        host.advance_ms(1_000);
        host.tick(bid);
        let decisions = host.drain();
        assert!(decisions.len() <= 1, "{decisions:?}");
        decisions.first().map(|decision| {
            assert_eq!(decision.action, HT_ACTION_MODIFY);
            assert_eq!((decision.position_ticket, decision.side), (position.ticket, HT_SIDE_BUY));
            host.execute(decision);
            decision.stop_loss
        })
    };
    assert_eq!(step(101.01), None, "+0.99 %");
    assert_eq!(step(101.03), Some(100.02), "+1.01 %: to the open price");
    assert_eq!(step(100.50), None);
    assert_eq!(step(101.90), None, "+1.88 %");
    // 1 % of 100.02 is 1.0002 behind the bid, rounded towards the price.
    assert_eq!(step(102.50), Some(101.50));
    assert_eq!(step(102.55), None, "a step below 0.1 % is not worth a request");
    assert_eq!(step(101.80), None, "never back");
    assert_eq!(step(104.00), Some(103.00));
}

#[test]
fn within_the_freeze_level_nothing_is_changed() {
    let mut host = Host::open(Options::new().set("trailing.enabled", "true"));
    host.symbol.freeze_level_points = 600;
    assert_eq!(host.push_symbol(), HT_OK);
    host.bought();
    host.tick(101.02); // 600 points above the stop of 95.02: frozen
    assert_eq!(host.drain().len(), 0);
    host.advance_ms(1_000);
    host.tick(101.03);
    assert_eq!(order(&host.drain()).stop_loss, 100.02);
}

#[test]
fn live_and_paper_engines_without_a_state_folder_take_no_risk() {
    for mode in [HT_MODE_LIVE, HT_MODE_PAPER] {
        let mut options = Options::new();
        options.mode = mode;
        let mut host = Host::open(options);
        assert_refused(&mut host, (701, 0.0, 0.0));
        assert!(!last_error(0).contains("panic"));
    }
}
