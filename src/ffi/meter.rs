//! What is measured and told of a live or paper engine while it is called.
//!
//! Nothing here changes what the engine decides, and engines of the tester and of replay have no
//! meter. On the tick path: one comparison, four stores, and every sixteenth call two readings of
//! the processor's counter; a decision or a refusal adds a line to the log's queue.

use std::fmt;

use sha2::{Digest, Sha256};

use super::session::Mode;
use crate::clock::fast_now_ns;
use crate::engine::{Engine, EngineIdentity, Verdict};
use crate::logging;
use crate::risk::RiskMode;
use crate::telemetry::{Call, Counter, EngineLabels, EngineMetrics, Gauge, Level, WatchedEngine};
use crate::types::{OrderAction, OrderIntent, RefusalCode, Side, hex};

/// The figures of one engine, and how far its news have been told.
#[derive(Debug)]
pub(super) struct Meter {
    watched: WatchedEngine,
    /// `EURUSD/77`: symbol and magic number.
    name: String,
    log_told: u64,
    decision_told: u64,
    /// Decisions and refusals so far.
    judged: u64,
    refusal_told: Option<RefusalCode>,
    mode_told: RiskMode,
    faulted: bool,
}

impl Meter {
    /// Begins to watch an engine that has just been opened.
    pub(super) fn new(engine: &Engine, mode: Mode) -> Self {
        let EngineIdentity { login, symbol, magic } = *engine.identity();
        let watched = WatchedEngine::new(|number| EngineLabels {
            engine: number,
            symbol: symbol.as_str().to_owned(),
            magic: magic.to_string(),
            account: hex(&Sha256::digest(login.to_string())[..4]),
            mode: if mode == Mode::Live { "live" } else { "paper" },
        });
        let mut meter = Self {
            watched,
            name: format!("{symbol}/{magic}"),
            log_told: 0,
            decision_told: engine.last_decision_id(),
            judged: 0,
            refusal_told: None,
            mode_told: RiskMode::Active,
            faulted: false,
        };
        let (account, period) = (&meter.metrics().labels().account, engine.period());
        let mode = meter.metrics().labels().mode;
        let hash = engine.parameters_hash().get(..12).unwrap_or("");
        tell(
            Level::Info,
            &meter.name,
            format_args!("opened: {mode}, account {account}, period {period}, parameters {hash}"),
        );
        meter.publish(engine);
        meter.follow(engine);
        meter
    }

    fn metrics(&self) -> &EngineMetrics {
        self.watched.metrics()
    }

    /// A call begins: the time, if it is to be timed.
    #[inline]
    pub(super) fn begin(&self, call: Call) -> Option<u64> {
        self.metrics().begin(call).then(fast_now_ns)
    }

    /// A call has ended.
    #[inline]
    pub(super) fn end(&mut self, call: Call, began_ns: Option<u64>, engine: &mut Engine) {
        let counters = engine.counters();
        let metrics = self.watched.metrics();
        metrics.set_counter(Counter::Ticks, counters.ticks);
        metrics.set_counter(Counter::TicksSkipped, counters.ticks_skipped);
        metrics.set_counter(Counter::TicksRepeated, counters.ticks_repeated);
        metrics.set_counter(Counter::Bars, counters.bars);
        let judged = counters.decisions + counters.refusals;
        if judged != self.judged || engine.log_written() != self.log_told {
            self.judged = judged;
            self.follow(engine);
        }
        if is_report(call) {
            self.take_notices(call, engine);
            self.publish(engine);
        }
        if let Some(began_ns) = began_ns {
            self.metrics().record(call, fast_now_ns().saturating_sub(began_ns));
        }
    }

    /// A call returned an error.
    #[cold]
    pub(super) fn count_error(&mut self, call: Call, fault: Option<&str>) {
        self.metrics().count_error(call);
        if let Some(fault) = fault.filter(|_| !self.faulted) {
            self.faulted = true;
            tell(Level::Error, &self.name, format_args!("internal fault: {fault}"));
            self.metrics().set_gauge(Gauge::Faulted, 1.0);
        }
    }

