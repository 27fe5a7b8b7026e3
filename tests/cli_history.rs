//! `hypertrader bootstrap`, `collect` and `history` as scripts use them: the built program, from
//! outside.

#![cfg(feature = "cli")]

#[path = "support/command_line.rs"]
mod command_line;

use std::path::Path;
use std::time::Duration;

use command_line::{Folder, error_of, result_of, run, text};
use hypertrader::store::{RecordedTick, TickRecorder};

/// Minute `n` after 2026-01-31 22:00, 1769896800 by `date -u -d '2026-01-31 22:00' +%s`.
const START_S: i64 = 1_769_896_800;

fn rows(minutes: impl IntoIterator<Item = i64>, close: &str) -> String {
    let mut text = "time,open,high,low,close,volume\n".to_owned();
    for n in minutes {
        text += &format!("{},100,120,90,{close},1.5\n", START_S + n * 60);
    }
    text
}

/// Arguments of `bootstrap` and `collect` into the store of the folder.
fn into<'a>(command: &'a str, store: &'a str, files: &[&'a str]) -> Vec<&'a str> {
    let fixed = ["--symbol", "BTCUSD", "--period", "1m", "--source", "kiosk", "--utc"];
    let from = [&["--from-files"], files].concat();
    [&[command, "--store", store], &fixed[..], &from].concat()
}

#[test]
fn files_fill_the_store_which_is_listed_verified_and_exported() {
    let folder = Folder::new("history-fill");
    let store = folder.path("store");
    // Two hours around the end of a month, without six minutes.
    let first = folder.write("a.csv", &rows((0..180).filter(|n| !(30..36).contains(n)), "101"));
    let done = result_of(&into("bootstrap", &store, &[&first]));
    assert_eq!((&done["added"], &done["still_missing"]), (&174.into(), &6.into()));

    let listed = result_of(&["history", "ls", "--store", &store]);
    let bars = &listed["bars"][0];
    assert_eq!((&bars["source"], &bars["symbol"]), (&"kiosk".into(), &"BTCUSD".into()));
    assert_eq!((&bars["months"], &bars["rows"]), (&2.into(), &174.into()));
    assert_eq!(
        (&bars["first"], &bars["last"]),
        (&"2026-01-31T22:00:00Z".into(), &"2026-02-01T00:59:00Z".into())
    );
    assert_eq!((&bars["gaps"]["count"], &bars["gaps"]["missing_bars"]), (&1.into(), &6.into()));
    assert_eq!(bars["gaps"]["longest"][0]["from"], "2026-01-31T22:30:00Z");

    // The gap is filled, newer bars come after, and the newest stored one was corrected.
    let newest = format!("{},100,120,90,", START_S + 179 * 60);
    let whole = rows(0..200, "101").replace(&format!("{newest}101"), &format!("{newest}102"));
    let second = folder.write("b.csv", &whole);
    let done = result_of(&into("collect", &store, &[&second]));
    assert_eq!((&done["added"], &done["replaced"]), (&26.into(), &1.into()));
    assert_eq!(done["replaced_bars"][0]["time"], "2026-02-01T00:59:00");
    assert_eq!(done["replaced_bars"][0]["is"], serde_json::json!([100.0, 120.0, 90.0, 102.0]));
    let again = result_of(&into("collect", &store, &[&second]));
    assert_eq!((&again["added"], &again["replaced"]), (&0.into(), &0.into()));

    let verified = result_of(&["history", "verify", "--store", &store]);
    assert_eq!((&verified["sound"], &verified["rows"]), (&true.into(), &200.into()));

    let out = folder.path("out.csv");
    let range = ["--from", "2026-01-31T22:29:00", "--to", "2026-01-31T22:32"];
    let export = ["history", "export", "--store", &store, "--out", &out];
    let written = result_of(&[&export[..], &range].concat());
    assert_eq!(written["rows"], 3);
    let expected = "time,open,high,low,close,volume,trade_count\n\
        2026-01-31T22:29:00Z,100,120,90,101,1.5,0\n\
        2026-01-31T22:30:00Z,100,120,90,101,1.5,0\n\
        2026-01-31T22:31:00Z,100,120,90,101,1.5,0\n";
    assert_eq!(std::fs::read_to_string(&out).unwrap(), expected);
}

#[test]
fn an_export_is_a_source_again_and_days_are_counted_from_the_end() {
    let folder = Folder::new("history-again");
    let (store, other) = (folder.path("store"), folder.path("other"));
    let file = folder.write("a.csv", &rows(0..3_000, "101"));
    result_of(&into("bootstrap", &store, &[&file]));
    for name in ["whole.parquet", "whole.csv"] {
        let out = folder.path(name);
        result_of(&["history", "export", "--store", &store, "--out", &out]);
        let store = format!("{other}-{name}");
        let done = result_of(&[&into("bootstrap", &store, &[&out])[..], &["--days", "1"]].concat());
        assert_eq!(done["added"], 1_440, "{name}");
    }
    // A store is a source too, and finds the only series by itself.
    let from = ["--from-store", &store, "--symbol", "BTCUSD", "--period", "1m"];
    let done = result_of(&[&["bootstrap", "--store", &other], &from[..]].concat());
    assert_eq!((&done["source"], &done["added"]), (&"kiosk".into(), &3_000.into()));
    let error = error_of(&[&["collect", "--store", &store], &from[..]].concat());
    assert!(error.contains("is the store itself"), "{error}");
}

