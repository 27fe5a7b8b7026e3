//! How many headlines a second a core judges, next to Python's VADER on the same texts.
//!
//! The texts are the sentences of `tests/golden/news/vader.jsonl`, or the lines of a file that is
//! named. Figures are thread CPU time (other users of the machine are left out): medians of 21
//! runs, of five for Python. Run with
//! `HT_PYTHON=python3 cargo bench --no-default-features --bench news [-- FILE]`; without
//! `vaderSentiment` in that Python its line stays away.
#![allow(unsafe_code, reason = "reading the thread's CPU clock is a C call")]
#![allow(missing_docs, reason = "a program, not a library")]
#![allow(clippy::print_stdout, reason = "the table is the product")]
#![allow(clippy::unwrap_used, reason = "a bench stops at the first surprise")]

use std::hint::black_box;
use std::process::Command;

use hypertrader::news::sentiment::Scorer;

const RUNS: usize = 21;
const PASS_TEXTS: usize = 20_000;

/// Texts a second of Python on the same file, median of five runs.
const PYTHON: &str = "
import statistics, sys, time
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
texts = open(sys.argv[1], encoding='utf-8', newline='\\n').read().split('\\n')[:2000]
analyzer = SentimentIntensityAnalyzer()
rates = []
for _ in range(5):
    start = time.process_time()
    for text in texts:
        analyzer.polarity_scores(text)
    rates.append(len(texts) / (time.process_time() - start))
print(round(statistics.median(rates)))
";

/// CPU seconds of this thread.
#[cfg(unix)]
fn cpu_s() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid timespec that outlives the call.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Seconds since the first call: elsewhere than on Unix the wall clock must do.
#[cfg(not(unix))]
#[allow(clippy::disallowed_methods, reason = "a bench measures time")]
fn cpu_s() -> f64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed().as_secs_f64()
}

fn texts() -> Vec<String> {
    if let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) {
        return std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect();
    }
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/news/vader.jsonl");
    let lines = std::fs::read_to_string(golden).unwrap();
    let rows = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    rows.map(|row| row["text"].as_str().unwrap().replace(['\n', '\r'], " ")).collect()
}

/// Texts a second, median of the runs.
fn rate(texts: &[String], mut scorer: Scorer) -> f64 {
    let mut rates: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = cpu_s();
            for text in texts.iter().cycle().take(PASS_TEXTS) {
                black_box(scorer.score(black_box(text)));
            }
            PASS_TEXTS as f64 / (cpu_s() - start)
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    rates[RUNS / 2]
}

fn main() {
    let texts = texts();
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} texts of {} bytes on average", texts.len(), bytes / texts.len().max(1));
    println!("finance {:>12.0} texts a second", rate(&texts, Scorer::finance()));
    println!("vader   {:>12.0} texts a second", rate(&texts, Scorer::vader()));
    let path = std::env::temp_dir().join(format!("hypertrader-news-{}.txt", std::process::id()));
    std::fs::write(&path, texts.join("\n")).unwrap();
    let python = std::env::var("HT_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(&python).arg("-c").arg(PYTHON).arg(&path).output();
    std::fs::remove_file(&path).unwrap();
    match output {
        Ok(output) if output.status.success() => {
            let rate = String::from_utf8_lossy(&output.stdout).into_owned();
            println!("Python  {:>12} texts a second", rate.trim());
        }
        _ => println!("Python: {python} has no vaderSentiment"),
    }
}
