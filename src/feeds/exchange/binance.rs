//! Binance, spot.
//!
//! Sources: developers.binance.com/docs/binance-spot-api-docs, `rest-api` and
//! `web-socket-streams`. Streams are chosen by the address. Best bid and ask carry the number of
//! the book's change but no time; trades are the aggregated ones, numbered without holes.

use std::time::Duration;

use serde_json::Value;

use super::error::ParseError;
use super::event::{Event, Kline, Quote, Trade};
use super::read;
use super::{Exchange, Request};
use crate::engine::Venue;
use crate::feeds::symbols::Pair;
use crate::http::BudgetPlan;
use crate::types::{Bar, Side, UnixNanos};

/// The dialect of Binance.
#[derive(Clone, Copy, Debug)]
pub struct Binance;

impl Exchange for Binance {
    fn venue(&self) -> Venue {
        Venue::Binance
    }

    fn rest_url(&self) -> &'static str {
        "https://api.binance.com"
    }

    fn stream_url(&self) -> &'static str {
        "wss://stream.binance.com:9443"
    }

    /// Half of the 6,000 a minute that an address has: other programs ask too. Who goes on after a
    /// 429 is banned (418) for two minutes, then for longer.
    fn budget(&self) -> BudgetPlan {
        BudgetPlan {
            burst: 3_000.0,
            per_s: 50.0,
            pause: Duration::from_secs(60),
            ban: Duration::from_secs(120),
        }
    }

    fn used_header(&self) -> Option<&'static str> {
        Some("x-mbx-used-weight-1m")
    }

    fn key_header(&self) -> Option<&'static str> {
        Some("X-MBX-APIKEY")
    }

    fn symbol(&self, pair: &Pair, dollar_coins: bool) -> Option<String> {
        let quote = match (pair.quote.as_str(), dollar_coins) {
            ("USD", true) => "USDT",
            ("USD", false) => return None,
            (quote, _) => quote,
        };
        Some(format!("{}{quote}", pair.base))
    }

    fn stream_path(&self, symbol: &str) -> String {
        let name = symbol.to_ascii_lowercase();
        format!("/stream?streams={name}@bookTicker/{name}@aggTrade/{name}@kline_1m")
    }

    fn subscriptions(&self, _symbol: &str) -> Vec<String> {
        Vec::new()
    }

    fn parse(&self, symbol: &str, text: &str, events: &mut Vec<Event>) -> Result<(), ParseError> {
        let message = read::json(text)?;
        let data = &message["data"];
        let stream = read::text(&message["stream"], "stream")?;
        match stream.split_once('@').map_or("", |(_, kind)| kind) {
            "bookTicker" => {
                read::symbol(&data["s"], "bookTicker.s", symbol)?;
                let mut quote = read::quote(&data["b"], &data["a"], "bookTicker.b, a", None)?;
                quote.update = Some(read::count(&data["u"], "bookTicker.u")?);
                events.push(Event::Quote(quote));
            }
            "aggTrade" => {
                read::symbol(&data["s"], "aggTrade.s", symbol)?;
                events.push(Event::Trade(trade(data)?));
            }
            "kline_1m" => {
                read::symbol(&data["s"], "kline.s", symbol)?;
                let k = &data["k"];
                let time = read::millis(&k["t"], "kline.t")?;
                let prices = [&k["o"], &k["h"], &k["l"], &k["c"]];
                let bar = read::bar(time, prices, &k["v"], "kline.k")?;
                let closed = k["x"].as_bool();
                let closed = closed.ok_or_else(|| read::wrong("kline.x", "a switch", &k["x"]))?;
                events.push(Event::Kline(Kline { bar, closed }));
            }
            _ => return Err(read::wrong("stream", "a stream asked for", &message["stream"])),
        }
        Ok(())
    }

    fn clock_request(&self) -> Request {
        Request { path: "/api/v3/time".to_owned(), weight: 1 }
    }

    fn parse_clock(&self, text: &str) -> Result<(UnixNanos, i64), ParseError> {
        let time = read::millis(&read::json(text)?["serverTime"], "serverTime")?;
        Ok((time, 1_000_000))
    }

    fn quote_request(&self, symbol: &str) -> Request {
        Request { path: format!("/api/v3/ticker/bookTicker?symbol={symbol}"), weight: 2 }
    }

    fn parse_quote(&self, symbol: &str, text: &str) -> Result<Quote, ParseError> {
        let answer = read::json(text)?;
        read::symbol(&answer["symbol"], "symbol", symbol)?;
        read::quote(&answer["bidPrice"], &answer["askPrice"], "bidPrice, askPrice", None)
    }

    fn trades_request(&self, symbol: &str, last: &Trade) -> Request {
        let from = last.id.saturating_add(1);
        let path = format!("/api/v3/aggTrades?symbol={symbol}&fromId={from}&limit=1000");
        Request { path, weight: 4 }
    }

    fn parse_trades(&self, _symbol: &str, text: &str) -> Result<Vec<Trade>, ParseError> {
        let answer = read::json(text)?;
        let mut trades =
            read::list(&answer, "aggTrades")?.iter().map(trade).collect::<Result<Vec<_>, _>>()?;
        trades.sort_by_key(|trade| trade.id);
        Ok(trades)
    }

    fn bars_per_request(&self) -> i64 {
        1_000
    }

    fn bars_request(&self, symbol: &str, from: UnixNanos) -> Request {
        let from = from.millis();
        let path =
            format!("/api/v3/klines?symbol={symbol}&interval=1m&startTime={from}&limit=1000");
        Request { path, weight: 2 }
    }

    fn parse_bars(&self, _symbol: &str, text: &str) -> Result<Vec<Bar>, ParseError> {
        let answer = read::json(text)?;
        let bar = |row: &Value| {
            let time = read::millis(&row[0], "klines[0]")?;
            read::bar(time, [&row[1], &row[2], &row[3], &row[4]], &row[5], "klines")
        };
        read::list(&answer, "klines")?.iter().map(bar).collect()
    }
}

fn trade(data: &Value) -> Result<Trade, ParseError> {
    // The buyer made the offer: so the seller took it.
    let taker = match data["m"].as_bool() {
        Some(true) => Side::Sell,
        Some(false) => Side::Buy,
        None => return Err(read::wrong("aggTrade.m", "a switch", &data["m"])),
    };
    Ok(Trade {
        id: read::count(&data["a"], "aggTrade.a")?,
        price: read::price(&data["p"], "aggTrade.p")?,
        amount: read::amount(&data["q"], "aggTrade.q")?,
        time: read::millis(&data["T"], "aggTrade.T")?,
        taker,
    })
}
