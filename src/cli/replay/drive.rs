//! One pass of ticks through an engine, in the order in which a terminal would make the calls.
//!
//! For every tick: the broker moves (stops, targets); a changed specification, new deals, and, when
//! changed or five seconds old, account and positions are handed in; the timer is called once if
//! the clock has reached another second (once, however many seconds passed: the engine's timer
//! only compares times); then the tick itself, alone, and the decisions it led to. Every step
//! depends on the data only, so every run makes the same calls.

use std::collections::BTreeMap;
use std::time::Duration;

use hypertrader::ffi::abi::{HT_ACTION_REFUSED, HtDecision, HtMqlTick};
use hypertrader::types::RefusalCode;

use super::decisions::DecisionTable;
use super::latency::{Latencies, nanos_since, now};
use super::library::{COLUMNS_MAX, Session};
use super::terminal::Terminal;
use crate::cli::digest::RunDigest;
use crate::cli::processor_time;
use crate::cli::progress::Progress;

/// Account and positions are repeated this often: limits refuse snapshots older than 30 s.
const SNAPSHOT_INTERVAL_MSC: i64 = 5_000;
const MILLIS_PER_SECOND: i64 = 1_000;
/// Rounds of decisions after one tick; beyond, the engine repeats itself without end.
const ROUNDS_MAX: usize = 1_000;

/// What a pass counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) bars: u64,
    pub(super) opens: u64,
    pub(super) closes: u64,
    pub(super) changes: u64,
    /// By name of the refusal code.
    pub(super) refusals: BTreeMap<String, u64>,
    pub(super) first_msc: i64,
    pub(super) last_msc: i64,
}

impl Counts {
    /// Orders and changes asked for.
    pub(super) const fn decisions(&self) -> u64 {
        self.opens + self.closes + self.changes
    }
}

/// An engine, the simulated terminal around it, and what comes out.
#[derive(Debug)]
pub(super) struct Driver<'a> {
    session: &'a Session<'a>,
    terminal: &'a mut Terminal,
    table: Option<&'a mut DecisionTable>,
    /// Of every bar the ticks after the first this many came from inside it; 0 for real ticks.
    ticks_per_bar: usize,
    timer_s: i64,
    snapshot_msc: i64,
    digest: RunDigest,
    counts: Counts,
}

/// Durations of the calls of a pass.
#[derive(Clone, Debug)]
pub(super) struct Timings {
    pub(super) calls: Latencies,
    pub(super) bar_calls: Latencies,
}

/// Time inside the calls of a pass in batches.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct BatchTimes {
    pub(super) real_ns: u64,
    /// Processor time.
    pub(super) busy: Duration,
}

impl<'a> Driver<'a> {
    pub(super) fn new(
        session: &'a Session<'a>,
        terminal: &'a mut Terminal,
        table: Option<&'a mut DecisionTable>,
        ticks_per_bar: usize,
    ) -> Self {
        Self {
            session,
            terminal,
            table,
            ticks_per_bar,
            timer_s: i64::MIN,
            snapshot_msc: i64::MIN / 2,
            digest: RunDigest::default(),
            counts: Counts::default(),
        }
    }

    /// What was counted, and the digest.
    pub(super) fn finish(self) -> (Counts, String) {
        (self.counts, self.digest.finish())
    }

    /// Hands in tick by tick and measures every call.
    pub(super) fn run_singly(
        &mut self,
        ticks: &[HtMqlTick],
        overhead_ns: u64,
        progress: &Progress,
    ) -> Result<Timings, String> {
        let mut timings = Timings {
            calls: Latencies::new(overhead_ns, ticks.len()),
            bar_calls: Latencies::new(overhead_ns, 0),
        };
        for (index, tick) in ticks.iter().enumerate() {
            self.move_market(index, tick)?;
            let start = now();
            let code = self.session.ticks(std::slice::from_ref(tick));
            let elapsed_ns = nanos_since(start);
            self.session.check_ticks(code)?;
            timings.calls.add(elapsed_ns);
            let status = self.session.status()?;
            if status.bars > self.counts.bars {
                self.counts.bars = status.bars;
                timings.bar_calls.add(elapsed_ns);
                self.record_features(status.bar_time_s)?;
            }
            if status.decisions_waiting > 0 {
                self.collect()?;
            }
            progress.advance_to(index as u64);
        }
        self.note_span(ticks);
        Ok(timings)
    }

