//! The file of `--spec`: what is not as assumed.

use std::path::Path;

use serde::Deserialize;

use super::hours::{Hours, Weekday};
use super::{Contract, SwapUnit, point_of};

/// Any of these keys.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Overrides {
    digits: Option<u32>,
    tick_size: Option<f64>,
    contract_size: Option<f64>,
    volume_min_lots: Option<f64>,
    volume_max_lots: Option<f64>,
    volume_step_lots: Option<f64>,
    calc_mode: Option<i32>,
    currency_base: Option<String>,
    currency_profit: Option<String>,
    currency_margin: Option<String>,
    profit_rate: Option<f64>,
    stops_level_points: Option<u32>,
    freeze_level_points: Option<u32>,
    margin_initial: Option<f64>,
    swap_mode: Option<SwapUnit>,
    swap_long: Option<f64>,
    swap_short: Option<f64>,
    swap_triple_day: Option<Weekday>,
    sessions: Option<Hours>,
    days_per_year: Option<u32>,
    spread_points: Option<u32>,
    commission_per_lot: Option<f64>,
    leverage: Option<u32>,
}

/// Replaces what the file names; gives the rate if it states one. Errors name file, line and
/// column.
pub(super) fn read(path: &Path, contract: &mut Contract) -> Result<Option<f64>, String> {
    let place = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{place}: {error}"))?;
    let overrides: Overrides = toml::from_str(&text).map_err(|error| {
        let before = &text[..error.span().map_or(0, |span| span.start).min(text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
        format!("{place}:{line}:{column}: {}", error.message())
    })?;
    macro_rules! replace {
        ($($field:ident)+) => {
            $(if let Some(value) = overrides.$field {
                contract.$field = value;
            })+
        };
    }
    if let Some(digits) = overrides.digits {
        contract.tick_size = point_of(digits);
    }
    let rate = overrides.profit_rate;
    replace! {
        digits tick_size contract_size volume_min_lots volume_max_lots volume_step_lots
        calc_mode currency_base currency_profit currency_margin stops_level_points
        freeze_level_points margin_initial swap_mode swap_long swap_short swap_triple_day sessions
        days_per_year spread_points commission_per_lot leverage
    }
    check(contract, rate).map_err(|problem| format!("{place}: {problem}"))?;
    Ok(rate)
}

fn check(contract: &Contract, rate: Option<f64>) -> Result<(), String> {
    for (key, value) in [
        ("tick_size", contract.tick_size),
        ("contract_size", contract.contract_size),
        ("volume_step_lots", contract.volume_step_lots),
    ] {
        if !(value.is_finite() && value > 0.0) {
            return Err(format!("{key} was {value}, expected a number above 0"));
        }
    }
    for (key, value) in [
        ("profit_rate", rate.unwrap_or(0.0)),
        ("commission_per_lot", contract.commission_per_lot),
        ("margin_initial", contract.margin_initial),
    ] {
        if !(value.is_finite() && value >= 0.0) {
            return Err(format!("{key} was {value}, expected 0 or more"));
        }
    }
    for (key, value) in [("swap_long", contract.swap_long), ("swap_short", contract.swap_short)] {
        if !value.is_finite() {
            return Err(format!("{key} was {value}, expected a number"));
        }
    }
    if contract.leverage == 0 {
        return Err("leverage was 0, expected 1 or more".to_owned());
    }
    let days = contract.days_per_year;
    if !(1..=366).contains(&days) {
        return Err(format!("days_per_year was {days}, expected 1 to 366"));
    }
    contract.sessions.check()
}
