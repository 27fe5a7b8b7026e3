//! How much more cost does the result bear?

use super::{money, percent};
use crate::research::report::facts::Account;
use crate::research::report::findings::{Evidence, Finding, Severity};

/// Usual spreads that the profit has to bear on top: spreads double at night, in news, and with
/// another broker.
const SPREADS_MIN: f64 = 1.0;
/// Share of the profit that commission and swap may take.
const COSTS_FRAC: f64 = 0.5;

pub(super) fn break_even(evidence: &Evidence, account: &Account) -> Option<Finding> {
    let (net, lots) = (account.net(), account.performance.exposure.lots);
    if net <= 0.0 || lots <= 0.0 {
        return None;
    }
    let per_lot = net / lots;
    let in_points = evidence.point_value.filter(|value| *value > 0.0);
    let points = in_points.map(|value| format!(" ({:.1} points)", per_lot / value));
    let spreads = evidence.spread_per_lot.filter(|spread| *spread > 0.0);
    let spreads = spreads.map(|spread| per_lot / spread);
    let beside = spreads.map(|spreads| format!(", {spreads:.1} times the usual spread"));
    let is_thin = spreads.is_some_and(|spreads| spreads < SPREADS_MIN);
    Some(Finding::new(
        if is_thin { Severity::Warning } else { Severity::Note },
        "break_even",
        format!(
            "Another {} a lot and trade{}{} would take all of the profit.",
            money(per_lot),
            points.unwrap_or_default(),
            beside.unwrap_or_default()
        ),
        if is_thin {
            "The edge is thinner than a spread: trade less often, hold longer, or find less cost."
        } else {
            "Compare with the spreads of your broker at the hours that are traded."
        },
    ))
}

pub(super) fn share(_: &Evidence, account: &Account) -> Option<Finding> {
    let share = account.performance.costs.share_frac?;
    (share > COSTS_FRAC).then(|| {
        Finding::new(
            Severity::Warning,
            "cost_share",
            format!("Commission and swap took {} of what prices made.", percent(share)),
            "Trade less often, or with a cheaper broker.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, sound};
    use super::*;

    #[test]
    fn the_break_even_is_what_a_lot_made() {
        // 5,440 over 34 lots: 160 a lot, 160 points of a dollar each.
        let with = |spread_per_lot| Evidence {
            spread_per_lot: Some(spread_per_lot),
            point_value: Some(1.0),
            ..evidence(sound(), 690)
        };
        let findings = with(100.0).examine();
        let finding = found(&findings, "break_even").unwrap();
        assert_eq!(finding.severity, Severity::Note);
        assert!(finding.text.contains("160.00 a lot and trade (160.0 points), 1.6 times"));
        let findings = with(200.0).examine();
        assert_eq!(found(&findings, "break_even").unwrap().severity, Severity::Warning);
    }

    #[test]
    fn costs_that_eat_half_are_named() {
        let mut trades = sound();
        // 5,440 from prices.
        for trade in &mut trades {
            trade.commission = -9.0;
        }
        let findings = evidence(trades, 690).examine();
        let text = &found(&findings, "cost_share").unwrap().text;
        // 340 times 9 by 5,440.
        assert!(text.contains("56.2 %") || text.contains("56.3 %"), "{text}");
    }
}