#[test]
fn a_damaged_month_is_named_set_aside_and_collected_again() {
    let folder = Folder::new("history-damage");
    let store = folder.path("store");
    let file = folder.write("a.csv", &rows(0..180, "101"));
    let done = result_of(&into("bootstrap", &store, &[&file]));
    let month = Path::new(done["folder"].as_str().unwrap()).join("BTCUSD_1m_2026-01.parquet");
    let whole = std::fs::read(&month).unwrap();
    std::fs::write(&month, &whole[..whole.len() / 2]).unwrap();

    let error = error_of(&into("collect", &store, &[&file]));
    assert!(error.contains("BTCUSD_1m_2026-01.parquet"), "{error}");
    assert_eq!(std::fs::read(&month).unwrap(), &whole[..whole.len() / 2], "never overwritten");
    let verify = ["history", "verify", "--store", &store];
    let output = run(&[&verify[..], &["--json"]].concat());
    assert_eq!(output.status.code(), Some(1));
    let verified: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&verified["sound"], &verified["sound_files"]), (&false.into(), &1.into()));
    assert_eq!(verified["problems"][0]["file"], month.to_str().unwrap());
    assert!(text(&output.stderr).contains("BTCUSD_1m_2026-01.parquet: cannot be read"));

    let verified = result_of(&[&verify[..], &["--set-aside"]].concat());
    let aside = verified["problems"][0]["set_aside"].as_str().unwrap();
    assert_eq!(std::fs::read(aside).unwrap(), &whole[..whole.len() / 2]);
    let done = result_of(&into("collect", &store, &[&file]));
    assert_eq!((&done["added"], &done["still_missing"]), (&120.into(), &0.into()));
    assert_eq!(result_of(&verify)["rows"], 180);
}

#[test]
fn recorded_ticks_are_listed_compacted_exported_and_tested_with() {
    let folder = Folder::new("history-ticks");
    let store = folder.path("store");
    // Five hours of two days, a tick every second, in two runs.
    let tick = |n: i64| {
        let bid = 1.1 + (n * 37 % 400) as f64 * 1e-5;
        let time_ms = START_S * 1_000 - 172_800_000 + n * 1_000;
        RecordedTick { time_ms, bid, ask: bid + 1e-5, last: 0.0, volume: 0.0, flags: 6 }
    };
    for run in [0..5_000, 5_000..18_000] {
        let mut recorder = TickRecorder::start(Path::new(&store), "Broker", "EURUSD").unwrap();
        run.for_each(|n| recorder.push(tick(n)));
        let (counts, has_ended) = recorder.stop(Duration::from_secs(60));
        assert!(has_ended && counts.lost == 0, "{counts:?}");
    }
    let list = || result_of(&["history", "ls", "--store", &store])["ticks"][0].clone();
    let before = list();
    assert_eq!((&before["pieces"], &before["rows"]), (&6.into(), &18_000.into()));
    let done = result_of(&["history", "compact", "--store", &store]);
    assert_eq!(done["folders"][0]["written"], 2, "two days: {done}");
    let after = list();
    assert_eq!((&after["pieces"], &after["rows"]), (&2.into(), &18_000.into()));
    assert_eq!(result_of(&["history", "verify", "--store", &store])["rows"], 18_000);

    let out = folder.path("EURUSD.csv");
    let export = ["history", "export", "--ticks", "--store", &store, "--out", &out];
    assert_eq!(result_of(&export)["rows"], 18_000);
    let of_folder = after["folder"].as_str().unwrap();
    let backtest = |file: &str| {
        let result = run(&["backtest", "--ticks", file, "--symbol", "EURUSD", "--json"]);
        assert_eq!(result.status.code(), Some(0), "{}", text(&result.stderr));
        serde_json::from_slice::<serde_json::Value>(&result.stdout).unwrap()
    };
    let (recorded, exported) = (backtest(of_folder), backtest(&out));
    assert_eq!(recorded["rows"], 18_000);
    assert_eq!(recorded["digest"], exported["digest"]);
}

#[test]
fn what_is_not_there_is_an_error() {
    let folder = Folder::new("history-none");
    let error = error_of(&["history", "ls"]);
    assert!(error.contains("expected --store"), "{error}");
    let error = error_of(&["history", "verify", "--store", &folder.path("none")]);
    assert!(error.contains("is no folder"), "{error}");
    std::fs::create_dir_all(folder.path("empty")).unwrap();
    let empty = folder.path("empty");
    assert_eq!(result_of(&["history", "ls", "--store", &empty])["bars"], serde_json::json!([]));
    let out = folder.path("out.csv");
    let error = error_of(&["history", "export", "--store", &empty, "--out", &out]);
    assert!(error.contains("nothing in the store"), "{error}");
    let from = ["collect", "--store", &empty, "--symbol", "X", "--period", "1m"];
    for arguments in [&["--source", "kiosk"][..], &["--from-files", "a.csv"]] {
        let output = run(&[&from[..], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
    }
    let config = format!("[engine]\nhistory_dir = {:?}\n", folder.path("empty"));
    let config = folder.write("engine.toml", &config);
    assert_eq!(result_of(&["history", "ls", "--config", &config])["store"], empty);
}
