//! Where the stop of a winning position should be.
//!
//! With a gain of `breakeven_after` the stop goes to the open price; from `trail_after` on it
//! follows `trail_distance` behind the price the position would close at. Percentages are of the
//! open price. The stop never goes back, keeps the broker's distances, and moves by at least
//! `step_min` (and one tick), so that the broker is not flooded.

use super::context::PositionContext;
use super::gate::RiskGate;
use super::prices::{check_freeze_level, check_stops_level, closing_price, on_grid, up_for};
use super::settings::{TrailingSettings, TrailingUnit};
use crate::types::{Position, Side, SymbolSpec};

/// Price units of `amount` in the configured unit. `None` where the unit needs an average true
/// range and there is none.
fn price_units(
    amount: f64,
    settings: &TrailingSettings,
    position: &Position,
    spec: &SymbolSpec,
    atr: Option<f64>,
) -> Option<f64> {
    match settings.unit {
        TrailingUnit::Percent => Some(amount / 100.0 * position.open_price),
        TrailingUnit::Points => Some(amount * spec.point),
        TrailingUnit::Atr => atr.filter(|atr| *atr > 0.0).map(|atr| amount * atr),
    }
}

impl RiskGate {
    /// The next stop loss of the position, or `None` to leave it. Pass it to
    /// [`approve_modify`](RiskGate::approve_modify). `atr` in price units, needed by unit `atr`
    /// only.
    #[must_use]
    pub fn trailing_stop(&self, context: &PositionContext<'_>, atr: Option<f64>) -> Option<f64> {
        let settings = &self.config.trailing;
        let PositionContext { spec, position, .. } = *context;
        let quote = context.quote.filter(|quote| settings.enabled && quote.is_sound())?;
        let (side, sign) = (position.side, position.side.sign());
        let market = closing_price(side, &quote);
        let units = |amount| price_units(amount, settings, position, spec, atr);
        let gain = (market - position.open_price) * sign;
        // Prices are decimal: a gain of 100 points computes as 99.999999999.
        let noise = spec.tick_size * 1e-6;
        let reached = |after: f64| Some(after > 0.0 && gain + noise >= units(after)?);

        let wanted = if reached(settings.trail_after)? {
            // A trail wider than the gain must not undo the step to the open price.
            let trail = market - sign * units(settings.trail_distance)?;
            let locks_profit = (trail - position.open_price) * sign >= 0.0;
            if locks_profit || !reached(settings.breakeven_after)? {
                trail
            } else {
                position.open_price
            }
        } else if reached(settings.breakeven_after)? {
            position.open_price
        } else {
            return None;
        };
        let (_, stop) = on_grid(spec, wanted, up_for(side)).ok()?;
        let stop = allowed_stop(spec, side, market, stop)?;
        if let Some(present) = position.stop_loss {
            let least = units(settings.step_min)?.max(spec.tick_size);
            let step = (stop - present) * sign;
            if step + noise < least {
                return None;
            }
        }
        check_freeze_level(spec, side, market, (position.stop_loss, position.take_profit)).ok()?;
        Some(stop)
    }
}

/// `stop`, or the nearest stop to `market` that the stops level allows where it is too close.
fn allowed_stop(spec: &SymbolSpec, side: Side, market: f64, stop: f64) -> Option<f64> {
    if check_stops_level(spec, side, market, (Some(stop), None)).is_ok() {
        return Some(stop);
    }
    let least = (f64::from(spec.stops_level_points) * spec.point).max(spec.tick_size);
    let (_, stop) = on_grid(spec, market - side.sign() * least, up_for(side.opposite())).ok()?;
    check_stops_level(spec, side, market, (Some(stop), None)).ok()?;
    Some(stop)
}
