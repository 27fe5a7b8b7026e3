//! The machine's own idea of the time.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::types::UnixNanos;

/// UTC by the machine's clock, for what people read; nothing that is decided depends on it.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "dates lines of the log")]
pub fn wall_now() -> UnixNanos {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixNanos(i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
}
