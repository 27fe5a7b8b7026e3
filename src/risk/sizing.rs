//! The volume of an entry, from what the contract specification says a tick is worth.
//!
//! Formula: lots = equity * risk_frac / loss per lot, rounded down to the volume step, where the
//! loss per lot is stop distance in ticks * tick value + slippage allowance + commission both ways.
//! Free margin, the broker's largest volume and `lots_max` can only lower it.
//!
//! Worked example: equity 10,000, 2 % at risk, so 200 may be lost; one lot is worth 10,000 and the
//! stop is 5 % away, so a lot loses 500; 200 / 500 = 0.40 lots.

use super::approved::{LimitedBy, SizingArithmetic};
use super::context::Quote;
use super::margin::{margin_per_lot, profit_rate};
use super::prices::order_prices;
use super::settings::{RISK_FRAC_CAP, RiskSettings};
use crate::types::{
    Account, CalcMode, OrderIntent, Position, Refusal, RefusalCode, Side, SymbolSpec,
};

/// How far tick value and contract size may disagree.
const CONTRACT_TOLERANCE_FRAC: f64 = 0.05;

/// Rounding noise of a product of a few doubles, as a fraction. A money amount within it of its
/// limit is at its limit.
const ROUNDING_FRAC: f64 = 1e-9;

/// Largest amount that is still exact in millionths: beyond it doubles skip whole millionths.
const MICROS_EXACT: f64 = 9e15;

/// What a volume is computed from.
#[derive(Clone, Copy, Debug)]
pub(super) struct SizingInput<'a> {
    pub(super) spec: &'a SymbolSpec,
    pub(super) account: &'a Account,
    pub(super) quote: &'a Quote,
    pub(super) risk: &'a RiskSettings,
    pub(super) side: Side,
    pub(super) stop_distance: f64,
    pub(super) target_distance: Option<f64>,
    pub(super) side_lots: f64,
}

/// Holds the tick value against the contract size where the currencies allow it.
///
/// With a profit in the account currency one tick of one lot is contract size * tick size. On a
/// currency pair quoted against the account currency (base = account) it is that divided by the
/// price. Futures are excluded: their tick value is the contract and owes nothing to its size.
///
/// # Errors
/// `CONTRACT_INCONSISTENT` beyond 5 %.
pub(super) fn check_contract(
    spec: &SymbolSpec,
    account: &Account,
    quote: &Quote,
) -> Result<(), Refusal> {
    let in_profit_currency = spec.contract_size * spec.tick_size;
    let expected = match spec.calc_mode {
        CalcMode::Futures | CalcMode::ExchangeFutures => return Ok(()),
        _ if spec.currency_profit == account.currency => in_profit_currency,
        CalcMode::Forex | CalcMode::ForexNoLeverage if spec.currency_base == account.currency => {
            in_profit_currency / quote.ask
        }
        _ => return Ok(()),
    };
    let difference = (spec.tick_value_loss - expected).abs();
    if difference <= expected * CONTRACT_TOLERANCE_FRAC {
        Ok(())
    } else {
        Err(Refusal::new(RefusalCode::ContractInconsistent, spec.tick_value_loss, expected))
    }
}

/// Commission of one lot for opening and closing, in the account currency.
fn commission_per_lot(spec: &SymbolSpec, price: f64, risk: &RiskSettings) -> f64 {
    let value = price * spec.contract_size * profit_rate(spec);
    risk.commission_per_lot + risk.commission_turnover_frac * value
}

/// What one lot loses to the slippage allowance, in the account currency.
fn slippage_per_lot(spec: &SymbolSpec, risk: &RiskSettings) -> f64 {
    spec.loss_per_lot(f64::from(risk.slippage_points) * spec.point)
}

