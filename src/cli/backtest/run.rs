//! The prices handed in, and the decisions hashed.

use std::ops::Range;
use std::path::Path;

use hypertrader::backtest::{
    AccountSettings, Arrival, Broker, BrokerSettings, EquityAt, Intrabar, Ledger, Observer,
    Simulation, Trade,
};
use hypertrader::clock::Stopwatch;
use hypertrader::engine::{
    DecisionModel, DecisionRecord, Engine, EngineIdentity, EngineSettings, Verdict,
};
use hypertrader::ffi::abi::HtMqlTick;
use hypertrader::ffi::{decision_for_host, features_for_host};
use hypertrader::store::{FileBar, read_model};
use hypertrader::sync::{PoolKey, RiskPool};
use hypertrader::types::{FixedText, Period, Tick, UnixNanos};

use super::drill_down::{DrillDown, Drilled, count_ended};
use super::world::WorldFiles;
use crate::cli::digest::RunDigest;
use crate::cli::prices::bar_ticks::{QuoteModel, path, ticks_along};
use crate::cli::prices::contract::{Contract, PriceFacts};
use crate::cli::prices::market::Feed;
use crate::cli::progress::Progress;

/// Number of the simulated account, and the magic number of the simulated program: as in a replay.
const LOGIN: i64 = 1;
const MAGIC: u64 = 1;

/// Everything a run begins with.
pub(in crate::cli) struct Setup {
    pub(in crate::cli) period: Option<Period>,
    pub(in crate::cli) facts: PriceFacts,
    pub(in crate::cli) contract: Contract,
    pub(in crate::cli) engine: EngineSettings,
    pub(in crate::cli) broker: BrokerSettings,
    /// Ticks for bars in which the order of prices decides.
    pub(in crate::cli) drill_down: Option<DrillDown>,
    /// What was known beside the prices.
    pub(in crate::cli) world: WorldFiles,
}

/// What came of a run.
pub(super) struct Outcome {
    pub(super) ticks: u64,
    /// `None` without ticks to drill down to.
    pub(super) drilled: Option<Drilled>,
    pub(super) bars: u64,
    pub(super) decisions: u64,
    pub(super) refusals: u64,
    pub(super) trades: Vec<Trade>,
    pub(super) equity: Vec<EquityAt>,
    pub(super) ledger: Ledger,
    pub(super) digest: String,
    pub(super) wall_s: f64,
}

/// Net profit when prices inside bars take the worst and the best order, millionths.
pub(super) struct Brackets {
    pub(super) adverse_micros: i64,
    pub(super) favourable_micros: i64,
}

/// Hashes what the engine does, as a replay hashes it.
#[derive(Debug, Default)]
struct Hashing {
    digest: RunDigest,
    decisions: u64,
    refusals: u64,
}

impl Observer for Hashing {
    fn on_bar(&mut self, engine: &Engine) {
        let Some(bar) = engine.last_bar() else { return };
        let (values, valid) = features_for_host(engine);
        let count = engine.schema().len();
        let bar_time_s = engine.clock().server_seconds(bar.open_time);
        self.digest.features(bar_time_s, &values[..count], &valid[..count]);
    }

    fn on_decision(&mut self, engine: &Engine, record: &DecisionRecord) {
        match record.verdict {
            Verdict::Order(_) => self.decisions += 1,
            Verdict::Refused(_) => self.refusals += 1,
        }
        self.digest.decision(&decision_for_host(engine.clock(), record));
    }
}

impl Setup {
    pub(in crate::cli) fn identity(&self) -> Result<EngineIdentity, String> {
        let name = &self.contract.symbol;
        let symbol = FixedText::new(name)
            .ok_or_else(|| format!("symbol was {name:?}, expected at most 31 bytes"))?;
        Ok(EngineIdentity { login: LOGIN, symbol, magic: MAGIC })
    }

