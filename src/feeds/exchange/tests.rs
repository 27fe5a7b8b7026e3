//! Messages in the form that the venues document, and the same ones damaged.

use proptest::prelude::*;

use super::*;
use crate::types::Side;

const BINANCE: [&str; 3] = [
    r#"{"stream":"btcusdt@bookTicker","data":{"u":400900217,"s":"BTCUSDT","b":"68900.01","B":"31.21","a":"68900.02","A":"40.66"}}"#,
    r#"{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1672515782136,"s":"BTCUSDT","a":12345,"p":"68900.50","q":"0.25","f":100,"l":105,"T":1672515782136,"m":true,"M":true}}"#,
    r#"{"stream":"btcusdt@kline_1m","data":{"e":"kline","E":1672515782136,"s":"BTCUSDT","k":{"t":1672515780000,"T":1672515839999,"s":"BTCUSDT","i":"1m","o":"10","c":"11","h":"12","l":"9","v":"7.5","n":100,"x":true}}}"#,
];
const COINBASE: [&str; 4] = [
    r#"{"channel":"ticker","client_id":"","timestamp":"2026-04-07T14:30:03Z","sequence_num":12,"events":[{"type":"update","tickers":[{"type":"ticker","product_id":"BTC-USD","price":"68900.50","best_bid":"68900.00","best_ask":"68901.00"}]}]}"#,
    r#"{"channel":"market_trades","client_id":"","timestamp":"2026-04-07T14:30:02.789012Z","sequence_num":13,"events":[{"type":"snapshot","trades":[{"trade_id":"8","product_id":"BTC-USD","price":"2.5","size":"0.5","side":"SELL","time":"2026-04-07T14:30:02.8Z"},{"trade_id":"7","product_id":"BTC-USD","price":"2","size":"1","side":"BUY","time":"2026-04-07T14:30:02.7Z"}]}]}"#,
    r#"{"channel":"heartbeats","client_id":"","timestamp":"2026-04-07T14:30:10Z","sequence_num":14,"events":[{"current_time":"2026-04-07 14:30:10 +0000 UTC","heartbeat_counter":42}]}"#,
    r#"{"channel":"subscriptions","client_id":"","timestamp":"2026-04-07T14:30:00Z","sequence_num":15,"events":[{"subscriptions":{"ticker":["BTC-USD"]}}]}"#,
];
const KRAKEN: [&str; 6] = [
    r#"{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":105944.20,"bid_qty":2.5,"ask":105944.30,"ask_qty":3.2,"last":105899.40,"timestamp":"2025-12-25T09:30:59.123456Z"}]}"#,
    r#"{"channel":"ticker","type":"snapshot","data":[{"symbol":"BTC/USD","bid":1,"bid_qty":2.5,"ask":2,"ask_qty":3.2}]}"#,
    r#"{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"sell","price":105944.20,"qty":0.5,"ord_type":"limit","trade_id":10218208,"timestamp":"2023-10-06T17:35:55.440295Z"}]}"#,
    r#"{"channel":"ohlc","type":"update","data":[{"symbol":"BTC/USD","interval":1,"interval_begin":"2023-10-04T16:25:00.000000000Z","open":10,"high":12,"low":9,"close":11,"volume":7.5,"vwap":10.5,"trades":12}]}"#,
    r#"{"channel":"heartbeat"}"#,
    r#"{"method":"subscribe","result":{"channel":"ticker","symbol":"BTC/USD"},"success":true,"time_in":"2023-09-25T09:04:31.742599Z","time_out":"2023-09-25T09:04:31.742648Z"}"#,
];

fn parse(exchange: &dyn Exchange, symbol: &str, text: &str) -> Result<Vec<Event>, ParseError> {
    let mut events = Vec::new();
    exchange.parse(symbol, text, &mut events).map(|()| events)
}

fn binance(text: &str) -> Result<Vec<Event>, ParseError> {
    parse(&Binance, "BTCUSDT", text)
}

fn coinbase(text: &str) -> Result<Vec<Event>, ParseError> {
    parse(&Coinbase, "BTC-USD", text)
}

fn kraken(text: &str) -> Result<Vec<Event>, ParseError> {
    parse(&Kraken, "BTC/USD", text)
}

fn bar(open_time: i64) -> Bar {
    let open_time = UnixNanos::from_seconds(open_time);
    Bar { open_time, open: 10.0, high: 12.0, low: 9.0, close: 11.0, volume: 7.5, ..Bar::default() }
}

#[test]
fn binance_speaks() {
    let quote = Quote { bid: 68900.01, ask: 68900.02, time: None, update: Some(400_900_217) };
    assert_eq!(binance(BINANCE[0]), Ok(vec![Event::Quote(quote)]));
    let time = UnixNanos::from_millis(1_672_515_782_136);
    let trade = Trade { id: 12_345, price: 68900.5, amount: 0.25, time, taker: Side::Sell };
    assert_eq!(binance(BINANCE[1]), Ok(vec![Event::Trade(trade)]));
    let kline = Kline { bar: bar(1_672_515_780), closed: true };
    assert_eq!(binance(BINANCE[2]), Ok(vec![Event::Kline(kline)]));
}

