//! Tests of whole fits.

mod behaviour;
mod golden;
mod invariants;
mod refusals;

use super::{Bins, BoostSettings, Boosted, boost};
use crate::model::ensemble::testing::Random;
use crate::model::{Class, Dataset, Table};
use crate::types::UnixNanos;

/// A data set of columns, a row a minute.
fn dataset(columns: &[Vec<f64>], classes: Vec<Class>, weights: Vec<f64>) -> Dataset {
    let rows = classes.len();
    let names = (0..columns.len()).map(|index| format!("x{index}")).collect();
    let time = |minute: usize| UnixNanos(minute as i64 * 60_000_000_000);
    let data = Dataset {
        table: Table::new(names, columns.concat(), rows).unwrap(),
        times: (0..rows).map(time).collect(),
        label_ends: (1..=rows).map(time).collect(),
        classes,
        weights,
    };
    data.check().unwrap();
    data
}

/// `width` columns of numbers around 0, of which the first three decide about the class, with
/// noise; the second has missing values, which make Down likely; the last has five values.
fn synthetic(seed: u64, rows: usize, width: usize) -> Dataset {
    let mut random = Random::new(seed);
    let mut columns: Vec<Vec<f64>> =
        (0..width).map(|_| (0..rows).map(|_| random.unit() * 2.0 - 1.0).collect()).collect();
    columns[1].iter_mut().for_each(|x| *x = if random.below(5) == 0 { f64::NAN } else { *x });
    columns[width - 1].iter_mut().for_each(|x| *x = (*x * 2.5).round());
    let classes = (0..rows).map(|row| {
        let [a, b, c] = [0, 1, 2].map(|column: usize| columns[column][row]);
        let b = if b.is_nan() { -1.5 } else { b };
        let score = a + b + 2.0 * a * c + 2.0 * (random.unit() - 0.5);
        if score < -0.6 {
            Class::Down
        } else if score > 0.6 {
            Class::Up
        } else {
            Class::Flat
        }
    });
    let classes = classes.collect();
    let weights = (0..rows).map(|_| 0.5 + random.unit()).collect();
    dataset(&columns, classes, weights)
}

fn all_rows(data: &Dataset) -> Vec<usize> {
    (0..data.rows()).collect()
}

fn never() -> bool {
    false
}

/// Bins and a fit on all rows.
fn fit(data: &Dataset, settings: &BoostSettings) -> (Bins, Boosted) {
    let rows = all_rows(data);
    let bins = Bins::new(&data.table, &rows, 255).unwrap();
    let boosted = boost(&bins, data, &rows, &[], settings, &never).unwrap();
    (bins, boosted)
}

/// Mean loss of the probabilities of `rows`, by libm.
fn loss_of(data: &Dataset, rows: &[usize], probabilities: &[[f64; 3]]) -> f64 {
    let (mut loss, mut weight) = (0.0, 0.0);
    for (&row, p) in rows.iter().zip(probabilities) {
        loss -= data.weights[row] * libm::log(p[data.classes[row] as usize]);
        weight += data.weights[row];
    }
    loss / weight
}