/// Sizes an entry. The open risk of other engines is left at 0 for the caller to fill in.
///
/// # Errors
/// In this order: `CONTRACT_INCONSISTENT`, `PRICE_INVALID`, `STOP_INVALID`, `STOP_TOO_CLOSE`,
/// `VOLUME_BELOW_MINIMUM`, `MARGIN_UNKNOWN`, `MARGIN_INSUFFICIENT`, `VOLUME_LIMIT`,
/// `RISK_CHECK_FAILED`.
pub(super) fn size(input: &SizingInput<'_>) -> Result<SizingArithmetic, Refusal> {
    let SizingInput { spec, account, quote, risk, side, .. } = *input;
    check_contract(spec, account, quote)?;
    let distances = (input.stop_distance, input.target_distance);
    let prices = order_prices(spec, side, quote, distances, risk.stop_max_frac)?;

    let risk_frac = risk.risk_frac.min(RISK_FRAC_CAP);
    let allowed_money = account.equity * risk_frac;
    let stop_loss_per_lot = prices.stop_ticks as f64 * spec.tick_value_loss;
    let commission_per_lot = commission_per_lot(spec, prices.entry, risk);
    let slippage_per_lot = slippage_per_lot(spec, risk);
    let loss_per_lot = stop_loss_per_lot + commission_per_lot + slippage_per_lot;
    let raw_lots = allowed_money / loss_per_lot;
    // Written so that NaN refuses too.
    let enough = raw_lots + ROUNDING_FRAC * spec.volume.step_lots >= spec.volume.min_lots;
    if !enough {
        let least = spec.volume.min_lots;
        return Err(Refusal::new(RefusalCode::VolumeBelowMinimum, raw_lots, least));
    }

    let margin_per_lot =
        margin_per_lot(spec, side, prices.entry, account.currency, account.leverage)?;
    let margin_usable = account.margin_free * risk.margin_use_frac;
    let (limited_lots, limited_by) = [
        (margin_usable / margin_per_lot, LimitedBy::Margin),
        (spec.volume.max_lots, LimitedBy::VolumeMax),
        (risk.lots_max, LimitedBy::LotsMax),
    ]
    .into_iter()
    .fold((raw_lots, LimitedBy::Risk), |least, next| if next.0 < least.0 { next } else { least });
    let lots = spec.volume.to_lots(spec.volume.floor(limited_lots));

    let sized = SizingArithmetic {
        currency: account.currency,
        side,
        equity: account.equity,
        risk_frac,
        allowed_money,
        entry_price: prices.entry,
        stop_price: prices.stop,
        target_price: prices.target,
        stop_distance_ticks: prices.stop_ticks,
        stop_distance_price: prices.stop_ticks as f64 * spec.tick_size,
        tick_value_loss: spec.tick_value_loss,
        stop_loss_per_lot,
        commission_per_lot,
        slippage_per_lot,
        loss_per_lot,
        raw_lots,
        margin_per_lot,
        margin_usable,
        limited_lots,
        limited_by,
        lots,
        margin_needed: lots * margin_per_lot,
        loss_at_stop: lots * loss_per_lot,
        open_risk_others: 0.0,
        open_risk_after: 0.0,
        open_risk_limit: 0.0,
    };
    check_sized(&sized, spec, input.side_lots)?;
    Ok(sized)
}

/// Holds the finished order against every bound once more, from its own numbers.
fn check_sized(sized: &SizingArithmetic, spec: &SymbolSpec, side_lots: f64) -> Result<(), Refusal> {
    // Comparisons are written so that NaN refuses too.
    let volume = &spec.volume;
    let least = volume.min_lots;
    let enough = sized.lots + ROUNDING_FRAC * volume.step_lots >= least;
    if !enough {
        return Err(match sized.limited_by {
            LimitedBy::Margin => Refusal::new(
                RefusalCode::MarginInsufficient,
                least * sized.margin_per_lot,
                sized.margin_usable,
            ),
            _ => Refusal::new(RefusalCode::VolumeBelowMinimum, sized.limited_lots, least),
        });
    }
    let affordable = sized.margin_needed <= sized.margin_usable * (1.0 + ROUNDING_FRAC);
    if !affordable {
        let (needed, usable) = (sized.margin_needed, sized.margin_usable);
        return Err(Refusal::new(RefusalCode::MarginInsufficient, needed, usable));
    }
    let after = side_lots + sized.lots;
    let room = volume.limit_lots <= 0.0 || after <= volume.limit_lots * (1.0 + ROUNDING_FRAC);
    if !room {
        return Err(Refusal::new(RefusalCode::VolumeLimit, after, volume.limit_lots));
    }
    let cap = sized.allowed_money.min(sized.equity * RISK_FRAC_CAP);
    let on_step = volume.to_lots(volume.floor(sized.lots)) == sized.lots;
    let within = sized.loss_at_stop > 0.0 && sized.loss_at_stop <= cap * (1.0 + ROUNDING_FRAC);
    if !(on_step && within) {
        return Err(Refusal::new(RefusalCode::RiskCheckFailed, sized.loss_at_stop, cap));
    }
    Ok(())
}

