//! Scales of time: ticks at beginnings of years, months, days, hours and minutes.

use super::axis::{Axis, Tick};
use super::format;
use crate::types::{CivilDate, NANOS_PER_SECOND, UnixNanos};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Distance of two ticks.
#[derive(Clone, Copy, Debug)]
enum Step {
    Seconds(i64),
    Months(i64),
}

/// Finest first. Days and longer ones are about as long as their seconds say.
const STEPS: [Step; 22] = [
    Step::Seconds(MINUTE),
    Step::Seconds(5 * MINUTE),
    Step::Seconds(15 * MINUTE),
    Step::Seconds(30 * MINUTE),
    Step::Seconds(HOUR),
    Step::Seconds(3 * HOUR),
    Step::Seconds(6 * HOUR),
    Step::Seconds(12 * HOUR),
    Step::Seconds(DAY),
    Step::Seconds(2 * DAY),
    Step::Seconds(4 * DAY),
    Step::Seconds(7 * DAY),
    Step::Seconds(14 * DAY),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(60),
    Step::Months(120),
    Step::Months(600),
];

impl Step {
    const fn seconds(self) -> i64 {
        match self {
            Self::Seconds(seconds) => seconds,
            Self::Months(months) => months * 30 * DAY,
        }
    }

    /// The first tick at a second or after it.
    fn from(self, second: i64) -> i64 {
        match self {
            // Weeks begin with Mondays; 1970-01-05 was one.
            Self::Seconds(step) => {
                let monday = 4 * DAY;
                (second - monday).div_euclid(step) * step
                    + monday
                    + if (second - monday).rem_euclid(step) == 0 { 0 } else { step }
            }
            Self::Months(step) => {
                let date = CivilDate::from_days(second.div_euclid(DAY));
                let month = (date.year * 12 + i64::from(date.month) - 1).div_euclid(step) * step;
                let at = begin_of_month(month);
                if at < second { begin_of_month(month + step) } else { at }
            }
        }
    }

    fn next(self, second: i64) -> i64 {
        match self {
            Self::Seconds(step) => second + step,
            Self::Months(_) => self.from(second + 1),
        }
    }

    fn label(self, second: i64) -> String {
        let time = UnixNanos::from_seconds(second);
        let date = format::civil(time);
        let day = || format!("{} {}", date.day, format::month_name(date.month));
        let second_of_day = second.rem_euclid(DAY);
        match self {
            Self::Months(step) if step % 12 == 0 => date.year.to_string(),
            Self::Months(_) => format::month(time),
            Self::Seconds(DAY..) => day(),
            Self::Seconds(_) if second_of_day == 0 => day(),
            Self::Seconds(_) => {
                format!("{:02}:{:02}", second_of_day / HOUR, second_of_day / MINUTE % 60)
            }
        }
    }
}

/// The first second of a month that is counted from January of the year 0.
fn begin_of_month(month: i64) -> i64 {
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) as u32 + 1);
    CivilDate { year, month, day: 1 }.to_days() * DAY
}

impl Axis {
    /// A scale of time, in nanoseconds, with at most `ticks` ticks.
    pub(in super::super) fn time(from: UnixNanos, to: UnixNanos, ticks: usize) -> Self {
        let (first, last) = (from.seconds(), to.seconds().max(from.seconds() + 1));
        let fits = |step: &&Step| (last - first) / step.seconds() < ticks as i64;
        let step = STEPS.iter().find(fits).copied().unwrap_or(Step::Months(1_200));
        let mut found = Vec::new();
        let mut at = step.from(first);
        while at <= last && found.len() <= ticks {
            let label = step.label(at);
            found.push(Tick { at: UnixNanos::from_seconds(at).0 as f64, label });
            at = step.next(at);
        }
        let to = to.0.max(from.0.saturating_add(NANOS_PER_SECOND));
        Self { from: from.0 as f64, to: to as f64, ticks: found }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(from: [i64; 3], to: [i64; 3], ticks: usize) -> Vec<String> {
        let second = |[year, month, day]: [i64; 3]| {
            CivilDate { year, month: month as u32, day: day as u32 }.to_days() * DAY
        };
        let [from, to] = [from, to].map(|date| UnixNanos::from_seconds(second(date)));
        Axis::time(from, to, ticks).ticks.into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_are_where_calendars_turn() {
        assert_eq!(labels([2012, 3, 5], [2016, 2, 1], 6), ["2013", "2014", "2015", "2016"]);
        let months = labels([2024, 1, 1], [2024, 6, 30], 7);
        let expected = ["Jan 2024", "Feb 2024", "Mar 2024", "Apr 2024", "May 2024", "Jun 2024"];
        assert_eq!(months, expected);
        // 2024-03-04 was a Monday.
        assert_eq!(labels([2024, 2, 28], [2024, 3, 20], 5), ["4 Mar", "11 Mar", "18 Mar"]);
        let hours = labels([2024, 3, 4], [2024, 3, 5], 5);
        assert_eq!(hours, ["4 Mar", "06:00", "12:00", "18:00", "5 Mar"]);
    }

    #[test]
    fn an_instant_has_a_scale_too() {
        let axis = Axis::time(UnixNanos(5), UnixNanos(5), 6);
        assert!(axis.to > axis.from);
    }
}
