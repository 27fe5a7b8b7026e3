//! The C ABI.
pub mod abi;
pub mod code;
mod failure;
mod memory;
