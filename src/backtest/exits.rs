//! Stop and target: when they close a position, and at which price.

use super::position::OpenPosition;
use super::quote::{Arrival, Quote};
use crate::types::{ExitReason, Side};

/// What a quote does to a position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Exit {
    pub(super) reason: ExitReason,
    /// Before slippage.
    pub(super) price: f64,
    /// Whether the fill takes whatever price there is.
    pub(super) slips: bool,
}

/// Whether a price at which a position could be closed is at its stop or target, or beyond.
pub(super) fn is_exit(position: &OpenPosition, price: f64) -> bool {
    let sign = if position.side == Side::Buy { 1.0 } else { -1.0 };
    let is_stop = |stop: f64| price * sign <= stop * sign;
    let is_target = |target: f64| price * sign >= target * sign;
    position.stop_loss.is_some_and(is_stop) || position.take_profit.is_some_and(is_target)
}

/// The exit that a quote triggers. The stop is looked at first.
///
/// A stop that the price moved through continuously is filled at its own price; one that was jumped
/// over at the quote beyond it. A target is filled at its own price, never better.
pub(super) fn exit_at(position: &OpenPosition, quote: &Quote) -> Option<Exit> {
    let price = quote.closing(position.side);
    // From here on as for a long: for a short everything is mirrored.
    let sign = if position.side == Side::Buy { 1.0 } else { -1.0 };
    if let Some(stop) = position.stop_loss
        && price * sign <= stop * sign
    {
        let reason = if position.stop_was_moved { ExitReason::Trailing } else { ExitReason::Stop };
        let price = if quote.arrival == Arrival::Continuous { stop } else { price };
        return Some(Exit { reason, price, slips: true });
    }
    let target = position.take_profit.filter(|target| price * sign >= target * sign)?;
    Some(Exit { reason: ExitReason::Target, price: target, slips: false })
}
