//! ffi: see ARCHITECTURE.md.
