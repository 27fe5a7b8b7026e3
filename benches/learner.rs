//! Boosting and prediction beside LightGBM and scikit-learn, on the same folds and settings.
//!
//! 1. Quality: five time-series folds of three recorded markets (where `../shared/data` has them)
//!    and of a synthetic one whose best score is known; learning rate 0.05, 300 trees, depth 3, no
//!    penalty. Macro one-vs-rest AUC and log loss on the folds' test rows, all by the code below.
//! 2. The search: 12 draws of learning rate, trees and depth over the five folds.
//! 3. One row through 300 trees of depth 4 and 1,500 of depth 3.
//!
//! Figures are CPU time of one thread, for predictions the median of batches. The
//! peers run from `benches/learner/peers.py`, one thread each, if `HT_PYTHON` names a Python that
//! has them. Run with `HT_PYTHON=python3 cargo bench --bench learner -- 100000 lightgbm search`:
//! the most rows of a set (100,000 by default), the peers to fit (`lightgbm`, `sklearn`, which
//! takes an hour for 100,000 rows), and `search` to make LightGBM do the search too.
#![allow(unsafe_code, reason = "reading the CPU clock is a C call")]
#![allow(missing_docs, reason = "a program, not a library")]
#![allow(clippy::print_stdout, reason = "the table is the product")]
#![allow(clippy::unwrap_used, reason = "a failed step should stop the bench")]

#[path = "learner/market.rs"]
mod market;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hypertrader::model::boosting::{Bins, BoostSettings, boost};
use hypertrader::model::ensemble::FastEnsemble;
use hypertrader::model::{Class, Classifier, Dataset};
use market::{HORIZON, Set};

const FOLDS: usize = 5;
/// The first is that of the comparison of quality; the others are the search's, drawn once from the
/// 27 combinations of the classic space.
const QUALITY: (f64, usize, usize) = (0.05, 300, 3);
const DRAWS: [(f64, usize, usize); 12] = [
    (0.05, 300, 3),
    (0.1, 700, 2),
    (0.01, 500, 4),
    (0.1, 300, 4),
    (0.05, 700, 3),
    (0.01, 700, 2),
    (0.05, 500, 2),
    (0.1, 500, 3),
    (0.01, 300, 3),
    (0.05, 500, 4),
    (0.1, 700, 4),
    (0.01, 700, 3),
];

/// Training rows are those before `training_end`.
#[derive(Clone, Copy)]
struct Fold {
    training_end: usize,
    start: usize,
    end: usize,
}

/// As scikit-learn's `TimeSeriesSplit`, with the label's horizon left out before the test rows.
fn folds(rows: usize) -> Vec<Fold> {
    let size = rows / (FOLDS + 1);
    let fold = |index: usize| {
        let start = rows - (FOLDS - index) * size;
        Fold { training_end: start - HORIZON, start, end: start + size }
    };
    (0..FOLDS).map(fold).collect()
}

/// CPU seconds of this process, which has one thread.
#[cfg(unix)]
fn cpu_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid timespec that outlives the call.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// Greatest memory of this process in MB.
#[cfg(unix)]
fn peak_megabytes() -> f64 {
    // SAFETY: all zeros is a valid rusage.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: `usage` is a valid rusage that outlives the call.
    unsafe { libc::getrusage(libc::RUSAGE_SELF, &raw mut usage) };
    usage.ru_maxrss as f64 / 1024.0
}

/// Seconds since the first call: elsewhere than on Unix the wall clock must do.
#[cfg(not(unix))]
#[allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn cpu_seconds() -> f64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed().as_secs_f64()
}

#[cfg(not(unix))]
fn peak_megabytes() -> f64 {
    f64::NAN
}

fn settings((learning_rate, iterations, depth): (f64, usize, usize)) -> BoostSettings {
    BoostSettings { iterations, learning_rate, depth, l2: 0.0, ..BoostSettings::default() }
}

/// Our probabilities of a fold's test rows after each of several numbers of iterations.
fn ours(
    data: &Dataset,
    bins: &Bins,
    fold: Fold,
    draw: (f64, usize, usize),
    stages: &[usize],
) -> Vec<Vec<[f64; 3]>> {
    let training: Vec<usize> = (0..fold.training_end).collect();
    let boosted = boost(bins, data, &training, &[], &settings(draw), &|| false).unwrap();
    let test: Vec<usize> = (fold.start..fold.end).collect();
    boosted.staged(bins, &test, stages)
}

fn bins_of(data: &Dataset, fold: Fold) -> Bins {
    Bins::new(&data.table, &(0..fold.training_end).collect::<Vec<_>>(), 255).unwrap()
}

