//! What is recommended, run once more for its trades.

use std::collections::BTreeSet;

use crate::backtest::Trade;
use crate::research::performance::{Backtest, EquityPoint, Performance, TradeRecord};
use crate::research::report;
use crate::sweep::{
    Account, Columns, Market, Point, Sweep, SweepError, TrialError, columns_of_settings,
    equity_point, run_trial, trade_record,
};
use crate::types::SymbolSpec;

/// A combination that is recommended.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// Number of its line in the record.
    pub line: usize,
    /// Its place in the space.
    pub point: Point,
    /// Its score.
    pub score: f64,
    /// What was recommended it for: `the best neighbourhood` or `the best score`.
    pub reason: &'static str,
}

impl Sweep<'_> {
    /// Runs one combination once more, on a market that may differ from the one of the sweep.
    pub(super) fn run_again(
        &self,
        market: &Market,
        at: &Point,
    ) -> Result<Option<Account>, SweepError> {
        let settings = self.space.settings(&market.engine, at);
        let names: BTreeSet<String> =
            columns_of_settings(&settings).unwrap_or_default().into_iter().collect();
        let mut columns = Columns::new(market);
        columns.provide(&names, self.threads)?;
        match run_trial(market, &settings, &columns) {
            Ok(account) => Ok(Some(account)),
            Err(TrialError::Impossible(_) | TrialError::Simulation(_)) => Ok(None),
        }
    }
}

/// The account with its statistics; `None` where it has none.
pub(super) fn judged(market: &Market, account: &Account) -> Option<report::Account> {
    let unit_value = |spec: &SymbolSpec, price: f64| spec.contract_size * market.rate.at(price);
    let record = |trade: &Trade| {
        trade_record(market.symbol(), trade, unit_value(&market.spec, trade.open_price))
    };
    let trades: Vec<TradeRecord> = account.trades.iter().map(record).collect();
    let curve: Vec<EquityPoint> = account.equity.iter().map(equity_point).collect();
    let performance = Performance::new(&Backtest {
        trades: &trades,
        curve: &curve,
        initial_balance: market.broker.account.balance,
        annualisation: market.annualisation,
    });
    Some(report::Account { performance: performance.ok()?, trades, curve })
}
