//! Limits on equity, losses in a row, orders, and the operator's switches.

use super::*;

fn entry(gate: &mut RiskGate, world: &World) -> Result<EntryDecision, Refusal> {
    world.enter(gate, &Signal { bar_open: world.now, ..signal(Side::Buy, 0.0005) })
}

fn with_equity(world: &World, equity: f64) -> World {
    let mut world = world.clone();
    world.account = Some(Account { time: world.now, ..account(equity) });
    world
}

#[test]
fn a_daily_loss_refuses_until_the_next_day_even_if_equity_recovers() {
    let (mut gate, world) = (gate(), World::new());
    assert_eq!(gate.on_account(&account(10_000.0), NOON_S), None);
    assert_eq!(gate.on_account(&account(9_501.0), NOON_S), None);
    let breach = gate.on_account(&account(9_500.0), NOON_S);
    assert_eq!(breach, Some(Refusal::new(RefusalCode::DailyLoss, 0.05, 0.05)));
    assert_eq!(gate.on_account(&account(9_400.0), NOON_S), None, "reported once");
    let refusal = entry(&mut gate, &with_equity(&world, 9_900.0)).unwrap_err();
    assert_eq!(refusal, Refusal::new(RefusalCode::DailyLoss, 0.01, 0.05));
    // 2026-01-06 00:00 is 12 hours later.
    let late = with_equity(&world.later(12 * 3_600 - 1), 9_900.0);
    assert_eq!(code(entry(&mut gate, &late)), RefusalCode::DailyLoss);
    let next_day = with_equity(&world.later(12 * 3_600), 9_450.0);
    assert!(entry(&mut gate, &next_day).is_ok());
    assert_eq!(gate.state().day.start_equity, Some(9_450.0));
    assert_eq!(gate.state().week.start_equity, Some(10_000.0), "the week goes on");
}

#[test]
fn a_day_begins_at_the_reset_hour_of_the_servers_clock() {
    let mut gate = gate_with(|config| config.limits.reset_hour = 13);
    gate.on_account(&account(10_000.0), NOON_S);
    assert!(gate.on_account(&account(9_500.0), NOON_S + 3_599).is_some());
    gate.on_clock(NOON_S + 3_600);
    assert!(!gate.state().day.breached);
    assert_eq!(
        gate.state().day.start_equity,
        None,
        "the first snapshot of the day will be its base"
    );
    gate.on_account(&account(9_600.0), NOON_S + 3_600);
    assert!(gate.on_account(&account(9_000.0), NOON_S + 3_600).is_some());
    gate.on_clock(NOON_S);
    assert!(gate.state().day.breached, "a clock that steps back ends nothing");
    assert_eq!(gate.state().day.start_equity, Some(9_600.0));
}

#[test]
fn a_weekly_loss_refuses_until_the_next_week() {
    let mut gate = gate_with(|config| config.limits.daily_loss_max_frac = 1.0);
    let world = World::new();
    gate.on_account(&account(10_000.0), NOON_S);
    let breach = gate.on_account(&account(9_000.0), NOON_S + 2 * DAY_S);
    assert_eq!(breach, Some(Refusal::new(RefusalCode::WeeklyLoss, 0.1, 0.1)));
    let sunday = with_equity(&world.later(6 * DAY_S), 9_000.0);
    assert_eq!(code(entry(&mut gate, &sunday)), RefusalCode::WeeklyLoss);
    let monday = with_equity(&world.later(7 * DAY_S - 12 * 3_600), 9_000.0);
    assert!(entry(&mut gate, &monday).is_ok());
}

#[test]
fn a_week_may_begin_on_sunday() {
    let mut gate = gate_with(|config| {
        config.limits.daily_loss_max_frac = 1.0;
        config.limits.week_start = WeekStart::Sunday;
    });
    gate.on_account(&account(10_000.0), NOON_S);
    gate.on_account(&account(9_000.0), NOON_S);
    assert!(gate.state().week.breached);
    gate.on_clock(NOON_S + 5 * DAY_S);
    assert!(gate.state().week.breached, "Saturday noon");
    gate.on_clock(NOON_S + 6 * DAY_S);
    assert!(!gate.state().week.breached, "Sunday noon");
}

