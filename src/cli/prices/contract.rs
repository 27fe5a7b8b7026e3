//! The contract specification of a replay: files hold prices only, so the rest is assumed from the
//! symbol's name, printed as assumed, and can be replaced by a file (`--spec`).
//!
//! | class | lot | digits | volume | margin | modelled spread |
//! |---|---|---|---|---|---|
//! | currency pair | 100,000 of the base | 5, in yen 3 | 0.01 to 500 by 0.01 | leverage | 10 points |
//! | gold | 100 oz | 2 | 0.01 to 100 by 0.01 | leverage | 25 points |
//! | silver | 5,000 oz | 3 | 0.01 to 100 by 0.01 | leverage | 25 points |
//! | crypto | 1 coin | 2 | 0.01 to 1,000 by 0.01 | leverage | 1,000 points |
//! | other | 1 unit | of the file, 5 at most | 0.1 to 1,000 by 0.1 | leverage | 100 points |
//!
//! The made-up market (`SYNTHETIC`) is a currency pair, euro in dollars.
//!
//! The account is in US dollars. Profits in other currencies are converted at a fixed assumed rate;
//! where the base is the dollar (USDJPY) at the price itself, kept within 1 % of the market.

use std::path::Path;

use serde::{Deserialize, Serialize};

use hypertrader::backtest::ProfitRate;
use hypertrader::ffi::abi::{HtSession, HtSymbol};
use hypertrader::store::synthetic;
use hypertrader::types::{
    CalcMode, ChartMode, Currency, ExecutionMode, FillingFlags, FixedText, SwapMode, SymbolSpec,
    TradeMode, VolumeRules,
};

/// Currency of the simulated account.
pub(in crate::cli) const ACCOUNT_CURRENCY: &str = "USD";

/// Dollars for one unit: round numbers near the averages of 2010 to 2025, good enough to size
/// positions in a replay and never used outside it.
const DOLLARS: [(&str, f64); 20] = [
    ("USD", 1.0),
    ("USDT", 1.0),
    ("USDC", 1.0),
    ("EUR", 1.15),
    ("GBP", 1.35),
    ("CHF", 1.08),
    ("AUD", 0.75),
    ("NZD", 0.68),
    ("CAD", 0.78),
    ("JPY", 0.0085),
    ("SEK", 0.11),
    ("NOK", 0.12),
    ("DKK", 0.155),
    ("PLN", 0.27),
    ("HUF", 0.0033),
    ("CZK", 0.045),
    ("SGD", 0.74),
    ("HKD", 0.128),
    ("MXN", 0.055),
    ("ZAR", 0.07),
];
const COINS: [&str; 12] =
    ["BTC", "XBT", "ETH", "LTC", "BCH", "BNB", "XRP", "DOGE", "SOL", "ADA", "DOT", "TRX"];
/// `SYMBOL_TRADE_CALC_MODE`: forex, and contracts for difference with leverage.
const CALC_FOREX: i32 = 0;
const CALC_CFD_LEVERAGE: i32 = 4;

/// What the market data says about prices; the rest is assumed.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct PriceFacts {
    pub(in crate::cli) first_price: f64,
    /// Decimal places seen in the file, at most 8.
    pub(in crate::cli) decimals: u32,
    /// Bars are built from `last` (trades, bars) instead of the bid.
    pub(in crate::cli) by_last: bool,
}

/// A specification. Every field can be replaced by a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(in crate::cli) struct Contract {
    pub(in crate::cli) symbol: String,
    pub(in crate::cli) class: String,
    pub(in crate::cli) digits: u32,
    pub(in crate::cli) tick_size: f64,
    pub(in crate::cli) contract_size: f64,
    pub(in crate::cli) volume_min_lots: f64,
    pub(in crate::cli) volume_max_lots: f64,
    pub(in crate::cli) volume_step_lots: f64,
    pub(in crate::cli) calc_mode: i32,
    pub(in crate::cli) currency_base: String,
    pub(in crate::cli) currency_profit: String,
    pub(in crate::cli) currency_margin: String,
    /// Account currency for one unit of the profit currency. 0 = one divided by the price.
    pub(in crate::cli) profit_rate: f64,
    pub(in crate::cli) stops_level_points: u32,
    /// For data without quotes.
    pub(in crate::cli) spread_points: u32,
    /// Account currency per lot and deal, charged at entry and at exit.
    pub(in crate::cli) commission_per_lot: f64,
    pub(in crate::cli) leverage: u32,
}

