//! One market that three exchanges report, each in its dialect: a trade and a quote a second, all
//! of them a function of the second, so that any part of the past can be asked for.

use hypertrader::engine::Venue;

/// Second in which trade number 1,000,000 happens.
pub(crate) const EPOCH_S: i64 = 1_775_520_000;
const FIRST_ID: i64 = 1_000_000;

/// Number of the trade of a second.
pub(crate) const fn trade_id(second: i64) -> i64 {
    second - EPOCH_S + FIRST_ID
}

const fn second_of(id: i64) -> i64 {
    id - FIRST_ID + EPOCH_S
}

/// Best bid of a second; the ask is 1 above it, trades happen at the bid.
pub(crate) fn bid(second: i64) -> f64 {
    60_000.0 + (second.rem_euclid(600)) as f64
}

/// An exchange.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    pub(crate) venue: Venue,
    /// Added to every price.
    pub(crate) price_offset: f64,
    /// Instead of a price that moves.
    pub(crate) flat: Option<f64>,
}

impl World {
    pub(crate) const fn new(venue: Venue) -> Self {
        Self { venue, price_offset: 0.0, flat: None }
    }

    fn bid(&self, second: i64) -> f64 {
        self.flat.unwrap_or_else(|| bid(second) + self.price_offset)
    }

    /// What the stream says in a second; `sequence` is the number of the next message.
    pub(crate) fn messages(&self, second: i64, sequence: &mut u64) -> Vec<String> {
        let (bid, id, ms) = (self.bid(second), trade_id(second), second * 1_000);
        let ask = bid + 1.0;
        let stamp = stamp(second);
        match self.venue {
            Venue::Binance => vec![
                format!(
                    r#"{{"stream":"btcusdt@bookTicker","data":{{"u":{id},"s":"BTCUSDT","b":"{bid}","B":"1","a":"{ask}","A":"1"}}}}"#
                ),
                format!(
                    r#"{{"stream":"btcusdt@aggTrade","data":{{"e":"aggTrade","E":{ms},"s":"BTCUSDT","a":{id},"p":"{bid}","q":"0.1","f":1,"l":1,"T":{ms},"m":true,"M":true}}}}"#
                ),
            ],
            Venue::Coinbase => {
                let mut next = || {
                    *sequence += 1;
                    *sequence - 1
                };
                let (a, b) = (next(), next());
                vec![
                    format!(
                        r#"{{"channel":"ticker","client_id":"","timestamp":"{stamp}","sequence_num":{a},"events":[{{"type":"update","tickers":[{{"product_id":"BTC-USD","price":"{bid}","best_bid":"{bid}","best_ask":"{ask}"}}]}}]}}"#
                    ),
                    format!(
                        r#"{{"channel":"market_trades","client_id":"","timestamp":"{stamp}","sequence_num":{b},"events":[{{"type":"update","trades":[{{"trade_id":"{id}","product_id":"BTC-USD","price":"{bid}","size":"0.1","side":"BUY","time":"{stamp}"}}]}}]}}"#
                    ),
                ]
            }
            Venue::Kraken => vec![
                format!(
                    r#"{{"channel":"ticker","type":"update","data":[{{"symbol":"BTC/USD","bid":{bid:.1},"bid_qty":1.0,"ask":{ask:.1},"ask_qty":1.0,"timestamp":"{stamp}"}}]}}"#
                ),
                format!(
                    r#"{{"channel":"trade","type":"update","data":[{{"symbol":"BTC/USD","side":"sell","price":{bid:.1},"qty":0.1,"ord_type":"limit","trade_id":{id},"timestamp":"{stamp}"}}]}}"#
                ),
            ],
        }
    }

