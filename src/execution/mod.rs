//! execution: see ARCHITECTURE.md.
