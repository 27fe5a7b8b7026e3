//! How many bars a training may have.

/// Bytes that a training takes whatever it learns from: the trees of five folds.
const FIXED_BYTES: u64 = 12 << 20;
/// Bytes of a bar: itself, its row of features while columns are made of it, its label.
const BAR_BYTES: u64 = 640;
/// Bytes of a bar and column: its value in three tables, its bin.
const CELL_BYTES: u64 = 28;

/// Most bars whose training on `columns` columns stays within `mebibytes`. An upper bound of what
/// is allocated, held against an allocator that counts in `tests/training_memory.rs`.
#[must_use]
pub fn bars_within(mebibytes: u32, columns: usize) -> usize {
    let bytes = (u64::from(mebibytes) << 20).saturating_sub(FIXED_BYTES);
    (bytes / (BAR_BYTES + CELL_BYTES * columns as u64)) as usize
}