#[test]
fn coinbase_speaks_in_numbered_messages() {
    let time = Some(UnixNanos::from_seconds(1_775_572_203));
    let quote = Quote { bid: 68900.0, ask: 68901.0, time, update: None };
    assert_eq!(coinbase(COINBASE[0]), Ok(vec![Event::Sequence(12), Event::Quote(quote)]));
    let trades = coinbase(COINBASE[1]).unwrap();
    let [Event::Sequence(13), Event::Trade(first), Event::Trade(second)] = trades[..] else {
        panic!("{trades:?}")
    };
    assert_eq!((first.id, first.price, first.taker), (7, 2.0, Side::Sell), "the maker bought");
    assert_eq!((second.id, second.amount, second.taker), (8, 0.5, Side::Buy));
    assert_eq!(coinbase(COINBASE[2]), Ok(vec![Event::Sequence(14), Event::Alive]));
    assert_eq!(coinbase(COINBASE[3]), Ok(vec![Event::Sequence(15), Event::Alive]));
    let refused = r#"{"type":"error","message":"authentication failure"}"#;
    assert!(coinbase(refused).unwrap_err().to_string().contains("authentication failure"));
}

#[test]
fn kraken_speaks_with_and_without_times() {
    let time = Some(UnixNanos(1_766_655_059_123_456_000));
    let quote = Quote { bid: 105_944.2, ask: 105_944.3, time, update: None };
    assert_eq!(kraken(KRAKEN[0]), Ok(vec![Event::Quote(quote)]));
    let quote = Quote { bid: 1.0, ask: 2.0, time: None, update: None };
    assert_eq!(kraken(KRAKEN[1]), Ok(vec![Event::Quote(quote)]));
    let time = UnixNanos(1_696_613_755_440_295_000);
    let trade = Trade { id: 10_218_208, price: 105_944.2, amount: 0.5, time, taker: Side::Sell };
    assert_eq!(kraken(KRAKEN[2]), Ok(vec![Event::Trade(trade)]));
    let kline = Kline { bar: bar(1_696_436_700), closed: false };
    assert_eq!(kraken(KRAKEN[3]), Ok(vec![Event::Kline(kline)]));
    assert_eq!(kraken(KRAKEN[4]), Ok(vec![Event::Alive]));
    assert_eq!(kraken(KRAKEN[5]), Ok(vec![Event::Alive]));
    let refused = r#"{"method":"subscribe","error":"Currency pair not supported","success":false}"#;
    assert!(kraken(refused).unwrap_err().to_string().contains("not supported"));
}

