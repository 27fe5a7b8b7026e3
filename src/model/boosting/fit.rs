//! Iterations of boosting.

use super::binned_tree::BinnedTree;
use super::gradients::{Gradients, MOST_ROWS, factor, loss};
use super::grow::Grower;
use super::packed_rows::PackedRows;
use super::sampling::{choose_columns, choose_rows};
use super::settings::require;
use super::{Bins, BoostSettings, Boosted};
use crate::model::ensemble::{Ensemble, Link, Tree};
use crate::model::{Class, Dataset, FitError, Stop};

/// Boosts trees on the rows `training`, in rising order, of a table and its `bins`.
///
/// The sums begin with the logarithms of the classes' shares of the weight (at least half a row's).
/// Each iteration makes one tree per class, all three from the same probabilities. Questions are
/// chosen by `(G_l^2 / (H_l + l2) + G_r^2 / (H_r + l2) - G^2 / (H + l2)) / 2`, leaves give
/// `-learning_rate G / (H + l2)`, with `G` the sum of `w (p - y)` and `H` that of `3/2 w p (1 -
/// p)`. Where a node's training rows miss a value, both ways are tried for them; where none does,
/// missing values later go where most rows went. Fewer iterations than asked for come of an early
/// stop on the rows `tail`, or if no question gains anything any more.
///
/// `cover` of a node is the number of its training rows, `mean` the mean output of theirs.
///
/// `stop` is asked once per tree.
///
/// Cost: per tree, row and column 0.6 ns for the root and less for each level below; about 10 ns
/// per tree and row besides. Memory: 64 bytes per row, two per row and column, 32 kB per eight
/// columns and open node.
///
/// # Errors
/// [`FitError::Setting`], also for bins of another table; [`FitError::Rows`] for fewer than two
/// leaves' rows; [`FitError::OneClass`]; [`FitError::Diverged`] if a sum is no longer finite;
/// [`FitError::Stopped`].
///
/// # Panics
/// A row is not there.
pub fn boost(
    bins: &Bins,
    data: &Dataset,
    training: &[usize],
    tail: &[usize],
    settings: &BoostSettings,
    stop: Stop<'_>,
) -> Result<Boosted, FitError> {
    let is_same = (bins.rows(), bins.width()) == (data.rows(), data.table.width());
    require(is_same, "bins", (bins.rows(), bins.width()), "rows and columns of the data")?;
    settings.check(bins.width())?;
    check_rows(data, training, settings)?;
    let weighted = |row: &usize| {
        let class = data.classes[*row];
        (class, data.weights[*row] * settings.class_weights[class as usize])
    };
    let base = log_shares(training.iter().map(weighted));
    let mut gradients = Gradients::new(training.iter().map(weighted), &base);
    gradients.update();
    let rows = PackedRows::new(bins, training);
    let mut run = Run {
        bins,
        settings,
        columns: rows.columns().len(),
        grower: Grower::new(bins, &rows, settings, &gradients),
        gradients,
        sample: Sample {
            training,
            rows: (0..training.len() as u32).collect(),
            ..Sample::default()
        },
        tail: Tail {
            rows: tail,
            labels: tail.iter().map(weighted).collect(),
            sums: vec![base; tail.len()],
        },
    };
    let (features, outputs) = (bins.width(), Class::COUNT);
    let (base, trees, link) = (base.to_vec(), Vec::new(), Link::Softmax);
    let mut boosted = Boosted {
        ensemble: Ensemble { features, outputs, base, trees, link },
        training_loss: Vec::new(),
        tail_loss: Vec::new(),
        best_iterations: 0,
    };
    for iteration in 0..settings.iterations {
        let Some(trees) = run.grow_trees(iteration, stop)? else { break };
        boosted.ensemble.trees.extend(trees);
        if run.note_losses(&mut boosted)? {
            break;
        }
    }
    Ok(boosted)
}

/// The rows that take part in an iteration.
#[derive(Debug, Default)]
struct Sample<'a> {
    /// All training rows.
    training: &'a [usize],
    /// Places in `training` of those that take part.
    rows: Vec<u32>,
    /// Those of the others.
    left_out: Vec<u32>,
    /// The rows of the table at those.
    left_out_rows: Vec<usize>,
}

impl Sample<'_> {
    /// Chooses anew.
    fn draw(&mut self, seed: u64, iteration: usize, fraction: f64) {
        let rows = (self.training.len(), fraction);
        choose_rows((seed, iteration), rows, &mut self.rows, &mut self.left_out);
        self.left_out_rows.clear();
        self.left_out_rows.extend(self.left_out.iter().map(|&row| self.training[row as usize]));
    }
}

/// Rows that say when to stop.
#[derive(Debug)]
struct Tail<'a> {
    rows: &'a [usize],
    labels: Vec<(Class, f64)>,
    sums: Vec<[f64; Class::COUNT]>,
}

