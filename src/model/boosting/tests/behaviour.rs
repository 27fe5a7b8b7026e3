//! What single settings do.

use super::*;
use crate::model::boosting::Boosting;
use crate::model::calibration::Calibration;
use crate::model::ensemble::Missing;
use crate::model::{Classifier, Learner, Predictor, Table};

const DOWN: usize = Class::Down as usize;
const UP: usize = Class::Up as usize;

fn short() -> BoostSettings {
    BoostSettings { iterations: 40, learning_rate: 0.2, ..BoostSettings::default() }
}

/// Greatest fall of `ln p(up) - ln p(down)` when column 0 rises through the rows of others.
fn greatest_fall(data: &Dataset, boosted: &Boosted) -> f64 {
    let mut values = vec![0.0; data.table.width()];
    let mut fall: f64 = 0.0;
    for row in 0..data.rows() {
        data.table.copy_row(row, &mut values);
        let mut before = f64::NEG_INFINITY;
        for step in -20..=20 {
            values[0] = f64::from(step) / 18.0;
            let mut sums = [0.0; 3];
            boosted.ensemble.sums(&values, &mut sums);
            let difference = sums[UP] - sums[DOWN];
            fall = fall.max(before - difference);
            before = difference;
        }
    }
    fall
}

#[test]
fn a_monotone_column_never_turns_the_odds_around() {
    // Column 0 acts through its product with column 2, in both directions.
    let data = synthetic(5, 1500, 4);
    let free = fit(&data, &short()).1;
    assert!(greatest_fall(&data, &free) > 0.5, "the test would show nothing");
    let monotone = |sign| BoostSettings { monotone: vec![sign, 0, 0, 0], ..short() };
    let rising = fit(&data, &monotone(1)).1;
    assert!(greatest_fall(&data, &rising) < 1e-12);
    assert!(rising.ensemble.importances()[0] > 0.05, "the column is still of use");
    assert!(rising.training_loss[39] < free.training_loss[0], "it learns");
    // With the other sign the odds fall.
    let falling = fit(&data, &monotone(-1)).1;
    assert!(falling.training_loss[39] > rising.training_loss[39]);
}

#[test]
fn missing_values_go_where_they_belong() {
    // Missing means Up, any value means Down; no cut can tell but the one for missing values.
    let values: Vec<f64> =
        (0..200).map(|row| if row % 4 == 0 { f64::NAN } else { f64::from(row) }).collect();
    let classes: Vec<Class> =
        values.iter().map(|x| if x.is_nan() { Class::Up } else { Class::Down }).collect();
    let data = dataset(&[values], classes, vec![1.0; 200]);
    let (bins, boosted) = fit(&data, &short());
    let [at_missing, at_value] =
        boosted.staged(&bins, &[0, 1], &[40]).remove(0).try_into().unwrap();
    assert!(at_missing[UP] > 0.95 && at_value[DOWN] > 0.95, "{at_missing:?} {at_value:?}");
    let root = &boosted.ensemble.trees[0].nodes[0];
    assert_eq!((root.threshold, root.missing), (f64::MAX, Missing::Right));
}

#[test]
fn values_that_were_never_missing_go_with_the_many() {
    let values: Vec<f64> = (0..100).map(f64::from).collect();
    for (first_up, expected) in [(30, Missing::Right), (70, Missing::Left)] {
        let class = |row| if row < first_up { Class::Down } else { Class::Up };
        let data =
            dataset(std::slice::from_ref(&values), (0..100).map(class).collect(), vec![1.0; 100]);
        let boosted = fit(&data, &BoostSettings { depth: 1, ..short() }).1;
        let root = &boosted.ensemble.trees[0].nodes[0];
        assert_eq!((root.threshold, root.missing), (first_up as f64 - 0.5, expected));
    }
}

