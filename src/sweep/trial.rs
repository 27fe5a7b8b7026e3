//! One combination on one market.

use std::fmt;

use super::calendar::RowTimes;
use super::figures::Figures;
use super::market::{Columns, Market};
use crate::backtest::{
    Broker, BrokerError, EquityAt, Judgement, Lean, LeanError, Nobody, Simulation, SimulationError,
    Trade,
};
use crate::engine::{Engine, EngineIdentity, EngineSettings};
use crate::features::{ColumnTable, Schema};
use crate::risk::{RiskGate, RiskKey};
use crate::signals::{BoundRules, RuleSet};
use crate::sync::{PoolKey, PoolMember, RiskPool};

/// Why a combination has no result.
#[derive(Clone, Debug, PartialEq)]
pub enum TrialError {
    /// Its settings do not fit together.
    Impossible(String),
    /// The simulation could not go on.
    Simulation(SimulationError),
}

impl fmt::Display for TrialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Impossible(message) => f.write_str(message),
            Self::Simulation(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for TrialError {}

impl From<SimulationError> for TrialError {
    fn from(error: SimulationError) -> Self {
        Self::Simulation(error)
    }
}

impl From<BrokerError> for TrialError {
    fn from(error: BrokerError) -> Self {
        Self::Simulation(SimulationError::Broker(error))
    }
}

/// What a combination did.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Closed trades.
    pub trades: Vec<Trade>,
    /// Equity where it bends; see [`Simulation::run_prepared`].
    pub equity: Vec<EquityAt>,
}

/// A combination's figures and the returns of its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Result {
    /// What it made.
    pub figures: Figures,
    /// Return of each row.
    pub returns: Vec<f64>,
}

/// The columns that settings need; `None` where they do not fit together.
#[must_use]
pub fn columns_of_settings(settings: &EngineSettings) -> Option<Vec<String>> {
    let mut columns = RuleSet::new(&settings.signals).ok()?.required_columns();
    columns.extend(settings.trailing_column());
    Some(columns)
}

/// Settings as a trial runs them: trading, and no columns beside those of the rules.
fn runnable(settings: &EngineSettings) -> EngineSettings {
    let mut settings = settings.clone();
    settings.core.trading_enabled = true;
    settings.features.columns.clear();
    settings
}

/// Runs a combination over bars that its rules have judged: with broker and risk gate alone where
/// settings leave the engine nothing else to do, else with the engine.
///
/// # Errors
/// Settings that do not fit together, or a simulation that cannot go on.
pub fn run(
    market: &Market,
    settings: &EngineSettings,
    columns: &Columns,
) -> std::result::Result<Account, TrialError> {
    let settings = runnable(settings);
    let impossible = |message: String| TrialError::Impossible(message);
    let rules = RuleSet::new(&settings.signals).map_err(|error| impossible(error.to_string()))?;
    let mut names = rules.required_columns();
    names.extend(settings.trailing_column());
    let schema = Schema::new(&names).map_err(|error| impossible(error.to_string()))?;
    let table = ColumnTable::new(&schema, |name| columns.of(name));
    let table = table.ok_or_else(|| impossible("a column was not computed".to_owned()))?;
    let rules = rules.bind(&schema).map_err(|error| impossible(error.to_string()))?;
    let Some(judgement) = Judgement::new(table, &rules) else {
        let message = "signals.gates.model_mode lets a model decide, expected \"off\" in a sweep";
        return Err(impossible(message.to_owned()));
    };
    match run_lean(market, &settings, &rules, &judgement) {
        Some(result) => result,
        None => run_engine(market, settings, &judgement),
    }
}

fn broker(market: &Market) -> std::result::Result<Broker, TrialError> {
    Ok(Broker::new(market.identity, market.spec, market.rate, market.broker.clone())?)
}

fn pool(market: &Market) -> PoolMember {
    RiskPool::new().join(PoolKey { login: market.identity.login, group: 1 })
}

/// `None`: an engine has to make it.
fn run_lean(
    market: &Market,
    settings: &EngineSettings,
    rules: &BoundRules,
    judgement: &Judgement<'_>,
) -> Option<std::result::Result<Account, TrialError>> {
    if !Lean::suits(settings, &market.broker, &market.spec) {
        return None;
    }
    let EngineIdentity { login, symbol, magic } = market.identity;
    let gate = RiskGate::new(settings.risk.clone(), RiskKey { login, symbol, magic }).ok()?;
    let broker = match broker(market) {
        Ok(broker) => broker,
        Err(error) => return Some(Err(error)),
    };
    let place = (market.spec, market.clock.clone());
    let mut lean = Lean::new(broker, gate, pool(market), place, rules, settings);
    match lean.run(&market.tape, judgement) {
        Ok(()) => {
            let (trades, equity) = lean.into_parts();
            Some(Ok(Account { trades, equity }))
        }
        Err(LeanError::GaveUp) => None,
        Err(LeanError::Simulation(error)) => Some(Err(error.into())),
    }
}

fn run_engine(
    market: &Market,
    settings: EngineSettings,
    judgement: &Judgement<'_>,
) -> std::result::Result<Account, TrialError> {
    let period = Some(market.period);
    let engine = Engine::new(market.identity, settings, String::new(), period, pool(market))
        .map_err(|problems| TrialError::Impossible(first(&problems)))?;
    let broker = broker(market)?;
    let mut simulation = Simulation::new(engine, broker, market.spec, market.first_price, Nobody);
    simulation.run_prepared(&market.tape, judgement, market.first_price)?;
    Ok(Account {
        trades: simulation.broker().trades().to_vec(),
        equity: simulation.equity().to_vec(),
    })
}

fn first(problems: &[crate::types::settings::SettingProblem]) -> String {
    problems.first().map_or_else(String::new, |it| format!("{}: {}", it.key, it.message))
}

impl Account {
    /// Its figures and returns.
    #[must_use]
    pub fn result(&self, market: &Market, times: &RowTimes, rows_per_year: f64) -> Result {
        let deposit = market.broker.account.balance;
        let returns = times.returns(&self.equity, (deposit * 1e6).round() as i64);
        let figures = Figures::of(&self.trades, &returns, deposit, rows_per_year, &market.clock);
        Result { figures, returns }
    }
}
