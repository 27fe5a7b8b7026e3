//! The engine's parts and how they are put together.

use super::bars::BarBuilder;
use super::history::BarHistory;
use super::journal::Journal;
use super::model::BoundModel;
use super::news::NewsUpdate;
use super::settings::EngineSettings;
use crate::clock::{EngineClock, ServerClock};
use crate::execution::{Book, Identity};
use crate::features::{Builder, ColumnId};
use crate::risk::{EventList, Quote, RiskGate, RiskKey};
use crate::signals::{BoundRules, Evaluation, RuleSet};
use crate::sync::PoolMember;
use crate::telemetry::LogRing;
use crate::types::settings::SettingProblem;
use crate::types::{
    Account, DurationNanos, FixedText, MarginMode, MarketPrice, ParameterError, Period, Position,
    Refusal, Signal, SymbolSpec, Tick, UnixNanos,
};

/// Closed bars that are kept for a change of settings.
pub(super) const BARS_KEPT: usize = 2_048;
const LOG_RECORDS: usize = 128;

/// Who an engine trades for: one account, one symbol, one magic number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EngineIdentity {
    /// Account number.
    pub login: i64,
    /// Symbol, with the broker's suffix.
    pub symbol: FixedText<32>,
    /// Magic number.
    pub magic: u64,
}

/// Counters since the engine was made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counters {
    /// Ticks taken.
    pub ticks: u64,
    /// Unusable ticks skipped.
    pub ticks_skipped: u64,
    /// Repetitions dropped.
    pub ticks_repeated: u64,
    /// Closed bars.
    pub bars: u64,
    /// Orders and changes asked for.
    pub decisions: u64,
    /// Signals and intents refused.
    pub refusals: u64,
}

/// The deterministic core: ticks, bars, account and order events in, decisions out.
///
/// Single-threaded. Reads no clock, makes no input or output, and allocates nothing after it was
/// made and warmed up. The same events in the same order give the same decisions.
#[derive(Debug)]
pub struct Engine {
    pub(super) identity: EngineIdentity,
    pub(super) settings: EngineSettings,
    pub(super) parameters_hash: String,
    pub(super) clock: ServerClock,
    pub(super) now: EngineClock,
    pub(super) server_s: i64,
    pub(super) spec: Option<SymbolSpec>,
    pub(super) bars: BarBuilder,
    pub(super) history: BarHistory,
    pub(super) features: Builder,
    pub(super) atr_column: Option<ColumnId>,
    pub(super) rules: BoundRules,
    pub(super) model: Option<BoundModel>,
    pub(super) model_expiry_told: bool,
    pub(super) evaluation: Evaluation,
    pub(super) risk: RiskGate,
    pub(super) book: Book,
    pub(super) pool: PoolMember,
    pub(super) account: Option<Account>,
    pub(super) positions_time: Option<UnixNanos>,
    /// Open volume of the symbol per side, everybody's, in lots: buy, sell.
    pub(super) side_lots: [f64; 2],
    pub(super) quote: Option<Quote>,
    pub(super) last_tick: Tick,
    pub(super) last_tick_server_ns: i64,
    pub(super) events: EventList,
    /// The market outside the broker, as last handed in.
    pub(super) market: MarketPrice,
    /// The news, as last handed in.
    pub(super) news: Option<NewsUpdate>,
    /// A signal that is entered once the opposite position is gone.
    pub(super) flip: Option<Signal>,
    /// The operator wants the position closed.
    pub(super) flatten: bool,
    /// Difference between the host's UTC and the configured server offset, when too large.
    pub(super) skew_s: Option<i64>,
    /// No close or change is asked for before this: the last one was given up.
    pub(super) quiet_until: UnixNanos,
    pub(super) state_saved: bool,
    pub(super) revision: u64,
    pub(super) journal: Journal,
    pub(super) counters: Counters,
    pub(super) last_refusal: Option<Refusal>,
    pub(super) log: LogRing,
    pub(super) log_dropped_reported: u64,
}

/// Why an engine could not be made: every problem, with the path of its setting.
pub type EngineProblems = Vec<SettingProblem>;

fn problem(key: &str, message: impl ToString) -> EngineProblems {
    vec![SettingProblem { key: key.to_owned(), message: message.to_string() }]
}

fn unusable(section: &str) -> impl Fn(ParameterError) -> EngineProblems {
    move |error| {
        let message = format!("was {}, expected {}", error.was, error.expected);
        problem(&format!("{section}.{}", error.name), message)
    }
}