/// The file of `--spec`: any of these keys.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Overrides {
    digits: Option<u32>,
    tick_size: Option<f64>,
    contract_size: Option<f64>,
    volume_min_lots: Option<f64>,
    volume_max_lots: Option<f64>,
    volume_step_lots: Option<f64>,
    calc_mode: Option<i32>,
    currency_base: Option<String>,
    currency_profit: Option<String>,
    currency_margin: Option<String>,
    profit_rate: Option<f64>,
    stops_level_points: Option<u32>,
    spread_points: Option<u32>,
    commission_per_lot: Option<f64>,
    leverage: Option<u32>,
}

fn is_currency(code: &str) -> bool {
    DOLLARS.iter().any(|(known, _)| *known == code)
}

fn dollars(code: &str) -> Option<f64> {
    DOLLARS.iter().find(|(known, _)| *known == code).map(|(_, rate)| *rate)
}

/// Base and profit currency of a name such as `EURUSD`, `BTCUSDT` or `XAUUSD.m`.
fn split_name(symbol: &str) -> Option<(String, String)> {
    if symbol == synthetic::SYMBOL {
        return Some(("EUR".to_owned(), "USD".to_owned()));
    }
    let plain: String =
        symbol.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let bases = ["XAU", "XAG"].into_iter().chain(COINS);
    let base = bases
        .chain(DOLLARS.iter().map(|(code, _)| *code))
        .find(|base| plain.starts_with(base) && plain.len() >= base.len() + 3)?;
    let rest = &plain[base.len()..];
    let quote = ["USDT", "USDC"].into_iter().find(|quote| rest.starts_with(quote));
    let quote = quote.or_else(|| rest.get(..3).filter(|quote| is_currency(quote)))?;
    Some((base.to_owned(), quote.to_owned()))
}

impl Contract {
    /// What a symbol of this name usually is.
    pub(in crate::cli) fn assumed(symbol: &str, facts: &PriceFacts) -> Self {
        let (base, profit) = split_name(symbol)
            .unwrap_or_else(|| (ACCOUNT_CURRENCY.to_owned(), ACCOUNT_CURRENCY.to_owned()));
        let is_pair = split_name(symbol).is_some();
        let in_small_units = profit == "JPY" || profit == "HUF";
        let (class, digits, contract_size, spread_points) = match base.as_str() {
            _ if !is_pair => ("other", facts.decimals.min(5), 1.0, 100),
            "XAU" => ("gold", 2, 100.0, 25),
            "XAG" => ("silver", 3, 5_000.0, 25),
            coin if COINS.contains(&coin) => {
                // Coins below a dollar need more places than two.
                let digits = if facts.first_price < 10.0 { facts.decimals.clamp(2, 6) } else { 2 };
                ("crypto", digits, 1.0, if digits == 2 { 1_000 } else { 10 })
            }
            _ if in_small_units => ("currency pair", 3, 100_000.0, 10),
            _ => ("currency pair", 5, 100_000.0, 10),
        };
        let is_forex = class == "currency pair";
        let base_is_account = is_forex && base == ACCOUNT_CURRENCY && profit != ACCOUNT_CURRENCY;
        let (volume_min_lots, volume_max_lots) = match class {
            "currency pair" => (0.01, 500.0),
            "gold" | "silver" => (0.01, 100.0),
            "crypto" => (0.01, 1_000.0),
            _ => (0.1, 1_000.0),
        };
        Self {
            symbol: symbol.to_owned(),
            class: class.to_owned(),
            digits,
            tick_size: point_of(digits),
            contract_size,
            volume_min_lots,
            volume_max_lots,
            volume_step_lots: volume_min_lots,
            calc_mode: if is_forex { CALC_FOREX } else { CALC_CFD_LEVERAGE },
            currency_margin: if is_forex { base.clone() } else { profit.clone() },
            profit_rate: if base_is_account { 0.0 } else { dollars(&profit).unwrap_or(1.0) },
            currency_base: base,
            currency_profit: profit,
            stops_level_points: 0,
            spread_points,
            commission_per_lot: 0.0,
            leverage: 100,
        }
    }

