//! Platt scaling: a logistic curve of the log-odds.

use super::CalibrationError;
use crate::model::Class;
use crate::model::metrics::Predictions;

/// Probabilities are kept this far from 0 and 1 before their log-odds are taken.
pub const ODDS_MARGIN: f64 = 1e-12;

/// Most steps of the search; ten are usual.
const STEPS_MAX: usize = 100;
/// Smallest step that is tried.
const STEP_MIN: f64 = 1e-10;
/// A step that promises a smaller part of the loss than this is judged by the gradient: rounding
/// hides the fall of the loss.
const FALL_SEEN: f64 = 1e-11;
/// Added to the diagonal of the second derivatives, which may be singular.
const RIDGE: f64 = 1e-12;
/// The search is over when no component of the gradient, by row, is larger.
const GRADIENT_MAX: f64 = 1e-12;
/// A search that ends early is taken if it came this near.
const GRADIENT_ACCEPTED: f64 = 1e-6;

/// `1 / (1 + exp(slope * f + intercept))`, where `f = ln(p / (1 - p))` are the log-odds of the
/// given probability. `slope = -1, intercept = 0` changes nothing.
///
/// - Fit: the largest likelihood, with Platt's targets instead of 0 and 1, which keep the curve
///   from being too sure: `(n1 + 1) / (n1 + 2)` for rows of the class, `1 / (n0 + 2)` for the
///   others, where `n1` and `n0` are their weights.
/// - The same curve as scikit-learn's `_SigmoidCalibration` finds for the same `f`.
/// - Source: Platt, "Probabilistic Outputs for Support Vector Machines" (1999); Lin, Lin and Weng,
///   "A Note on Platt's Probabilistic Outputs for Support Vector Machines" (2007), Newton's method
///   with backtracking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Platt {
    slope: f64,
    intercept: f64,
}

/// A row to fit to.
#[derive(Clone, Copy, Debug)]
struct Row {
    odds: f64,
    target: f64,
    weight: f64,
}

/// First and second derivatives of the loss.
#[derive(Clone, Copy, Debug, Default)]
struct Derivatives {
    slope: f64,
    intercept: f64,
    slope_slope: f64,
    slope_intercept: f64,
    intercept_intercept: f64,
}

/// A change of both parts.
#[derive(Clone, Copy, Debug)]
struct Step {
    slope: f64,
    intercept: f64,
}

impl Derivatives {
    /// The larger component of the gradient.
    fn gradient(&self) -> f64 {
        self.slope.abs().max(self.intercept.abs())
    }

    /// Where the gradient would be 0 if the loss were a parabola.
    fn newton_step(&self) -> Step {
        let (first, both) = (self.slope_slope + RIDGE, self.slope_intercept);
        let second = self.intercept_intercept + RIDGE;
        let determinant = first * second - both * both;
        Step {
            slope: -(second * self.slope - both * self.intercept) / determinant,
            intercept: -(first * self.intercept - both * self.slope) / determinant,
        }
    }
}

impl Platt {
    /// A curve from its parts.
    ///
    /// # Errors
    /// A part is not finite.
    pub fn from_parts(slope: f64, intercept: f64) -> Result<Self, CalibrationError> {
        if slope.is_finite() && intercept.is_finite() {
            Ok(Self { slope, intercept })
        } else {
            Err(CalibrationError::Parts("slope and intercept are not finite, expected numbers"))
        }
    }

    /// What the log-odds are multiplied by.
    #[must_use]
    pub const fn slope(&self) -> f64 {
        self.slope
    }

    /// What is added to them.
    #[must_use]
    pub const fn intercept(&self) -> f64 {
        self.intercept
    }

    /// The curve at a probability.
    #[must_use]
    pub fn value(&self, probability: f64) -> f64 {
        self.at(log_odds(probability))
    }

    fn at(&self, odds: f64) -> f64 {
        let exponent = self.slope * odds + self.intercept;
        // Written so that the exponential never overflows.
        if exponent >= 0.0 {
            let small = libm::exp(-exponent);
            small / (1.0 + small)
        } else {
            1.0 / (1.0 + libm::exp(exponent))
        }
    }

