//! `hypertrader sweep`: its trials are backtests, its record survives being cut off, and what it
//! recommends is a configuration.

#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/command_line.rs"]
mod command_line;

use std::fs;
use std::path::{Path, PathBuf};

use command_line::{Folder, error_of, result_of};
use hypertrader::config::render_sections;
use hypertrader::sweep::Plan;
use serde_json::Value;

const ENGINE: &str = "[signals.rsi]\nenabled = false\n[signals.macd]\nenabled = false\n\
                      [signals.bollinger]\nenabled = false\n\
                      [signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n\
                      [risk]\nrisk_frac = 0.005\n[risk.limits]\ndrawdown_max_frac = 0.9\n";
const GRID: &str = "[sweep]\ntrades_min = 5\n[grid]\n\
                    signals.ma_cross.fast = [5, 10, 20]\n\
                    signals.ma_cross.slow = { from = 15, to = 45, step = 15 }\n\
                    risk.opposite = [\"ignore\", \"flip\"]\n";

/// A made-up random walk of hours on weekdays. SYNTHETIC.
fn bars(seed: u64, count: usize) -> String {
    drifting_bars(seed, count, 0.0)
}

/// The same, drawn along by a drift that comes and goes over days: an edge for those who follow it.
fn drifting_bars(seed: u64, count: usize, drift: f64) -> String {
    let mut state = seed;
    let mut unit = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    let mut text = "time,open,high,low,close,volume\n".to_owned();
    let (mut time, mut price, mut pull) = (1_767_571_200_i64, 1.1, 0.0);
    let mut written = 0;
    while written < count {
        let weekday = (time.div_euclid(86_400) + 4).rem_euclid(7);
        if (1..6).contains(&weekday) {
            if drift > 0.0 {
                pull = 0.97 * pull + (unit() - 0.5) * drift;
            }
            let close = price + (unit() - 0.5) * 0.004 + pull;
            let high = f64::max(price, close) + unit() * 0.001;
            let low = f64::min(price, close) - unit() * 0.001;
            text.push_str(&format!("{time},{price:.5},{high:.5},{low:.5},{close:.5},100\n"));
            price = (close * 1e5).round() / 1e5;
            written += 1;
        }
        time += 3_600;
    }
    text
}

struct Desk {
    folder: Folder,
    engine: String,
    grid: String,
    files: Vec<String>,
}

impl Desk {
    fn new(name: &str, grid: &str) -> Self {
        let folder = Folder::new(name);
        let engine = folder.write("engine.toml", ENGINE);
        let grid = folder.write("grid.toml", grid);
        let files = vec![
            folder.write("EURUSD_H1.csv", &bars(1, 3_000)),
            folder.write("GBPUSD_H1.csv", &bars(2, 3_000)),
        ];
        Self { folder, engine, grid, files }
    }

    fn arguments<'a>(&'a self, out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
        let mut all =
            vec!["sweep", "--grid", &self.grid, "--out", out, "--config", &self.engine, "--bars"];
        all.extend(self.files.iter().map(String::as_str));
        all.extend(more);
        all
    }

    fn sweep(&self, out: &str, more: &[&str]) -> (Value, PathBuf) {
        let out = self.folder.path(out);
        (result_of(&self.arguments(&out, more)), PathBuf::from(out))
    }
}

/// The folder of the only record below a folder of results.
fn record(out: &Path) -> PathBuf {
    let mut folders = fs::read_dir(out.join("record")).unwrap();
    let first = folders.next().unwrap().unwrap().path();
    assert!(folders.next().is_none());
    first
}

fn files_of(record: &Path) -> Vec<Vec<u8>> {
    let names = ["results.csv", "returns.f64"];
    let of = |symbol: &str| names.map(|name| fs::read(record.join(symbol).join(name)).unwrap());
    ["EURUSD", "GBPUSD"].iter().flat_map(|symbol| of(symbol)).collect()
}

/// Columns of a record by name, a map for each line.
fn lines(record: &Path, symbol: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let text = fs::read_to_string(record.join(symbol).join("results.csv")).unwrap();
    let mut rows = text.lines().map(|line| line.split(',').map(str::to_owned));
    let names: Vec<String> = rows.next().unwrap().collect();
    rows.map(|cells| names.iter().cloned().zip(cells).collect()).collect()
}

