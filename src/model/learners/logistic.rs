//! Logistic regression with three classes.

use super::linear::{Linear, Map, softmax_with_log_sum};
use super::ridge::{check_penalty, not_definite, unsound};
use super::{Preparation, cholesky, class_counts};
use crate::model::{Class, Dataset, FitError, Fitted, Learner, Stop};

/// Softmax regression with a penalty on the squares of the coefficients.
///
/// # Formula
/// The smallest `sum of weight * -ln(probability of the row's class) + penalty / 2 * sum of
/// coefficient^2` over prepared values ([`Preparation`]); the probabilities are the softmax of the
/// classes' lines, the intercepts are free and sum to 0. With three classes this is scikit-learn's
/// `LogisticRegression(C=1/penalty)`; with two it is that with `C=2/penalty`, for there the two
/// lines are one. A class that no training row has gets probability 0.
///
/// Newton's method from zero, halving a step that does not lower the sum, until no part of the
/// gradient exceeds 1e-9 of the weights' sum; some six steps. `exp` and `ln` are `libm`'s, so the
/// same input gives the same bits on every system. (The crate smartcore reaches the same
/// coefficients to 1e-6, with the platform's functions, without weights, and cannot be stopped.)
///
/// Cost of a step: rows times the square of columns times classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Logistic {
    /// Weight of the coefficients' squares, above 0. Default 1.
    pub penalty: f64,
}

impl Default for Logistic {
    fn default() -> Self {
        Self { penalty: 1.0 }
    }
}

/// Most steps of Newton's method, and most halvings of one.
const STEPS: usize = 100;
const HALVINGS: usize = 40;
/// Largest part of the gradient at the end, as a share of the weights' sum.
const TOLERANCE: f64 = 1e-9;
/// Rows between two questions whether to stop.
const BATCH: usize = 1_024;

/// The sum to be made small, over the classes that are there.
struct Loss<'a> {
    rows: &'a [f64],
    /// Index into the present classes, and weight, per row.
    labels: Vec<(usize, f64)>,
    width: usize,
    classes: usize,
    penalty: f64,
    total_weight: f64,
    stop: Stop<'a>,
}

/// First and second derivatives; the second as lower triangle.
struct Derivatives {
    gradient: Vec<f64>,
    hessian: Vec<f64>,
}

impl Loss<'_> {
    /// Coefficients and intercept of one class.
    const fn line(&self) -> usize {
        self.width + 1
    }

    fn scores(&self, lines: &[f64], values: &[f64], scores: &mut [f64]) {
        for (score, line) in scores.iter_mut().zip(lines.chunks_exact(self.line())) {
            let products = line.iter().zip(values).map(|(coefficient, value)| coefficient * value);
            *score = products.sum::<f64>() + line[self.width];
        }
    }

    fn batches(&self) -> impl Iterator<Item = Result<Batch<'_>, FitError>> {
        let labels = self.labels.chunks(BATCH);
        self.rows.chunks(BATCH * self.width).zip(labels).map(|(rows, labels)| {
            if (self.stop)() { Err(FitError::Stopped) } else { Ok(Batch { rows, labels }) }
        })
    }

    fn value(&self, lines: &[f64]) -> Result<f64, FitError> {
        let mut scores = vec![0.0; self.classes];
        let mut sum = 0.0;
        for batch in self.batches() {
            let batch = batch?;
            for (values, &(label, weight)) in batch.rows.chunks_exact(self.width).zip(batch.labels)
            {
                self.scores(lines, values, &mut scores);
                let own = scores[label];
                sum += weight * (softmax_with_log_sum(&mut scores) - own);
            }
        }
        for line in lines.chunks_exact(self.line()) {
            let squares: f64 = line[..self.width].iter().map(|c| c * c).sum();
            sum += self.penalty / 2.0 * squares;
        }
        let intercepts = self.intercept_sum(lines);
        Ok(sum + self.total_weight / 2.0 * intercepts * intercepts)
    }

    /// Softmax does not change when all intercepts move together. The square of their sum is part
    /// of the loss, so that there is one solution; it is 0 there.
    fn intercept_sum(&self, lines: &[f64]) -> f64 {
        lines.iter().skip(self.width).step_by(self.line()).sum()
    }

    fn derivatives(&self, lines: &[f64]) -> Result<Derivatives, FitError> {
        let size = lines.len();
        let mut all = Derivatives { gradient: vec![0.0; size], hessian: vec![0.0; size * size] };
        let mut probabilities = vec![0.0; self.classes];
        let mut with_one = vec![1.0; self.line()];
        for batch in self.batches() {
            let batch = batch?;
            for (values, &(label, weight)) in batch.rows.chunks_exact(self.width).zip(batch.labels)
            {
                self.scores(lines, values, &mut probabilities);
                softmax_with_log_sum(&mut probabilities);
                with_one[..self.width].copy_from_slice(values);
                all.add_row(&probabilities, label, weight, &with_one);
            }
        }
        self.add_penalty(lines, &mut all);
        Ok(all)
    }

    fn add_penalty(&self, lines: &[f64], all: &mut Derivatives) {
        let (line, size) = (self.line(), lines.len());
        let intercepts = self.total_weight * self.intercept_sum(lines);
        for (place, &coefficient) in lines.iter().enumerate() {
            if place % line < self.width {
                all.gradient[place] += self.penalty * coefficient;
                all.hessian[place * size + place] += self.penalty;
            } else {
                all.gradient[place] += intercepts;
                for other in (self.width..=place).step_by(line) {
                    all.hessian[place * size + other] += self.total_weight;
                }
            }
        }
    }
}

