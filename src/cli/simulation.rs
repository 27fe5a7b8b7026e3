//! What every command that simulates trading is told: settings, costs, and what data it refuses.

use std::path::PathBuf;

use hypertrader::backtest::BrokerSettings;
use hypertrader::engine::EngineSettings;
use hypertrader::types::Period;

use super::arguments::OnBadRows;
use super::backtest::refusals::{self, parse_duration};
use super::backtest::run::Setup;
use super::backtest::world::WorldFiles;
use super::prices::contract::Contract;
use super::prices::market::Market;
use super::settings_file;

/// Arguments of `backtest` and `sweep`.
#[derive(Debug, clap::Args)]
pub(super) struct SimulationArgs {
    /// Configuration of the engine; by default the built-in values.
    #[arg(long)]
    pub(super) config: Option<PathBuf>,
    /// Configuration of the simulated broker, sections backtest.*.
    #[arg(long)]
    pub(super) broker: Option<PathBuf>,
    /// TOML file that replaces assumed values of the contract, such as `contract_size = 1000.0`.
    #[arg(long)]
    pub(super) spec: Option<PathBuf>,
    /// Modelled spread in points for data without quotes.
    #[arg(long)]
    pub(super) spread_points: Option<u32>,
    /// What to do with bad rows.
    #[arg(long, value_enum, default_value_t)]
    pub(super) on_bad: OnBadRows,
    /// Longest time without prices that is taken, such as 4d or 36h; by default 10 days, or five
    /// bars where these are longer.
    #[arg(long, value_parser = parse_duration)]
    pub(super) gap_max: Option<i64>,
}

impl SimulationArgs {
    /// What a run over these prices begins with. `period`: of the engine, instead of the file's.
    pub(super) fn setup(
        &self,
        market: &Market,
        period: Option<Period>,
    ) -> Result<Setup, Vec<String>> {
        let symbol = Some(market.symbol.as_str());
        let engine: EngineSettings = settings_file::load(self.config.as_deref(), symbol)?;
        let broker: BrokerSettings = settings_file::load(self.broker.as_deref(), symbol)?;
        let (currency, spec) = (&broker.account.currency, self.spec.as_deref());
        let contract = Contract::new(&market.symbol, &market.facts, currency, spec)
            .map_err(|text| vec![text])?;
        Ok(Setup {
            period: period.or(market.period()),
            facts: market.facts,
            contract,
            engine,
            broker,
            drill_down: None,
            world: WorldFiles::default(),
        })
    }

    /// Refuses prices that cannot be simulated soundly.
    pub(super) fn refuse_unsound(&self, market: &Market, setup: &Setup) -> Result<(), Vec<String>> {
        let takes_crossed = self.on_bad == OnBadRows::Skip;
        let limits = refusals::Limits { gap_max_s: self.gap_max, takes_crossed };
        let checked = setup.engine().and_then(|engine| refusals::check(market, &engine, &limits));
        checked.map_err(|text| vec![text])
    }
}
