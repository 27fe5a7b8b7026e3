//! What is refused, and how.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::model::boosting::Boosting;
use crate::model::{FitError, Learner};

fn refusal(data: &Dataset, training: &[usize], settings: &BoostSettings) -> FitError {
    let bins = Bins::new(&data.table, &all_rows(data), 255).unwrap();
    boost(&bins, data, training, &[], settings, &never).unwrap_err()
}

#[test]
fn settings_out_of_range_are_named() {
    let data = synthetic(1, 100, 4);
    let of = |change: fn(&mut BoostSettings)| {
        let mut settings = BoostSettings::default();
        change(&mut settings);
        refusal(&data, &all_rows(&data), &settings).to_string()
    };
    assert_eq!(of(|s| s.iterations = 0), "iterations was 0, expected 1 to 100,000");
    assert_eq!(
        of(|s| s.learning_rate = 0.0),
        "learning_rate was 0.0, expected above 0 and at most 1"
    );
    assert_eq!(of(|s| s.depth = 33), "depth was 33, expected 1 to 32");
    assert_eq!(of(|s| s.leaves = 1), "leaves was 1, expected 2 to 4096");
    assert_eq!(of(|s| s.min_rows = 0), "min_rows was 0, expected at least 1");
    let amount = "expected a finite number of at least 0";
    assert_eq!(of(|s| s.min_hessian = -1.0), format!("min_hessian was -1.0, {amount}"));
    assert_eq!(of(|s| s.l2 = f64::NAN), format!("l2 was NaN, {amount}"));
    assert_eq!(of(|s| s.min_gain = f64::INFINITY), format!("min_gain was inf, {amount}"));
    assert_eq!(
        of(|s| s.row_fraction = 1.1),
        "row_fraction was 1.1, expected above 0 and at most 1"
    );
    let fraction = of(|s| s.column_fraction = f64::NAN);
    assert_eq!(fraction, "column_fraction was NaN, expected above 0 and at most 1");
    let weights = of(|s| s.class_weights[1] = 0.0);
    assert_eq!(weights, "class_weights was [1.0, 0.0, 1.0], expected numbers from 1e-9 to 1e9");
    let signs = "expected -1, 0 or 1 per column, or nothing";
    assert_eq!(
        of(|s| s.monotone = vec![2, 0, 0, 0]),
        format!("monotone was [2, 0, 0, 0], {signs}")
    );
    assert_eq!(of(|s| s.monotone = vec![1]), format!("monotone was [1], {signs}"));
}

#[test]
fn too_few_rows_and_one_class_are_refused() {
    let data = synthetic(2, 100, 4);
    let settings = BoostSettings { min_rows: 20, ..BoostSettings::default() };
    let few: Vec<usize> = (0..39).collect();
    assert_eq!(refusal(&data, &few, &settings), FitError::Rows { was: 39, expected: 40 });
    let flat: Vec<usize> =
        (0..100).filter(|&row| data.classes[row] == Class::Flat).take(40).collect();
    let settings = BoostSettings { min_rows: 2, ..settings };
    assert_eq!(refusal(&data, &flat, &settings), FitError::OneClass(Class::Flat));
    let bins = Boosting { max_bins: 1, ..Boosting::default() };
    let error = bins.fit(&data, &flat, &[], &never).unwrap_err();
    assert_eq!(error.to_string(), "max_bins was 1, expected 2 to 255");
}

#[test]
fn weights_beyond_reason_are_refused() {
    let mut data = synthetic(2, 100, 4);
    data.weights[3] = 1e61;
    let error = refusal(&data, &all_rows(&data), &BoostSettings::default());
    assert_eq!(error.to_string(), "weights was 1e61, expected 1e-60 to 1e60 for the greatest");
}

#[test]
fn whether_to_stop_is_asked_once_per_tree() {
    let data = synthetic(3, 200, 4);
    let rows = all_rows(&data);
    let bins = Bins::new(&data.table, &rows, 255).unwrap();
    let settings = BoostSettings { iterations: 5, min_rows: 5, ..BoostSettings::default() };
    let asked = AtomicUsize::new(0);
    let at_eighth = || asked.fetch_add(1, Ordering::Relaxed) == 7;
    let stopped = boost(&bins, &data, &rows, &[], &settings, &at_eighth);
    assert_eq!(stopped.unwrap_err(), FitError::Stopped);
    assert_eq!(asked.load(Ordering::Relaxed), 8);
    asked.store(100, Ordering::Relaxed);
    boost(&bins, &data, &rows, &[], &settings, &at_eighth).unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 115);
}

#[test]
fn bins_of_another_table_are_refused() {
    let (data, other) = (synthetic(1, 100, 4), synthetic(1, 101, 4));
    let bins = Bins::new(&other.table, &[0, 1], 255).unwrap();
    let settings = BoostSettings::default();
    let refused = boost(&bins, &data, &all_rows(&data), &[], &settings, &never).unwrap_err();
    assert_eq!(refused.to_string(), "bins was (101, 4), expected rows and columns of the data");
}
