//! `hypertrader train`: from bars to a model and a report.

mod log_file;

use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use hypertrader::clock::{ServerClock, Stopwatch};
use hypertrader::engine::EngineSettings;
use hypertrader::features::LEARNER_COLUMNS;
use hypertrader::store::{AtomicFile, write_model};
use hypertrader::training::{
    FoldReport, Origin, Progress, Surroundings, Trained, TrainingReport, train, varying_columns,
};
use hypertrader::types::settings::{AnySettings, SettingValue};

use self::log_file::LogFile;
use super::arguments::OnBadRows;
use super::bar_file::{Bars, read_bars, symbol_of};
use super::exit::Failure;
use super::now::now;
use super::output::Output;
use super::{processor_time, settings_file};

/// Train a model on bars; write it, and a report.
///
/// Searches settings of a learner over folds in order of time, judges the best on rows that it did
/// not see, after costs and beside predictors that look at nothing, calibrates it, and fits
/// it on all rows. The same bars and settings give the same model, but for its date, on any number
/// of threads. Every trial is in a log beside the model, from which a search that was cut off can
/// go on.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Bars: CSV as MetaTrader, Binance and others write it, also gzip or zstd; a Parquet table; or
    /// a folder of them, such as one of the history store.
    #[arg(long)]
    bars: PathBuf,
    /// The model file to write.
    #[arg(long)]
    out: PathBuf,
    /// The report to write; by default beside the model, as `.html`.
    #[arg(long)]
    report: Option<PathBuf>,
    /// Symbol; by default the beginning of the name of the file of bars.
    #[arg(long)]
    symbol: Option<String>,
    /// Configuration file, sections `model.*`. By default the built-in values.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Feature columns such as `ret_1,rsi_14`; by default those made for learning, without any that
    /// say nothing about these bars.
    #[arg(long, value_delimiter = ',')]
    columns: Vec<String>,
    /// What learns: boosting, forest, logistic or ridge; by default as configured (boosting).
    #[arg(long)]
    learner: Option<String>,
    /// Settings to try; by default as configured (12).
    #[arg(long)]
    trials: Option<u32>,
    /// Fits at the same time; by default as many as there are processors.
    #[arg(long)]
    threads: Option<u32>,
    /// Seed of everything that is drawn by lot; by default as configured (42).
    #[arg(long)]
    seed: Option<u32>,
    /// Go on with the search that was cut off, from the log beside the model.
    #[arg(long)]
    resume: bool,
    /// What to do with bad rows.
    #[arg(long, value_enum, default_value_t)]
    on_bad: OnBadRows,
}

/// Result of `train --json`.
#[derive(Debug, Serialize)]
struct Summary<'a> {
    rows: usize,
    folds: &'a [FoldReport],
    auc_ovr: Option<f64>,
    log_loss: f64,
    cpu_s: f64,
    trials: usize,
    out: String,
    report: String,
    model_id: &'a str,
    symbol: &'a str,
    columns: &'a [String],
    details: &'a TrainingReport,
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    let report_path = args.report.clone().unwrap_or_else(|| args.out.with_extension("html"));
    let trained = train_model(args, output).and_then(|trained| {
        write_model(&args.out, &trained.model).map_err(|error| vec![error.to_string()])?;
        AtomicFile::write_whole(&report_path, trained.report.to_html().as_bytes())
            .map_err(|error| vec![error.to_string()])?;
        Ok(trained)
    });
    let Trained { report, .. } = trained.map_err(|lines| {
        let result = serde_json::json!({ "error": lines.join("\n") });
        Failure { lines, result }
    })?;
    say(&report, &args.out, &report_path, output);
    output.result(&Summary {
        rows: report.rows,
        folds: &report.folds,
        auc_ovr: report.raw.score.auc_ovr,
        log_loss: report.raw.score.log_loss,
        cpu_s: report.cpu_s,
        trials: report.trials.len(),
        out: args.out.display().to_string(),
        report: report_path.display().to_string(),
        model_id: &report.model_id,
        symbol: &report.symbol,
        columns: &report.columns,
        details: &report,
    });
    Ok(())
}

fn say(report: &TrainingReport, out: &Path, page: &Path, output: &mut Output) {
    let (raw, calibrated) = (&report.raw.score, &report.calibrated.score);
    let or_none = |value: Option<f64>| value.map_or("none".to_owned(), |v| format!("{v:.4}"));
    output.say(&format!(
        "{} {}: {} rows, {} columns, {} trials, {:.1} s of processor time",
        report.symbol,
        report.period,
        report.rows,
        report.columns.len(),
        report.trials.len(),
        report.cpu_s
    ));
    output.say(&format!("best: {}", report.learner));
    output.say(&format!(
        "out of fold: AUC {}, log-loss {:.4} (calibrated {:.4}), {} trades, profit factor {}",
        or_none(raw.auc_ovr),
        raw.log_loss,
        calibrated.log_loss,
        calibrated.trades,
        or_none(calibrated.profit_factor)
    ));
    output.say(&format!("{}: model {}", out.display(), report.model_id));
    output.say(&format!("{}: report", page.display()));
}

