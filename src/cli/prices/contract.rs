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
//! Profits in other currencies than the account's are converted at a fixed assumed rate; where the
//! base is the account's (dollars of USDJPY) at the price itself, kept within 1 % of the market.
//!
//! | file | what |
//! |---|---|
//! | `file` | the file of `--spec` |
//! | `hours` | trading hours and names of weekdays |

mod file;
mod hours;

use std::path::Path;

use serde::{Deserialize, Serialize};

use self::hours::{Hours, Weekday};

use hypertrader::backtest::ProfitRate;
use hypertrader::ffi::abi::{HtSession, HtSymbol};
use hypertrader::research::performance::{Annualisation, TradingDays};
use hypertrader::store::synthetic;
use hypertrader::types::{
    CalcMode, ChartMode, Currency, ExecutionMode, FillingFlags, FixedText, Session, SwapMode,
    SymbolSpec, TradeMode, VolumeRules,
};

/// Currency of the simulated account of a replay.
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
/// Days of a year in which every day has a return.
const EVERY_DAY: u32 = 365;
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

/// Unit of swaps, of those that can be simulated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::cli) enum SwapUnit {
    /// No swaps.
    #[default]
    None,
    /// Points.
    Points,
    /// The base currency.
    BaseCurrency,
    /// The margin currency.
    MarginCurrency,
    /// The account currency.
    AccountCurrency,
    /// The profit currency.
    ProfitCurrency,
    /// Percent a year of the price of the moment.
    InterestCurrent,
    /// Percent a year of the opening price.
    InterestOpen,
}

impl SwapUnit {
    const fn mode(self) -> SwapMode {
        match self {
            Self::None => SwapMode::Disabled,
            Self::Points => SwapMode::Points,
            Self::BaseCurrency => SwapMode::CurrencySymbol,
            Self::MarginCurrency => SwapMode::CurrencyMargin,
            Self::AccountCurrency => SwapMode::CurrencyDeposit,
            Self::ProfitCurrency => SwapMode::CurrencyProfit,
            Self::InterestCurrent => SwapMode::InterestCurrent,
            Self::InterestOpen => SwapMode::InterestOpen,
        }
    }
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
    pub(in crate::cli) freeze_level_points: u32,
    /// Margin of a lot where it is fixed, in the margin currency; 0 = by `calc_mode`.
    pub(in crate::cli) margin_initial: f64,
    pub(in crate::cli) swap_mode: SwapUnit,
    /// Of one night, negative when charged.
    pub(in crate::cli) swap_long: f64,
    pub(in crate::cli) swap_short: f64,
    /// Whose midnight counts three times.
    pub(in crate::cli) swap_triple_day: Weekday,
    /// Trading hours on the server's clock; none at all = always open.
    pub(in crate::cli) sessions: Hours,
    /// Days with a return in a year: 365 where every day has one, 252 with Monday to Friday.
    pub(in crate::cli) days_per_year: u32,
    /// For data without quotes.
    pub(in crate::cli) spread_points: u32,
    /// Account currency per lot and deal, charged at entry and at exit.
    pub(in crate::cli) commission_per_lot: f64,
    pub(in crate::cli) leverage: u32,
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

/// Account currency for one unit of the profit currency; 0 = one divided by the price, where the
/// base is the account's currency. `None`: not known.
fn rate_between(contract: &Contract, account: &str) -> Option<f64> {
    let profit = contract.currency_profit.as_str();
    if profit == account {
        return Some(1.0);
    }
    if contract.currency_base == account {
        return Some(0.0);
    }
    Some(dollars(profit)? / dollars(account)?)
}

impl Contract {
    /// What a symbol of this name usually is, with the changes of a file, for an account in a
    /// currency. Errors name file, line and column.
    pub(in crate::cli) fn new(
        symbol: &str,
        facts: &PriceFacts,
        account_currency: &str,
        file: Option<&Path>,
    ) -> Result<Self, String> {
        let mut contract = Self::assumed(symbol, facts);
        let stated = match file {
            Some(path) => file::read(path, &mut contract)?,
            None => None,
        };
        let assumed = || rate_between(&contract, account_currency);
        contract.profit_rate = match stated {
            Some(rate) => rate,
            None => assumed().ok_or_else(|| {
                format!(
                    "what a {} is worth in {account_currency} is not known, expected profit_rate \
                     in the file of --spec",
                    contract.currency_profit
                )
            })?,
        };
        Ok(contract)
    }

