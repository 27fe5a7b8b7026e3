//! What the first live or paper engine starts for the process: the log, the HTTP server.
//!
//! Neither may keep an engine from opening: what goes wrong is an error in its log.

use std::time::Duration;

use crate::clock::Stopwatch;
use crate::engine::{Engine, EngineSettings};
use crate::telemetry::{
    Level, LogLevel, LogSettings, LogTarget, ServeSettings, parse_target_level, set_log_level,
};
use crate::{logging, retraining};

/// Starts what the settings ask for and does not run yet.
pub(super) fn start(engine: &mut Engine) {
    let EngineSettings { log, serve, .. } = engine.settings();
    let (log, serve) = (log.clone(), serve.clone());
    levels::configure(&log);
    if let Err(error) = logging::install(&log) {
        engine.log(Level::Error, format_args!("{error}"));
    }
    if let Err(error) = start_server(&serve) {
        engine.log(Level::Error, format_args!("serve: {error}"));
    }
}

#[cfg(feature = "serve")]
fn start_server(settings: &ServeSettings) -> Result<(), String> {
    crate::serve::start(settings, env!("CARGO_PKG_VERSION"))
}

#[cfg(not(feature = "serve"))]
fn start_server(settings: &ServeSettings) -> Result<(), String> {
    if settings.listen.is_empty() {
        return Ok(());
    }
    Err("this library was built without the HTTP server".to_owned())
}

/// Ends every thread of the library; waits for at most `limit` in all. The first that has not
/// ended yet.
pub(super) fn shut_down(limit: Duration) -> Result<(), &'static str> {
    let watch = Stopwatch::start();
    let left = || limit.saturating_sub(Duration::from_secs_f64(watch.elapsed_s()));
    let training = retraining::shut_down(left());
    #[cfg(feature = "serve")]
    let server = crate::serve::shut_down(left());
    #[cfg(not(feature = "serve"))]
    let server = true;
    // The log last: it has what the others say.
    let log = logging::shut_down(left());
    match (training, server, log) {
        (false, ..) => Err("training"),
        (_, false, _) => Err("HTTP server's"),
        (.., false) => Err("log's"),
        (true, true, true) => Ok(()),
    }
}

/// Levels of the log, from the configuration and from the host.
pub(super) mod levels {
    use super::{LogLevel, LogSettings, LogTarget, parse_target_level, set_log_level};
    use parking_lot::Mutex;

    /// What the configuration said last.
    static CONFIGURED: Mutex<Option<(LogLevel, Vec<String>)>> = Mutex::new(None);

    /// Takes the levels of a configuration, unless it says what the last one said: an engine that
    /// is opened again must not undo what the host has set meanwhile.
    pub(in crate::ffi) fn configure(settings: &LogSettings) {
        let new = (settings.level, settings.targets.clone());
        let mut configured = CONFIGURED.lock();
        if configured.as_ref() == Some(&new) {
            return;
        }
        LogTarget::ALL.into_iter().for_each(|target| set_log_level(target, settings.level));
        for text in &settings.targets {
            // Checked when the configuration was read.
            if let Ok((target, level)) = parse_target_level(text) {
                set_log_level(target, level);
            }
        }
        *configured = Some(new);
    }
}
