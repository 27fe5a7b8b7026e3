//! What a replay found: a summary for people, one JSON object for machines.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use hypertrader::ffi::abi::HtStatus;
use hypertrader::store::WrittenNanos;

use super::Args;
use super::drive::{BatchTimes, Counts, Timings};
use super::latency::Percentiles;
use super::library::Library;
use super::terminal::Results;
use crate::cli::output::Output;
use crate::cli::prices::contract::{ACCOUNT_CURRENCY, Contract};
use crate::cli::prices::market::{Kind, Market};

const MICROS: f64 = 1e6;
const NANOS_PER_SECOND: f64 = 1e9;

/// What was replayed.
#[derive(Debug)]
pub(super) struct Inputs {
    source: String,
    kind: Kind,
    has_quotes: bool,
    row_count: usize,
    skipped: BTreeMap<&'static str, u64>,
    notes: Vec<String>,
    library: String,
    library_version: String,
    contract: Contract,
    is_assumed: bool,
}

/// What came out of the passes.
#[derive(Debug)]
pub(super) struct Passes {
    pub(super) tick_count: u64,
    pub(super) counts: Counts,
    pub(super) digest: String,
    pub(super) timings: Timings,
    pub(super) overhead_ns: u64,
    pub(super) wall_ns: u64,
    pub(super) status: HtStatus,
    pub(super) results: Results,
    pub(super) open_positions: usize,
    pub(super) floating_micros: i64,
    pub(super) throughput: Option<Throughput>,
}

/// The pass in batches.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Throughput {
    ticks_per_s: f64,
    /// The same by processor time: other programs' turns do not count.
    ticks_per_cpu_s: f64,
    batch_ticks: usize,
}

impl Throughput {
    pub(super) fn new(tick_count: u64, batch_ticks: usize, times: BatchTimes) -> Self {
        let busy_ns = u64::try_from(times.busy.as_nanos()).unwrap_or(u64::MAX);
        Self {
            ticks_per_s: per_second(tick_count, times.real_ns),
            ticks_per_cpu_s: per_second(tick_count, busy_ns),
            batch_ticks,
        }
    }
}

fn per_second(count: u64, nanos: u64) -> f64 {
    if nanos == 0 { 0.0 } else { (count as f64 * NANOS_PER_SECOND / nanos as f64).round() }
}

impl Inputs {
    pub(super) fn new(
        args: &Args,
        library: &Library,
        market: &Market,
        contract: &Contract,
    ) -> Self {
        let mut notes = Vec::new();
        let mut skipped = BTreeMap::new();
        if let Some(report) = &market.report {
            notes.extend(report.to_string().lines().skip(1).map(|line| line.trim().to_owned()));
            skipped.extend(report.skipped.iter().map(|(kind, count)| (kind.name(), *count)));
            if report.zone_stated {
                notes.push(
                    "the file states a time zone; its times were taken as the server's clock \
                     nevertheless"
                        .to_owned(),
                );
            }
        }
        match market.off_grid_count() {
            0 => {}
            count => notes.push(format!(
                "{count} bars do not open where a bar of their period opens; the engine builds its \
                 own there"
            )),
        }
        if market.kind == Kind::Trades && args.spread_points.is_none() {
            notes.push(
                "trades have no quotes: entries are refused; --spread-points N models them"
                    .to_owned(),
            );
        }
        Self {
            source: market.source.clone(),
            kind: market.kind,
            has_quotes: market.has_quotes(),
            row_count: market.row_count,
            skipped,
            notes,
            library: library.path().display().to_string(),
            library_version: library.version(),
            contract: contract.clone(),
            is_assumed: args.spec.is_none(),
        }
    }
}

/// The JSON result. Scripts rely on the names.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    source: &'a str,
    kind: &'static str,
    synthetic: bool,
    symbol: &'a str,
    rows: usize,
    skipped: &'a BTreeMap<&'static str, u64>,
    first_time: String,
    last_time: String,
    ticks: u64,
    ticks_skipped: u64,
    ticks_repeated: u64,
    bars: u64,
    decisions: u64,
    opens: u64,
    closes: u64,
    changes: u64,
    refusals: &'a BTreeMap<String, u64>,
    trades: u64,
    net_profit: f64,
    win_rate_frac: Option<f64>,
    max_drawdown: f64,
    max_drawdown_frac: f64,
    open_positions: usize,
    floating_profit: f64,
    currency: &'static str,
    digest: &'a str,
    ticks_per_s: f64,
    call_ns: Percentiles,
    bar_call_ns: Percentiles,
    clock_overhead_ns: u64,
    wall_s: f64,
    throughput: Option<Throughput>,
    library: &'a str,
    library_version: &'a str,
    contract: &'a Contract,
    contract_assumed: bool,
    notes: &'a [String],
}

fn money(micros: i64) -> f64 {
    micros as f64 / MICROS
}

fn server_time(millis: i64) -> String {
    WrittenNanos(millis.saturating_mul(1_000_000)).to_string()
}

