//! Models on the disk: read whole and within a limit, written whole or not at all.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::{AtomicFile, FileError};
use crate::model::file::{Model, ModelError};

/// Why a model was not read or written.
#[derive(Clone, Debug, PartialEq)]
pub enum ModelFileError {
    /// The disk, or a file that is too large.
    File(FileError),
    /// What is in the file, or in the model.
    Model {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: ModelError,
    },
}

impl fmt::Display for ModelFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Model { path, error } => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for ModelFileError {}

impl From<FileError> for ModelFileError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

/// Reads and verifies a model. Whether its features are the caller's and whether it has expired is
/// for the caller to ask.
///
/// # Errors
/// The disk's, a file above [`Model::FILE_SIZE_BYTES_MAX`], or what [`Model::from_bytes`] refuses.
pub fn read_model(path: &Path) -> Result<Model, ModelFileError> {
    let bytes = read_model_bytes(path)?;
    let named = |error| ModelFileError::Model { path: path.to_path_buf(), error };
    Model::from_bytes(&bytes).map_err(named)
}

/// Writes a model. A file that is there already is replaced when the new one is on the disk, and
/// otherwise left as it was: with a full disk, with a model that cannot be used, after a kill.
///
/// # Errors
/// The disk's, or what [`Model::to_bytes`] refuses.
pub fn write_model(path: &Path, model: &Model) -> Result<(), ModelFileError> {
    let named = |error| ModelFileError::Model { path: path.to_path_buf(), error };
    let bytes = model.to_bytes().map_err(named)?;
    Ok(AtomicFile::write_whole(path, &bytes)?)
}

/// The bytes of a model of any program, for an import; at most [`Model::FILE_SIZE_BYTES_MAX`].
///
/// # Errors
/// The disk's, or a larger file.
pub fn read_model_bytes(path: &Path) -> Result<Vec<u8>, FileError> {
    let failed = |error: std::io::Error| FileError::new(path, format!("cannot be read: {error}"));
    let limit = Model::FILE_SIZE_BYTES_MAX;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file of the largest size from a larger one.
    let mut file = File::open(path).map_err(failed)?.take(limit as u64 + 1);
    file.read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > limit {
        let problem = format!("more than {limit} bytes, expected a model within that");
        return Err(FileError::new(path, problem));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::{Scratch, model};

    #[test]
    fn a_model_comes_back_and_a_new_one_takes_its_place() {
        let folder = Scratch::new("round");
        let path = folder.0.join("EURUSD.htmodel");
        for symbol in ["EURUSD", "GBPUSD"] {
            write_model(&path, &model(symbol)).unwrap();
            assert_eq!(read_model(&path).unwrap(), model(symbol));
        }
        assert_eq!(folder.names(), ["EURUSD.htmodel"]);
    }

    /// The temporary file leads to a device that answers every write with "no space left".
    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_leaves_the_old_model() {
        let folder = Scratch::new("full");
        let path = folder.0.join("model.htmodel");
        write_model(&path, &model("OLD")).unwrap();
        let before = std::fs::read(&path).unwrap();
        let temporary = folder.0.join(format!("model.htmodel.{}.tmp", std::process::id()));
        std::os::unix::fs::symlink("/dev/full", &temporary).unwrap();
        let error = write_model(&path, &model("NEW")).unwrap_err();
        assert!(
            error.to_string().contains("model.htmodel: cannot be written: No space"),
            "{error}"
        );
        assert_eq!(std::fs::read(&path).unwrap(), before);
        assert_eq!(folder.names(), ["model.htmodel"]);
        write_model(&path, &model("NEW")).unwrap();
        assert_eq!(read_model(&path).unwrap().symbol, "NEW");
    }

    #[test]
    fn a_model_that_cannot_be_used_leaves_the_old_one() {
        let folder = Scratch::new("unusable");
        let path = folder.0.join("model.htmodel");
        write_model(&path, &model("OLD")).unwrap();
        let error = write_model(&path, &model("")).unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("model.htmodel: model not usable: symbol was empty, expected a text")
        );
        assert_eq!(read_model(&path).unwrap().symbol, "OLD");
    }

    #[test]
    fn what_is_no_model_is_named() {
        let folder = Scratch::new("named");
        let path = folder.0.join("model.htmodel");
        let error = read_model(&path).unwrap_err();
        assert!(matches!(error, ModelFileError::File(_)), "{error}");
        std::fs::write(&path, "tree\nversion=v4\n").unwrap();
        let error = read_model(&path).unwrap_err();
        assert!(error.to_string().contains("model.htmodel: not a model file"), "{error}");
        write_model(&path, &model("OLD")).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        let error = read_model(&path).unwrap_err();
        let expected = format!("cut short: {} bytes, expected {}", bytes.len() - 1, bytes.len());
        assert!(error.to_string().ends_with(&expected), "{error}");
    }

    /// A sparse file: large without taking room.
    #[test]
    fn a_file_above_the_limit_is_refused() {
        let folder = Scratch::new("large");
        let path = folder.0.join("model.htmodel");
        let file = File::create(&path).unwrap();
        file.set_len(Model::FILE_SIZE_BYTES_MAX as u64 + 1).unwrap();
        let error = read_model(&path).unwrap_err();
        assert!(error.to_string().contains("more than 268435456 bytes"), "{error}");
    }
}
