//! Wins and losses in a row.

use serde::Serialize;

/// Trades of one outcome in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Run {
    /// How many.
    pub length: u64,
    /// What they made together.
    pub amount: f64,
}

/// Runs of one outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Runs {
    /// How many runs.
    pub count: u64,
    /// Their average length. `None` without a run.
    pub average_length: Option<f64>,
    /// The run of most trades; of equally long ones the one of more money. `None` without a run.
    pub longest: Option<Run>,
    /// The run of most money; of equal ones the first. `None` without a run.
    pub largest: Option<Run>,
}

impl Runs {
    fn take(&mut self, run: Run) {
        let size = run.amount.abs();
        let is_longest = self
            .longest
            .is_none_or(|longest| (run.length, size) > (longest.length, longest.amount.abs()));
        if is_longest {
            self.longest = Some(run);
        }
        if self.largest.is_none_or(|largest| size > largest.amount.abs()) {
            self.largest = Some(run);
        }
        let (before, mean) = (self.count as f64, self.average_length.unwrap_or(0.0));
        self.count += 1;
        self.average_length = Some(mean + (run.length as f64 - mean) / (before + 1.0));
    }
}

/// Runs of wins and of losses. An even trade ends a run and is in none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Streaks {
    /// Runs of trades above 0.
    pub wins: Runs,
    /// Runs of trades below 0; their amounts are below 0.
    pub losses: Runs,
}

impl Streaks {
    /// The runs of these amounts, in the order in which trades were closed.
    #[must_use]
    pub fn of(amounts: impl IntoIterator<Item = f64>) -> Self {
        let (mut streaks, mut run) = (Self::default(), Run::default());
        for amount in amounts {
            if amount * run.amount <= 0.0 {
                streaks.take(std::mem::take(&mut run));
            }
            if amount != 0.0 {
                run.length += 1;
                run.amount += amount;
            }
        }
        streaks.take(run);
        streaks
    }

    fn take(&mut self, run: Run) {
        if run.amount > 0.0 {
            self.wins.take(run);
        } else if run.amount < 0.0 {
            self.losses.take(run);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_near;
    use super::*;

    #[test]
    fn runs_by_hand() {
        // Wins: (10, 20), (5), (40, 1, 1). Losses: (-5), (-7, -8).
        let amounts = [10.0, 20.0, -5.0, 5.0, -7.0, -8.0, 40.0, 1.0, 1.0];
        let Streaks { wins, losses } = Streaks::of(amounts);
        assert_eq!((wins.count, losses.count), (3, 2));
        assert_near(wins.average_length, 2.0);
        assert_near(losses.average_length, 1.5);
        assert_eq!(wins.longest, Some(Run { length: 3, amount: 42.0 }));
        assert_eq!(losses.longest, Some(Run { length: 2, amount: -15.0 }));
        assert_eq!(losses.largest, losses.longest);
    }

    #[test]
    fn the_largest_run_need_not_be_the_longest() {
        let Streaks { wins, .. } = Streaks::of([100.0, -1.0, 2.0, 3.0, -1.0, 4.0, 5.0]);
        assert_eq!(wins.largest, Some(Run { length: 1, amount: 100.0 }));
        assert_eq!(wins.longest, Some(Run { length: 2, amount: 9.0 }));
    }

    #[test]
    fn an_even_trade_ends_a_run() {
        let Streaks { wins, losses } = Streaks::of([0.0, 1.0, 0.0, 0.0, 1.0, 1.0]);
        assert_eq!((wins.count, losses), (2, Runs::default()));
        assert_eq!(Streaks::of([]), Streaks::default());
        assert_eq!(Streaks::of([0.0]), Streaks::default());
    }
}
