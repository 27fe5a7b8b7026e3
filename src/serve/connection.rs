//! One connection, with limits on what it may send and how long it may take.

use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::telemetry::process_figures;

/// From the first byte of a request, or the end of the one before, to the end of its head.
const HEAD_MAX: Duration = Duration::from_secs(5);
/// After that a connection is closed once its request is answered...
const LIFE_MAX: Duration = Duration::from_secs(60);
/// ...and so long later in any case: whoever does not read its answer.
const GRACE: Duration = Duration::from_secs(5);
/// Bytes of a request's head.
const HEAD_BYTES_MAX: usize = 16_384;
const HEADERS_MAX: usize = 64;

/// Answers requests until the client leaves or a limit is reached.
pub(super) async fn serve(stream: TcpStream, router: Router) {
    // An answer goes out at once; if that cannot be had, later.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_MAX)
        .max_headers(HEADERS_MAX)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = std::pin::pin!(connection);
    let finished = tokio::select! {
        done = connection.as_mut() => Some(done.is_ok()),
        () = sleep(LIFE_MAX) => None,
    };
    let well = match finished {
        Some(well) => well,
        None => {
            connection.as_mut().graceful_shutdown();
            timeout(GRACE, connection).await.is_ok_and(|done| done.is_ok())
        }
    };
    if !well {
        process_figures().http_refused.fetch_add(1, Ordering::Relaxed);
    }
}
