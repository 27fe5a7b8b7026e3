//! The last price of a venue in a file, for the first seconds after a start.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::store::{AtomicFile, FileError};
use crate::types::UnixNanos;

/// A price with its time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct CachedPrice {
    pub(super) mid: f64,
    pub(super) time: UnixNanos,
}

/// Replaces the file: a reader finds the old or the new one, whole.
pub(super) fn write(path: &Path, price: CachedPrice) -> Result<(), FileError> {
    let mut file = AtomicFile::create(path)?;
    let text = format!("{:?} {}\n", price.mid, price.time.0);
    file.write_all(text.as_bytes()).map_err(|error| file.failed(&error))?;
    file.finish()
}

/// Reads a file; `None` if there is none, or if it is not what [`write`] writes.
pub(super) fn read(path: &Path) -> Option<CachedPrice> {
    const BYTES_MAX: u64 = 100;
    let sane = fs::metadata(path).ok()?.len() <= BYTES_MAX;
    let text = sane.then(|| fs::read_to_string(path).ok())??;
    let (mid, time) = text.trim_end().split_once(' ')?;
    let mid = mid.parse().ok().filter(|mid: &f64| *mid > 0.0 && mid.is_finite())?;
    Some(CachedPrice { mid, time: UnixNanos(time.parse().ok()?) })
}
