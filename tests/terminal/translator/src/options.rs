//! The command line.

use std::path::PathBuf;

/// How to call the program.
pub(crate) const USAGE: &str = "\
mql5cpp --prelude DIR --emit-prelude OUT.hpp
mql5cpp --prelude DIR --include DIR [--define X[=V]]... MAIN.mq5 -o OUT.cpp [--list FUNCS.txt]
mql5cpp --prelude DIR --include DIR --check MAIN.mq5
  --warnings    warnings do not fail";

/// What to write.
#[derive(Debug, Default, PartialEq)]
pub(crate) enum Task {
    /// Nothing but errors.
    #[default]
    Check,
    /// The header of the prelude.
    Prelude(PathBuf),
    /// The translation.
    Program(PathBuf),
}

/// What the command line asks for.
#[derive(Debug, Default)]
pub(crate) struct Options {
    /// Folder of the built-ins.
    pub(crate) prelude: PathBuf,
    /// Folders for `#include <...>`.
    pub(crate) include: Vec<PathBuf>,
    /// Macros.
    pub(crate) defines: Vec<String>,
    /// The program.
    pub(crate) main: Option<PathBuf>,
    /// Where to list the built-ins used.
    pub(crate) list: Option<PathBuf>,
    /// Warnings do not fail.
    pub(crate) warnings: bool,
    /// What to write.
    pub(crate) task: Task,
}

impl Options {
    /// Reads the arguments after the program's name.
    pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self::default();
        let mut arguments = arguments;
        let mut is_check = false;
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--prelude" => options.prelude = value()?.into(),
                "--include" => options.include.push(value()?.into()),
                "--define" => options.defines.push(value()?),
                "--list" => options.list = Some(value()?.into()),
                "--emit-prelude" => options.task = Task::Prelude(value()?.into()),
                "-o" => options.task = Task::Program(value()?.into()),
                "--check" => is_check = true,
                "--warnings" => options.warnings = true,
                _ if argument.starts_with('-') => return Err(format!("unknown {argument}")),
                _ if options.main.is_none() => options.main = Some(argument.into()),
                _ => return Err(format!("one program at a time, not {argument} as well")),
            }
        }
        let has_main = options.main.is_some();
        let is_consistent = match &options.task {
            Task::Check => is_check && has_main,
            Task::Prelude(_) => !has_main && !is_check,
            Task::Program(_) => has_main && !is_check,
        };
        if options.prelude.as_os_str().is_empty() || !is_consistent {
            return Err("wrong arguments".to_owned());
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::{Options, Task};

    fn parse(line: &str) -> Result<Options, String> {
        Options::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn each_task_has_its_form() {
        let options = parse("--prelude p --include i main.mq5 -o out.cpp").unwrap();
        assert_eq!(options.task, Task::Program("out.cpp".into()));
        assert!(parse("--prelude p --include i main.mq5").is_err());
        assert!(parse("--prelude p --emit-prelude out.hpp main.mq5").is_err());
        assert!(parse("--include i --check main.mq5").is_err());
        assert!(parse("--prelude p --check main.mq5").is_ok());
    }
}
