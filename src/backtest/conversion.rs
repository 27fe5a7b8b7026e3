//! What a price difference is worth in the account currency.

/// Account currency for one unit of the currency in which profits come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ProfitRate {
    /// Always the same: profits come in the account currency (1), or at an assumed rate.
    Fixed(f64),
    /// One divided by the price: the account currency is the base, as dollars of USDJPY.
    OneOverPrice,
}

impl ProfitRate {
    /// The rate while the price is `price`.
    #[must_use]
    pub fn at(self, price: f64) -> f64 {
        match self {
            Self::Fixed(rate) => rate,
            Self::OneOverPrice => 1.0 / price,
        }
    }
}
