//! Gaps that a source has confirmed to be empty, so that it is not asked again.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::FileError;
use super::super::atomic_file::AtomicFile;
use super::gaps::Gap;

const NAME: &str = "confirmed-empty.json";

/// Times without bars by the word of the source: sorted, apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confirmed(Vec<Gap>);

/// As the file writes it: pairs of first open and end, in seconds of the source's clock.
#[derive(Serialize, Deserialize)]
struct Stored {
    empty_s: Vec<(i64, i64)>,
}

fn path_in(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

impl Confirmed {
    /// What is known about the series of a folder.
    pub(super) fn read(folder: &Path) -> Result<Self, FileError> {
        let path = path_in(folder);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => return Err(FileError::new(&path, format!("cannot be read: {error}"))),
        };
        let stored: Stored = serde_json::from_slice(&bytes)
            .map_err(|error| FileError::new(&path, format!("is damaged: {error}; remove it")))?;
        let mut confirmed = Self::default();
        for (from_s, to_s) in stored.empty_s {
            confirmed.add(Gap { from_s, to_s });
        }
        Ok(confirmed)
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), FileError> {
        let path = path_in(folder);
        let stored = Stored { empty_s: self.0.iter().map(|gap| (gap.from_s, gap.to_s)).collect() };
        let text = serde_json::to_vec(&stored)
            .map_err(|error| FileError::new(&path, format!("cannot be written: {error}")))?;
        AtomicFile::write_whole(&path, &text)
    }

    /// The times, oldest first.
    #[must_use]
    pub fn gaps(&self) -> &[Gap] {
        &self.0
    }

    /// Adds a time, joined with those it touches.
    pub fn add(&mut self, gap: Gap) {
        if gap.from_s >= gap.to_s {
            return;
        }
        let first = self.0.partition_point(|known| known.to_s < gap.from_s);
        let end = self.0.partition_point(|known| known.from_s <= gap.to_s);
        let joined = self.0[first..end].iter().fold(gap, |joined, known| Gap {
            from_s: joined.from_s.min(known.from_s),
            to_s: joined.to_s.max(known.to_s),
        });
        self.0.splice(first..end, [joined]);
    }

    /// Forgets what lies in a time.
    pub fn remove(&mut self, gap: Gap) {
        let apart = |known: &Gap| known.to_s <= gap.from_s || known.from_s >= gap.to_s;
        let left = self.0.iter().flat_map(|known| {
            if apart(known) {
                return [Some(*known), None];
            }
            let before = Gap { from_s: known.from_s, to_s: gap.from_s };
            let after = Gap { from_s: gap.to_s, to_s: known.to_s };
            [before, after].map(|part| (part.from_s < part.to_s).then_some(part))
        });
        self.0 = left.flatten().collect();
    }

    /// The parts of a gap that are not known to be empty.
    #[must_use]
    pub fn unknown_of(&self, gap: Gap) -> Vec<Gap> {
        let mut unknown = Self(vec![gap]);
        let end = self.0.partition_point(|known| known.from_s < gap.to_s);
        let first = self.0[..end].partition_point(|known| known.to_s <= gap.from_s);
        for known in &self.0[first..end] {
            unknown.remove(*known);
        }
        unknown.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(from_s: i64, to_s: i64) -> Gap {
        Gap { from_s, to_s }
    }

    #[test]
    fn times_join_and_part() {
        let mut known = Confirmed::default();
        for (from_s, to_s) in [(60, 120), (300, 360), (120, 180), (5, 5)] {
            known.add(gap(from_s, to_s));
        }
        assert_eq!(known.gaps(), [gap(60, 180), gap(300, 360)]);
        assert_eq!(known.unknown_of(gap(0, 400)), [gap(0, 60), gap(180, 300), gap(360, 400)]);
        assert_eq!(known.unknown_of(gap(60, 180)), []);
        assert_eq!(known.unknown_of(gap(600, 700)), [gap(600, 700)]);
        known.remove(gap(90, 330));
        assert_eq!(known.gaps(), [gap(60, 90), gap(330, 360)]);
        known.add(gap(0, 1_000));
        assert_eq!(known.gaps(), [gap(0, 1_000)]);
    }

    #[test]
    fn the_file_is_read_back_and_damage_is_told() {
        let folder = std::env::temp_dir().join(format!("ht-confirmed-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        assert_eq!(Confirmed::read(&folder).unwrap(), Confirmed::default());
        let mut known = Confirmed::default();
        known.add(gap(60, 120));
        known.write(&folder).unwrap();
        assert_eq!(Confirmed::read(&folder).unwrap(), known);
        std::fs::write(folder.join(NAME), b"{\"empty_s\":[[60,").unwrap();
        assert!(Confirmed::read(&folder).unwrap_err().to_string().contains("is damaged"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
