//! Contracts as a broker published them, where the shared data is present.

use super::*;

/// One entry of `symbol_info.json`, and a market to size it in.
struct Published {
    name: &'static str,
    digits: u32,
    bid: f64,
    spread: f64,
    /// Account currency per unit of the profit currency.
    rate: f64,
}

const MARKETS: [Published; 6] = [
    Published { name: "forex/EURUSD", digits: 5, bid: 1.1, spread: 0.0001, rate: 1.0 },
    Published { name: "forex/GBPJPY", digits: 3, bid: 190.0, spread: 0.02, rate: 1.0 / 150.0 },
    Published { name: "forex/USDCHF", digits: 5, bid: 0.9, spread: 0.0001, rate: 1.0 / 0.9 },
    Published { name: "crypto/BTCUSD", digits: 2, bid: 60_000.0, spread: 20.0, rate: 1.0 },
    Published { name: "crypto/ETHUSD", digits: 2, bid: 3_000.0, spread: 2.0, rate: 1.0 },
    Published { name: "stocks/AAPL", digits: 2, bid: 200.0, spread: 0.05, rate: 1.0 },
];

fn read() -> Option<serde_json::Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/mt5_symbols/symbol_info.json");
    let other =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/mt5_symbols/symbol_info.json");
    let text = std::fs::read_to_string(path).or_else(|_| std::fs::read_to_string(other)).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn published_contracts_lose_two_percent_at_most_and_nearly_that() {
    let Some(symbols) = read() else { return };
    for market in MARKETS {
        let info = &symbols[market.name];
        let number = |key: &str| info[key].as_f64().unwrap();
        let text = |key: &str| currency(info[key].as_str().unwrap());
        let tick_size = 1.0 / 10_f64.powi(market.digits as i32);
        let contract_size = number("trade_contract_size");
        let tick_value = contract_size * tick_size * market.rate;
        let forex = info["market"] == "Forex";
        let step_lots = number("volume_step");
        let mut world = World::new();
        world.spec = SymbolSpec {
            digits: market.digits,
            point: tick_size,
            tick_size,
            tick_value_profit: tick_value,
            tick_value_loss: tick_value,
            contract_size,
            calc_mode: if forex { CalcMode::Forex } else { CalcMode::CfdLeverage },
            volume: VolumeRules {
                min_lots: number("volume_min"),
                max_lots: number("volume_max"),
                step_lots,
                limit_lots: 0.0,
            },
            currency_base: text("currency_margin"),
            currency_profit: text("currency_profit"),
            currency_margin: text("currency_margin"),
            ..spec()
        };
        assert_eq!(world.spec.check(), []);
        world.quote = Some(quote(market.bid, market.bid + market.spread));
        let distance = market.bid * 0.01;
        let entry = world.order(RiskConfig::default(), &signal(Side::Sell, distance)).unwrap();
        let intent = entry.intent.get();
        let loss_per_lot = (intent.stop_loss.unwrap() - intent.price) * contract_size * market.rate;
        let loss = intent.lots * loss_per_lot;
        assert!(loss <= 200.0 + 1e-6, "{} loses {loss}", market.name);
        assert!(loss > 200.0 - step_lots * loss_per_lot - 1e-6, "{} loses {loss}", market.name);
    }
}
