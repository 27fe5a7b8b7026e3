//! Where bars are missing, and where none are to be expected.
//!
//! | pause | in a market that never closes | in a market with sessions |
//! |---|---|---|
//! | around a Saturday noon, at most 80 hours | gap | closed |
//! | at a time of day when half of the days have one | gap | closed |
//! | else at least 20 hours | gap | long: a holiday, or bars were lost |
//! | any other | gap | gap |
//!
//! Terminals have no bar for a minute without ticks, so a gap need not be a loss. Only the source
//! can tell, and what it confirmed is remembered: see [`super::Confirmed`].

use crate::types::Period;

use super::SECONDS_PER_DAY;

const LONG_S: i64 = 20 * 3_600;
const WEEKEND_MAX_S: i64 = 80 * 3_600;
const MINUTES_PER_DAY: usize = 1_440;
/// Days with bars before a pause at the same time of day can be a habit.
const HABIT_DAYS_MIN: u64 = 5;

/// When a market trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Market {
    /// Without a pause: every missing bar is a gap.
    Always,
    /// In sessions, with weekends, holidays and daily breaks.
    Sessions,
}

/// Bars that are not there: from the open of the first to the open of the next that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// Open of the first missing bar.
    pub from_s: i64,
    /// Open of the bar after the last missing one.
    pub to_s: i64,
}

impl Gap {
    /// Number of missing bars.
    #[must_use]
    pub fn bar_count(&self, period: Period) -> u64 {
        match period {
            Period::Seconds(seconds) => {
                u64::try_from(self.to_s - self.from_s).unwrap_or(0) / u64::from(seconds)
            }
            _ => {
                let next = |&open_s: &i64| Some(period.next_open(open_s));
                let opens = std::iter::successors(Some(self.from_s), next);
                opens.take_while(|&open_s| open_s < self.to_s).count() as u64
            }
        }
    }
}

/// The pauses of a series, told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pauses {
    /// Bars are missing.
    pub gaps: Vec<Gap>,
    /// At least 20 hours on working days: holidays, or bars were lost.
    pub long: Vec<Gap>,
}

/// Looks at the opens of a series, oldest first.
#[derive(Clone, Debug)]
pub struct PauseFinder {
    period: Period,
    next_s: Option<i64>,
    pauses: Vec<Gap>,
    /// Bars by day of the week, from Thursday, and days that have bars.
    weekday_counts: [u64; 7],
    day_count: u64,
    last_day: Option<i64>,
}

impl PauseFinder {
    /// For bars of a length.
    #[must_use]
    pub const fn new(period: Period) -> Self {
        Self {
            period,
            next_s: None,
            pauses: Vec::new(),
            weekday_counts: [0; 7],
            day_count: 0,
            last_day: None,
        }
    }

    /// The next bar.
    pub fn push(&mut self, open_s: i64) {
        if let Some(expected_s) = self.next_s
            && open_s > expected_s
        {
            self.pauses.push(Gap { from_s: expected_s, to_s: open_s });
        }
        self.next_s = Some(self.period.next_open(open_s));
        let day = open_s.div_euclid(SECONDS_PER_DAY);
        self.weekday_counts[day.rem_euclid(7) as usize] += 1;
        if self.last_day != Some(day) {
            self.day_count += 1;
            self.last_day = Some(day);
        }
    }

    /// What the bars themselves say: a market with half as many on Saturdays as on Wednesdays never
    /// closes. Less than a week says nothing, and then a market has sessions.
    #[must_use]
    pub const fn market(&self) -> Market {
        let (saturdays, wednesdays) = (self.weekday_counts[2], self.weekday_counts[6]);
        if wednesdays > 0 && saturdays * 2 >= wednesdays {
            Market::Always
        } else {
            Market::Sessions
        }
    }

    /// The pauses so far.
    #[must_use]
    pub fn pauses(&self, market: Market) -> Pauses {
        let mut found = Pauses::default();
        if market == Market::Always {
            found.gaps.clone_from(&self.pauses);
            return found;
        }
        let habits = self.habits();
        for pause in &self.pauses {
            match self.judge(pause, &habits) {
                Judged::Closed => {}
                Judged::Long => found.long.push(*pause),
                Judged::Missing => found.gaps.push(*pause),
            }
        }
        found
    }