    /// An order result was handed in.
    pub(super) fn tell_result(&self, result: &crate::types::OrderResult) {
        let crate::types::OrderResult { decision_id, retcode, deal_ticket, lots, price, .. } =
            result;
        let text = format_args!(
            "order result: decision {decision_id}, retcode {retcode}, deal {deal_ticket}, {lots} \
             lots at {price}"
        );
        tell(Level::Info, &self.name, text);
    }

    /// Tells what is new in the engine's log, its decisions, its refusals and its risk mode.
    fn follow(&mut self, engine: &Engine) {
        let written = engine.log_written();
        for record in engine.newest_log(written - self.log_told) {
            tell(record.level, &self.name, format_args!("{}", record.text()));
        }
        self.log_told = written;
        self.tell_decisions(engine);
        let status = engine.risk().status();
        if status.mode != self.mode_told {
            self.mode_told = status.mode;
            match (status.mode, status.halt_code) {
                (RiskMode::Halted, Some(code)) => {
                    tell(Level::Error, &self.name, format_args!("halted: {}", code.name()));
                }
                (RiskMode::Halted, None) => {
                    tell(Level::Warn, &self.name, format_args!("halted by the operator"));
                }
                (mode, _) => tell(Level::Info, &self.name, format_args!("risk mode: {mode:?}")),
            }
        }
        let tally = engine.tally();
        let [opens, modifies, closes] = tally.orders;
        let metrics = self.metrics();
        metrics.set_counter(Counter::Opens, opens);
        metrics.set_counter(Counter::Modifies, modifies);
        metrics.set_counter(Counter::Closes, closes);
        metrics.set_counter(Counter::DecisionsDropped, engine.decisions_unqueued());
        metrics.set_refusals(&tally.refusals);
    }

    /// Orders, and refusals whose code is not that of the one before.
    fn tell_decisions(&mut self, engine: &Engine) {
        let last = engine.last_decision_id();
        let first =
            self.decision_told.max(last.saturating_sub(crate::engine::DECISIONS_KEPT as u64));
        for record in (first + 1..=last).filter_map(|id| engine.decision(id)) {
            let (id, cause) = (record.id, record.cause.name());
            match &record.verdict {
                Verdict::Order(intent) => {
                    self.refusal_told = None;
                    let text = format_args!("decision {id}: {} ({cause})", Told(intent));
                    tell(Level::Info, &self.name, text);
                }
                Verdict::Refused(refusal) if self.refusal_told != Some(refusal.code) => {
                    self.refusal_told = Some(refusal.code);
                    let text = format_args!("decision {id}: refused, {refusal} ({cause})");
                    tell(Level::Info, &self.name, text);
                }
                Verdict::Refused(_) => {}
            }
        }
        self.decision_told = last;
    }

    /// Gives the host's ring what the library has to say, with the timer.
    fn take_notices(&mut self, call: Call, engine: &mut Engine) {
        if call != Call::EngineTimer {
            return;
        }
        while let Some(notice) = logging::take_notice() {
            let (target, text) = (notice.target.as_str(), notice.text.as_str());
            engine.log(notice.level, format_args!("{target}: {text}"));
            // The file has it already.
            self.log_told = engine.log_written();
        }
    }

