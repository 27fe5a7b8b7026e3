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
    writer: BufWriter<File>,
    place: Place,
}

/// A file that is written and on the disk, but not yet in its place. Removed when dropped.
#[derive(Debug)]
pub(super) struct SealedFile(Place);

/// Where a file is written, and where it belongs.
#[derive(Debug)]
struct Place {
    target: PathBuf,
    temporary: PathBuf,
}

impl Place {
    fn failed(&self, error: &dyn std::fmt::Display) -> FileError {
        FileError::new(&self.target, format!("cannot be written: {error}"))
    }
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
        let place = Place { target: target.to_path_buf(), temporary };
        let file = File::create(&place.temporary).map_err(|error| place.failed(&error))?;
        Ok(Self { writer: BufWriter::with_capacity(1 << 16, file), place })
    }

    /// Writes a whole file, or leaves `target` as it was.
    ///
    /// # Errors
    /// As [`Self::create`] and [`Self::finish`].
    pub fn write_whole(target: &Path, content: &[u8]) -> Result<(), FileError> {
        let mut file = Self::create(target)?;
        file.write_all(content).map_err(|error| file.failed(&error))?;
        file.finish()
    }

    /// Writes everything to the disk and puts the file in its place.
    ///
    /// # Errors
    /// If the disk refuses; the target is then as it was.
    pub fn finish(self) -> Result<(), FileError> {
        self.seal()?.put_in_place()
    }

    /// Writes everything to the disk. What is left to do can hardly fail: several files that belong
    /// together are all sealed before the first is put in its place.
    ///
    /// # Errors
    /// If the disk refuses.
    pub(super) fn seal(mut self) -> Result<SealedFile, FileError> {
        let written = self.writer.flush().and_then(|()| self.writer.get_ref().sync_all());
        written.map_err(|error| self.place.failed(&error))?;
        Ok(SealedFile(self.place))
    }

    /// An error that names the target.
    #[must_use]
    pub fn failed(&self, error: &dyn std::fmt::Display) -> FileError {
        self.place.failed(error)
    }
}

impl SealedFile {
    /// Renames the file to its target.
    ///
    /// # Errors
    /// If the system refuses; the target is then as it was, or new but not yet safe from a loss of
    /// power.
    pub(super) fn put_in_place(self) -> Result<(), FileError> {
        let place = &self.0;
        fs::rename(&place.temporary, &place.target).map_err(|error| place.failed(&error))?;
        sync_folder_of(&place.target).map_err(|error| place.failed(&error))
    }
}

/// Brings the name of a file to the disk too: without it a loss of power may undo a rename.
#[cfg(unix)]
fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Windows brings names to the disk by itself, and opens no folders as files.
#[cfg(not(unix))]
fn sync_folder_of(_path: &Path) -> io::Result<()> {
    Ok(())
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // After the rename it is gone, and nobody is left to tell if it cannot be removed.
        let _ = fs::remove_file(&self.temporary);
    }
}
