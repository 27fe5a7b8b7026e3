//! What a set of trades made: counts, sums and averages.

use serde::Serialize;

use super::ratio::ratio;

/// Figures of amounts, one a trade.
///
/// An amount above 0 is a win, below 0 a loss; 0 is even and is neither.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Results {
    /// Number of trades.
    pub trades: u64,
    /// Trades that won.
    pub wins: u64,
    /// Trades that lost.
    pub losses: u64,
    /// Trades that did neither.
    pub even: u64,
    /// Sum of all amounts.
    pub net: f64,
    /// Sum of the wins, 0 or more.
    pub gross_profit: f64,
    /// Sum of the losses, 0 or less.
    pub gross_loss: f64,
    /// `gross_profit / -gross_loss`. `None` without losses.
    pub profit_factor: Option<f64>,
    /// Expectancy, the expected payoff of MetaTrader: `net / trades`. `None` without trades.
    pub expectancy: Option<f64>,
    /// `wins / trades`. `None` without trades.
    pub win_rate_frac: Option<f64>,
    /// `gross_profit / wins`. `None` without wins.
    pub average_win: Option<f64>,
    /// `gross_loss / losses`, below 0. `None` without losses.
    pub average_loss: Option<f64>,
    /// `average_win / -average_loss`. `None` unless there are both.
    pub payoff_ratio: Option<f64>,
    /// The largest win. `None` without wins.
    pub largest_win: Option<f64>,
    /// The largest loss, below 0. `None` without losses.
    pub largest_loss: Option<f64>,
}

impl Results {
    /// The figures of these amounts, finite numbers.
    #[must_use]
    pub fn of(amounts: impl IntoIterator<Item = f64>) -> Self {
        let (mut wins, mut losses, mut even) = (Outcomes::default(), Outcomes::default(), 0);
        for amount in amounts {
            if amount > 0.0 {
                wins.push(amount);
            } else if amount < 0.0 {
                losses.push(-amount);
            } else {
                even += 1;
            }
        }
        let trades = wins.count + losses.count + even;
        let net = wins.sum - losses.sum;
        let of_trades = |sum: f64| (trades > 0).then(|| sum / trades as f64);
        Self {
            trades,
            wins: wins.count,
            losses: losses.count,
            even,
            net,
            gross_profit: wins.sum,
            gross_loss: 0.0 - losses.sum,
            profit_factor: ratio(wins.sum, losses.sum),
            expectancy: of_trades(net),
            win_rate_frac: of_trades(wins.count as f64),
            average_win: wins.average(),
            average_loss: losses.average().map(|loss| -loss),
            payoff_ratio: wins
                .average()
                .zip(losses.average())
                .and_then(|(win, loss)| ratio(win, loss)),
            largest_win: wins.largest(),
            largest_loss: losses.largest().map(|loss| -loss),
        }
    }
}

/// Wins or losses, by their size.
#[derive(Clone, Copy, Debug, Default)]
struct Outcomes {
    count: u64,
    sum: f64,
    largest: f64,
}

impl Outcomes {
    fn push(&mut self, size: f64) {
        self.count += 1;
        self.sum += size;
        self.largest = self.largest.max(size);
    }

    fn average(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64)
    }

    fn largest(&self) -> Option<f64> {
        (self.count > 0).then_some(self.largest)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_near;
    use super::*;

    #[test]
    fn five_trades_by_hand() {
        let found = Results::of([100.0, -50.0, 0.0, 200.0, -25.0]);
        assert_eq!((found.trades, found.wins, found.losses, found.even), (5, 2, 2, 1));
        assert_eq!((found.net, found.gross_profit, found.gross_loss), (225.0, 300.0, -75.0));
        assert_near(found.profit_factor, 4.0);
        assert_near(found.expectancy, 45.0);
        assert_near(found.win_rate_frac, 0.4);
        assert_near(found.average_win, 150.0);
        assert_near(found.average_loss, -37.5);
        assert_near(found.payoff_ratio, 4.0);
        assert_near(found.largest_win, 200.0);
        assert_near(found.largest_loss, -50.0);
    }

    #[test]
    fn what_was_not_traded_has_no_figures() {
        let none = Results::of([]);
        assert_eq!(
            (none.trades, none.net, none.expectancy, none.win_rate_frac),
            (0, 0.0, None, None)
        );
        assert!(none.gross_loss.is_sign_positive(), "a zero in a report has no sign");
        let won = Results::of([1.0]);
        assert_eq!((won.profit_factor, won.payoff_ratio, won.average_loss), (None, None, None));
        let lost = Results::of([-1.0]);
        assert_eq!((lost.profit_factor, lost.payoff_ratio), (Some(0.0), None));
    }
}
