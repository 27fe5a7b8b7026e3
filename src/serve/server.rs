//! The port and who comes through it.

use std::io;
use std::net::{self, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::admission::Admission;
use super::{connection, routes};
use crate::telemetry::process_figures;

/// Connections at a time; more are closed at once.
pub const CONNECTIONS_MAX: usize = 32;
/// Time between two attempts to take a port that is in use, and after a failed accept.
const RETRY: Duration = Duration::from_secs(2);

/// Serves until `stopped` becomes true; returning drops every connection.
pub(super) async fn run(
    address: SocketAddr,
    admission: Arc<Admission>,
    version: &'static str,
    mut stopped: watch::Receiver<bool>,
) {
    let router = routes::router(admission, version);
    let serve = async {
        let listener = bind(address).await;
        let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
        let mut connections = JoinSet::new();
        loop {
            let stream = accept(&listener).await;
            while connections.try_join_next().is_some() {}
            let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
                process_figures().http_refused.fetch_add(1, Ordering::Relaxed);
                continue;
            };
            let router = router.clone();
            connections.spawn(async move {
                connection::serve(stream, router).await;
                drop(place);
            });
        }
    };
    tokio::select! {
        () = serve => {}
        // An error means that nobody is left to stop it.
        _ = stopped.wait_for(|stop| *stop) => {}
    }
    tracing::info!("stopped listening at {address}");
}

/// Takes the port, however long another program has it.
async fn bind(address: SocketAddr) -> TcpListener {
    let mut told = None;
    loop {
        match listen(address) {
            Ok(listener) => {
                tracing::info!("listening at {address}");
                return listener;
            }
            Err(error) => {
                // Once for each kind of error: it may go on for days.
                if told.replace(error.kind()) != Some(error.kind()) {
                    let pause_s = RETRY.as_secs();
                    tracing::warn!("cannot listen at {address}: {error}; every {pause_s} s again");
                }
                sleep(RETRY).await;
            }
        }
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}

async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            // Out of descriptors, most likely: at once again would turn in a circle.
            Err(_) => sleep(RETRY).await,
        }
    }
}
