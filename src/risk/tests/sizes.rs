//! Volumes, against arithmetic done by hand.

use super::*;

fn costs(change: impl FnOnce(&mut RiskSettings)) -> RiskConfig {
    let mut config = RiskConfig::default();
    change(&mut config.risk);
    config
}

#[test]
fn two_percent_of_ten_thousand_with_a_stop_five_percent_away_is_forty_hundredths() {
    // One lot is worth 10,000 x 1.00000; it loses 500 over 5 %; 200 / 500 = 0.40.
    let mut world = World::new();
    world.spec.contract_size = 10_000.0;
    world.spec.tick_value_loss = 0.1;
    world.quote = Some(quote(0.9999, 1.0));
    let entry = world.order(RiskConfig::default(), &signal(Side::Buy, 0.05)).unwrap();
    let order = *entry.intent.get();
    assert_eq!(order.lots, 0.40);
    assert_eq!((order.price, order.stop_loss), (1.0, Some(0.95)));
    assert_eq!(entry.sizing.allowed_money, 200.0);
    assert_eq!(entry.sizing.loss_per_lot, 500.0);
    assert_eq!(entry.sizing.loss_at_stop, 200.0);
    assert_eq!(entry.sizing.limited_by, LimitedBy::Risk);
    assert_eq!((order.deviation_points, order.expires), (10, TERMS.expires));

    world.quote = Some(quote(1.0, 1.0001));
    let entry = world.order(RiskConfig::default(), &signal(Side::Sell, 0.05)).unwrap();
    assert_eq!((entry.intent.get().lots, entry.intent.get().stop_loss), (0.40, Some(1.05)));
}

#[test]
fn the_worst_accepted_fill_keeps_the_hard_cap() {
    // 280 at risk over 50 points is 5.60 lots; the cap of 300 leaves 20 for 5.60 a point: 3 points.
    let world = World::new();
    let entry = world.order(costs(|risk| risk.risk_frac = 0.028), &signal(Side::Buy, 0.0005));
    let order = *entry.unwrap().intent.get();
    assert_eq!((order.lots, order.deviation_points), (5.6, 3));
    let entry = world.order(costs(|risk| risk.risk_frac = 0.03), &signal(Side::Buy, 0.0005));
    assert_eq!(entry.unwrap().intent.get().deviation_points, 0);
    // At 200 the cap leaves 100 for 4.00 a point: more than the 10 that are configured.
    let entry = world.order(RiskConfig::default(), &signal(Side::Buy, 0.0005)).unwrap();
    assert_eq!(entry.intent.get().deviation_points, 10);
}

#[test]
fn fx_in_the_account_currency() {
    // 50 points of 1 dollar a lot: 200 / 50 = 4.00 lots.
    // Margin: 100,000 EUR / 100 x 1.1001 USD = 1,100.10 a lot; 4 lots need 4,400.40 of 9,000.
    let entry = World::new().order(RiskConfig::default(), &signal(Side::Buy, 0.0005)).unwrap();
    assert_eq!(entry.intent.get().lots, 4.0);
    assert_eq!(entry.sizing.stop_distance_ticks, 50);
    assert!((entry.sizing.margin_needed - 4_400.4).abs() < 1e-9);
    assert_eq!(entry.sizing.open_risk_after, 200.0);
}

#[test]
fn a_yen_pair_uses_the_tick_value_that_was_given() {
    // GBPJPY on a dollar account, USDJPY at 150: a tick of 0.001 yen on 100,000 is 100 yen
    // = 0.666667 dollars. Stop 0.500 yen = 500 ticks = 333.33 a lot; 200 / 333.33 = 0.6 lots.
    // The quotient is a rounding error above or below 0.6; either way 0.60 must not lose over 200.
    let mut world = World::new();
    world.spec = SymbolSpec {
        digits: 3,
        point: 0.001,
        tick_size: 0.001,
        tick_value_profit: 100.0 / 150.0,
        tick_value_loss: 100.0 / 150.0,
        currency_base: currency("GBP"),
        currency_profit: currency("JPY"),
        currency_margin: currency("GBP"),
        ..spec()
    };
    world.quote = Some(quote(190.0, 190.02));
    let entry = world.order(RiskConfig::default(), &signal(Side::Buy, 0.5)).unwrap();
    assert_eq!(entry.intent.get().lots, 0.60);
    assert_eq!(entry.intent.get().stop_loss, Some(189.52));
    // Margin: 1,000 GBP x 190.02 yen / 150 = 1,266.80 dollars a lot.
    assert!((entry.sizing.margin_per_lot - 1_266.8).abs() < 1e-9);
}

