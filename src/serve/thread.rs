//! Starting and ending the server's thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::runtime::Builder;
use tokio::sync::watch;

use super::admission::Admission;
use super::server;
use crate::telemetry::{ServeSettings, panic_text};

/// How a token of the environment is named.
const ENVIRONMENT: &str = "env:";

struct Desk {
    listen: String,
    stop: watch::Sender<bool>,
    /// Disconnected when the thread has ended.
    ended: Receiver<()>,
    thread: JoinHandle<()>,
}

/// Locked by openings and the shutdown.
static DESK: Mutex<Option<Desk>> = Mutex::new(None);

/// Starts the server, if an address is named and it does not run yet. `version` is told in the
/// metrics.
///
/// # Errors
/// What hinders it, in words: an unusable address or token, another address in use, no thread. A
/// port that is taken is no error here: the thread says so in the log and tries again.
pub fn start(settings: &ServeSettings, version: &'static str) -> Result<(), String> {
    let address =
        settings.address().map_err(|problem| format!("{}: {}", problem.key, problem.message))?;
    let Some(address) = address else { return Ok(()) };
    let mut desk = DESK.lock();
    if let Some(running) = desk.as_ref().filter(|desk| !desk.thread.is_finished()) {
        if running.listen == settings.listen {
            return Ok(());
        }
        let (used, other) = (&running.listen, &settings.listen);
        return Err(format!("this process listens at {used}: serve.listen {other} is not used"));
    }
    let admission = Admission::new(address, token(settings)?, settings.allow_remote);
    let runtime = Builder::new_current_thread().enable_io().enable_time().build();
    let runtime = runtime.map_err(|error| format!("no runtime: {error}"))?;
    let (stop, stopped) = watch::channel(false);
    let (alive, ended) = mpsc::channel();
    let body = move || {
        let serve = server::run(address, Arc::new(admission), version, stopped);
        // Unwind safety: nothing of it is used after a panic.
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| runtime.block_on(serve))) {
            tracing::error!("the HTTP server has ended: {}", panic_text(&*payload));
        }
        drop::<Sender<()>>(alive);
    };
    let thread = thread::Builder::new().name("ht-serve".to_owned()).spawn(body);
    let thread = thread.map_err(|error| format!("no thread: {error}"))?;
    *desk = Some(Desk { listen: settings.listen.clone(), stop, ended, thread });
    Ok(())
}

/// The token that requests must send; empty if none.
fn token(settings: &ServeSettings) -> Result<String, String> {
    let token = settings.bearer_token.reveal();
    let Some(name) = token.strip_prefix(ENVIRONMENT) else { return Ok(token.to_owned()) };
    match std::env::var(name) {
        Ok(token) if !token.is_empty() => Ok(token),
        _ => Err(format!("serve.bearer_token: no environment variable {name:?}: not listening")),
    }
}

/// Closes the port and all connections and ends the thread; waits for at most `limit`. Whether it
/// has ended.
pub fn shut_down(limit: Duration) -> bool {
    let Some(desk) = DESK.lock().take() else { return true };
    // Without a receiver the thread has ended already.
    let _ = desk.stop.send(true);
    if desk.ended.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
        *DESK.lock() = Some(desk);
        return false;
    }
    // It is on its way out. A panic was told where it happened.
    let _ = desk.thread.join();
    true
}
