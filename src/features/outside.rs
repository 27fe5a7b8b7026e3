//! Values that no bar holds: the host hands them in.

use crate::news::NewsReading;

/// What feeds outside the market data say at the moment; `None` = unknown.
///
/// [`super::Builder::set_outside`] takes it; the columns `sentiment`, `news_..` and
/// `basis_bps` show it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outside {
    /// News sentiment, -1 (bad) to 1 (good).
    pub sentiment: Option<f64>,
    /// What the stories of the symbol amount to.
    pub news: Option<NewsReading>,
    /// Exchange price above the broker's, in hundredths of a percent of the broker's.
    pub basis_bps: Option<f64>,
}
