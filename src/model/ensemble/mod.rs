//! Ensembles of decision trees: our own, and those of others that were read from a file.

mod explain;
mod fast;
mod plain;
mod tree;

#[cfg(test)]
pub(crate) mod testing;

pub use fast::FastEnsemble;
pub(in crate::model) use plain::ZERO;
pub use tree::{Child, Compare, Ensemble, EnsembleError, Link, Missing, Node, Tree};
