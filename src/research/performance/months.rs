//! Returns by month and year.

use serde::Serialize;

use super::calendar;
use super::ratio::ratio;
use super::record::EquityPoint;

/// Returns of a year's months: `equity at the end / equity at the end of the month before - 1`, the
/// first month following the initial balance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YearReturns {
    /// The year.
    pub year: i64,
    /// January to December. `None` outside the test, and after an equity of 0 or less. A month of
    /// the test without points has made nothing.
    pub months: [Option<f64>; 12],
    /// The whole year, from the equity at the end of the year before.
    pub year_frac: Option<f64>,
}

/// Returns of all years of the curve.
pub(super) fn year_returns(initial_balance: f64, curve: &[EquityPoint]) -> Vec<YearReturns> {
    let mut years: Vec<YearReturns> = Vec::new();
    let (mut before, mut year_before) = (initial_balance, initial_balance);
    let mut points = curve.iter().peekable();
    let Some(first) = points.peek() else { return years };
    let mut month = calendar::month(first.time);
    loop {
        let mut equity = before;
        while let Some(point) = points.next_if(|point| calendar::month(point.time) <= month) {
            equity = point.equity;
        }
        let year = month.div_euclid(12);
        if years.last().is_none_or(|last| last.year != year) {
            year_before = before;
            years.push(YearReturns { year, months: [None; 12], year_frac: None });
        }
        if let Some(row) = years.last_mut() {
            row.months[month.rem_euclid(12) as usize] = growth(before, equity);
            row.year_frac = growth(year_before, equity);
        }
        if points.peek().is_none() {
            return years;
        }
        (before, month) = (equity, month + 1);
    }
}

fn growth(before: f64, after: f64) -> Option<f64> {
    ratio(after, before).map(|factor| factor - 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_near;
    use super::*;
    use crate::types::{CivilDate, UnixNanos};

    fn point(year: i64, month: u32, day: u32, equity: f64) -> EquityPoint {
        let days = CivilDate { year, month, day }.to_days();
        EquityPoint { time: UnixNanos::from_seconds(days * 86_400), equity, balance: equity }
    }

    #[test]
    fn months_by_hand() {
        let curve = [
            point(2023, 11, 3, 500.0),
            point(2023, 11, 30, 110.0),
            point(2024, 1, 31, 132.0),
            point(2024, 2, 1, 66.0),
        ];
        let years = year_returns(100.0, &curve);
        assert_eq!(years.iter().map(|row| row.year).collect::<Vec<_>>(), [2023, 2024]);
        assert_eq!(years[0].months[9], None);
        assert_near(years[0].months[10], 0.1);
        assert_near(years[0].months[11], 0.0);
        assert_near(years[0].year_frac, 0.1);
        assert_near(years[1].months[0], 0.2);
        assert_near(years[1].months[1], -0.5);
        assert_eq!(years[1].months[2], None);
        assert_near(years[1].year_frac, -0.4);
    }

    #[test]
    fn nothing_grows_from_nothing() {
        let curve = [point(2024, 1, 31, 0.0), point(2024, 2, 1, 5.0)];
        let years = year_returns(100.0, &curve);
        assert_eq!((years[0].months[0], years[0].months[1]), (Some(-1.0), None));
        assert!(year_returns(100.0, &[]).is_empty());
    }
}
