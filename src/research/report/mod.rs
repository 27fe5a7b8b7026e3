//! Pages of results: one HTML file that needs nothing else, and the doubts that go with it.
//!
//! | what | types |
//! |---|---|
//! | a backtest | [`BacktestPage`], [`BacktestPage::to_html`] |
//! | a sweep over parameters | [`SweepPage`], [`SweepPage::to_html`] |
//! | what to doubt | [`Evidence`], [`Evidence::examine`], [`Finding`], [`Verdict`] |
//!
//! Pages are plain data that serialize; rendering is a pure function of them, so a page has the
//! same bytes on every system. Nothing is fetched from anywhere, text is escaped, and whatever has
//! as many parts as trades or bars is thinned before it is drawn, so that a page of a backtest
//! stays below [`BACKTEST_BYTES_MAX`].

mod backtest_html;
mod doctor;
mod draw;
mod facts;
mod findings;
mod other_paths;
mod page;
mod rolling;
mod sections;
mod sweep_html;
mod sweep_page;

pub use facts::{Account, Brackets, Fact, Fingerprint, MarketMove};
pub use findings::{DataQuality, Evidence, Finding, Severity, Verdict};
pub use page::BacktestPage;
pub use sweep_page::{
    Combination, CostStress, GridPlace, HeatMap, OverfittingPanel, Parameter, ParameterStability,
    ParameterValue, SweepPage, SweepTotals, SymbolSection, WalkForwardSection, WindowRow,
};

/// Most bytes of a backtest's page, however many trades and bars: charts have a number of marks
/// that depends on their size, tables a number of rows that is fixed. Facts and findings are the
/// caller's and are not counted.
pub const BACKTEST_BYTES_MAX: usize = 2_000_000;
