//! Fills and money by hand-worked examples.

use super::*;
use crate::cli::prices::contract::PriceFacts;

fn terminal() -> Terminal {
    let facts = PriceFacts { first_price: 1.1, decimals: 5, by_last: false };
    Terminal::new(
        Contract::new("EURUSD", &facts, ACCOUNT_CURRENCY, None).unwrap(),
        1.1,
        false,
        10_000.0,
    )
    .unwrap()
}

fn tick(time_msc: i64, bid: f64, ask: f64) -> HtMqlTick {
    HtMqlTick::new(time_msc, bid, ask, 0.0, 0.0, 6)
}

fn order(action: i32, side: i32, lots: f64) -> HtDecision {
    HtDecision {
        struct_size: size_of::<HtDecision>() as u32,
        action,
        id: 1,
        time_msc: 0,
        bar_time_s: 0,
        expires_msc: i64::MAX,
        position_ticket: 1,
        lots,
        price: 1.1001,
        stop_loss: 1.0951,
        take_profit: 1.1101,
        confidence_frac: 0.0,
        risk_money: 0.0,
        refusal_actual: 0.0,
        refusal_limit: 0.0,
        side,
        deviation_points: 10,
        refusal_code: 0,
        attempt: 1,
    }
}

/// A long position of 0.4 lots at the ask 1.1001.
fn long() -> Terminal {
    let mut terminal = terminal();
    terminal.on_tick(&tick(1_000, 1.1, 1.1001), false).unwrap();
    let result = terminal.execute(&order(HT_ACTION_OPEN, HT_SIDE_BUY, 0.4)).unwrap();
    assert_eq!((result.retcode, result.price, result.lots), (10_009, 1.1001, 0.4));
    terminal
}

#[test]
fn a_long_opens_at_the_ask_and_is_worth_its_bid() {
    let terminal = long();
    let account = terminal.account().unwrap();
    // Bid is 10 points below the entry: 10 * 1 USD * 0.4 = 4 USD below the balance.
    assert_eq!((account.balance, account.equity), (10_000.0, 9_996.0));
    // 0.4 * 100,000 * 1.1001 / 100 = 440.04.
    assert!((account.margin - 440.04).abs() < 1e-9);
}

#[test]
fn a_stop_that_is_jumped_over_is_filled_at_the_quote() {
    let mut terminal = long();
    terminal.on_tick(&tick(2_000, 1.09, 1.0901), false).unwrap();
    assert!(terminal.positions().is_empty());
    // 1.0900 - 1.1001 = -1010 points: 1010 * 0.4 = 404 USD lost.
    assert_eq!(terminal.balance().unwrap().micros, 9_596_000_000);
    let results = terminal.results().unwrap();
    assert_eq!((results.trades, results.wins, results.net_profit_micros), (1, 0, -404_000_000));
    assert_eq!(results.max_drawdown_micros, 404_000_000);
    let deals = terminal.take_deals();
    assert_eq!((deals.len(), deals[1].entry, deals[1].side), (2, 1, HT_SIDE_SELL));
    assert_eq!(deals[1].profit, -404.0);
}

#[test]
fn inside_a_bar_a_stop_is_filled_at_its_own_price() {
    let mut terminal = long();
    terminal.on_tick(&tick(2_000, 1.09, 1.0901), true).unwrap();
    // 1.0951 - 1.1001 = -500 points: 200 USD lost, which is what was risked.
    assert_eq!(terminal.balance().unwrap().micros, 9_800_000_000);
}

#[test]
fn a_target_is_never_filled_better_than_its_price() {
    let mut terminal = long();
    terminal.on_tick(&tick(2_000, 1.12, 1.1201), false).unwrap();
    // 1.1101 - 1.1001 = 1000 points: 400 USD won.
    assert_eq!(terminal.balance().unwrap().micros, 10_400_000_000);
    assert_eq!(terminal.results().unwrap().wins, 1);
}

#[test]
fn a_short_is_watched_on_the_ask() {
    let mut terminal = terminal();
    terminal.on_tick(&tick(1_000, 1.1, 1.1001), false).unwrap();
    let mut sell = order(HT_ACTION_OPEN, HT_SIDE_SELL, 1.0);
    (sell.price, sell.stop_loss, sell.take_profit) = (1.1, 1.105, 0.0);
    assert_eq!(terminal.execute(&sell).unwrap().price, 1.1);
    terminal.on_tick(&tick(2_000, 1.1049, 1.10499), false).unwrap();
    assert_eq!(terminal.positions().len(), 1);
    terminal.on_tick(&tick(3_000, 1.1049, 1.105), false).unwrap();
    assert!(terminal.positions().is_empty());
    assert_eq!(terminal.balance().unwrap().micros, 9_500_000_000); // 500 points of 1 USD
}

#[test]
fn closing_and_changing_need_the_position() {
    let mut terminal = long();
    let mut change = order(HT_ACTION_MODIFY, HT_SIDE_BUY, 0.0);
    change.stop_loss = 1.0999;
    assert_eq!(terminal.execute(&change).unwrap().retcode, 10_009);
    assert_eq!(terminal.positions()[0].stop_loss, 1.0999);
    let close = order(HT_ACTION_CLOSE, HT_SIDE_SELL, 0.4);
    assert_eq!(terminal.execute(&close).unwrap().price, 1.1);
    assert_eq!(terminal.execute(&close).unwrap().retcode, 10_036);
    assert_eq!(terminal.execute(&change).unwrap().retcode, 10_036);
}

#[test]
fn late_and_unaffordable_orders_are_not_filled() {
    let mut terminal = terminal();
    let buy = order(HT_ACTION_OPEN, HT_SIDE_BUY, 0.4);
    assert_eq!(terminal.execute(&buy).unwrap().retcode, 10_021);
    terminal.on_tick(&tick(1_000, 1.1, 1.1001), false).unwrap();
    let late = HtDecision { expires_msc: 999, ..buy };
    assert_eq!(terminal.execute(&late).unwrap().retcode, 0);
    // 10 lots need 11,001 USD.
    let large = HtDecision { lots: 10.0, ..buy };
    assert_eq!(terminal.execute(&large).unwrap().retcode, 10_019);
    assert!(terminal.positions().is_empty());
    // Market execution takes the price of the moment, however far the decision's is.
    let moved = HtDecision { price: 1.0, ..buy };
    let result = terminal.execute(&moved).unwrap();
    assert_eq!((result.retcode, result.price), (10_009, 1.1001));
}

#[test]
fn the_rate_of_a_dollar_pair_follows_the_price() {
    let facts = PriceFacts { first_price: 100.0, decimals: 3, by_last: false };
    let contract = Contract::new("USDJPY", &facts, ACCOUNT_CURRENCY, None).unwrap();
    let mut terminal = Terminal::new(contract, 100.0, false, 10_000.0).unwrap();
    assert!(terminal.take_changed_symbol().unwrap().is_some());
    terminal.on_tick(&tick(1_000, 100.9, 100.91), false).unwrap();
    assert!(terminal.take_changed_symbol().unwrap().is_none());
    terminal.on_tick(&tick(2_000, 125.0, 125.01), false).unwrap();
    let symbol = terminal.take_changed_symbol().unwrap().unwrap();
    assert!((symbol.tick_value_loss - 0.8).abs() < 1e-12); // 100 JPY at 125
}
