//! The page of a sweep over parameters, as data.

use serde::Serialize;

use super::facts::{Account, Fact, Fingerprint};
use super::findings::{Finding, Verdict};
use crate::research::overfitting::{
    ChoiceStability, DeflatedSharpe, Efficiency, MonteCarlo, Overfitting, Plateau, SuperiorAbility,
};
use crate::research::performance::text;
use crate::types::UnixNanos;

/// Everything that the page of a sweep shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SweepPage {
    /// Heading.
    pub title: String,
    /// Currency of all amounts.
    pub currency: String,
    /// Name of the score that combinations are ranked by; higher is better.
    pub score: String,
    /// Assumptions and settings.
    pub facts: Vec<Fact>,
    /// The data, one a symbol or file.
    pub fingerprints: Vec<Fingerprint>,
    /// What was varied.
    pub parameters: Vec<Parameter>,
    /// What it took.
    pub totals: SweepTotals,
    /// By symbol.
    pub symbols: Vec<SymbolSection>,
    /// Luck or skill, over everything that was tried.
    pub overfitting: Option<OverfittingPanel>,
    /// What to doubt.
    pub findings: Vec<Finding>,
    /// What to think of it.
    pub verdict: Verdict,
}

/// A parameter that was varied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// Its name, such as `risk.stop.atr_multiple`.
    pub name: String,
    /// Its values in their order, as texts.
    pub values: Vec<String>,
}

/// What a sweep took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct SweepTotals {
    /// Combinations of parameters.
    pub combinations: u64,
    /// Backtests: combinations by symbols and windows.
    pub backtests: u64,
    /// Processor time of all cores, seconds.
    pub cpu_s: f64,
    /// Time on the wall, seconds.
    pub wall_s: f64,
    /// Backtests a second; `None` if too short to say.
    pub backtests_per_s: Option<f64>,
    /// Trials in the record, with those of earlier runs: what the deflated Sharpe ratio counts.
    pub trials_recorded: u64,
}

/// A value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParameterValue {
    /// The parameter.
    pub name: String,
    /// The value, as text.
    pub value: String,
}

/// A combination of parameters and what it made.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Combination {
    /// Its values, in the order of [`SweepPage::parameters`].
    pub parameters: Vec<ParameterValue>,
    /// Its score; `None` if it has none.
    pub score: Option<f64>,
    /// Score of its neighbourhood; `None` if it was not ranked.
    pub neighbourhood_score: Option<f64>,
    /// Net profit.
    pub net_profit: f64,
    /// Number of trades.
    pub trades: u64,
    /// Sharpe ratio of a year.
    pub sharpe_ann: Option<f64>,
    /// Deepest drawdown of the equity, 0 or more.
    pub max_drawdown_frac: Option<f64>,
    /// Profit factor.
    pub profit_factor: Option<f64>,
    /// Share of trades that won.
    pub win_rate_frac: Option<f64>,
}

/// A cell of a heat map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct GridPlace {
    /// Column, from 0.
    pub x: usize,
    /// Row, from 0.
    pub y: usize,
}

/// Scores over two parameters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeatMap {
    /// Parameter of the columns.
    pub x_name: String,
    /// Its values.
    pub x_labels: Vec<String>,
    /// Parameter of the rows.
    pub y_name: String,
    /// Its values.
    pub y_labels: Vec<String>,
    /// What the other parameters are: `the best of all others`, `stop 2, target 3`.
    pub others: String,
    /// By row, then by column; `None` where nothing was tried.
    pub cells: Vec<Vec<Option<f64>>>,
    /// The cell with the best score.
    pub peak: Option<GridPlace>,
    /// The cell in the best neighbourhood.
    pub plateau: Option<GridPlace>,
}

/// One symbol of a sweep.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SymbolSection {
    /// The symbol.
    pub symbol: String,
    /// Combinations that were tried.
    pub combinations: u64,
    /// The best score of all.
    pub best: Option<Combination>,
    /// The middle of the best neighbourhood: what is recommended.
    pub chosen: Option<Combination>,
    /// The account of the chosen one over all data: in sample.
    pub account: Option<Account>,
    /// The best rows, best first.
    pub top: Vec<Combination>,
    /// Scores over pairs of parameters.
    pub heat_maps: Vec<HeatMap>,
    /// How much peaks and parameters matter; dimensions are those of [`SweepPage::parameters`].
    pub plateau: Option<Plateau>,
    /// The walk forward.
    pub walk_forward: Option<WalkForwardSection>,
    /// Luck or skill, for this symbol alone.
    pub overfitting: Option<OverfittingPanel>,
    /// What to doubt.
    pub findings: Vec<Finding>,
    /// What to think of it; `None` if it was not judged.
    pub verdict: Option<Verdict>,
}

/// A walk forward: parameters chosen again and again, each time judged on what came after.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WalkForwardSection {
    /// The windows in order of time.
    pub windows: Vec<WindowRow>,
    /// The stretches after the samples, put together.
    pub out_of_sample: Option<Account>,
    /// How much of what the samples promised came true.
    pub efficiency: Option<Efficiency>,
    /// How steady the choices were.
    pub stability: Vec<ParameterStability>,
}

/// A window of a walk forward.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WindowRow {
    /// Begin of the sample.
    #[serde(serialize_with = "text::shown")]
    pub train_from: UnixNanos,
    /// End of the sample.
    #[serde(serialize_with = "text::shown")]
    pub train_to: UnixNanos,
    /// Begin of what it was judged on.
    #[serde(serialize_with = "text::shown")]
    pub test_from: UnixNanos,
    /// End of what it was judged on.
    #[serde(serialize_with = "text::shown")]
    pub test_to: UnixNanos,
    /// What was chosen.
    pub parameters: Vec<ParameterValue>,
    /// Its score in the sample.
    pub in_sample_score: Option<f64>,
    /// Its score after it.
    pub out_of_sample_score: Option<f64>,
    /// Its net profit after the sample.
    pub out_of_sample_net: f64,
    /// Its trades after the sample.
    pub out_of_sample_trades: u64,
}

/// How steady the choices of one parameter were.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParameterStability {
    /// The parameter.
    pub name: String,
    /// Its choices; values as texts.
    pub stability: ChoiceStability<String>,
}

/// Luck or skill.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OverfittingPanel {
    /// The Sharpe ratio after all that was tried; per period.
    pub deflated: Option<DeflatedSharpe>,
    /// Periods of a year, to annualise the ratios of `deflated`.
    pub periods_per_year: f64,
    /// Does the best of a sample stay good outside it?
    pub backtest_overfitting: Option<Overfitting>,
    /// Does any combination beat doing nothing?
    pub superior: Option<SuperiorAbility>,
    /// Other orders of the same results, with the limits that were configured.
    pub monte_carlo: Option<MonteCarlo>,
    /// The same parameters at higher costs.
    pub cost_stress: Vec<CostStress>,
    /// What to think of it; `None` if it was not judged.
    pub verdict: Option<Verdict>,
}

/// The same parameters at other costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostStress {
    /// What was changed, such as `spread x 2`.
    pub label: String,
    /// Net profit.
    pub net_profit: f64,
    /// Profit factor.
    pub profit_factor: Option<f64>,
    /// Sharpe ratio of a year.
    pub sharpe_ann: Option<f64>,
}
