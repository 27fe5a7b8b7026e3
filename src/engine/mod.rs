//! engine: see ARCHITECTURE.md.

pub mod settings;
