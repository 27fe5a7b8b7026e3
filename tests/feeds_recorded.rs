//! Messages and answers as exchanges sent them, where the recordings are there.

#![cfg(all(feature = "feeds", feature = "cli"))]
#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

use std::io::Read;
use std::path::{Path, PathBuf};

use hypertrader::feeds::exchange::{Binance, Coinbase, Event, Exchange, Kraken};

fn recorded(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    path.exists().then_some(path)
}

fn text(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    if path.extension().is_none_or(|extension| extension != "gz") {
        return String::from_utf8(bytes).unwrap();
    }
    let mut text = String::new();
    flate2::read::GzDecoder::new(&*bytes).read_to_string(&mut text).unwrap();
    text
}

/// Message of a line `<epoch>: <message>`.
fn messages(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.split_once(": ")).map(|(_, message)| message)
}

#[test]
fn a_recorded_stream_of_binance_is_read_whole() {
    let Some(path) = recorded("exchange_captures/BINANCE_ws.txt.gz") else { return };
    let text = text(&path);
    let (mut events, mut expected, mut ids) = (Vec::new(), 0, Vec::new());
    for message in messages(&text).filter(|it| it.starts_with("{\"stream\":\"nknusdt@")) {
        let wanted = ["@bookTicker", "@aggTrade", "@kline_1m"];
        let is_wanted = wanted.iter().any(|stream| message.contains(stream));
        expected += usize::from(is_wanted);
        let parsed = Binance.parse("NKNUSDT", message, &mut events);
        assert_eq!(parsed.is_ok(), is_wanted, "{message}: {parsed:?}");
    }
    assert!(expected > 10 && events.len() == expected, "{expected} messages");
    for event in events {
        match event {
            // The recording begins with NKN at about 0.352 dollars.
            Event::Quote(quote) => assert!(quote.bid > 0.3 && quote.ask < 0.4, "{quote:?}"),
            Event::Trade(trade) => ids.push(trade.id),
            _ => {}
        }
    }
    assert!(ids.windows(2).all(|pair| pair[1] == pair[0] + 1), "numbered without holes: {ids:?}");
}

#[test]
fn recorded_answers_of_kraken_are_read_whole() {
    let Some(path) = recorded("exchange_payloads/kraken/http_ohlc.json") else { return };
    let bars = Kraken.parse_bars("BTC/USDT", &text(&path)).unwrap();
    assert_eq!(bars.len(), 721);
    assert!(
        bars.windows(2).all(|pair| pair[1].open_time.0 - pair[0].open_time.0 == 60_000_000_000)
    );
    assert_eq!((bars[0].open_time.seconds(), bars[0].open), (1_762_777_020, 106_038.2));
    let path = recorded("exchange_payloads/kraken/http_trades.json").unwrap();
    let trades = Kraken.parse_trades("BTC/USDT", &text(&path)).unwrap();
    assert_eq!(trades.len(), 1_000);
    assert!(trades.windows(2).all(|pair| pair[1].id == pair[0].id + 1));
    assert_eq!((trades[0].id, trades[999].id), (10_218_208, 10_219_207));
}

#[test]
fn published_examples_are_read() {
    let Some(folder) = recorded("exchange_payloads") else { return };
    let read = |name: &str| text(&folder.join(name));
    let stream = |exchange: &dyn Exchange, symbol: &str, name: &str| {
        let mut events = Vec::new();
        exchange.parse(symbol, &read(name), &mut events).unwrap();
        events
    };
    let ticker = stream(&Coinbase, "BTC-USD", "coinbase/ws_ticker.json");
    let [Event::Sequence(12), Event::Quote(quote)] = ticker[..] else { panic!("{ticker:?}") };
    assert_eq!((quote.bid, quote.ask), (68_900.0, 68_901.0));
    assert_eq!(stream(&Coinbase, "BTC-USD", "coinbase/ws_market_trades.json").len(), 3);
    assert_eq!(stream(&Coinbase, "BTC-USD", "coinbase/ws_heartbeats.json").len(), 2);
    assert_eq!(stream(&Coinbase, "BTC-USD", "coinbase/ws_subscriptions.json").len(), 2);
    let ticker = stream(&Kraken, "BTC/USD", "kraken/ws_ticker_snapshot.json");
    let [Event::Quote(quote)] = ticker[..] else { panic!("{ticker:?}") };
    assert_eq!((quote.bid, quote.ask), (105_944.2, 105_944.3));
    assert_eq!(stream(&Kraken, "BTC/USD", "kraken/ws_trade_update.json").len(), 2);
    assert_eq!(stream(&Kraken, "BTC/USD", "kraken/ws_ohlc_update.json").len(), 1);
    assert_eq!(stream(&Kraken, "BTC/USD", "kraken/ws_pong.json"), [Event::Alive]);
    assert_eq!(stream(&Kraken, "BTC/USD", "kraken/ws_subscribe_response.json"), [Event::Alive]);

    let book = Coinbase.parse_quote("BTC-USD", &read("coinbase/http_product_book.json")).unwrap();
    assert_eq!((book.bid, book.ask), (68_923.66, 68_923.67));
    let trades = Coinbase.parse_trades("BTC-USD", &read("coinbase/http_ticker.json")).unwrap();
    assert_eq!(trades.last().unwrap().id, 995_098_663);
    let bars = Coinbase.parse_bars("BTC-USD", &read("coinbase/http_candles.json")).unwrap();
    assert_eq!((bars.len(), bars[0].open), (2, 65_984.18));
    let quote = Kraken.parse_quote("BTC/USDT", &read("kraken/http_ticker.json")).unwrap();
    assert_eq!(quote.ask, 105_944.3);
    let (clock, _) = Kraken.parse_clock(&read("kraken/http_server_time.json")).unwrap();
    assert_eq!(clock.seconds(), 1_762_820_224);
    let http = "binance/spot/http_json/";
    let quote = read(&format!("{http}book_ticker_response.json"));
    assert_eq!(Binance.parse_quote("LTCBTC", &quote).unwrap().ask, 4.000_002);
    let (clock, _) =
        Binance.parse_clock(&read(&format!("{http}server_time_response.json"))).unwrap();
    assert_eq!(clock.millis(), 1_499_827_319_559);
    let bars = read(&format!("{http}klines_response.json"));
    assert_eq!(Binance.parse_bars("LTCBTC", &bars).unwrap()[0].close, 0.015_771);
}

/// Older dialects and other products are refused, message by message, and nothing panics.
#[test]
fn what_was_recorded_in_other_dialects_is_refused() {
    let Some(folder) = recorded("exchange_captures") else { return };
    let exchanges: [(&dyn Exchange, &str); 3] =
        [(&Binance, "BTCUSDT"), (&Coinbase, "BTC-USD"), (&Kraken, "BTC/USD")];
    let mut refused = 0;
    for name in ["COINBASE_ws.txt.gz", "KRAKEN_ws_ticker.txt.gz", "KRAKEN_ws_trade.txt.gz"] {
        for message in messages(&text(&folder.join(name))) {
            for (exchange, symbol) in exchanges {
                let mut events = Vec::new();
                let parsed = exchange.parse(symbol, message, &mut events);
                assert!(parsed.is_err() && events.is_empty(), "{message}");
                refused += 1;
            }
        }
    }
    assert!(refused > 30_000, "{refused}");
}
