//! The head of a page: heading, verdict, key figures.

use crate::research::performance::Performance;
use crate::research::report::draw::format::{self, or_none};
use crate::research::report::draw::html::{Escaped, Html};
use crate::research::report::draw::table::tone;
use crate::research::report::findings::{Finding, Severity, Verdict};

/// Heading and what stands below it.
pub(in super::super) fn heading(html: &mut Html, title: &str, below: &str) {
    html.put(format_args!(
        "<header class=\"top\"><div><h1>{}</h1><p class=\"sub\">{}</p></div>\
         <button class=\"theme\" type=\"button\" hidden>Dark</button></header>\n",
        Escaped(title),
        Escaped(below)
    ));
}

/// A verdict, with how many findings of each weight there are.
pub(in super::super) fn verdict(html: &mut Html, verdict: &Verdict, findings: &[Finding]) {
    let counted = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {}{plural}", severity.name()))
    });
    let counted: Vec<String> = counted.into_iter().flatten().collect();
    html.put(format_args!(
        "<div class=\"verdict {}\">{}<small>{}</small></div>\n",
        verdict.severity.name(),
        Escaped(&verdict.text),
        Escaped(&counted.join(", "))
    ));
}

/// A figure that is meant to be seen first.
struct Tile {
    name: &'static str,
    text: String,
    tone: &'static str,
    below: String,
}

/// The key figures of an account.
pub(in super::super) fn tiles(html: &mut Html, performance: &Performance, currency: &str) {
    html.raw("<div class=\"tiles\">");
    for Tile { name, text, tone, below } in key_figures(performance, currency) {
        html.put(format_args!(
            "<div class=\"tile\"><span>{name}</span><b class=\"{tone}\">{}</b><small>{}</small>\
             </div>",
            Escaped(&text),
            Escaped(&below)
        ));
    }
    html.raw("</div>\n");
}

fn key_figures(performance: &Performance, currency: &str) -> Vec<Tile> {
    let Performance { returns, trades, equity_drawdowns, exposure, trades_r, .. } = performance;
    let tile = |name, text, below| Tile { name, text, tone: "", below };
    let toned = |name, text, value: f64, below| Tile { name, text, tone: tone(value), below };
    let deepest = equity_drawdowns.deepest;
    let depth = deepest.and_then(|one| one.depth_frac).unwrap_or(0.0);
    let under_water = equity_drawdowns.longest.map(|longest| format::span(longest.length));
    let risk = |r: f64| format!("{} R", format::grouped(r, 3));
    vec![
        toned(
            "Net profit",
            format::signed(trades.net),
            trades.net,
            format!("{currency}, {}", format::signed_percent(returns.total_frac)),
        ),
        toned(
            "Growth a year",
            or_none(returns.cagr_frac, format::signed_percent),
            returns.cagr_frac.unwrap_or(0.0),
            format!("over {} years", format::grouped(returns.years, 2)),
        ),
        tile(
            "Max. drawdown",
            format::percent(depth),
            format!("longest {}", under_water.unwrap_or_else(|| format::NONE.to_owned())),
        ),
        tile("Sharpe", or_none(returns.sharpe_ann, format::ratio), "of daily returns".to_owned()),
        tile("Sortino", or_none(returns.sortino_ann, format::ratio), "downside only".to_owned()),
        tile("Calmar", or_none(returns.calmar, format::ratio), "growth by drawdown".to_owned()),
        tile(
            "Trades",
            format::count(trades.trades),
            format!("{} won, {} lost", format::count(trades.wins), format::count(trades.losses)),
        ),
        tile(
            "Win rate",
            or_none(trades.win_rate_frac, format::percent),
            format!("payoff {}", or_none(trades.payoff_ratio, format::ratio)),
        ),
        tile(
            "Profit factor",
            or_none(trades.profit_factor, format::ratio),
            "gains by losses".to_owned(),
        ),
        toned(
            "Expectancy",
            or_none(trades.expectancy, format::signed),
            trades.expectancy.unwrap_or(0.0),
            format!("a trade; {}", or_none(trades_r.expectancy, risk)),
        ),
        tile(
            "Recovery factor",
            or_none(performance.recovery_factor, format::ratio),
            "net by drawdown".to_owned(),
        ),
        tile(
            "In the market",
            or_none(exposure.time_frac, format::percent),
            format!("{} lots", format::grouped(exposure.lots, 2)),
        ),
    ]
}
