//! signals: see ARCHITECTURE.md.
