//! The files of a model: the one that decides, the one in its shadow, the one before.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::model::file::Model;
use crate::store::{FileError, ModelFileError, read_model, write_model};

/// `FILE`, `FILE.candidate` and `FILE.previous`, and the lock that lets one engine train them.
#[derive(Debug)]
pub(super) struct ModelFiles {
    current: PathBuf,
    _lock: File,
}

/// Why an engine may not train a model.
#[derive(Debug)]
pub(super) enum LockError {
    /// Another engine trains it.
    InUse,
    /// The disk's.
    File(FileError),
}

impl ModelFiles {
    /// The files around the model that decides. Held until dropped.
    pub(super) fn lock(current: &Path) -> Result<Self, LockError> {
        let path = beside(current, "lock");
        let failed =
            |error| LockError::File(FileError::new(&path, format!("cannot be locked: {error}")));
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
        let lock = file.map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { current: current.to_path_buf(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(LockError::InUse),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    fn candidate_path(&self) -> PathBuf {
        beside(&self.current, "candidate")
    }

    fn previous_path(&self) -> PathBuf {
        beside(&self.current, "previous")
    }

    /// The model that decides; `None` if there is no file.
    pub(super) fn current(&self) -> Result<Option<Model>, ModelFileError> {
        read(&self.current)
    }

    /// The model in its shadow.
    pub(super) fn candidate(&self) -> Result<Option<Model>, ModelFileError> {
        read(&self.candidate_path())
    }

    /// The model before the one that decides.
    pub(super) fn previous(&self) -> Result<Option<Model>, ModelFileError> {
        read(&self.previous_path())
    }

    /// Keeps a new model for its shadow.
    pub(super) fn put_candidate(&self, model: &Model) -> Result<(), ModelFileError> {
        write_model(&self.candidate_path(), model)
    }

    /// Makes the candidate the model that decides, and keeps the one before if it is given.
    pub(super) fn promote(
        &self,
        candidate: &Model,
        before: Option<&Model>,
    ) -> Result<(), ModelFileError> {
        if let Some(before) = before {
            write_model(&self.previous_path(), before)?;
        }
        write_model(&self.current, candidate)?;
        self.drop_candidate()
    }

    /// Makes the model before the one that decides again.
    pub(super) fn roll_back(&self, previous: &Model) -> Result<(), ModelFileError> {
        write_model(&self.current, previous)?;
        self.drop_previous()
    }

    /// Removes the candidate.
    pub(super) fn drop_candidate(&self) -> Result<(), ModelFileError> {
        remove(&self.candidate_path())
    }

    /// Removes the model before.
    pub(super) fn drop_previous(&self) -> Result<(), ModelFileError> {
        remove(&self.previous_path())
    }
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push(".");
    name.push(end);
    PathBuf::from(name)
}

fn read(path: &Path) -> Result<Option<Model>, ModelFileError> {
    match fs::exists(path) {
        Ok(false) => Ok(None),
        // What cannot be looked at cannot be read: that error is the better one.
        Ok(true) | Err(_) => read_model(path).map(Some),
    }
}

fn remove(path: &Path) -> Result<(), ModelFileError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(FileError::new(path, format!("cannot be removed: {error}")).into())
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::{Scratch, model};

    fn files_in(folder: &Scratch) -> ModelFiles {
        ModelFiles::lock(&folder.0.join("m.htm")).unwrap()
    }

    #[test]
    fn models_change_places_and_nothing_is_left() {
        let folder = Scratch::new("retraining-places");
        let files = files_in(&folder);
        assert_eq!(files.current().unwrap(), None);
        files.put_candidate(&model("FIRST")).unwrap();
        files.promote(&model("FIRST"), None).unwrap();
        assert_eq!(folder.names(), ["m.htm", "m.htm.lock"]);
        files.put_candidate(&model("SECOND")).unwrap();
        assert_eq!(files.candidate().unwrap(), Some(model("SECOND")));
        files.promote(&model("SECOND"), Some(&model("FIRST"))).unwrap();
        assert_eq!(folder.names(), ["m.htm", "m.htm.lock", "m.htm.previous"]);
        assert_eq!(files.current().unwrap(), Some(model("SECOND")));
        files.roll_back(&files.previous().unwrap().unwrap()).unwrap();
        assert_eq!(files.current().unwrap(), Some(model("FIRST")));
        assert_eq!(folder.names(), ["m.htm", "m.htm.lock"]);
        files.drop_candidate().unwrap(); // there is none: as wished
    }

    #[test]
    fn one_engine_at_a_time() {
        let folder = Scratch::new("retraining-lock");
        let files = files_in(&folder);
        let second = ModelFiles::lock(&folder.0.join("m.htm"));
        assert!(matches!(second, Err(LockError::InUse)), "{second:?}");
        drop(files);
        files_in(&folder);
        let nowhere = ModelFiles::lock(&folder.0.join("none/m.htm"));
        assert!(matches!(nowhere, Err(LockError::File(_))), "{nowhere:?}");
    }

    /// The temporary file leads to a device that answers every write with "no space left".
    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_leaves_the_model_that_decides() {
        let folder = Scratch::new("retraining-full");
        let files = files_in(&folder);
        files.put_candidate(&model("OLD")).unwrap();
        files.promote(&model("OLD"), None).unwrap();
        files.put_candidate(&model("NEW")).unwrap();
        for full in ["m.htm", "m.htm.previous"] {
            let temporary = folder.0.join(format!("{full}.{}.tmp", std::process::id()));
            std::os::unix::fs::symlink("/dev/full", &temporary).unwrap();
            let error = files.promote(&model("NEW"), Some(&model("OLD"))).unwrap_err();
            assert!(error.to_string().contains("No space"), "{full}: {error}");
            let _ = fs::remove_file(&temporary);
            assert_eq!(files.current().unwrap(), Some(model("OLD")), "{full}");
            assert_eq!(files.candidate().unwrap(), Some(model("NEW")), "{full}");
        }
        files.promote(&model("NEW"), Some(&model("OLD"))).unwrap();
        assert_eq!(files.current().unwrap(), Some(model("NEW")));
    }
}
