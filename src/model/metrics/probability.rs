//! Losses of probabilities.

use super::Predictions;

/// Logarithmic loss: the mean of `-ln p`, where `p` is the probability of the row's class.
///
/// Probabilities are limited to [`f64::EPSILON`] and 1 less that, as scikit-learn's `log_loss`
/// does, so that one certain error costs 36 and not everything. 0 is perfect; three equal
/// probabilities give ln 3, about 1.0986.
#[must_use]
pub fn log_loss(predictions: &Predictions<'_>) -> f64 {
    predictions.mean(|class, probabilities| {
        -libm::log(probabilities[class as usize].clamp(f64::EPSILON, 1.0 - f64::EPSILON))
    })
}

/// Brier score: the mean of the squared distances of the probabilities from what came, summed over
/// the classes.
///
/// Range 0 to 2; three equal probabilities give 2/3. This is Brier's own definition and
/// scikit-learn's for more than two classes.
#[must_use]
pub fn brier_score(predictions: &Predictions<'_>) -> f64 {
    predictions.mean(|class, probabilities| {
        let mut sum = 0.0;
        for (index, probability) in probabilities.into_iter().enumerate() {
            let came = if index == class as usize { 1.0 } else { 0.0 };
            sum += (probability - came) * (probability - came);
        }
        sum
    })
}
