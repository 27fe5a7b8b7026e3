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
//! | mathematics | [`indicators`], [`model`], [`news`] |
//! | columns | [`features`] |
//! | judgement | [`signals`], [`risk`], [`execution`] |
//! | core | [`engine`] |
//! | world | [`backtest`], [`config`], `http`, [`research`], `runtime`, [`store`], [`training`] |
//! | background | [`collect`], `feeds`, [`retraining`], [`sweep`] |
//! | boundary | [`ffi`] |
//!
//! `http`, `runtime` and `feeds` are there with the cargo feature `feeds` (a default).

pub mod types;

pub mod clock;
pub mod sync;
pub mod telemetry;

pub mod indicators;
pub mod model;
pub mod news;

pub mod features;

pub mod execution;
pub mod risk;
pub mod signals;

pub mod engine;

pub mod backtest;
pub mod config;
#[cfg(feature = "feeds")]
pub mod http;
pub mod research;
#[cfg(feature = "feeds")]
pub mod runtime;
pub mod store;
pub mod training;

pub mod collect;
#[cfg(feature = "feeds")]
pub mod feeds;
pub mod retraining;
pub mod sweep;

pub mod ffi;
