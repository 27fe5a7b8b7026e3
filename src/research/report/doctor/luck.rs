//! Are there enough trades, and is it more than luck?

use super::{money, percent};
use crate::research::overfitting::SharpeEstimate;
use crate::research::report::facts::Account;
use crate::research::report::findings::{Evidence, Finding, Severity};

/// Below, the share of winners is known to no better than 9 percentage points (one standard error
/// at a half: `0.5 / sqrt 30`).
const TRADES_ERROR: u64 = 30;
/// Below, to no better than 5 points.
const TRADES_WARNING: u64 = 100;
/// Confidence that a Sharpe ratio is above 0, the usual 1 in 20 of being fooled.
const SHARPE_PROB: f64 = 0.95;
/// Annual Sharpe ratios beyond are hardly ever real for a strategy of bars; more often prices of
/// the future, or fills that nobody gets.
const SHARPE_MAX: f64 = 5.0;
/// The same for gains by losses.
const PROFIT_FACTOR_MAX: f64 = 4.0;

pub(super) fn loses(_: &Evidence, account: &Account) -> Option<Finding> {
    let net = account.net();
    (net <= 0.0).then(|| {
        Finding::new(
            Severity::Error,
            "loses",
            format!("It lost {} after costs.", money(-net)),
            "There is nothing to trade here; other parameters need a test of their own.",
        )
    })
}

pub(super) fn few_trades(_: &Evidence, account: &Account) -> Option<Finding> {
    let trades = account.performance.trades.trades;
    let severity = if trades < TRADES_ERROR { Severity::Error } else { Severity::Warning };
    (trades < TRADES_WARNING).then(|| {
        Finding::new(
            severity,
            "few_trades",
            format!("There were only {trades} trades."),
            format!(
                "Test longer or more symbols: {TRADES_WARNING} trades are the least to judge by."
            ),
        )
    })
}

pub(super) fn insignificant(_: &Evidence, account: &Account) -> Option<Finding> {
    let prob = SharpeEstimate::of(&account.daily_returns()?).ok()?.probabilistic(0.0).ok()?;
    // A loss is said to be one elsewhere.
    (account.net() > 0.0 && prob < SHARPE_PROB).then(|| {
        Finding::new(
            Severity::Warning,
            "insignificant",
            format!(
                "The Sharpe ratio is above 0 with a probability of {} only: luck is not excluded.",
                percent(prob)
            ),
            format!("Test longer: {} is the usual demand.", percent(SHARPE_PROB)),
        )
    })
}

pub(super) fn too_good(_: &Evidence, account: &Account) -> Option<Finding> {
    let performance = &account.performance;
    let sharpe = performance.returns.sharpe_ann.filter(|sharpe| *sharpe > SHARPE_MAX);
    let enough = performance.trades.trades >= TRADES_ERROR;
    let factor = performance.trades.profit_factor;
    let factor = factor.filter(|factor| enough && *factor > PROFIT_FACTOR_MAX);
    let what = match (sharpe, factor) {
        (Some(sharpe), _) => format!("A Sharpe ratio of {sharpe:.1}"),
        (None, Some(factor)) => format!("A profit factor of {factor:.1}"),
        (None, None) => return None,
    };
    Some(Finding::new(
        Severity::Warning,
        "too_good",
        format!("{what} is too good to be true."),
        "Look for prices of the future, for missing costs, and for fills that nobody gets.",
    ))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, sound, trade};
    use super::*;

    #[test]
    fn a_sound_record_raises_no_doubt() {
        let findings = evidence(sound(), 690).examine();
        assert!(findings.iter().all(|one| one.severity == Severity::Note), "{findings:#?}");
    }

    #[test]
    fn few_trades_weigh_by_their_number() {
        for (count, severity) in
            [(29, Some(Severity::Error)), (99, Some(Severity::Warning)), (100, None)]
        {
            let findings = evidence(sound()[..count].to_vec(), 690).examine();
            assert_eq!(found(&findings, "few_trades").map(|one| one.severity), severity);
        }
        let none = evidence(Vec::new(), 10).examine();
        assert_eq!((none[0].code, none[0].severity), ("no_trades", Severity::Error));
        assert_eq!(Evidence::default().examine()[0].code, "nothing_tested");
    }

    #[test]
    fn losses_luck_and_miracles_are_named() {
        let losing = (0..120).map(|index| trade(index, -10.0)).collect();
        let findings = evidence(losing, 130).examine();
        assert!(found(&findings, "loses").unwrap().text.contains("1,200.00"), "{findings:#?}");
        // 61 wins and 60 losses of the same size.
        let even = |index: i64| trade(index, if index % 2 == 0 { 50.0 } else { -50.0 });
        let findings = evidence((0..121).map(even).collect(), 130).examine();
        assert!(found(&findings, "insignificant").is_some(), "{findings:#?}");
        let always = |index: i64| trade(index, 50.0 + (index % 3) as f64);
        let findings = evidence((0..121).map(always).collect(), 130).examine();
        assert!(found(&findings, "too_good").is_some(), "{findings:#?}");
        assert!(found(&findings, "insignificant").is_none(), "{findings:#?}");
    }
}
