//! The figures of one engine, written by its calls and read by whoever watches.
//!
//! Only the thread inside the engine writes, so a figure is a relaxed load and store of one word;
//! readers see each figure whole, but not all figures of one instant.

use std::sync::atomic::{AtomicU64, Ordering};

use super::call::{Call, TIMED_EVERY};
use super::histogram::{Histogram, HistogramCopy, add};
use crate::types::RefusalCode;

/// Declares figures: variant, name of the metric, its label, what it is.
macro_rules! figures {
    ($(#[doc = $doc:literal])+ pub enum $name:ident {
        $($variant:ident = $metric:literal, $label:expr, $help:literal;)+
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = $help] $variant,)+
        }

        impl $name {
            /// Every one, those of one metric beside each other.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Name of the metric.
            #[must_use]
            pub const fn metric(self) -> &'static str {
                match self { $(Self::$variant => $metric,)+ }
            }

            /// A label that tells it from others of the same metric.
            #[must_use]
            pub const fn label(self) -> Option<(&'static str, &'static str)> {
                match self { $(Self::$variant => $label,)+ }
            }

            /// What it is.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)+ }
            }
        }
    };
}

figures! {
    /// What is counted for an engine since it was opened.
    pub enum Counter {
        Ticks = "hypertrader_ticks_total", None, "Ticks taken.";
        TicksSkipped = "hypertrader_ticks_skipped_total", None, "Unusable ticks skipped.";
        TicksRepeated = "hypertrader_ticks_repeated_total", None, "Repetitions of a tick dropped.";
        Bars = "hypertrader_bars_total", None, "Closed bars, those of the history included.";
        BarsMissing = "hypertrader_bars_missing_total", None,
            "Bars missing between closed bars.";
        Opens = "hypertrader_decisions_total", Some(("action", "open")), "Orders asked for.";
        Modifies = "hypertrader_decisions_total", Some(("action", "modify")), "Orders asked for.";
        Closes = "hypertrader_decisions_total", Some(("action", "close")), "Orders asked for.";
        DecisionsDropped = "hypertrader_decisions_dropped_total", None,
            "Refusals that the host did not collect in time and can no longer collect.";
        LogOverwritten = "hypertrader_log_ring_overwritten_total", None,
            "Log records overwritten before the host drained them.";
    }
}

figures! {
    /// How things stand with an engine. Absent where unknown.
    pub enum Gauge {
        DecisionsWaiting = "hypertrader_decisions_waiting", None,
            "Decisions that the host has not collected.";
        OrderInFlight = "hypertrader_order_in_flight", None,
            "1 while an order has no final result.";
        TickAge = "hypertrader_feed_age_seconds", Some(("feed", "ticks")),
            "Age of the newest input of each kind.";
        AccountAge = "hypertrader_feed_age_seconds", Some(("feed", "account")),
            "Age of the newest input of each kind.";
        PositionsAge = "hypertrader_feed_age_seconds", Some(("feed", "positions")),
            "Age of the newest input of each kind.";
        ClockSkew = "hypertrader_clock_skew_seconds", None,
            "Server clock less the configured offset, where it is too far off; otherwise 0.";
        Spread = "hypertrader_spread_points", None, "Spread of the newest quote.";
        Balance = "hypertrader_balance", None, "Balance, account currency.";
        Equity = "hypertrader_equity", None, "Equity, account currency.";
        OpenRisk = "hypertrader_open_risk", None,
            "Loss of this engine's position and order at their stops, account currency.";
        OpenRiskGroup = "hypertrader_open_risk_group", None,
            "The same of all engines that share the limit.";
        OpenRiskLimit = "hypertrader_open_risk_limit", None,
            "Largest open risk of all engines that share the limit.";
        Drawdown = "hypertrader_drawdown_ratio", None, "Fall of the equity below its peak.";
        DrawdownLimit = "hypertrader_drawdown_limit_ratio", None,
            "Drawdown that halts the engine.";
        DailyLoss = "hypertrader_daily_loss_ratio", None, "Loss of the server's day.";
        DailyLossLimit = "hypertrader_daily_loss_limit_ratio", None,
            "Loss of a day that ends its trading.";
        LossStreak = "hypertrader_loss_streak", None, "Losing positions in a row.";
        PositionLots = "hypertrader_position_lots", None,
            "Own position, negative if sold, 0 without one.";
        TradingEnabled = "hypertrader_trading_enabled", None,
            "1 if the configuration lets the engine open positions.";
        Halted = "hypertrader_halted", None, "1 while the kill switch is latched.";
        Reducing = "hypertrader_reducing", None, "1 while only closing is allowed.";
        Faulted = "hypertrader_faulted", None, "1 after an internal fault.";
        StateSaved = "hypertrader_state_saved", None,
            "1 while the risk state can be saved; without it there is no new risk.";
        BarsNeeded = "hypertrader_warm_up_bars", None,
            "Closed bars that the rules still need.";
        ModelAge = "hypertrader_model_age_seconds", None, "Time since the model was trained.";
        ModelExpired = "hypertrader_model_expired", None, "1 if the model is too old to judge.";
        ModelDrift = "hypertrader_model_drift_psi", None,
            "Largest population stability index of a column of the model; above 0.25 it has moved.";
    }
}

impl Gauge {
    /// Whether it is the age of something, which grows while nobody calls.
    #[must_use]
    pub const fn is_age(self) -> bool {
        matches!(self, Self::TickAge | Self::AccountAge | Self::PositionsAge | Self::ModelAge)
    }
}