#[test]
fn each_trial_is_the_backtest_of_its_settings() {
    let desk = Desk::new("sweep-trials", GRID);
    let (result, out) = desk.sweep("out", &[]);
    assert_eq!(
        (result["combinations"].as_u64(), result["backtests"].as_u64()),
        (Some(18), Some(36))
    );
    let mut compared = 0;
    for line in lines(&record(&out), "EURUSD") {
        let (fast, slow) = (&line["signals.ma_cross.fast"], &line["signals.ma_cross.slow"]);
        let opposite = &line["risk.opposite"];
        let is_possible = fast.parse::<u32>().unwrap() < slow.parse::<u32>().unwrap();
        assert_eq!(line["status"], if is_possible { "done" } else { "impossible" });
        if !is_possible {
            continue;
        }
        let settings = ENGINE.replace("[risk]\n", &format!("[risk]\nopposite = \"{opposite}\"\n"))
            + &format!("[signals.ma_cross]\nfast = {fast}\nslow = {slow}\n");
        let config = desk.folder.write("one.toml", &settings);
        let alone = result_of(&["backtest", "--bars", &desk.files[0], "--config", &config]);
        assert_eq!(line["trades"], alone["trades"].to_string(), "{line:?}");
        let net: f64 = line["net_profit"].parse().unwrap();
        assert_eq!(Some(net), alone["net_profit"].as_f64(), "{line:?}");
        assert!(net != 0.0);
        compared += 1;
    }
    assert_eq!(compared, 16);
}

/// Opened and closed times of the file of trades of a backtest, seconds.
fn closes(desk: &Desk, config: &str, file: &str) -> Vec<String> {
    let path = desk.folder.path("trades.csv");
    result_of(&["backtest", "--bars", file, "--config", config, "--trades", &path]);
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect());
    let names: Vec<String> = lines.next().unwrap();
    let close = names.iter().position(|name| name == "close_time").unwrap();
    lines.map(|cells: Vec<String>| cells[close].clone()).collect()
}

#[test]
fn each_window_of_the_walk_counts_the_trades_of_what_was_chosen_before_it() {
    let desk = Desk::new("sweep-walk", GRID);
    let (result, _) = desk.sweep("out", &[]);
    let sections = result["page"]["symbols"].as_array().unwrap();
    let mut sums = std::collections::BTreeMap::<String, u64>::new();
    for (file, symbol) in desk.files.iter().zip(["EURUSD", "GBPUSD"]) {
        let section = sections.iter().find(|it| it["symbol"] == symbol).unwrap();
        for window in section["walk_forward"]["windows"].as_array().unwrap() {
            let mut settings = ENGINE.to_owned();
            for parameter in window["parameters"].as_array().unwrap() {
                let (path, value) = (&parameter["name"], parameter["value"].as_str().unwrap());
                let (section, key) = path.as_str().unwrap().rsplit_once('.').unwrap();
                let line = match value.parse::<u32>() {
                    Ok(_) => format!("{key} = {value}\n"),
                    Err(_) => format!("{key} = \"{value}\"\n"),
                };
                let head = format!("[{section}]\n");
                if settings.contains(&head) {
                    settings = settings.replace(&head, &format!("{head}{line}"));
                } else {
                    settings.push_str(&format!("{head}{line}"));
                }
            }
            let config = desk.folder.write("window.toml", &settings);
            let text = |key: &str| window[key].as_str().unwrap().to_owned();
            let span = text("test_from")..text("test_to");
            // ISO-8601 of one zone sorts as time does.
            let inside =
                closes(&desk, &config, file).iter().filter(|at| span.contains(*at)).count();
            assert_eq!(window["out_of_sample_trades"], inside, "{symbol} {window}");
            assert!(inside > 0);
            *sums.entry(text("test_from")).or_default() += inside as u64;
        }
    }
    assert!(sums.len() >= 2, "{sums:?}");
}

