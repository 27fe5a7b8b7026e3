//! `hypertrader feeds`, against exchanges on local ports.

#![cfg(all(feature = "feeds", feature = "cli"))]

#[path = "support/command_line.rs"]
mod command_line;
#[path = "support/exchange/mod.rs"]
mod exchange;

use command_line::{Folder, error_of, result_of};
use hypertrader::engine::Venue;

use exchange::server::{Server, WireFault};
use exchange::world::World;

fn config(folder: &Folder, servers: &[(&str, &Server)]) -> String {
    let names: Vec<String> = servers.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let mut text = format!("[feeds]\nvenues = [{}]\n", names.join(", "));
    for (name, server) in servers {
        let (rest, stream) = (server.rest_url(), server.stream_url());
        text += &format!("{name}_rest_url = \"{rest}\"\n{name}_stream_url = \"{stream}\"\n");
    }
    folder.write("feeds.toml", &text)
}

#[test]
fn watch_shows_every_venue_and_the_source_in_use() {
    let folder = Folder::new("cli-feeds-watch");
    let kraken = Server::start(World { flat: Some(99.5), ..World::new(Venue::Kraken) });
    let coinbase = Server::start(World { flat: Some(100.5), ..World::new(Venue::Coinbase) });
    let config = config(&folder, &[("kraken", &kraken), ("coinbase", &coinbase)]);
    let arguments = ["feeds", "watch", "XBTUSD.m", "--config", &config, "--seconds", "3"];
    let result = result_of(&arguments);
    assert_eq!((&result["source"], &result["fresh"]), (&"kraken".into(), &2.into()), "{result}");
    assert_eq!(result["mid"], 100.5);
    let venues = result["venues"].as_array().unwrap();
    let quotes: Vec<_> = venues.iter().map(|venue| (&venue["bid"], &venue["ask"])).collect();
    assert_eq!(quotes, [(&99.5.into(), &100.5.into()), (&100.5.into(), &101.5.into())]);
    for venue in venues {
        assert_eq!(venue["state"], "streaming");
        assert!(venue["skew_ms"].is_number() && venue["trades"].as_u64() > Some(0), "{venue}");
    }
    assert_eq!(result["workers"][0]["state"], "running");
    assert_eq!(result["workers"].as_array().unwrap().len(), 2);
}

#[test]
fn bars_come_from_the_first_venue_that_gives_them() {
    let folder = Folder::new("cli-feeds-bars");
    let (kraken, binance) =
        (Server::start(World::new(Venue::Kraken)), Server::start(World::new(Venue::Binance)));
    let config = config(&folder, &[("kraken", &kraken), ("binance", &binance)]);
    let out = folder.path("bars.csv");
    // The exchanges' present is another than ours, so the span is asked for and is empty there.
    let arguments = ["feeds", "bars", "BTCUSD", "--config", &config, "--out", &out];
    kraken.break_rest(WireFault::Status(418, "900"));
    let text = error_of(&arguments);
    assert!(text.contains("kraken: refused with 418"), "{text}");
    assert!(text.contains("binance: has no bar of that span"), "{text}");
    assert!(!std::path::Path::new(&out).exists());
    let unknown = error_of(&["feeds", "bars", "EURUSD", "--out", &out]);
    assert!(unknown.contains("names no pair"), "{unknown}");
}
