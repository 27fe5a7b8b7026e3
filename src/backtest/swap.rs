//! What a night costs.

use super::position::OpenPosition;
use crate::types::{Side, SwapMode, SymbolSpec};

const SECONDS_PER_DAY: i64 = 86_400;
const DAYS_PER_YEAR: f64 = 360.0;

/// Nights that a position pays for between two moments of the server's clock: one for every
/// midnight at the end of a weekday, three on the triple day, none at the ends of Saturday and
/// Sunday.
pub(super) fn nights(from_s: i64, to_s: i64, triple_day: u8) -> i64 {
    let (first, last) = (from_s.div_euclid(SECONDS_PER_DAY), to_s.div_euclid(SECONDS_PER_DAY));
    (first..last)
        .map(|day| match (day + 4).rem_euclid(7) {
            0 | 6 => 0, // 1970-01-01 was a Thursday: 0 is Sunday
            weekday if weekday == i64::from(triple_day) => 3,
            _ => 1,
        })
        .sum()
}

/// Swap of one night, account currency; negative when charged. `price` is the position's closing
/// price, `rate` what a unit of the profit currency is worth.
///
/// | mode | of a lot |
/// |---|---|
/// | points | swap x point x contract size, in the profit currency |
/// | profit currency | swap |
/// | deposit currency | swap, in the account currency |
/// | base or margin currency | swap x price, in the profit currency |
/// | interest | swap % of lots x contract x price (of now or of the opening) over 360 days |
/// | reopening, none | 0: not simulated |
pub(super) fn of_a_night(spec: &SymbolSpec, position: &OpenPosition, price: f64, rate: f64) -> f64 {
    let swap = match position.side {
        Side::Buy => spec.swap_long,
        Side::Sell => spec.swap_short,
    };
    let lots = position.lots;
    let interest = |price: f64| swap / 100.0 / DAYS_PER_YEAR * spec.contract_size * price * rate;
    lots * match spec.swap_mode {
        SwapMode::Points => swap * spec.point * spec.contract_size * rate,
        SwapMode::CurrencyProfit => swap * rate,
        SwapMode::CurrencyDeposit => swap,
        SwapMode::CurrencySymbol | SwapMode::CurrencyMargin => swap * price * rate,
        SwapMode::InterestCurrent => interest(price),
        SwapMode::InterestOpen => interest(position.open_price),
        SwapMode::Disabled | SwapMode::ReopenCurrent | SwapMode::ReopenBid => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_costs_seven_nights() {
        // 2026-01-05 was a Monday.
        let monday_s = 1_767_571_200;
        let day = |number: i64| monday_s + number * SECONDS_PER_DAY;
        assert_eq!(nights(day(0), day(7), 3), 7);
        assert_eq!(nights(day(0) + 60, day(0) + 3_600, 3), 0);
        assert_eq!(nights(day(0) + 60, day(1), 3), 1);
        assert_eq!(nights(day(2), day(3), 3), 3, "Wednesday");
        assert_eq!(nights(day(5), day(7), 3), 0, "Saturday and Sunday");
        assert_eq!(nights(day(4), day(5), 5), 3, "Friday");
    }
}
