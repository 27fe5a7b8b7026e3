//! The log file: `hypertrader-PID.log`, and the ones before it: `hypertrader-PID.1.log`, ...

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

const PREFIX: &str = "hypertrader-";
const SUFFIX: &str = ".log";
/// Files of other processes are left alone until nobody has written to them for so long.
const FOREIGN_AGE_MIN: Duration = Duration::from_hours(24);

/// Appends lines; begins a new file when one is full.
#[derive(Debug)]
pub(super) struct RotatingFile {
    folder: PathBuf,
    process: u32,
    max_bytes: u64,
    max_files: u32,
    /// `None` while files move on, and after that failed.
    file: Option<File>,
    size_bytes: u64,
}

impl RotatingFile {
    /// Opens the file of a process, creating the folder. Deletes old files of processes that have
    /// ended, beyond the newest `max_files`.
    pub(super) fn open(
        folder: &Path,
        process: u32,
        max_bytes: u64,
        max_files: u32,
    ) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        delete_old(folder, process, max_files as usize);
        let path = path_of(folder, process, 0);
        let (file, size_bytes) = append(&path)?;
        Ok(Self {
            folder: folder.to_owned(),
            process,
            max_bytes,
            max_files,
            file: Some(file),
            size_bytes,
        })
    }

    /// Writes whole lines, in one file.
    pub(super) fn write(&mut self, lines: &str) -> io::Result<()> {
        if self.size_bytes > 0 && self.size_bytes + lines.len() as u64 > self.max_bytes {
            // Closed first: Windows gives up the name of a deleted file when nobody has it open.
            self.file = None;
            self.rotate()?;
        }
        if self.file.is_none() {
            let (file, size_bytes) = append(&path_of(&self.folder, self.process, 0))?;
            (self.file, self.size_bytes) = (Some(file), size_bytes);
        }
        if let Some(file) = &mut self.file {
            file.write_all(lines.as_bytes())?;
        }
        self.size_bytes += lines.len() as u64;
        Ok(())
    }

    /// Moves every file one place on; the last one is deleted.
    fn rotate(&self) -> io::Result<()> {
        let path = |number| path_of(&self.folder, self.process, number);
        let last = self.max_files - 1;
        absent_is_fine(fs::remove_file(path(last)))?;
        for number in (0..last).rev() {
            absent_is_fine(fs::rename(path(number), path(number + 1)))?;
        }
        Ok(())
    }
}

fn path_of(folder: &Path, process: u32, number: u32) -> PathBuf {
    folder.join(match number {
        0 => format!("{PREFIX}{process}{SUFFIX}"),
        _ => format!("{PREFIX}{process}.{number}{SUFFIX}"),
    })
}

fn append(path: &Path) -> io::Result<(File, u64)> {
    let file = OpenOptions::new().create(true).append(true).open(path)?;
    let size_bytes = file.metadata()?.len();
    Ok((file, size_bytes))
}

fn absent_is_fine(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// The process that a log file belongs to.
fn process_of(name: &str) -> Option<u32> {
    let inner = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    inner.split('.').next()?.parse().ok()
}

/// Deletes files of other processes beyond the newest `keep`. What cannot be read or deleted stays.
fn delete_old(folder: &Path, process: u32, keep: usize) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut foreign: Vec<(Duration, PathBuf)> = entries
        .flatten()
        .filter(|entry| {
            let name = entry.file_name();
            name.to_str().and_then(process_of).is_some_and(|of| of != process)
        })
        .filter_map(|entry| {
            let written = entry.metadata().ok()?.modified().ok()?;
            Some((written.elapsed().unwrap_or_default(), entry.path()))
        })
        .collect();
    foreign.sort();
    for (age, path) in foreign.into_iter().skip(keep) {
        if age >= FOREIGN_AGE_MIN {
            // The next process tries again.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("ht-log-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn full_files_move_on_and_the_oldest_goes() {
        let folder = folder("rotate");
        let mut file = RotatingFile::open(&folder, 7, 20, 3).unwrap();
        for number in 0..9 {
            file.write(&format!("line {number:04}\n")).unwrap();
        }
        assert_eq!(
            names(&folder),
            ["hypertrader-7.1.log", "hypertrader-7.2.log", "hypertrader-7.log"]
        );
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(read("hypertrader-7.log"), "line 0008\n");
        assert_eq!(read("hypertrader-7.1.log"), "line 0006\nline 0007\n");
        assert_eq!(read("hypertrader-7.2.log"), "line 0004\nline 0005\n");
        drop(file);
        let mut again = RotatingFile::open(&folder, 7, 20, 3).unwrap();
        again.write("more\n").unwrap();
        assert_eq!(read("hypertrader-7.log"), "line 0008\nmore\n");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn one_file_alone_is_begun_afresh() {
        let folder = folder("alone");
        let mut file = RotatingFile::open(&folder, 7, 10, 1).unwrap();
        for number in 0..3 {
            file.write(&format!("line {number:04}\n")).unwrap();
        }
        assert_eq!(names(&folder), ["hypertrader-7.log"]);
        assert_eq!(fs::read_to_string(folder.join("hypertrader-7.log")).unwrap(), "line 0002\n");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn only_old_files_of_other_processes_are_deleted() {
        let folder = folder("foreign");
        fs::create_dir_all(&folder).unwrap();
        let make = |name: &str, days: u64| {
            let file = File::create(folder.join(name)).unwrap();
            let written = file.metadata().unwrap().modified().unwrap();
            file.set_modified(written - Duration::from_hours(24 * days)).unwrap();
        };
        for (name, days) in [
            ("hypertrader-1.log", 9),
            ("hypertrader-2.log", 5),
            ("hypertrader-3.1.log", 3),
            ("hypertrader-4.log", 0),
            ("hypertrader-5.1.log", 8),
            ("hypertrader-x.log", 90),
            ("notes.log", 90),
        ] {
            make(name, days);
        }
        RotatingFile::open(&folder, 5, 1_000, 2).unwrap();
        let left = [
            "hypertrader-3.1.log",
            "hypertrader-4.log",
            "hypertrader-5.1.log",
            "hypertrader-5.log",
            "hypertrader-x.log",
            "notes.log",
        ];
        assert_eq!(names(&folder), left);
        fs::remove_dir_all(&folder).unwrap();
    }
}
