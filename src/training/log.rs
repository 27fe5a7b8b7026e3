//! The log of a search: what was found out, one line per trial and split.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Point, Space};

/// The scores of one trial on one split.
///
/// As a line of the log: a JSON object with these names. Numbers read back to their bits; a score
/// that is not a number is `null`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrialRecord {
    /// What the search was about ([`fingerprint`](super::fingerprint)).
    pub search: String,
    /// Number of the trial, from 0.
    pub trial: usize,
    /// Number of the split, from 0.
    pub split: usize,
    /// Settings by name.
    pub settings: BTreeMap<String, f64>,
    /// Scores in the order of the caller's names; the first decides.
    pub scores: Vec<Option<f64>>,
}

/// Why a log was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogError {
    /// A line that is not the last is no record.
    Line {
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// The log is of another search: other data, space, splits, scores or learner.
    Other {
        /// Line, from 1.
        line: usize,
        /// Fingerprint found.
        was: String,
        /// Fingerprint of this search.
        expected: String,
    },
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line { line, problem } => {
                write!(f, "line {line} of the log is no trial: {problem}")
            }
            Self::Other { line, was, expected } => write!(
                f,
                "line {line} of the log is of the search {was}, expected {expected}: the data, \
                 space, splits or settings are others"
            ),
        }
    }
}

impl std::error::Error for LogError {}

/// A log that was read back.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TrialLog {
    /// The records, in the order of their lines.
    pub records: Vec<TrialRecord>,
    /// Length of the sound part in bytes. What follows is half a line, written when the process was
    /// killed: cut the file there before appending.
    pub sound_bytes: usize,
}

impl TrialRecord {
    pub(super) fn new(
        search: &str,
        (trial, split): (usize, usize),
        (space, point): (&Space, &Point),
        scores: &[f64],
    ) -> Self {
        let settings = space.named(point).map(|(name, value)| (name.to_owned(), value)).collect();
        let scores = scores.iter().map(|&score| score.is_finite().then_some(score)).collect();
        Self { search: search.to_owned(), trial, split, settings, scores }
    }

    /// The record as a line with its end.
    #[must_use]
    pub fn to_line(&self) -> String {
        // Names and numbers alone: this cannot fail.
        let mut line = serde_json::to_string(self).unwrap_or_default();
        line.push('\n');
        line
    }

    /// Its settings, in the order of a space; none for a name that is missing.
    pub(super) fn settings_in<'a>(
        &'a self,
        space: &'a Space,
    ) -> impl Iterator<Item = (&'a str, f64)> {
        let dimensions = space.dimensions().iter().map(|dimension| dimension.name.as_str());
        dimensions.filter_map(|name| self.settings.get(name).map(|value| (name, *value)))
    }

    pub(super) fn scores(&self) -> Vec<f64> {
        self.scores.iter().map(|score| score.unwrap_or(f64::NAN)).collect()
    }
}

impl TrialLog {
    /// Reads a log. The last line may be torn; it is left out.
    ///
    /// # Errors
    /// Another line that is no record; a record of another search than `search`.
    pub fn read(text: &[u8], search: &str) -> Result<Self, LogError> {
        let mut log = Self::default();
        for (index, line) in text.split_inclusive(|&byte| byte == b'\n').enumerate() {
            let line_number = index + 1;
            if line.last() != Some(&b'\n') {
                break;
            }
            let record: TrialRecord = match serde_json::from_slice(line) {
                Ok(record) => record,
                // A disk may have kept the end of a line and lost its middle.
                Err(_) if log.sound_bytes + line.len() == text.len() => break,
                Err(error) => {
                    return Err(LogError::Line { line: line_number, problem: error.to_string() });
                }
            };
            if record.search != search {
                let (was, expected) = (record.search, search.to_owned());
                return Err(LogError::Other { line: line_number, was, expected });
            }
            log.records.push(record);
            log.sound_bytes += line.len();
        }
        Ok(log)
    }
}