    /// What a symbol of this name usually is; the rate is not known yet.
    fn assumed(symbol: &str, facts: &PriceFacts) -> Self {
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
            profit_rate: 0.0,
            currency_base: base,
            currency_profit: profit,
            stops_level_points: 0,
            freeze_level_points: 0,
            margin_initial: 0.0,
            swap_mode: SwapUnit::None,
            swap_long: 0.0,
            swap_short: 0.0,
            swap_triple_day: Weekday::Wednesday,
            sessions: Hours::default(),
            days_per_year: if class == "crypto" { EVERY_DAY } else { 252 },
            spread_points,
            commission_per_lot: 0.0,
            leverage: 100,
        }
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

    /// Which days have a return, and how many make a year.
    pub(in crate::cli) fn annualisation(&self) -> Annualisation {
        let days =
            if self.days_per_year >= EVERY_DAY { TradingDays::All } else { TradingDays::Weekdays };
        Annualisation { days, days_per_year: f64::from(self.days_per_year) }
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
            freeze_level_points: self.freeze_level_points,
            chart_mode: if by_last { ChartMode::Last } else { ChartMode::Bid },
            currency_base: currency(&self.currency_base, "currency_base")?,
            currency_profit: currency(&self.currency_profit, "currency_profit")?,
            currency_margin: currency(&self.currency_margin, "currency_margin")?,
            margin_initial: self.margin_initial,
            margin_maintenance: 0.0,
            margin_per_lot_buy: 0.0,
            margin_per_lot_sell: 0.0,
            swap_mode: self.swap_mode.mode(),
            swap_long: self.swap_long,
            swap_short: self.swap_short,
            swap_triple_day: self.swap_triple_day as u8,
            sessions: self.sessions.to_spec(),
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
            margin_initial: self.margin_initial,
            margin_maintenance: 0.0,
            margin_per_lot_buy: 0.0,
            margin_per_lot_sell: 0.0,
            swap_long: self.swap_long,
            swap_short: self.swap_short,
            calc_mode: self.calc_mode,
            trade_mode: 4,     // full
            execution_mode: 2, // market
            filling_flags: 3,  // fill-or-kill and immediate-or-cancel
            stops_level_points: number(self.stops_level_points),
            freeze_level_points: number(self.freeze_level_points),
            chart_mode: i32::from(by_last),
            swap_mode: self.swap_mode.mode() as i32,
            swap_triple_day: self.swap_triple_day as i32,
            reserved: 0,
            sessions: self.sessions.to_spec().map(session_to_abi),
            currency_base: code(&self.currency_base, "currency_base")?,
            currency_profit: code(&self.currency_profit, "currency_profit")?,
            currency_margin: code(&self.currency_margin, "currency_margin")?,
            reserved_text: [0; 48],
        })
    }
}

fn session_to_abi(session: Option<Session>) -> HtSession {
    let Some(Session { day, from_s, to_s }) = session else {
        return HtSession { day: 0, from_s: 0, to_s: 0, reserved: 0 };
    };
    let number = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
    HtSession { day: i32::from(day), from_s: number(from_s), to_s: number(to_s), reserved: 0 }
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
        let facts = PriceFacts { first_price, decimals: 5, by_last: false };
        Contract::new(symbol, &facts, ACCOUNT_CURRENCY, None).unwrap()
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

    #[test]
    fn rates_are_those_of_the_account_currency() {
        let facts = PriceFacts { first_price: 1.1, decimals: 5, by_last: false };
        let rate = |symbol: &str, account: &str| {
            Contract::new(symbol, &facts, account, None).map(|contract| contract.profit_rate)
        };
        assert_eq!(rate("EURUSD", "USD"), Ok(1.0));
        assert_eq!(rate("EURUSD", "EUR"), Ok(0.0), "one divided by the price");
        assert_eq!(rate("GBPUSD", "EUR"), Ok(1.0 / 1.15), "a euro is 1.15 dollars");
        assert_eq!(rate("EURGBP", "USD"), Ok(1.35));
        let error = rate("EURUSD", "TRY").unwrap_err();
        assert!(error.contains("what a USD is worth in TRY is not known"), "{error}");
    }
}