struct Batch<'a> {
    rows: &'a [f64],
    labels: &'a [(usize, f64)],
}

impl Derivatives {
    /// Adds the derivatives of one row, whose values `x` end with 1.
    fn add_row(&mut self, probabilities: &[f64], label: usize, weight: f64, x: &[f64]) {
        let (line, size) = (x.len(), self.gradient.len());
        for (class, &probability) in probabilities.iter().enumerate() {
            let error = weight * (probability - if class == label { 1.0 } else { 0.0 });
            let gradient = &mut self.gradient[class * line..][..line];
            gradient.iter_mut().zip(x).for_each(|(sum, value)| *sum += error * value);
            for (other, &other_probability) in probabilities[..=class].iter().enumerate() {
                let same = if other == class { 1.0 } else { 0.0 };
                let curvature = weight * probability * (same - other_probability);
                for (index, value) in x.iter().enumerate() {
                    let factor = curvature * value;
                    let place = (class * line + index) * size + other * line;
                    // Of the blocks on the diagonal, the lower half.
                    let length = if other == class { index + 1 } else { line };
                    let sums = &mut self.hessian[place..][..length];
                    sums.iter_mut().zip(x).for_each(|(sum, value)| *sum += factor * value);
                }
            }
        }
    }

    fn largest(&self) -> f64 {
        self.gradient.iter().fold(0.0, |largest, part| part.abs().max(largest))
    }
}

/// Newton's method.
fn minimize(loss: &Loss<'_>) -> Result<Vec<f64>, FitError> {
    let mut lines = vec![0.0; loss.line() * loss.classes];
    let mut value = loss.value(&lines)?;
    for _ in 0..STEPS {
        let mut all = loss.derivatives(&lines)?;
        if all.largest() <= TOLERANCE * loss.total_weight {
            return Ok(lines);
        }
        let slope_of = |step: &[f64], gradient: &[f64]| -> f64 {
            step.iter().zip(gradient).map(|(s, g)| s * g).sum()
        };
        let mut step = all.gradient.clone();
        cholesky::solve(&mut all.hessian, &mut step).ok_or_else(not_definite)?;
        let slope = slope_of(&step, &all.gradient);
        let mut length = 1.0;
        let mut moved = None;
        for _ in 0..HALVINGS {
            let next: Vec<f64> = lines.iter().zip(&step).map(|(l, s)| l - length * s).collect();
            let next_value = loss.value(&next)?;
            // Rounding of the sum is no reason against a step.
            if next_value <= value - 1e-4 * length * slope + 1e-14 * value.abs() {
                moved = Some((next, next_value));
                break;
            }
            length /= 2.0;
        }
        let Some((next, next_value)) = moved else { break };
        (lines, value) = (next, next_value);
    }
    Err(FitError::Diverged(format!("no minimum of the loss after {STEPS} steps; it was {value}")))
}

impl Logistic {
    /// Learns, and gives the lines themselves.
    ///
    /// # Errors
    /// Fewer than two rows, one class, a penalty that is not above 0, stopped.
    pub fn fit_lines(
        &self,
        data: &Dataset,
        training: &[usize],
        stop: Stop<'_>,
    ) -> Result<Linear, FitError> {
        check_penalty(self.penalty)?;
        let counts = class_counts(data, training)?;
        let present: Vec<usize> = (0..Class::COUNT).filter(|&class| counts[class] > 0).collect();
        let label = |&row: &usize| {
            let is_own = |&&class: &&usize| class < data.classes[row] as usize;
            (present.iter().filter(is_own).count(), data.weights[row])
        };
        let preparation = Preparation::new(&data.table, training);
        let rows = preparation.rows(&data.table, training);
        let width = preparation.width();
        let labels: Vec<(usize, f64)> = training.iter().map(label).collect();
        let total_weight = labels.iter().map(|(_, weight)| weight).sum();
        let (classes, penalty) = (present.len(), self.penalty);
        let rows = &rows;
        let lines = minimize(&Loss { rows, labels, width, classes, penalty, total_weight, stop })?;
        let mut coefficients: [Vec<f64>; Class::COUNT] = std::array::from_fn(|_| vec![0.0; width]);
        let mut intercepts = [f64::NEG_INFINITY; Class::COUNT];
        for (line, &class) in lines.chunks_exact(width + 1).zip(&present) {
            coefficients[class].copy_from_slice(&line[..width]);
            intercepts[class] = line[width];
        }
        Linear::new(preparation, coefficients, intercepts, Map::Softmax).map_err(unsound)
    }
}

impl Learner for Logistic {
    fn name(&self) -> &'static str {
        "logistic"
    }

    fn fit(
        &self,
        data: &Dataset,
        training: &[usize],
        _tail: &[usize],
        stop: Stop<'_>,
    ) -> Result<Fitted, FitError> {
        self.fit_lines(data, training, stop).map(Fitted::Lines)
    }
}
