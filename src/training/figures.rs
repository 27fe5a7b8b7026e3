//! How well predictions of some rows did.

use serde::Serialize;

use crate::model::labels::Label;
use crate::model::metrics::{
    Confusion, MetricError, Predictions, Trading, brier_score, log_loss, roc_auc, top_reliability,
    trades,
};
use crate::model::{Class, Dataset};

/// Figures of predictions. Trading is after costs, one position at a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Mean over the classes of the area under the curve of one against the rest; `None` if all
    /// rows have one class.
    pub auc_ovr: Option<f64>,
    /// Logarithmic loss.
    pub log_loss: f64,
    /// Brier score, 0 to 2.
    pub brier: f64,
    /// Share of rows whose class was the most likely one.
    pub accuracy_frac: f64,
    /// Expected calibration error of the most likely class.
    pub calibration_error: f64,
    /// Trades that the predictions asked for.
    pub trades: usize,
    /// Share of trades that made money.
    pub win_rate_frac: Option<f64>,
    /// What was won by what was lost.
    pub profit_factor: Option<f64>,
    /// Growth of an account that puts all it has into every trade, without leverage.
    pub total_frac: f64,
    /// Annualised Sharpe ratio.
    pub sharpe_ann: Option<f64>,
    /// Largest loss from a peak.
    pub max_drawdown_frac: f64,
}

impl Figures {
    /// Judges the predictions of `rows`, which are in rising order; probabilities of at least
    /// `threshold_prob` are traded.
    ///
    /// # Errors
    /// As the metrics.
    pub fn new(
        data: &Dataset,
        labels: &[Label],
        rows: &[usize],
        probabilities: &[[f64; Class::COUNT]],
        threshold_prob: f64,
    ) -> Result<Self, MetricError> {
        let classes: Vec<Class> = rows.iter().map(|&row| data.classes[row]).collect();
        let times: Vec<_> = rows.iter().map(|&row| data.times[row]).collect();
        let labels: Vec<Label> = rows.iter().map(|&row| labels[row]).collect();
        let predictions = Predictions::new(&classes, probabilities)?;
        let made = trades(&times, &labels, probabilities, threshold_prob)?;
        let from = times.first().copied().unwrap_or_default();
        let to = labels.last().map_or(from, |label| label.end);
        let trading = Trading::new(&made, from, to);
        Ok(Self {
            auc_ovr: roc_auc(&predictions).macro_mean,
            log_loss: log_loss(&predictions),
            brier: brier_score(&predictions),
            accuracy_frac: Confusion::new(&predictions).accuracy_frac(),
            calibration_error: top_reliability(&predictions).error,
            trades: trading.trades,
            win_rate_frac: trading.win_rate_frac,
            profit_factor: trading.profit_factor,
            total_frac: trading.total_frac,
            sharpe_ann: trading.sharpe_ann,
            max_drawdown_frac: trading.max_drawdown_frac,
        })
    }
}

/// Mean area under the curve of predictions for `rows`; NaN if all have one class.
pub(super) fn auc_of(data: &Dataset, rows: &[usize], probabilities: &[[f64; Class::COUNT]]) -> f64 {
    let classes: Vec<Class> = rows.iter().map(|&row| data.classes[row]).collect();
    let predictions = Predictions::new(&classes, probabilities);
    predictions.ok().and_then(|them| roc_auc(&them).macro_mean).unwrap_or(f64::NAN)
}
