//! Everything that an engine did in one run, kept to be held against another run.

use std::cell::RefCell;
use std::ops::Range;

use hypertrader::backtest::Observer;
use hypertrader::engine::{DecisionRecord, Engine};
use hypertrader::ffi::abi::HtDecision;
use hypertrader::ffi::{decision_for_host, features_for_host};

use super::super::run::{Inside, Setup, hand_in_rows};
use crate::cli::digest::RunDigest;
use crate::cli::prices::market::Feed;

/// A decision, and when it was made.
#[derive(Clone, Debug)]
pub(super) struct Decided {
    pub(super) decision: HtDecision,
    /// Bars closed before it.
    pub(super) bars: usize,
    /// Hash of all its fields.
    pub(super) digest: String,
}

/// Feature rows and decisions of a run, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Trace {
    pub(super) columns: Vec<String>,
    /// Open of every closed bar, server seconds.
    pub(super) bars: Vec<i64>,
    /// One row of columns a bar; `None` while a column warms up.
    values: Vec<Option<f64>>,
    pub(super) decisions: Vec<Decided>,
}

/// How much of a trace there was at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) bars: usize,
    pub(super) decisions: usize,
}

impl Trace {
    /// The row of a bar.
    pub(super) fn row(&self, bar: usize) -> &[Option<f64>] {
        let width = self.columns.len();
        &self.values[bar * width..(bar + 1) * width]
    }

    pub(super) const fn extent(&self) -> Extent {
        Extent { bars: self.bars.len(), decisions: self.decisions.len() }
    }
}

/// Writes into a trace that the caller can look at between two rows.
#[derive(Debug)]
struct Recorder<'a>(&'a RefCell<Trace>);

impl Observer for Recorder<'_> {
    fn on_bar(&mut self, engine: &Engine) {
        let Some(bar) = engine.last_bar() else { return };
        let mut trace = self.0.borrow_mut();
        if trace.columns.is_empty() {
            trace.columns = engine.schema().names().to_vec();
        }
        let (values, valid) = features_for_host(engine);
        let row = values.iter().zip(valid).take(trace.columns.len());
        let row: Vec<Option<f64>> =
            row.map(|(value, valid)| (valid != 0).then_some(*value)).collect();
        trace.values.extend(row);
        trace.bars.push(engine.clock().server_seconds(bar.open_time));
    }

    fn on_decision(&mut self, engine: &Engine, record: &DecisionRecord) {
        let decision = decision_for_host(engine.clock(), record);
        let mut digest = RunDigest::default();
        digest.decision(&decision);
        let mut trace = self.0.borrow_mut();
        let bars = trace.bars.len();
        trace.decisions.push(Decided { decision, bars, digest: digest.finish() });
    }
}

/// Runs over some rows and notes how much there was before each of the `marks`, which rise.
pub(super) fn record(
    setup: &Setup,
    feed: &Feed,
    rows: Range<usize>,
    marks: &[usize],
) -> Result<(Trace, Vec<Extent>), String> {
    let trace = RefCell::new(Trace::default());
    let mut simulation = setup.simulation(setup.broker(), Recorder(&trace))?;
    let inside = Inside { rule: setup.broker.execution.intrabar, drill_down: None };
    let mut extents = Vec::with_capacity(marks.len());
    let mut next = rows.start;
    for &mark in marks {
        hand_in_rows(&mut simulation, feed, next..mark, inside)?;
        extents.push(trace.borrow().extent());
        next = mark;
    }
    hand_in_rows(&mut simulation, feed, next..rows.end, inside)?;
    drop(simulation);
    Ok((trace.into_inner(), extents))
}
