//! Why something was not done: stable codes, each with its two numbers.

use std::fmt;

/// Declares the codes once: enum, number, name, meaning of the numbers, documentation table.
macro_rules! refusal_codes {
    ($(
        $(#[doc = $doc:literal])+
        $variant:ident = $number:literal, $name:literal, $actual:literal, $limit:literal;
    )+) => {
        /// Why new risk was refused. Numbers and names are stable: never reused, only appended.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u16)]
        pub enum RefusalCode {
            $($(#[doc = $doc])+ $variant = $number,)+
        }

        impl RefusalCode {
            /// Every code, in order of its number.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Stable name, as used in JSON and logs.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What [`Refusal::actual`] and [`Refusal::limit`] mean for this code.
            #[must_use]
            pub const fn numbers(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($actual, $limit),)+ }
            }

            /// One paragraph for the table in `docs/refusals.md`.
            #[must_use]
            pub fn doc(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc,)+).trim(),)+ }
            }

            /// The number.
            #[must_use]
            pub const fn number(self) -> u16 {
                self as u16
            }

            /// The code of a number.
            #[must_use]
            pub fn from_number(number: u16) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

refusal_codes! {
    /// Indicators that the rules need have not seen enough closed bars.
    WarmingUp = 101, "WARMING_UP", "closed bars seen", "closed bars needed";
    /// No account snapshot has been handed in, or it is older than allowed.
    AccountUnknown = 102, "ACCOUNT_UNKNOWN",
        "age in seconds, -1 if never", "largest age in seconds";
    /// No position snapshot has been handed in, or it is older than allowed.
    PositionsUnknown = 103, "POSITIONS_UNKNOWN",
        "age in seconds, -1 if never", "largest age in seconds";
    /// The host has not collected earlier decisions and the queue is full.
    HostNotPolling = 104, "HOST_NOT_POLLING", "decisions waiting", "queue capacity";
    /// The engine is latched after an internal fault; only a new engine trades again.
    Faulted = 105, "FAULTED", "0", "0";
    /// The account, the terminal or the program may not trade.
    TradeNotAllowed = 106, "TRADE_NOT_ALLOWED", "0", "1";
    /// The broker's trade mode of the symbol forbids this side or any opening.
    SymbolTradeMode = 107, "SYMBOL_TRADE_MODE", "trade mode of the symbol", "trade mode needed";
    /// Trading is switched off in the configuration or by the host.
    TradingDisabled = 108, "TRADING_DISABLED", "0", "1";

    /// The spread is wider than the cap.
    SpreadTooWide = 201, "SPREAD_TOO_WIDE", "spread in points", "largest spread in points";
    /// The newest tick is older than allowed.
    StaleTick = 202, "STALE_TICK", "age in seconds", "largest age in seconds";
    /// There is no quote with both bid and ask.
    NoQuote = 203, "NO_QUOTE", "bid", "ask";
    /// The symbol's session, or the configured trading hours, are closed.
    OutOfSession = 204, "OUT_OF_SESSION",
        "second of the server's day", "day of the week, 0 = Sunday";
    /// A scheduled event is near.
    NewsBlackout = 205, "NEWS_BLACKOUT",
        "seconds to the event, negative after it", "blackout in seconds";
    /// The host's clock and the configured server offset disagree.
    ClockSkew = 206, "CLOCK_SKEW", "difference in seconds", "largest difference in seconds";
    /// The price has left the signal's price by more than the allowed deviation.
    PriceMoved = 207, "PRICE_MOVED", "distance in points", "largest deviation in points";

    /// The broker's price is too far from the market outside: its feed hangs, or it is alone.
    MarketDivergence = 208, "MARKET_DIVERGENCE",
        "market above the broker's price in hundredths of a percent", "largest distance";
    /// The market outside is asked for and no source has a usable price.
    MarketUnknown = 209, "MARKET_UNKNOWN", "0", "1";

    /// The size that the risk allows is below the broker's minimum volume; it is never raised.
    VolumeBelowMinimum = 301, "VOLUME_BELOW_MINIMUM",
        "allowed volume in lots", "smallest volume in lots";
    /// The broker's total volume limit for the symbol is used up.
    VolumeLimit = 302, "VOLUME_LIMIT", "volume after the deal in lots", "volume limit in lots";
    /// The margin is not enough, not even for the smallest volume.
    MarginInsufficient = 303, "MARGIN_INSUFFICIENT", "margin needed", "margin usable";
    /// Stop or target is nearer than the broker's stops level allows.
    StopTooClose = 304, "STOP_TOO_CLOSE", "distance in points", "smallest distance in points";
    /// The stop distance is not a positive number, is beyond the price, or is larger than allowed.
    StopInvalid = 305, "STOP_INVALID",
        "stop distance in price units", "largest distance in price units";
    /// Tick value and contract size contradict each other: the size cannot be trusted.
    ContractInconsistent = 306, "CONTRACT_INCONSISTENT",
        "loss per tick and lot from the tick value", "the same from the contract size";
    /// Equity is not a positive, finite amount, or out of proportion to the balance.
    EquityAbsurd = 307, "EQUITY_ABSURD", "equity", "balance";
    /// The order price cannot be expressed in whole ticks.
    PriceInvalid = 308, "PRICE_INVALID", "price", "tick size";
    /// The margin of a lot cannot be computed: the host handed none in, and neither the calculation
    /// mode nor the currencies give it.
    MarginUnknown = 309, "MARGIN_UNKNOWN", "calculation mode of the symbol", "leverage";
    /// The finished order did not hold against the hard cap: equity fell between sizing and a
    /// repeated request, or rounding failed. The order is dropped.
    RiskCheckFailed = 310, "RISK_CHECK_FAILED", "loss at the stop", "largest loss";
    /// A change would move a stop away from the price or remove it.
    StopLoosened = 311, "STOP_LOOSENED", "new stop price, 0 if none", "present stop price";

    /// There is a position in this direction already: one position per symbol.
    PositionExists = 401, "POSITION_EXISTS", "open volume in lots", "0";
    /// A position in the other direction is open and the policy is to leave it.
    OppositeIgnored = 402, "OPPOSITE_IGNORED", "open volume in lots", "0";
    /// The open risk of all engines of the process would exceed the limit.
    OpenRiskLimit = 403, "OPEN_RISK_LIMIT",
        "open risk after the deal, fraction of equity", "largest open risk, fraction of equity";
    /// This bar has already given an entry on this side.
    DuplicateSignal = 404, "DUPLICATE_SIGNAL", "open time of the bar, unix seconds", "0";
    /// An earlier order has no final result yet.
    IntentInFlight = 405, "INTENT_IN_FLIGHT", "decision id in flight", "0";
    /// On a netting account the symbol's position belongs to somebody else.
    ForeignPosition = 406, "FOREIGN_POSITION", "magic number of the position", "own magic number";
    /// An own position has no stop loss, so the open risk is unknown.
    UnprotectedPosition = 407, "UNPROTECTED_POSITION", "position ticket", "0";

    /// The loss of the server's day, floating included, has reached its limit.
    DailyLoss = 501, "DAILY_LOSS",
        "loss today, fraction of the day's first equity", "limit, fraction";
    /// The loss of the server's week, floating included, has reached its limit.
    WeeklyLoss = 502, "WEEKLY_LOSS",
        "loss this week, fraction of the week's first equity", "limit, fraction";
    /// Equity, floating included, has fallen too far below its peak. Latched until an explicit
    /// reset.
    Drawdown = 503, "DRAWDOWN", "drawdown, fraction of the peak", "limit, fraction";
    /// Too many losses in a row; entries pause.
    LossStreak = 504, "LOSS_STREAK", "seconds left of the pause", "losses in a row that start it";
    /// Too many orders in the time window.
    OrderRate = 505, "ORDER_RATE", "orders in the window", "largest number";
    /// Trading is halted: the kill switch is latched until an explicit reset.
    Halted = 506, "HALTED", "refusal code that latched it, 0 = operator", "0";
    /// Only closing is allowed until an operator resumes.
    Reducing = 507, "REDUCING", "0", "0";

    /// The broker kept changing the price; no attempts are left.
    RetriesExhausted = 601, "RETRIES_EXHAUSTED", "attempts made", "largest number of attempts";
    /// The broker found the request invalid (volume, price, stops, filling).
    BrokerInvalid = 602, "BROKER_INVALID", "broker's return code", "0";
    /// The broker says the money is not enough or a limit is reached.
    BrokerNoMoney = 603, "BROKER_NO_MONEY", "broker's return code", "0";
    /// The broker says the market is closed.
    BrokerMarketClosed = 604, "BROKER_MARKET_CLOSED", "broker's return code", "0";
    /// The broker says this account or program may not do that.
    BrokerPermission = 605, "BROKER_PERMISSION", "broker's return code", "0";
    /// The fate of an order is unknown until positions have been reconciled.
    ResultUnknown = 606, "RESULT_UNKNOWN", "decision id", "broker's return code";
    /// The decision was not executed before it expired.
    IntentExpired = 607, "INTENT_EXPIRED", "age in milliseconds", "lifetime in milliseconds";
    /// Price is within the freeze level: the stop cannot be changed now.
    FreezeLevel = 608, "FREEZE_LEVEL", "distance in points", "freeze level in points";
    /// The dealer or the server rejected the order without naming a remedy.
    BrokerRejected = 609, "BROKER_REJECTED", "broker's return code", "0";
    /// The host collected the decision but did not send it.
    HostNotSent = 610, "HOST_NOT_SENT", "0", "0";

    /// The risk state cannot be saved, so a restart would forget it.
    StateNotSaved = 701, "STATE_NOT_SAVED", "0", "0";
}

