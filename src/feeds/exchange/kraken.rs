//! Kraken, spot: REST and WebSocket version 2.
//!
//! Source: docs.kraken.com/api (`spot-rest-api`, `spot-ws-v2`). REST calls bitcoin XBT and dogecoin
//! XDG, the stream BTC and DOGE. An error is an answer with status 200 and a list `error`. Bars
//! reach back 720 minutes at most, whatever is asked.

use std::time::Duration;

use serde_json::{Value, json};

use super::error::ParseError;
use super::event::{Event, Kline, Quote, Trade};
use super::read;
use super::{Exchange, Request};
use crate::engine::Venue;
use crate::feeds::symbols::Pair;
use crate::http::BudgetPlan;
use crate::types::{Bar, UnixNanos};

/// The dialect of Kraken.
#[derive(Clone, Copy, Debug)]
pub struct Kraken;

impl Exchange for Kraken {
    fn venue(&self) -> Venue {
        Venue::Kraken
    }

    fn rest_url(&self) -> &'static str {
        "https://api.kraken.com/0/public"
    }

    fn stream_url(&self) -> &'static str {
        "wss://ws.kraken.com"
    }

    /// One request a second is within every bound.
    fn budget(&self) -> BudgetPlan {
        BudgetPlan {
            burst: 4.0,
            per_s: 1.0,
            pause: Duration::from_secs(15),
            ban: Duration::from_secs(900),
        }
    }

    fn symbol(&self, pair: &Pair, _dollar_coins: bool) -> Option<String> {
        Some(format!("{}/{}", pair.base, pair.quote))
    }

    fn stream_path(&self, _symbol: &str) -> String {
        "/v2".to_owned()
    }

    fn subscriptions(&self, symbol: &str) -> Vec<String> {
        let subscribe = |channel: &str, extra: (&str, Value)| {
            let mut params = json!({ "channel": channel, "symbol": [symbol] });
            params[extra.0] = extra.1;
            json!({ "method": "subscribe", "params": params }).to_string()
        };
        vec![
            subscribe("ticker", ("event_trigger", json!("bbo"))),
            subscribe("trade", ("snapshot", json!(false))),
            subscribe("ohlc", ("interval", json!(1))),
        ]
    }

    fn parse(&self, symbol: &str, text: &str, events: &mut Vec<Event>) -> Result<(), ParseError> {
        let message = read::json(text)?;
        if message.get("method").is_some() {
            if message["success"] == false {
                return Err(read::wrong("subscribe", "success", &message["error"]));
            }
            events.push(Event::Alive);
            return Ok(());
        }
        let channel = read::text(&message["channel"], "channel")?;
        if matches!(channel, "heartbeat" | "status") {
            events.push(Event::Alive);
            return Ok(());
        }
        for item in read::list(&message["data"], "data")? {
            read::symbol(&item["symbol"], "data.symbol", symbol)?;
            events.push(match channel {
                "ticker" => {
                    // Older messages of the channel have no time.
                    let time = match &item["timestamp"] {
                        Value::Null => None,
                        value => Some(read::stamp(value, "ticker.timestamp")?),
                    };
                    let (bid, ask) = (&item["bid"], &item["ask"]);
                    Event::Quote(read::quote(bid, ask, "ticker.bid, ask", time)?)
                }
                "trade" => Event::Trade(stream_trade(item)?),
                "ohlc" => {
                    let time = read::stamp(&item["interval_begin"], "ohlc.interval_begin")?;
                    let prices = [&item["open"], &item["high"], &item["low"], &item["close"]];
                    let bar = read::bar(time, prices, &item["volume"], "ohlc")?;
                    Event::Kline(Kline { bar, closed: false })
                }
                _ => {
                    let channel = &message["channel"];
                    return Err(read::wrong("channel", "a channel asked for", channel));
                }
            });
        }
        Ok(())
    }

    fn clock_request(&self) -> Request {
        Request { path: "/Time".to_owned(), weight: 1 }
    }

    fn parse_clock(&self, text: &str) -> Result<(UnixNanos, i64), ParseError> {
        let time = read::seconds(&result(text)?["unixtime"], "result.unixtime")?;
        Ok((time, 1_000_000_000))
    }

    fn quote_request(&self, symbol: &str) -> Request {
        Request { path: format!("/Ticker?pair={}", rest_name(symbol)), weight: 1 }
    }

    fn parse_quote(&self, _symbol: &str, text: &str) -> Result<Quote, ParseError> {
        let result = result(text)?;
        let ticker = of_pair(&result)?;
        read::quote(&ticker["b"][0], &ticker["a"][0], "result.b, a", None)
    }

    fn trades_request(&self, symbol: &str, last: &Trade) -> Request {
        let path = format!("/Trades?pair={}&since={}", rest_name(symbol), last.time.0);
        Request { path, weight: 1 }
    }

    fn parse_trades(&self, _symbol: &str, text: &str) -> Result<Vec<Trade>, ParseError> {
        let result = result(text)?;
        let trade = |row: &Value| {
            Ok(Trade {
                price: read::price(&row[0], "result[0]")?,
                amount: read::amount(&row[1], "result[1]")?,
                time: read::fractional(&row[2], "result[2]")?,
                taker: read::side(&row[3], "result[3]")?,
                id: read::count(&row[6], "result[6]")?,
            })
        };
        let rows = read::list(of_pair(&result)?, "result")?;
        let mut trades = rows.iter().map(trade).collect::<Result<Vec<Trade>, _>>()?;
        trades.sort_by_key(|trade| trade.id);
        Ok(trades)
    }

    fn bars_per_request(&self) -> i64 {
        720
    }

    fn bars_request(&self, symbol: &str, from: UnixNanos) -> Request {
        // `since` is not included.
        let since = from.seconds() - 1;
        let path = format!("/OHLC?pair={}&interval=1&since={since}", rest_name(symbol));
        Request { path, weight: 1 }
    }

    fn parse_bars(&self, _symbol: &str, text: &str) -> Result<Vec<Bar>, ParseError> {
        let result = result(text)?;
        let bar = |row: &Value| {
            let time = read::seconds(&row[0], "result[0]")?;
            read::bar(time, [&row[1], &row[2], &row[3], &row[4]], &row[6], "result")
        };
        read::list(of_pair(&result)?, "result")?.iter().map(bar).collect()
    }

    fn is_refusal(&self, text: &str) -> bool {
        text.contains("EAPI:Rate limit exceeded") || text.contains("EGeneral:Too many requests")
    }
}

