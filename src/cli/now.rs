//! The date, for what is written into files.

use hypertrader::types::UnixNanos;

/// The present time.
#[expect(clippy::disallowed_methods, reason = "the date in a file")]
pub(crate) fn now() -> UnixNanos {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    UnixNanos(since.map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)))
}
