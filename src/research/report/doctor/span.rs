//! Is the data long, whole and varied enough?

use super::percent;
use crate::research::report::draw::format;
use crate::research::report::facts::Account;
use crate::research::report::findings::{DataQuality, Evidence, Finding, Severity};
use crate::types::{DurationNanos, Side};

/// Years of a test: below one no season is seen twice, and figures of a year are extrapolated.
const YEARS_MIN: f64 = 1.0;
/// Share of missing bars above which indicators are another thing than in the live market.
const MISSING_FRAC: f64 = 0.01;

/// Longest gap that a weekend with a holiday on each side explains.
const GAP_S: i64 = 4 * 86_400;

/// Only buys in a market that rose, or only sells in one that fell.
pub(super) fn one_sided(evidence: &Evidence, account: &Account) -> Option<Finding> {
    let moved = evidence.market?.return_frac()?;
    let side = account.trades.first()?.side;
    let is_one_sided = account.trades.iter().all(|trade| trade.side == side);
    let went_along = side.sign() * moved > 0.0;
    let made = account.performance.returns.total_frac;
    let (trades, market) = match side {
        Side::Buy => ("bought", "rose"),
        Side::Sell => ("sold", "fell"),
    };
    (is_one_sided && went_along && account.net() > 0.0).then(|| {
        Finding::new(
            Severity::Warning,
            "one_sided",
            format!(
                "It only {trades} while the market {market} by {}; it made {}.",
                percent(moved.abs()),
                percent(made)
            ),
            "Test it in a market that went the other way, or compare with just holding.",
        )
    })
}

pub(super) fn short(_: &Evidence, account: &Account) -> Option<Finding> {
    let returns = &account.performance.returns;
    (returns.years < YEARS_MIN).then(|| {
        Finding::new(
            Severity::Warning,
            "short",
            format!("The test has {} days: less than a year.", returns.days),
            "Figures of a year are extrapolated; test over several kinds of markets.",
        )
    })
}

pub(super) fn gaps(evidence: &Evidence, account: &Account) -> Option<Finding> {
    let DataQuality { missing_bars, long_gaps, longest_gap_s, .. } = evidence.data?;
    let share = missing_bars as f64 / account.curve.len().max(1) as f64;
    let is_much = share > MISSING_FRAC;
    (missing_bars > 0 || longest_gap_s > GAP_S).then(|| {
        let longest = format::span(DurationNanos::from_seconds(longest_gap_s));
        Finding::new(
            if is_much { Severity::Warning } else { Severity::Note },
            "gaps",
            format!(
                "The data lacks {} bars and has {} gaps of 20 hours and more, \
                 weekends among them, the longest of {longest}.",
                format::count(missing_bars),
                format::count(long_gaps)
            ),
            "Nothing is traded in gaps, and positions are carried over them: take whole data.",
        )
    })
}

pub(super) fn skipped(evidence: &Evidence, _: &Account) -> Option<Finding> {
    let rows = evidence.data?.skipped_rows;
    (rows > 0).then(|| {
        Finding::new(
            Severity::Warning,
            "skipped_rows",
            format!("{} bad rows of the data were left out.", format::count(rows)),
            "Run with `--on-bad fail` to see the first of them.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, sound};
    use super::*;
    use crate::research::report::facts::MarketMove;

    #[test]
    fn buying_in_a_rising_market_proves_little() {
        let market = |last_price| Some(MarketMove { first_price: 1.0, last_price });
        let mut buys = sound();
        buys.iter_mut().for_each(|trade| trade.side = Side::Buy);
        let is_found = |trades: &[_], last_price| {
            let base = evidence(trades.to_vec(), 690);
            let findings = Evidence { market: market(last_price), ..base }.examine();
            found(&findings, "one_sided").is_some()
        };
        assert!(is_found(&buys, 1.2));
        assert!(!is_found(&buys, 0.8));
        assert!(!is_found(&sound(), 1.2));
    }

    #[test]
    fn short_and_broken_data_are_named() {
        let findings = evidence(sound()[..100].to_vec(), 220).examine();
        assert!(found(&findings, "short").unwrap().text.contains("220 days"));
        let data = DataQuality {
            skipped_rows: 3,
            missing_bars: 160,
            long_gaps: 1,
            longest_gap_s: 86_400 * 5,
        };
        // 160 of 690 times 24 is 0.97 %.
        let findings = Evidence { data: Some(data), ..evidence(sound(), 690) }.examine();
        assert_eq!(found(&findings, "gaps").unwrap().severity, Severity::Note);
        assert!(found(&findings, "gaps").unwrap().text.contains("longest of 5 d"));
        assert!(found(&findings, "skipped_rows").unwrap().text.starts_with("3 bad rows"));
    }
}