/// The pair as REST writes it.
fn rest_name(symbol: &str) -> String {
    let (base, quote) = symbol.split_once('/').unwrap_or((symbol, ""));
    let old = |name: &str| match name {
        "BTC" => "XBT".to_owned(),
        "DOGE" => "XDG".to_owned(),
        other => other.to_owned(),
    };
    format!("{}{}", old(base), old(quote))
}

/// The result of an answer without errors.
fn result(text: &str) -> Result<Value, ParseError> {
    let mut answer = read::json(text)?;
    if !read::list(&answer["error"], "error")?.is_empty() {
        return Err(read::wrong("error", "an empty list", &answer["error"]));
    }
    Ok(answer["result"].take())
}

/// What stands under the pair's name, which is one of several that the pair has.
fn of_pair(result: &Value) -> Result<&Value, ParseError> {
    let entries = result.as_object();
    let found = entries.and_then(|it| it.iter().find(|(name, _)| *name != "last"));
    found.map(|(_, value)| value).ok_or_else(|| read::wrong("result", "a pair", result))
}

fn stream_trade(item: &Value) -> Result<Trade, ParseError> {
    Ok(Trade {
        id: read::count(&item["trade_id"], "trade.trade_id")?,
        price: read::price(&item["price"], "trade.price")?,
        amount: read::amount(&item["qty"], "trade.qty")?,
        time: read::stamp(&item["timestamp"], "trade.timestamp")?,
        taker: read::side(&item["side"], "trade.side")?,
    })
}
