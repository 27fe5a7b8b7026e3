//! The configuration that a command is given.

use std::path::Path;

use hypertrader::config::{self, Source};
use hypertrader::types::settings::SectionList;

/// The settings of a file for a symbol; the built-in values without a file.
pub(crate) fn load<S: SectionList + Default>(
    path: Option<&Path>,
    symbol: Option<&str>,
) -> Result<S, Vec<String>> {
    let Some(path) = path else { return Ok(S::default()) };
    let name = path.display().to_string();
    let bytes = config::read_file(path).map_err(|problem| vec![problem.to_string()])?;
    config::load(Source::new(&name, &bytes), Source::empty(), symbol)
        .map(|loaded| loaded.settings)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect())
}
