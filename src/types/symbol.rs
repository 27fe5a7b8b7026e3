//! A broker's contract specification, as MetaTrader 5 publishes it.

use std::fmt;

use super::lots::VolumeRules;
use super::{Currency, FixedText, Rounding, price::PriceTicks};

/// How profit and margin are computed (`SYMBOL_TRADE_CALC_MODE`, same numbers).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CalcMode {
    /// Margin = lots x contract / leverage, in the margin currency.
    Forex = 0,
    /// Margin is the fixed initial margin per lot.
    Futures = 1,
    /// Margin = lots x contract x price.
    Cfd = 2,
    /// As `Cfd`, scaled by tick value and tick size.
    CfdIndex = 3,
    /// As `Cfd`, divided by the leverage.
    CfdLeverage = 4,
    /// As `Forex`, not divided by the leverage.
    ForexNoLeverage = 5,
    /// Exchange shares: as `Cfd`.
    ExchangeStocks = 32,
    /// Exchange futures: as `Futures`.
    ExchangeFutures = 33,
}

impl CalcMode {
    /// From MetaTrader's number; `None` for modes this engine cannot size (options, bonds, ...).
    #[must_use]
    pub const fn from_mt5(code: i32) -> Option<Self> {
        Some(match code {
            0 => Self::Forex,
            1 => Self::Futures,
            2 => Self::Cfd,
            3 => Self::CfdIndex,
            4 => Self::CfdLeverage,
            5 => Self::ForexNoLeverage,
            32 => Self::ExchangeStocks,
            33 => Self::ExchangeFutures,
            _ => return None,
        })
    }
}

/// Whether the broker accepts orders (`SYMBOL_TRADE_MODE`, same numbers).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum TradeMode {
    /// No trading.
    Disabled = 0,
    /// Only buying.
    LongOnly = 1,
    /// Only selling.
    ShortOnly = 2,
    /// Only closing.
    CloseOnly = 3,
    /// No restriction.
    Full = 4,
}

impl TradeMode {
    /// From MetaTrader's number.
    #[must_use]
    pub const fn from_mt5(code: i32) -> Option<Self> {
        Some(match code {
            0 => Self::Disabled,
            1 => Self::LongOnly,
            2 => Self::ShortOnly,
            3 => Self::CloseOnly,
            4 => Self::Full,
            _ => return None,
        })
    }
}

/// How deals are executed (`SYMBOL_TRADE_EXEMODE`, same numbers).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ExecutionMode {
    /// The broker quotes on request.
    Request = 0,
    /// At the streamed price or not at all.
    Instant = 1,
    /// At the market, whatever the price.
    Market = 2,
    /// On an exchange.
    Exchange = 3,
}

impl ExecutionMode {
    /// From MetaTrader's number.
    #[must_use]
    pub const fn from_mt5(code: i32) -> Option<Self> {
        Some(match code {
            0 => Self::Request,
            1 => Self::Instant,
            2 => Self::Market,
            3 => Self::Exchange,
            _ => return None,
        })
    }
}

/// Allowed filling policies (`SYMBOL_FILLING_MODE` flags).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FillingFlags(pub u32);

impl FillingFlags {
    /// Fill-or-kill is allowed.
    pub const FOK: u32 = 1;
    /// Immediate-or-cancel is allowed.
    pub const IOC: u32 = 2;
    /// Book-or-cancel (passive) is allowed.
    pub const BOC: u32 = 4;

    /// Whether all bits of `flag` are set.
    #[must_use]
    pub const fn allows(self, flag: u32) -> bool {
        self.0 & flag == flag
    }
}

/// Which price bars are built from (`SYMBOL_CHART_MODE`, same numbers).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ChartMode {
    /// Bid.
    Bid = 0,
    /// Last trade.
    Last = 1,
}

