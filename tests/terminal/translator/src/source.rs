//! Positions in source files, and the list of errors and warnings.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// Where something stands: file by number, line and column from one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pos {
    /// Index in [`Files`].
    pub(crate) file: u32,
    /// Line, from one.
    pub(crate) line: u32,
    /// Column in characters, from one.
    pub(crate) column: u32,
}

/// An error or warning of MetaEditor, with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Where.
    pub(crate) pos: Pos,
    /// Number in MetaEditor's list.
    pub(crate) number: u16,
    /// What is wrong.
    pub(crate) text: String,
    /// MetaEditor compiles on after it.
    pub(crate) is_warning: bool,
}

impl Problem {
    /// An error.
    pub(crate) fn error(pos: Pos, number: u16, text: impl Into<String>) -> Self {
        Self { pos, number, text: text.into(), is_warning: false }
    }

    /// A warning.
    pub(crate) fn warning(pos: Pos, number: u16, text: impl Into<String>) -> Self {
        Self { pos, number, text: text.into(), is_warning: true }
    }
}

/// What most steps return: the value, or the error that stopped the step.
pub(crate) type Step<T> = Result<T, Problem>;

/// Names of the files read, shared by all steps.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files {
    names: Rc<RefCell<Vec<String>>>,
}

impl Files {
    /// Adds a file and returns its number.
    pub(crate) fn add(&self, name: &str) -> u32 {
        let mut names = self.names.borrow_mut();
        names.push(name.to_owned());
        u32::try_from(names.len() - 1).unwrap_or(u32::MAX)
    }

    /// The name by which the file was added.
    pub(crate) fn name(&self, file: u32) -> String {
        self.names.borrow().get(file as usize).cloned().unwrap_or_default()
    }

    /// `file(line,column): error 100: text`, as MetaEditor writes it.
    pub(crate) fn describe(&self, problem: &Problem) -> String {
        let kind = if problem.is_warning { "warning" } else { "error" };
        let Pos { file, line, column } = problem.pos;
        let (number, text) = (problem.number, &problem.text);
        format!("{}({line},{column}): {kind} {number}: {text}", self.name(file))
    }
}

impl fmt::Display for Pos {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "({},{})", self.line, self.column)
    }
}
