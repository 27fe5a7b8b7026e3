//! The stationary bootstrap: rows of a series in a new order that keeps neighbours together.

use super::OverfittingError;
use crate::model::random::Random;

/// Draws rows in blocks of random length, so that what depends on its neighbours still does.
///
/// Each row is the one after the row before it, the first one coming after the last, except that
/// with probability `1 / block_length` it is any row. Blocks so have a geometric length with mean
/// `block_length`; 1 draws every row on its own.
///
/// Source: D. N. Politis, J. P. Romano, "The stationary bootstrap", Journal of the American
/// Statistical Association 89 (1994).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct StationaryBootstrap {
    rows: usize,
    restart_prob: f64,
}

impl StationaryBootstrap {
    /// # Errors
    /// No rows, a mean length of blocks that is not from 1 to the number of rows.
    pub(super) fn new(rows: usize, block_length: f64) -> Result<Self, OverfittingError> {
        if rows == 0 {
            return Err(OverfittingError::Few { what: "rows", was: 0, expected: 1 });
        }
        if !(1.0..=rows as f64).contains(&block_length) {
            let expected = "a number from 1 to the number of rows";
            return Err(OverfittingError::parameter("block_length", block_length, expected));
        }
        Ok(Self { rows, restart_prob: 1.0 / block_length })
    }

    /// The rows of one sample, without end.
    pub(super) fn sample<'a>(&self, random: &'a mut Random) -> impl Iterator<Item = usize> + 'a {
        let Self { rows, restart_prob } = *self;
        let mut next = None;
        std::iter::repeat_with(move || {
            let row = match next {
                Some(row) if random.unit() >= restart_prob => row,
                _ => random.below(rows),
            };
            next = Some(if row + 1 == rows { 0 } else { row + 1 });
            row
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_the_mean_length_and_rows_are_equally_likely() {
        let bootstrap = StationaryBootstrap::new(10, 5.0).unwrap();
        let rows: Vec<usize> = bootstrap.sample(&mut Random::new(3)).take(100_000).collect();
        let goes_on = rows.windows(2).filter(|pair| pair[1] == (pair[0] + 1) % 10).count() as f64;
        // A restart takes the next row by chance, too: 0.8 + 0.2 / 10; four standard errors.
        assert!((goes_on / 99_999.0 - 0.82).abs() < 0.005, "{goes_on}");
        for row in 0..10 {
            let share = rows.iter().filter(|other| **other == row).count() as f64 / 1e5;
            assert!((share - 0.1).abs() < 0.013, "row {row}: {share}");
        }
    }

    #[test]
    fn a_length_outside_the_rows_is_refused() {
        for length in [0.0, 0.99, 10.5, -1.0, f64::NAN, f64::INFINITY] {
            let error = StationaryBootstrap::new(10, length).unwrap_err().to_string();
            assert!(error.starts_with("block_length was"), "{error}");
        }
        assert!(StationaryBootstrap::new(0, 1.0).is_err());
    }
}
