//! What MetaTrader's trade return codes mean for an order.
//!
//! The question is always the same: may the request be sent again, is it over, or is its fate
//! unknown? A code that is not in the table is treated as unknown fate, never as a failure.

use crate::types::{Refusal, RefusalCode};

/// The classes of return codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetcodeClass {
    /// Executed.
    Done,
    /// Executed for a part of the volume.
    Partial,
    /// Accepted; deals will follow.
    Placed,
    /// Not executed because the price changed: send again with a fresh price.
    Retry,
    /// Not executed because the server is busy: send again after a pause.
    RetryLater,
    /// The request is wrong; the same request can never succeed.
    Invalid,
    /// Refused by the dealer or cancelled, without a reason that names a remedy.
    Rejected,
    /// Not enough money, or a limit on orders, positions or volume is reached.
    NoMoney,
    /// The market is closed.
    MarketClosed,
    /// The account, the terminal, the program or the symbol may not do that.
    Permission,
    /// May or may not have been executed: reconcile before anything else is sent.
    UnknownFate,
    /// The host did not send it.
    NotSent,
    /// The position is closed already, or a closing order for it exists.
    PositionGone,
    /// The request would change nothing.
    NoChange,
    /// The price is within the freeze level.
    Frozen,
    /// First-in-first-out or no-hedging rules of the account forbid it.
    Prohibited,
}

/// Classifies a return code.
///
/// | codes | class |
/// |---|---|
/// | 0 (host) | not sent |
/// | 10004 requote, 10020 price changed, 10021 no quotes | retry |
/// | 10006 reject, 10007 cancelled, 10041 activation rejected | rejected |
/// | 10008 placed | placed |
/// | 10009 done | done |
/// | 10010 done partially | partial |
/// | 10011 error, 10012 timeout, 10023 order changed, 10031 no connection | unknown fate |
/// | 10013 request, 10014 volume, 10015 price, 10016 stops, 10022 expiration, 10030 filling, 10035 order type, 10038 close volume | invalid |
/// | 10017 trading disabled, 10026 server and 10027 client forbid automation, 10032 real accounts only, 10042 long only, 10043 short only, 10044 close only | permission |
/// | 10018 market closed | market closed |
/// | 10019 no money, 10033 orders, 10034 volume, 10040 positions limit | no money |
/// | 10024 too many requests, 10028 locked | retry later |
/// | 10025 no changes | no change |
/// | 10029 frozen | frozen |
/// | 10036 position closed, 10039 close order exists | position gone |
/// | 10045 first in first out, 10046 no hedging | prohibited |
/// | everything else | unknown fate |
///
/// 10011, 10023 and 10031 are often harmless, but the terminal reports them after the request may
/// have left it; a second order would double the position.
#[must_use]
pub const fn classify(retcode: u32) -> RetcodeClass {
    match retcode {
        0 => RetcodeClass::NotSent,
        10004 | 10020 | 10021 => RetcodeClass::Retry,
        10006 | 10007 | 10041 => RetcodeClass::Rejected,
        10008 => RetcodeClass::Placed,
        10009 => RetcodeClass::Done,
        10010 => RetcodeClass::Partial,
        10013..=10016 | 10022 | 10030 | 10035 | 10038 => RetcodeClass::Invalid,
        10017 | 10026 | 10027 | 10032 | 10042..=10044 => RetcodeClass::Permission,
        10018 => RetcodeClass::MarketClosed,
        10019 | 10033 | 10034 | 10040 => RetcodeClass::NoMoney,
        10024 | 10028 => RetcodeClass::RetryLater,
        10025 => RetcodeClass::NoChange,
        10029 => RetcodeClass::Frozen,
        10036 | 10039 => RetcodeClass::PositionGone,
        10045 | 10046 => RetcodeClass::Prohibited,
        _ => RetcodeClass::UnknownFate,
    }
}

impl RetcodeClass {
    /// Whether the server says that something was, or will be, executed.
    #[must_use]
    pub const fn is_executed(self) -> bool {
        matches!(self, Self::Done | Self::Partial | Self::Placed)
    }

    /// The code under which an order of this class ends; `None` where it has not failed.
    #[must_use]
    pub const fn refusal_code(self) -> Option<RefusalCode> {
        Some(match self {
            Self::Done | Self::Partial | Self::Placed => return None,
            Self::Retry | Self::RetryLater => RefusalCode::RetriesExhausted,
            Self::Invalid | Self::NoChange | Self::PositionGone => RefusalCode::BrokerInvalid,
            Self::Rejected => RefusalCode::BrokerRejected,
            Self::NoMoney => RefusalCode::BrokerNoMoney,
            Self::MarketClosed => RefusalCode::BrokerMarketClosed,
            Self::Permission | Self::Prohibited => RefusalCode::BrokerPermission,
            Self::UnknownFate => RefusalCode::ResultUnknown,
            Self::NotSent => RefusalCode::HostNotSent,
            Self::Frozen => RefusalCode::FreezeLevel,
        })
    }
}

