//! Mean, deviation, skewness and kurtosis of returns.

use serde::Serialize;

use super::{OverfittingError, series};

/// The first four moments of a series of returns, all of one length of time each.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Moments {
    /// Number of returns.
    pub count: usize,
    /// Mean, as a fraction.
    pub mean: f64,
    /// Standard deviation with divisor `count - 1`, as a fraction; above 0.
    pub deviation: f64,
    /// Third standardised moment, `m3 / m2^1.5` with divisors `count`; 0 for a normal distribution.
    pub skewness: f64,
    /// Fourth standardised moment, `m4 / m2^2` with divisors `count`; 3 for a normal distribution.
    pub kurtosis: f64,
}

impl Moments {
    /// The moments of at least two returns that are not all equal.
    ///
    /// # Errors
    /// Fewer than two returns, one that is not finite, returns that are all equal.
    pub fn of(returns: &[f64]) -> Result<Self, OverfittingError> {
        series::check(returns, None, 2)?;
        let (rows, mean) = (returns.len() as f64, series::mean(returns));
        let deviation = series::deviation(returns);
        // Numbers that differ by less than 1e-160 have no deviation either.
        if series::is_flat(returns) || deviation == 0.0 {
            return Err(OverfittingError::Flat { column: None, was: returns[0] });
        }
        let scale = deviation * ((rows - 1.0) / rows).sqrt();
        let (mut third, mut fourth) = (0.0, 0.0);
        for value in returns {
            let standard = (value - mean) / scale;
            let square = standard * standard;
            third += square * standard;
            fourth += square * square;
        }
        let (skewness, kurtosis) = (third / rows, fourth / rows);
        Ok(Self { count: returns.len(), mean, deviation, skewness, kurtosis })
    }

    /// The Sharpe ratio of one period: mean over deviation. Returns are taken as excess returns.
    #[must_use]
    pub fn sharpe(&self) -> f64 {
        self.mean / self.deviation
    }
}