    /// Hands in batches, as after a pause of the terminal, and measures all calls together.
    pub(super) fn run_batches(
        &mut self,
        ticks: &[HtMqlTick],
        batch: usize,
    ) -> Result<BatchTimes, String> {
        let mut times = BatchTimes::default();
        for (number, ticks) in ticks.chunks(batch).enumerate() {
            for (index, tick) in ticks.iter().enumerate() {
                self.move_broker(number * batch + index, tick)?;
            }
            let last_msc = ticks.last().map_or(0, HtMqlTick::time_msc);
            self.tell(last_msc)?;
            let (start, start_busy) = (now(), processor_time::now());
            let code = self.session.ticks(ticks);
            times.busy += processor_time::now().saturating_sub(start_busy);
            times.real_ns += nanos_since(start);
            if self.session.check_ticks(code)? > 0 {
                self.collect()?;
            }
        }
        Ok(times)
    }

    fn note_span(&mut self, ticks: &[HtMqlTick]) {
        if let (Some(first), Some(last)) = (ticks.first(), ticks.last()) {
            self.counts.first_msc = first.time_msc();
            self.counts.last_msc = last.time_msc();
        }
    }

    fn move_market(&mut self, index: usize, tick: &HtMqlTick) -> Result<(), String> {
        self.move_broker(index, tick)?;
        self.tell(tick.time_msc())
    }

    fn move_broker(&mut self, index: usize, tick: &HtMqlTick) -> Result<(), String> {
        let is_continuous = self.ticks_per_bar > 0 && !index.is_multiple_of(self.ticks_per_bar);
        self.terminal.on_tick(tick, is_continuous)
    }

    /// Hands in what the terminal knows at this time, before the ticks of it.
    fn tell(&mut self, time_msc: i64) -> Result<(), String> {
        if let Some(symbol) = self.terminal.take_changed_symbol()? {
            self.session.symbol(&symbol)?;
        }
        for deal in self.terminal.take_deals() {
            self.session.deal(&deal)?;
        }
        let second = time_msc.div_euclid(MILLIS_PER_SECOND);
        if second > self.timer_s {
            self.timer_s = second;
            self.session.timer(time_msc)?;
        }
        if self.terminal.take_changed() || time_msc - self.snapshot_msc >= SNAPSHOT_INTERVAL_MSC {
            self.snapshot_msc = time_msc;
            self.session.positions(&self.terminal.positions(), time_msc)?;
            self.session.account(&self.terminal.account()?)?;
        }
        Ok(())
    }

    fn record_features(&mut self, bar_time_s: i64) -> Result<(), String> {
        let mut values = [0.0; COLUMNS_MAX];
        let mut valid = [0; COLUMNS_MAX];
        let count = self.session.features(&mut values, &mut valid)?;
        self.digest.features(bar_time_s, &values[..count], &valid[..count]);
        Ok(())
    }

    fn collect(&mut self) -> Result<(), String> {
        for _ in 0..ROUNDS_MAX {
            let Some(decision) = self.session.decision()? else { return Ok(()) };
            self.digest.decision(&decision);
            if let Some(table) = &mut self.table {
                table.write(&decision)?;
            }
            self.carry_out(&decision)?;
        }
        Err(format!("the engine made more than {ROUNDS_MAX} decisions on one tick"))
    }

    fn carry_out(&mut self, decision: &HtDecision) -> Result<(), String> {
        use hypertrader::ffi::abi::{HT_ACTION_CLOSE, HT_ACTION_MODIFY, HT_ACTION_OPEN};
        match decision.action {
            HT_ACTION_REFUSED => {
                let name = refusal_name(decision.refusal_code);
                *self.counts.refusals.entry(name).or_default() += 1;
                return Ok(());
            }
            HT_ACTION_OPEN => self.counts.opens += 1,
            HT_ACTION_CLOSE => self.counts.closes += 1,
            HT_ACTION_MODIFY => self.counts.changes += 1,
            other => return Err(format!("a decision's action was {other}, expected 1 to 4")),
        }
        let result = self.terminal.execute(decision)?;
        self.session.order_result(&result)?;
        self.tell(result.time_msc)
    }
}

/// The stable name of a refusal code; the number itself if the library is newer than this program.
pub(super) fn refusal_name(code: i32) -> String {
    u16::try_from(code)
        .ok()
        .and_then(RefusalCode::from_number)
        .map_or_else(|| code.to_string(), |code| code.name().to_owned())
}
