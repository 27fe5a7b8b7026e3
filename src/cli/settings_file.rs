//! The configuration that a command is given.

use std::path::Path;

use hypertrader::config::{self, Source};
use hypertrader::engine::EngineSettings;

/// The settings of a file for a symbol; the built-in values without a file.
pub(crate) fn load(
    path: Option<&Path>,
    symbol: Option<&str>,
) -> Result<EngineSettings, Vec<String>> {
    let Some(path) = path else { return Ok(EngineSettings::default()) };
    let name = path.display().to_string();
    let bytes = config::read_file(path).map_err(|problem| vec![problem.to_string()])?;
    config::load(Source::new(&name, &bytes), Source::empty(), symbol)
        .map(|loaded| loaded.settings)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect())
}