    /// Replaces what the file of `--spec` names. Errors name file, line and column.
    pub(in crate::cli) fn with_file(mut self, path: &Path) -> Result<Self, String> {
        let place = path.display();
        let text = std::fs::read_to_string(path).map_err(|error| format!("{place}: {error}"))?;
        let overrides: Overrides = toml::from_str(&text).map_err(|error| {
            let before = &text[..error.span().map_or(0, |span| span.start).min(text.len())];
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
            format!("{place}:{line}:{column}: {}", error.message())
        })?;
        macro_rules! replace {
            ($($field:ident)+) => {
                $(if let Some(value) = overrides.$field {
                    self.$field = value;
                })+
            };
        }
        if let Some(digits) = overrides.digits {
            self.tick_size = point_of(digits);
        }
        replace! {
            digits tick_size contract_size volume_min_lots volume_max_lots volume_step_lots
            calc_mode currency_base currency_profit currency_margin profit_rate stops_level_points
            spread_points commission_per_lot leverage
        }
        for (key, value) in [
            ("tick_size", self.tick_size),
            ("contract_size", self.contract_size),
            ("volume_step_lots", self.volume_step_lots),
        ] {
            if !(value.is_finite() && value > 0.0) {
                return Err(format!("{place}: {key} was {value}, expected a number above 0"));
            }
        }
        for (key, value) in
            [("profit_rate", self.profit_rate), ("commission_per_lot", self.commission_per_lot)]
        {
            if !(value.is_finite() && value >= 0.0) {
                return Err(format!("{place}: {key} was {value}, expected 0 or more"));
            }
        }
        if self.leverage == 0 {
            return Err(format!("{place}: leverage was 0, expected 1 or more"));
        }
        Ok(self)
    }

    /// Value of a point as a price.
    pub(in crate::cli) fn point(&self) -> f64 {
        point_of(self.digits)
    }

    /// Points in a price of 1.
    pub(in crate::cli) fn points_per_unit(&self) -> f64 {
        power_of_ten(self.digits)
    }

    /// Account currency for one unit of the profit currency while the price is `price`.
    pub(in crate::cli) fn rate_at(&self, price: f64) -> f64 {
        if self.profit_rate > 0.0 { self.profit_rate } else { 1.0 / price }
    }

    /// How profits become money of the account.
    pub(in crate::cli) fn rate(&self) -> ProfitRate {
        if self.profit_rate > 0.0 {
            ProfitRate::Fixed(self.profit_rate)
        } else {
            ProfitRate::OneOverPrice
        }
    }

    /// The specification as the engine has it, with the conversion `rate` of the moment.
    pub(in crate::cli) fn to_spec(&self, rate: f64, by_last: bool) -> Result<SymbolSpec, String> {
        let currency = |text: &str, key: &str| {
            Currency::new(text).ok_or_else(|| format!("{key} was {text:?}, expected a currency"))
        };
        let calc_mode = CalcMode::from_mt5(self.calc_mode)
            .ok_or_else(|| format!("calc_mode was {}, expected 0 to 5, 32, 33", self.calc_mode))?;
        let tick_value = self.contract_size * self.tick_size * rate;
        let spec = SymbolSpec {
            name: FixedText::new(&self.symbol)
                .ok_or_else(|| format!("symbol was {:?}, expected 1 to 31 bytes", self.symbol))?,
            digits: self.digits,
            point: self.point(),
            tick_size: self.tick_size,
            tick_value_profit: tick_value,
            tick_value_loss: tick_value,
            contract_size: self.contract_size,
            calc_mode,
            trade_mode: TradeMode::Full,
            execution_mode: ExecutionMode::Market,
            filling: FillingFlags(FillingFlags::FOK | FillingFlags::IOC),
            volume: VolumeRules {
                min_lots: self.volume_min_lots,
                max_lots: self.volume_max_lots,
                step_lots: self.volume_step_lots,
                limit_lots: 0.0,
            },
            stops_level_points: self.stops_level_points,
            freeze_level_points: 0,
            chart_mode: if by_last { ChartMode::Last } else { ChartMode::Bid },
            currency_base: currency(&self.currency_base, "currency_base")?,
            currency_profit: currency(&self.currency_profit, "currency_profit")?,
            currency_margin: currency(&self.currency_margin, "currency_margin")?,
            margin_initial: 0.0,
            margin_maintenance: 0.0,
            margin_per_lot_buy: 0.0,
            margin_per_lot_sell: 0.0,
            swap_mode: SwapMode::Disabled,
            swap_long: 0.0,
            swap_short: 0.0,
            swap_triple_day: 3,
            sessions: [None; SymbolSpec::MAX_SESSIONS],
        };
        let problems = spec.check();
        if problems.is_empty() {
            return Ok(spec);
        }
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Err(lines.join("; "))
    }

