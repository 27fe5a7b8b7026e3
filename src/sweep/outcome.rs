//! What a simulation leaves behind, as the statistics take it.

use crate::backtest::{EquityAt, Trade};
use crate::research::performance::{EquityPoint, Excursion, TradeRecord};

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

/// A point of the equity curve as the statistics take it.
#[must_use]
pub fn equity_point(at: &EquityAt) -> EquityPoint {
    EquityPoint {
        time: at.time,
        equity: at.equity_micros as f64 / 1e6,
        balance: at.balance_micros as f64 / 1e6,
    }
}
