//! What came of a sweep, for people and for programs.

use std::path::Path;

use serde::Serialize;

use hypertrader::research::report::{Combination, SweepPage};
use hypertrader::store::AtomicFile;
use hypertrader::sweep::{Report, Totals};

use crate::cli::output::Output;

/// Result of `sweep --json`.
#[derive(Debug, Serialize)]
struct Summary<'a> {
    combinations: u64,
    backtests: u64,
    recalled: u64,
    impossible: u64,
    is_cancelled: bool,
    cpu_s: f64,
    wall_s: f64,
    best: Option<&'a Combination>,
    pbo: Option<f64>,
    deflated_sharpe: Option<f64>,
    spa_p: Option<f64>,
    trials_recorded: u64,
    out: String,
    page: &'a SweepPage,
}

/// Writes `report.html` and `report.json`, each whole or not at all.
pub(super) fn write(out: &Path, page: &SweepPage) -> Result<(), String> {
    let json = serde_json::to_vec(page).map_err(|error| error.to_string())?;
    for (name, bytes) in [("report.html", page.to_html().into_bytes()), ("report.json", json)] {
        AtomicFile::write_whole(&out.join(name), &bytes).map_err(|error| error.to_string())?;
    }
    Ok(())
}

pub(super) fn report(out: &Path, report: &Report, totals: Totals, output: &mut Output) {
    let page = &report.page;
    let panel = page.overfitting.as_ref();
    let pbo = panel.and_then(|it| it.backtest_overfitting.as_ref()).map(|it| it.pbo);
    let deflated = panel.and_then(|it| it.deflated.as_ref()).map(|it| it.deflated_prob);
    let spa_p = panel.and_then(|it| it.superior.as_ref()).map(|it| it.consistent_p_prob);
    let summary = Summary {
        combinations: page.totals.combinations,
        backtests: page.totals.backtests,
        recalled: totals.recalled,
        impossible: totals.impossible,
        is_cancelled: totals.is_cancelled,
        cpu_s: page.totals.cpu_s,
        wall_s: page.totals.wall_s,
        best: page.symbols.iter().find_map(|section| section.chosen.as_ref()),
        pbo,
        deflated_sharpe: deflated,
        spa_p,
        trials_recorded: page.totals.trials_recorded,
        out: out.display().to_string(),
        page,
    };
    say(&summary, output);
    output.result(&summary);
}

fn say(summary: &Summary<'_>, output: &mut Output) {
    let page = summary.page;
    if summary.is_cancelled {
        output.say("ended early; the same command goes on from here");
    }
    let rate =
        page.totals.backtests_per_s.map_or(String::new(), |it| format!(", {it:.0} a second"));
    output.say(&format!(
        "{}: {} combinations, {} backtests ({} of them recalled, {} impossible){rate}",
        page.title, summary.combinations, summary.backtests, summary.recalled, summary.impossible
    ));
    for section in &page.symbols {
        let Some(chosen) = &section.chosen else {
            output.say(&format!("  {:<12} nothing traded often enough", section.symbol));
            continue;
        };
        let values: Vec<&str> = chosen.parameters.iter().map(|it| it.value.as_str()).collect();
        let verdict = section.verdict.as_ref().map_or("", |it| it.text.as_str());
        output.say(&format!(
            "  {:<12} {:>8.3} {} at {}: {} trades, net {:.2}. {verdict}",
            section.symbol,
            chosen.score.unwrap_or(0.0),
            page.score,
            values.join(", "),
            chosen.trades,
            chosen.net_profit,
        ));
    }
    let shown = |value: Option<f64>| value.map_or("none".to_owned(), |it| format!("{it:.3}"));
    output.say(&format!(
        "  probability of overfitting {}, deflated Sharpe ratio {} after {} trials, superior \
         ability p {}",
        shown(summary.pbo),
        shown(summary.deflated_sharpe),
        summary.trials_recorded,
        shown(summary.spa_p)
    ));
    output.say(&format!("  {}", page.verdict.text));
    output.say(&format!("  {}/report.html, report.json, best.toml, record/", summary.out));
}