#[test]
fn the_first_question_and_its_leaves_are_those_worked_out_by_hand() {
    // Down for 0 and 1, Up for 2 and 3: shares (1/2, floor, 1/2), p = 1/2 of either, so each row's
    // first derivative for Down is -1/2 or 1/2 and the second 3/2 * 1/4. The floor is half a row in
    // four, 1/8 before softmax, so p = 0.5 / 1.125 = 4/9: derivatives -5/9 and 4/9, 3/2 * 20/81.
    let classes = vec![Class::Down, Class::Down, Class::Up, Class::Up];
    let data = dataset(&[vec![0.0, 1.0, 2.0, 3.0]], classes, vec![1.0; 4]);
    let settings = BoostSettings {
        iterations: 1,
        learning_rate: 0.5,
        depth: 1,
        min_rows: 1,
        l2: 1.0,
        ..BoostSettings::default()
    };
    let boosted = fit(&data, &settings).1;
    let tree = &boosted.ensemble.trees[DOWN];
    let second = 2.0 * 1.5 * 20.0 / 81.0;
    let (left, right) = (-10.0 / 9.0, 8.0 / 9.0);
    assert_eq!(tree.nodes.len(), 1);
    assert_eq!(tree.nodes[0].threshold, 1.5);
    let expected = [left, right].map(|first: f64| -0.5 * first / (second + 1.0));
    assert!((tree.leaves[0] - expected[0]).abs() < 1e-8);
    assert!((tree.leaves[1] - expected[1]).abs() < 1e-8);
    let whole = (left + right) * (left + right) / (2.0 * second + 1.0);
    let gain = 0.5 * ((left * left + right * right) / (second + 1.0) - whole);
    assert!((tree.nodes[0].gain - gain).abs() < 1e-8);
}

#[test]
fn learning_stops_early_on_the_tail_and_the_best_is_kept() {
    // Labels that mean nothing: what is learnt does not last.
    let mut data = synthetic(6, 600, 4);
    let mut random = Random::new(1);
    data.classes.iter_mut().for_each(|class| *class = random.pick(&Class::ALL));
    let (training, tail): (Vec<usize>, Vec<usize>) = ((0..400).collect(), (400..600).collect());
    let bins = Bins::new(&data.table, &training, 255).unwrap();
    let settings = BoostSettings { early_stop: 10, iterations: 500, ..short() };
    let boosted = boost(&bins, &data, &training, &tail, &settings, &never).unwrap();
    let least = boosted.tail_loss.iter().copied().fold(f64::INFINITY, f64::min);
    let best = boosted.tail_loss.iter().position(|&loss| loss == least).unwrap() + 1;
    assert_eq!(boosted.best_iterations, best);
    assert_eq!(boosted.ensemble.iterations(), best + 10);
    let learner = Boosting { settings, max_bins: 255 };
    let fitted = learner.fit(&data, &training, &tail, &never).unwrap();
    let classifier = Predictor::new(fitted, Calibration::None).unwrap();
    let mut values = vec![0.0; 4];
    data.table.copy_row(500, &mut values);
    let expected = boosted.staged(&bins, &[500], &[best])[0][0];
    assert_eq!(classifier.probabilities(&values), expected);
}

#[test]
fn a_row_of_weight_two_is_two_rows() {
    // Five values a column: the same bins for both.
    let once = synthetic(7, 300, 4);
    let columns = |rows: &[usize]| -> Vec<Vec<f64>> {
        let rounded = |column, row: &usize| (once.table.value(*row, column) * 2.5).round();
        (0..4).map(|column| rows.iter().map(|row| rounded(column, row)).collect()).collect()
    };
    let single: Vec<usize> = (0..300).collect();
    let double: Vec<usize> = (0..300).flat_map(|row| vec![row; 1 + row % 2]).collect();
    let classes = |rows: &[usize]| rows.iter().map(|&row| once.classes[row]).collect();
    let weights = single.iter().map(|row| (1 + row % 2) as f64).collect();
    let weighted = dataset(&columns(&single), classes(&single), weights);
    let repeated = dataset(&columns(&double), classes(&double), vec![1.0; 450]);
    let settings = BoostSettings { min_rows: 1, min_hessian: 0.5, ..short() };
    let of_weighted = fit(&weighted, &settings).1;
    let of_repeated = fit(&repeated, &settings).1;
    for (a, b) in of_weighted.training_loss.iter().zip(&of_repeated.training_loss) {
        assert!((a - b).abs() < 1e-7, "{a} {b}");
    }
}

