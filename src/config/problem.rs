//! What is wrong with a configuration, and where.

use std::fmt;

/// Most problems that one attempt reports; a last one says how many were left out.
pub const MAX_PROBLEMS: usize = 100;

/// Longest message in characters; a value quoted in it could otherwise fill the screen.
const MAX_MESSAGE_CHARS: usize = 240;

/// A place in a text, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column in characters; a byte order mark does not count.
    pub column: usize,
}

impl Position {
    /// The place of byte `offset`. An offset inside a character or past the end is moved back.
    #[must_use]
    pub fn of(text: &str, offset: usize) -> Self {
        let before = &text[..text.floor_char_boundary(offset)];
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One problem of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// Name of the text: the file's, or the caller's name for its overrides.
    pub file: String,
    /// Where; `None` if the problem has no place in the text (an unreadable file, two defaults).
    pub position: Option<Position>,
    /// Path of the key or section, such as `risk.daily_loss_frac`; empty if there is none.
    pub path: String,
    /// What it was and what was expected.
    pub message: String,
}

impl fmt::Display for ConfigProblem {
    /// `file:line:column: path: message`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if let Some(position) = self.position {
            write!(f, "{position}:")?;
        }
        if !self.path.is_empty() {
            write!(f, " {}:", self.path)?;
        }
        write!(f, " {}", self.message)
    }
}

/// A problem whose place is still a byte offset; the line is worked out for those reported only.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) offset: usize,
    pub(super) path: String,
    pub(super) message: String,
}

/// Turns findings into problems: in file order, at most [`MAX_PROBLEMS`] and one that counts the
/// rest.
pub(super) fn report(file: &str, text: &str, mut findings: Vec<Finding>) -> Vec<ConfigProblem> {
    findings.sort_by_key(|finding| finding.offset);
    let left_out = findings.len().saturating_sub(MAX_PROBLEMS);
    findings.truncate(MAX_PROBLEMS);
    let mut problems: Vec<ConfigProblem> = findings
        .into_iter()
        .map(|finding| ConfigProblem {
            file: file.to_owned(),
            position: Some(Position::of(text, finding.offset)),
            path: shortened(finding.path),
            message: shortened(finding.message),
        })
        .collect();
    if left_out > 0 {
        problems.push(ConfigProblem {
            file: file.to_owned(),
            position: None,
            path: String::new(),
            message: format!("{left_out} more problems are not listed"),
        });
    }
    problems
}

/// Keeps the two ends of a long text: the end of a message says what was expected.
fn shortened(text: String) -> String {
    let count = text.chars().count();
    if count <= MAX_MESSAGE_CHARS {
        return text;
    }
    let half = MAX_MESSAGE_CHARS / 2;
    let start: String = text.chars().take(half).collect();
    let end: String = text.chars().skip(count - half).collect();
    format!("{start} ... {end}")
}