#[test]
fn gold() {
    // XAUUSD, 100 ounces: a tick of 0.01 is 1 dollar. Stop 8.37 = 837 a lot; 200 / 837 = 0.2389.
    let mut world = World::new();
    world.spec = SymbolSpec {
        digits: 2,
        point: 0.01,
        tick_size: 0.01,
        contract_size: 100.0,
        calc_mode: CalcMode::CfdLeverage,
        currency_base: currency("XAU"),
        currency_margin: currency("XAU"),
        ..spec()
    };
    world.quote = Some(quote(2_000.0, 2_000.3));
    let entry = world.order(RiskConfig::default(), &signal(Side::Buy, 8.37)).unwrap();
    assert_eq!(entry.intent.get().lots, 0.23);
    assert_eq!(entry.intent.get().stop_loss, Some(1_991.93));
}

#[test]
fn an_index_in_euro_on_a_dollar_account_with_quarter_ticks() {
    // 25 EUR an index point, tick 0.5 = 12.50 EUR; EURUSD 1.1: 13.75 dollars a tick.
    // Bid 16,000.0, stop 20.3 above = 16,020.3, rounded towards the entry to 16,020.0: 40 ticks
    // = 550 a lot; 200 / 550 = 0.3636, step 0.1: 0.3.
    let mut world = World::new();
    world.spec = SymbolSpec {
        digits: 1,
        point: 0.1,
        tick_size: 0.5,
        tick_value_profit: 13.75,
        tick_value_loss: 13.75,
        contract_size: 25.0,
        calc_mode: CalcMode::CfdLeverage,
        currency_base: currency("EUR"),
        currency_profit: currency("EUR"),
        volume: VolumeRules { min_lots: 0.1, max_lots: 50.0, step_lots: 0.1, limit_lots: 0.0 },
        ..spec()
    };
    world.quote = Some(quote(16_000.0, 16_001.0));
    let entry = world.order(RiskConfig::default(), &signal(Side::Sell, 20.3)).unwrap();
    assert_eq!(entry.intent.get().stop_loss, Some(16_020.0));
    assert_eq!(entry.sizing.stop_distance_ticks, 40);
    assert_eq!(entry.intent.get().lots, 0.3);
}

#[test]
fn a_coin() {
    // BTCUSD, 1 coin, tick 0.01 = 0.01 dollars. Stop 1,500 = 1,500 a lot; 200 / 1,500 = 0.1333.
    let mut world = World::new();
    world.spec = SymbolSpec {
        digits: 2,
        point: 0.01,
        tick_size: 0.01,
        tick_value_profit: 0.01,
        tick_value_loss: 0.01,
        contract_size: 1.0,
        calc_mode: CalcMode::CfdLeverage,
        currency_base: currency("BTC"),
        currency_margin: currency("BTC"),
        ..spec()
    };
    world.quote = Some(quote(60_000.0, 60_020.0));
    let entry = world.order(RiskConfig::default(), &signal(Side::Buy, 1_500.0)).unwrap();
    assert_eq!(entry.intent.get().lots, 0.13);
}

#[test]
fn commission_and_slippage_are_part_of_the_loss() {
    // Stop 50 points = 50; slippage 10 points = 10; commission 7: 67 a lot; 200 / 67 = 2.985.
    let config = costs(|risk| (risk.commission_per_lot, risk.slippage_points) = (7.0, 10));
    let entry = World::new().order(config, &signal(Side::Buy, 0.0005)).unwrap();
    assert_eq!(entry.sizing.loss_per_lot, 67.0);
    assert_eq!(entry.intent.get().lots, 2.98);
    assert!((entry.sizing.loss_at_stop - 199.66).abs() < 1e-9);
    // 0.01 % of 1.1001 x 100,000 dollars = 11.001 a lot.
    let config = costs(|risk| risk.commission_turnover_frac = 0.0001);
    let entry = World::new().order(config, &signal(Side::Buy, 0.0005)).unwrap();
    assert!((entry.sizing.commission_per_lot - 11.001).abs() < 1e-9);
}

