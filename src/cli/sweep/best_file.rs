//! What is recommended, as a configuration that the engine loads.

use std::fmt::Write as _;
use std::path::Path;

use hypertrader::store::AtomicFile;
use hypertrader::sweep::{Chosen, Report, Sweep};
use hypertrader::types::settings::SettingValue;

use super::folder::Folder;
use crate::cli::now::now;

/// Writes a file with a section for each symbol, and where it comes from.
pub(super) fn write(
    path: &Path,
    sweep: &Sweep<'_>,
    report: &Report,
    folder: &Folder,
) -> Result<(), String> {
    let mut text = String::new();
    let mut line = |part: std::fmt::Arguments<'_>| {
        // A string takes everything.
        let _ = writeln!(text, "{part}");
    };
    line(format_args!(
        "# Recommended by a sweep on {}. Use: --config FILE, or copy a section.",
        now()
    ));
    line(format_args!("# Sweep {}, hypertrader {}.", folder.identity, env!("CARGO_PKG_VERSION")));
    line(format_args!("# {}", report.page.verdict.text));
    for (market, chosen) in sweep.markets.iter().zip(&report.chosen) {
        let section = report.page.symbols.iter().find(|it| it.symbol == market.symbol());
        let verdict = section.and_then(|it| it.verdict.as_ref());
        line(format_args!(""));
        match chosen {
            None => line(format_args!("# {}: nothing is recommended.", market.symbol())),
            Some(chosen) => line(format_args!(
                "# {}: score {:.4} ({}), middle of {}; bars {}",
                market.symbol(),
                chosen.score,
                sweep.plan.score.as_str(),
                chosen.reason,
                market.fingerprint
            )),
        }
        line(format_args!("# {}", verdict.map_or("", |it| it.text.as_str())));
        if let Some(chosen) = chosen {
            for (section, values) in sections(sweep, chosen) {
                line(format_args!("[symbol.{:?}.{section}]", market.symbol()));
                for (key, value) in values {
                    line(format_args!("{key} = {value}"));
                }
            }
        }
    }
    AtomicFile::write_whole(path, text.as_bytes()).map_err(|error| error.to_string())
}

type Section<'a> = (&'a str, Vec<(&'a str, &'a SettingValue)>);

/// The varied settings by section.
fn sections<'a>(sweep: &'a Sweep<'_>, chosen: &Chosen) -> Vec<Section<'a>> {
    let mut sections: Vec<Section<'a>> = Vec::new();
    for (axis, place) in sweep.space.axes().iter().zip(&chosen.point) {
        let Some((section, key)) = axis.path.rsplit_once('.') else { continue };
        let Some(value) = axis.values.get(*place) else { continue };
        match sections.iter_mut().find(|(known, _)| *known == section) {
            Some((_, values)) => values.push((key, value)),
            None => sections.push((section, vec![(key, value)])),
        }
    }
    sections
}