/// A refusal: the code and its two numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Refusal {
    /// Why.
    pub code: RefusalCode,
    /// The measured value; its meaning is [`RefusalCode::numbers`]`.0`.
    pub actual: f64,
    /// What it was held against; its meaning is [`RefusalCode::numbers`]`.1`.
    pub limit: f64,
}

impl Refusal {
    /// Builds a refusal.
    #[must_use]
    pub const fn new(code: RefusalCode, actual: f64, limit: f64) -> Self {
        Self { code, actual, limit }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (actual, limit) = self.code.numbers();
        write!(f, "{}: {actual} {}, {limit} {}", self.code.name(), self.actual, self.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_unique_and_round_trip() {
        let mut names = std::collections::BTreeSet::new();
        let mut last = 0;
        for &code in RefusalCode::ALL {
            assert!(code.number() > last, "{} is out of order", code.name());
            last = code.number();
            assert!(names.insert(code.name()));
            assert_eq!(RefusalCode::from_number(code.number()), Some(code));
        }
        assert_eq!(RefusalCode::from_number(0), None);
    }

    /// The table of `docs/refusals.md`.
    fn document() -> String {
        let groups = [
            "Not ready",
            "Market",
            "Size and price",
            "Positions and signals",
            "Limits and switches",
            "Execution",
            "Storage",
        ];
        let mut text = String::from(
            "# Refusals\n\nWhy new risk was refused. Numbers and names are stable: they are never \
             reused, new ones are appended.\nEvery refusal carries two numbers; the last two \
             columns say what they are. Written from `src/types/refusal.rs`\nby \
             `HT_BLESS=1 cargo test refusals`.\n",
        );
        for (group, title) in (1_u16..).zip(groups) {
            text += &format!(
                "\n## {group}xx {title}\n\n| number | name | meaning | actual | limit |\n"
            );
            text += "|---|---|---|---|---|\n";
            for code in RefusalCode::ALL.iter().filter(|code| code.number() / 100 == group) {
                let (actual, limit) = code.numbers();
                let (number, name, doc) = (code.number(), code.name(), code.doc());
                text += &format!("| {number} | `{name}` | {doc} | {actual} | {limit} |\n");
            }
        }
        text
    }

    #[test]
    fn refusals_are_documented() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/refusals.md");
        let expected = document();
        for code in RefusalCode::ALL {
            assert!(
                expected.contains(&format!("| {} |", code.number())),
                "{} has no group",
                code.name()
            );
        }
        if std::env::var_os("HT_BLESS").is_some() {
            std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/docs")).unwrap();
            std::fs::write(path, &expected).unwrap();
        }
        let present = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
        assert!(present == expected, "docs/refusals.md is out of date: run with HT_BLESS=1");
    }
}
