//! The walk forward as a page shows it.

use std::collections::BTreeSet;

use crate::research::overfitting::{Choice, ChoiceStability, choice_stability, efficiency};
use crate::research::performance::{Backtest, EquityPoint, Performance};
use crate::research::report::{
    Account, ParameterStability, ParameterValue, WalkForwardSection, WindowRow,
};
use crate::sweep::{Lines, Market, Sweep, SweepError, Walk, walk};
use crate::types::UnixNanos;

/// `None` with too few rows. `markets`: those of the lines.
pub(super) fn of(
    sweep: &Sweep<'_>,
    markets: &[Market],
    lines: &Lines<'_>,
) -> Result<Option<WalkForwardSection>, SweepError> {
    let Ok(walk) = walk(lines, sweep.plan, sweep.calendar.rows())? else { return Ok(None) };
    let rows_per_year = sweep.rows_per_year(&sweep.markets[0]);
    let mut windows = windows(sweep, lines, &walk);
    let trades = trades(sweep, markets, lines, &walk)?;
    windows.iter_mut().zip(trades).for_each(|(window, count)| window.out_of_sample_trades = count);
    Ok(Some(WalkForwardSection {
        windows,
        out_of_sample: stitched(sweep, &walk),
        efficiency: efficiency(&walk.results(), rows_per_year).ok(),
        stability: stability(sweep, lines, &walk),
    }))
}

fn windows(sweep: &Sweep<'_>, lines: &Lines<'_>, walk: &Walk) -> Vec<WindowRow> {
    // Rows begin on the server's clock; the page shows dates.
    let time = |row: usize| UnixNanos::from_seconds(sweep.calendar.begin_s(row));
    let deposit = sweep.markets[0].broker.account.balance;
    let names: Vec<&String> = sweep.space.axes().iter().map(|axis| &axis.path).collect();
    let row = |step: &crate::sweep::Step| {
        let texts = step.chosen.map(|line| sweep.space.texts(&lines.lines()[line].point));
        let values = texts.unwrap_or_default();
        let parameters = names
            .iter()
            .zip(values)
            .map(|(name, value)| ParameterValue { name: (*name).clone(), value })
            .collect();
        let window = &step.window;
        WindowRow {
            train_from: time(window.in_sample.start),
            train_to: time(window.in_sample.end),
            test_from: time(window.out_of_sample.start),
            test_to: time(window.out_of_sample.end),
            parameters,
            in_sample_score: step.chosen.map(|_| step.in_sample_score),
            out_of_sample_score: step.chosen.map(|_| step.out_of_sample_score(sweep.plan.score)),
            out_of_sample_net: step.returns.iter().sum::<f64>() * deposit,
            out_of_sample_trades: 0,
        }
    };
    walk.steps.iter().map(row).collect()
}

/// Trades that were closed after each sample, by the combination that was chosen in it: the record
/// holds none, so it is run once more.
fn trades(
    sweep: &Sweep<'_>,
    markets: &[Market],
    lines: &Lines<'_>,
    walk: &Walk,
) -> Result<Vec<u64>, SweepError> {
    let mut counts = vec![0; walk.steps.len()];
    let chosen: BTreeSet<usize> = walk.steps.iter().filter_map(|step| step.chosen).collect();
    for line in chosen {
        for market in markets {
            let Some(account) = sweep.run_again(market, &lines.lines()[line].point)? else {
                continue;
            };
            let steps = walk.steps.iter().zip(&mut counts);
            for (step, count) in steps.filter(|(step, _)| step.chosen == Some(line)) {
                let rows = &step.window.out_of_sample;
                let span = sweep.calendar.begin_s(rows.start)..sweep.calendar.begin_s(rows.end);
                let closed = account.trades.iter().map(|it| it.close_time);
                let inside = closed.filter(|at| span.contains(&market.clock.server_seconds(*at)));
                *count += inside.count() as u64;
            }
        }
    }
    Ok(counts)
}

/// The stretches after the samples as one account that begins with the deposit.
fn stitched(sweep: &Sweep<'_>, walk: &Walk) -> Option<Account> {
    let market = sweep.markets.first()?;
    let mut equity = market.broker.account.balance;
    let mut curve = Vec::new();
    for step in &walk.steps {
        for (row, value) in step.window.out_of_sample.clone().zip(&step.returns) {
            equity *= 1.0 + value;
            // A row's return is known when the next one begins.
            let time = UnixNanos::from_seconds(sweep.calendar.begin_s(row + 1) - 1);
            curve.push(EquityPoint { time, equity, balance: equity });
        }
    }
    let performance = Performance::new(&Backtest {
        trades: &[],
        curve: &curve,
        initial_balance: market.broker.account.balance,
        annualisation: market.annualisation,
    });
    Some(Account { performance: performance.ok()?, trades: Vec::new(), curve })
}

fn stability(sweep: &Sweep<'_>, lines: &Lines<'_>, walk: &Walk) -> Vec<ParameterStability> {
    let chosen: Vec<&Vec<usize>> =
        walk.steps.iter().filter_map(|step| Some(&lines.lines()[step.chosen?].point)).collect();
    let of_axis = |(index, axis): (usize, &crate::sweep::Axis)| {
        let values: Vec<usize> = chosen.iter().map(|point| point[index]).collect();
        let found = choice_stability(&values, axis.values.len()).ok()?;
        let choice =
            |it: &Choice<usize>| Choice { value: axis.text(it.value), share_frac: it.share_frac };
        Some(ParameterStability {
            name: axis.path.clone(),
            stability: ChoiceStability {
                choices: found.choices.iter().map(choice).collect(),
                kept_frac: found.kept_frac,
                stability_frac: found.stability_frac,
            },
        })
    };
    sweep.space.axes().iter().enumerate().filter_map(of_axis).collect()
}
