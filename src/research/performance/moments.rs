//! Means, deviations and correlations in one pass.
//!
//! Welford's recurrences ("Note on a method for calculating corrected sums of squares and
//! products", Technometrics 4, 1962), which do not subtract large sums from each other.

/// Deviations below this share of the mean are rounding errors of equal values.
const ROUNDING_FRAC: f64 = 1e-12;

/// Count, mean and spread of numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    count: u64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Takes one number.
    pub(super) fn push(&mut self, value: f64) {
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / self.count as f64;
        self.squares += before * (value - self.mean);
    }

    /// The arithmetic mean. `None` without numbers.
    pub(super) fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// Standard deviation of a sample: squares divided by the count less 1. `None` with fewer than
    /// two numbers or with equal ones.
    pub(super) fn deviation(&self) -> Option<f64> {
        let deviation = (self.squares / self.count.checked_sub(1)? as f64).sqrt();
        let is_spread = deviation.is_finite() && deviation > ROUNDING_FRAC * self.mean.abs();
        is_spread.then_some(deviation)
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut moments = Self::default();
        values.into_iter().for_each(|value| moments.push(value));
        moments
    }
}

/// Pairs of numbers, and the straight line through them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Comoments {
    x: Moments,
    y: Moments,
    products: f64,
}

impl Comoments {
    /// Takes one pair.
    pub(super) fn push(&mut self, x: f64, y: f64) {
        let before = x - self.x.mean;
        self.x.push(x);
        self.y.push(y);
        self.products += before * (y - self.y.mean);
    }

    /// Pearson's correlation, -1 to 1. `None` with fewer than two pairs, or where one side does not
    /// vary.
    pub(super) fn correlation(&self) -> Option<f64> {
        self.x.deviation().and(self.y.deviation())?;
        let correlation = self.products / (self.x.squares.sqrt() * self.y.squares.sqrt());
        Some(correlation.clamp(-1.0, 1.0))
    }

    /// Standard error of y from its least-squares line: root of the squared distances' sum by the
    /// count less 2. `None` with fewer than three pairs, or where x does not vary.
    pub(super) fn standard_error(&self) -> Option<f64> {
        self.x.deviation()?;
        let freedom = self.x.count.checked_sub(2).filter(|freedom| *freedom > 0)?;
        let left = self.y.squares - self.products * self.products / self.x.squares;
        Some((left.max(0.0) / freedom as f64).sqrt())
    }
}

impl FromIterator<(f64, f64)> for Comoments {
    fn from_iter<I: IntoIterator<Item = (f64, f64)>>(pairs: I) -> Self {
        let mut moments = Self::default();
        pairs.into_iter().for_each(|(x, y)| moments.push(x, y));
        moments
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_near;
    use super::*;

    #[test]
    fn known_numbers_have_their_known_spread() {
        // Mean 5; squares 9+1+1+1+0+0+4+16 = 32, by 7.
        let moments: Moments = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0].into_iter().collect();
        assert_near(moments.mean(), 5.0);
        assert_near(moments.deviation(), (32.0_f64 / 7.0).sqrt());
        // A large common part costs no digits.
        let shifted = [1e6 + 1.0, 1e6 + 2.0, 1e6 + 3.0].into_iter().collect::<Moments>();
        assert_near(shifted.deviation(), 1.0);
    }

    #[test]
    fn a_line_by_hand() {
        // x 0, 1, 2; y 1, 3, 2: slope 0.5, line 1.5, 2, 2.5; distances -0.5, 1, -0.5.
        let line: Comoments = [(0.0, 1.0), (1.0, 3.0), (2.0, 2.0)].into_iter().collect();
        assert_near(line.correlation(), 0.5);
        assert_near(line.standard_error(), 1.5_f64.sqrt());
    }

    #[test]
    fn what_does_not_vary_has_no_figures() {
        assert_eq!(Moments::default().mean(), None);
        assert_eq!([1.0].into_iter().collect::<Moments>().deviation(), None);
        assert_eq!([0.1, 0.1, 0.1].into_iter().collect::<Moments>().deviation(), None);
        let flat: Comoments = [(0.0, 2.0), (1.0, 2.0), (2.0, 2.0)].into_iter().collect();
        assert_eq!((flat.correlation(), flat.standard_error()), (None, Some(0.0)));
        let two: Comoments = [(0.0, 2.0), (1.0, 3.0)].into_iter().collect();
        assert_near(two.correlation(), 1.0);
        assert_eq!(two.standard_error(), None);
    }
}
