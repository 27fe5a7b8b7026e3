//! The header `Retry-After`.

use std::time::Duration;

use crate::types::{CivilDate, UnixNanos};

/// How long a server asks to wait: seconds, or a date such as `Wed, 21 Oct 2015 07:28:00 GMT`, held
/// against `now`. `None` if it is neither.
///
/// Source: RFC 9110, sections 5.6.7 and 10.2.3.
#[must_use]
pub fn retry_after(value: &str, now: UnixNanos) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let left_s = date_seconds(value)?.saturating_sub(now.seconds());
    Some(Duration::from_secs(left_s.max(0).unsigned_abs()))
}

/// Unix seconds of a date in the form of RFC 9110 that servers must send.
fn date_seconds(value: &str) -> Option<i64> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, rest) = value.split_once(", ")?;
    let words: Vec<&str> = rest.split(' ').collect();
    let [day, month, year, clock, "GMT"] = words[..] else { return None };
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let number = |text: &str, max: u32| text.parse::<u32>().ok().filter(|it| *it <= max);
    let parts: Vec<&str> = clock.split(':').collect();
    let [hour, minute, second] = parts[..] else { return None };
    let of_day = number(hour, 23)? * 3_600 + number(minute, 59)? * 60 + number(second, 60)?;
    let (year, day) = (i64::from(number(year, 2_200)?), number(day, 31)?);
    let date = CivilDate { year, month: u32::try_from(month).ok()?, day };
    date.is_valid().then(|| date.to_days() * 86_400 + i64::from(of_day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_seconds_and_dates() {
        // 2015-10-21 07:28:00 UTC, by `date -u -d`.
        let now = UnixNanos::from_seconds(1_445_412_480 - 90);
        assert_eq!(retry_after(" 120 ", now), Some(Duration::from_secs(120)));
        let date = "Wed, 21 Oct 2015 07:28:00 GMT";
        assert_eq!(retry_after(date, now), Some(Duration::from_secs(90)));
        let later = UnixNanos::from_seconds(1_445_412_480 + 5);
        assert_eq!(retry_after(date, later), Some(Duration::ZERO));
        for bad in ["", "soon", "-1", "Wed, 21 Foo 2015 07:28:00 GMT", "Wed, 21 Oct 2015 07:28 GMT"]
        {
            assert_eq!(retry_after(bad, now), None, "{bad}");
        }
    }
}