impl Engine {
    /// Puts an engine together. `period` wins over the configured one.
    ///
    /// # Errors
    /// Settings that do not fit together, each with its path.
    pub fn new(
        identity: EngineIdentity,
        settings: EngineSettings,
        parameters_hash: String,
        period: Option<Period>,
        pool: PoolMember,
    ) -> Result<Self, EngineProblems> {
        let core = &settings.core;
        let configured = Period::parse(&core.period).map_err(unusable("engine"))?;
        let clock = ServerClock::new(core.server_utc_offset_s, core.server_dst)
            .map_err(unusable("engine"))?;
        let rules = RuleSet::new(&settings.signals).map_err(|error| problem("signals", error))?;
        let mut columns = settings.features.columns_with(&rules.required_columns());
        columns.extend(settings.trailing_column());
        let features = Builder::new(&columns).map_err(|error| problem("features", error))?;
        let rules = rules.bind(features.schema()).map_err(|error| problem("signals", error))?;
        let atr_column = settings.trailing_column().and_then(|name| features.schema().id(&name));
        let EngineIdentity { login, symbol, magic } = identity;
        let risk = RiskGate::new(settings.risk.clone(), RiskKey { login, symbol, magic })
            .map_err(unusable("risk"))?;
        // Netting is the stricter assumption until the account says otherwise.
        let margin_mode = MarginMode::Netting;
        let book =
            Book::new(Identity { symbol, magic, margin_mode, point: 1.0 }, &settings.execution);
        let mut engine = Self {
            identity,
            parameters_hash,
            clock,
            now: EngineClock::default(),
            server_s: 0,
            spec: None,
            bars: BarBuilder::new(period.unwrap_or(configured)),
            history: BarHistory::new(BARS_KEPT),
            evaluation: rules.evaluate(
                features.previous(),
                features.current(),
                &Default::default(),
            ),
            features,
            atr_column,
            rules,
            model: None,
            model_expiry_told: false,
            risk,
            book,
            pool,
            account: None,
            positions_time: None,
            side_lots: [0.0; 2],
            quote: None,
            last_tick: Tick::default(),
            last_tick_server_ns: 0,
            events: EventList::new(),
            market: MarketPrice::NotAsked,
            news: None,
            flip: None,
            flatten: false,
            skew_s: None,
            quiet_until: UnixNanos::default(),
            state_saved: true,
            revision: 0,
            journal: Journal::new(0),
            counters: Counters::default(),
            last_refusal: None,
            log: LogRing::new(LOG_RECORDS),
            log_dropped_reported: 0,
            settings,
        };
        engine.touch();
        Ok(engine)
    }

    /// Something changed that must survive a restart.
    pub(super) fn touch(&mut self) {
        self.revision = self.revision.wrapping_add(1);
    }

    /// How long a decision may wait for its execution.
    pub(super) fn lifetime(&self) -> DurationNanos {
        DurationNanos::from_millis(i64::from(self.settings.execution.intent_lifetime_ms))
    }

    /// Takes or replaces the symbol specification. It must have passed [`SymbolSpec::check`].
    pub fn set_symbol(&mut self, spec: SymbolSpec) {
        let margin_mode = self.account.map_or(MarginMode::Netting, |account| account.margin_mode);
        self.book.set_market(margin_mode, spec.point);
        if self.book.is_idle() {
            // After a restart this is the position of the record: its risk counts at once.
            self.risk.hold_position(self.book.own_position(), &spec, &mut self.pool);
        }
        self.spec = Some(spec);
    }

    /// Name of the symbol.
    #[must_use]
    pub const fn symbol_name(&self) -> FixedText<32> {
        self.identity.symbol
    }

    /// Account, symbol and magic number.
    #[must_use]
    pub const fn identity(&self) -> &EngineIdentity {
        &self.identity
    }

    /// The settings.
    #[must_use]
    pub const fn settings(&self) -> &EngineSettings {
        &self.settings
    }

    /// The symbol specification.
    #[must_use]
    pub const fn symbol(&self) -> Option<&SymbolSpec> {
        self.spec.as_ref()
    }

    /// Whether a specification was handed in.
    #[must_use]
    pub const fn has_symbol(&self) -> bool {
        self.spec.is_some()
    }

    /// Whether a tick was handed in.
    #[must_use]
    pub const fn has_ticks(&self) -> bool {
        self.counters.ticks > 0
    }

    /// The server's clock.
    #[must_use]
    pub const fn clock(&self) -> &ServerClock {
        &self.clock
    }

    /// The period of the bars.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.bars.period()
    }

    /// Hash of the effective settings.
    #[must_use]
    pub fn parameters_hash(&self) -> &str {
        &self.parameters_hash
    }

    /// The own position of the newest snapshot.
    #[must_use]
    pub const fn own_position(&self) -> Option<&Position> {
        self.book.own_position()
    }
}
