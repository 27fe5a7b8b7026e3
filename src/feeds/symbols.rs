//! Which exchange's instrument a broker's symbol stands for.
//!
//! `BTCUSD`, `BTCUSD.m`, `BTCUSDm`, `#XBTUSD` and `BTC/USD` are bitcoin in dollars; `BTCUSDT` is
//! bitcoin in Tether, which is another instrument: it counts as dollars only where the setting
//! `feeds.dollar_coins` says so. What is not known for sure is no pair at all.

use crate::types::FixedText;

/// Base and quote currency, in the usual capital letters: `BTC`, `USD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What is bought.
    pub base: FixedText<8>,
    /// What it is paid in.
    pub quote: FixedText<8>,
}

/// Coins that exchanges and brokers both trade.
const BASES: &[&str] = &[
    "AAVE", "ADA", "ALGO", "ATOM", "AVAX", "BCH", "BNB", "BTC", "COMP", "DASH", "DOGE", "DOT",
    "EOS", "ETC", "ETH", "FIL", "LINK", "LTC", "MKR", "NEAR", "SHIB", "SOL", "SUSHI", "TRX", "UNI",
    "XLM", "XMR", "XRP", "XTZ", "ZEC",
];
/// Longer ones before those that they begin with.
const QUOTES: &[&str] = &["USDT", "USDC", "USD", "EUR", "GBP", "JPY", "AUD", "CHF", "BTC", "ETH"];

impl Pair {
    /// The pair of a broker's symbol; `None` if it is not surely one.
    ///
    /// Leading signs (`#`, `.`) are left out; base and quote may be parted by `/`, `-` or `_`. What
    /// follows the quote is the broker's suffix: at most eight characters, the first of them no
    /// capital letter, for `BTCUSDX` may be anything.
    #[must_use]
    pub fn of_symbol(symbol: &str) -> Option<Self> {
        let name = symbol.trim_start_matches(['#', '.', '_']);
        BASES.iter().find_map(|base| {
            let rest = strip(name, base)?;
            let rest = rest.strip_prefix(['/', '-', '_']).unwrap_or(rest);
            QUOTES.iter().filter(|quote| *quote != base).find_map(|quote| {
                let suffix = rest.strip_prefix(quote)?;
                let first = suffix.chars().next();
                let sound = suffix.len() <= 8 && !first.is_some_and(|it| it.is_ascii_uppercase());
                sound.then(|| Self::new(base, quote))?
            })
        })
    }

    /// A pair written out: `BTC/USD`.
    #[must_use]
    pub fn written(text: &str) -> Option<Self> {
        let (base, quote) = text.split_once('/')?;
        let sound = |name: &str| {
            (2..=8).contains(&name.len())
                && name.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
        };
        if sound(base) && sound(quote) { Self::new(base, quote) } else { None }
    }

    fn new(base: &str, quote: &str) -> Option<Self> {
        Some(Self { base: FixedText::new(base)?, quote: FixedText::new(quote)? })
    }
}

/// What follows the coin, under either of its names.
fn strip<'a>(name: &'a str, base: &str) -> Option<&'a str> {
    let other = match base {
        "BTC" => Some("XBT"),
        "DOGE" => Some("XDG"),
        "DASH" => Some("DSH"),
        _ => None,
    };
    name.strip_prefix(base).or_else(|| name.strip_prefix(other?))
}

impl std::fmt::Display for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.base, self.quote)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(symbol: &str) -> String {
        Pair::of_symbol(symbol).map_or_else(|| "-".to_owned(), |pair| pair.to_string())
    }

    #[test]
    fn finds_the_pair_behind_a_brokers_name() {
        for name in [
            "BTCUSD",
            "BTCUSD.m",
            "BTCUSDm",
            "#BTCUSD",
            "XBTUSD",
            "BTC/USD",
            "BTC-USD",
            "BTCUSD_i",
            "BTCUSD-ecn",
            "XBTUSD.pro",
            "BTCUSD+",
            "BTCUSD.raw",
        ] {
            assert_eq!(pair(name), "BTC/USD", "{name}");
        }
        assert_eq!(pair("BTCUSDT"), "BTC/USDT");
        assert_eq!(pair("BTCUSDT.m"), "BTC/USDT");
        assert_eq!(pair("ETHBTC"), "ETH/BTC");
        assert_eq!(pair("ETCUSD"), "ETC/USD");
        assert_eq!(pair("DOGEEUR.x"), "DOGE/EUR");
        assert_eq!(pair("SOLUSDC"), "SOL/USDC");
    }

    #[test]
    fn what_is_not_sure_is_no_pair() {
        for name in [
            "",
            "BTC",
            "EURUSD",
            "XAUUSD",
            "BTCUSDX",
            "BTCUSD.verylongone",
            "USDBTC",
            "US100",
            "ADAUSDTEST",
            "btcusd",
        ] {
            assert_eq!(pair(name), "-", "{name}");
        }
        assert!(Pair::written("PEPE/USD").is_some());
        for text in ["PEPEUSD", "pepe/usd", "A/USD", "BTC/USD/X", "BTC/"] {
            assert_eq!(Pair::written(text), None, "{text}");
        }
    }
}