    /// What REST answers at a second, status 200.
    pub(crate) fn answer(&self, path: &str, second: i64) -> String {
        if path.contains("/time") || path.contains("/Time") {
            return match self.venue {
                Venue::Binance => format!(r#"{{"serverTime":{}}}"#, second * 1_000),
                Venue::Coinbase => format!(
                    r#"{{"iso":"{}","epochSeconds":"{second}","epochMillis":"{}"}}"#,
                    stamp(second),
                    second * 1_000
                ),
                Venue::Kraken => {
                    format!(r#"{{"error":[],"result":{{"unixtime":{second},"rfc1123":""}}}}"#)
                }
            };
        }
        if path.contains("bookTicker") || path.contains("product_book") || path.contains("/Ticker")
        {
            return self.quote(second);
        }
        if path.contains("klines") || path.contains("candles") || path.contains("OHLC") {
            return self.bars(path, second);
        }
        self.trades(path, second)
    }

    fn quote(&self, second: i64) -> String {
        let bid = self.bid(second);
        let ask = bid + 1.0;
        match self.venue {
            Venue::Binance => format!(
                r#"{{"symbol":"BTCUSDT","bidPrice":"{bid}","bidQty":"1","askPrice":"{ask}","askQty":"1"}}"#
            ),
            Venue::Coinbase => format!(
                r#"{{"pricebook":{{"product_id":"BTC-USD","bids":[{{"price":"{bid}","size":"1"}}],"asks":[{{"price":"{ask}","size":"1"}}],"time":"{}"}}}}"#,
                stamp(second)
            ),
            Venue::Kraken => format!(
                r#"{{"error":[],"result":{{"XXBTZUSD":{{"a":["{ask}","1","1.0"],"b":["{bid}","1","1.0"]}}}}}}"#
            ),
        }
    }

    /// At most a thousand trades, none of the future.
    fn trades(&self, path: &str, second: i64) -> String {
        let first = match self.venue {
            Venue::Binance => query(path, "fromId").unwrap(),
            Venue::Coinbase => trade_id(query(path, "start").unwrap()),
            Venue::Kraken => trade_id(query(path, "since").unwrap().div_euclid(1_000_000_000) + 1),
        };
        let ids = first..=trade_id(second).min(first + 999);
        let row = |id: i64| {
            let (at, price) = (second_of(id), self.bid(second_of(id)));
            match self.venue {
                Venue::Binance => format!(
                    r#"{{"a":{id},"p":"{price}","q":"0.1","f":1,"l":1,"T":{},"m":true,"M":true}}"#,
                    at * 1_000
                ),
                Venue::Coinbase => format!(
                    r#"{{"trade_id":"{id}","product_id":"BTC-USD","price":"{price}","size":"0.1","side":"BUY","time":"{}"}}"#,
                    stamp(at)
                ),
                Venue::Kraken => format!(r#"["{price}","0.1",{at}.5,"s","l","",{id}]"#),
            }
        };
        let mut rows: Vec<String> = ids.map(row).collect();
        match self.venue {
            Venue::Binance => format!("[{}]", rows.join(",")),
            Venue::Coinbase => {
                rows.reverse(); // newest first
                format!(r#"{{"trades":[{}],"best_bid":"1","best_ask":"2"}}"#, rows.join(","))
            }
            Venue::Kraken => {
                format!(r#"{{"error":[],"result":{{"XXBTZUSD":[{}],"last":"1"}}}}"#, rows.join(","))
            }
        }
    }

    /// Bars that open in the minute asked for and later; open is the bid of the first second.
    fn bars(&self, path: &str, second: i64) -> String {
        let (from, count) = match self.venue {
            Venue::Binance => (query(path, "startTime").unwrap() / 1_000, 1_000),
            Venue::Coinbase => (query(path, "start").unwrap(), 300),
            Venue::Kraken => (query(path, "since").unwrap() + 1, 720),
        };
        let first = (from + 59).div_euclid(60);
        let minutes = first..=(first + count - 1).min(second.div_euclid(60));
        let row = |minute: i64| {
            let at = minute * 60;
            let open = self.bid(at);
            let close = open + 59.0; // a minute never crosses the fall of every tenth one
            match self.venue {
                Venue::Binance => format!(
                    r#"[{},"{open}","{close}","{open}","{close}","6","0","0",1,"0","0","0"]"#,
                    at * 1_000
                ),
                Venue::Coinbase => format!(
                    r#"{{"start":"{at}","low":"{open}","high":"{close}","open":"{open}","close":"{close}","volume":"6"}}"#
                ),
                Venue::Kraken => {
                    format!(r#"[{at},"{open}","{close}","{open}","{close}","{open}","6",60]"#)
                }
            }
        };
        let mut rows: Vec<String> = minutes.map(row).collect();
        match self.venue {
            Venue::Binance => format!("[{}]", rows.join(",")),
            Venue::Coinbase => {
                rows.reverse(); // newest first
                format!(r#"{{"candles":[{}]}}"#, rows.join(","))
            }
            Venue::Kraken => {
                format!(r#"{{"error":[],"result":{{"XXBTZUSD":[{}],"last":0}}}}"#, rows.join(","))
            }
        }
    }
}

/// The number of a parameter.
fn query(path: &str, name: &str) -> Option<i64> {
    let pairs = path.split(['?', '&']).skip(1);
    pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name)?.1.parse().ok()
}

fn stamp(second: i64) -> String {
    hypertrader::types::UnixNanos::from_seconds(second).to_string()
}
