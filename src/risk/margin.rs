//! Margin of one lot in the account currency.

use crate::types::{CalcMode, Currency, Refusal, RefusalCode, Side, SymbolSpec};

/// Account currency per unit of the profit currency, from what the broker itself computes with.
///
/// Formula: tick value of a loss / (tick size * contract size).
pub(super) fn profit_rate(spec: &SymbolSpec) -> f64 {
    spec.tick_value_loss / (spec.tick_size * spec.contract_size)
}

/// Margin of one lot.
///
/// What the host got from `OrderCalcMargin` where it handed it in; otherwise:
///
/// | mode | formula | currency |
/// |---|---|---|
/// | forex | contract / leverage | margin |
/// | forex without leverage | contract | margin |
/// | futures, exchange futures | initial margin | margin |
/// | CFD, exchange stocks | contract * price | profit |
/// | CFD with leverage | contract * price / leverage | profit |
/// | CFD on an index | contract * price * tick value / tick size | account |
///
/// An initial margin in a mode that has its own formula may or may not replace it: the larger
/// counts. Margin rates per side are not in the specification and taken as 1; hand the margin in
/// where they matter.
///
/// # Errors
/// `MARGIN_UNKNOWN` if the currencies leave no way to the account currency or a futures contract
/// has no initial margin.
pub(crate) fn margin_per_lot(
    spec: &SymbolSpec,
    side: Side,
    price: f64,
    account_currency: Currency,
    leverage: u32,
) -> Result<f64, Refusal> {
    let handed_in = match side {
        Side::Buy => spec.margin_per_lot_buy,
        Side::Sell => spec.margin_per_lot_sell,
    };
    if handed_in > 0.0 {
        return Ok(handed_in);
    }
    let leverage_f = f64::from(leverage.max(1));
    let unknown = Refusal::new(
        RefusalCode::MarginUnknown,
        f64::from(spec.calc_mode as u8),
        f64::from(leverage),
    );
    let margin_rate = margin_currency_rate(spec, price, account_currency);
    let initial = if spec.margin_initial > 0.0 {
        spec.margin_initial * margin_rate.ok_or(unknown)?
    } else {
        0.0
    };
    let rate = profit_rate(spec);
    let contract = spec.contract_size;
    let computed = match spec.calc_mode {
        CalcMode::Forex => contract / leverage_f * margin_rate.ok_or(unknown)?,
        CalcMode::ForexNoLeverage => contract * margin_rate.ok_or(unknown)?,
        CalcMode::Futures | CalcMode::ExchangeFutures => 0.0,
        CalcMode::Cfd | CalcMode::ExchangeStocks => contract * price * rate,
        CalcMode::CfdLeverage => contract * price / leverage_f * rate,
        CalcMode::CfdIndex => contract * price * spec.tick_value_loss / spec.tick_size,
    };
    let margin = computed.max(initial);
    if margin.is_finite() && margin > 0.0 { Ok(margin) } else { Err(unknown) }
}

/// Account currency per unit of the margin currency.
fn margin_currency_rate(spec: &SymbolSpec, price: f64, account: Currency) -> Option<f64> {
    if spec.currency_margin == account {
        Some(1.0)
    } else if spec.currency_margin == spec.currency_profit {
        Some(profit_rate(spec))
    } else if spec.currency_margin == spec.currency_base {
        // One unit of the base costs `price` units of the profit currency.
        Some(price * profit_rate(spec))
    } else {
        None
    }
}
