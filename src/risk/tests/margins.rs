//! Margin of one lot by calculation mode, against the broker's formulas worked by hand.

use super::super::margin::margin_per_lot;
use super::*;

fn margin(spec: &SymbolSpec, price: f64, account: &str, leverage: u32) -> f64 {
    margin_per_lot(spec, Side::Buy, price, currency(account), leverage).unwrap()
}

/// 10 units a lot, tick 0.5, profit in the account currency: 5 a tick.
fn cfd(calc_mode: CalcMode) -> SymbolSpec {
    SymbolSpec {
        calc_mode,
        tick_size: 0.5,
        tick_value_loss: 5.0,
        contract_size: 10.0,
        currency_base: currency("USD"),
        currency_margin: currency("USD"),
        ..spec()
    }
}

#[test]
fn each_mode_has_its_formula() {
    // 100,000 EUR / 100 at 1.25 dollars = 1,250; without leverage 125,000.
    assert_eq!(margin(&spec(), 1.25, "USD", 100), 1_250.0);
    let full = SymbolSpec { calc_mode: CalcMode::ForexNoLeverage, ..spec() };
    assert_eq!(margin(&full, 1.25, "USD", 100), 125_000.0);
    // 10 x 4,000 = 40,000; / 20 = 2,000; index: 40,000 x 5 / 0.5 = 400,000.
    assert_eq!(margin(&cfd(CalcMode::Cfd), 4_000.0, "USD", 20), 40_000.0);
    assert_eq!(margin(&cfd(CalcMode::ExchangeStocks), 4_000.0, "USD", 20), 40_000.0);
    assert_eq!(margin(&cfd(CalcMode::CfdLeverage), 4_000.0, "USD", 20), 2_000.0);
    assert_eq!(margin(&cfd(CalcMode::CfdIndex), 4_000.0, "USD", 20), 400_000.0);
    for calc_mode in [CalcMode::Futures, CalcMode::ExchangeFutures] {
        let futures = SymbolSpec { margin_initial: 13_200.0, ..cfd(calc_mode) };
        assert_eq!(margin(&futures, 4_000.0, "USD", 20), 13_200.0);
    }
}

#[test]
fn currencies_are_converted_by_what_a_tick_is_worth() {
    // EURUSD on a euro account at 1.25: the margin currency is the account's, 1,000 EUR a lot.
    let euro_tick = SymbolSpec { tick_value_loss: 0.8, ..spec() };
    assert_eq!(margin(&euro_tick, 1.25, "EUR", 100), 1_000.0);
    // On a pound account where a dollar is 0.8 pounds: 1,250 dollars = 1,000 pounds.
    assert!((margin(&euro_tick, 1.25, "GBP", 100) - 1_000.0).abs() < 1e-9);
    // Margin in the profit currency: 1,000 dollars = 800 pounds.
    let in_dollars = SymbolSpec { currency_margin: currency("USD"), ..euro_tick };
    assert!((margin(&in_dollars, 1.25, "GBP", 100) - 800.0).abs() < 1e-9);
}

#[test]
fn the_hosts_margin_wins_and_an_initial_margin_counts_where_larger() {
    let handed_in = SymbolSpec { margin_per_lot_buy: 777.0, margin_per_lot_sell: 888.0, ..spec() };
    let of = |side| margin_per_lot(&handed_in, side, 1.25, currency("USD"), 100).unwrap();
    assert_eq!((of(Side::Buy), of(Side::Sell)), (777.0, 888.0));
    // 2,000 EUR at 1.25 = 2,500 dollars, more than the formula's 1,250.
    let initial = SymbolSpec { margin_initial: 2_000.0, ..spec() };
    assert_eq!(margin(&initial, 1.25, "USD", 100), 2_500.0);
    let initial = SymbolSpec { margin_initial: 10.0, ..spec() };
    assert_eq!(margin(&initial, 1.25, "USD", 100), 1_250.0);
}

#[test]
fn a_margin_that_cannot_be_known_is_refused() {
    let elsewhere = SymbolSpec { currency_margin: currency("CHF"), ..spec() };
    let result = margin_per_lot(&elsewhere, Side::Buy, 1.25, currency("USD"), 100);
    assert_eq!(result, Err(Refusal::new(RefusalCode::MarginUnknown, 0.0, 100.0)));
    let futures = cfd(CalcMode::Futures);
    assert!(margin_per_lot(&futures, Side::Buy, 1.25, currency("USD"), 100).is_err());
}