    /// Sets every gauge.
    fn publish(&self, engine: &Engine) {
        let metrics = self.metrics();
        metrics.set_counter(Counter::BarsMissing, engine.bars_missing());
        metrics.set_counter(Counter::LogOverwritten, engine.log_overwritten());
        let (status, measures) = (engine.status(), engine.measures());
        let settings = engine.settings();
        let flag = |on: bool| Some(f64::from(u8::from(on)));
        let seconds = |age: crate::types::DurationNanos| age.0 as f64 / 1e9;
        let has_model = status.model_id.is_some();
        let point = engine.symbol().map(|spec| spec.point);
        let signed = |position: crate::types::Position| {
            if position.side == Side::Buy { position.lots } else { -position.lots }
        };
        metrics.set_gauges(fast_now_ns(), |gauge| match gauge {
            Gauge::DecisionsWaiting => Some(status.decisions_waiting as f64),
            Gauge::OrderInFlight => flag(status.order_in_flight),
            Gauge::TickAge => measures.tick_age.map(seconds),
            Gauge::AccountAge => measures.account_age.map(seconds),
            Gauge::PositionsAge => measures.positions_age.map(seconds),
            Gauge::ClockSkew => Some(measures.skew_s as f64),
            Gauge::Spread => {
                status.quote.zip(point).map(|(quote, point)| (quote.ask - quote.bid) / point)
            }
            Gauge::Balance => measures.balance,
            Gauge::Equity => status.equity,
            Gauge::OpenRisk => Some(status.open_risk),
            Gauge::OpenRiskGroup => Some(status.open_risk_total),
            Gauge::OpenRiskLimit => status.equity.map(|_| status.open_risk_limit),
            Gauge::Drawdown => Some(status.risk.drawdown_frac),
            Gauge::DrawdownLimit => Some(settings.risk.limits.drawdown_max_frac),
            Gauge::DailyLoss => Some(status.risk.daily_loss_frac),
            Gauge::DailyLossLimit => Some(settings.risk.limits.daily_loss_max_frac),
            Gauge::LossStreak => Some(f64::from(status.risk.loss_streak)),
            Gauge::PositionLots => Some(status.position.map_or(0.0, signed)),
            Gauge::TradingEnabled => flag(settings.core.trading_enabled),
            Gauge::Halted => flag(status.risk.mode == RiskMode::Halted),
            Gauge::Reducing => flag(status.risk.mode == RiskMode::Reducing),
            Gauge::Faulted => flag(self.faulted),
            Gauge::StateSaved => flag(measures.state_saved),
            Gauge::BarsNeeded => Some(status.bars_needed as f64),
            Gauge::ModelAge => measures.model_age.map(seconds),
            Gauge::ModelExpired => flag(status.model_expired).filter(|_| has_model),
            Gauge::ModelDrift => status.model_drift,
        });
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        tell(Level::Info, &self.name, format_args!("closed"));
    }
}

/// Calls that bring something which gauges show; ticks bring too little for their cost.
#[inline]
const fn is_report(call: Call) -> bool {
    matches!(
        call,
        Call::EngineSymbol
            | Call::EngineHistory
            | Call::EngineTimer
            | Call::EngineAccount
            | Call::EnginePositions
            | Call::EngineOrderResult
            | Call::EngineDeal
            | Call::EngineCommand
            | Call::EngineSetModel
    )
}

/// An order in words.
struct Told<'a>(&'a OrderIntent);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(intent) = self;
        let side = if intent.side == Side::Buy { "buy" } else { "sell" };
        let OrderIntent { lots, price, position_ticket, .. } = intent;
        match intent.action {
            OrderAction::Open => write!(f, "open, {side} {lots} lots at {price}")?,
            OrderAction::Close => {
                write!(f, "close {position_ticket}, {side} {lots} lots at {price}")?;
            }
            OrderAction::Modify => write!(f, "modify {position_ticket}")?,
        }
        if let Some(stop) = intent.stop_loss {
            write!(f, ", stop {stop}")?;
        }
        if let Some(target) = intent.take_profit {
            write!(f, ", target {target}")?;
        }
        Ok(())
    }
}

/// Tells an event of an engine.
fn tell(level: Level, name: &str, text: fmt::Arguments<'_>) {
    match level {
        Level::Error => tracing::error!(target: "hypertrader::engine", "{name}: {text}"),
        Level::Warn => tracing::warn!(target: "hypertrader::engine", "{name}: {text}"),
        Level::Info => tracing::info!(target: "hypertrader::engine", "{name}: {text}"),
        Level::Debug => tracing::debug!(target: "hypertrader::engine", "{name}: {text}"),
        Level::Trace => tracing::trace!(target: "hypertrader::engine", "{name}: {text}"),
    }
}
