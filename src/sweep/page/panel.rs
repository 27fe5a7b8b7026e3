//! Luck or skill as a page shows it, and the same at other costs.

use super::account::judged;
use crate::backtest::{BarTape, TapeBar};
use crate::research::overfitting::{LossLimits, MonteCarlo};
use crate::research::report::{Account, CostStress, OverfittingPanel};
use crate::sweep::{Lines, Market, Point, Sweep, SweepError, luck_of};

/// Costs at which what is recommended runs once more.
const STRESSES: [&str; 4] =
    ["spread x 1.5", "spread x 2", "commission x 2", "2 points more slippage"];

impl Sweep<'_> {
    /// The tests over some lines.
    pub(super) fn panel(
        &self,
        lines: &Lines<'_>,
        earlier: &[f64],
        rows_per_year: f64,
    ) -> Result<OverfittingPanel, SweepError> {
        let rows = self.calendar.rows();
        let luck = luck_of(lines, self.plan, rows, earlier, self.threads)?;
        Ok(OverfittingPanel {
            deflated: luck.deflated.ok(),
            periods_per_year: rows_per_year,
            backtest_overfitting: luck.overfitting.ok(),
            superior: luck.superior.and_then(Result::ok),
            ..OverfittingPanel::default()
        })
    }

    /// Other orders of the days of an account, against the limits of its configuration.
    pub(super) fn other_paths(&self, market: &Market, account: &Account) -> Option<MonteCarlo> {
        let limits = LossLimits::from(&market.engine.risk.limits);
        account.other_paths(limits, u64::from(self.plan.seed), self.threads)
    }

    /// A combination at higher costs.
    pub(super) fn cost_stress(
        &self,
        market: &Market,
        point: &Point,
    ) -> Result<Vec<CostStress>, SweepError> {
        let mut stresses = Vec::new();
        for label in STRESSES {
            let Some(dearer) = dearer(market, label) else { continue };
            let Some(account) = self.run_again(&dearer, point)? else { continue };
            let Some(Account { performance, .. }) = judged(&dearer, &account) else { continue };
            stresses.push(CostStress {
                label: label.to_owned(),
                net_profit: performance.trades.net,
                profit_factor: performance.trades.profit_factor,
                sharpe_ann: performance.returns.sharpe_ann,
            });
        }
        Ok(stresses)
    }
}

/// The market at the costs of a label of [`STRESSES`]; `None` where that changes nothing.
fn dearer(market: &Market, label: &str) -> Option<Market> {
    let mut dearer = market.clone();
    match label {
        "spread x 1.5" => dearer.tape = wider(market, 1.5)?,
        "spread x 2" => dearer.tape = wider(market, 2.0)?,
        "commission x 2" if market.broker.costs.commission_per_lot > 0.0 => {
            dearer.broker.costs.commission_per_lot *= 2.0;
        }
        "2 points more slippage" => dearer.broker.costs.slippage_points += 2,
        _ => return None,
    }
    Some(dearer)
}

fn wider(market: &Market, factor: f64) -> Option<BarTape> {
    let widen = |at: &TapeBar| TapeBar { spread: at.spread * factor, ..*at };
    let bars: Vec<TapeBar> = market.tape.bars().iter().map(widen).collect();
    market.tape.with_bars(bars, &mut market.clock.clone()).ok()
}
