//! What came of a backtest, for people and for programs.

use serde::Serialize;

use hypertrader::backtest::Trade;
use hypertrader::research::performance::Performance;

use super::run::{Brackets, Outcome, Setup};
use crate::cli::output::Output;

/// What was simulated, and how it is judged.
pub(super) struct Facts {
    pub(super) source: String,
    pub(super) kind: &'static str,
    pub(super) rows: usize,
    pub(super) brackets: Option<Brackets>,
    /// `None` before a bar has closed.
    pub(super) performance: Option<Performance>,
}

/// Result of `backtest --json`.
#[derive(Debug, Serialize)]
struct Summary<'a> {
    source: &'a str,
    rows: usize,
    symbol: &'a str,
    bars: u64,
    ticks: u64,
    decisions: u64,
    refusals: u64,
    trades: usize,
    net_profit: f64,
    profit_factor: Option<f64>,
    win_rate_frac: Option<f64>,
    sharpe_ann: Option<f64>,
    max_drawdown_frac: Option<f64>,
    ambiguous_trades: usize,
    net_profit_adverse: Option<f64>,
    net_profit_favourable: Option<f64>,
    digest: &'a str,
    wall_s: f64,
    performance: Option<&'a Performance>,
}

fn units(micros: i64) -> f64 {
    micros as f64 / 1e6
}

pub(super) fn report(facts: &Facts, setup: &Setup, outcome: &Outcome, output: &mut Output) {
    let performance = facts.performance.as_ref();
    let brackets = facts.brackets.as_ref();
    let deepest = performance.and_then(|it| it.equity_drawdowns.deepest.as_ref());
    let summary = Summary {
        source: &facts.source,
        rows: facts.rows,
        symbol: &setup.contract.symbol,
        bars: outcome.bars,
        ticks: outcome.ticks,
        decisions: outcome.decisions,
        refusals: outcome.refusals,
        trades: outcome.trades.len(),
        net_profit: units(outcome.trades.iter().map(Trade::net_micros).sum()),
        profit_factor: performance.and_then(|it| it.trades.profit_factor),
        win_rate_frac: performance.and_then(|it| it.trades.win_rate_frac),
        sharpe_ann: performance.and_then(|it| it.returns.sharpe_ann),
        max_drawdown_frac: performance
            .map(|_| deepest.and_then(|drawdown| drawdown.depth_frac).unwrap_or(0.0)),
        ambiguous_trades: outcome.trades.iter().filter(|trade| trade.is_ambiguous).count(),
        net_profit_adverse: brackets.map(|it| units(it.adverse_micros)),
        net_profit_favourable: brackets.map(|it| units(it.favourable_micros)),
        digest: &outcome.digest,
        wall_s: outcome.wall_s,
        performance,
    };
    say(facts, setup, &summary, output);
    output.result(&summary);
}

fn say(facts: &Facts, setup: &Setup, summary: &Summary<'_>, output: &mut Output) {
    let currency = &setup.broker.account.currency;
    let or_none = |value: Option<f64>| value.map_or("none".to_owned(), |it| format!("{it:.2}"));
    output.say(&format!("{}: {} {} {}", facts.source, summary.symbol, facts.rows, facts.kind));
    output.say(&format!(
        "  bars {}, ticks {}, decisions {}, refusals {}",
        summary.bars, summary.ticks, summary.decisions, summary.refusals
    ));
    let percent =
        |value: Option<f64>| value.map_or("none".to_owned(), |it| format!("{:.2} %", it * 100.0));
    output.say(&format!(
        "  trades {}, net profit {:.2} {currency}, profit factor {}, won {}",
        summary.trades,
        summary.net_profit,
        or_none(summary.profit_factor),
        percent(summary.win_rate_frac)
    ));
    output.say(&format!(
        "  drawdown {}, Sharpe {} a year",
        percent(summary.max_drawdown_frac),
        or_none(summary.sharpe_ann)
    ));
    if let (Some(adverse), Some(favourable)) =
        (summary.net_profit_adverse, summary.net_profit_favourable)
    {
        output.say(&format!(
            "  {} trades depend on the order of prices inside a bar: net profit {adverse:.2} at \
             worst, {favourable:.2} at best",
            summary.ambiguous_trades
        ));
    }
    output.say(&format!("  digest {}", summary.digest));
}
