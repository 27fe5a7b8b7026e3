//! Does the profit live on a few trades or months?

use std::collections::BTreeMap;

use super::{money, percent};
use crate::research::performance::{TradeRecord, calendar};
use crate::research::report::facts::Account;
use crate::research::report::findings::{Evidence, Finding, Severity};

/// Share of the net profit of one trade: at a half, the rest of the test made less than a moment.
const ONE_TRADE_FRAC: f64 = 0.5;
/// Share of the trades that are taken away to see what is left. Trends live on their tails; who
/// trades them must not miss one trade in twenty.
const OUTLIERS_FRAC: f64 = 0.05;
/// Fewer trades have no tail: one trade would be more than the share above.
const OUTLIERS_TRADES_MIN: usize = 20;
/// Fewer months say nothing about months.
const MONTHS_MIN: usize = 6;
/// Share of the months that may carry the whole profit: less than one in six is an episode.
const MONTHS_FRAC: f64 = 1.0 / 6.0;

pub(super) fn one_trade(_: &Evidence, account: &Account) -> Option<Finding> {
    let (net, largest) = (account.net(), account.performance.trades.largest_win?);
    let share = largest / net;
    (net > 0.0 && share >= ONE_TRADE_FRAC && account.trades.len() > 1).then(|| {
        let severity = if share >= 1.0 { Severity::Error } else { Severity::Warning };
        Finding::new(
            severity,
            "one_trade",
            format!("One trade made {} of the net profit.", percent(share)),
            "Look at that trade; without it the test is another one.",
        )
    })
}

pub(super) fn outliers(_: &Evidence, account: &Account) -> Option<Finding> {
    let net = account.net();
    if net <= 0.0 || account.trades.len() < OUTLIERS_TRADES_MIN {
        return None;
    }
    let mut nets: Vec<f64> = account.trades.iter().map(TradeRecord::net).collect();
    nets.sort_unstable_by(|a, b| b.total_cmp(a));
    let count = (nets.len() as f64 * OUTLIERS_FRAC).round().max(1.0) as usize;
    let rest: f64 = nets[count..].iter().sum();
    (rest <= 0.0).then(|| {
        Finding::new(
            Severity::Warning,
            "outliers",
            format!("Without its {count} best trades it lost {}.", money(-rest)),
            "Every one of them has to be caught: no filter, no pause, no missed fill.",
        )
    })
}

pub(super) fn months(_: &Evidence, account: &Account) -> Option<Finding> {
    let net = account.net();
    let mut months: BTreeMap<i64, f64> = BTreeMap::new();
    for trade in &account.trades {
        *months.entry(calendar::month(trade.close_time)).or_default() += trade.net();
    }
    let tested = account.performance.years.iter().flat_map(|year| year.months.iter().flatten());
    let tested = tested.count();
    if net <= 0.0 || tested < MONTHS_MIN {
        return None;
    }
    let mut made: Vec<f64> = months.into_values().collect();
    made.sort_unstable_by(|a, b| b.total_cmp(a));
    let most = (tested as f64 * MONTHS_FRAC) as usize;
    let mut sum = 0.0;
    let needed = made.iter().take_while(|month| {
        let is_short = sum < net;
        sum += **month;
        is_short
    });
    let needed = needed.count();
    (needed <= most).then(|| {
        Finding::new(
            Severity::Warning,
            "few_months",
            format!("{needed} of {tested} months made the whole net profit."),
            "Look at what those months had in common; the rest together made nothing.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, sound, trade};
    use super::*;

    #[test]
    fn one_trade_is_measured_by_what_all_made() {
        // 1,440 of 340 trades; with one of 1,500 it is 51 %, with one of 1,400 49 %.
        let net: f64 = sound().iter().map(TradeRecord::net).sum();
        assert_eq!(net, 204.0 * 60.0 - 136.0 * 50.0);
        let with = |extra: f64| {
            let mut trades = sound();
            trades.push(trade(681, extra));
            found(&evidence(trades, 690).examine(), "one_trade").map(|one| one.severity)
        };
        assert_eq!(with(net * 0.98), None);
        assert_eq!(with(net * 1.02), Some(Severity::Warning));
        let mut trades = sound()[..40].to_vec();
        trades.extend((40..80).map(|day| trade(day * 2, -20.0)));
        trades.push(trade(680, 1_000.0));
        let findings = evidence(trades, 690).examine();
        assert_eq!(found(&findings, "one_trade").unwrap().severity, Severity::Error);
    }

    #[test]
    fn the_best_twentieth_is_taken_away() {
        // 38 losses of 10 and 2 wins of 300: all of the profit, and more, is in two trades.
        let profit = |index: i64| if index % 20 == 0 { 300.0 } else { -10.0 };
        let trades = (0..40).map(|index| trade(index, profit(index))).collect();
        let findings = evidence(trades, 60).examine();
        let text = &found(&findings, "outliers").unwrap().text;
        assert!(text.contains("its 2 best trades it lost 380.00"), "{text}");
    }

    #[test]
    fn a_profit_of_two_months_in_a_year_is_an_episode() {
        let profit = |day: i64| if (60..100).contains(&day) { 50.0 } else { -1.0 };
        let trades = (0..360).map(|day| trade(day, profit(day))).collect();
        let findings = evidence(trades, 360).examine();
        let text = &found(&findings, "few_months").unwrap().text;
        assert!(text.starts_with("2 of 12 months"), "{text}");
    }
}