fn train_model(args: &Args, output: &mut Output) -> Result<Trained, Vec<String>> {
    let one = |error: &dyn std::fmt::Display| vec![error.to_string()];
    let symbol = match &args.symbol {
        Some(symbol) => symbol.clone(),
        None => symbol_of(&args.bars).map_err(|error| vec![error])?,
    };
    let settings = settings_of(args, &symbol)?;
    let clock = ServerClock::new(settings.core.server_utc_offset_s, settings.core.server_dst)
        .map_err(|error| one(&error))?;
    let Bars { bars, period, decimals, skipped } =
        read_bars(&args.bars, args.on_bad.into(), clock).map_err(|error| vec![error])?;
    if skipped > 0 {
        output.say(&format!("{}: {skipped} bad rows skipped", args.bars.display()));
    }
    let wanted: Vec<String> = LEARNER_COLUMNS.iter().map(|&name| name.to_owned()).collect();
    let columns = if args.columns.is_empty() {
        varying_columns(&wanted, &bars).map_err(|error| one(&error))?
    } else {
        args.columns.clone()
    };
    let mut log = LogFile::open(&args.out).map_err(|error| vec![error])?;
    let earlier =
        if args.resume { log.content().map_err(|error| vec![error])? } else { Vec::new() };
    let origin = Origin {
        symbol: &symbol,
        bars: &bars,
        period,
        point: 0.1_f64.powi(i32::try_from(decimals).unwrap_or(0)),
        now: now(),
        columns: &columns,
        threshold_prob: settings.signals.gates.model_min_prob,
    };
    let watch = Stopwatch::start();
    let cpu_begun = processor_time::of_process();
    let bar = progress_bar();
    let log = std::cell::RefCell::new(&mut log);
    let mut around = Surroundings {
        threads: threads(settings.learning.search.threads),
        log: &earlier,
        resume: &mut |sound| log.borrow_mut().truncate(sound),
        record: &mut |record| log.borrow_mut().append(&record.to_line()),
        progress: &mut |progress| show(&bar, progress),
        stop: &|| false,
        clock_s: &|| watch.elapsed_s(),
    };
    let trained = train(&origin, &settings.learning, &mut around);
    bar.finish_and_clear();
    let mut trained = trained.map_err(|error| one(&error))?;
    log.borrow_mut().problem().map_err(|error| vec![error])?;
    let spent = processor_time::of_process().saturating_sub(cpu_begun);
    trained.report.cpu_s = spent.as_secs_f64();
    trained.report.wall_s = watch.elapsed_s();
    trained.report.dropped_columns = if args.columns.is_empty() {
        wanted.into_iter().filter(|name| !columns.contains(name)).collect()
    } else {
        Vec::new()
    };
    Ok(trained)
}

/// The configured settings, with what the arguments say otherwise.
fn settings_of(args: &Args, symbol: &str) -> Result<EngineSettings, Vec<String>> {
    let mut settings: EngineSettings = settings_file::load(args.config.as_deref(), Some(symbol))?;
    let number = |value: Option<u32>| value.map(|value| SettingValue::Integer(i64::from(value)));
    let asked = [
        ("learner", args.learner.clone().map(SettingValue::Text)),
        ("trials", number(args.trials)),
        ("threads", number(args.threads)),
        ("seed", number(args.seed)),
    ];
    for (key, value) in asked {
        let Some(value) = value else { continue };
        // Within the limits of the configuration, or the error that a file would give.
        if let Some(Err(problem)) = settings.learning.search.set_key(key, &value) {
            return Err(vec![format!("--{key}: {}", problem.message)]);
        }
    }
    Ok(settings)
}

fn threads(configured: u32) -> usize {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    if configured == 0 { processors } else { configured as usize }
}

fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} fits, {msg}") {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, progress: &Progress) {
    let left = progress.left_s.map_or_else(String::new, |left_s| {
        format!(", {} left", indicatif::HumanDuration(Duration::from_secs_f64(left_s.max(0.0))))
    });
    let best = progress.best.map_or_else(String::new, |(_, auc)| format!(", best AUC {auc:.4}"));
    bar.set_length(progress.total_count as u64);
    bar.set_message(format!("{:.2} per second{left}{best}", progress.parts_per_s));
    bar.set_position(progress.done_count as u64);
}
