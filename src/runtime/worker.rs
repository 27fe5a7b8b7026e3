//! What runs on a background thread.

use std::sync::Arc;
use std::time::Duration;

use super::health::Health;
use super::stop::Stop;
use super::time::Time;

/// Why a worker gave up, for now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What happened; shown to the operator, so without secrets.
    pub text: String,
    /// The other side asked not to be bothered for this long.
    pub pause_min: Duration,
}

impl Failure {
    /// A failure after which the usual pause will do.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), pause_min: Duration::ZERO }
    }
}

/// What a worker is given.
#[derive(Clone, Debug)]
pub struct Context {
    /// When to end.
    pub stop: Stop,
    /// Where to say how it goes.
    pub health: Arc<Health>,
    /// The clocks.
    pub time: Arc<dyn Time>,
}

/// One job in the background.
pub trait Worker: Send {
    /// Works until [`Stop::is_due`], which it asks at least every second; pauses only through
    /// [`Stop::pause`]. Called again after a failure, with whatever the worker remembers.
    ///
    /// # Errors
    /// Why it cannot go on; it is run again after a pause. An end that nobody asked for counts as a
    /// failure too.
    fn run(&mut self, context: &Context) -> Result<(), Failure>;
}
