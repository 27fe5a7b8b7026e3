//! The returns of many strategies, summed by blocks of time.

use super::{OverfittingError, series};

/// Least and most blocks.
const BLOCKS: std::ops::RangeInclusive<usize> = 4..=16;

/// Sums of returns and of their squares by block of rows, one column per strategy.
///
/// That is all that [`overfitting`](super::overfitting) needs, so a search over strategies can hand
/// in the returns of each as soon as it has them, and forget them: 16 bytes per block and strategy
/// stay, whatever the number of rows.
///
/// Blocks follow each other and are of one length; where the rows cannot be divided the first ones
/// have one row more.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockSums {
    rows: Vec<usize>,
    sums: Vec<Vec<f64>>,
    squares: Vec<Vec<f64>>,
}

impl BlockSums {
    /// No strategies yet.
    ///
    /// `blocks` is even, from 4 to 16; the paper takes 16. Few blocks leave few ways to choose half
    /// of them (4: 6 ways, 8: 70, 10: 252, 12: 924, 16: 12,870).
    ///
    /// # Errors
    /// Another number of blocks, fewer than two rows for each.
    pub fn new(rows: usize, blocks: usize) -> Result<Self, OverfittingError> {
        if !BLOCKS.contains(&blocks) || !blocks.is_multiple_of(2) {
            let expected = "an even number from 4 to 16";
            return Err(OverfittingError::parameter("blocks", blocks as f64, expected));
        }
        if rows < 2 * blocks {
            return Err(OverfittingError::Few { what: "rows", was: rows, expected: 2 * blocks });
        }
        let length = |block: usize| rows / blocks + usize::from(block < rows % blocks);
        Ok(Self {
            rows: (0..blocks).map(length).collect(),
            sums: vec![Vec::new(); blocks],
            squares: vec![Vec::new(); blocks],
        })
    }

    /// Adds a strategy: its return of every row, as a fraction, excess of what is free of risk. One
    /// that never traded has zeros.
    ///
    /// # Errors
    /// Another number of rows, a return that is not finite, returns that are all the same and not
    /// 0: no market gives them. Nothing is added then.
    pub fn push(&mut self, returns: &[f64]) -> Result<(), OverfittingError> {
        let column = self.columns();
        let expected = self.rows.iter().sum();
        if returns.len() != expected {
            let (what, was) = ("column", returns.len());
            return Err(OverfittingError::Length { what, index: column, was, expected });
        }
        series::check(returns, Some(column), expected)?;
        if series::is_flat(returns) && returns[0] != 0.0 {
            return Err(OverfittingError::Flat { column: Some(column), was: returns[0] });
        }
        let mut rest = returns;
        for (block, rows) in self.rows.iter().enumerate() {
            let (values, others) = rest.split_at(*rows);
            self.sums[block].push(values.iter().sum());
            self.squares[block].push(values.iter().map(|value| value * value).sum());
            rest = others;
        }
        Ok(())
    }

    /// Number of strategies.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.sums.first().map_or(0, Vec::len)
    }

    /// Number of blocks.
    #[must_use]
    pub const fn blocks(&self) -> usize {
        self.rows.len()
    }

    /// Rows, sums and sums of squares of the blocks whose bit is set, added up.
    pub(super) fn total(&self, blocks: u32) -> Total {
        let mut total =
            Total { rows: 0, sums: vec![0.0; self.columns()], squares: vec![0.0; self.columns()] };
        for block in (0..self.blocks()).filter(|block| blocks >> block & 1 == 1) {
            total.rows += self.rows[block];
            add(&mut total.sums, &self.sums[block]);
            add(&mut total.squares, &self.squares[block]);
        }
        total
    }
}

fn add(to: &mut [f64], values: &[f64]) {
    to.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
}

/// What several blocks add up to, by strategy.
pub(super) struct Total {
    /// Rows.
    pub(super) rows: usize,
    /// Sums of returns.
    pub(super) sums: Vec<f64>,
    /// Sums of squares.
    pub(super) squares: Vec<f64>,
}
