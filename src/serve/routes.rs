//! The pages.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

use super::admission::{Admission, admit};
use crate::clock::fast_now_ns;
use crate::telemetry::{Gauge, metrics_page, watched};

/// Bytes of a request's body; no page wants one.
const BODY_BYTES_MAX: usize = 65_536;
/// What Prometheus expects of its text format.
const EXPOSITION: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Every page behind the admission.
pub(super) fn router(admission: Arc<Admission>, version: &'static str) -> Router {
    let metrics = move || async move {
        let headers = [(CONTENT_TYPE, EXPOSITION), (CACHE_CONTROL, "no-store")];
        (headers, metrics_page(version, fast_now_ns()))
    };
    Router::new()
        .route("/metrics", get(metrics))
        .route("/api/v1/health", get(move || health(version)))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn_with_state(admission, admit))
}

/// Answer of `/api/v1/health`.
#[derive(Debug, Serialize)]
struct Health {
    /// `ok`, or `attention` if an engine is halted or faulted.
    status: &'static str,
    version: &'static str,
    engines: usize,
    halted: usize,
    faulted: usize,
}

/// Whether the library lives, and whether a person should look.
async fn health(version: &'static str) -> impl IntoResponse {
    let (engines, _) = watched();
    let now_ns = fast_now_ns();
    let count = |gauge| engines.iter().filter(|it| it.gauge(gauge, now_ns) == Some(1.0)).count();
    let (halted, faulted) = (count(Gauge::Halted), count(Gauge::Faulted));
    let status = if halted + faulted == 0 { "ok" } else { "attention" };
    (
        [(CACHE_CONTROL, "no-store")],
        Json(Health { status, version, engines: engines.len(), halted, faulted }),
    )
}
