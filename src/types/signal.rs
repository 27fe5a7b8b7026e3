//! What the rules concluded. No sizes here: only `risk` turns a signal into an order.

use super::{Side, UnixNanos};

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignalKind {
    /// Open a position on this side.
    Enter(Side),
    /// Nothing to do.
    None,
}

/// The combined conclusion of all rules at one bar close.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signal {
    /// What is asked for.
    pub kind: SignalKind,
    /// Confidence, 0 to 1.
    pub confidence_frac: f64,
    /// Distance from entry to stop, in price units, above zero when `kind` is an entry.
    pub stop_distance: f64,
    /// Distance from entry to target, in price units; `None` for no target.
    pub target_distance: Option<f64>,
    /// Open time of the closed bar that gave it. At most one entry per bar and side is acted on.
    pub bar_open: UnixNanos,
}
