//! indicators: see ARCHITECTURE.md.
