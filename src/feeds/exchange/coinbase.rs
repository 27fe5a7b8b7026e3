//! Coinbase, Advanced Trade; its public channels and paths need no key.
//!
//! Source: docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis (`rest-api`, `websocket`). Every
//! message of a connection has the next `sequence_num`. The ticker speaks when there is a trade, so
//! a quiet market is asked over REST. Its candles are of five minutes; bars of one come from REST.

use std::time::Duration;

use serde_json::{Value, json};

use super::error::ParseError;
use super::event::{Event, Quote, Trade};
use super::read;
use super::{Exchange, Request};
use crate::engine::Venue;
use crate::feeds::symbols::Pair;
use crate::http::BudgetPlan;
use crate::types::{Bar, UnixNanos};

/// The dialect of Coinbase.
#[derive(Clone, Copy, Debug)]
pub struct Coinbase;

impl Exchange for Coinbase {
    fn venue(&self) -> Venue {
        Venue::Coinbase
    }

    fn rest_url(&self) -> &'static str {
        "https://api.coinbase.com/api/v3/brokerage"
    }

    fn stream_url(&self) -> &'static str {
        "wss://advanced-trade-ws.coinbase.com"
    }

    /// Half of the ten requests a second that an address has.
    fn budget(&self) -> BudgetPlan {
        BudgetPlan {
            burst: 10.0,
            per_s: 5.0,
            pause: Duration::from_secs(10),
            ban: Duration::from_secs(120),
        }
    }

    fn symbol(&self, pair: &Pair, _dollar_coins: bool) -> Option<String> {
        Some(format!("{}-{}", pair.base, pair.quote))
    }

    fn stream_path(&self, _symbol: &str) -> String {
        String::new()
    }

    fn subscriptions(&self, symbol: &str) -> Vec<String> {
        let subscribe = |channel: &str| {
            json!({ "type": "subscribe", "channel": channel, "product_ids": [symbol] }).to_string()
        };
        ["heartbeats", "ticker", "market_trades"].map(subscribe).to_vec()
    }

    fn parse(&self, symbol: &str, text: &str, events: &mut Vec<Event>) -> Result<(), ParseError> {
        let message = read::json(text)?;
        if message["type"] == "error" {
            return Err(read::wrong("message", "no error", &message["message"]));
        }
        let channel = read::text(&message["channel"], "channel")?;
        events.push(Event::Sequence(read::count(&message["sequence_num"], "sequence_num")?));
        let time = read::stamp(&message["timestamp"], "timestamp")?;
        let parts = read::list(&message["events"], "events")?;
        match channel {
            "ticker" => {
                for ticker in items(parts, "tickers")? {
                    read::symbol(&ticker["product_id"], "tickers.product_id", symbol)?;
                    let (bid, ask) = (&ticker["best_bid"], &ticker["best_ask"]);
                    let quote = read::quote(bid, ask, "tickers.best_bid, best_ask", Some(time))?;
                    events.push(Event::Quote(quote));
                }
            }
            "market_trades" => {
                let found = items(parts, "trades")?;
                let mut found = found.map(trade(symbol)).collect::<Result<Vec<_>, _>>()?;
                found.sort_by_key(|trade| trade.id); // a first message has the newest first
                events.extend(found.into_iter().map(Event::Trade));
            }
            "heartbeats" | "subscriptions" => events.push(Event::Alive),
            _ => return Err(read::wrong("channel", "a channel asked for", &message["channel"])),
        }
        Ok(())
    }

    fn clock_request(&self) -> Request {
        Request { path: "/time".to_owned(), weight: 1 }
    }

    fn parse_clock(&self, text: &str) -> Result<(UnixNanos, i64), ParseError> {
        let time = read::millis(&read::json(text)?["epochMillis"], "epochMillis")?;
        Ok((time, 1_000_000))
    }

    fn quote_request(&self, symbol: &str) -> Request {
        Request { path: format!("/market/product_book?product_id={symbol}&limit=1"), weight: 1 }
    }

    fn parse_quote(&self, symbol: &str, text: &str) -> Result<Quote, ParseError> {
        let book = &read::json(text)?["pricebook"];
        read::symbol(&book["product_id"], "pricebook.product_id", symbol)?;
        let time = read::stamp(&book["time"], "pricebook.time")?;
        let (bid, ask) = (&book["bids"][0]["price"], &book["asks"][0]["price"]);
        read::quote(bid, ask, "pricebook.bids, asks", Some(time))
    }

    fn trades_request(&self, symbol: &str, last: &Trade) -> Request {
        // By time, in whole seconds: trades that are known already are left out by their number.
        let start = last.time.seconds();
        let path = format!(
            "/market/products/{symbol}/ticker?limit=1000&start={start}&end={}",
            start + 3_600
        );
        Request { path, weight: 1 }
    }

    fn parse_trades(&self, symbol: &str, text: &str) -> Result<Vec<Trade>, ParseError> {
        let answer = read::json(text)?;
        let trades = read::list(&answer["trades"], "trades")?.iter();
        let mut trades = trades.map(trade(symbol)).collect::<Result<Vec<_>, _>>()?;
        trades.sort_by_key(|trade| trade.id);
        Ok(trades)
    }

    fn bars_per_request(&self) -> i64 {
        300
    }

    fn bars_request(&self, symbol: &str, from: UnixNanos) -> Request {
        let start = from.seconds();
        let end = start + (self.bars_per_request() - 1) * 60;
        let path = format!(
            "/market/products/{symbol}/candles?start={start}&end={end}&granularity=ONE_MINUTE"
        );
        Request { path, weight: 1 }
    }

    fn parse_bars(&self, _symbol: &str, text: &str) -> Result<Vec<Bar>, ParseError> {
        let answer = read::json(text)?;
        let bar = |row: &Value| {
            let time = read::seconds(&row["start"], "candles.start")?;
            let prices = [&row["open"], &row["high"], &row["low"], &row["close"]];
            read::bar(time, prices, &row["volume"], "candles")
        };
        let rows = read::list(&answer["candles"], "candles")?;
        let mut bars = rows.iter().map(bar).collect::<Result<Vec<_>, _>>()?;
        bars.sort_by_key(|bar| bar.open_time); // newest first as sent
        Ok(bars)
    }
}

/// All elements of the lists of that name in the parts of a message.
fn items<'a>(
    parts: &'a [Value],
    name: &'static str,
) -> Result<impl Iterator<Item = &'a Value>, ParseError> {
    let lists = parts.iter().map(move |part| read::list(&part[name], name));
    let lists = lists.collect::<Result<Vec<_>, _>>()?;
    Ok(lists.into_iter().flatten())
}

fn trade(symbol: &str) -> impl Fn(&Value) -> Result<Trade, ParseError> {
    move |value| {
        read::symbol(&value["product_id"], "trades.product_id", symbol)?;
        // `side` is the maker's.
        let maker = read::side(&value["side"], "trades.side")?;
        Ok(Trade {
            id: read::count(&value["trade_id"], "trades.trade_id")?,
            price: read::price(&value["price"], "trades.price")?,
            amount: read::amount(&value["size"], "trades.size")?,
            time: read::stamp(&value["time"], "trades.time")?,
            taker: maker.opposite(),
        })
    }
}
