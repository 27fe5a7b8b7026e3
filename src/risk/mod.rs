//! risk: see ARCHITECTURE.md.