/// No combination earns anything on a random walk without costs: half of the choices are below the
/// median afterwards, p-values are uniform. 30 sweeps; the bounds are three standard errors and
/// more. Where prices do follow a drift, the same tests see it.
#[test]
fn noise_looks_like_noise_and_an_edge_like_an_edge() {
    let grid = "[sweep]\ntrades_min = 5\n[grid]\n\
                signals.ma_cross.fast = [3, 5, 8, 12]\n\
                signals.ma_cross.slow = [15, 25, 40, 60]\n";
    let mut desk = Desk::new("sweep-calibration", grid);
    let flip = ENGINE.replace("[risk]\n", "[risk]\nopposite = \"flip\"\n");
    desk.engine = desk.folder.write("engine.toml", &flip);
    let mut judge = |seed: u64, drift: f64| -> [f64; 3] {
        desk.files = vec![desk.folder.write("EURUSD_H1.csv", &drifting_bars(seed, 2_000, drift))];
        let (result, out) = desk.sweep("out", &["--spread-points", "0"]);
        fs::remove_dir_all(out).unwrap();
        ["pbo", "spa_p", "deflated_sharpe"].map(|key| result[key].as_f64().unwrap())
    };
    let noise: Vec<[f64; 3]> = (100..130).map(|seed| judge(seed, 0.0)).collect();
    let mean = |which: usize| noise.iter().map(|it| it[which]).sum::<f64>() / noise.len() as f64;
    assert!((0.35..0.65).contains(&mean(0)), "PBO {}", mean(0));
    assert!((0.33..0.67).contains(&mean(1)), "SPA p {}", mean(1));
    let small = noise.iter().filter(|it| it[1] < 0.1).count();
    assert!(small <= 8, "{small} of 30 p-values below 0.1");
    let sure = noise.iter().filter(|it| it[2] > 0.95).count();
    assert!(sure <= 4, "{sure} of 30 deflated Sharpe ratios above 0.95");
    for seed in 1..4 {
        let [_, superior, deflated] = judge(seed, 0.0015);
        assert!(superior < 0.01 && deflated > 0.99, "{seed}: {superior} {deflated}");
    }
}

#[test]
fn threads_change_nothing_and_a_record_that_was_cut_off_is_completed() {
    let desk = Desk::new("sweep-resume", GRID);
    let (_, whole) = desk.sweep("one", &["--threads", "1"]);
    let (_, other) = desk.sweep("two", &["--threads", "2"]);
    let expected = files_of(&record(&whole));
    assert_eq!(files_of(&record(&other)), expected);

    // Cut in the middle of a line of one file and of a number of another.
    let cut = |name: &str, keep: u64| {
        let path = record(&other).join("GBPUSD").join(name);
        fs::OpenOptions::new().write(true).open(path).unwrap().set_len(keep).unwrap();
    };
    cut("results.csv", expected[2].len() as u64 / 2);
    cut("returns.f64", expected[3].len() as u64 / 3 + 3);
    let (result, _) = desk.sweep("two", &[]);
    assert_eq!(files_of(&record(&other)), expected);
    let recalled = result["recalled"].as_u64().unwrap();
    assert!((18..36).contains(&recalled), "{recalled} recalled");

    let (again, _) = desk.sweep("two", &[]);
    assert_eq!(again["recalled"], 36);
    assert_eq!(again["page"]["symbols"], result["page"]["symbols"]);
}

#[test]
fn what_is_recommended_is_a_configuration() {
    let desk = Desk::new("sweep-best", GRID);
    let (result, out) = desk.sweep("out", &[]);
    let best = out.join("best.toml");
    let text = fs::read_to_string(&best).unwrap();
    assert!(text.contains("[symbol.\"EURUSD\".signals.ma_cross]"), "{text}");
    // The varied settings of a symbol over the rest of the configuration.
    let whole = desk.folder.write("whole.toml", &format!("{ENGINE}{text}"));
    for (file, symbol) in desk.files.iter().zip(["EURUSD", "GBPUSD"]) {
        let alone = result_of(&["backtest", "--bars", file, "--config", &whole]);
        let sections = result["page"]["symbols"].as_array().unwrap();
        let section = sections.iter().find(|it| it["symbol"] == symbol).unwrap();
        assert_eq!(section["chosen"]["trades"], alone["trades"], "{symbol}");
        assert_eq!(section["chosen"]["net_profit"], alone["net_profit"], "{symbol}");
    }
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("GBPUSD") && page.contains("</html>"));
}

#[test]
fn trials_of_other_grids_on_the_same_bars_count() {
    let desk = Desk::new("sweep-earlier", GRID);
    let (first, out) = desk.sweep("out", &[]);
    assert_eq!(first["trials_recorded"], 36);
    desk.folder.write("grid.toml", &GRID.replace("[5, 10, 20]", "[7]"));
    let (second, _) = desk.sweep("out", &[]);
    // Six of the second, and of the first those that were possible: 16 of each symbol.
    assert_eq!(second["trials_recorded"], 12 + 32);
    assert_eq!(fs::read_dir(out.join("record")).unwrap().count(), 2);
}