    pub(super) fn fit(
        predictions: &Predictions<'_>,
        class: Class,
    ) -> Result<Self, CalibrationError> {
        let (mut of_class, mut others) = (0.0, 0.0);
        for (actual, _, weight) in predictions.iter() {
            *(if actual == class { &mut of_class } else { &mut others }) += weight;
        }
        let (high, low) = ((of_class + 1.0) / (of_class + 2.0), 1.0 / (others + 2.0));
        let rows: Vec<Row> = predictions
            .iter()
            .map(|(actual, probabilities, weight)| Row {
                odds: log_odds(probabilities[class as usize]),
                target: if actual == class { high } else { low },
                weight,
            })
            .collect();
        let start = Self { slope: 0.0, intercept: libm::log((others + 1.0) / (of_class + 1.0)) };
        start.search(&rows).map_err(|gradient| CalibrationError::Diverged { class, gradient })
    }

    /// Newton's method; the error is the largest component of the gradient where it gave up.
    fn search(mut self, rows: &[Row]) -> Result<Self, f64> {
        let total: f64 = rows.iter().map(|row| row.weight).sum();
        let mut d = self.derivatives(rows);
        for _ in 0..STEPS_MAX {
            if d.gradient() <= GRADIENT_MAX * total {
                return Ok(self);
            }
            let (step, loss) = (d.newton_step(), self.loss(rows));
            let fall = -(d.slope * step.slope + d.intercept * step.intercept);
            let next = if fall > loss * FALL_SEEN {
                self.downhill(rows, step, loss, fall)
            } else {
                Some(self.moved(step, 1.0))
                    .filter(|next| next.derivatives(rows).gradient() < d.gradient())
            };
            let Some(next) = next else { break };
            (self, d) = (next, next.derivatives(rows));
        }
        let gradient = d.gradient() / total;
        if gradient <= GRADIENT_ACCEPTED { Ok(self) } else { Err(gradient) }
    }

    /// Goes along the step, halved until the loss falls by enough of what its slope promises.
    fn downhill(&self, rows: &[Row], step: Step, loss: f64, fall: f64) -> Option<Self> {
        let mut length = 1.0;
        while length >= STEP_MIN {
            let next = self.moved(step, length);
            if next.loss(rows) < loss - 1e-4 * length * fall {
                return Some(next);
            }
            length /= 2.0;
        }
        None
    }

    fn moved(&self, step: Step, length: f64) -> Self {
        Self {
            slope: self.slope + length * step.slope,
            intercept: self.intercept + length * step.intercept,
        }
    }

    fn loss(&self, rows: &[Row]) -> f64 {
        let mut loss = 0.0;
        for row in rows {
            let exponent = self.slope * row.odds + self.intercept;
            // ln(1 + exp) of the exponent's negative, without overflow.
            loss += row.weight
                * if exponent >= 0.0 {
                    row.target * exponent + libm::log1p(libm::exp(-exponent))
                } else {
                    (row.target - 1.0) * exponent + libm::log1p(libm::exp(exponent))
                };
        }
        loss
    }

    fn derivatives(&self, rows: &[Row]) -> Derivatives {
        let mut d = Derivatives::default();
        for row in rows {
            let probability = self.at(row.odds);
            let first = row.weight * (row.target - probability);
            let second = row.weight * probability * (1.0 - probability);
            d.slope += row.odds * first;
            d.intercept += first;
            d.slope_slope += row.odds * row.odds * second;
            d.slope_intercept += row.odds * second;
            d.intercept_intercept += second;
        }
        d
    }
}

/// `ln(p / (1 - p))`, of a probability that is kept off 0 and 1.
fn log_odds(probability: f64) -> f64 {
    let kept = probability.clamp(ODDS_MARGIN, 1.0 - ODDS_MARGIN);
    libm::log(kept / (1.0 - kept))
}
