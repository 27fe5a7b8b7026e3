//! Configuration: text in, checked settings out, with every problem named by file, line and path.
//!
//! Settings come in layers, each overriding the one before: built-in defaults, the file's general
//! sections, its `[symbol."NAME".section]` sections from the least to the most specific, and the
//! caller's overrides (text with the same keys). Values are applied all together or not at all:
//! [`load`] returns either finished settings or the list of problems.
//!
//! What sections exist is not known here: any [`SectionList`](crate::types::settings::SectionList)
//! can be loaded, documented and hashed. Start with [`load`].

mod apply;
mod document;
mod effective;
mod load;
mod path;
mod pattern;
mod problem;
mod reference;
mod suggest;
#[cfg(test)]
mod tests;

pub use apply::setting_value;
pub use document::{MAX_TEXT_BYTES, Source, read_file};
pub use effective::{EffectiveValue, Origin, ParameterHash, effective_hash};
pub use load::{Loaded, check, load};
pub use pattern::SymbolPattern;
pub use problem::{ConfigProblem, MAX_PROBLEMS, Position};
pub use reference::{render_effective, render_example, render_reference, render_sections};
