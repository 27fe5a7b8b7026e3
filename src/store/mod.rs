//! Files: the state that survives a restart.

mod state_file;

pub use state_file::{StateFile, StateFileError};
