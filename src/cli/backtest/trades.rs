//! The file of closed trades.

use std::io::Write;
use std::path::Path;

use hypertrader::backtest::Trade;
use hypertrader::store::AtomicFile;
use hypertrader::types::Side;

use crate::cli::prices::contract::Contract;

const HEADER: &str = "id,symbol,side,lots,open_time,open_price,close_time,close_price,commission,\
                      swap,profit,exit_reason";

/// Writes trades as CSV, whole or not at all. Times are UTC, amounts in the account currency.
pub(super) fn write(path: &Path, contract: &Contract, trades: &[Trade]) -> Result<(), String> {
    let mut file = AtomicFile::create(path).map_err(|error| error.to_string())?;
    let mut line = |text: String| {
        writeln!(file, "{text}").map_err(|error| format!("{}: {error}", path.display()))
    };
    line(HEADER.to_owned())?;
    let digits = contract.digits as usize;
    for trade in trades {
        let side = if trade.side == Side::Buy { "buy" } else { "sell" };
        line(format!(
            "{},{},{side},{},{},{:.digits$},{},{:.digits$},{},{},{},{}",
            trade.id,
            contract.symbol,
            trade.lots,
            trade.open_time,
            trade.open_price,
            trade.close_time,
            trade.close_price,
            trade.commission.to_f64(),
            trade.swap.to_f64(),
            trade.profit.to_f64(),
            trade.reason.name(),
        ))?;
    }
    file.finish().map_err(|error| error.to_string())
}