/// Area under the ROC curve of one class, ties counting half.
fn area(scores: &mut [(f64, bool)]) -> f64 {
    scores.sort_by(|a, b| a.0.total_cmp(&b.0));
    let positives = scores.iter().filter(|(_, is)| *is).count() as f64;
    let negatives = scores.len() as f64 - positives;
    let (mut below, mut won) = (0.0, 0.0);
    for ties in scores.chunk_by(|a, b| a.0 == b.0) {
        let hits = ties.iter().filter(|(_, is)| *is).count() as f64;
        let misses = ties.len() as f64 - hits;
        won += hits * (below + misses / 2.0);
        below += misses;
    }
    won / (positives * negatives)
}

/// Macro one-vs-rest AUC and log loss, means over the folds.
fn scores(data: &Dataset, answers: &[Vec<[f64; 3]>]) -> (f64, f64) {
    let (mut auc, mut loss) = (0.0, 0.0);
    for (fold, answers) in folds(data.rows()).iter().zip(answers) {
        let classes = &data.classes[fold.start..fold.end];
        for class in Class::ALL {
            let scored = answers.iter().zip(classes);
            let mut scored: Vec<_> =
                scored.map(|(p, c)| (p[class as usize], *c == class)).collect();
            auc += area(&mut scored) / (3 * FOLDS) as f64;
        }
        let losses = answers.iter().zip(classes).map(|(p, class)| -p[*class as usize].ln());
        loss += losses.sum::<f64>() / (classes.len() * FOLDS) as f64;
    }
    (auc, loss)
}

/// Writes a job for `peers.py`.
fn write_job(folder: &Path, data: &Dataset, draws: &[(f64, usize, usize)]) {
    std::fs::create_dir_all(folder).unwrap();
    let mut job = format!("shape {} {}\n", data.rows(), data.table.width());
    for Fold { training_end, start, end } in folds(data.rows()) {
        writeln!(job, "fold {training_end} {start} {end}").unwrap();
    }
    for (rate, trees, depth) in draws {
        writeln!(job, "draw {rate} {trees} {depth}").unwrap();
    }
    std::fs::write(folder.join("job.txt"), job).unwrap();
    let columns = (0..data.table.width()).flat_map(|column| data.table.column(column));
    let bytes: Vec<u8> = columns.flat_map(|value| value.to_le_bytes()).collect();
    std::fs::write(folder.join("features.f64"), bytes).unwrap();
    let classes: Vec<u8> = data.classes.iter().map(|class| *class as u8).collect();
    std::fs::write(folder.join("classes.u8"), classes).unwrap();
}