#[test]
fn a_drawdown_latches_until_a_reset_that_starts_from_the_present_equity() {
    let mut gate = gate_with(|config| {
        config.limits.daily_loss_max_frac = 1.0;
        config.limits.weekly_loss_max_frac = 1.0;
    });
    let world = World::new();
    gate.on_account(&account(10_000.0), NOON_S);
    gate.on_account(&account(12_000.0), NOON_S);
    assert_eq!(gate.on_account(&account(9_601.0), NOON_S), None);
    let breach = entry(&mut gate, &with_equity(&world, 9_600.0)).unwrap_err();
    assert_eq!(breach, Refusal::new(RefusalCode::Drawdown, 0.2, 0.2));
    assert_eq!(gate.state().mode, RiskMode::Halted);

    gate.on_account(&account(13_000.0), NOON_S);
    gate.resume();
    gate.pause();
    gate.on_clock(NOON_S + 30 * DAY_S);
    let later = with_equity(&world.later(30 * DAY_S), 9_000.0);
    let refusal = entry(&mut gate, &later).unwrap_err();
    assert_eq!(refusal, Refusal::new(RefusalCode::Halted, 503.0, 0.0), "only a reset ends it");

    gate.on_account(&account(9_000.0), NOON_S + 30 * DAY_S);
    gate.reset();
    assert_eq!(gate.state().peak_equity, Some(9_000.0));
    assert!(entry(&mut gate, &later).is_ok(), "does not latch again at once");
    // 20 % of 9,000 is 1,800.
    assert_eq!(gate.on_account(&account(7_200.5), NOON_S + 30 * DAY_S), None);
    let breach = gate.on_account(&account(7_200.0), NOON_S + 30 * DAY_S).unwrap();
    assert_eq!(breach.code, RefusalCode::Drawdown);
}

#[test]
fn a_floating_loss_counts_though_the_balance_has_not_moved() {
    let mut gate = gate();
    gate.on_account(&account(10_000.0), NOON_S);
    let floating = Account { balance: 10_000.0, ..account(8_000.0) };
    assert_eq!(gate.on_account(&floating, NOON_S).unwrap().code, RefusalCode::Drawdown);
    assert!(gate.state().day.breached && gate.state().week.breached);
}

#[test]
fn snapshots_that_cannot_be_true_are_left_out() {
    let mut gate = gate();
    gate.on_account(&account(10_000.0), NOON_S);
    let before = *gate.state();
    for bad in [
        Account { equity: 0.0, balance: 0.0, ..account(0.0) },
        account(f64::NAN),
        account(f64::INFINITY),
        account(1e9),
        Account { login: LOGIN + 1, ..account(5_000.0) },
    ] {
        assert_eq!(gate.on_account(&bad, NOON_S), None);
        assert_eq!(*gate.state(), before);
    }
    let lost = gate.on_account(&account(-1.0), NOON_S).unwrap();
    assert_eq!(lost.code, RefusalCode::Drawdown, "a lost account is true");
}

#[test]
fn limits_ask_to_close_only_where_configured() {
    let demand = |change: fn(&mut RiskConfig), equity: f64| {
        let mut gate = gate_with(change);
        gate.on_account(&account(10_000.0), NOON_S);
        gate.on_account(&account(equity), NOON_S);
        gate.exit_demand().map(|refusal| refusal.code)
    };
    assert_eq!(demand(|_| {}, 9_500.0), None);
    assert_eq!(
        demand(|config| config.limits.close_on_loss_limit = true, 9_500.0),
        Some(RefusalCode::DailyLoss)
    );
    assert_eq!(
        demand(
            |config| {
                config.limits.close_on_loss_limit = true;
                config.limits.daily_loss_max_frac = 1.0;
            },
            9_000.0
        ),
        Some(RefusalCode::WeeklyLoss)
    );
    assert_eq!(demand(|_| {}, 8_000.0), Some(RefusalCode::Drawdown));
    assert_eq!(demand(|config| config.limits.close_on_drawdown = false, 8_000.0), None);
    for (close_on_operator_halt, expected) in [(false, None), (true, Some(RefusalCode::Halted))] {
        let mut gate =
            gate_with(|config| config.limits.close_on_operator_halt = close_on_operator_halt);
        gate.halt("test");
        assert_eq!(gate.exit_demand().map(|refusal| refusal.code), expected);
    }
}

#[test]
fn an_operators_halt_is_latched_and_a_pause_is_not() {
    let (mut gate, world) = (gate(), World::new());
    gate.pause();
    assert_eq!(code(entry(&mut gate, &world)), RefusalCode::Reducing);
    gate.resume();
    assert!(entry(&mut gate, &world).is_ok());
    gate.halt(&"\u{e9}".repeat(40));
    assert_eq!(gate.status().halt_reason.as_str(), "\u{e9}".repeat(32), "cut at a character");
    gate.resume();
    let refusal = entry(&mut gate, &world.later(60)).unwrap_err();
    assert_eq!(refusal, Refusal::new(RefusalCode::Halted, 0.0, 0.0));
    gate.reset();
    assert!(entry(&mut gate, &world.later(60)).is_ok());
}

