//! What is recommended, run once more for its trades.

use std::collections::BTreeSet;

use crate::backtest::{EquityAt, Trade};
use crate::research::performance::{Backtest, EquityPoint, Excursion, Performance, TradeRecord};
use crate::research::report;
use crate::sweep::{
    Account, Columns, Market, Point, Sweep, SweepError, TrialError, columns_of_settings, run_trial,
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

/// A trade as the statistics take it. `unit_value`: what a price difference of 1 is worth for one
/// lot, in the account currency.
#[must_use]
pub fn trade_record(symbol: &str, trade: &Trade, unit_value: f64) -> TradeRecord {
    TradeRecord {
        id: trade.id,
        symbol: symbol.to_owned(),
        side: trade.side,
        lots: trade.lots,
        open_time: trade.open_time,
        open_price: trade.open_price,
        close_time: trade.close_time,
        close_price: trade.close_price,
        commission: trade.commission.to_f64(),
        entry_commission: trade.entry_commission.to_f64(),
        swap: trade.swap.to_f64(),
        profit: trade.profit.to_f64(),
        exit_reason: trade.reason,
        excursion: Some(Excursion { mae: trade.adverse, mfe: trade.favourable }),
        initial_risk: trade.initial_risk,
        spread_cost: None,
        notional: Some(trade.lots * trade.open_price * unit_value),
    }
}

fn point(at: &EquityAt) -> EquityPoint {
    EquityPoint {
        time: at.time,
        equity: at.equity_micros as f64 / 1e6,
        balance: at.balance_micros as f64 / 1e6,
    }
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
    let curve: Vec<EquityPoint> = account.equity.iter().map(point).collect();
    let performance = Performance::new(&Backtest {
        trades: &trades,
        curve: &curve,
        initial_balance: market.broker.account.balance,
        annualisation: market.annualisation,
    });
    Some(report::Account { performance: performance.ok()?, trades, curve })
}
