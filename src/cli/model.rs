//! `hypertrader model`: what is in a model file, and whether it can be used.

mod import;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use hypertrader::features::Schema;
use hypertrader::model::file::{CalibrationParts, Model};
use hypertrader::model::{Fitted, onnx};
use hypertrader::store::{AtomicFile, ModelFileError, read_model};

use super::exit::Failure;
use super::output::Output;

/// Show, verify, import or export a model file.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Print what the file says about itself.
    Show {
        /// The model file.
        file: PathBuf,
    },
    /// Make a model file of a LightGBM text model or an ONNX tree ensemble.
    Import(import::Args),
    /// Write the trees or lines of a model as ONNX, for MetaTrader's own runtime. Calibration is
    /// not in it.
    Export {
        /// The model file.
        file: PathBuf,
        /// The ONNX file to write.
        #[arg(long)]
        out: PathBuf,
    },
    /// Check everything that is checked before a model may decide, but for its expiry.
    Verify {
        /// The model file.
        file: PathBuf,
    },
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    match &args.action {
        Action::Show { file } => {
            let model = usable(file)?;
            let shown = shown(&model).map_err(|text| failure(file, "model_invalid", &text))?;
            output.say(&lines(&shown));
            output.result(&shown);
        }
        Action::Import(args) => import::run(args, output)?,
        Action::Export { file, out } => {
            let model = usable(file)?;
            let exported = match &model.fitted {
                Fitted::Trees(ensemble) => {
                    onnx::export(ensemble, &model.columns).map_err(|error| error.to_string())
                }
                Fitted::Lines(lines) => {
                    onnx::export_lines(lines, &model.columns).map_err(|error| error.to_string())
                }
            };
            let bytes = exported.map_err(|text| failure(file, "export", &text))?;
            AtomicFile::write_whole(out, &bytes)
                .map_err(|error| failure(out, "file", &error.to_string()))?;
            let calibrated = model.calibration != CalibrationParts::None;
            let note = if calibrated { ", without its calibration" } else { "" };
            output.say(&format!("{}: {} bytes of ONNX{note}", out.display(), bytes.len()));
            output.result(&json!({
                "out": out.display().to_string(),
                "bytes": bytes.len(),
                "calibration_left_out": calibrated,
            }));
        }
        Action::Verify { file } => {
            let model = usable(file)?;
            let id = model.id().map_or_else(|error| error.to_string(), |id| id.to_string());
            output.say(&format!("{}: sound, model {id}", file.display()));
            output.result(&json!({ "sound": true, "id": id }));
        }
    }
    Ok(())
}

fn failure(file: &Path, code: &str, text: &str) -> Failure {
    let line = format!("{}: {text}", file.display());
    let result = json!({ "sound": false, "code": code, "error": line });
    Failure { lines: vec![line], result }
}

/// Reads a model and does everything that loading it into an engine does.
fn usable(file: &Path) -> Result<Model, Failure> {
    let model = read_model(file).map_err(|error| match &error {
        ModelFileError::File(_) => {
            let line = error.to_string();
            let result = json!({ "sound": false, "code": "file", "error": line });
            Failure { lines: vec![line], result }
        }
        ModelFileError::Model { error, .. } => failure(file, error.code(), &error.to_string()),
    })?;
    let schema = Schema::new(&model.columns)
        .map_err(|error| failure(file, "model_schema", &error.to_string()))?;
    let checked = model
        .check_schema(schema.hash())
        .and_then(|()| model.predictor().map(|_| ()))
        .and_then(|()| model.stability_bins().map(|_| ()));
    checked.map_err(|error| failure(file, error.code(), &error.to_string()))?;
    Ok(model)
}

fn shown(model: &Model) -> Result<Value, String> {
    let id = model.id().map_err(|error| error.to_string())?;
    let importances: Vec<Value> = model
        .columns
        .iter()
        .zip(&model.importances)
        .map(|(column, importance)| {
            let (gain, permutation) = (importance.gain, importance.permutation);
            json!({ "column": column, "gain": gain, "permutation": permutation })
        })
        .collect();
    let metrics: serde_json::Map<String, Value> =
        model.metrics.iter().map(|metric| (metric.name.clone(), json!(metric.values))).collect();
    Ok(json!({
        "id": id.to_string(),
        "library": model.library_version,
        "created": model.created.to_string(),
        "expires": model.expires.map(|expires| expires.to_string()),
        "symbol": model.symbol,
        "period": model.period.to_string(),
        "learner": model.learner,
        "label": model.label,
        "costs": model.costs,
        "rows": model.span.rows,
        "first": model.span.first.to_string(),
        "last": model.span.last.to_string(),
        "schema_hash": model.schema_hash,
        "kind": model.fitted.kind(),
        "trees": match &model.fitted {
            Fitted::Trees(ensemble) => ensemble.trees.len(),
            Fitted::Lines(_) => 0,
        },
        "calibration": match model.calibration {
            CalibrationParts::None => "none",
            CalibrationParts::Platt { .. } => "platt",
            CalibrationParts::Isotonic { .. } => "isotonic",
        },
        "metrics": metrics,
        "columns": model.columns,
        "importance_measure": model.fitted.importance_measure(),
        "importances": importances,
    }))
}

/// One line for each entry, lists without their content.
fn lines(shown: &Value) -> String {
    let Some(entries) = shown.as_object() else { return String::new() };
    let line = |(name, value): (&String, &Value)| match value {
        Value::String(text) => format!("{name:18} {}", text.trim_end().replace('\n', "; ")),
        Value::Array(list) => format!("{name:18} {} entries (--json shows them)", list.len()),
        other => format!("{name:18} {other}"),
    };
    entries.iter().map(line).collect::<Vec<_>>().join("\n")
}
