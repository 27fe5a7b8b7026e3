//! Requests that respect a host's limits.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::exchange::{Exchange, Request};
use super::transport::Transport;
use crate::http::{Budget, retry_after};
use crate::runtime::Time;

/// Why there is no answer that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// Not sent: the limit is used up, or the host wants to hear nothing for this long.
    Withheld(Duration),
    /// The host refused (418, 429, or its own words) and wants to hear nothing for this long.
    Refused {
        /// Status of the answer.
        status: u16,
        /// The pause.
        pause: Duration,
    },
    /// No answer, or one that says no.
    Failed(String),
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Withheld(wait) => {
                write!(f, "not asked: {:.1} s are left of a pause", wait.as_secs_f64())
            }
            Self::Refused { status, pause } => {
                write!(f, "refused with {status}: asked again after {} s", pause.as_secs())
            }
            Self::Failed(text) => f.write_str(text),
        }
    }
}

/// The way to a venue's REST interface; its budget is shared by all feeds of the venue.
#[derive(Debug)]
pub struct Rest {
    exchange: &'static dyn Exchange,
    base: String,
    budget: Arc<Mutex<Budget>>,
}

impl Rest {
    /// Below the address `base`.
    #[must_use]
    pub const fn new(
        exchange: &'static dyn Exchange,
        base: String,
        budget: Arc<Mutex<Budget>>,
    ) -> Self {
        Self { exchange, base, budget }
    }

    /// Sends a request, if the limit allows, and returns the body of an answer 200.
    ///
    /// # Errors
    /// [`FetchError`]. An answer 418 or 429, or any with `Retry-After`, blocks the host for all.
    pub fn fetch(
        &self,
        transport: &mut dyn Transport,
        request: &Request,
        time: &dyn Time,
    ) -> Result<String, FetchError> {
        const OK: u16 = 200;
        const TOO_MANY: u16 = 429;
        let spent = self.budget.lock().spend(request.weight, time.monotonic());
        spent.map_err(FetchError::Withheld)?;
        let url = format!("{}{}", self.base, request.path);
        let path = request.path.split('?').next().unwrap_or("");
        let reply = transport
            .get(&url)
            .map_err(|error| FetchError::Failed(format!("GET {path}: {error}")))?;
        let used = self.exchange.used_header().and_then(|name| reply.header(name));
        if let Some(used) = used.and_then(|used| used.trim().parse::<f64>().ok()) {
            // The venue counts to twice of what we let ourselves use.
            self.budget.lock().used(used);
        }
        let pause = reply.header("retry-after").and_then(|it| retry_after(it, time.utc()));
        let own_words = reply.status == OK && self.exchange.is_refusal(&reply.body);
        let status = if own_words { TOO_MANY } else { reply.status };
        if matches!(status, 418 | TOO_MANY) || status != OK && pause.is_some() {
            let pause = self.budget.lock().refused(status, pause, time.monotonic());
            return Err(FetchError::Refused { status, pause });
        }
        if status != OK {
            let text = format!("GET {path}: status {status}, expected 200: {}", reply.excerpt());
            return Err(FetchError::Failed(text));
        }
        Ok(reply.body)
    }
}
