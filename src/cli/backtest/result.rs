//! What came of a backtest, for people and for programs.

use serde::Serialize;

use hypertrader::backtest::Trade;
use hypertrader::news::Tally;
use hypertrader::research::overfitting::MonteCarlo;
use hypertrader::research::performance::Performance;
use hypertrader::research::report::{BacktestPage, Fact, Finding, Fingerprint, Severity, Verdict};

use super::run::{Outcome, Setup};
use crate::cli::output::Output;

/// What was simulated, and how it is judged.
pub(super) struct Facts {
    pub(super) source: String,
    pub(super) kind: &'static str,
    pub(super) rows: usize,
    pub(super) page: BacktestPage,
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
    drilled_down_trades: Option<u64>,
    drill_down_uncovered_bars: Option<u64>,
    news: Option<&'a Tally>,
    calendar_events: Option<usize>,
    net_profit_adverse: Option<f64>,
    net_profit_favourable: Option<f64>,
    digest: &'a str,
    wall_s: f64,
    verdict: &'a Verdict,
    findings: &'a [Finding],
    facts: &'a [Fact],
    fingerprint: &'a Fingerprint,
    monte_carlo: Option<&'a MonteCarlo>,
    performance: Option<&'a Performance>,
}

/// Millionths as a number of whole ones.
pub(super) fn units(micros: i64) -> f64 {
    micros as f64 / 1e6
}

pub(super) fn report(facts: &Facts, setup: &Setup, outcome: &Outcome, output: &mut Output) {
    let page = &facts.page;
    let performance = page.evidence.account.as_ref().map(|account| &account.performance);
    let brackets = page.evidence.brackets;
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
        drilled_down_trades: outcome.drilled.map(|it| it.resolved_trades),
        drill_down_uncovered_bars: outcome.drilled.map(|it| it.uncovered_bars),
        news: setup.told.news.as_ref(),
        calendar_events: setup.told.calendar_events,
        net_profit_adverse: brackets.map(|it| it.adverse),
        net_profit_favourable: brackets.map(|it| it.favourable),
        digest: &outcome.digest,
        wall_s: outcome.wall_s,
        verdict: &page.verdict,
        findings: &page.findings,
        facts: &page.facts,
        fingerprint: &page.fingerprint,
        monte_carlo: page.monte_carlo.as_ref(),
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
    if let Some(news) = summary.news {
        output.say(&format!(
            "  news: {} stories of the symbol, {} of others, {} told before, {} refused",
            news.stories, news.of_others, news.repeated, news.refused
        ));
    }
    if let Some(events) = summary.calendar_events {
        output.say(&format!("  calendar: {events} events"));
    }
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
        "  drawdown {}, Sharpe {} a year of {} days",
        percent(summary.max_drawdown_frac),
        or_none(summary.sharpe_ann),
        setup.contract.days_per_year
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
    for finding in summary.findings.iter().filter(|finding| finding.severity > Severity::Note) {
        output.say(&format!("  {}: {} {}", finding.severity.name(), finding.text, finding.hint));
    }
    if let (Some(resolved), Some(uncovered)) =
        (summary.drilled_down_trades, summary.drill_down_uncovered_bars)
    {
        output.say(&format!(
            "  {resolved} trades were ended by ticks inside such bars; ticks do not cover \
             {uncovered} such bars"
        ));
    }
    output.say(&format!("  digest {}", summary.digest));
}
