//! Figures in lists: costs, streaks, drawdowns, and what MetaTrader's report has besides.

use crate::research::performance::{Drawdowns, Performance, Runs};
use crate::research::report::draw::format::{self, or_none};
use crate::research::report::draw::html::Html;
use crate::research::report::draw::table::{Cell, Table, pairs};
use crate::research::report::facts::Account;

/// Rows of the table of drawdowns.
const DRAWDOWNS: usize = 10;

/// From what prices made to what was left.
pub(in super::super) fn costs(html: &mut Html, performance: &Performance) {
    let (costs, net) = (&performance.costs, performance.trades.net);
    let about = match costs.spread {
        Some(_) => "The spread is part of what prices made; it is shown for comparison.",
        None => "Spread and slippage are in the prices: they are part of the first line.",
    };
    html.card("single", "Costs", about, |html| {
        let mut table = Table::new(&["", "Amount", ""]);
        let rows = [
            ("Made by prices", Some(costs.profit)),
            ("of which spread", costs.spread),
            ("Commission", Some(costs.commission)),
            ("Swap", Some(costs.swap)),
            ("Net profit", Some(net)),
        ];
        let amounts = || rows.iter().filter_map(|(name, amount)| Some((*name, (*amount)?)));
        let largest = amounts().fold(0.0_f64, |largest, (_, amount)| largest.max(amount.abs()));
        for (name, amount) in amounts() {
            table.row(vec![
                Cell::text(name),
                Cell::Signed(amount, format::signed(amount)),
                Cell::Bar(if largest > 0.0 { amount / largest } else { 0.0 }),
            ]);
        }
        table.put(html, "Costs");
        pairs(html, &[("Costs by profit", or_none(costs.share_frac, format::percent))]);
    });
}

/// Wins and losses in a row.
pub(in super::super) fn streaks(html: &mut Html, performance: &Performance) {
    let streaks = &performance.streaks;
    let row = |name: &str, runs: &Runs| {
        let longest = runs.longest.map(|run| run.length as f64);
        let amount = runs.longest.map_or(0.0, |run| run.amount);
        let largest = runs.largest.map_or(0.0, |run| run.amount);
        vec![
            Cell::text(name),
            Cell::Number(format::count(runs.count)),
            Cell::Number(or_none(runs.average_length, |length| format::grouped(length, 1))),
            Cell::Number(or_none(longest, |length| format::grouped(length, 0))),
            Cell::Signed(amount, format::signed(amount)),
            Cell::Signed(largest, format::signed(largest)),
        ]
    };
    html.card("single", "Streaks", "Wins and losses in a row.", |html| {
        let mut table = Table::new(&["", "Runs", "Average", "Longest", "made", "Largest made"]);
        table.row(row("Wins", &streaks.wins));
        table.row(row("Losses", &streaks.losses));
        table.put(html, "Streaks");
        let score = performance.meta_trader.z_score;
        let z = score.map(|score| {
            format!("{} ({} sure)", format::ratio(score.z), format::percent(score.confidence_prob))
        });
        let none = || format::NONE.to_owned();
        pairs(html, &[("Z-score of runs", z.unwrap_or_else(none))]);
    });
}

/// The deepest drawdowns.
pub(in super::super) fn drawdowns(html: &mut Html, account: &Account) {
    let initial = account.performance.returns.initial_balance;
    let values = account.curve.iter().map(|point| (point.time, point.equity));
    let deepest = Drawdowns::deepest_of(initial, values, DRAWDOWNS);
    if deepest.is_empty() {
        return;
    }
    let all = &account.performance.equity_drawdowns;
    let about = format!(
        "The deepest of {}; below the highest equity for {} of the time.",
        format::count(all.count),
        or_none(all.under_water_frac, format::percent)
    );
    html.card("wide", "Drawdowns", &about, |html| {
        let mut table =
            Table::new(&["From", "Lowest", "Recovered", "Length", "Amount", "Depth", ""]);
        let largest = deepest.first().and_then(|one| one.depth_frac).unwrap_or(0.0);
        for one in &deepest {
            let depth = one.depth_frac.unwrap_or(0.0);
            table.row(vec![
                Cell::text(format::day(one.from)),
                Cell::text(format::day(one.to)),
                Cell::text(one.recovered.map_or("not yet".to_owned(), format::day)),
                Cell::Number(format::span(one.length)),
                Cell::Signed(-one.depth, format::money(-one.depth)),
                Cell::Number(or_none(one.depth_frac, format::percent)),
                Cell::Bar(if largest > 0.0 { -depth / largest } else { 0.0 }),
            ]);
        }
        table.put(html, "Drawdowns");
    });
}

/// All that has no chart of its own.
pub(in super::super) fn figures(html: &mut Html, performance: &Performance) {
    let Performance { returns, trades, excursions, exposure, meta_trader, .. } = performance;
    let signed = |value| or_none(value, format::signed);
    let percent = |value| or_none(value, format::percent);
    let ratio = |value| or_none(value, format::ratio);
    let holding = meta_trader.holding;
    let held = |of: Option<crate::types::DurationNanos>| {
        of.map_or_else(|| format::NONE.to_owned(), format::span)
    };
    html.card("wide", "More figures", "", |html| {
        pairs(
            html,
            &[
                ("Deposit", format::money(returns.initial_balance)),
                ("Final equity", format::money(returns.final_equity)),
                ("Days", format::count(returns.days)),
                ("Days of a year", format::grouped(returns.annualisation.days_per_year, 0)),
                ("Volatility a year", percent(returns.volatility_ann_frac)),
                ("Best day", percent(returns.best_day_frac)),
                ("Worst day", percent(returns.worst_day_frac)),
                ("Gross profit", format::money(trades.gross_profit)),
                ("Gross loss", format::money(trades.gross_loss)),
                ("Average win", signed(trades.average_win)),
                ("Average loss", signed(trades.average_loss)),
                ("Largest win", signed(trades.largest_win)),
                ("Largest loss", signed(trades.largest_loss)),
                ("Expectancy in R", ratio(performance.trades_r.expectancy)),
                ("Edge ratio (MFE by MAE)", ratio(excursions.edge_ratio)),
                ("Kept of the best (MFE)", percent(excursions.captured_frac)),
                ("Shortest trade", held(holding.map(|holding| holding.min))),
                ("Average trade", held(holding.map(|holding| holding.mean))),
                ("Longest trade", held(holding.map(|holding| holding.max))),
                ("Turnover a year", ratio(exposure.turnover_ann)),
                ("LR correlation of the balance", ratio(meta_trader.balance_line.lr_correlation)),
                ("Profit and MFE correlate", ratio(meta_trader.correlations.profit_mfe)),
                ("Profit and MAE correlate", ratio(meta_trader.correlations.profit_mae)),
                ("Profit factor of deals", ratio(meta_trader.profit_factor)),
            ],
        );
    });
}
