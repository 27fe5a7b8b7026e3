//! The page of a backtest: what was tested, on which assumptions, and what came of it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use hypertrader::backtest::Trade;
use hypertrader::clock::ServerClock;
use hypertrader::research::overfitting::LossLimits;
use hypertrader::research::report::{
    Account, BacktestPage, Brackets, DataQuality, Evidence, Fact, Fingerprint, MarketMove, Verdict,
};
use hypertrader::types::hex;

use super::result::units;
use super::run::{self, Outcome, Setup};
use super::stale;
use crate::cli::prices::market::{Feed, Market};

/// Piece of a file that is hashed at once.
const HASHED_BYTES: usize = 1 << 16;
/// Of the other paths, so that a page is the same every time.
const PATHS_SEED: u64 = 42;

/// The data that is tested on.
pub(super) struct Subject {
    fingerprint: Fingerprint,
    data: Option<DataQuality>,
    stale_trades: Option<u64>,
    market: Option<MarketMove>,
    /// Mean of ask less bid, in prices.
    spread: Option<f64>,
}

impl Subject {
    /// What is known after reading. Errors name the file.
    pub(super) fn of(file: Option<&PathBuf>, market: &Market) -> Result<Self, String> {
        let sha256 = match file {
            Some(path) if path.is_file() => Some(hash(path)?),
            _ => None,
        };
        let data = market.report.as_ref().map(|report| DataQuality {
            skipped_rows: report.skipped_count(),
            missing_bars: report.missing_bar_count,
            long_gaps: report.long_gap_count,
            longest_gap_s: report.longest_gap_s,
        });
        let fingerprint = Fingerprint {
            source: market.source.clone(),
            kind: market.kind.name().to_owned(),
            rows: market.row_count as u64,
            sha256,
            ..Fingerprint::default()
        };
        Ok(Self { fingerprint, data, stale_trades: None, market: None, spread: None })
    }

    /// Takes first and last price, the mean spread, and trades in bars without trading from what
    /// was handed in.
    pub(super) fn look_at(&mut self, feed: &Feed, setup: &Setup, trades: &[Trade]) {
        let between = |first_price: f64, last_price: f64| {
            (first_price > 0.0 && last_price > 0.0)
                .then_some(MarketMove { first_price, last_price })
        };
        let (mut sum, mut count) = (0.0, 0_u64);
        match feed {
            Feed::Bars { bars, model, .. } => {
                for bar in bars {
                    sum += model.ask(bar.close, bar.spread) - bar.close;
                    count += 1;
                }
                let core = &setup.engine.core;
                let clock = ServerClock::new(core.server_utc_offset_s, core.server_dst);
                self.stale_trades = clock.ok().map(|clock| stale::count(bars, &clock, trades));
                let ends = bars.first().zip(bars.last());
                self.market = ends.and_then(|(first, last)| between(first.open, last.close));
            }
            Feed::Ticks(ticks) => {
                for tick in ticks.iter().filter(|tick| tick.bid() > 0.0 && tick.ask() > 0.0) {
                    sum += tick.ask() - tick.bid();
                    count += 1;
                }
                let price = |tick: &hypertrader::ffi::abi::HtMqlTick| {
                    if tick.bid() > 0.0 { tick.bid() } else { tick.last() }
                };
                let ends = ticks.first().zip(ticks.last());
                self.market = ends.and_then(|(first, last)| between(price(first), price(last)));
            }
        }
        self.spread = (count > 0).then(|| sum / count as f64);
    }