    fn judge(&self, pause: &Gap, habits: &[u64; MINUTES_PER_DAY]) -> Judged {
        let length_s = pause.to_s - pause.from_s;
        let is_weekend = length_s <= WEEKEND_MAX_S && holds_saturday_noon(pause);
        let is_habit = self.day_count >= HABIT_DAYS_MIN
            && length_s < LONG_S
            && habits[minute_of_day(pause.from_s + length_s / 2)] * 2 >= self.day_count;
        if is_weekend || is_habit {
            Judged::Closed
        } else if length_s >= LONG_S {
            Judged::Long
        } else {
            Judged::Missing
        }
    }

    /// For each minute of the day: on how many days it lies in a pause of less than 20 hours.
    fn habits(&self) -> [u64; MINUTES_PER_DAY] {
        let mut counts = [0; MINUTES_PER_DAY];
        for pause in self.pauses.iter().filter(|pause| pause.to_s - pause.from_s < LONG_S) {
            for minute in pause.from_s.div_euclid(60)..pause.to_s.div_euclid(60) {
                counts[minute_of_day(minute * 60)] += 1;
            }
        }
        counts
    }
}

enum Judged {
    Closed,
    Long,
    Missing,
}

fn minute_of_day(time_s: i64) -> usize {
    (time_s.rem_euclid(SECONDS_PER_DAY) / 60) as usize
}

fn holds_saturday_noon(pause: &Gap) -> bool {
    // 1970-01-03 was a Saturday.
    const FIRST_NOON_S: i64 = 2 * SECONDS_PER_DAY + 43_200;
    const WEEK_S: i64 = 7 * SECONDS_PER_DAY;
    let since_noon_s = (pause.from_s - FIRST_NOON_S).rem_euclid(WEEK_S);
    let to_noon_s = (WEEK_S - since_noon_s) % WEEK_S;
    pause.from_s + to_noon_s < pause.to_s
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::CivilDate;

    const M1: Period = Period::M1;

    fn at(day: u32, hour: i64, minute: i64) -> i64 {
        let date = CivilDate { year: 2026, month: 1, day };
        date.to_days() * SECONDS_PER_DAY + hour * 3_600 + minute * 60
    }

    /// Minutes of January 2026 (the 1st was a Thursday) for which `is_open` holds.
    fn january(is_open: impl Fn(u32, i64, i64) -> bool) -> PauseFinder {
        let mut finder = PauseFinder::new(M1);
        for day in 1..=31 {
            for minute in 0..1_440 {
                if is_open(day, minute / 60, minute % 60) {
                    finder.push(at(day, minute / 60, minute % 60));
                }
            }
        }
        finder
    }

    fn is_weekend(day: u32) -> bool {
        matches!(day % 7, 3 | 4)
    }

    #[test]
    fn a_market_that_never_closes_misses_every_bar() {
        let finder = january(|day, hour, minute| (day, hour, minute) != (10, 5, 7));
        assert_eq!(finder.market(), Market::Always);
        let gap = Gap { from_s: at(10, 5, 7), to_s: at(10, 5, 8) };
        assert_eq!(finder.pauses(Market::Always).gaps, [gap]);
        assert_eq!(gap.bar_count(M1), 1);
    }

    #[test]
    fn weekends_and_daily_breaks_are_no_gaps_and_a_holiday_is_told_apart() {
        let holiday = 14;
        let finder = january(|day, hour, minute| {
            let is_lost = (day, hour) == (20, 9) && minute < 30;
            !is_weekend(day) && hour != 22 && day != holiday && !is_lost
        });
        assert_eq!(finder.market(), Market::Sessions);
        let pauses = finder.pauses(Market::Sessions);
        assert_eq!(pauses.gaps, [Gap { from_s: at(20, 9, 0), to_s: at(20, 9, 30) }]);
        assert_eq!(pauses.long, [Gap { from_s: at(holiday, 0, 0), to_s: at(holiday + 1, 0, 0) }]);
    }

    #[test]
    fn a_week_that_was_lost_is_no_weekend() {
        let finder = january(|day, _, _| !is_weekend(day) && !(12..17).contains(&day));
        let long = finder.pauses(Market::Sessions).long;
        assert_eq!(long, [Gap { from_s: at(10, 0, 0), to_s: at(19, 0, 0) }]);
    }

    #[test]
    fn months_are_counted_by_the_calendar() {
        let mut finder = PauseFinder::new(Period::Month);
        let open = |month| CivilDate { year: 2026, month, day: 1 }.to_days() * SECONDS_PER_DAY;
        finder.push(open(1));
        finder.push(open(2));
        finder.push(open(6));
        let gaps = finder.pauses(Market::Always).gaps;
        assert_eq!(gaps, [Gap { from_s: open(3), to_s: open(6) }]);
        assert_eq!(gaps[0].bar_count(Period::Month), 3);
    }
}
