//! Settings of prices from outside the broker. `feeds`, which fetches them, stands above.

crate::choice! {
    /// An exchange whose prices are read.
    pub enum Venue {
        /// Binance, spot.
        Binance = "binance",
        /// Coinbase, Advanced Trade.
        Coinbase = "coinbase",
        /// Kraken, spot.
        Kraken = "kraken",
    }
}

crate::settings! {
    /// Prices of exchanges, read in the background in live and paper mode. With them an engine
    /// knows the market outside its broker: column `basis_bps`, and no new risk while the broker's
    /// price is off the market (`risk.limits.divergence_max_bps`) or the market is unknown. API
    /// keys and addresses for tests come from the environment too: docs/feeds.md.
    pub struct FeedSettings in "feeds" {
        /// Whether to read prices of exchanges.
        enabled: bool = false, "", ();
        /// Which exchanges, the one to prefer first.
        venues: Vec<Venue> = vec![Venue::Coinbase, Venue::Kraken, Venue::Binance], "", ((), 3);
        /// Base and quote currency as `BTC/USD`; empty: found from the broker's symbol, whatever
        /// its suffix.
        pair: String = String::new(), "", 17;
        /// Whether Tether counts as dollars where an exchange quotes no dollars (Binance).
        dollar_coins: bool = true, "", ();
        /// Oldest usable quote of an exchange.
        quote_age_max_ms: u32 = 5_000, "milliseconds", (500, 600_000);
        /// Oldest usable price of the local cache, while no exchange has a fresh one.
        cache_age_max_ms: u32 = 30_000, "milliseconds", (0, 600_000);
        /// How far exchanges may lie apart before none of them is believed.
        disagreement_max_bps: f64 = 100.0, "hundredths of a percent", (1.0, 10_000.0);
        /// Folder of the local cache: the last quote of each exchange. Without one the cache lives
        /// as long as the engine.
        cache_dir: String = String::new(), "", 1_024;
        /// Base address of Binance's REST interface; empty: the public one.
        binance_rest_url: String = String::new(), "", 256;
        /// Base address of Binance's streams; empty: the public one.
        binance_stream_url: String = String::new(), "", 256;
        /// Base address of Coinbase's REST interface; empty: the public one.
        coinbase_rest_url: String = String::new(), "", 256;
        /// Base address of Coinbase's streams; empty: the public one.
        coinbase_stream_url: String = String::new(), "", 256;
        /// Base address of Kraken's REST interface; empty: the public one.
        kraken_rest_url: String = String::new(), "", 256;
        /// Base address of Kraken's streams; empty: the public one.
        kraken_stream_url: String = String::new(), "", 256;
    }
}