    /// Everything that the page shows.
    pub(super) fn page(
        self,
        setup: &Setup,
        outcome: &Outcome,
        brackets: Option<&run::Brackets>,
        account: Option<Account>,
    ) -> BacktestPage {
        let contract = &setup.contract;
        let facts = self.facts(setup, outcome);
        let first = outcome.equity.first().map(|point| point.time);
        let last = outcome.equity.last().map(|point| point.time);
        let digest = Some(outcome.digest.clone());
        let fingerprint = Fingerprint { first, last, digest, ..self.fingerprint };
        let limits = LossLimits::from(&setup.engine.risk.limits);
        let monte_carlo =
            account.as_ref().and_then(|account| account.other_paths(limits, PATHS_SEED, 1));
        let unit_value = contract.contract_size * contract.rate_at(setup.facts.first_price);
        let evidence = Evidence {
            account,
            brackets: brackets.map(|brackets| Brackets {
                adverse: units(brackets.adverse_micros),
                favourable: units(brackets.favourable_micros),
            }),
            ambiguous_trades: outcome.trades.iter().filter(|it| it.is_ambiguous).count() as u64,
            stale_trades: self.stale_trades,
            market: self.market,
            leverage: Some(f64::from(setup.broker.account.leverage)),
            spread_per_lot: self.spread.map(|spread| spread * unit_value),
            point_value: Some(unit_value / contract.points_per_unit()),
            data: self.data,
        };
        let findings = evidence.examine();
        let verdict = Verdict::of(evidence.account.as_ref(), &findings);
        BacktestPage {
            title: format!("Backtest of {}", contract.symbol),
            currency: setup.broker.account.currency.clone(),
            facts,
            fingerprint,
            evidence,
            monte_carlo,
            findings,
            verdict,
        }
    }

    fn facts(&self, setup: &Setup, outcome: &Outcome) -> Vec<Fact> {
        let (contract, broker, engine) = (&setup.contract, &setup.broker, &setup.engine);
        let currency = &broker.account.currency;
        let configured = &engine.core.period;
        let period = setup.period.map_or_else(|| configured.clone(), |it| it.to_string());
        let points = contract.points_per_unit();
        let spread = self.spread.map_or("none".to_owned(), |it| format!("{:.1}", it * points));
        let commission = match broker.costs.commission_per_lot {
            0.0 => contract.commission_per_lot,
            configured => configured,
        };
        let (costs, execution) = (&broker.costs, &broker.execution);
        let (fixed, random) = (costs.slippage_points, costs.slippage_random_points);
        let (latency, by_lot) = (execution.latency_ms, execution.latency_random_ms);
        let percent = |frac: f64| format!("{} % of the equity", frac * 100.0);
        let limits = &engine.risk.limits;
        vec![
            Fact::new("Bars of the engine", period),
            Fact::new("Order of prices inside bars", execution.intrabar.as_str()),
            Fact::new("Mean spread, points", spread),
            Fact::new(format!("Commission a lot and deal, {currency}"), commission.to_string()),
            Fact::new("Slippage, points", format!("{fixed}, at random up to {random} more")),
            Fact::new("Latency, ms", format!("{latency}, at random up to {by_lot} more")),
            Fact::new("Rejected, probability", execution.reject_prob.to_string()),
            Fact::new("Requoted, probability", execution.requote_prob.to_string()),
            Fact::new("Contract", format!("{}, {}", contract.class, contract.contract_size)),
            Fact::new("Leverage", broker.account.leverage.to_string()),
            Fact::new("Risk of a trade", percent(engine.risk.risk.risk_frac)),
            Fact::new("Largest loss of a day", percent(limits.daily_loss_max_frac)),
            Fact::new("Largest loss of a week", percent(limits.weekly_loss_max_frac)),
            Fact::new("Largest drawdown", percent(limits.drawdown_max_frac)),
            Fact::new("Bars, ticks", format!("{}, {}", outcome.bars, outcome.ticks)),
            Fact::new(
                "Decisions, refusals",
                format!("{}, {}", outcome.decisions, outcome.refusals),
            ),
        ]
    }
}

/// SHA-256 of a file. Errors name it.
fn hash(path: &Path) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut file = File::open(path).map_err(failed)?;
    let (mut hash, mut piece) = (Sha256::new(), vec![0; HASHED_BYTES]);
    loop {
        match file.read(&mut piece).map_err(failed)? {
            0 => break,
            length => hash.update(&piece[..length]),
        }
    }
    Ok(hex(&hash.finalize()))
}
