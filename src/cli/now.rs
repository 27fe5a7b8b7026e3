//! The date, for what is written into files.

use hypertrader::types::UnixNanos;

/// The present time, or that of `SOURCE_DATE_EPOCH` (seconds since 1970): so that the same input
/// gives the same file on every day.
#[expect(clippy::disallowed_methods, reason = "the date in a file")]
pub(crate) fn now() -> UnixNanos {
    let stated = std::env::var("SOURCE_DATE_EPOCH").ok();
    if let Some(seconds) = stated.and_then(|text| text.parse::<u32>().ok()) {
        return UnixNanos::from_seconds(i64::from(seconds));
    }
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    UnixNanos(since.map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)))
}