#[test]
fn errors_name_the_place_what_was_there_and_what_was_expected() {
    let crossed = r#"{"stream":"btcusdt@bookTicker","data":{"u":1,"s":"BTCUSDT","b":"3","a":"2"}}"#;
    let text = binance(crossed).unwrap_err().to_string();
    assert_eq!(text, r#"bookTicker.b, a: was "3" "2", expected an ask not below the bid"#);
    let other = BINANCE[0].replace("BTCUSDT", "ETHUSDT");
    let text = binance(&other).unwrap_err().to_string();
    assert_eq!(text, r#"bookTicker.s: was "ETHUSDT", expected the symbol that was asked for"#);
    for price in ["\"NaN\"", "\"inf\"", "\"-1\"", "\"0\"", "\"\"", "null", "{}", "1e999"] {
        let text = BINANCE[0].replace("\"68900.01\"", price);
        assert!(binance(&text).is_err(), "{price}");
    }
    assert!(binance("<html>busy</html>").unwrap_err().to_string().contains("expected JSON"));
}

#[test]
fn rest_answers_are_read() {
    let quote =
        r#"{"symbol":"BTCUSDT","bidPrice":"4.0","bidQty":"431","askPrice":"4.2","askQty":"9"}"#;
    assert_eq!(Binance.parse_quote("BTCUSDT", quote).unwrap().ask, 4.2);
    let book = r#"{"pricebook":{"product_id":"BTC-USD","bids":[{"price":"68923.66","size":"1"}],"asks":[{"price":"68923.67","size":"1"}],"time":"2026-04-07T00:28:59Z"}}"#;
    assert_eq!(Coinbase.parse_quote("BTC-USD", book).unwrap().bid, 68923.66);
    let ticker = r#"{"error":[],"result":{"XXBTZUSD":{"a":["105944.3","1","1.000"],"b":["105944.2","1","1.000"]}}}"#;
    assert_eq!(Kraken.parse_quote("BTC/USD", ticker).unwrap().bid, 105_944.2);
    let error = r#"{"error":["EQuery:Unknown asset pair"]}"#;
    let text = Kraken.parse_quote("BTC/USD", error).unwrap_err().to_string();
    assert!(text.contains("Unknown asset pair"), "{text}");
    assert!(Kraken.is_refusal(r#"{"error":["EAPI:Rate limit exceeded"]}"#));
    assert!(!Kraken.is_refusal(error));

    let s = UnixNanos::from_seconds;
    assert_eq!(
        Binance.parse_clock(r#"{"serverTime":1499827319559}"#).unwrap().0.millis(),
        1_499_827_319_559
    );
    let clock = r#"{"iso":"2026-04-07T00:28:59Z","epochSeconds":"1775521739","epochMillis":"1775521739500"}"#;
    assert_eq!(
        Coinbase.parse_clock(clock),
        Ok((s(1_775_521_739) + crate::types::DurationNanos::from_millis(500), 1_000_000))
    );
    let clock = r#"{"error":[],"result":{"unixtime":1762820224,"rfc1123":"Tue, 11 Nov 25 00:17:04 +0000"}}"#;
    assert_eq!(Kraken.parse_clock(clock), Ok((s(1_762_820_224), 1_000_000_000)));

    let bars = r#"[[1672515780000,"10","12","9","11","7.5",1672515839999,"1",308,"1","1","0"]]"#;
    assert_eq!(Binance.parse_bars("BTCUSDT", bars), Ok(vec![bar(1_672_515_780)]));
    let bars = r#"{"candles":[{"start":"120","low":"9","high":"12","open":"10","close":"11","volume":"7.5"},{"start":"60","low":"9","high":"12","open":"10","close":"11","volume":"7.5"}]}"#;
    assert_eq!(Coinbase.parse_bars("BTC-USD", bars), Ok(vec![bar(60), bar(120)]));
    let bars =
        r#"{"error":[],"result":{"XXBTZUSD":[[60,"10","12","9","11","10.5","7.5",3]],"last":0}}"#;
    assert_eq!(Kraken.parse_bars("BTC/USD", bars), Ok(vec![bar(60)]));
    let torn = r#"[[1672515780000,"10","8","9","11","7.5"]]"#;
    assert!(Binance.parse_bars("BTCUSDT", torn).is_err(), "the high is below the low");
}

#[test]
fn requests_are_as_documented() {
    let time = UnixNanos(1_696_613_755_440_295_000);
    let last = Trade { id: 41, price: 1.0, amount: 1.0, time, taker: Side::Buy };
    let path = |exchange: &dyn Exchange, symbol: &str| exchange.trades_request(symbol, &last).path;
    assert_eq!(path(&Binance, "BTCUSDT"), "/api/v3/aggTrades?symbol=BTCUSDT&fromId=42&limit=1000");
    assert_eq!(path(&Kraken, "BTC/USD"), "/Trades?pair=XBTUSD&since=1696613755440295000");
    assert_eq!(
        path(&Coinbase, "BTC-USD"),
        "/market/products/BTC-USD/ticker?limit=1000&start=1696613755&end=1696617355"
    );
    let names = |pair: &str, coins: bool| {
        let pair = Pair::written(pair).unwrap();
        [&Binance as &dyn Exchange, &Coinbase, &Kraken].map(|it| it.symbol(&pair, coins))
    };
    let some = |name: &str| Some(name.to_owned());
    assert_eq!(names("BTC/USD", true), [some("BTCUSDT"), some("BTC-USD"), some("BTC/USD")]);
    assert_eq!(names("BTC/USD", false), [None, some("BTC-USD"), some("BTC/USD")]);
    assert_eq!(names("ETH/EUR", true)[0], some("ETHEUR"));
    let doge = Kraken.quote_request("DOGE/USD").path;
    assert_eq!(doge, "/Ticker?pair=XDGUSD");
}

/// Whatever comes out of a damaged message is still sound.
fn check(events: &[Event]) {
    for event in events {
        match event {
            Event::Quote(quote) => {
                assert!(quote.bid > 0.0 && quote.ask >= quote.bid && quote.ask.is_finite());
            }
            Event::Trade(trade) => assert!(trade.price > 0.0 && trade.amount >= 0.0),
            Event::Kline(kline) => assert!(kline.bar.check().is_ok()),
            Event::Sequence(_) | Event::Alive => {}
        }
    }
}

proptest! {
    #[test]
    fn damaged_messages_never_panic_and_never_give_unsound_events(
        which in 0_usize..13,
        damage in proptest::collection::vec((0_usize..400, any::<u8>()), 1..6),
        cut in 0_usize..500,
    ) {
        let samples = [&BINANCE[..], &COINBASE, &KRAKEN].concat();
        let mut bytes = samples[which].as_bytes().to_vec();
        for (at, byte) in damage {
            let len = bytes.len();
            bytes[at % len] = byte;
        }
        if cut < bytes.len() / 8 {
            bytes.truncate(bytes.len() - cut);
        }
        let text = String::from_utf8_lossy(&bytes);
        for parse in [binance, coinbase, kraken] {
            check(&parse(&text).unwrap_or_default());
        }
    }
}