    /// What the terminal would hand to the engine, with the conversion `rate` of the moment.
    pub(in crate::cli) fn to_abi(&self, rate: f64, by_last: bool) -> Result<HtSymbol, String> {
        let code = |text: &str, key: &str| {
            FixedText::<8>::new(text)
                .map(|text| text.to_c())
                .ok_or_else(|| format!("{key} was {text:?}, expected at most 8 bytes"))
        };
        let number = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
        let tick_value = self.contract_size * self.tick_size * rate;
        Ok(HtSymbol {
            struct_size: size_of::<HtSymbol>() as u32,
            digits: number(self.digits),
            point: self.point(),
            tick_size: self.tick_size,
            tick_value_profit: tick_value,
            tick_value_loss: tick_value,
            contract_size: self.contract_size,
            volume_min: self.volume_min_lots,
            volume_max: self.volume_max_lots,
            volume_step: self.volume_step_lots,
            volume_limit: 0.0,
            margin_initial: 0.0,
            margin_maintenance: 0.0,
            margin_per_lot_buy: 0.0,
            margin_per_lot_sell: 0.0,
            swap_long: 0.0,
            swap_short: 0.0,
            calc_mode: self.calc_mode,
            trade_mode: 4,     // full
            execution_mode: 2, // market
            filling_flags: 3,  // fill-or-kill and immediate-or-cancel
            stops_level_points: number(self.stops_level_points),
            freeze_level_points: 0,
            chart_mode: i32::from(by_last),
            swap_mode: 0, // none
            swap_triple_day: 3,
            reserved: 0,
            sessions: [HtSession { day: 0, from_s: 0, to_s: 0, reserved: 0 }; 21],
            currency_base: code(&self.currency_base, "currency_base")?,
            currency_profit: code(&self.currency_profit, "currency_profit")?,
            currency_margin: code(&self.currency_margin, "currency_margin")?,
            reserved_text: [0; 48],
        })
    }
}

/// The price unit of the last decimal place, the double nearest to it.
fn point_of(digits: u32) -> f64 {
    1.0 / power_of_ten(digits)
}

/// Exact up to 15 digits, the most that a specification may have.
fn power_of_ten(digits: u32) -> f64 {
    (0..digits.min(15)).fold(1.0, |power, _| power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assumed(symbol: &str, first_price: f64) -> Contract {
        Contract::assumed(symbol, &PriceFacts { first_price, decimals: 5, by_last: false })
    }

    #[test]
    fn names_tell_the_kind_of_contract() {
        for (symbol, class, base, profit, point) in [
            ("EURUSD", "currency pair", "EUR", "USD", 0.000_01),
            ("USDJPY.m", "currency pair", "USD", "JPY", 0.001),
            ("XAUUSD", "gold", "XAU", "USD", 0.01),
            ("BTCUSDT", "crypto", "BTC", "USDT", 0.01),
            ("US100", "other", "USD", "USD", 0.000_01),
            ("SYNTHETIC", "currency pair", "EUR", "USD", 0.000_01),
        ] {
            let contract = assumed(symbol, 100.0);
            assert_eq!(contract.class, class, "{symbol}");
            assert_eq!(
                (contract.currency_base.as_str(), contract.currency_profit.as_str()),
                (base, profit)
            );
            assert_eq!(contract.point(), point, "{symbol}");
        }
    }

    #[test]
    fn tick_values_are_those_of_a_dollar_account() {
        // 100,000 EUR * 0.00001 = 1 USD a tick.
        let euro = assumed("EURUSD", 1.1);
        let tick_value = euro.to_abi(euro.rate_at(1.1), false).unwrap().tick_value_loss;
        assert!((tick_value - 1.0).abs() < 1e-12);
        // 100,000 USD * 0.001 = 100 JPY a tick; at 125 yen to the dollar 0.80 USD.
        let yen = assumed("USDJPY", 125.0);
        let tick_value = yen.to_abi(yen.rate_at(125.0), false).unwrap().tick_value_loss;
        assert!((tick_value - 0.8).abs() < 1e-12);
    }
}
