//! A trained model, and its file.
//!
//! The file says everything that must be known before a model may decide: what it was trained on,
//! what its columns are, what its answer means, how good it was, until when it may be used. It is
//! checked as a whole before a byte of it is used.
//!
//! ```text
//! 0    magic "HTMODEL\0"                       8 bytes
//! 8    version of the format, u32              4
//! 12   length of the file, u64                 8
//! 20   kind, in version 2: 1 lines              1
//! ..   fields, in the order of `encode.rs`; trees (`trees.rs`) or lines (`lines.rs`) last
//! -32  SHA-256 of everything before it         32
//! ```
//!
//! Version 1 is trees, as it always was; what else there is has version 2. So old models are read,
//! and trees that are written today are read by older libraries.
//!
//! Numbers are little-endian; an f64 is its bits. A text or a list is its length as u32, then its
//! content. There is one way to write a model: the same model gives the same bytes on every
//! system, and a file that was written in another way is refused.
//!
//! Start with [`Model`].

mod bytes;
mod check;
mod convert;
mod encode;
mod error;
mod lines;
mod parts;
mod trees;

#[cfg(test)]
mod tests;

pub use error::ModelError;
pub use parts::{Bins, CalibrationParts, Importance, Metric, Model, ModelId, Span};
