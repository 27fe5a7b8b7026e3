//! `mql5cpp`: translates MQL5 programs to C++17 and reports the errors MetaEditor would.

mod ast;
mod check;
mod emit;
mod hir;
mod lexer;
mod literal;
mod macros;
mod model;
mod names;
mod options;
mod parse;
mod preprocess;
mod source;
mod token;
mod types;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

use check::Checker;
use options::{Options, Task};
use preprocess::Preprocessor;
use source::{Files, Problem, Step};

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("mql5cpp: {message}\n{}", options::USAGE);
            return ExitCode::from(2);
        }
    };
    // Deep recursion in hostile input is bounded by the parser; this leaves room for all of it.
    let worker = std::thread::Builder::new().stack_size(256 << 20).spawn(move || run(&options));
    let outcome = worker.map(std::thread::JoinHandle::join);
    match outcome {
        Ok(Ok(true)) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Does the task; `false` when there are errors, which are written out.
fn run(options: &Options) -> bool {
    let files = Files::default();
    let mut checker = Checker::default();
    let problems = match translate(options, &files, &mut checker) {
        Ok(()) => std::mem::take(&mut checker.problems),
        Err(problem) => {
            let mut problems = std::mem::take(&mut checker.problems);
            problems.push(problem);
            problems
        }
    };
    for problem in &problems {
        eprintln!("{}", files.describe(problem));
    }
    let is_fatal = |problem: &Problem| !problem.is_warning || !options.warnings;
    if problems.iter().any(is_fatal) {
        return false;
    }
    match write(options, &checker) {
        Ok(()) => true,
        Err(message) => {
            eprintln!("mql5cpp: {message}");
            false
        }
    }
}

fn translate(options: &Options, files: &Files, checker: &mut Checker) -> Step<()> {
    let mut preprocessor = Preprocessor::new(files.clone(), options.include.clone());
    for definition in &options.defines {
        let (name, value) = definition.split_once('=').unwrap_or((definition, ""));
        let file = files.add("command line");
        preprocessor.macros.define_text(name, value, file)?;
    }
    let mut types: BTreeSet<Rc<str>> = BTreeSet::new();
    let mut prelude = Vec::new();
    for path in prelude_files(&options.prelude)? {
        prelude.extend(preprocessor.read_file(&path)?);
    }
    let prelude = parse::items(prelude, &mut types)?;
    checker.add_prelude(prelude);
    let Some(main) = &options.main else { return Ok(()) };
    let tokens = preprocessor.read_file(main)?;
    checker.problems.append(&mut preprocessor.problems);
    let items = parse::items(tokens, &mut types)?;
    checker.add_program(items);
    Ok(())
}

fn prelude_files(folder: &Path) -> Step<Vec<PathBuf>> {
    let error = |error: std::io::Error| {
        let text = format!("can't read '{}': {error}", folder.display());
        Problem::error(source::Pos::default(), 106, text)
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(error)? {
        let path = entry.map_err(error)?.path();
        if path.extension().is_some_and(|extension| extension == "mqh") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn write(options: &Options, checker: &Checker) -> Result<(), String> {
    let save = |path: &Path, text: &str| {
        std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
    };
    if let Some(path) = &options.list {
        let names: String = checker.built_ins.iter().map(|name| format!("{name}\n")).collect();
        save(path, &names)?;
    }
    match &options.task {
        Task::Check => Ok(()),
        Task::Prelude(path) => save(path, &emit::prelude(&checker.program)),
        Task::Program(path) => {
            let stem = options.main.as_deref().and_then(Path::file_stem);
            let name = stem.map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            save(path, &emit::program(checker, &name))
        }
    }
}
