//! What is wrong with a file, and where.

use std::fmt;
use std::path::{Path, PathBuf};

/// A problem with a file: which one, where in it, what it was and what was expected.
///
/// Prints as `path:line:column: problem`; line and column count from 1.
#[derive(Clone, PartialEq, Eq)]
pub struct FileError(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    path: PathBuf,
    line: Option<u64>,
    column: Option<usize>,
    problem: String,
}

impl FileError {
    /// A problem with the file as a whole.
    #[must_use]
    pub fn new(path: &Path, problem: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            path: path.to_path_buf(),
            line: None,
            column: None,
            problem: problem.into(),
        }))
    }

    /// The same problem, placed on a line.
    #[must_use]
    pub fn on_line(mut self, line: u64) -> Self {
        self.0.line = Some(line);
        self
    }

    /// The same problem, placed at a byte of the line, counted from 1.
    #[must_use]
    pub fn at_column(mut self, column: usize) -> Self {
        self.0.column = Some(column);
        self
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Line, counted from 1, where the problem is on one.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.0.line
    }

    /// Byte of the line, counted from 1, where the problem is at one.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.0.column
    }

    /// What it was and what was expected, without the place.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.0.problem
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.path.display())?;
        if let Some(line) = self.0.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = self.0.column {
            write!(f, ":{column}")?;
        }
        write!(f, ": {}", self.0.problem)
    }
}

impl fmt::Debug for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileError({self})")
    }
}

impl std::error::Error for FileError {}
