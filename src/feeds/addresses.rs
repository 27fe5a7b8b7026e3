//! Where a venue is, and the key for it: from the configuration and the environment.

use std::fmt;

use super::exchange::{Exchange, exchange};
use crate::engine::{FeedSettings, Venue};
use crate::http::Secret;

/// Where to reach a venue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Base of REST addresses, without a slash at the end.
    pub rest: String,
    /// Base of the stream's address, without a slash at the end.
    pub stream: String,
    /// Key for public data, where the venue takes one.
    pub key: Option<Secret>,
}

/// An address that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressError {
    /// Setting or variable at fault.
    pub name: String,
    /// What is wrong.
    pub message: &'static str,
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.message)
    }
}

impl Address {
    /// The venue's public addresses, unless a setting names others, unless a variable of the
    /// environment does: `HYPERTRADER_BINANCE_REST_URL`, `..._STREAM_URL`, `..._API_KEY`.
    /// `variable` reads one.
    ///
    /// # Errors
    /// An address that is not `https` or `wss` (without TLS only this machine is reached), or that
    /// holds a name and password.
    pub fn of(
        venue: Venue,
        settings: &FeedSettings,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, AddressError> {
        let (rest, stream) = match venue {
            Venue::Binance => (&settings.binance_rest_url, &settings.binance_stream_url),
            Venue::Coinbase => (&settings.coinbase_rest_url, &settings.coinbase_stream_url),
            Venue::Kraken => (&settings.kraken_rest_url, &settings.kraken_stream_url),
        };
        let exchange = exchange(venue);
        let pick = |part: &str, setting: &str, public: &str, schemes: [&str; 2]| {
            let key = format!("feeds.{}_{part}_url", venue.as_str());
            let name = variable_name(venue, &format!("{part}_url"));
            let (name, url) = match variable(&name) {
                Some(url) if !url.is_empty() => (name, url),
                _ if setting.is_empty() => (key, public.to_owned()),
                _ => (key, setting.to_owned()),
            };
            check(&url, schemes).map_err(|message| AddressError { name, message })?;
            Ok(url.trim_end_matches('/').to_owned())
        };
        Ok(Self {
            rest: pick("rest", rest, exchange.rest_url(), ["https://", "http://"])?,
            stream: pick("stream", stream, exchange.stream_url(), ["wss://", "ws://"])?,
            key: key(exchange, variable),
        })
    }
}

fn key(exchange: &dyn Exchange, variable: &dyn Fn(&str) -> Option<String>) -> Option<Secret> {
    exchange.key_header()?;
    let key = variable(&variable_name(exchange.venue(), "api_key"));
    key.filter(|key| !key.is_empty()).map(Secret::new)
}

fn variable_name(venue: Venue, what: &str) -> String {
    format!("HYPERTRADER_{}_{what}", venue.as_str()).to_ascii_uppercase()
}

fn check(url: &str, [secure, plain]: [&str; 2]) -> Result<(), &'static str> {
    let authority = |rest: &str| rest.split(['/', '?', '#']).next().unwrap_or("").to_owned();
    if url.chars().any(|it| it.is_control() || it == ' ') {
        return Err("expected an address without blanks");
    }
    let host = if let Some(rest) = url.strip_prefix(secure) {
        authority(rest)
    } else if let Some(rest) = url.strip_prefix(plain) {
        let host = authority(rest);
        let name = host.rsplit_once(':').map_or(host.as_str(), |(name, _)| name);
        if !matches!(name, "127.0.0.1" | "localhost" | "[::1]") {
            return Err("expected TLS: without it only this machine is reached");
        }
        host
    } else {
        return Err("expected https:// or wss:// at the beginning");
    };
    if host.is_empty() || host.contains('@') {
        return Err("expected a host, without name and password");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(_: &str) -> Option<String> {
        None
    }

    #[test]
    fn the_environment_wins_over_the_settings_and_those_over_the_public_address() {
        let mut settings = FeedSettings::default();
        let public = Address::of(Venue::Binance, &settings, &nothing).unwrap();
        assert_eq!(public.rest, "https://api.binance.com");
        assert_eq!(public.key, None);
        settings.binance_rest_url = "http://127.0.0.1:80/x/".to_owned();
        let set = Address::of(Venue::Binance, &settings, &nothing).unwrap();
        assert_eq!((set.rest.as_str(), &set.stream), ("http://127.0.0.1:80/x", &public.stream));
        let variables = |name: &str| match name {
            "HYPERTRADER_BINANCE_REST_URL" => Some("https://mirror.example".to_owned()),
            "HYPERTRADER_BINANCE_API_KEY" => Some("hunter2".to_owned()),
            _ => None,
        };
        let from_env = Address::of(Venue::Binance, &settings, &variables).unwrap();
        assert_eq!(from_env.rest, "https://mirror.example");
        assert!(from_env.key.is_some());
        assert!(!format!("{from_env:?}").contains("hunter2"));
    }

    #[test]
    fn addresses_without_tls_reach_only_this_machine() {
        let with = |url: &str| {
            let settings =
                FeedSettings { kraken_rest_url: url.to_owned(), ..FeedSettings::default() };
            Address::of(Venue::Kraken, &settings, &nothing)
        };
        for good in ["https://a.b", "http://localhost:1", "http://127.0.0.1", "http://[::1]:9"] {
            assert!(with(good).is_ok(), "{good}");
        }
        for bad in [
            "http://a.b",
            "ftp://a.b",
            "a.b",
            "https://",
            "https://u:p@a.b",
            "https:// a",
            "http://127.0.0.1.evil.example",
            "http://localhost@a.b",
        ] {
            let error = with(bad).unwrap_err();
            assert_eq!(error.name, "feeds.kraken_rest_url", "{bad}");
        }
    }
}
