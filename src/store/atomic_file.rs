//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::FileError;

/// A file that is written beside its target and takes its place when finished.
///
/// Dropped unfinished, it removes what was written and leaves the target as it was.
#[derive(Debug)]
pub struct AtomicFile {
    target: PathBuf,
    temporary: PathBuf,
    writer: Option<BufWriter<File>>,
}

impl AtomicFile {
    /// Begins a file that will become `target`. The temporary file has the same folder, so that the
    /// final rename cannot cross file systems.
    ///
    /// # Errors
    /// If `target` names no file or its folder cannot be written.
    pub fn create(target: &Path) -> Result<Self, FileError> {
        let Some(name) = target.file_name() else {
            return Err(FileError::new(target, "names no file"));
        };
        let mut temporary_name = name.to_os_string();
        temporary_name.push(format!(".{}.tmp", std::process::id()));
        let temporary = target.with_file_name(temporary_name);
        let file = File::create(&temporary)
            .map_err(|error| FileError::new(target, format!("cannot be written: {error}")))?;
        Ok(Self {
            target: target.to_path_buf(),
            temporary,
            writer: Some(BufWriter::with_capacity(1 << 16, file)),
        })
    }

    /// Writes everything to the disk and puts the file in its place.
    ///
    /// # Errors
    /// If the disk refuses; the target is then as it was.
    pub fn finish(mut self) -> Result<(), FileError> {
        let finished = match self.writer.take() {
            Some(writer) => writer
                .into_inner()
                .map_err(io::IntoInnerError::into_error)
                .and_then(|file| file.sync_all())
                .and_then(|()| fs::rename(&self.temporary, &self.target)),
            None => Ok(()),
        };
        finished.map_err(|error| self.failed(&error))
        // A failure leaves the temporary file, which `drop` removes.
    }

    /// An error that names the target.
    #[must_use]
    pub fn failed(&self, error: &dyn std::fmt::Display) -> FileError {
        FileError::new(&self.target, format!("cannot be written: {error}"))
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.writer {
            Some(writer) => writer.write(bytes),
            None => Err(io::Error::other("the file is finished")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        self.writer = None;
        // After `finish` it is gone, and nobody is left to tell if it cannot be removed.
        let _ = fs::remove_file(&self.temporary);
    }
}