/// Who an engine is, as labels.
#[derive(Clone, Debug)]
pub struct EngineLabels {
    /// Place among the engines of the process: no two have the same at a time.
    pub engine: String,
    /// Symbol.
    pub symbol: String,
    /// Magic number.
    pub magic: String,
    /// The account number, hashed and shortened.
    pub account: String,
    /// `live` or `paper`.
    pub mode: &'static str,
}

/// Calls of one exported function.
#[derive(Debug, Default)]
pub struct CallFigures {
    calls: AtomicU64,
    errors: AtomicU64,
    duration: Histogram,
}

/// A copy of [`CallFigures`].
#[derive(Clone, Debug)]
pub struct CallCopy {
    /// Calls.
    pub calls: u64,
    /// Calls that returned an error.
    pub errors: u64,
    /// How long the timed ones took.
    pub duration: HistogramCopy,
}

impl CallCopy {
    /// No call.
    pub const EMPTY: Self = Self { calls: 0, errors: 0, duration: HistogramCopy::EMPTY };
}

impl CallFigures {
    pub(super) fn add_to(&self, copy: &mut CallCopy) {
        copy.calls += self.calls.load(Ordering::Relaxed);
        copy.errors += self.errors.load(Ordering::Relaxed);
        self.duration.add_to(&mut copy.duration);
    }
}

/// Everything that is counted and measured for one engine.
#[derive(Debug)]
pub struct EngineMetrics {
    labels: EngineLabels,
    counters: [AtomicU64; Counter::ALL.len()],
    gauges: [AtomicU64; Gauge::ALL.len()],
    refusals: [AtomicU64; RefusalCode::ALL.len()],
    calls: [CallFigures; Call::COUNT],
    updated_ns: AtomicU64,
}

impl EngineMetrics {
    pub(super) fn new(labels: EngineLabels) -> Self {
        let unknown = f64::NAN.to_bits();
        Self {
            labels,
            counters: std::array::from_fn(|_| AtomicU64::new(0)),
            gauges: std::array::from_fn(|_| AtomicU64::new(unknown)),
            refusals: std::array::from_fn(|_| AtomicU64::new(0)),
            calls: std::array::from_fn(|_| CallFigures::default()),
            updated_ns: AtomicU64::new(0),
        }
    }

    /// Who the engine is.
    #[must_use]
    pub const fn labels(&self) -> &EngineLabels {
        &self.labels
    }

    /// Counts a call that begins. Whether it is to be timed.
    #[inline]
    #[must_use]
    pub fn begin(&self, call: Call) -> bool {
        let calls = &self.calls[call as usize].calls;
        let before = calls.load(Ordering::Relaxed);
        calls.store(before.wrapping_add(1), Ordering::Relaxed);
        !call.is_hot() || before.is_multiple_of(TIMED_EVERY)
    }

    /// Records how long a timed call took.
    #[inline]
    pub fn record(&self, call: Call, ns: u64) {
        self.calls[call as usize].duration.record(ns);
    }

    /// Counts a call that returned an error.
    pub fn count_error(&self, call: Call) {
        add(&self.calls[call as usize].errors, 1);
    }

    /// Sets a counter.
    #[inline]
    pub fn set_counter(&self, counter: Counter, value: u64) {
        self.counters[counter as usize].store(value, Ordering::Relaxed);
    }

    /// Sets how often each code was refused, in the order of [`RefusalCode::ALL`].
    pub fn set_refusals(&self, counts: &[u64; RefusalCode::ALL.len()]) {
        for (figure, &count) in self.refusals.iter().zip(counts) {
            figure.store(count, Ordering::Relaxed);
        }
    }

    /// Sets all gauges as of `now_ns` of the fast clock.
    pub fn set_gauges(&self, now_ns: u64, value_of: impl Fn(Gauge) -> Option<f64>) {
        for &gauge in Gauge::ALL {
            let bits = value_of(gauge).unwrap_or(f64::NAN).to_bits();
            self.gauges[gauge as usize].store(bits, Ordering::Relaxed);
        }
        self.updated_ns.store(now_ns, Ordering::Relaxed);
    }

    /// Sets one gauge.
    pub fn set_gauge(&self, gauge: Gauge, value: f64) {
        self.gauges[gauge as usize].store(value.to_bits(), Ordering::Relaxed);
    }

    /// A counter.
    #[must_use]
    pub fn counter(&self, counter: Counter) -> u64 {
        self.counters[counter as usize].load(Ordering::Relaxed)
    }

    /// How often each code was refused.
    pub fn refusals(&self) -> impl Iterator<Item = (RefusalCode, u64)> {
        let counts = self.refusals.iter().map(|count| count.load(Ordering::Relaxed));
        RefusalCode::ALL.iter().copied().zip(counts)
    }

    /// A gauge at `now_ns` of the fast clock: ages have grown since they were set.
    #[must_use]
    pub fn gauge(&self, gauge: Gauge, now_ns: u64) -> Option<f64> {
        let value = f64::from_bits(self.gauges[gauge as usize].load(Ordering::Relaxed));
        let grown_s = if gauge.is_age() { self.update_age_s(now_ns) } else { 0.0 };
        (!value.is_nan()).then_some(value + grown_s)
    }

    /// Seconds since the gauges were set: since the host's last timer, account or positions.
    #[must_use]
    pub fn update_age_s(&self, now_ns: u64) -> f64 {
        now_ns.saturating_sub(self.updated_ns.load(Ordering::Relaxed)) as f64 / 1e9
    }

    pub(super) fn add_calls_to(&self, copies: &mut [CallCopy]) {
        self.calls.iter().zip(copies).for_each(|(figures, copy)| figures.add_to(copy));
    }
}
