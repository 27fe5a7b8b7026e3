//! features: see ARCHITECTURE.md.
