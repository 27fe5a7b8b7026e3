//! The table of decisions that `--decisions` writes.

use std::io::Write;
use std::path::Path;

use hypertrader::ffi::abi::{
    HT_ACTION_CLOSE, HT_ACTION_MODIFY, HT_ACTION_OPEN, HT_ACTION_REFUSED, HT_SIDE_BUY,
    HT_SIDE_SELL, HtDecision,
};
use hypertrader::store::{AtomicFile, WrittenNanos};

use super::drive::refusal_name;

const HEADER: &str = "id,time,bar_time,action,side,lots,price,stop_loss,take_profit,\
                      confidence_frac,risk_money,position_ticket,refusal,refusal_actual,\
                      refusal_limit,attempt";

/// A CSV file that appears when it is finished. Times are the server's clock.
#[derive(Debug)]
pub(super) struct DecisionTable {
    file: AtomicFile,
}

impl DecisionTable {
    pub(super) fn create(path: &Path) -> Result<Self, String> {
        let mut file = AtomicFile::create(path).map_err(|error| error.to_string())?;
        writeln!(file, "{HEADER}").map_err(|error| file.failed(&error).to_string())?;
        Ok(Self { file })
    }

    pub(super) fn write(&mut self, decision: &HtDecision) -> Result<(), String> {
        let action = match decision.action {
            HT_ACTION_OPEN => "open",
            HT_ACTION_CLOSE => "close",
            HT_ACTION_MODIFY => "modify",
            HT_ACTION_REFUSED => "refused",
            _ => "unknown",
        };
        let side = match decision.side {
            HT_SIDE_BUY => "buy",
            HT_SIDE_SELL => "sell",
            _ => "none",
        };
        let refusal = match decision.refusal_code {
            0 => String::new(),
            code => refusal_name(code),
        };
        let written = writeln!(
            self.file,
            "{},{},{},{action},{side},{},{},{},{},{},{},{},{refusal},{},{},{}",
            decision.id,
            WrittenNanos(decision.time_msc * 1_000_000),
            WrittenNanos(decision.bar_time_s * 1_000_000_000),
            decision.lots,
            decision.price,
            decision.stop_loss,
            decision.take_profit,
            decision.confidence_frac,
            decision.risk_money,
            decision.position_ticket,
            decision.refusal_actual,
            decision.refusal_limit,
            decision.attempt,
        );
        written.map_err(|error| self.file.failed(&error).to_string())
    }

    pub(super) fn finish(self) -> Result<(), String> {
        self.file.finish().map_err(|error| error.to_string())
    }
}