    pub(in crate::cli) fn engine(&self) -> Result<Engine, String> {
        let mut settings = self.engine.clone();
        let model = match settings.model.file.as_str() {
            "" => None,
            file => {
                let model = read_model(Path::new(file)).map_err(|error| error.to_string())?;
                Some(DecisionModel::new(&model).map_err(|text| format!("{file}: {text}"))?)
            }
        };
        if let Some(model) = &model {
            settings.features.columns.extend(model.columns.iter().cloned());
        }
        let pool = RiskPool::new().join(PoolKey { login: LOGIN, group: 1 });
        let hash = String::new();
        let mut engine = Engine::new(self.identity()?, settings, hash, self.period, pool).map_err(
            |problems| {
                let line = |it: &hypertrader::types::settings::SettingProblem| {
                    format!("{}: {}", it.key, it.message)
                };
                problems.iter().map(line).collect::<Vec<_>>().join("; ")
            },
        )?;
        engine.set_model(model).map_err(|error| error.to_string())?;
        Ok(engine)
    }

    pub(super) fn simulation<O: Observer>(
        &self,
        broker: BrokerSettings,
        observer: O,
    ) -> Result<Simulation<O>, String> {
        let first_price = self.facts.first_price;
        let rate = self.contract.rate_at(first_price);
        let spec = self.contract.to_spec(rate, self.facts.by_last)?;
        let broker = Broker::new(self.identity()?, spec, self.contract.rate(), broker)
            .map_err(|error| error.to_string())?;
        let mut simulation = Simulation::new(self.engine()?, broker, spec, first_price, observer);
        if let Some(world) = self.world.world(&self.contract.symbol, &self.engine)? {
            simulation.set_world(world);
        }
        Ok(simulation)
    }

    /// What the broker charges and lends: the contract's where the broker's settings say nothing.
    pub(in crate::cli) fn broker(&self) -> BrokerSettings {
        let mut broker = self.broker.clone();
        if broker.costs.commission_per_lot == 0.0 {
            broker.costs.commission_per_lot = self.contract.commission_per_lot;
        }
        if broker.account.leverage == AccountSettings::default().leverage {
            broker.account.leverage = self.contract.leverage;
        }
        broker
    }

    fn inside(&self, rule: Intrabar) -> Inside<'_> {
        Inside { rule, drill_down: self.drill_down.as_ref() }
    }

    pub(super) fn run(&self, feed: &Feed) -> Result<Outcome, String> {
        let watch = Stopwatch::start();
        let mut simulation = self.simulation(self.broker(), Hashing::default())?;
        let inside = self.inside(self.broker.execution.intrabar);
        let HandedIn { ticks, drilled } = hand_in(&mut simulation, feed, inside)?;
        let bars = simulation.engine().counters().bars;
        let (trades, ledger) =
            (simulation.broker().trades().to_vec(), *simulation.broker().ledger());
        let equity = simulation.equity().to_vec();
        let Hashing { digest, decisions, refusals } = simulation.into_observer();
        Ok(Outcome {
            ticks,
            drilled: self.drill_down.is_some().then_some(drilled),
            bars,
            decisions,
            refusals,
            trades,
            equity,
            ledger,
            digest: digest.finish(),
            wall_s: watch.elapsed_s(),
        })
    }

    /// The same with the worst and the best order of prices inside bars.
    pub(super) fn brackets(&self, feed: &Feed) -> Result<Brackets, String> {
        let net = |rule: Intrabar| {
            let mut simulation = self.simulation(self.broker(), hypertrader::backtest::Nobody)?;
            hand_in(&mut simulation, feed, self.inside(rule))?;
            Ok::<i64, String>(simulation.broker().trades().iter().map(Trade::net_micros).sum())
        };
        Ok(Brackets {
            adverse_micros: net(Intrabar::Adverse)?,
            favourable_micros: net(Intrabar::Favourable)?,
        })
    }
}

