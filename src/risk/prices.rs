//! Entry, stop and target on the tick grid, and the broker's distances.
//!
//! Rounding never adds risk. The entry is taken at the worse tick (ask up, bid down). The stop is
//! rounded towards the entry, and the volume is computed afterwards from the rounded distance, so a
//! rounded stop cannot lose more than was sized. The target is rounded towards the entry too: it is
//! reached no later than the signal meant.

use crate::types::{PriceTicks, Refusal, RefusalCode, Rounding, Side, SymbolSpec};

use super::context::Quote;

/// How far a computed number of points may be below a whole one and still count as it.
const POINTS_TOLERANCE: f64 = 1e-6;

/// Prices of an order, on the grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct OrderPrices {
    pub(super) entry: f64,
    pub(super) stop: f64,
    pub(super) target: Option<f64>,
    /// Entry to stop, above 0.
    pub(super) stop_ticks: i64,
}

/// The rounding that moves a price of a position on `side` against its market: a stop of a long
/// up, a target of a short up.
pub(super) const fn up_for(side: Side) -> Rounding {
    match side {
        Side::Buy => Rounding::Up,
        Side::Sell => Rounding::Down,
    }
}

/// `price` on the grid, above zero, and unchanged by printing it with the symbol's digits.
pub(super) fn on_grid(
    spec: &SymbolSpec,
    price: f64,
    rounding: Rounding,
) -> Result<(PriceTicks, f64), Refusal> {
    let refusal = Refusal::new(RefusalCode::PriceInvalid, price, spec.tick_size);
    let ticks = spec.ticks(price, rounding).filter(|ticks| ticks.0 > 0).ok_or(refusal)?;
    let printed = spec.price(ticks);
    if spec.ticks(printed, Rounding::Nearest) == Some(ticks) {
        Ok((ticks, printed))
    } else {
        Err(refusal)
    }
}

/// The price a position on `side` would close at: bid for a long, ask for a short.
pub(super) const fn closing_price(side: Side, quote: &Quote) -> f64 {
    match side {
        Side::Buy => quote.bid,
        Side::Sell => quote.ask,
    }
}

/// Distance from the market to `price` in points, positive where a stop of `side` belongs.
fn points_below(spec: &SymbolSpec, side: Side, market: f64, price: f64) -> f64 {
    (market - price) * side.sign() / spec.point
}

/// Holds stop and target against the stops level, measured from the closing price as the broker
/// does. Without a level they must still be a tick away from it.
///
/// # Errors
/// `STOP_TOO_CLOSE`.
pub(super) fn check_stops_level(
    spec: &SymbolSpec,
    side: Side,
    market: f64,
    stop_and_target: (Option<f64>, Option<f64>),
) -> Result<(), Refusal> {
    let least = f64::from(spec.stops_level_points).max(spec.tick_size / spec.point);
    let stop = stop_and_target.0.map(|price| points_below(spec, side, market, price));
    let target = stop_and_target.1.map(|price| -points_below(spec, side, market, price));
    for distance in [stop, target].into_iter().flatten() {
        // Written so that NaN refuses too.
        let far_enough = distance + POINTS_TOLERANCE >= least;
        if !far_enough {
            return Err(Refusal::new(RefusalCode::StopTooClose, distance, least));
        }
    }
    Ok(())
}

/// Holds the present stop and target against the freeze level.
///
/// # Errors
/// `FREEZE_LEVEL`.
pub(super) fn check_freeze_level(
    spec: &SymbolSpec,
    side: Side,
    market: f64,
    stop_and_target: (Option<f64>, Option<f64>),
) -> Result<(), Refusal> {
    let freeze = f64::from(spec.freeze_level_points);
    if spec.freeze_level_points == 0 {
        return Ok(());
    }
    let stop = stop_and_target.0.map(|price| points_below(spec, side, market, price));
    let target = stop_and_target.1.map(|price| -points_below(spec, side, market, price));
    for distance in [stop, target].into_iter().flatten() {
        let free = distance > freeze + POINTS_TOLERANCE;
        if !free {
            return Err(Refusal::new(RefusalCode::FreezeLevel, distance, freeze));
        }
    }
    Ok(())
}

/// The prices of an entry.
///
/// # Errors
/// `PRICE_INVALID`, `STOP_INVALID`, `STOP_TOO_CLOSE`.
pub(super) fn order_prices(
    spec: &SymbolSpec,
    side: Side,
    quote: &Quote,
    distances: (f64, Option<f64>),
    stop_max_frac: f64,
) -> Result<OrderPrices, Refusal> {
    let (stop_distance, target_distance) = distances;
    let opening = closing_price(side.opposite(), quote);
    let (entry_ticks, entry) = on_grid(spec, opening, up_for(side))?;
    let widest = entry * stop_max_frac;
    let stop_invalid = Refusal::new(RefusalCode::StopInvalid, stop_distance, widest);
    if !(stop_distance > 0.0 && stop_distance <= widest * (1.0 + 1e-9)) {
        return Err(stop_invalid);
    }
    let raw_stop = entry - side.sign() * stop_distance;
    if raw_stop <= 0.0 {
        return Err(stop_invalid);
    }
    let (stop_level_ticks, stop) = on_grid(spec, raw_stop, up_for(side))?;
    let stop_ticks = match side {
        Side::Buy => entry_ticks.0 - stop_level_ticks.0,
        Side::Sell => stop_level_ticks.0 - entry_ticks.0,
    };
    if stop_ticks < 1 {
        return Err(stop_invalid);
    }
    let target = match target_distance {
        None => None,
        Some(distance) if distance > 0.0 => {
            let raw = entry + side.sign() * distance;
            Some(on_grid(spec, raw, up_for(side.opposite()))?.1)
        }
        Some(distance) => {
            return Err(Refusal::new(RefusalCode::PriceInvalid, distance, spec.tick_size));
        }
    };
    check_stops_level(spec, side, closing_price(side, quote), (Some(stop), target))?;
    Ok(OrderPrices { entry, stop, target, stop_ticks })
}