#[test]
fn losses_in_a_row_start_a_pause() {
    let mut gate = gate_with(|config| {
        (config.limits.loss_streak_max, config.limits.cool_down_minutes) = (2, 10);
    });
    let world = World::new();
    assert!(gate.on_deal(&closing_deal(1, 101, -5.0), world.now));
    assert!(gate.on_deal(&closing_deal(2, 102, 5.0), world.now), "a win ends the row");
    assert!(gate.on_deal(&closing_deal(3, 103, -5.0), world.now));
    assert!(!gate.on_deal(&closing_deal(3, 103, -5.0), world.now), "once per ticket");
    assert_eq!(gate.status().loss_streak, 1);
    assert!(entry(&mut gate, &world).is_ok());
    assert!(gate.on_deal(&closing_deal(4, 104, -5.0), world.now));
    let refusal = entry(&mut gate, &world.later(60)).unwrap_err();
    assert_eq!(refusal, Refusal::new(RefusalCode::LossStreak, 540.0, 2.0));
    assert!(entry(&mut gate, &world.later(600)).is_ok());
    assert_eq!(gate.status().loss_streak, 0);
}

#[test]
fn a_result_is_the_sum_over_all_deals_of_the_position() {
    let mut gate = gate();
    let now = at(NOON_S);
    let deal = |ticket, entry, lots, profit, commission, swap| Deal {
        entry,
        lots,
        commission,
        swap,
        ..closing_deal(ticket, 7, profit)
    };
    // +4 and +3 profit, -3.5 commission twice, -1 swap: 7 - 7 - 1 = -1, a loss.
    gate.on_deal(&deal(1, DealEntry::In, 0.4, 0.0, -3.5, 0.0), now);
    gate.on_deal(&deal(2, DealEntry::Out, 0.1, 4.0, 0.0, 0.0), now);
    assert_eq!(gate.status().loss_streak, 0, "not closed yet");
    gate.on_deal(&deal(3, DealEntry::Out, 0.3, 3.0, -3.5, -1.0), now);
    assert_eq!(gate.status().loss_streak, 1);
    // Turned over on a netting account: the old part lost, the rest is a new position.
    gate.on_deal(&deal(4, DealEntry::In, 0.4, 0.0, 0.0, 0.0), now);
    gate.on_deal(&deal(5, DealEntry::InOut, 1.0, -9.0, 0.0, 0.0), now);
    assert_eq!(gate.status().loss_streak, 2);
    assert!((gate.state().losses.open_lots - 0.6).abs() < 1e-12);
    gate.on_deal(&deal(6, DealEntry::Out, 0.6, 5.0, 0.0, 0.0), now);
    assert_eq!(gate.status().loss_streak, 0);
}

#[test]
fn only_own_deals_count_but_a_close_by_hand_does() {
    let mut gate = gate();
    let now = at(NOON_S);
    let by_hand = |ticket| Deal { magic: 0, ..closing_deal(ticket, 7, -5.0) };
    assert!(!gate.on_deal(&by_hand(1), now), "somebody else's position");
    assert!(!gate.on_deal(&Deal { symbol: symbol("GBPUSD"), ..closing_deal(2, 7, -5.0) }, now));
    assert!(!gate.on_deal(&closing_deal(3, 7, f64::NAN), now));
    gate.on_deal(&Deal { entry: DealEntry::In, ..closing_deal(4, 7, 0.0) }, now);
    assert!(gate.on_deal(&by_hand(5), now));
    assert_eq!(gate.status().loss_streak, 1);
}

#[test]
fn a_replayed_history_counts_once() {
    let mut gate = gate_with(|config| config.limits.loss_streak_max = 0);
    let deals: Vec<Deal> = (1..=100).map(|t| closing_deal(t, 1_000 + t, -1.0)).collect();
    let first = deals.iter().filter(|deal| gate.on_deal(deal, at(NOON_S))).count();
    let again = deals.iter().filter(|deal| gate.on_deal(deal, at(NOON_S))).count();
    assert_eq!((first, again, gate.status().loss_streak), (100, 0, 100));
}

#[test]
fn too_many_orders_stop_entries_but_not_closes() {
    let mut gate = gate_with(|config| config.limits.orders_max = 2);
    let world = World::new();
    let own = position(Side::Buy, 1.1, Some(1.09));
    assert!(entry(&mut gate, &world).is_ok());
    gate.on_order_resent(world.now);
    assert_eq!(code(entry(&mut gate, &world.later(1))), RefusalCode::OrderRate);
    assert!(gate.approve_close(&world.position_context(&own)).is_ok());
    assert!(entry(&mut gate, &world.later(60)).is_ok());
}

#[test]
fn a_drawdown_during_an_operators_halt_still_asks_to_close() {
    let mut gate = gate();
    gate.on_account(&account(10_000.0), NOON_S);
    gate.halt("test");
    assert_eq!(gate.exit_demand(), None);
    let breach = gate.on_account(&account(8_000.0), NOON_S).unwrap();
    assert_eq!(breach.code, RefusalCode::Drawdown);
    assert_eq!(gate.exit_demand(), Some(Refusal::new(RefusalCode::Drawdown, 0.2, 0.2)));
    assert_eq!(gate.on_account(&account(7_900.0), NOON_S), None, "reported once");
}
