//! The best question for the rows of a node.

use super::BoostSettings;
use super::bins::MISSING;
use super::histogram::{Cell, Column};

/// What decides about a question, in the fixed point of the derivatives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// What first derivatives were multiplied with.
    pub(super) first: f64,
    /// What second derivatives were multiplied with.
    pub(super) second: f64,
    l2: f64,
    min_hessian: f64,
    min_rows: usize,
    /// Least reduction of `sum of squares over second derivatives`.
    min_gain: f64,
}

/// A question about a packed column, and what it separates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Split {
    /// Index of the packed column.
    pub(super) index: usize,
    /// Last bin to the left.
    pub(super) bin: u8,
    /// Whether missing values go to the left.
    pub(super) missing_left: bool,
    /// Reduction of the loss in the unit of the loss.
    pub(super) gain: f64,
    /// The rows to the left.
    pub(super) left: Cell,
    /// The rows to the right.
    pub(super) right: Cell,
}

/// The outputs that a node may have, before the learning rate, because of monotone columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Least.
    pub(super) low: f64,
    /// Greatest.
    pub(super) high: f64,
}

impl Bounds {
    /// No bounds.
    pub(super) const NONE: Self = Self { low: f64::NEG_INFINITY, high: f64::INFINITY };
}

impl Scale {
    /// For derivatives multiplied with `first` and `second`.
    pub(super) fn new(first: f64, second: f64, settings: &BoostSettings) -> Self {
        Self {
            first,
            second,
            l2: settings.l2 * second,
            // At least one unit: no division by nothing.
            min_hessian: (settings.min_hessian * second).max(1.0),
            min_rows: settings.min_rows,
            // A gain is half of the reduction that is compared.
            min_gain: 2.0 * settings.min_gain * (first * first / second),
        }
    }

    /// Newton's step for rows, within bounds: the output of a leaf before the learning rate.
    pub(super) fn output(&self, cell: Cell, bounds: Bounds) -> f64 {
        let second = cell.second() + self.l2;
        if second <= 0.0 {
            return 0.0_f64.clamp(bounds.low, bounds.high);
        }
        let step = -cell.first() / second * (self.second / self.first);
        step.clamp(bounds.low, bounds.high)
    }

    /// Twice the reduction of the loss by an output, in fixed point.
    fn reduction(&self, cell: Cell, output: f64) -> f64 {
        let output = output * (self.first / self.second);
        -output * (2.0 * cell.first() + (cell.second() + self.l2) * output)
    }

    const fn is_leaf(&self, cell: Cell) -> bool {
        cell.rows() >= self.min_rows && cell.second() >= self.min_hessian
    }
}

/// Looks for the best question of one node.
#[derive(Debug)]
pub(super) struct Search<'a> {
    scale: &'a Scale,
    /// All rows of the node.
    total: Cell,
    bounds: Bounds,
    /// Of the node as a leaf: `G^2 / (H + l2)`, or what bounds leave of it.
    before: f64,
    /// Reduction of the best question so far, or what the first must beat.
    best_reduction: f64,
    best: Option<Split>,
}

impl<'a> Search<'a> {
    /// For a node with the rows `total`.
    pub(super) fn new(scale: &'a Scale, total: Cell, bounds: Bounds) -> Self {
        let before = scale.reduction(total, scale.output(total, bounds));
        // Keeps out gains that are nothing but the rounding of the two divisions.
        let noise = before.abs() * 1e-12;
        let best_reduction = before + scale.min_gain + noise;
        Self { scale, total, bounds, before, best_reduction, best: None }
    }

    /// The best question, if one gains enough.
    pub(super) fn finish(self) -> Option<Split> {
        let scale = self.scale;
        let unit = scale.second / (scale.first * scale.first);
        let gain = 0.5 * (self.best_reduction - self.before) * unit;
        self.best.map(|split| Split { gain, ..split })
    }

    /// Looks at a column with `bins` bins; `sign` is what monotone settings demand of it.
    pub(super) fn look_at(&mut self, index: usize, column: &Column, bins: usize, sign: i8) {
        let missing = column[usize::from(MISSING)];
        let present = &column[..bins];
        if missing.rows() == 0 {
            self.scan((index, sign), &present[..bins - 1], Gap::Absent);
        } else {
            // With missing values to the right, the last question is "is it there?".
            self.scan((index, sign), present, Gap::Right);
            self.scan((index, sign), &present[..bins - 1], Gap::Left(missing));
        }
    }

    /// Tries the cut after each of `bins`.
    fn scan(&mut self, (index, sign): (usize, i8), bins: &[Cell], gap: Gap) {
        let scale = self.scale;
        let is_bounded = sign != 0 || self.bounds.low.is_finite() || self.bounds.high.is_finite();
        let mut left = if let Gap::Left(missing) = gap { missing } else { Cell::default() };
        let mut found = None;
        for (bin, cell) in bins.iter().enumerate() {
            left.add(*cell);
            if !scale.is_leaf(left) {
                continue;
            }
            let mut right = self.total;
            right.subtract(left);
            if !scale.is_leaf(right) {
                break;
            }
            let better = if is_bounded {
                self.bounded(left, right, sign)
            } else {
                self.unbounded(left, right)
            };
            if let Some(reduction) = better {
                self.best_reduction = reduction;
                found = Some((bin as u8, left, right));
            }
        }
        if let Some((bin, left, right)) = found {
            let missing_left = match gap {
                // Nothing to learn from: where most rows go.
                Gap::Absent => left.rows() > right.rows(),
                Gap::Left(_) => true,
                Gap::Right => false,
            };
            self.best = Some(Split { index, bin, missing_left, gain: 0.0, left, right });
        }
    }

    /// The reduction by Newton's steps on both sides, if it is the best so far.
    #[inline(always)]
    fn unbounded(&self, left: Cell, right: Cell) -> Option<f64> {
        // a / b + c / d > best, without divisions for the many that do not win.
        let (of_left, of_right) = (left.second() + self.scale.l2, right.second() + self.scale.l2);
        let (first_left, first_right) = (left.first(), right.first());
        let over = first_left * first_left * of_right + first_right * first_right * of_left;
        let under = of_left * of_right;
        (over > self.best_reduction * under).then(|| over / under)
    }

    /// The reduction by outputs within the bounds and in the order of `sign`, if it is the best.
    fn bounded(&self, left: Cell, right: Cell, sign: i8) -> Option<f64> {
        let of_left = self.scale.output(left, self.bounds);
        let of_right = self.scale.output(right, self.bounds);
        if f64::from(sign) * (of_right - of_left) < 0.0 {
            return None;
        }
        let reduction = self.scale.reduction(left, of_left) + self.scale.reduction(right, of_right);
        (reduction > self.best_reduction).then_some(reduction)
    }
}

/// Where missing values are while cuts are tried.
#[derive(Clone, Copy, Debug)]
enum Gap {
    /// The node has none.
    Absent,
    /// To the left.
    Left(Cell),
    /// To the right.
    Right,
}

impl Bounds {
    /// The bounds of the two sides of a question with the outputs `left` and `right`, if `sign`
    /// says that all outputs of one side must stay on its side.
    pub(super) fn divide(self, sign: i8, left: f64, right: f64) -> [Self; 2] {
        let middle = left / 2.0 + right / 2.0;
        match sign {
            0 => [self; 2],
            1 => [Self { high: middle, ..self }, Self { low: middle, ..self }],
            _ => [Self { low: middle, ..self }, Self { high: middle, ..self }],
        }
    }
}
