//! One native engine for automated trading: features, signals, risk and decisions.
//!
//! The engine is a single-threaded, deterministic core: ticks, bars, account and order events go
//! in, risk-checked decisions come out, and every decision can be explained and reproduced. The
//! same code runs in a MetaTrader 5 terminal (through the C ABI in [`ffi`]), in replay and in
//! research.
//!
//! Modules, lowest first; a module imports only what stands above it (checked by `tests/tidy.rs`):
//!
//! | row | modules |
//! |---|---|
//! | values | [`types`] |
//! | seams | [`clock`], [`sync`], [`telemetry`] |
//! | mathematics | [`indicators`], [`model`] |
//! | columns | [`features`] |
//! | judgement | [`signals`], [`risk`], [`execution`] |
//! | core | [`engine`] |
//! | world | [`backtest`], [`config`], [`research`], [`store`], [`training`] |
//! | background | [`logging`], [`retraining`], `serve`, [`sweep`] |
//! | boundary | [`ffi`] |

pub mod types;

pub mod clock;
pub mod sync;
pub mod telemetry;

pub mod indicators;
pub mod model;

pub mod features;

pub mod execution;
pub mod risk;
pub mod signals;

pub mod engine;

pub mod backtest;
pub mod config;
pub mod research;
pub mod store;
pub mod training;

pub mod logging;
pub mod retraining;
#[cfg(feature = "serve")]
pub mod serve;
pub mod sweep;

pub mod ffi;
