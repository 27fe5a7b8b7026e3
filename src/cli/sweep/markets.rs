//! The markets of a sweep: a file of bars each.

use std::fs;
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

use hypertrader::backtest::{BarTape, TapeBar};
use hypertrader::clock::ServerClock;
use hypertrader::research::report::Fingerprint;
use hypertrader::sweep::Market;
use hypertrader::types::hex;

use crate::cli::backtest::run::Setup;
use crate::cli::prices::market::{self, Feed, Kind};
use crate::cli::progress::Progress;
use crate::cli::simulation::SimulationArgs;

/// Markets, and where their bars came from.
pub(super) struct Markets {
    pub(super) markets: Vec<Market>,
    pub(super) fingerprints: Vec<Fingerprint>,
}

/// The files of the arguments: files as they are, folders as the files in them, in order of names.
pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let failed = |error: std::io::Error| format!("{}: cannot be read: {error}", path.display());
        let mut inside = Vec::new();
        for entry in fs::read_dir(path).map_err(failed)? {
            let entry = entry.map_err(failed)?.path();
            let is_hidden =
                entry.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
            if entry.is_file() && !is_hidden {
                inside.push(entry);
            }
        }
        inside.sort();
        files.extend(inside);
    }
    if files.is_empty() {
        return Err("no files of bars, expected --bars or sweep.bars in the grid file".to_owned());
    }
    Ok(files)
}

/// Reads all of them.
pub(super) fn read(files: &[PathBuf], args: &SimulationArgs) -> Result<Markets, Vec<String>> {
    let mut all = Markets { markets: Vec::new(), fingerprints: Vec::new() };
    for file in files {
        let (market, fingerprint) = read_one(file, args)?;
        if let Some(other) = all.markets.iter().position(|it| it.symbol() == market.symbol()) {
            return Err(vec![format!(
                "{}: symbol {} is that of {} too, expected one file for each symbol",
                file.display(),
                market.symbol(),
                all.fingerprints[other].source
            )]);
        }
        all.markets.push(market);
        all.fingerprints.push(fingerprint);
    }
    Ok(all)
}

fn read_one(file: &PathBuf, args: &SimulationArgs) -> Result<(Market, Fingerprint), Vec<String>> {
    let named = |text: String| vec![format!("{}: {text}", file.display())];
    let progress = Progress::counting("reading rows");
    let read = market::read(Some(file), None, args.on_bad.into(), &progress);
    let market = read.map_err(|text| vec![text])?;
    let Kind::Bars { period } = market.kind else {
        let kind = market.kind.name();
        return Err(named(format!("holds {kind}, expected bars")));
    };
    let setup = args.setup(&market, Some(period))?;
    args.refuse_unsound(&market, &setup)?;
    let (broker, identity) = (setup.broker(), setup.identity().map_err(named)?);
    let Setup { contract, engine, facts, .. } = setup;
    let spec = contract.to_spec(contract.rate_at(facts.first_price), facts.by_last);
    let (kind, source, rows) = (market.kind.name(), market.source.clone(), market.row_count);
    let Feed::Bars { bars, model, .. } = market.into_feed(&contract, args.spread_points) else {
        return Err(named("holds no bars".to_owned()));
    };
    let bars: Vec<TapeBar> = bars.iter().map(|bar| model.tape_bar(bar)).collect();
    let core = &engine.core;
    let mut clock = ServerClock::new(core.server_utc_offset_s, core.server_dst)
        .map_err(|error| named(format!("{error:?}")))?;
    let fingerprint = hash(&bars);
    let intrabar = broker.execution.intrabar;
    let tape = BarTape::new(bars, period, contract.points_per_unit(), intrabar, &mut clock)
        .map_err(|error| named(error.to_string()))?;
    let last = tape.bars().len() - 1;
    let shown = Fingerprint {
        source,
        kind: kind.to_owned(),
        rows: rows as u64,
        first: Some(tape.open_time(0)),
        last: Some(tape.open_time(last)),
        sha256: Some(fingerprint.clone()),
        digest: None,
    };
    let market = Market {
        identity,
        tape,
        period,
        spec: spec.map_err(named)?,
        rate: contract.rate(),
        first_price: facts.first_price,
        engine,
        broker,
        clock,
        annualisation: contract.annualisation(),
        fingerprint,
    };
    Ok((market, shown))
}

/// SHA-256 over the bars as they are simulated.
fn hash(bars: &[TapeBar]) -> String {
    let mut hash = Sha256::new();
    for at in bars {
        let bar = &at.bar;
        hash.update(at.open_s.to_le_bytes());
        for value in [bar.open, bar.high, bar.low, bar.close, bar.volume, at.spread] {
            hash.update(value.to_le_bytes());
        }
    }
    hex(&hash.finalize())
}