/// Runs a peer on a job; its CPU seconds, or nothing without Python or the package.
fn run_peer(folder: &Path, peer: &str) -> Option<f64> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/learner/peers.py");
    let mut command = std::process::Command::new(std::env::var_os("HT_PYTHON")?);
    let output = command.arg(script).arg(folder).arg(peer).output().unwrap();
    if !output.status.success() {
        println!("{peer} failed:\n{}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

fn read_answers(path: PathBuf, data: &Dataset) -> Vec<Vec<[f64; 3]>> {
    let bytes = std::fs::read(path).unwrap();
    let numbers: Vec<f64> =
        bytes.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect();
    let mut rows = numbers.as_chunks::<3>().0.iter().copied();
    folds(data.rows()).iter().map(|f| rows.by_ref().take(f.end - f.start).collect()).collect()
}

fn compare_quality(set: &Set, folder: &Path, peers: &[&str]) {
    let Set { name, data, best } = set;
    let folds = folds(data.rows());
    println!("\n{name}: {} rows, {FOLDS} folds, rate 0.05, 300 trees, depth 3", data.rows());
    println!("{:>14}  {:>8}  {:>8}  {:>8}", "", "AUC", "loss", "CPU s");
    let line = |who: &str, (auc, loss): (f64, f64), seconds: f64| {
        println!("{who:>14}  {auc:>8.5}  {loss:>8.5}  {seconds:>8.2}");
    };
    let before = cpu_seconds();
    let fit =
        |&fold: &Fold| ours(data, &bins_of(data, fold), fold, QUALITY, &[QUALITY.1]).remove(0);
    let answers: Vec<_> = folds.iter().map(fit).collect();
    let seconds = cpu_seconds() - before;
    let our_scores = scores(data, &answers);
    line("ours", our_scores, seconds);
    write_job(folder, data, &[QUALITY]);
    for peer in peers {
        if let Some(peer_seconds) = run_peer(folder, peer) {
            let of_peer = scores(data, &read_answers(folder.join(format!("{peer}.f64")), data));
            line(peer, of_peer, peer_seconds);
            println!(
                "{:>14}  AUC {:+.5}, loss {:+.5}, {:.1} times its time",
                "ours beside it",
                our_scores.0 - of_peer.0,
                our_scores.1 - of_peer.1,
                seconds / peer_seconds
            );
        }
    }
    if let Some(best) = best {
        let best: Vec<_> = folds.iter().map(|f| best[f.start..f.end].to_vec()).collect();
        line("best possible", scores(data, &best), 0.0);
    }
}

/// Twelve draws over the folds; draws that differ in the number of trees share a fit.
fn search(set: &Set, folder: &Path, with_peer: bool) {
    let data = &set.data;
    println!("\nsearch on {}: {} rows, 12 draws, {FOLDS} folds", set.name, data.rows());
    let before = cpu_seconds();
    let mut answers = vec![Vec::new(); DRAWS.len()];
    let mut fits = 0;
    for fold in folds(data.rows()) {
        let bins = bins_of(data, fold);
        let mut runs: Vec<(f64, usize)> = DRAWS.iter().map(|draw| (draw.0, draw.2)).collect();
        runs.sort_by(|a, b| a.partial_cmp(b).unwrap());
        runs.dedup();
        for (rate, depth) in runs {
            let of_run = |draw: &(f64, usize, usize)| (draw.0, draw.2) == (rate, depth);
            let members: Vec<usize> = (0..DRAWS.len()).filter(|&i| of_run(&DRAWS[i])).collect();
            let stages: Vec<usize> = members.iter().map(|&i| DRAWS[i].1).collect();
            let most = *stages.iter().max().unwrap();
            let staged = ours(data, &bins, fold, (rate, most, depth), &stages);
            fits += 1;
            members.iter().zip(staged).for_each(|(&draw, rows)| answers[draw].push(rows));
        }
    }
    let aucs: Vec<f64> = answers.iter().map(|answers| scores(data, answers).0).collect();
    let (seconds, memory) = (cpu_seconds() - before, peak_megabytes());
    let best = aucs.iter().copied().fold(0.0, f64::max);
    println!("ours: {seconds:.1} CPU s, {fits} fits, best AUC {best:.5}, memory {memory:.0} MB");
    if with_peer {
        write_job(folder, data, &DRAWS);
        if let Some(peer) = run_peer(folder, "search") {
            println!("LightGBM, 60 fits: {peer:.1} CPU s, {:.2} times ours", peer / seconds);
        }
    }
}

/// Median nanoseconds per call over batches of all rows.
fn nanoseconds(rows: &[Vec<f64>], mut call: impl FnMut(&[f64]) -> f64) -> f64 {
    let mut times: Vec<f64> = (0..101)
        .map(|_| {
            let before = cpu_seconds();
            for row in rows {
                std::hint::black_box(call(row));
            }
            (cpu_seconds() - before) * 1e9 / rows.len() as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[50]
}

fn predict_one_row(set: &Set) {
    let data = &set.data;
    let rows: Vec<Vec<f64>> = (data.rows() - 500..data.rows())
        .map(|row| (0..data.table.width()).map(|c| data.table.value(row, c)).collect())
        .collect();
    println!("\none row, median of 101 batches of 500 rows");
    let fold = folds(data.rows())[FOLDS - 1];
    for (iterations, depth) in [(100, 4), (500, 3)] {
        let bins = bins_of(data, fold);
        let training: Vec<usize> = (0..fold.training_end).collect();
        let settings = settings((0.05, iterations, depth));
        let boosted = boost(&bins, data, &training, &[], &settings, &|| false).unwrap();
        let fast = FastEnsemble::new(boosted.ensemble.clone()).unwrap();
        let quick = nanoseconds(&rows, |row| fast.probabilities(row)[0]);
        let plain = nanoseconds(&rows, |row| {
            let mut answer = [0.0; 3];
            boosted.ensemble.predict(row, &mut answer);
            answer[0]
        });
        println!(
            "{} trees, depth {depth}: {:.2} us, the plain walk {:.2} us ({:.1} times)",
            3 * iterations,
            quick / 1000.0,
            plain / 1000.0,
            plain / quick
        );
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let rows = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(100_000);
    let is_named = |name: &str| arguments.iter().any(|argument| argument == name);
    let peers: Vec<&str> =
        ["lightgbm", "sklearn"].into_iter().filter(|name| is_named(name)).collect();
    let folder = std::env::temp_dir().join(format!("hypertrader-learner-{}", std::process::id()));
    let recorded = |rows| {
        let sets = ["BTCUSD", "XAUUSD", "US100"].into_iter();
        sets.filter_map(move |symbol| market::recorded(symbol, rows))
    };
    let largest = recorded(rows).next().unwrap_or_else(|| market::synthetic(rows));
    predict_one_row(&largest);
    for set in recorded(rows).chain([market::synthetic(rows)]) {
        compare_quality(&set, &folder, &peers);
    }
    search(&largest, &folder, is_named("search"));
    let _ = std::fs::remove_dir_all(&folder);
}