/// How swap is charged (`SYMBOL_SWAP_MODE`, same numbers).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum SwapMode {
    /// None.
    Disabled = 0,
    /// In points.
    Points = 1,
    /// In the symbol's base currency.
    CurrencySymbol = 2,
    /// In the margin currency.
    CurrencyMargin = 3,
    /// In the deposit currency.
    CurrencyDeposit = 4,
    /// Annual interest on the price when the swap is computed.
    InterestCurrent = 5,
    /// Annual interest on the open price.
    InterestOpen = 6,
    /// Reopening at the close price.
    ReopenCurrent = 7,
    /// Reopening at the bid.
    ReopenBid = 8,
    /// In the profit currency.
    CurrencyProfit = 9,
}

impl SwapMode {
    /// From MetaTrader's number.
    #[must_use]
    pub const fn from_mt5(code: i32) -> Option<Self> {
        Some(match code {
            0 => Self::Disabled,
            1 => Self::Points,
            2 => Self::CurrencySymbol,
            3 => Self::CurrencyMargin,
            4 => Self::CurrencyDeposit,
            5 => Self::InterestCurrent,
            6 => Self::InterestOpen,
            7 => Self::ReopenCurrent,
            8 => Self::ReopenBid,
            9 => Self::CurrencyProfit,
            _ => return None,
        })
    }
}

/// One trading session, on the trade server's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Day of the week, 0 = Sunday.
    pub day: u8,
    /// First second of the session, counted from midnight.
    pub from_s: u32,
    /// First second after it, up to 86,400.
    pub to_s: u32,
}

/// Everything a broker says about one instrument that sizing and order prices depend on.
///
/// Build it, then call [`SymbolSpec::check`]: nothing downstream repeats these checks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SymbolSpec {
    /// Name, with the broker's suffix.
    pub name: FixedText<32>,
    /// Decimal places of a price, 0 to 15.
    pub digits: u32,
    /// Value of one point in price units.
    pub point: f64,
    /// Smallest price change.
    pub tick_size: f64,
    /// Money, in the account currency, that one lot gains per tick in profit.
    pub tick_value_profit: f64,
    /// Money, in the account currency, that one lot loses per tick in loss.
    pub tick_value_loss: f64,
    /// Units of the underlying in one lot.
    pub contract_size: f64,
    /// Profit and margin formula.
    pub calc_mode: CalcMode,
    /// Whether orders are accepted.
    pub trade_mode: TradeMode,
    /// How deals are executed.
    pub execution_mode: ExecutionMode,
    /// Allowed filling policies.
    pub filling: FillingFlags,
    /// Volume limits.
    pub volume: VolumeRules,
    /// Smallest distance of a stop from the price, in points; 0 can mean "floating".
    pub stops_level_points: u32,
    /// Distance within which orders can no longer be changed, in points.
    pub freeze_level_points: u32,
    /// Bars are built from bid or last.
    pub chart_mode: ChartMode,
    /// Currency of the underlying.
    pub currency_base: Currency,
    /// Currency of the profit.
    pub currency_profit: Currency,
    /// Currency of the margin.
    pub currency_margin: Currency,
    /// Fixed initial margin per lot where the mode uses one, in the margin currency.
    pub margin_initial: f64,
    /// Fixed maintenance margin per lot where the mode uses one, in the margin currency.
    pub margin_maintenance: f64,
    /// Margin of one lot bought, in the account currency, from `OrderCalcMargin`; 0 = compute it.
    pub margin_per_lot_buy: f64,
    /// Margin of one lot sold, in the account currency, from `OrderCalcMargin`; 0 = compute it.
    pub margin_per_lot_sell: f64,
    /// Unit of the swaps.
    pub swap_mode: SwapMode,
    /// Swap of a long position.
    pub swap_long: f64,
    /// Swap of a short position.
    pub swap_short: f64,
    /// Day of the triple swap, 0 = Sunday.
    pub swap_triple_day: u8,
    /// Trading sessions; no session at all means "always open".
    pub sessions: [Option<Session>; SymbolSpec::MAX_SESSIONS],
}

/// One thing wrong with a specification.
#[derive(Clone, Debug, PartialEq)]
pub struct SpecProblem {
    /// The field.
    pub field: &'static str,
    /// Its value.
    pub was: String,
    /// What would have been accepted.
    pub expected: &'static str,
}

