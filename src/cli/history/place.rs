//! Which store, and which series in it.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use hypertrader::engine::EngineSettings;
use hypertrader::store::{
    FileError, HistoryFolder, HistoryStore, Market, TickFolder, tick_folders,
};
use hypertrader::types::{ParameterError, Period};

use crate::cli::settings_file;

/// Where the store is.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct StoreArgs {
    /// Folder of the history store; by default `engine.history_dir` of the configuration.
    #[arg(long)]
    store: Option<PathBuf>,
    /// Configuration of the engine.
    #[arg(long)]
    config: Option<PathBuf>,
}

impl StoreArgs {
    /// The store, which need not exist.
    pub(in crate::cli) fn store(&self) -> Result<HistoryStore, String> {
        if let Some(folder) = &self.store {
            return Ok(HistoryStore::new(folder));
        }
        let settings: EngineSettings = settings_file::load(self.config.as_deref(), None)
            .map_err(|problems| problems.join("\n"))?;
        match settings.core.history_dir.as_str() {
            "" => Err("no store was named, expected --store, or --config with engine.history_dir"
                .to_owned()),
            folder => Ok(HistoryStore::new(Path::new(folder))),
        }
    }

    /// The store, which must be there.
    pub(in crate::cli) fn existing(&self) -> Result<HistoryStore, String> {
        let store = self.store()?;
        if store.folder().is_dir() {
            return Ok(store);
        }
        Err(format!("{}: is no folder, expected a history store", store.folder().display()))
    }
}

/// Which series; all of them where nothing is said.
#[derive(Debug, clap::Args)]
pub(super) struct Chosen {
    /// Only this source.
    #[arg(long)]
    source: Option<String>,
    /// Only this symbol.
    #[arg(long)]
    symbol: Option<String>,
    /// Only bars of this period; leaves out recorded ticks.
    #[arg(long, value_parser = parse_period)]
    period: Option<Period>,
}

pub(in crate::cli) fn parse_period(text: &str) -> Result<Period, ParameterError> {
    Period::parse(text)
}

impl Chosen {
    /// Folders of bars. One that nobody can tell the series of is among them.
    pub(super) fn bars(&self, store: &HistoryStore) -> Result<Vec<HistoryFolder>, FileError> {
        let mut found = store.list()?;
        found.retain(|folder| {
            folder.series().is_none_or(|series| {
                self.is_of(series.source, series.symbol)
                    && self.period.is_none_or(|period| period == series.period)
            })
        });
        Ok(found)
    }

    /// Folders of ticks.
    pub(super) fn ticks(&self, store: &HistoryStore) -> Result<Vec<TickFolder>, FileError> {
        if self.period.is_some() {
            return Ok(Vec::new());
        }
        let mut found = tick_folders(store.folder())?;
        found.retain(|folder| match &folder.owner {
            Some((source, symbol)) => self.is_of(source, symbol),
            None => true,
        });
        Ok(found)
    }

    fn is_of(&self, source: &str, symbol: &str) -> bool {
        self.source.as_deref().is_none_or(|chosen| chosen == source)
            && self.symbol.as_deref().is_none_or(|chosen| chosen == symbol)
    }
}

/// When a market trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum MarketArg {
    /// Without a pause: every missing bar is a gap.
    Always,
    /// In sessions: weekends, holidays and daily breaks are no gaps.
    Sessions,
}

impl From<MarketArg> for Market {
    fn from(market: MarketArg) -> Self {
        match market {
            MarketArg::Always => Self::Always,
            MarketArg::Sessions => Self::Sessions,
        }
    }
}