impl<'a> Shown<'a> {
    fn new(inputs: &'a Inputs, passes: &'a Passes) -> Self {
        let (counts, results) = (&passes.counts, &passes.results);
        let mut timings = passes.timings.clone();
        Self {
            source: &inputs.source,
            kind: inputs.kind.name(),
            synthetic: inputs.kind == Kind::Synthetic,
            symbol: &inputs.contract.symbol,
            rows: inputs.row_count,
            skipped: &inputs.skipped,
            first_time: server_time(counts.first_msc),
            last_time: server_time(counts.last_msc),
            ticks: passes.tick_count,
            ticks_skipped: passes.status.ticks_skipped,
            ticks_repeated: passes.status.ticks_repeated,
            bars: counts.bars,
            decisions: counts.decisions(),
            opens: counts.opens,
            closes: counts.closes,
            changes: counts.changes,
            refusals: &counts.refusals,
            trades: results.trades,
            net_profit: money(results.net_profit_micros),
            win_rate_frac: (results.trades > 0)
                .then(|| results.wins as f64 / results.trades as f64),
            max_drawdown: money(results.max_drawdown_micros),
            max_drawdown_frac: results.max_drawdown_frac,
            open_positions: passes.open_positions,
            floating_profit: money(passes.floating_micros),
            currency: ACCOUNT_CURRENCY,
            digest: &passes.digest,
            ticks_per_s: per_second(passes.tick_count, timings.calls.total_ns()),
            call_ns: timings.calls.percentiles(),
            bar_call_ns: timings.bar_calls.percentiles(),
            clock_overhead_ns: passes.overhead_ns,
            wall_s: passes.wall_ns as f64 / NANOS_PER_SECOND,
            throughput: passes.throughput,
            library: &inputs.library,
            library_version: &inputs.library_version,
            contract: &inputs.contract,
            contract_assumed: inputs.is_assumed,
            notes: &inputs.notes,
        }
    }

    fn summary(&self, inputs: &Inputs) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        if self.synthetic {
            writeln!(text, "SYNTHETIC DATA: made up, says nothing about any market")?;
        }
        writeln!(text, "{}: {} {} {}", self.source, self.symbol, self.rows, self.kind)?;
        writeln!(text, "  span        {} to {} (server time)", self.first_time, self.last_time)?;
        for note in self.notes {
            writeln!(text, "  note        {note}")?;
        }
        self.write_contract(&mut text, inputs.has_quotes)?;
        writeln!(text, "  library     {} {}", self.library, self.library_version)?;
        writeln!(
            text,
            "  ticks       {} ({} skipped, {} repeated), {} closed bars",
            self.ticks, self.ticks_skipped, self.ticks_repeated, self.bars
        )?;
        writeln!(
            text,
            "  decisions   {} ({} open, {} close, {} modify)",
            self.decisions, self.opens, self.closes, self.changes
        )?;
        for (name, count) in self.refusals {
            writeln!(text, "  refused     {count} {name}")?;
        }
        self.write_results(&mut text)?;
        self.write_speed(&mut text)?;
        writeln!(text, "  digest      {}", self.digest)?;
        Ok(text)
    }

    fn write_contract(&self, text: &mut String, has_quotes: bool) -> std::fmt::Result {
        let contract = self.contract;
        writeln!(
            text,
            "  {}{}: {} digits, lot {} {}, volume {} to {} by {}, profit in {} at {}, leverage {}, \
             commission {} a lot and deal, account in {}",
            if self.contract_assumed { "assumed     " } else { "contract    " },
            contract.class,
            contract.digits,
            contract.contract_size,
            contract.currency_base,
            contract.volume_min_lots,
            contract.volume_max_lots,
            contract.volume_step_lots,
            contract.currency_profit,
            if contract.profit_rate > 0.0 {
                contract.profit_rate.to_string()
            } else {
                "1/price".to_owned()
            },
            contract.leverage,
            contract.commission_per_lot,
            self.currency,
        )?;
        if !has_quotes {
            writeln!(
                text,
                "  assumed     a spread of {} points where the file has none and one is modelled",
                contract.spread_points
            )?;
        }
        Ok(())
    }

    fn write_results(&self, text: &mut String) -> std::fmt::Result {
        let wins = self
            .win_rate_frac
            .map_or_else(String::new, |frac| format!(", {:.1} % won", frac * 100.0));
        writeln!(
            text,
            "  trades      {}{wins}, net profit {:.2} {}, largest drawdown {:.2} ({:.2} %)",
            self.trades,
            self.net_profit,
            self.currency,
            self.max_drawdown,
            self.max_drawdown_frac * 100.0
        )?;
        if self.open_positions > 0 {
            writeln!(
                text,
                "  still open  {} positions, floating {:.2} {}",
                self.open_positions, self.floating_profit, self.currency
            )?;
        }
        Ok(())
    }

    fn write_speed(&self, text: &mut String) -> std::fmt::Result {
        for (name, ns) in [("tick call  ", self.call_ns), ("bar call   ", self.bar_call_ns)] {
            writeln!(
                text,
                "  {name} p50 {} ns, p99 {} ns, p99.9 {} ns, max {} ns",
                ns.p50, ns.p99, ns.p999, ns.max
            )?;
        }
        writeln!(
            text,
            "  speed       {:.0} ticks/s inside the calls, one tick a call; {:.2} s in all; clock \
             cost {} ns taken off",
            self.ticks_per_s, self.wall_s, self.clock_overhead_ns
        )?;
        if let Some(throughput) = self.throughput {
            writeln!(
                text,
                "  throughput  {:.0} ticks/s ({:.0} by processor time), {} ticks a call",
                throughput.ticks_per_s, throughput.ticks_per_cpu_s, throughput.batch_ticks
            )?;
        }
        Ok(())
    }
}

/// Prints the summary, and on `--json` the result.
pub(super) fn print(inputs: &Inputs, passes: &Passes, output: &mut Output) {
    let shown = Shown::new(inputs, passes);
    // Writing to a String cannot fail.
    output.say(&shown.summary(inputs).unwrap_or_default());
    output.result(&shown);
}
