//! The bins of the rows of one fit, side by side.

use super::Bins;

/// Columns per block.
pub(super) const BLOCK: usize = 8;

/// The bins of the training rows, twice. For counting in blocks of [`BLOCK`] columns: the
/// histograms of a block stay in the first-level cache while its rows pass, and a row of a block is
/// one load. For dividing rows column by column, since one column alone is looked at. Columns with
/// a single bin are left out.
#[derive(Debug)]
pub(super) struct PackedRows {
    columns: Vec<PackedColumn>,
    blocks: Vec<Vec<[u8; BLOCK]>>,
    bins: Vec<Vec<u8>>,
}

/// A column that takes part.
#[derive(Clone, Copy, Debug)]
pub(super) struct PackedColumn {
    /// Its place in the table.
    pub(super) column: usize,
    /// Number of bins for present values.
    pub(super) bins: usize,
}

impl PackedRows {
    /// Packs `rows` of the table behind `bins`.
    pub(super) fn new(bins: &Bins, rows: &[usize]) -> Self {
        let varies = |column: &usize| {
            let bins = bins.column(*column);
            rows.iter().any(|&row| bins[row] != bins[rows[0]])
        };
        let columns: Vec<PackedColumn> = (0..bins.width())
            .filter(varies)
            .map(|column| PackedColumn { column, bins: bins.cuts(column).len() + 1 })
            .collect();
        let of_rows = |column: &PackedColumn| -> Vec<u8> {
            let bins = bins.column(column.column);
            rows.iter().map(|&row| bins[row]).collect()
        };
        let bins: Vec<Vec<u8>> = columns.iter().map(of_rows).collect();
        let pack = |columns: &[Vec<u8>]| {
            let mut block = vec![[0; BLOCK]; rows.len()];
            for (place, bins) in columns.iter().enumerate() {
                for (packed, bin) in block.iter_mut().zip(bins) {
                    packed[place] = *bin;
                }
            }
            block
        };
        let blocks = bins.chunks(BLOCK).map(pack).collect();
        Self { columns, blocks, bins }
    }

    /// The columns that take part.
    pub(super) fn columns(&self) -> &[PackedColumn] {
        &self.columns
    }

    /// Blocks with the number of their columns.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (&[[u8; BLOCK]], usize)> {
        let widths = self.columns.chunks(BLOCK).map(<[PackedColumn]>::len);
        self.blocks.iter().map(Vec::as_slice).zip(widths)
    }

    /// The bins of the packed column `index`, one a row.
    pub(super) fn column(&self, index: usize) -> &[u8] {
        &self.bins[index]
    }
}