impl fmt::Display for SpecProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was {}, expected {}", self.field, self.was, self.expected)
    }
}

impl SymbolSpec {
    /// Most sessions a specification can hold: three a day.
    pub const MAX_SESSIONS: usize = 21;

    /// Lists everything that makes the specification unusable. Empty = usable.
    #[must_use]
    pub fn check(&self) -> Vec<SpecProblem> {
        let mut problems = Vec::new();
        let mut require = |ok: bool, field, was: &dyn fmt::Display, expected| {
            if !ok {
                problems.push(SpecProblem { field, was: was.to_string(), expected });
            }
        };
        let positive = |value: f64| value.is_finite() && value > 0.0;
        let not_negative = |value: f64| value.is_finite() && value >= 0.0;

        require(!self.name.is_empty(), "name", &"empty", "the symbol's name");
        require(self.digits <= 15, "digits", &self.digits, "0 to 15");
        for (field, value) in [
            ("point", self.point),
            ("tick_size", self.tick_size),
            ("tick_value_profit", self.tick_value_profit),
            ("tick_value_loss", self.tick_value_loss),
            ("contract_size", self.contract_size),
        ] {
            require(positive(value), field, &value, "a finite number above 0");
        }
        for (field, value) in [
            ("margin_initial", self.margin_initial),
            ("margin_maintenance", self.margin_maintenance),
            ("margin_per_lot_buy", self.margin_per_lot_buy),
            ("margin_per_lot_sell", self.margin_per_lot_sell),
        ] {
            require(not_negative(value), field, &value, "a finite number, 0 or more");
        }
        for (field, value) in [("swap_long", self.swap_long), ("swap_short", self.swap_short)] {
            require(value.is_finite(), field, &value, "a finite number");
        }
        require(self.swap_triple_day <= 6, "swap_triple_day", &self.swap_triple_day, "0 to 6");
        require(!self.currency_profit.is_empty(), "currency_profit", &"empty", "a currency");
        if let Err(error) = self.volume.check() {
            require(false, error.name, &error.was, error.expected);
        }
        for session in self.sessions.iter().flatten() {
            let sound = session.day <= 6 && session.from_s < session.to_s && session.to_s <= 86_400;
            let text = format!("day {} {}..{}", session.day, session.from_s, session.to_s);
            require(sound, "sessions", &text, "day 0 to 6, from_s < to_s <= 86400");
        }
        problems
    }

    /// Whether it has no sessions: then it is open at every moment.
    #[must_use]
    pub fn is_always_open(&self) -> bool {
        self.sessions.iter().all(Option::is_none)
    }

    /// Whether trading is open at a moment of the trade server's clock.
    #[must_use]
    pub fn is_open_at(&self, server_s: i64) -> bool {
        let day = (server_s.div_euclid(86_400) + 4).rem_euclid(7); // 1970-01-01 was a Thursday
        let second = server_s.rem_euclid(86_400);
        let mut any = false;
        for session in self.sessions.iter().flatten() {
            any = true;
            if i64::from(session.day) == day
                && (i64::from(session.from_s)..i64::from(session.to_s)).contains(&second)
            {
                return true;
            }
        }
        !any
    }

    /// `price` as whole ticks; `None` if it cannot be one.
    #[must_use]
    pub fn ticks(&self, price: f64, rounding: Rounding) -> Option<PriceTicks> {
        PriceTicks::from_price(price, self.tick_size, rounding)
    }

    /// The price of `ticks`, printed with the symbol's digits.
    #[must_use]
    pub fn price(&self, ticks: PriceTicks) -> f64 {
        ticks.to_price(self.tick_size, self.digits)
    }

    /// Money one lot loses, in the account currency, when the price moves `distance` against it.
    #[must_use]
    pub fn loss_per_lot(&self, distance: f64) -> f64 {
        distance / self.tick_size * self.tick_value_loss
    }
}
