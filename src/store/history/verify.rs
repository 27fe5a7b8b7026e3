//! Whether every file of a series is what it should be.

use std::path::{Path, PathBuf};

use super::super::FileError;
use super::month::{MonthFile, MonthKey};
use super::{Confirmed, HistoryStore, files_ending, list, month_path};

/// Something that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: PathBuf,
    /// What it is, in words.
    pub text: String,
    /// Whether the bars of the file cannot be trusted. Else it is only in the way.
    pub is_damage: bool,
}

/// What was found in the folder of a series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Files that are sound.
    pub sound_files: u64,
    /// Bars in them.
    pub bar_count: u64,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

impl HistoryStore {
    /// Reads every file of a folder: checksum, columns, name and place, order, duplicates, month,
    /// grid of the period, prices; names what is left over. Changes nothing.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn verify(&self, folder: &Path) -> Result<Verified, FileError> {
        let mut verified = Verified::default();
        for path in files_ending(folder, "parquet")? {
            match self.check(&path) {
                Ok(bars) => {
                    verified.sound_files += 1;
                    verified.bar_count += bars;
                }
                Err(error) => verified.problems.push(Problem {
                    path: path.clone(),
                    text: error.problem().to_owned(),
                    is_damage: true,
                }),
            }
        }
        for (ending, text) in [
            ("tmp", "was left by a writer that was killed; the next one removes it"),
            ("damaged", "was set aside as damaged"),
        ] {
            verified.problems.extend(
                files_ending(folder, ending)?.into_iter().map(|path| Problem {
                    path,
                    text: text.to_owned(),
                    is_damage: false,
                }),
            );
        }
        if let Err(error) = Confirmed::read(folder) {
            let (path, text) = (error.path().to_path_buf(), error.problem().to_owned());
            verified.problems.push(Problem { path, text, is_damage: false });
        }
        self.check_kinds(folder, &mut verified)?;
        Ok(verified)
    }

    /// The number of bars of a sound file.
    fn check(&self, path: &Path) -> Result<u64, FileError> {
        let fail = |problem: String| Err(FileError::new(path, problem));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let Some(key) = MonthKey::parse(&name) else {
            return fail(
                "its name was not that of a month, expected one such as ..._2026-01".into(),
            );
        };
        let file = MonthFile::open(path)?;
        let label = file.label.clone();
        let (source, symbol, period) = (&label.source, &label.symbol, label.period);
        let series = super::HistorySeries { source, symbol, period };
        let place = month_path(&self.folder_of(&series), &series, key);
        if place != path {
            return fail(format!("holds what belongs into {}", place.display()));
        }
        let mut previous_s = None;
        let rows = file.rows()?;
        if rows.is_empty() {
            return fail("has no bars, expected at least one".into());
        }
        for (index, bar) in rows.iter().enumerate() {
            let row = format!("bar {} of {}", index + 1, rows.len());
            if let Some(before) = previous_s.replace(bar.open_s)
                && bar.open_s <= before
            {
                let what = if bar.open_s == before { "twice" } else { "after a later one" };
                return fail(format!("{row}: the time {} comes {what}", bar.open_s));
            }
            if MonthKey::of(bar.open_s) != key {
                return fail(format!("{row}: its month was {}", MonthKey::of(bar.open_s)));
            }
            if period.open_of(bar.open_s) != bar.open_s {
                return fail(format!("{row}: {} is no open of a bar of {period}", bar.open_s));
            }
            if let Err(problem) = bar.check() {
                return fail(format!("{row}: {problem}"));
            }
        }
        Ok(rows.len() as u64)
    }

    /// All months of a folder are of one kind, since it reads as one table.
    fn check_kinds(&self, folder: &Path, verified: &mut Verified) -> Result<(), FileError> {
        let mut first = None;
        for (_, path) in list::month_files(folder)? {
            let Ok(file) = MonthFile::open(&path) else { continue };
            let kind = file.label.kind;
            let expected = *first.get_or_insert(kind);
            if kind != expected {
                let text = format!("holds bars of {kind:?}, expected {expected:?} as before it");
                verified.problems.push(Problem { path: path.clone(), text, is_damage: true });
            }
        }
        Ok(())
    }
}
