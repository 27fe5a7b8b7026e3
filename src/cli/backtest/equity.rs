//! The file of equity.

use std::io::Write;
use std::path::Path;

use hypertrader::research::performance::EquityPoint;
use hypertrader::store::AtomicFile;

/// Writes the account at every closed bar as CSV, whole or not at all. Times are UTC, amounts in
/// the account currency.
pub(super) fn write(path: &Path, curve: &[EquityPoint]) -> Result<(), String> {
    let mut file = AtomicFile::create(path).map_err(|error| error.to_string())?;
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    writeln!(file, "time,equity,balance").map_err(failed)?;
    for EquityPoint { time, equity, balance } in curve {
        writeln!(file, "{time},{equity},{balance}").map_err(failed)?;
    }
    file.finish().map_err(|error| error.to_string())
}
