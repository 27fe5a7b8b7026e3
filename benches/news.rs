//! Headlines per second of one core: sentiment in both modes, and the whole way to a story.
//!
//! `cargo bench --bench news`. Published titles where `../shared/data/news` is, else made ones.
//! Processor time, the median of 21 runs.

#![allow(unsafe_code, reason = "reading the thread's CPU clock is a C call")]
#![allow(missing_docs, reason = "a program, not a library")]
#![allow(clippy::unwrap_used, reason = "a bench stops at the first surprise")]
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

#[path = "support/cpu_time.rs"]
mod cpu_time;

use std::hint::black_box;
use std::path::Path;

use cpu_time::cpu_ns;
use hypertrader::news::scope::{SymbolScope, subjects_of_headline};
use hypertrader::news::sentiment::{Analyzer, Mode};
use hypertrader::news::story::Item;
use hypertrader::news::{Desk, NewsConfig};
use hypertrader::types::UnixNanos;

const RUNS: usize = 21;
const TITLES: usize = 20_000;

/// Titles of some twelve words.
fn made() -> Vec<String> {
    let words = "Bitcoin the falls rises market Fed profit not very strong bank warns of in after \
        record high, loss shares as traders weigh new rules ETF approval (again) on Tuesday - crypto";
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut state = 1_u64;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        words[(state >> 33) as usize % words.len()]
    };
    (0..TITLES).map(|_| (0..12).map(|_| word()).collect::<Vec<_>>().join(" ")).collect()
}

fn published() -> Option<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/news");
    let text = std::fs::read_to_string(folder.join("newsapi_crypto_2022-12-23.json")).ok()?;
    let articles: serde_json::Value = serde_json::from_str(&text).unwrap();
    let titles = articles.as_array().unwrap().iter().filter_map(|it| it["title"].as_str());
    let titles: Vec<String> = titles.map(str::to_owned).collect();
    Some(titles.iter().cycle().take(TITLES).cloned().collect())
}

fn report(name: &str, titles: &[String], mut run: impl FnMut(&[String]) -> f64) {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let begin = cpu_ns();
            black_box(run(titles));
            (cpu_ns() - begin) / titles.len() as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let median = times[RUNS / 2];
    println!("{name:<32} {median:>8.0} ns a headline, {:>9.0} headlines/s", 1e9 / median);
}

fn main() {
    for (kind, titles) in [("made", Some(made())), ("published", published())] {
        let Some(titles) = titles else { continue };
        let bytes: usize = titles.iter().map(String::len).sum();
        println!("{kind} titles, {} bytes on average", bytes / titles.len());
        for mode in [Mode::Plain, Mode::Finance] {
            let mut analyzer = Analyzer::new(mode);
            report(&format!("  sentiment, {}", mode.as_str()), &titles, |titles| {
                titles.iter().map(|title| analyzer.score(title).compound).sum()
            });
        }
        report("  subjects", &titles, |titles| {
            let named = titles.iter().filter(|title| !subjects_of_headline(title).is_empty());
            named.count() as f64
        });
        report("  title to story of BTCUSD", &titles, |titles| {
            let scope = SymbolScope::new("BTCUSD", None, None);
            let mut desk = Desk::new(&NewsConfig::default(), scope).unwrap();
            let stories = titles.iter().enumerate().filter(|(index, title)| {
                let time = UnixNanos::from_seconds(1_700_000_000 + *index as i64);
                let item = Item { source: "wire", title, url: "", published: time, fetched: time };
                matches!(desk.take(&item), Ok(Some(_)))
            });
            stories.count() as f64
        });
    }
}
