//! The market outside the broker.

/// What is known of the market's price outside the broker.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum MarketPrice {
    /// Nobody asks: nothing is held against it.
    #[default]
    NotAsked,
    /// It is asked for, and no source has a usable price.
    Unknown,
    /// Middle between best bid and ask.
    Known {
        /// Above zero and finite.
        mid: f64,
    },
}

impl MarketPrice {
    /// How far the market is above the broker: `(mid - own) / own * 10000` with `own` the middle of
    /// the broker's quote. `None` when either is unknown.
    #[must_use]
    pub fn basis_bps(self, bid: f64, ask: f64) -> Option<f64> {
        let Self::Known { mid } = self else { return None };
        let own = (bid + ask) / 2.0;
        let basis = (mid - own) / own * 10_000.0;
        (bid > 0.0 && ask >= bid && basis.is_finite()).then_some(basis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_basis_is_of_the_brokers_middle() {
        let market = MarketPrice::Known { mid: 101.0 };
        assert_eq!(market.basis_bps(99.0, 101.0), Some(100.0));
        assert_eq!(market.basis_bps(201.0, 203.0), Some(-5_000.0));
        for (bid, ask) in [(0.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (1.0, f64::INFINITY)] {
            assert_eq!(market.basis_bps(bid, ask), None);
        }
        assert_eq!(MarketPrice::Unknown.basis_bps(1.0, 1.0), None);
        assert_eq!(MarketPrice::NotAsked.basis_bps(1.0, 1.0), None);
    }
}
