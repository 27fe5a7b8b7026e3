//! What the statistics are computed from.

use hypertrader::backtest::Trade;
use hypertrader::research::performance::{Backtest, EquityPoint, Performance, TradeRecord};
use hypertrader::research::report::Account;
use hypertrader::sweep::{equity_point, trade_record};

use super::run::{Outcome, Setup};

/// The account with all statistics, by the contract's days of a year.
pub(super) fn of(setup: &Setup, outcome: &Outcome) -> Result<Option<Account>, String> {
    if outcome.equity.is_empty() {
        return Ok(None);
    }
    let contract = &setup.contract;
    let record = |trade: &Trade| {
        let unit_value = contract.contract_size * contract.rate_at(trade.open_price);
        trade_record(&contract.symbol, trade, unit_value)
    };
    let trades: Vec<TradeRecord> = outcome.trades.iter().map(record).collect();
    let curve: Vec<EquityPoint> = outcome.equity.iter().map(equity_point).collect();
    let performance = Performance::new(&Backtest {
        trades: &trades,
        curve: &curve,
        initial_balance: outcome.ledger.deposit.to_f64(),
        annualisation: contract.annualisation(),
    })
    .map_err(|error| error.to_string())?;
    Ok(Some(Account { performance, trades, curve }))
}
