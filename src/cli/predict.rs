//! `hypertrader predict`: what a model thinks of every bar of a file.

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use hypertrader::clock::ServerClock;
use hypertrader::engine::EngineSettings;
use hypertrader::features::{Builder, Schema};
use hypertrader::model::Classifier;
use hypertrader::store::{AtomicFile, read_model};
use hypertrader::types::DurationNanos;

use super::arguments::OnBadRows;
use super::bar_file::{Bars, read_bars};
use super::exit::Failure;
use super::output::Output;
use super::settings_file;

/// Write the probabilities that a model gives each bar, after its calibration.
///
/// Columns: time (the bar's close, ISO-8601 UTC), down, flat, up. Bars in which the model's
/// features are warming up have no row. The model's expiry does not matter here.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Bars, as for `train`.
    #[arg(long)]
    bars: PathBuf,
    /// The model file.
    #[arg(long)]
    model: PathBuf,
    /// The table to write, CSV.
    #[arg(long)]
    out: PathBuf,
    /// Configuration file: the server's clock. By default the built-in values.
    #[arg(long)]
    config: Option<PathBuf>,
    /// What to do with bad rows.
    #[arg(long, value_enum, default_value_t)]
    on_bad: OnBadRows,
}

/// Result of `predict --json`.
#[derive(Debug, Serialize)]
struct Written {
    bars: usize,
    rows: usize,
    skipped: u64,
    out: String,
    model_id: String,
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    let written = write_table(args).map_err(|lines| {
        let result = serde_json::json!({ "error": lines.join("\n") });
        Failure { lines, result }
    })?;
    output.say(&format!(
        "{}: {} rows of {} bars, {} bad rows skipped",
        written.out, written.rows, written.bars, written.skipped
    ));
    output.result(&written);
    Ok(())
}

fn write_table(args: &Args) -> Result<Written, Vec<String>> {
    let one = |error: &dyn std::fmt::Display| vec![error.to_string()];
    let model = read_model(&args.model).map_err(|error| one(&error))?;
    let named = |error: &dyn std::fmt::Display| vec![format!("{}: {error}", args.model.display())];
    let schema = Schema::new(&model.columns).map_err(|error| named(&error))?;
    model.check_schema(schema.hash()).map_err(|error| named(&error))?;
    let predictor = model.predictor().map_err(|error| named(&error))?;
    let settings: EngineSettings =
        settings_file::load(args.config.as_deref(), Some(&model.symbol))?;
    let clock = ServerClock::new(settings.core.server_utc_offset_s, settings.core.server_dst)
        .map_err(|error| one(&error))?;
    let Bars { bars, period, skipped, .. } =
        read_bars(&args.bars, args.on_bad.into(), clock).map_err(|error| vec![error])?;
    if period != model.period {
        let (was, expected) = (period, model.period);
        return Err(named(&format!("the bars have a period of {was}, expected {expected}")));
    }
    let length = DurationNanos::from_seconds(i64::from(period.seconds()));
    let mut builder = Builder::new(&model.columns).map_err(|error| named(&error))?;
    let warming = builder.schema().lookback();
    let ids: Vec<_> = model.columns.iter().filter_map(|name| builder.schema().id(name)).collect();
    let mut file = AtomicFile::create(&args.out).map_err(|error| one(&error))?;
    let failed = |error: &dyn std::fmt::Display| vec![format!("{}: {error}", args.out.display())];
    writeln!(file, "time,down,flat,up").map_err(|error| failed(&error))?;
    let mut values = vec![f64::NAN; ids.len()];
    let mut rows = 0;
    for (index, bar) in bars.iter().enumerate() {
        builder.update(bar);
        if index < warming {
            continue;
        }
        for (slot, &id) in values.iter_mut().zip(&ids) {
            *slot = builder.current().get(id).unwrap_or(f64::NAN);
        }
        let [down, flat, up] = predictor.probabilities(&values);
        writeln!(file, "{},{down},{flat},{up}", bar.open_time + length)
            .map_err(|error| failed(&error))?;
        rows += 1;
    }
    file.finish().map_err(|error| one(&error))?;
    Ok(Written {
        bars: bars.len(),
        rows,
        skipped,
        out: args.out.display().to_string(),
        model_id: model.id().map_err(|error| named(&error))?.to_string(),
    })
}
