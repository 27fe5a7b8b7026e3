//! Where a sweep is recorded: a folder for each combination of grid, settings and bars, so that
//! another grid does not touch the record of this one, and its trials still count.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use hypertrader::sweep::Sweep;
use hypertrader::types::hex;

use super::grid_file::GridFile;

/// Digits of the identity in the name of a folder.
const NAME_DIGITS: usize = 16;
/// What a record says about its bars.
const BARS_FILE: &str = "bars.txt";

/// The folders of a sweep.
#[derive(Debug)]
pub(super) struct Folder {
    /// Its own record.
    pub(super) record: PathBuf,
    /// Hash of everything that its results depend on.
    pub(super) identity: String,
    all: PathBuf,
}

impl Folder {
    /// Makes the folders, and the notes that tell what they are.
    pub(super) fn open(out: &Path, grid: &GridFile, sweep: &Sweep<'_>) -> Result<Self, String> {
        let mut hash = Sha256::new();
        let mut bars = String::new();
        hash.update(env!("CARGO_PKG_VERSION"));
        hash.update(format!("{:?}{:?}", grid.plan, grid.space));
        for market in sweep.markets {
            hash.update(format!("{:?}{:?}{:?}", market.engine, market.broker, market.spec));
            hash.update(&market.fingerprint);
            bars.push_str(&format!("{} {}\n", market.symbol(), market.fingerprint));
        }
        let identity = hex(&hash.finalize());
        let all = out.join("record");
        let record = all.join(&identity[..NAME_DIGITS]);
        let failed = |path: &Path, error: std::io::Error| {
            format!("{}: cannot be written: {error}", path.display())
        };
        fs::create_dir_all(&record).map_err(|error| failed(&record, error))?;
        for (name, text) in [("grid.toml", &grid.text), (BARS_FILE, &bars)] {
            let path = record.join(name);
            fs::write(&path, text).map_err(|error| failed(&path, error))?;
        }
        Ok(Self { record, identity, all })
    }

    /// Sharpe ratios of a row of what other sweeps below this folder tried on the same bars, for
    /// each symbol. Rows are the same where all bars are.
    pub(super) fn earlier(&self, sweep: &Sweep<'_>) -> Result<Vec<Vec<f64>>, String> {
        let mut earlier = vec![Vec::new(); sweep.markets.len()];
        let failed = |error: std::io::Error| format!("{}: {error}", self.all.display());
        let mut folders = Vec::new();
        for entry in fs::read_dir(&self.all).map_err(failed)? {
            folders.push(entry.map_err(failed)?.path());
        }
        folders.sort();
        for folder in folders.iter().filter(|folder| **folder != self.record) {
            let bars = fs::read_to_string(folder.join(BARS_FILE)).unwrap_or_default();
            for (market, found) in sweep.markets.iter().zip(&mut earlier) {
                let note = format!("{} {}", market.symbol(), market.fingerprint);
                if bars.lines().any(|line| line == note) {
                    let rows = sweep.rows_per_year(market);
                    found.extend(sharpes(&market.record_folder(folder), rows));
                }
            }
        }
        Ok(earlier)
    }
}

/// Sharpe ratios of a row in a record of other parameters.
fn sharpes(folder: &Path, rows_per_year: f64) -> Vec<f64> {
    let text = fs::read_to_string(folder.join("results.csv")).unwrap_or_default();
    let mut lines = text.lines();
    let Some(header) = lines.next() else { return Vec::new() };
    let place = |name: &str| header.split(',').position(|cell| cell == name);
    let (Some(ratio), Some(status)) = (place("sharpe_ann"), place("status")) else {
        return Vec::new();
    };
    // Counted from the end: values of parameters before it may hold commas.
    let from_end = header.split(',').count() - ratio;
    let of_line = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let is_done = cells.get(status) == Some(&"done");
        let cell = cells.len().checked_sub(from_end).and_then(|at| cells.get(at))?;
        let ratio: f64 = cell.parse().ok()?;
        is_done.then(|| ratio / rows_per_year.sqrt())
    };
    lines.filter_map(of_line).collect()
}
