//! An account followed through a sequence of results.

use serde::Serialize;

/// What results are fractions of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Growth {
    /// The equity before the result: positions grow with the account.
    Compound,
    /// The equity at the start: positions keep their size.
    Simple,
}

/// How many results make a day and a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Results of a day: 1 for daily results, else the trades of a usual day.
    pub results_per_day: usize,
    /// Trading days of a week: 5, or 7 where the market never closes.
    pub days_per_week: usize,
}

/// The figures of one path. Losses are 0 or more; at 1 everything is lost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PathFigures {
    /// Final equity over the first, minus 1.
    pub(super) return_frac: f64,
    /// Largest fall from the highest equity so far, as a fraction of it.
    pub(super) drawdown_frac: f64,
    /// Largest fall below the equity at the start, as a fraction of it.
    pub(super) start_loss_frac: f64,
    /// Largest fall within a day below the equity at its beginning, as a fraction of it.
    pub(super) day_loss_frac: f64,
    /// The same within a week.
    pub(super) week_loss_frac: f64,
}

/// Most that an account can grow to, in units of its start: beyond lies infinity.
const EQUITY_MAX: f64 = 1e100;

/// Follows the account. The path ends when nothing is left.
///
/// Losses are seen after each result; what an open position loses in between is not in the data.
pub(super) fn follow(
    results: impl Iterator<Item = f64>,
    growth: Growth,
    calendar: Calendar,
) -> PathFigures {
    let week = calendar.results_per_day.saturating_mul(calendar.days_per_week);
    let (mut equity, mut peak, mut day_start, mut week_start) = (1.0_f64, 1.0_f64, 1.0, 1.0);
    let mut figures = PathFigures {
        return_frac: 0.0,
        drawdown_frac: 0.0,
        start_loss_frac: 0.0,
        day_loss_frac: 0.0,
        week_loss_frac: 0.0,
    };
    for (index, result) in results.enumerate() {
        if index % calendar.results_per_day == 0 {
            day_start = equity;
        }
        if index % week == 0 {
            week_start = equity;
        }
        equity = match growth {
            Growth::Compound => equity * (1.0 + result),
            Growth::Simple => equity + result,
        }
        .clamp(0.0, EQUITY_MAX);
        peak = peak.max(equity);
        let loss_from = |start: f64| 1.0 - equity / start;
        figures.drawdown_frac = figures.drawdown_frac.max(loss_from(peak));
        figures.start_loss_frac = figures.start_loss_frac.max(loss_from(1.0));
        figures.day_loss_frac = figures.day_loss_frac.max(loss_from(day_start));
        figures.week_loss_frac = figures.week_loss_frac.max(loss_from(week_start));
        if equity == 0.0 {
            break;
        }
    }
    figures.return_frac = equity - 1.0;
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(was: f64, expected: f64) {
        assert!((was - expected).abs() < 1e-12, "was {was}, expected {expected}");
    }

    /// By hand: equity 1.1, 0.99, 0.891 | 1.0692, 0.96228, in days of two results, weeks of
    /// two days.
    #[test]
    fn losses_are_those_worked_out_by_hand() {
        let calendar = Calendar { results_per_day: 2, days_per_week: 2 };
        let results = [0.1, -0.1, -0.1, 0.2, -0.1];
        let found = follow(results.into_iter(), Growth::Compound, calendar);
        near(found.return_frac, -0.037_72);
        near(found.drawdown_frac, 1.0 - 0.891 / 1.1);
        near(found.start_loss_frac, 0.109);
        near(found.day_loss_frac, 0.1);
        near(found.week_loss_frac, 0.109);
        // Equity 1.1, 1.0, 0.9, 1.1, 1.0.
        let found = follow(results.into_iter(), Growth::Simple, calendar);
        near(found.return_frac, 0.0);
        near(found.drawdown_frac, 0.2 / 1.1);
        near(found.day_loss_frac, 0.1);
        near(found.week_loss_frac, 0.1);
    }

    #[test]
    fn a_lost_account_does_not_come_back() {
        let calendar = Calendar { results_per_day: 1, days_per_week: 5 };
        for growth in [Growth::Compound, Growth::Simple] {
            let found = follow([0.5, -2.0, 9.0].into_iter(), growth, calendar);
            assert_eq!((found.return_frac, found.drawdown_frac), (-1.0, 1.0));
            assert_eq!((found.day_loss_frac, found.week_loss_frac), (1.0, 1.0));
        }
    }
}
