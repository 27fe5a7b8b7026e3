//! The sections of pages; each adds itself to one.

pub(super) mod breakdown;
pub(super) mod curves;
pub(super) mod data;
pub(super) mod figures;
pub(super) mod grid;
pub(super) mod luck;
pub(super) mod months;
pub(super) mod summary;
pub(super) mod trades;
pub(super) mod walk;
