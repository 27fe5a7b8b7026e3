//! The log of a search: one line a trial and fold, on the disk as soon as it is known.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Largest log that is read back: some hundred thousand lines.
const LOG_BYTES_MAX: u64 = 64 << 20;

/// An open log. The first failure to write is kept, and later lines are dropped.
pub(super) struct LogFile {
    path: PathBuf,
    file: File,
    problem: Option<String>,
}

impl LogFile {
    /// Opens the log beside a model, and makes it if there is none.
    pub(super) fn open(model: &Path) -> Result<Self, String> {
        let path = model.with_extension("trials.jsonl");
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false).open(&path);
        let file =
            file.map_err(|error| format!("{}: cannot be opened: {error}", path.display()))?;
        Ok(Self { path, file, problem: None })
    }

    /// What an earlier run left.
    pub(super) fn content(&mut self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let read = (&mut self.file).take(LOG_BYTES_MAX).read_to_end(&mut bytes);
        read.map_err(|error| format!("{}: cannot be read: {error}", self.path.display()))?;
        Ok(bytes)
    }

    /// Keeps the first bytes only; what follows was cut off while it was written.
    pub(super) fn truncate(&mut self, bytes: usize) {
        let length = bytes as u64;
        let done = self.file.set_len(length).and_then(|()| self.file.seek(SeekFrom::Start(length)));
        self.note(done.map(|_| ()));
    }

    /// Adds a line.
    pub(super) fn append(&mut self, line: &str) {
        if self.problem.is_none() {
            let done = self.file.write_all(line.as_bytes());
            self.note(done);
        }
    }

    fn note(&mut self, done: std::io::Result<()>) {
        if let Err(error) = done {
            let path = self.path.display();
            self.problem.get_or_insert_with(|| format!("{path}: cannot be written: {error}"));
        }
    }

    /// The first failure.
    pub(super) fn problem(&self) -> Result<(), String> {
        self.problem.clone().map_or(Ok(()), Err)
    }
}
