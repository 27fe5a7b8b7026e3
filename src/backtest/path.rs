//! The order in which the prices of a bar are taken to have happened.

use crate::types::{Bar, Side};

crate::choice! {
    /// Which extreme of a bar comes first. A bar does not say.
    pub enum Intrabar {
        /// The extreme nearer to the open; the low if both are as near.
        Adaptive = "adaptive",
        /// The high.
        HighFirst = "high_first",
        /// The low.
        LowFirst = "low_first",
        /// The one that hurts the open position; without one as `adaptive`. The worst case.
        Adverse = "adverse",
        /// The one that the open position hopes for; without one as `adaptive`. The best case.
        Favourable = "favourable",
    }
}

/// Prices that stand for a bar.
pub const PATH_LEN: usize = 4;

/// Open, one extreme, the other one, close. `held`: the side of the open position.
#[must_use]
pub fn path(bar: &Bar, rule: Intrabar, held: Option<Side>) -> [f64; PATH_LEN] {
    let nearer_low = bar.open - bar.low <= bar.high - bar.open;
    let low_first = match (rule, held) {
        (Intrabar::HighFirst, _) => false,
        (Intrabar::LowFirst, _) => true,
        (Intrabar::Adverse, Some(side)) => side == Side::Buy,
        (Intrabar::Favourable, Some(side)) => side == Side::Sell,
        (Intrabar::Adaptive | Intrabar::Adverse | Intrabar::Favourable, _) => nearer_low,
    };
    let (first, second) = if low_first { (bar.low, bar.high) } else { (bar.high, bar.low) };
    [bar.open, first, second, bar.close]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_its_order() {
        let bar = Bar { open: 10.0, high: 13.0, low: 8.0, close: 9.0, ..Bar::default() };
        let low_first = [10.0, 8.0, 13.0, 9.0];
        let high_first = [10.0, 13.0, 8.0, 9.0];
        let (long, short) = (Some(Side::Buy), Some(Side::Sell));
        for (rule, held, expected) in [
            (Intrabar::Adaptive, long, low_first),
            (Intrabar::HighFirst, long, high_first),
            (Intrabar::LowFirst, short, low_first),
            (Intrabar::Adverse, long, low_first),
            (Intrabar::Adverse, short, high_first),
            (Intrabar::Adverse, None, low_first),
            (Intrabar::Favourable, long, high_first),
            (Intrabar::Favourable, short, low_first),
        ] {
            assert_eq!(path(&bar, rule, held), expected, "{rule:?} {held:?}");
        }
    }
}