/// The refusal of an order that ended with `retcode` and needs no further numbers.
///
/// `FreezeLevel` carries zeros: the server does not report the distance.
pub(super) fn broker_refusal(code: RefusalCode, retcode: u32) -> Refusal {
    let actual = if code == RefusalCode::FreezeLevel { 0.0 } else { f64::from(retcode) };
    Refusal::new(code, actual, 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use RetcodeClass as C;

    /// Names and numbers from MetaTrader's reference, "Return Codes of the Trade Server".
    const TABLE: [(u32, &str, RetcodeClass, Option<RefusalCode>); 43] = [
        (0, "not sent by the host", C::NotSent, Some(RefusalCode::HostNotSent)),
        (10004, "REQUOTE", C::Retry, Some(RefusalCode::RetriesExhausted)),
        (10006, "REJECT", C::Rejected, Some(RefusalCode::BrokerRejected)),
        (10007, "CANCEL", C::Rejected, Some(RefusalCode::BrokerRejected)),
        (10008, "PLACED", C::Placed, None),
        (10009, "DONE", C::Done, None),
        (10010, "DONE_PARTIAL", C::Partial, None),
        (10011, "ERROR", C::UnknownFate, Some(RefusalCode::ResultUnknown)),
        (10012, "TIMEOUT", C::UnknownFate, Some(RefusalCode::ResultUnknown)),
        (10013, "INVALID", C::Invalid, Some(RefusalCode::BrokerInvalid)),
        (10014, "INVALID_VOLUME", C::Invalid, Some(RefusalCode::BrokerInvalid)),
        (10015, "INVALID_PRICE", C::Invalid, Some(RefusalCode::BrokerInvalid)),
        (10016, "INVALID_STOPS", C::Invalid, Some(RefusalCode::BrokerInvalid)),
        (10017, "TRADE_DISABLED", C::Permission, Some(RefusalCode::BrokerPermission)),
        (10018, "MARKET_CLOSED", C::MarketClosed, Some(RefusalCode::BrokerMarketClosed)),
        (10019, "NO_MONEY", C::NoMoney, Some(RefusalCode::BrokerNoMoney)),
        (10020, "PRICE_CHANGED", C::Retry, Some(RefusalCode::RetriesExhausted)),
        (10021, "PRICE_OFF", C::Retry, Some(RefusalCode::RetriesExhausted)),
        (10022, "INVALID_EXPIRATION", C::Invalid, Some(RefusalCode::BrokerInvalid)),
        (10023, "ORDER_CHANGED", C::UnknownFate, Some(RefusalCode::ResultUnknown)),
        (10024, "TOO_MANY_REQUESTS", C::RetryLater, Some(RefusalCode::RetriesExhausted)),
        (10025, "NO_CHANGES", C::NoChange, Some(RefusalCode::BrokerInvalid)),
        (10026, "SERVER_DISABLES_AT", C::Permission, Some(RefusalCode::BrokerPermission)),
        (10027, "CLIENT_DISABLES_AT", C::Permission, Some(RefusalCode::BrokerPermission)),
        (10028, "LOCKED", C::RetryLater, Some(RefusalCode::RetriesExhausted)),
        (10029, "FROZEN", C::Frozen, Some(RefusalCode::FreezeLevel)),
        (10030, "INVALID_FILL", C::Invalid, Some(RefusalCode::BrokerInvalid)),
        (10031, "CONNECTION", C::UnknownFate, Some(RefusalCode::ResultUnknown)),
        (10032, "ONLY_REAL", C::Permission, Some(RefusalCode::BrokerPermission)),
        (10033, "LIMIT_ORDERS", C::NoMoney, Some(RefusalCode::BrokerNoMoney)),
        (10034, "LIMIT_VOLUME", C::NoMoney, Some(RefusalCode::BrokerNoMoney)),
        (10035, "INVALID_ORDER", C::Invalid, Some(RefusalCode::BrokerInvalid)),
        (10036, "POSITION_CLOSED", C::PositionGone, Some(RefusalCode::BrokerInvalid)),
        (10038, "INVALID_CLOSE_VOLUME", C::Invalid, Some(RefusalCode::BrokerInvalid)),
        (10039, "CLOSE_ORDER_EXIST", C::PositionGone, Some(RefusalCode::BrokerInvalid)),
        (10040, "LIMIT_POSITIONS", C::NoMoney, Some(RefusalCode::BrokerNoMoney)),
        (10041, "REJECT_CANCEL", C::Rejected, Some(RefusalCode::BrokerRejected)),
        (10042, "LONG_ONLY", C::Permission, Some(RefusalCode::BrokerPermission)),
        (10043, "SHORT_ONLY", C::Permission, Some(RefusalCode::BrokerPermission)),
        (10044, "CLOSE_ONLY", C::Permission, Some(RefusalCode::BrokerPermission)),
        (10045, "FIFO_CLOSE", C::Prohibited, Some(RefusalCode::BrokerPermission)),
        (10046, "HEDGE_PROHIBITED", C::Prohibited, Some(RefusalCode::BrokerPermission)),
        (10047, "beyond the list", C::UnknownFate, Some(RefusalCode::ResultUnknown)),
    ];

    #[test]
    fn every_code_has_its_class_and_refusal() {
        for (retcode, name, class, refusal) in TABLE {
            assert_eq!(classify(retcode), class, "{retcode} {name}");
            assert_eq!(class.refusal_code(), refusal, "{retcode} {name}");
        }
    }

    #[test]
    fn a_code_outside_the_list_is_never_taken_for_a_failure() {
        for retcode in (1..11_000).chain([u32::MAX]) {
            if !TABLE.iter().any(|row| row.0 == retcode) {
                assert_eq!(classify(retcode), C::UnknownFate, "{retcode}");
            }
        }
    }
}