/// What a position loses at its stop, counted from its open price, costs included; 0 where the stop
/// locks a profit. `None` without a stop.
pub(super) fn position_risk(
    position: &Position,
    spec: &SymbolSpec,
    risk: &RiskSettings,
) -> Option<f64> {
    let distance = (position.open_price - position.stop_loss?) * position.side.sign();
    let costs = commission_per_lot(spec, position.open_price, risk) + slippage_per_lot(spec, risk);
    let loss = position.lots * (spec.loss_per_lot(distance) + costs);
    // A stop of nonsense is no stop.
    loss.is_finite().then_some(loss.max(0.0))
}

/// Holds an order that is sent once more against the hard cap on the equity of now: it was sized
/// on an earlier one, and the loss at its stop is counted from its fresh price, costs included.
///
/// # Errors
/// `RISK_CHECK_FAILED`.
pub(super) fn check_resized(
    intent: &OrderIntent,
    spec: &SymbolSpec,
    risk: &RiskSettings,
    equity: f64,
) -> Result<(), Refusal> {
    let cap = equity * RISK_FRAC_CAP;
    let distance = intent.stop_loss.map(|stop| (intent.price - stop) * intent.side.sign());
    let costs = commission_per_lot(spec, intent.price, risk) + slippage_per_lot(spec, risk);
    let loss = distance
        .map_or(f64::INFINITY, |distance| intent.lots * (spec.loss_per_lot(distance) + costs));
    // Written so that NaN refuses too.
    let within = loss <= cap * (1.0 + ROUNDING_FRAC);
    if within { Ok(()) } else { Err(Refusal::new(RefusalCode::RiskCheckFailed, loss, cap)) }
}

/// An amount in millionths, rounded up: risk is never understated. `None` beyond 9e9 units.
pub(super) fn micros_up(amount: f64) -> Option<i64> {
    let micros = (amount * 1e6).ceil();
    (micros.abs() <= MICROS_EXACT).then_some(micros as i64)
}

/// An amount in millionths, rounded down: a limit is never overstated. 0 for what is no amount.
pub(super) fn micros_down(amount: f64) -> i64 {
    let micros = (amount * 1e6).floor();
    if micros > 0.0 { micros.min(MICROS_EXACT) as i64 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{World, account, signal};
    use super::*;
    use crate::risk::RiskConfig;

    #[test]
    fn a_finished_order_that_breaks_its_own_limits_is_dropped() {
        let world = World::new();
        let entry = world.order(RiskConfig::default(), &signal(Side::Buy, 0.0005)).unwrap();
        let sound = entry.sizing;
        assert_eq!(check_sized(&sound, &world.spec, 0.0), Ok(()));
        let code = |broken: SizingArithmetic| {
            check_sized(&broken, &world.spec, 0.0).map_err(|refusal| refusal.code)
        };
        let failed = Err(RefusalCode::RiskCheckFailed);
        assert_eq!(code(SizingArithmetic { loss_at_stop: 200.01, ..sound }), failed);
        assert_eq!(code(SizingArithmetic { loss_at_stop: f64::NAN, ..sound }), failed);
        assert_eq!(code(SizingArithmetic { loss_at_stop: -1.0, ..sound }), failed);
        assert_eq!(code(SizingArithmetic { lots: 3.995, ..sound }), failed);
        // The 3 % cap holds whatever fraction got here.
        let greedy = SizingArithmetic { allowed_money: 900.0, loss_at_stop: 301.0, ..sound };
        assert_eq!(code(greedy), failed);
    }

    #[test]
    fn risk_is_rounded_up_and_limits_down() {
        assert_eq!((micros_up(0.000_000_1), micros_down(0.000_001_9)), (Some(1), 1));
        assert_eq!((micros_up(f64::NAN), micros_up(1e12)), (None, None));
        assert_eq!((micros_down(f64::NAN), micros_down(-1.0)), (0, 0));
    }

    #[test]
    fn a_futures_contract_is_not_held_against_its_size() {
        // A tick value of 12.50 with a nominal contract size of 1 is ordinary for a future.
        let mut world = World::new();
        world.spec.tick_value_loss = 12.5;
        let quote = world.quote.unwrap();
        let check = |world: &World| check_contract(&world.spec, &account(10_000.0), &quote);
        assert_eq!(check(&world).unwrap_err().code, RefusalCode::ContractInconsistent);
        world.spec.calc_mode = CalcMode::ExchangeFutures;
        assert_eq!(check(&world), Ok(()));
    }
}