/// A fit under way.
#[derive(Debug)]
struct Run<'a> {
    bins: &'a Bins,
    settings: &'a BoostSettings,
    /// Number of columns that take part.
    columns: usize,
    grower: Grower<'a>,
    gradients: Gradients,
    sample: Sample<'a>,
    tail: Tail<'a>,
}

impl Run<'_> {
    /// The trees of one iteration, or `None` if neither this nor a later one gains anything.
    fn grow_trees(
        &mut self,
        iteration: usize,
        stop: Stop<'_>,
    ) -> Result<Option<[Tree; Class::COUNT]>, FitError> {
        let BoostSettings { seed, row_fraction, column_fraction, .. } = *self.settings;
        if row_fraction < 1.0 {
            self.sample.draw(seed, iteration, row_fraction);
        }
        let mut trees: [Tree; Class::COUNT] = Default::default();
        let mut has_grown = false;
        for (class, tree) in Class::ALL.into_iter().zip(&mut trees) {
            if stop() {
                return Err(FitError::Stopped);
            }
            let seeds = (seed, iteration * Class::COUNT + class as usize);
            let allowed = choose_columns(seeds, (self.columns, column_fraction));
            let grown = self.grower.grow(class, &mut self.gradients, &self.sample.rows, &allowed);
            has_grown |= grown.is_some();
            *tree = grown.unwrap_or_else(|| Tree { nodes: Vec::new(), leaves: vec![0.0] });
            self.add_to_others(class, tree);
        }
        let is_sampled = row_fraction < 1.0 || column_fraction < 1.0;
        Ok((has_grown || is_sampled).then_some(trees))
    }

    /// Adds the outputs of a tree to the sums of the rows that it was not grown on.
    fn add_to_others(&mut self, class: Class, tree: &Tree) {
        let Self { bins, sample, tail, gradients, .. } = self;
        if tail.rows.is_empty() && sample.left_out.is_empty() {
            return;
        }
        let binned = BinnedTree::new(tree, bins);
        binned.add(bins, tail.rows, |place, output| tail.sums[place][class as usize] += output);
        let (shares, binned) = (gradients.shares_mut(class), binned.map(factor));
        binned.add(bins, &sample.left_out_rows, |place, factor| {
            shares[sample.left_out[place] as usize] *= factor;
        });
    }

    /// Notes the losses after an iteration; says whether it was the last.
    fn note_losses(&mut self, boosted: &mut Boosted) -> Result<bool, FitError> {
        let iterations = boosted.training_loss.len() + 1;
        let training_loss = self.gradients.update();
        if !training_loss.is_finite() {
            let what = format!("the loss was {training_loss} after {iterations} iterations");
            return Err(FitError::Diverged(what));
        }
        boosted.training_loss.push(training_loss);
        if self.tail.rows.is_empty() {
            boosted.best_iterations = iterations;
            return Ok(false);
        }
        boosted.tail_loss.push(loss(&self.tail.sums, &self.tail.labels));
        if is_best(&boosted.tail_loss) {
            boosted.best_iterations = iterations;
        }
        let without = iterations - boosted.best_iterations;
        Ok(self.settings.early_stop > 0 && without >= self.settings.early_stop)
    }
}

/// Whether the last of the losses is less than all before.
fn is_best(losses: &[f64]) -> bool {
    losses.split_last().is_some_and(|(last, before)| before.iter().all(|loss| last < loss))
}

fn check_rows(
    data: &Dataset,
    training: &[usize],
    settings: &BoostSettings,
) -> Result<(), FitError> {
    let (was, expected) = (training.len(), settings.min_rows.saturating_mul(2));
    if was < expected {
        return Err(FitError::Rows { was, expected });
    }
    require(was <= MOST_ROWS, "training", was, "at most 16,777,215 rows")?;
    let greatest = training.iter().map(|&row| data.weights[row]).fold(0.0, f64::max);
    let range = "1e-60 to 1e60 for the greatest";
    require((1e-60..=1e60).contains(&greatest), "weights", format_args!("{greatest:e}"), range)?;
    let first = data.classes[training[0]];
    if training.iter().all(|&row| data.classes[row] == first) {
        return Err(FitError::OneClass(first));
    }
    Ok(())
}

/// Logarithms of the classes' shares of the weight; a class that is not there counts as half a row.
fn log_shares(rows: impl Iterator<Item = (Class, f64)>) -> [f64; Class::COUNT] {
    let (mut shares, mut number) = ([0.0; Class::COUNT], 0.0);
    for (class, weight) in rows {
        shares[class as usize] += weight;
        number += 1.0;
    }
    let total: f64 = shares.iter().sum();
    let half = 0.5 / number;
    shares.map(|share| libm::log((share / total).max(half)))
}
