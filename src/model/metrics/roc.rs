//! Receiver operating characteristic: how well a class's probability ranks rows.

use super::Predictions;
use crate::model::Class;

/// Areas under the curves of one class against the rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RocAuc {
    /// By class, in the order of [`Class::ALL`]; `None` where all rows or none are of the class.
    pub per_class: [Option<f64>; Class::COUNT],
    /// Mean over the classes that have a value, each counting the same; `None` if none has.
    pub macro_mean: Option<f64>,
}

/// A point of the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RocPoint {
    /// Least probability that counts as the class; infinite at the first point.
    pub threshold: f64,
    /// Share of the rows of other classes that reach it.
    pub false_positive_frac: f64,
    /// Share of the rows of the class that reach it.
    pub true_positive_frac: f64,
}

/// Weights of the rows at or above a threshold.
#[derive(Clone, Copy, Debug)]
struct Step {
    threshold: f64,
    others: f64,
    class: f64,
}

/// One-vs-rest areas under the curve.
///
/// - Formula: the share of pairs of a row of the class and another row in which the first has the
///   larger probability; equal ones count half. Computed as the area under the curve, by
///   trapezoids.
/// - Range: 0 to 1; 0.5 is chance.
/// - Where every class is present `macro_mean` is scikit-learn's
///   `roc_auc_score(multi_class="ovr", average="macro")`, which refuses other data.
/// - Cost: a sort for each class.
#[must_use]
pub fn roc_auc(predictions: &Predictions<'_>) -> RocAuc {
    let per_class = Class::ALL.map(|class| area(&steps(predictions, class)));
    let known = per_class.iter().flatten();
    let count = known.clone().count();
    let macro_mean = (count > 0).then(|| known.sum::<f64>() / count as f64);
    RocAuc { per_class, macro_mean }
}

/// The curve of one class against the rest, from (0, 0) to (1, 1).
///
/// Points in the middle of a straight piece are left out, as scikit-learn's
/// `roc_curve(drop_intermediate=True)` does. `None` where all rows or none are of the class.
#[must_use]
pub fn roc_curve(predictions: &Predictions<'_>, class: Class) -> Option<Vec<RocPoint>> {
    let steps = steps(predictions, class);
    let total = total(&steps)?;
    let is_straight = |index: usize| {
        let (Some(before), Some(after)) = (index.checked_sub(1), steps.get(index + 1)) else {
            return false;
        };
        let (before, here) = (steps[before], steps[index]);
        after.others - here.others == here.others - before.others
            && after.class - here.class == here.class - before.class
    };
    let start = Step { threshold: f64::INFINITY, others: 0.0, class: 0.0 };
    let kept = (0..steps.len()).filter(|index| !is_straight(*index)).map(|index| steps[index]);
    let point = |step: Step| RocPoint {
        threshold: step.threshold,
        false_positive_frac: step.others / total.others,
        true_positive_frac: step.class / total.class,
    };
    Some(std::iter::once(start).chain(kept).map(point).collect())
}

/// The last step, if both sides have weight.
fn total(steps: &[Step]) -> Option<Step> {
    steps.last().copied().filter(|last| last.others > 0.0 && last.class > 0.0)
}

fn area(steps: &[Step]) -> Option<f64> {
    let total = total(steps)?;
    let (mut area, mut others, mut class) = (0.0, 0.0, 0.0);
    for step in steps {
        area += (step.others - others) * (step.class + class) / 2.0;
        (others, class) = (step.others, step.class);
    }
    Some(area / (total.others * total.class))
}

/// Cumulated weights at every distinct probability, from the largest down.
fn steps(predictions: &Predictions<'_>, class: Class) -> Vec<Step> {
    let mut rows: Vec<(f64, bool, f64)> = predictions
        .iter()
        .map(|(actual, probabilities, weight)| {
            (probabilities[class as usize], actual == class, weight)
        })
        .collect();
    rows.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut steps: Vec<Step> = Vec::new();
    let (mut others, mut of_class) = (0.0, 0.0);
    for (threshold, is_class, weight) in rows {
        *(if is_class { &mut of_class } else { &mut others }) += weight;
        let step = Step { threshold, others, class: of_class };
        match steps.last_mut() {
            Some(last) if last.threshold == threshold => *last = step,
            _ => steps.push(step),
        }
    }
    steps
}
