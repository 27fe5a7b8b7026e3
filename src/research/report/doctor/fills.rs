//! Does the result live on prices that nobody would have got?

use super::{money, percent};
use crate::research::performance::TradeRecord;
use crate::research::report::facts::Account;
use crate::research::report::findings::{Evidence, Finding, Severity};
use crate::types::ExitReason;

/// Share of trades whose result depends on the order of prices inside a bar: one in twenty can
/// carry a usual edge.
const AMBIGUOUS_FRAC: f64 = 0.05;
/// Distance of the worst and the best order by the size of the net profit.
const BRACKET_FRAC: f64 = 0.25;
/// Loss of the price in initial risks beyond which a stop was jumped over. A tenth is for slippage.
const STOP_R: f64 = 1.1;
/// Share of stopped trades that were; occasional gaps are part of every market.
const STOPS_FRAC: f64 = 0.05;
/// Share of trades filled where nothing was traded: one in fifty is noise of quiet hours.
const STALE_FRAC: f64 = 0.02;
/// Share of the net profit that trades made which the end of the data closed.
const END_FRAC: f64 = 0.1;

pub(super) fn same_bar_sign(evidence: &Evidence, account: &Account) -> Option<Finding> {
    let brackets = evidence.brackets?;
    (account.net() > 0.0 && brackets.adverse <= 0.0).then(|| {
        Finding::new(
            Severity::Error,
            "same_bar_sign",
            format!(
                "The order of prices inside bars decides: {} at worst, {} at best.",
                money(brackets.adverse),
                money(brackets.favourable)
            ),
            "Test with ticks or with shorter bars, or with stops and targets farther apart.",
        )
    })
}

pub(super) fn same_bar_share(evidence: &Evidence, account: &Account) -> Option<Finding> {
    let brackets = evidence.brackets?;
    let share = evidence.ambiguous_trades as f64 / account.trades.len() as f64;
    let width = (brackets.favourable - brackets.adverse).abs();
    let is_wide = width > BRACKET_FRAC * account.net().abs();
    let is_decided = account.net() > 0.0 && brackets.adverse <= 0.0;
    (!is_decided && (share > AMBIGUOUS_FRAC || is_wide)).then(|| {
        Finding::new(
            Severity::Warning,
            "same_bar_share",
            format!(
                "{} of the trades depend on the order of prices inside bars; between the worst and \
                 the best order lie {}.",
                percent(share),
                money(width)
            ),
            "Test with ticks or with shorter bars.",
        )
    })
}

pub(super) fn beyond_stops(_: &Evidence, account: &Account) -> Option<Finding> {
    let stopped = account.trades.iter().filter(|trade| trade.exit_reason == ExitReason::Stop);
    let losses: Vec<f64> =
        stopped.filter_map(|trade| Some(-trade.profit / trade.initial_risk?)).collect();
    let beyond: Vec<f64> = losses.iter().copied().filter(|loss| *loss > STOP_R).collect();
    let share = beyond.len() as f64 / losses.len().max(1) as f64;
    let worst = beyond.iter().copied().fold(0.0, f64::max);
    (share > STOPS_FRAC).then(|| {
        Finding::new(
            Severity::Warning,
            "beyond_stops",
            format!(
                "{} of the stops were filled far beyond their price, the worst at {worst:.1} times \
                 the risk.",
                percent(share)
            ),
            "Prices jump: risk less a trade, or be out before closes, weekends and news.",
        )
    })
}

pub(super) fn stale(evidence: &Evidence, account: &Account) -> Option<Finding> {
    let stale = evidence.stale_trades.filter(|count| *count > 0)?;
    let share = stale as f64 / account.trades.len() as f64;
    Some(Finding::new(
        if share > STALE_FRAC { Severity::Warning } else { Severity::Note },
        "stale_fills",
        format!(
            "{stale} trades ({}) were filled in bars without volume or movement.",
            percent(share)
        ),
        "Nobody may have been there to trade with: leave out such hours, or test with ticks.",
    ))
}

pub(super) fn end_of_data(_: &Evidence, account: &Account) -> Option<Finding> {
    let ended: Vec<&TradeRecord> =
        account.trades.iter().filter(|trade| trade.exit_reason == ExitReason::EndOfData).collect();
    if ended.is_empty() {
        return None;
    }
    let made: f64 = ended.iter().map(|trade| trade.net()).sum();
    let is_much = made.abs() > END_FRAC * account.net().abs();
    Some(Finding::new(
        if is_much { Severity::Warning } else { Severity::Note },
        "end_of_data",
        format!("The end of the data closed {} trades, which made {}.", ended.len(), money(made)),
        "Their real exits are unknown.",
    ))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, sound};
    use super::*;
    use crate::research::report::facts::Brackets;

    #[test]
    fn brackets_that_disagree_weigh_most() {
        let codes = |adverse: f64, favourable: f64, ambiguous_trades| {
            let brackets = Some(Brackets { adverse, favourable });
            let evidence = Evidence { brackets, ambiguous_trades, ..evidence(sound(), 690) };
            let findings = evidence.examine();
            (
                found(&findings, "same_bar_sign").is_some(),
                found(&findings, "same_bar_share").is_some(),
            )
        };
        assert_eq!(codes(-1.0, 9_000.0, 300), (true, false));
        // A net profit of 5,440: a quarter is 1,360; a twentieth of 340 trades is 17.
        assert_eq!(codes(4_800.0, 6_100.0, 17), (false, false));
        assert_eq!(codes(4_700.0, 6_100.0, 17), (false, true));
        assert_eq!(codes(4_800.0, 6_100.0, 18), (false, true));
    }

    #[test]
    fn stops_that_were_jumped_over_are_counted() {
        let mut trades = sound();
        let losers = trades.iter_mut().filter(|trade| trade.profit < 0.0);
        for (index, trade) in losers.enumerate() {
            trade.exit_reason = ExitReason::Stop;
            if index % 10 == 0 {
                trade.profit = -100.0;
            }
        }
        let findings = evidence(trades, 690).examine();
        let text = &found(&findings, "beyond_stops").unwrap().text;
        assert!(text.contains("10.3 %") && text.contains("2.0 times"), "{text}");
    }

    #[test]
    fn fills_without_a_market_are_counted() {
        let weight = |stale_trades| {
            let evidence = Evidence { stale_trades, ..evidence(sound(), 690) };
            found(&evidence.examine(), "stale_fills").map(|finding| finding.severity)
        };
        assert_eq!((weight(None), weight(Some(0))), (None, None));
        // A fiftieth of 340 trades is 6.8.
        assert_eq!(weight(Some(6)), Some(Severity::Note));
        assert_eq!(weight(Some(7)), Some(Severity::Warning));
    }

    #[test]
    fn trades_that_the_end_closed_are_named() {
        let mut trades = sound();
        trades[339].exit_reason = ExitReason::EndOfData;
        let findings = evidence(trades.clone(), 690).examine();
        assert_eq!(found(&findings, "end_of_data").unwrap().severity, Severity::Note);
        trades[339].profit = 1_000.0;
        let findings = evidence(trades, 690).examine();
        assert_eq!(found(&findings, "end_of_data").unwrap().severity, Severity::Warning);
    }
}