/// What was handed in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HandedIn {
    pub(super) ticks: u64,
    pub(super) drilled: Drilled,
}

/// How prices are handed in: the order of those inside a bar, and ticks for bars where it decides.
#[derive(Clone, Copy)]
pub(super) struct Inside<'a> {
    pub(super) rule: Intrabar,
    pub(super) drill_down: Option<&'a DrillDown>,
}

/// Hands in all prices.
fn hand_in<O: Observer>(
    simulation: &mut Simulation<O>,
    feed: &Feed,
    inside: Inside<'_>,
) -> Result<HandedIn, String> {
    let handed_in = hand_in_rows(simulation, feed, 0..feed.row_count(), inside)?;
    simulation.finish().map_err(|error| error.to_string())?;
    Ok(handed_in)
}

/// Hands in some rows of the prices.
pub(super) fn hand_in_rows<O: Observer>(
    simulation: &mut Simulation<O>,
    feed: &Feed,
    rows: Range<usize>,
    inside: Inside<'_>,
) -> Result<HandedIn, String> {
    let mut sum = HandedIn::default();
    match feed {
        Feed::Bars { bars, period, model } => {
            let progress = Progress::of(rows.len() as u64, "bars");
            for (index, bar) in bars[rows].iter().enumerate() {
                progress.advance_to(index as u64);
                hand_in_bar(simulation, (bar, *period, model), inside, &mut sum)?;
            }
        }
        Feed::Ticks(ticks) => {
            let progress = Progress::of(rows.len() as u64, "ticks");
            for (index, tick) in ticks[rows].iter().enumerate() {
                progress.advance_to(index as u64);
                take(simulation, tick, Arrival::Jump)?;
                sum.ticks += 1;
            }
        }
    }
    Ok(sum)
}

/// Hands in the open of a bar, then what is assumed to have happened in it, or what ticks say.
fn hand_in_bar<O: Observer>(
    simulation: &mut Simulation<O>,
    (bar, period, model): (&FileBar, Period, &QuoteModel),
    inside: Inside<'_>,
    sum: &mut HandedIn,
) -> Result<(), String> {
    let whole = bar.to_bar(UnixNanos::default(), 0.0);
    simulation.broker_mut().set_bar(Some(&whole));
    let prices = path(bar, inside.rule, simulation.broker().held_side());
    let [open, rest @ ..] = ticks_along(prices, bar, period, model);
    take(simulation, &open, Arrival::Jump)?;
    sum.ticks += 1;
    if let Some(drill_down) = inside.drill_down {
        let undecided = simulation.broker().undecided_positions();
        let known = simulation.broker().trades().len();
        let ticks = (!undecided.is_empty()).then(|| drill_down.inside(bar, period, model));
        if let Some(Some(ticks)) = ticks {
            simulation.broker_mut().set_bar(None);
            for tick in &ticks {
                take(simulation, tick, Arrival::Jump)?;
            }
            sum.ticks += ticks.len() as u64;
            sum.drilled.resolved_trades += count_ended(simulation.broker(), known, &undecided);
            return Ok(());
        }
        sum.drilled.uncovered_bars += u64::from(!undecided.is_empty());
    }
    for tick in &rest {
        take(simulation, tick, Arrival::Continuous)?;
    }
    sum.ticks += rest.len() as u64;
    Ok(())
}

fn take<O: Observer>(
    simulation: &mut Simulation<O>,
    raw: &HtMqlTick,
    arrival: Arrival,
) -> Result<(), String> {
    let tick = Tick {
        time: UnixNanos::default(),
        bid: raw.bid(),
        ask: raw.ask(),
        last: raw.last(),
        volume: raw.volume(),
    };
    simulation
        .on_tick(raw.time_msc() * 1_000_000, &tick, arrival)
        .map_err(|error| format!("tick at {} ms: {error}", raw.time_msc()))
}