#[test]
fn class_weights_raise_their_class() {
    let data = synthetic(8, 600, 4);
    let stages = |class_weights| {
        let settings = BoostSettings { class_weights, iterations: 10, depth: 1, ..short() };
        let (bins, boosted) = fit(&data, &settings);
        boosted.staged(&bins, &all_rows(&data), &[0, 10])
    };
    let of_class = |of| {
        let rows = data.classes.iter().zip(&data.weights).filter(|(class, _)| **class == of);
        rows.map(|(_, weight)| weight).sum::<f64>()
    };
    let (ups, all) = (of_class(Class::Up), data.weights.iter().sum::<f64>());
    let weighted = stages([1.0, 1.0, 4.0]);
    assert!((weighted[0][0][UP] - 4.0 * ups / (all + 3.0 * ups)).abs() < 1e-12);
    let mean = |answers: &[[f64; 3]]| answers.iter().map(|p| p[UP]).sum::<f64>() / 600.0;
    assert!(mean(&weighted[1]) > mean(&stages([1.0; 3])[1]) + 0.1);
}

#[test]
fn columns_without_variety_are_left_out() {
    let good = synthetic(9, 300, 4);
    let mut columns: Vec<Vec<f64>> = vec![vec![7.0; 300], vec![f64::NAN; 300]];
    let expected = fit(&good, &short()).1;
    let constant = dataset(&columns, good.classes.clone(), good.weights.clone());
    let (bins, of_constant) = fit(&constant, &short());
    assert_eq!(of_constant.ensemble.iterations(), 0);
    assert_eq!(of_constant.best_iterations, 0);
    // The shares of the classes are all there is to say.
    let total: f64 = good.weights.iter().sum();
    let up = good.classes.iter().zip(&good.weights).filter(|(c, _)| **c == Class::Up);
    let share = up.map(|(_, weight)| weight).sum::<f64>() / total;
    assert!((of_constant.staged(&bins, &[0], &[9])[0][0][UP] - share).abs() < 1e-12);
    // Beside others they change nothing.
    columns.extend((0..4).map(|column| good.table.column(column).to_vec()));
    let mixed = dataset(&columns, good.classes, good.weights);
    let boosted = fit(&mixed, &short()).1;
    assert_eq!(boosted.training_loss, expected.training_loss);
    assert_eq!(boosted.ensemble.importances()[..2], [0.0; 2]);
}

#[test]
fn seeds_choose_other_rows_and_columns() {
    let data = synthetic(10, 600, 9);
    let sampled = |seed, row_fraction, column_fraction| {
        fit(&data, &BoostSettings { seed, row_fraction, column_fraction, ..short() }).1.ensemble
    };
    assert_eq!(sampled(1, 1.0, 1.0), sampled(2, 1.0, 1.0));
    assert_ne!(sampled(1, 0.5, 1.0), sampled(2, 0.5, 1.0));
    assert_ne!(sampled(1, 1.0, 0.5), sampled(2, 1.0, 0.5));
}

#[test]
fn what_lies_outside_the_training_rows_is_not_looked_at() {
    let mut data = synthetic(11, 400, 4);
    let training: Vec<usize> = (0..300).collect();
    let run = |data: &Dataset| {
        let bins = Bins::new(&data.table, &training, 255).unwrap();
        boost(&bins, data, &training, &[], &short(), &never).unwrap()
    };
    let before = run(&data);
    let values: Vec<f64> = (0..4)
        .flat_map(|c| data.table.column(c).iter().enumerate())
        .map(|(row, &value)| if row < 300 { value } else { 1e6 + row as f64 })
        .collect();
    data.table = Table::new(data.table.columns().to_vec(), values, 400).unwrap();
    data.classes[300..].fill(Class::Down);
    assert_eq!(before, run(&data));
}
