//! What is known outside the market data: handed in, never fetched here.

use super::core::Engine;
use crate::features::Outside;
use crate::types::MarketPrice;

impl Engine {
    /// Takes what the market outside the broker is. Until it is called nothing is held against it;
    /// from then on an unknown market stops new risk. Whoever calls it drops what is too old.
    #[inline]
    pub const fn set_market(&mut self, market: MarketPrice) {
        self.market = market;
    }

    /// How far the market is above the broker's newest quote, in basis points.
    #[must_use]
    pub fn basis_bps(&self) -> Option<f64> {
        self.quote.and_then(|quote| self.market.basis_bps(quote.bid, quote.ask))
    }

    /// What a bar that closes now is told.
    pub(super) fn outside(&self) -> Outside {
        let news = self.known_news().map(|(reading, _)| reading);
        let sentiment = news.and_then(|news| news.decayed);
        Outside { sentiment, news, basis_bps: self.basis_bps() }
    }
}
