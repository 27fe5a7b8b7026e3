//! The Sharpe ratio through time.

use crate::research::performance::ratio::ratio;
use crate::research::performance::{Annualisation, TradingDays, calendar};
use crate::types::UnixNanos;

/// Windows in shares of a year, longest first.
const WINDOWS: [f64; 3] = [0.5, 0.25, 1.0 / 12.0];
/// Windows that have to fit into a test, so that there is something to see.
const WINDOWS_MIN: f64 = 3.0;

/// Sharpe ratios of the same number of days each.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rolling {
    /// Days of a window.
    pub(super) days: usize,
    /// The end of each window with the ratio of a year; windows without deviation are left out.
    pub(super) points: Vec<(UnixNanos, f64)>,
}

/// The rolling ratio over half a year, a quarter or a month, the longest that fits three times.
/// `None` for shorter tests. `daily` are daily returns, the first of them that of the day of
/// `first`.
pub(super) fn rolling_sharpe(
    daily: &[f64],
    first: UnixNanos,
    annualisation: Annualisation,
) -> Option<Rolling> {
    let year = annualisation.days_per_year;
    let fits = |share: &&f64| **share * year * WINDOWS_MIN <= daily.len() as f64;
    let days = (WINDOWS.iter().find(fits)? * year) as usize;
    let dates = dates(first, annualisation.days);
    let windows = daily.windows(days).zip(dates.skip(days - 1));
    let points = windows.filter_map(|(window, date)| Some((date, sharpe(window)? * year.sqrt())));
    Some(Rolling { days, points: points.collect() })
}

/// Mean over deviation of a sample. `None` without deviation.
fn sharpe(returns: &[f64]) -> Option<f64> {
    let count = returns.len() as f64;
    let mean = returns.iter().sum::<f64>() / count;
    let squares: f64 = returns.iter().map(|value| (value - mean) * (value - mean)).sum();
    ratio(mean, (squares / (count - 1.0)).sqrt())
}

/// The days that have a return, from that of a time on.
fn dates(first: UnixNanos, days: TradingDays) -> impl Iterator<Item = UnixNanos> {
    let counted = move |day: i64| match days {
        TradingDays::All => day,
        TradingDays::Weekdays => calendar::weekday_from(day),
    };
    let first = counted(calendar::day(first));
    std::iter::successors(Some(first), move |day| Some(counted(day + 1)))
        .map(|day| UnixNanos::from_seconds(day * 86_400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_of_a_window_by_hand() {
        // Returns of 3 % and -1 % in turn: mean 1 %, squares of 2 % around it in every window.
        let daily: Vec<f64> =
            (0..365 * 2).map(|day| if day % 2 == 0 { 0.03 } else { -0.01 }).collect();
        let found = rolling_sharpe(&daily, UnixNanos(0), Annualisation::CRYPTO).unwrap();
        assert_eq!((found.days, found.points.len()), (182, 365 * 2 - 181));
        let deviation = (182.0_f64 * 0.02 * 0.02 / 181.0).sqrt();
        let expected = 0.01 / deviation * 365.0_f64.sqrt();
        assert!((found.points[0].1 - expected).abs() < 1e-9, "{:?}", found.points[0]);
        assert_eq!(found.points[0].0, UnixNanos::from_seconds(181 * 86_400));
    }

    #[test]
    fn short_tests_have_shorter_windows_or_none() {
        let of = |days: usize| {
            let daily: Vec<f64> = (0..days).map(|day| (day % 3) as f64 / 100.0).collect();
            let found = rolling_sharpe(&daily, UnixNanos(0), Annualisation::CRYPTO);
            found.map(|found| found.days)
        };
        assert_eq!((of(300), of(100), of(30)), (Some(91), Some(30), None));
    }
}
