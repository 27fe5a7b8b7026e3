//! What predictions would have earned as trades, after costs.

use super::MetricError;
use super::predictions::{check_length, check_probabilities};
use crate::model::Class;
use crate::model::labels::Label;
use crate::types::{Side, UnixNanos};

/// Nanoseconds of a year of 365.25 days.
const NANOS_PER_YEAR: f64 = 365.25 * 86_400e9;

/// A trade that predictions asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trade {
    /// The row, from 0.
    pub row: usize,
    /// Buy or sell.
    pub side: Side,
    /// The row's time.
    pub time: UnixNanos,
    /// The end of its label, until which the position is held.
    pub end: UnixNanos,
    /// What it made after costs, as a fraction of its entry price: the label's own figure.
    pub net_frac: f64,
}

/// The trades that predictions ask for.
///
/// At a row, `Up` or `Down`, whichever is the more probable, is traded if its probability is at
/// least `threshold_prob`; equally probable ones are not. A position is held to the end of its
/// row's label, and rows before that are passed over: positions never overlap. Costs are those that
/// the label was made with ([`Label::buy_frac`], [`Label::sell_frac`]).
///
/// # Errors
/// Different lengths, times that do not rise, probabilities that are none, a threshold outside
/// 0 to 1.
pub fn trades(
    times: &[UnixNanos],
    labels: &[Label],
    probabilities: &[[f64; Class::COUNT]],
    threshold_prob: f64,
) -> Result<Vec<Trade>, MetricError> {
    if !(0.0..=1.0).contains(&threshold_prob) {
        return Err(MetricError::Threshold(threshold_prob));
    }
    check_length("labels", labels.len(), times.len())?;
    check_length("probabilities", probabilities.len(), times.len())?;
    check_probabilities(probabilities)?;
    if let Some(before) = times.windows(2).position(|pair| pair[0] >= pair[1]) {
        return Err(MetricError::Time { row: before + 1 });
    }
    let mut trades: Vec<Trade> = Vec::new();
    for (row, (&time, label)) in times.iter().zip(labels).enumerate() {
        if trades.last().is_some_and(|last| time < last.end) {
            continue;
        }
        if let Some(side) = wanted(&probabilities[row], threshold_prob) {
            let net_frac = match side {
                Side::Buy => label.buy_frac,
                Side::Sell => label.sell_frac,
            };
            trades.push(Trade { row, side, time, end: label.end, net_frac });
        }
    }
    Ok(trades)
}

fn wanted(probabilities: &[f64; Class::COUNT], threshold_prob: f64) -> Option<Side> {
    let [down, _, up] = *probabilities;
    let (side, probability) = if up > down { (Side::Buy, up) } else { (Side::Sell, down) };
    (up != down && probability >= threshold_prob).then_some(side)
}

/// Figures of a series of trades.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trading {
    /// Number of trades.
    pub trades: usize,
    /// Share of trades that made money. `None` without trades.
    pub win_rate_frac: Option<f64>,
    /// What was won by what was lost. `None` if nothing was lost.
    pub profit_factor: Option<f64>,
    /// Mean of the trades' net fractions. `None` without trades.
    pub mean_frac: Option<f64>,
    /// Growth of an account that puts all it has into every trade, without leverage: the product of
    /// `1 + net_frac`, less 1. Not below -1.
    pub total_frac: f64,
    /// Largest loss of that account from a previous peak, 0 to 1.
    pub max_drawdown_frac: f64,
    /// Mean of the net fractions by their standard deviation (of a sample: divided by the number
    /// less 1). `None` with fewer than two trades or without deviation.
    pub sharpe_per_trade: Option<f64>,
    /// `sharpe_per_trade` times the square root of the number of trades in a year of 365.25 days at
    /// the rate of the period looked at, idle time included. It takes trades as independent and the
    /// riskless rate as 0. `None` as well if the period has no length.
    pub sharpe_ann: Option<f64>,
}

impl Trading {
    /// Figures of trades in order of time, made in a period that begins with the first row that
    /// could be traded and ends with the last one's label.
    #[must_use]
    pub fn new(trades: &[Trade], from: UnixNanos, to: UnixNanos) -> Self {
        let count = trades.len() as f64;
        let made = || trades.iter().map(|trade| trade.net_frac);
        let wins = made().filter(|frac| *frac > 0.0);
        let won: f64 = wins.clone().sum();
        let lost: f64 = made().filter(|frac| *frac < 0.0).map(|frac| -frac).sum();
        let some = |value: f64| (!trades.is_empty()).then_some(value);
        let sharpe_per_trade = sharpe(trades);
        let years = to.since(from).0 as f64 / NANOS_PER_YEAR;
        let (total_frac, max_drawdown_frac) = grow(made());
        Self {
            trades: trades.len(),
            win_rate_frac: some(wins.count() as f64 / count),
            profit_factor: (lost > 0.0).then(|| won / lost),
            mean_frac: some(made().sum::<f64>() / count),
            total_frac,
            max_drawdown_frac,
            sharpe_per_trade,
            sharpe_ann: sharpe_per_trade
                .filter(|_| years > 0.0)
                .map(|sharpe| sharpe * (count / years).sqrt()),
        }
    }
}

fn sharpe(trades: &[Trade]) -> Option<f64> {
    let count = trades.len() as f64;
    let mean = trades.iter().map(|trade| trade.net_frac).sum::<f64>() / count;
    let square = |trade: &Trade| (trade.net_frac - mean) * (trade.net_frac - mean);
    let deviation = (trades.iter().map(square).sum::<f64>() / (count - 1.0)).sqrt();
    // Equal fractions have a deviation of rounding errors only.
    (trades.len() >= 2 && deviation > 1e-12 * mean.abs()).then(|| mean / deviation)
}

/// Growth and largest drawdown of an account that is put into every trade.
fn grow(made: impl Iterator<Item = f64>) -> (f64, f64) {
    let (mut account, mut peak, mut drawdown) = (1.0_f64, 1.0_f64, 0.0_f64);
    for frac in made {
        account *= (1.0 + frac).max(0.0);
        peak = peak.max(account);
        drawdown = drawdown.max(1.0 - account / peak);
    }
    (account - 1.0, drawdown)
}
