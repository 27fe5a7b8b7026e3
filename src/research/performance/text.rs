//! How values of `types` are written in a report.

use std::fmt::Display;

use serde::Serializer;

use crate::types::{DurationNanos, NANOS_PER_SECOND, UnixNanos};

/// As the value displays itself: times in ISO 8601, sides as `buy` and `sell`.
pub(in crate::research) fn shown<T: Display, S: Serializer>(
    value: &T,
    to: S,
) -> Result<S::Ok, S::Error> {
    to.collect_str(value)
}

/// A time in ISO 8601, or nothing.
pub(in crate::research) fn shown_if_any<S: Serializer>(
    time: &Option<UnixNanos>,
    to: S,
) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => to.collect_str(time),
        None => to.serialize_none(),
    }
}

/// A span of time in seconds.
pub(in crate::research) fn seconds<S: Serializer>(
    span: &DurationNanos,
    to: S,
) -> Result<S::Ok, S::Error> {
    to.serialize_f64(span.0 as f64 / NANOS_PER_SECOND as f64)
}
