//! `hypertrader model import`: models that were trained elsewhere.

use std::path::PathBuf;

use serde_json::json;

use hypertrader::features::Schema;
use hypertrader::model::file::{CalibrationParts, Importance, Model, Span};
use hypertrader::model::{Class, Fitted, lightgbm, onnx};
use hypertrader::store::{read_model_bytes, write_model};
use hypertrader::types::{DurationNanos, Period};

use super::failure;
use crate::cli::exit::Failure;
use crate::cli::now::now;
use crate::cli::output::Output;

/// Make a model file of a LightGBM text model or an ONNX tree ensemble.
///
/// The source must have three classes and must have been trained on feature columns of this library
/// (`hypertrader features` writes them). Nothing is known of how well it was validated: look at its
/// predictions before it decides anything.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The model to import.
    file: PathBuf,
    /// The model file to write.
    #[arg(long)]
    out: PathBuf,
    /// Symbol that it was trained for.
    #[arg(long)]
    symbol: String,
    /// Period of the bars, such as 1m.
    #[arg(long)]
    period: String,
    /// Feature columns in the order of the source's inputs; by default the names in the source.
    #[arg(long, value_delimiter = ',')]
    columns: Vec<String>,
    /// What the source's outputs are, in their order.
    #[arg(long, value_delimiter = ',', default_value = "down,flat,up")]
    classes: Vec<String>,
    /// What the classes mean, for the reader of the file.
    #[arg(long, default_value = "not stated: imported")]
    label: String,
    /// Days from now after which it may not decide any more. 0: never.
    #[arg(long, default_value_t = 30)]
    expiry_days: u32,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    let failed = |code: &str, text: String| failure(&args.file, code, &text);
    let bytes = read_model_bytes(&args.file).map_err(|error| failed("file", error.to_string()))?;
    let is_text = bytes.starts_with(b"tree");
    let imported = if is_text { lightgbm::import(&bytes) } else { onnx::import(&bytes) };
    let imported = imported.map_err(|error| failed(error.code(), error.to_string()))?;
    let asked = if args.columns.is_empty() { &imported.columns } else { &args.columns };
    let schema = Schema::new(asked).map_err(|error| failed("model_schema", error.to_string()))?;
    let (columns, schema_hash) = (schema.names().to_vec(), schema.hash().to_owned());
    let period =
        Period::parse(&args.period).map_err(|error| failed("period", error.to_string()))?;
    let classes = classes(&args.classes).map_err(|text| failed("classes", text))?;
    let learner = format!("imported from {}", imported.source);
    let ensemble = imported
        .into_classifier(classes)
        .map_err(|error| failed(error.code(), error.to_string()))?;
    let created = now();
    let days = i64::from(args.expiry_days);
    let trees = ensemble.trees.len();
    let fitted = Fitted::Trees(ensemble);
    let gains = fitted.importances();
    let importances = gains.into_iter().map(|gain| Importance { gain, permutation: 0.0 });
    let model = Model {
        library_version: env!("CARGO_PKG_VERSION").to_owned(),
        created,
        expires: (days > 0).then(|| created + DurationNanos::from_seconds(days * 86_400)),
        symbol: args.symbol.clone(),
        period,
        label: args.label.clone(),
        costs: String::new(),
        learner,
        span: Span { first: created, last: created, rows: 0 },
        schema_hash,
        columns,
        class_weights: Vec::new(),
        metrics: Vec::new(),
        importances: importances.collect(),
        calibration: CalibrationParts::None,
        distributions: Vec::new(),
        fitted,
    };
    write_model(&args.out, &model).map_err(|error| failed("model_invalid", error.to_string()))?;
    let id = model.id().map_or_else(|error| error.to_string(), |id| id.to_string());
    output.say(&format!("{}: {}, model {id}", args.out.display(), model.learner));
    output.result(&json!({
        "out": args.out.display().to_string(),
        "id": id,
        "learner": model.learner,
        "trees": trees,
    }));
    Ok(())
}

fn classes(names: &[String]) -> Result<[Class; Class::COUNT], String> {
    let class = |name: &String| match name.as_str() {
        "down" => Ok(Class::Down),
        "flat" => Ok(Class::Flat),
        "up" => Ok(Class::Up),
        other => Err(format!("a class was {other:?}, expected down, flat or up")),
    };
    let classes: Vec<Class> = names.iter().map(class).collect::<Result<_, _>>()?;
    classes.try_into().map_err(|them: Vec<Class>| {
        format!("{} classes, expected three: down, flat, up in the source's order", them.len())
    })
}