/// Names of symbols that are no names of files, or the same but for their case, are tagged.
#[test]
fn the_record_of_any_symbol_stays_below_its_folder_and_is_found_again() {
    let mut desk = Desk::new("sweep-names", GRID);
    desk.files = vec![desk.folder.write("eurusd_H1.csv", &bars(1, 3_000))];
    let (_, out) = desk.sweep("out", &[]);
    let folders: Vec<String> = fs::read_dir(record(&out))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert_eq!(folders.len(), 1);
    assert!(folders[0].starts_with("eurusd-"), "{folders:?}");
    desk.folder.write("grid.toml", &GRID.replace("[5, 10, 20]", "[7]"));
    let (second, _) = desk.sweep("out", &[]);
    assert_eq!(second["trials_recorded"], 6 + 16);
}

#[test]
fn random_and_tpe_try_different_points_the_same_every_time() {
    for method in ["random", "tpe"] {
        let grid =
            GRID.replace("[sweep]\n", &format!("[sweep]\nmethod = \"{method}\"\ndraws = 11\n"));
        let desk = Desk::new(&format!("sweep-{method}"), &grid);
        let (result, out) = desk.sweep("out", &["--threads", "2"]);
        assert_eq!(result["combinations"], 11);
        let numbers: Vec<String> =
            lines(&record(&out), "GBPUSD").iter().map(|line| line["number"].clone()).collect();
        let mut different = numbers.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), 11, "{method}: {numbers:?}");
        let (_, again) = desk.sweep("again", &["--threads", "1"]);
        assert_eq!(files_of(&record(&again)), files_of(&record(&out)), "{method}");
    }
}

/// `HT_BLESS=1` writes the page anew.
#[test]
fn the_page_of_sweeps_lists_their_settings() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/sweep.md");
    let read = || fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let page = read();
    let (text, _) = page.split_once("## Settings\n\n").unwrap();
    let expected = format!("{text}## Settings\n\n{}", render_sections::<Plan>());
    if std::env::var_os("HT_BLESS").is_some() {
        fs::write(path, &expected).unwrap();
    }
    assert!(read() == expected, "docs/sweep.md differs from the sources: run with HT_BLESS=1");
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_is_written() {
    let long: Vec<String> = (1..=10_000).map(|value| value.to_string()).collect();
    let huge = format!(
        "[grid]\nsignals.ma_cross.fast = [{0}]\nsignals.rsi.period = [{1}]\n\
         risk.limits.cool_down_minutes = [{0}]\n",
        long.join(","),
        long[1..].join(",")
    );
    let desk = Desk::new("sweep-refused", &huge);
    let out = desk.folder.path("out");
    let error = error_of(&desk.arguments(&out, &[]));
    assert!(error.contains("1.0e12 combinations on 2 symbols, about "), "{error}");
    assert!(error.contains("years of time") && error.contains("at most 10000000"), "{error}");
    assert!(!Path::new(&out).exists());

    desk.folder.write(
        "grid.toml",
        "[grid]\nsignals.ma_cross.fast = [50, 60]\nsignals.ma_cross.slow = [20]\n",
    );
    let error = error_of(&desk.arguments(&out, &[]));
    assert!(error.contains("no combination fits together"), "{error}");
    assert!(error.contains("fast") && error.contains("less than slow"), "{error}");

    desk.folder.write("grid.toml", "[grid]\nsignals.ma_cross.quick = [1]\n");
    let error = error_of(&desk.arguments(&out, &[]));
    assert!(error.contains("grid.toml:2:") && error.contains("no key quick"), "{error}");
    let grid = desk.folder.write("grid.toml", GRID);
    let error = error_of(&["sweep", "--grid", &grid, "--out", &out]);
    assert!(error.contains("expected --bars"), "{error}");
    let twice = [desk.files[0].as_str(), desk.files[0].as_str()];
    let error =
        error_of(&[&["sweep", "--grid", &grid, "--out", &out, "--bars"], &twice[..]].concat());
    assert!(error.contains("expected one file for each symbol"), "{error}");
}
