//! How evenly the balance grew from trade to trade.

use serde::Serialize;

use super::moments::{Comoments, Moments};

/// The balance after each closed trade, by the number of trades closed, from 0 (the initial
/// balance).
///
/// MetaTrader's balance contains entry commission of positions that are still open too, so that its
/// figures differ a little where positions with entry commission overlap.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BalanceLine {
    /// LR Correlation: correlation of the balance with the number of trades, -1 to 1. `None`
    /// without trades, or if the balance does not vary.
    pub lr_correlation: Option<f64>,
    /// LR Standard Error: root of the sum of squared distances from the least-squares line by the
    /// number of balances less 2. `None` with fewer than two trades.
    pub lr_standard_error: Option<f64>,
    /// AHPR: arithmetic mean of the factors that trades change the balance by. `None` without
    /// trades, or if a balance is 0 or less.
    pub ahpr: Option<f64>,
    /// GHPR: geometric mean of those factors, `(final / initial balance) ^ (1 / trades)`. `None` as
    /// `ahpr`.
    pub ghpr: Option<f64>,
}

impl BalanceLine {
    /// The figures of these amounts, one a trade in the order of closing.
    #[must_use]
    pub fn of(initial_balance: f64, amounts: impl IntoIterator<Item = f64>) -> Self {
        let (mut line, mut factors) = (Comoments::default(), Moments::default());
        let (mut balance, mut count, mut is_positive) =
            (initial_balance, 0.0, initial_balance > 0.0);
        line.push(count, balance);
        for amount in amounts {
            let before = balance;
            balance += amount;
            count += 1.0;
            is_positive &= balance > 0.0;
            line.push(count, balance);
            if is_positive {
                factors.push(balance / before);
            }
        }
        let geometric = || libm::pow(balance / initial_balance, 1.0 / count);
        let ahpr = factors.mean().filter(|mean| is_positive && mean.is_finite());
        Self {
            lr_correlation: line.correlation(),
            lr_standard_error: line.standard_error(),
            ahpr,
            ghpr: ahpr.map(|_| geometric()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_near;
    use super::*;

    #[test]
    fn three_balances_by_hand() {
        // 100, 150, 135: factors 1.5 and 0.9. The line through them rises by 17.5 from 110.83; the
        // distances are -10.83, 21.67, -10.83, their squares' sum 704.17.
        let found = BalanceLine::of(100.0, [50.0, -15.0]);
        assert_near(found.ahpr, 1.2);
        assert_near(found.ghpr, 1.35_f64.sqrt());
        assert_near(found.lr_standard_error, (65.0_f64 * 65.0 / 6.0).sqrt());
        // Squares of the balances around their mean: 704.17 + 2 * 17.5 * 17.5 = 1316.67.
        assert_near(found.lr_correlation, (612.5_f64 / (612.5 + 65.0 * 65.0 / 6.0)).sqrt());
    }

    #[test]
    fn what_is_not_defined_is_none() {
        let none = BalanceLine::of(100.0, []);
        assert_eq!((none.lr_correlation, none.lr_standard_error), (None, None));
        assert_eq!((none.ahpr, none.ghpr), (None, None));
        let ruined = BalanceLine::of(100.0, [-100.0, 50.0]);
        assert_eq!((ruined.ahpr, ruined.ghpr), (None, None));
        assert!(ruined.lr_correlation.is_some());
        assert_eq!(BalanceLine::of(100.0, [0.0, 0.0]).lr_correlation, None);
    }
}
