//! Bars of the history store.

use std::path::Path;

use super::window::StampedBar;
use crate::clock::ServerClock;
use crate::store::{FileBar, FileError, OnBad, open_bars};
use crate::types::NANOS_PER_SECOND;

/// All bars of a series' folder, in order of time; none if it does not exist yet.
pub(super) fn read(folder: &Path, clock: &ServerClock) -> Result<Vec<StampedBar>, FileError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut clock = clock.clone();
    let mut stamped = |bar: FileBar| {
        let server_ns = bar.written.0;
        (server_ns.div_euclid(NANOS_PER_SECOND), bar.to_bar(clock.to_utc(server_ns), 0.0))
    };
    open_bars(folder, OnBad::Fail)?.map(|bar| Ok(stamped(bar?))).collect()
}
