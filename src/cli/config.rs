//! `hypertrader config`: check a configuration, show the values in effect.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::Serialize;

use hypertrader::config::{self, ConfigProblem, Loaded, Source};
use hypertrader::engine::EngineSettings;
use hypertrader::types::settings::SettingValue;

use super::exit::Failure;
use super::output::Output;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Check a configuration file: report every problem with its place.
    Validate {
        /// The configuration file.
        file: PathBuf,
        /// Check it for this symbol only, instead of for all that it has sections for.
        #[arg(long)]
        symbol: Option<String>,
    },
    /// Show the values in effect and where each came from.
    Show {
        /// The configuration file; without one the defaults are shown.
        file: Option<PathBuf>,
        /// Show them for this symbol.
        #[arg(long)]
        symbol: Option<String>,
    },
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    match &args.action {
        Action::Validate { file, symbol } => validate(file, symbol.as_deref(), output),
        Action::Show { file, symbol } => show(file.as_deref(), symbol.as_deref(), output),
    }
}

fn validate(path: &Path, symbol: Option<&str>, output: &mut Output) -> Result<(), Failure> {
    let name = path.display().to_string();
    let checked = config::read_file(path).map_err(|problem| vec![problem]).and_then(|bytes| {
        let source = Source::new(&name, &bytes);
        match symbol {
            None => config::check::<EngineSettings>(source),
            Some(_) => load(source, symbol).map(|_| ()),
        }
    });
    let report = |problems: &[ConfigProblem]| Validated {
        file: name.clone(),
        symbol: symbol.map(str::to_owned),
        valid: problems.is_empty(),
        problems: problems.iter().map(Problem::from).collect(),
    };
    match checked {
        Ok(()) => {
            output.say(&format!("{name}: valid"));
            output.result(&report(&[]));
            Ok(())
        }
        Err(problems) => Err(failure(&problems, &report(&problems))),
    }
}

fn show(path: Option<&Path>, symbol: Option<&str>, output: &mut Output) -> Result<(), Failure> {
    let name = path.map_or_else(|| "defaults".to_owned(), |path| path.display().to_string());
    let bytes = path.map_or_else(|| Ok(Vec::new()), config::read_file);
    let loaded = bytes
        .map_err(|problem| vec![problem])
        .and_then(|bytes| load(Source::new(&name, &bytes), symbol));
    match loaded {
        Ok(loaded) => {
            output.say(&config::render_effective(&loaded.values, &name));
            output.say(&format!("# hash {}", loaded.hash));
            output.result(&Shown::new(&loaded, path.map(|_| name), symbol));
            Ok(())
        }
        Err(problems) => {
            let problem_list: Vec<Problem> = problems.iter().map(Problem::from).collect();
            Err(failure(&problems, &serde_json::json!({ "file": name, "problems": problem_list })))
        }
    }
}

fn load(
    source: Source<'_>,
    symbol: Option<&str>,
) -> Result<Loaded<EngineSettings>, Vec<ConfigProblem>> {
    config::load(source, Source::empty(), symbol)
}

fn failure(problems: &[ConfigProblem], result: &impl Serialize) -> Failure {
    Failure {
        lines: problems.iter().map(ToString::to_string).collect(),
        result: serde_json::to_value(result).unwrap_or_default(),
    }
}

/// Result of `config validate --json`.
#[derive(Debug, Serialize)]
struct Validated {
    file: String,
    symbol: Option<String>,
    valid: bool,
    problems: Vec<Problem>,
}

/// One problem; the line and column are null if it has no place in the text.
#[derive(Debug, Serialize)]
struct Problem {
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    path: String,
    message: String,
}

impl From<&ConfigProblem> for Problem {
    fn from(problem: &ConfigProblem) -> Self {
        Self {
            file: problem.file.clone(),
            line: problem.position.map(|position| position.line),
            column: problem.position.map(|position| position.column),
            path: problem.path.clone(),
            message: problem.message.clone(),
        }
    }
}

/// Result of `config show --json`.
#[derive(Debug, Serialize)]
struct Shown {
    file: Option<String>,
    symbol: Option<String>,
    hash: String,
    values: Vec<ShownValue>,
}

/// One value in effect.
#[derive(Debug, Serialize)]
struct ShownValue {
    path: String,
    value: serde_json::Value,
    /// `default`, `file`, `symbol` or `override`.
    origin: &'static str,
    line: Option<usize>,
    column: Option<usize>,
}

impl Shown {
    fn new(loaded: &Loaded<EngineSettings>, file: Option<String>, symbol: Option<&str>) -> Self {
        let values = loaded.values.iter().map(|value| {
            let position = value.origin.position();
            ShownValue {
                path: format!("{}.{}", value.section, value.key),
                value: as_json(&value.value),
                origin: value.origin.layer(),
                line: position.map(|position| position.line),
                column: position.map(|position| position.column),
            }
        });
        Self {
            file,
            symbol: symbol.map(str::to_owned),
            hash: loaded.hash.to_string(),
            values: values.collect(),
        }
    }
}

fn as_json(value: &SettingValue) -> serde_json::Value {
    match value {
        SettingValue::Switch(on) => (*on).into(),
        SettingValue::Integer(number) => (*number).into(),
        SettingValue::Float(number) => (*number).into(),
        SettingValue::Text(text) => text.as_str().into(),
        SettingValue::List(values) => values.iter().map(as_json).collect(),
    }
}
