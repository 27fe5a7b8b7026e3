//! How far was the account from ruin?

use super::percent;
use crate::research::performance::TradeRecord;
use crate::research::report::draw::format;
use crate::research::report::facts::Account;
use crate::research::report::findings::{Evidence, Finding, Severity};
use crate::types::ExitReason;

/// Depths of a drawdown: few people keep trading beyond a third; a half has to be doubled to come
/// back.
const DEPTH_WARNING: f64 = 1.0 / 3.0;
const DEPTH_ERROR: f64 = 0.5;
/// Share of the test that one drawdown may take.
const LENGTH_FRAC: f64 = 0.5;
/// Margin by balance: at a half, a loss of half the account ends the position by itself.
const MARGIN_FRAC: f64 = 0.5;

pub(super) fn stopped_out(_: &Evidence, account: &Account) -> Option<Finding> {
    let is_stop_out = |trade: &&TradeRecord| trade.exit_reason == ExitReason::StopOut;
    let count = account.trades.iter().filter(is_stop_out).count();
    (count > 0).then(|| {
        Finding::new(
            Severity::Error,
            "stopped_out",
            format!("The broker closed {count} trades for want of margin."),
            "Trade smaller: a live account would not have survived this.",
        )
    })
}

pub(super) fn deep(_: &Evidence, account: &Account) -> Option<Finding> {
    let depth = account.performance.equity_drawdowns.deepest?.depth_frac?;
    let severity = match depth {
        DEPTH_ERROR.. => Severity::Error,
        DEPTH_WARNING.. => Severity::Warning,
        _ => return None,
    };
    Some(Finding::new(
        severity,
        "deep_drawdown",
        format!("The equity fell {} below its highest.", percent(depth)),
        "Risk less a trade: the drawdown shrinks with it, and the next one may be deeper.",
    ))
}

pub(super) fn long(_: &Evidence, account: &Account) -> Option<Finding> {
    let longest = account.performance.equity_drawdowns.longest?;
    let (first, last) = (account.curve.first()?.time, account.curve.last()?.time);
    let share = longest.length.0 as f64 / last.since(first).0.max(1) as f64;
    (share > LENGTH_FRAC && account.net() > 0.0).then(|| {
        let ended = longest.recovered.map_or("and has not ended", |_| "before it was made up for");
        Finding::new(
            Severity::Warning,
            "long_drawdown",
            format!(
                "One drawdown lasted {}, {} of the test, {ended}.",
                format::span(longest.length),
                percent(share)
            ),
            "Most of the time nothing was earned; test whether the edge is still there.",
        )
    })
}

/// The notional of a position by leverage is its margin; balances are those of the curve.
pub(super) fn margin(evidence: &Evidence, account: &Account) -> Option<Finding> {
    let leverage = evidence.leverage.filter(|leverage| *leverage > 0.0)?;
    let balance_at = |trade: &TradeRecord| {
        let after = account.curve.partition_point(|point| point.time <= trade.open_time);
        let before = after.checked_sub(1).and_then(|index| account.curve.get(index));
        before.map_or(account.performance.returns.initial_balance, |point| point.balance)
    };
    let used = account.trades.iter().filter_map(|trade| {
        let balance = balance_at(trade);
        (balance > 0.0).then_some(trade.notional? / leverage / balance)
    });
    let most = used.fold(0.0, f64::max);
    (most > MARGIN_FRAC).then(|| {
        Finding::new(
            Severity::Warning,
            "margin",
            format!("One position took {} of the balance as margin.", percent(most)),
            "Trade smaller, or lower the limit of margin in the risk settings.",
        )
    })
}

pub(super) fn no_stops(_: &Evidence, account: &Account) -> Option<Finding> {
    let without = account.trades.iter().filter(|trade| trade.initial_risk.is_none()).count();
    (without > 0).then(|| {
        Finding::new(
            Severity::Warning,
            "no_stops",
            format!("{without} trades had no stop loss."),
            "What one of them can lose is not limited, and the worst is not in the data yet.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, sound, trade};
    use super::*;

    fn with(change: impl Fn(&mut Vec<TradeRecord>)) -> Vec<Finding> {
        let mut trades = sound();
        change(&mut trades);
        Evidence { leverage: Some(30.0), ..evidence(trades, 690) }.examine()
    }

    #[test]
    fn drawdowns_weigh_by_their_depth_and_length() {
        let depth = |loss: f64| {
            let findings = with(|trades| trades[5] = trade(10, loss));
            found(&findings, "deep_drawdown").map(|finding| finding.severity)
        };
        assert_eq!(depth(-3_000.0), None);
        assert_eq!(depth(-3_700.0), Some(Severity::Warning));
        assert_eq!(depth(-5_300.0), Some(Severity::Error));
        // 5,440 and two more of about 2,300: below the first highest for most of the test.
        let findings = with(|trades| trades[5] = trade(10, -3_000.0));
        let text = &found(&findings, "long_drawdown").unwrap().text;
        assert!(text.contains("before it was made up for"), "{text}");
    }

    #[test]
    fn margin_and_missing_stops_are_seen() {
        let findings = with(|trades| trades[0].notional = Some(10_000.0 * 30.0 * 0.51));
        assert!(found(&findings, "margin").unwrap().text.contains("51.0 %"));
        let findings = with(|trades| trades[0].notional = Some(10_000.0 * 30.0 * 0.49));
        assert!(found(&findings, "margin").is_none());
        let findings = with(|trades| trades[7].initial_risk = None);
        assert!(found(&findings, "no_stops").unwrap().text.starts_with("1 trades"));
        let findings = with(|trades| trades[7].exit_reason = ExitReason::StopOut);
        assert_eq!(found(&findings, "stopped_out").unwrap().severity, Severity::Error);
    }
}
