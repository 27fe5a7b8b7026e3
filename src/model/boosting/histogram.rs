//! Sums of derivatives per bin.

use super::gradients::unpack;
use super::packed_rows::{BLOCK, PackedRows};

/// Bits of the second derivatives in the second number of a cell.
const SECOND_BITS: u32 = 40;

/// Sums over the rows of a bin: first derivatives, then rows and second derivatives in one number.
/// Two numbers because the processor adds two at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell([u64; 2]);

impl Cell {
    /// Of one row.
    #[inline(always)]
    const fn of_row(packed: u64) -> Self {
        let (first, second) = unpack(packed);
        Self([first.cast_unsigned(), 1 << SECOND_BITS | second])
    }

    #[inline(always)]
    pub(super) const fn add(&mut self, other: Self) {
        self.0 = [self.0[0].wrapping_add(other.0[0]), self.0[1].wrapping_add(other.0[1])];
    }

    /// Removes a part.
    #[inline(always)]
    pub(super) const fn subtract(&mut self, part: Self) {
        self.0 = [self.0[0].wrapping_sub(part.0[0]), self.0[1].wrapping_sub(part.0[1])];
    }

    /// Sum of the first derivatives, in fixed point.
    #[inline(always)]
    pub(super) const fn first(self) -> f64 {
        self.0[0].cast_signed() as f64
    }

    /// Sum of the second derivatives, in fixed point.
    #[inline(always)]
    pub(super) const fn second(self) -> f64 {
        (self.0[1] & ((1 << SECOND_BITS) - 1)).cast_signed() as f64
    }

    /// Number of rows.
    #[inline(always)]
    pub(super) const fn rows(self) -> usize {
        (self.0[1] >> SECOND_BITS) as usize
    }
}

/// The cells of one column, by bin.
pub(super) type Column = [Cell; 256];

/// The cells of all columns of a [`PackedRows`], for some of its rows.
#[derive(Debug)]
pub(super) struct Histogram {
    blocks: Vec<[Column; BLOCK]>,
}

impl Histogram {
    /// For as many columns as `rows` has.
    pub(super) fn new(rows: &PackedRows) -> Self {
        Self { blocks: vec![[[Cell::default(); 256]; BLOCK]; rows.blocks().count()] }
    }

    /// The cells of the packed column `index`.
    pub(super) fn column(&self, index: usize) -> &Column {
        &self.blocks[index / BLOCK][index % BLOCK]
    }

    /// Counts the rows `chosen`, or all of them.
    pub(super) fn count(&mut self, rows: &PackedRows, packed: &[u64], chosen: Option<&[u32]>) {
        for (cells, (block, width)) in self.blocks.iter_mut().zip(rows.blocks()) {
            *cells = [[Cell::default(); 256]; BLOCK];
            let count = match width {
                1 => count_block::<1>,
                2 => count_block::<2>,
                3 => count_block::<3>,
                4 => count_block::<4>,
                5 => count_block::<5>,
                6 => count_block::<6>,
                7 => count_block::<7>,
                _ => count_block::<BLOCK>,
            };
            count(cells, block, packed, chosen);
        }
    }

    /// Removes the rows of a part.
    pub(super) fn subtract(&mut self, part: &Self) {
        for (cells, part) in self.blocks.iter_mut().zip(&part.blocks) {
            for (cell, part) in cells.as_flattened_mut().iter_mut().zip(part.as_flattened()) {
                cell.subtract(*part);
            }
        }
    }
}

fn count_block<const WIDTH: usize>(
    cells: &mut [Column; BLOCK],
    block: &[[u8; BLOCK]],
    packed: &[u64],
    chosen: Option<&[u32]>,
) {
    let mut add = |bins: &[u8; BLOCK], packed: u64| {
        let of_row = Cell::of_row(packed);
        for (column, bin) in cells.iter_mut().zip(bins).take(WIDTH) {
            column[usize::from(*bin)].add(of_row);
        }
    };
    match chosen {
        None => block.iter().zip(packed).for_each(|(bins, packed)| add(bins, *packed)),
        Some(chosen) => {
            for &row in chosen {
                add(&block[row as usize], packed[row as usize]);
            }
        }
    }
}
