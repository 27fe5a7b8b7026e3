//! Gradient boosting as the work of a search.

use super::candidate::{Candidate, Fit};
use super::work::Probabilities;
use super::{Point, Space, SpaceError, Split, Work};
use crate::model::boosting::{Bins, BoostSettings, Boosted, boost};
use crate::model::{Dataset, FitError, Fitted, Stop};

/// Fits of [`boost`] on shared bins. Points that differ only in the number of iterations share one
/// fit, the longest.
///
/// Dimensions that a space may have: `iterations`, `learning_rate`, `depth`, `leaves`, `min_rows`,
/// `min_hessian`, `l2`, `min_gain`, `row_fraction`, `column_fraction`, `early_stop`. All else is as
/// in the settings given.
///
/// With a tail, a point stands for the iterations that were best on it, as [`Boosted`] says, among
/// those that the point allows.
#[derive(Debug)]
pub struct BoostingWork<'a> {
    data: &'a Dataset,
    bins: &'a Bins,
    space: &'a Space,
    settings: BoostSettings,
}

/// The setting of a name.
fn set(settings: &mut BoostSettings, name: &str, value: f64) -> bool {
    // What is no whole number in the range of a setting becomes one that `boost` refuses.
    let whole = value as usize;
    match name {
        "iterations" => settings.iterations = whole,
        "learning_rate" => settings.learning_rate = value,
        "depth" => settings.depth = whole,
        "leaves" => settings.leaves = whole,
        "min_rows" => settings.min_rows = whole,
        "min_hessian" => settings.min_hessian = value,
        "l2" => settings.l2 = value,
        "min_gain" => settings.min_gain = value,
        "row_fraction" => settings.row_fraction = value,
        "column_fraction" => settings.column_fraction = value,
        "early_stop" => settings.early_stop = whole,
        _ => return false,
    }
    true
}

impl<'a> BoostingWork<'a> {
    /// Work on a data set and the bins of its table, for points of `space`.
    ///
    /// # Errors
    /// A dimension that boosting does not have.
    pub fn new(
        data: &'a Dataset,
        bins: &'a Bins,
        space: &'a Space,
        settings: BoostSettings,
    ) -> Result<Self, SpaceError> {
        for dimension in space.dimensions() {
            if !set(&mut settings.clone(), &dimension.name, 1.0) {
                let dimension = dimension.name.clone();
                let problem = "boosting has no such setting".to_owned();
                return Err(SpaceError { dimension, problem });
            }
        }
        Ok(Self { data, bins, space, settings })
    }

    /// All settings of a point.
    #[must_use]
    pub fn settings(&self, point: &Point) -> BoostSettings {
        let mut settings = self.settings.clone();
        for (name, value) in self.space.named(point) {
            set(&mut settings, name, value);
        }
        settings
    }
}

/// The first `iterations`, or fewer of them: up to the one with the least loss on the tail.
fn best_within(boosted: &Boosted, iterations: usize) -> usize {
    let losses = &boosted.tail_loss[..iterations.min(boosted.tail_loss.len())];
    let mut best = losses.first().map(|loss| (0, *loss));
    for (index, &loss) in losses.iter().enumerate() {
        best = best.map(|best| if loss < best.1 { (index, loss) } else { best });
    }
    best.map_or(iterations, |(index, _)| index + 1)
}

impl Work for BoostingWork<'_> {
    fn shared_dimension(&self) -> Option<usize> {
        self.space.dimensions().iter().position(|dimension| dimension.name == "iterations")
    }

    fn predict(
        &self,
        points: &[&Point],
        split: &Split,
        stop: Stop<'_>,
    ) -> Result<Vec<Probabilities>, FitError> {
        let settings: Vec<BoostSettings> =
            points.iter().map(|point| self.settings(point)).collect();
        let Some(longest) = settings.iter().max_by_key(|settings| settings.iterations) else {
            return Ok(Vec::new());
        };
        let boosted = boost(self.bins, self.data, &split.learn, &split.tail, longest, stop)?;
        let iterations: Vec<usize> =
            settings.iter().map(|settings| best_within(&boosted, settings.iterations)).collect();
        if stop() {
            return Err(FitError::Stopped);
        }
        Ok(boosted.staged(self.bins, &split.test, &iterations))
    }
}

impl Candidate for BoostingWork<'_> {
    fn identity(&self) -> String {
        format!("boosting {:?}, {} bins", self.settings, self.bins.most())
    }

    fn text(&self, point: &Point) -> String {
        let settings = self.settings(point);
        format!(
            "softmax boosting: {} trees per class, learning rate {}, depth {}, at least {} rows a \
             leaf, l2 {}, rows {}, columns {}, seed {}",
            settings.iterations,
            settings.learning_rate,
            settings.depth,
            settings.min_rows,
            settings.l2,
            settings.row_fraction,
            settings.column_fraction,
            settings.seed
        )
    }

    /// The watched rows give the learning curve; all trees are kept.
    fn fit(
        &self,
        point: &Point,
        training: &[usize],
        watched: &[usize],
        stop: Stop<'_>,
    ) -> Result<Fit, FitError> {
        let settings = self.settings(point);
        let boosted = boost(self.bins, self.data, training, watched, &settings, stop)?;
        let probabilities =
            boosted.staged(self.bins, watched, &[settings.iterations]).swap_remove(0);
        let losses = boosted.training_loss.iter().zip(&boosted.tail_loss);
        let learning_curve = losses.map(|(&training, &watched)| (training, watched)).collect();
        Ok(Fit { fitted: Fitted::Trees(boosted.ensemble), probabilities, learning_curve })
    }
}
