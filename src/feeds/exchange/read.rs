//! Reads single values out of JSON, with the place in every error.

use serde_json::Value;

use super::error::ParseError;
use super::event::Quote;
use super::stamp;
use crate::types::{Bar, Side, UnixNanos};

/// Parses a text; deep nesting is refused by the parser itself.
pub(super) fn json(text: &str) -> Result<Value, ParseError> {
    serde_json::from_str(text).map_err(|_| ParseError::new("message", "JSON", text))
}

pub(super) fn wrong(place: &'static str, expected: &'static str, was: &Value) -> ParseError {
    ParseError::new(place, expected, &was.to_string())
}

pub(super) fn text<'a>(value: &'a Value, place: &'static str) -> Result<&'a str, ParseError> {
    value.as_str().ok_or_else(|| wrong(place, "text", value))
}

pub(super) fn list<'a>(value: &'a Value, place: &'static str) -> Result<&'a [Value], ParseError> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| wrong(place, "a list", value))
}

/// The one that is asked for.
pub(super) fn symbol(value: &Value, place: &'static str, own: &str) -> Result<(), ParseError> {
    if value.as_str() == Some(own) {
        return Ok(());
    }
    Err(wrong(place, "the symbol that was asked for", value))
}

/// A number, as JSON's or as text.
fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_f64(),
    };
    number.filter(|number: &f64| number.is_finite())
}

pub(super) fn price(value: &Value, place: &'static str) -> Result<f64, ParseError> {
    let above_zero = number(value).filter(|number| *number > 0.0);
    above_zero.ok_or_else(|| wrong(place, "a price above zero", value))
}

pub(super) fn amount(value: &Value, place: &'static str) -> Result<f64, ParseError> {
    let amount = number(value).filter(|number| *number >= 0.0);
    amount.ok_or_else(|| wrong(place, "an amount of zero or more", value))
}

/// A whole number from zero, as JSON's or as text.
pub(super) fn count(value: &Value, place: &'static str) -> Result<u64, ParseError> {
    let count = match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64(),
    };
    count.ok_or_else(|| wrong(place, "a whole number", value))
}

fn in_range(
    time: Option<UnixNanos>,
    place: &'static str,
    was: &Value,
) -> Result<UnixNanos, ParseError> {
    // 1970 to 2200: nothing that follows overflows.
    let sane = time.filter(|time| (0..7_258_118_400).contains(&time.seconds()));
    sane.ok_or_else(|| wrong(place, "a time from 1970 to 2200", was))
}

pub(super) fn seconds(value: &Value, place: &'static str) -> Result<UnixNanos, ParseError> {
    let seconds = i64::try_from(count(value, place)?).ok();
    in_range(seconds.map(UnixNanos::from_seconds), place, value)
}

pub(super) fn millis(value: &Value, place: &'static str) -> Result<UnixNanos, ParseError> {
    let millis = i64::try_from(count(value, place)?).ok();
    in_range(millis.map(UnixNanos::from_millis), place, value)
}

/// Seconds with a fraction.
pub(super) fn fractional(value: &Value, place: &'static str) -> Result<UnixNanos, ParseError> {
    let seconds = number(value).filter(|seconds| (0.0..7e9).contains(seconds));
    in_range(seconds.map(|seconds| UnixNanos((seconds * 1e9) as i64)), place, value)
}

/// `2026-04-07T00:28:59.662782Z`.
pub(super) fn stamp(value: &Value, place: &'static str) -> Result<UnixNanos, ParseError> {
    in_range(value.as_str().and_then(stamp::parse), place, value)
}

pub(super) fn side(value: &Value, place: &'static str) -> Result<Side, ParseError> {
    match value.as_str() {
        Some("buy" | "BUY" | "b") => Ok(Side::Buy),
        Some("sell" | "SELL" | "s") => Ok(Side::Sell),
        _ => Err(wrong(place, "a side", value)),
    }
}

/// Two prices that fit together.
pub(super) fn quote(
    bid: &Value,
    ask: &Value,
    place: &'static str,
    time: Option<UnixNanos>,
) -> Result<Quote, ParseError> {
    let (bid_price, ask_price) = (price(bid, place)?, price(ask, place)?);
    if ask_price < bid_price {
        return Err(ParseError::new(place, "an ask not below the bid", &format!("{bid} {ask}")));
    }
    Ok(Quote { bid: bid_price, ask: ask_price, time, update: None })
}

/// Open, high, low, close and volume, checked as every bar is.
pub(super) fn bar(
    time: UnixNanos,
    prices: [&Value; 4],
    volume: &Value,
    place: &'static str,
) -> Result<Bar, ParseError> {
    let [open, high, low, close] = prices;
    let bar = Bar {
        open_time: time,
        open: price(open, place)?,
        high: price(high, place)?,
        low: price(low, place)?,
        close: price(close, place)?,
        volume: amount(volume, place)?,
        ..Bar::default()
    };
    bar.check().map_err(|error| ParseError::new(place, "a sound bar", &error.to_string()))?;
    Ok(bar)
}