#[test]
fn the_stop_is_rounded_towards_the_entry_and_the_size_follows() {
    // Ask 1.10010 - 0.000504 = 1.099596, up to 1.09960: 50 ticks, not 50.4.
    let entry = World::new().order(RiskConfig::default(), &signal(Side::Buy, 0.000_504)).unwrap();
    assert_eq!(entry.intent.get().stop_loss, Some(1.0996));
    assert_eq!(entry.sizing.stop_distance_ticks, 50);
    assert_eq!(entry.intent.get().lots, 4.0);
    // Targets too: 1.10010 + 0.001006 = 1.101106, down to 1.10110.
    let target = Signal { target_distance: Some(0.001_006), ..signal(Side::Buy, 0.0005) };
    let entry = World::new().order(RiskConfig::default(), &target).unwrap();
    assert_eq!(entry.intent.get().take_profit, Some(1.1011));
    // Short: 1.10000 - 0.001006 = 1.098994, up to 1.09900.
    let target = Signal { target_distance: Some(0.001_006), ..signal(Side::Sell, 0.0005) };
    let entry = World::new().order(RiskConfig::default(), &target).unwrap();
    assert_eq!(entry.intent.get().take_profit, Some(1.099));
}

#[test]
fn free_margin_the_broker_and_the_configuration_cap_the_volume() {
    // Margin 1,100.10 a lot; 90 % of 2,000 free = 1,800: 1.636 lots.
    let mut world = World::new();
    world.account = Some(Account { margin_free: 2_000.0, ..account(10_000.0) });
    let entry = world.order(RiskConfig::default(), &signal(Side::Buy, 0.0005)).unwrap();
    assert_eq!((entry.intent.get().lots, entry.sizing.limited_by), (1.63, LimitedBy::Margin));

    let mut world = World::new();
    world.spec.volume.max_lots = 1.5;
    let entry = world.order(RiskConfig::default(), &signal(Side::Buy, 0.0005)).unwrap();
    assert_eq!((entry.intent.get().lots, entry.sizing.limited_by), (1.5, LimitedBy::VolumeMax));

    let config = costs(|risk| risk.lots_max = 0.255);
    let entry = World::new().order(config, &signal(Side::Buy, 0.0005)).unwrap();
    assert_eq!((entry.intent.get().lots, entry.sizing.limited_by), (0.25, LimitedBy::LotsMax));
}

#[test]
fn below_the_minimum_is_refused_and_never_raised() {
    // Stop 0.21: 21,000 a lot; 200 / 21,000 = 0.0095.
    let refusal = World::new().order(RiskConfig::default(), &signal(Side::Buy, 0.21)).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::VolumeBelowMinimum);
    assert!((refusal.actual - 0.009_523_8).abs() < 1e-6);
    assert_eq!(refusal.limit, 0.01);
}

#[test]
fn a_base_currency_account_is_checked_against_the_price() {
    // USDJPY on a dollar account at 150: a tick of 0.001 is 100 yen = 0.6667 dollars.
    let mut world = World::new();
    world.spec = SymbolSpec {
        digits: 3,
        point: 0.001,
        tick_size: 0.001,
        tick_value_profit: 100.0 / 150.0,
        tick_value_loss: 100.0 / 150.0,
        currency_base: currency("USD"),
        currency_profit: currency("JPY"),
        currency_margin: currency("USD"),
        ..spec()
    };
    world.quote = Some(quote(149.98, 150.0));
    // Margin of a lot: 1,000 dollars. Stop 0.3 = 300 ticks = 200 dollars a lot: 1.00 lots.
    let entry = world.order(RiskConfig::default(), &signal(Side::Buy, 0.3)).unwrap();
    assert_eq!((entry.intent.get().lots, entry.sizing.margin_per_lot), (1.0, 1_000.0));
    // A host that hands in the value in yen would size 150 times too small; in cents, too large.
    for wrong in [100.0, 100.0 / 15_000.0] {
        world.spec.tick_value_loss = wrong;
        let result = world.order(RiskConfig::default(), &signal(Side::Buy, 0.3));
        assert_eq!(code(result), RefusalCode::ContractInconsistent);
    }
}
