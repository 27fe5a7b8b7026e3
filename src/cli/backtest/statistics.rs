//! What the statistics are computed from.

use hypertrader::backtest::{EquityAt, Trade};
use hypertrader::research::performance::{
    Backtest, EquityPoint, Excursion, Performance, TradeRecord,
};

use hypertrader::research::report::Account;

use super::run::{Outcome, Setup};
use crate::cli::prices::contract::Contract;

/// The account with all statistics, by the contract's days of a year.
pub(super) fn of(setup: &Setup, outcome: &Outcome) -> Result<Option<Account>, String> {
    if outcome.equity.is_empty() {
        return Ok(None);
    }
    let contract = &setup.contract;
    let trades: Vec<TradeRecord> =
        outcome.trades.iter().map(|trade| record(contract, trade)).collect();
    let curve: Vec<EquityPoint> = outcome.equity.iter().map(point).collect();
    let performance = Performance::new(&Backtest {
        trades: &trades,
        curve: &curve,
        initial_balance: outcome.ledger.deposit.to_f64(),
        annualisation: setup.contract.annualisation(),
    })
    .map_err(|error| error.to_string())?;
    Ok(Some(Account { performance, trades, curve }))
}

fn record(contract: &Contract, trade: &Trade) -> TradeRecord {
    TradeRecord {
        id: trade.id,
        symbol: contract.symbol.clone(),
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
        // In the profit currency, at the rate of the opening.
        notional: Some(
            trade.lots
                * contract.contract_size
                * trade.open_price
                * contract.rate_at(trade.open_price),
        ),
    }
}

fn point(at: &EquityAt) -> EquityPoint {
    EquityPoint {
        time: at.time,
        equity: at.equity_micros as f64 / 1e6,
        balance: at.balance_micros as f64 / 1e6,
    }
}
