//! The learners against scikit-learn (`tests/oracles/learners.py`), and what they refuse.

use super::*;
use crate::model::calibration::Calibration;
use crate::model::ensemble::FastEnsemble;
use crate::model::{Classifier, Dataset, FitError, Fitted, Learner, Predictor, Stop, Table};
use crate::types::UnixNanos;

const TRAINING: usize = 300;
const GO_ON: Stop<'static> = &|| false;

fn numbers(text: &str) -> Vec<Vec<f64>> {
    let number = |field: &str| if field.is_empty() { f64::NAN } else { field.parse().unwrap() };
    text.lines().skip(1).map(|line| line.split(',').map(number).collect()).collect()
}

fn dataset(rows: &[Vec<f64>]) -> Dataset {
    let width = rows[0].len() - 2;
    let values = (0..width).flat_map(|column| rows.iter().map(move |row| row[column])).collect();
    let names = (0..width).map(|column| format!("c{column}")).collect();
    let time = |row: usize| UnixNanos::from_seconds(row as i64);
    let data = Dataset {
        table: Table::new(names, values, rows.len()).unwrap(),
        times: (0..rows.len()).map(time).collect(),
        label_ends: (1..=rows.len()).map(time).collect(),
        classes: rows.iter().map(|row| Class::ALL[row[width] as usize]).collect(),
        weights: rows.iter().map(|row| row[width + 1]).collect(),
    };
    data.check().unwrap();
    data
}

fn golden() -> Dataset {
    dataset(&numbers(include_str!("../../../tests/golden/learners/rows.csv")))
}

/// Largest difference from scikit-learn's answers in columns `from..from + 3`.
fn worst(from: usize, answer: impl Fn(&[f64]) -> [f64; Class::COUNT]) -> f64 {
    let data = golden();
    let expected = numbers(include_str!("../../../tests/golden/learners/expected.csv"));
    let mut row = vec![0.0; data.table.width()];
    let mut worst = 0.0_f64;
    for (index, expected) in expected.iter().enumerate() {
        data.table.copy_row(TRAINING + index, &mut row);
        for (ours, theirs) in answer(&row).into_iter().zip(&expected[from..]) {
            worst = worst.max((ours - theirs).abs());
        }
    }
    assert_eq!(expected.len(), 60);
    worst
}

fn training() -> Vec<usize> {
    (0..TRAINING).collect()
}

#[test]
fn logistic_regression_is_scikit_learns() {
    let lines = Logistic::default().fit_lines(&golden(), &training(), GO_ON).unwrap();
    let worst = worst(0, |row| lines.probabilities(row));
    assert!(worst < 1e-7, "{worst}");
    let intercepts: f64 = Class::ALL.map(|class| lines.intercept(class)).iter().sum();
    assert!(intercepts.abs() < 1e-9);
}

#[test]
fn logistic_regression_of_two_classes_is_scikit_learns_with_twice_the_c() {
    let data = golden();
    let mut rows = training();
    rows.retain(|&row| data.classes[row] != Class::Flat);
    let lines = Logistic::default().fit_lines(&data, &rows, GO_ON).unwrap();
    let worst = worst(3, |row| {
        let [down, flat, up] = lines.probabilities(row);
        assert_eq!(flat, 0.0);
        // Only two columns are compared.
        [down, up, f64::NAN]
    });
    assert!(worst < 1e-7, "{worst}");
}

#[test]
fn ridge_is_scikit_learns() {
    let lines = Ridge { penalty: 2.0 }.fit_lines(&golden(), &training(), GO_ON).unwrap();
    let worst = worst(5, |row| lines.scores(row));
    assert!(worst < 1e-10, "{worst}");
    let answers = worst_sum(|row| lines.probabilities(row));
    assert!(answers < 1e-12, "{answers}");
}

/// Largest distance of the sum of an answer from 1; every part must be a probability.
fn worst_sum(answer: impl Fn(&[f64]) -> [f64; Class::COUNT]) -> f64 {
    let data = golden();
    let mut row = vec![0.0; data.table.width()];
    (0..data.rows()).fold(0.0, |worst: f64, index| {
        data.table.copy_row(index, &mut row);
        let answer = answer(&row);
        assert!(answer.iter().all(|part| (0.0..=1.0).contains(part)), "{answer:?}");
        worst.max((answer.iter().sum::<f64>() - 1.0).abs())
    })
}

#[test]
fn the_probabilities_of_ridge_are_the_halves_of_its_scores() {
    let lines = Ridge::default().fit_lines(&golden(), &training(), GO_ON).unwrap();
    let scores = lines.scores(&[0.0; 5]);
    // Targets sum to -1 in every row, and so do the scores: nothing is left to divide.
    let halves = scores.map(|score| (score + 1.0) / 2.0);
    assert!(halves.iter().all(|half| (0.001..1.0).contains(half)), "{halves:?}");
    for (ours, half) in lines.probabilities(&[0.0; 5]).into_iter().zip(halves) {
        assert!((ours - half).abs() < 1e-12);
    }
    // Far outside, a line is held.
    let far = lines.probabilities(&[-1e6, 0.0, 0.0, 0.0, 0.25]);
    assert!(far.iter().all(|part| *part > 0.0004), "{far:?}");
}

#[test]
fn a_tree_is_scikit_learns() {
    let forest =
        Forest { trees: 1, depth: 5, min_rows: 5, columns: Some(5), draws_rows: false, seed: 0 };
    let trees = forest.fit_trees(&golden(), &training(), GO_ON).unwrap();
    let grove = FastEnsemble::new(trees.clone()).unwrap();
    let worst = worst(8, |row| grove.probabilities(row));
    assert!(worst < 1e-12, "{worst}");
    let root = |class: usize| &trees.trees[class].nodes[0];
    let total: f64 = golden().weights[..TRAINING].iter().sum();
    assert!((root(0).cover - total).abs() < 1e-9);
    let means: f64 = (0..3).map(|class| root(class).mean).sum();
    assert!((means - 1.0).abs() < 1e-12);
    assert!((0..3).all(|class| root(class).gain >= 0.0));
}

/// Both are random; with 5,000 trees the mean of each is known to some 0.005.
#[test]
fn a_large_forest_comes_to_scikit_learns_probabilities() {
    let forest =
        Forest { trees: 5_000, depth: 4, min_rows: 1, columns: Some(2), draws_rows: true, seed: 1 };
    let trees = forest.fit_trees(&golden(), &training(), GO_ON).unwrap();
    let grove = FastEnsemble::new(trees.clone()).unwrap();
    let worst = worst(11, |row| grove.probabilities(row));
    assert!(worst < 0.02, "{worst}");
    assert!(worst_sum(|row| grove.probabilities(row)) < 1e-12);
}

fn predictor(fitted: Fitted) -> Predictor {
    Predictor::new(fitted, Calibration::None).unwrap()
}

fn learners() -> [Box<dyn Learner>; 3] {
    let forest = Forest { trees: 20, ..Forest::default() };
    [Box::new(Logistic::default()), Box::new(Ridge::default()), Box::new(forest)]
}

#[test]
fn the_same_rows_give_the_same_bits() {
    let data = golden();
    for learner in learners() {
        let answers = || {
            let classifier = predictor(learner.fit(&data, &training(), &[], GO_ON).unwrap());
            let mut row = vec![0.0; data.table.width()];
            let answer = |index| {
                data.table.copy_row(index, &mut row);
                classifier.probabilities(&row).map(f64::to_bits)
            };
            (0..data.rows()).map(answer).collect::<Vec<_>>()
        };
        assert_eq!(answers(), answers(), "{}", learner.name());
    }
}

#[test]
fn seeds_make_forests_that_differ() {
    let fit = |seed| {
        let forest = Forest { trees: 3, seed, ..Forest::default() };
        forest.fit_trees(&golden(), &training(), GO_ON).unwrap()
    };
    assert_ne!(fit(1), fit(2));
}

#[test]
fn what_cannot_be_learnt_is_refused() {
    let data = golden();
    let up: Vec<usize> =
        training().into_iter().filter(|&row| data.classes[row] == Class::Up).collect();
    for learner in learners() {
        let error =
            |rows: &[usize], stop: Stop<'_>| learner.fit(&data, rows, &[], stop).unwrap_err();
        assert_eq!(error(&[5], GO_ON), FitError::Rows { was: 1, expected: 2 });
        assert_eq!(error(&[], GO_ON), FitError::Rows { was: 0, expected: 2 });
        assert_eq!(error(&up, GO_ON), FitError::OneClass(Class::Up), "{}", learner.name());
        assert_eq!(error(&training(), &|| true), FitError::Stopped, "{}", learner.name());
    }
    let refusal = |learner: &dyn Learner| {
        learner.fit(&data, &training(), &[], GO_ON).unwrap_err().to_string()
    };
    let expected = "penalty was 0, expected a finite number above 0";
    assert_eq!(refusal(&Logistic { penalty: 0.0 }), expected);
    assert_eq!(refusal(&Ridge { penalty: 0.0 }), expected);
    let expected = "depth was 0, expected at least 1";
    assert_eq!(refusal(&Forest { depth: 0, ..Forest::default() }), expected);
}

#[test]
fn columns_without_values_and_classes_that_a_line_separates_do_no_harm() {
    let rows: Vec<Vec<f64>> = (0..40)
        .map(|row| vec![f64::from(row), f64::NAN, 1e300, f64::from(row / 20 * 2), 1.0])
        .collect();
    let data = dataset(&rows);
    let all: Vec<usize> = (0..40).collect();
    for learner in learners() {
        let classifier = predictor(learner.fit(&data, &all, &[], GO_ON).unwrap());
        let [down, flat, up] = classifier.probabilities(&[39.0, f64::NAN, f64::NAN]);
        assert!(up > 0.8 && up > down + flat, "{}: {up}", learner.name());
    }
}

/// More rows than one batch, so that the question whether to stop comes in the middle.
#[test]
fn a_stop_in_the_middle_is_heard() {
    let rows: Vec<Vec<f64>> = (0..9_000_i32)
        .map(|row| vec![f64::from(row % 97), f64::from(row % 89), f64::from(row % 3), 1.0])
        .collect();
    let data = dataset(&rows);
    let all: Vec<usize> = (0..rows.len()).collect();
    for learner in learners() {
        let asked = std::sync::atomic::AtomicUsize::new(0);
        let stop = || asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 2;
        let error = learner.fit(&data, &all, &[], &stop).unwrap_err();
        assert_eq!(error, FitError::Stopped, "{}", learner.name());
    }
}

/// Rounding may lift the sum of a pure forest's shares above 1; it is still the answer "for sure".
#[test]
fn a_forest_that_is_sure_says_so() {
    let rows: Vec<Vec<f64>> =
        (0..40).map(|row| vec![f64::from(row), f64::from(row / 20 * 2), 1.0]).collect();
    let data = dataset(&rows);
    let all: Vec<usize> = (0..40).collect();
    for trees in 1..120 {
        let forest = Forest { trees, min_rows: 1, draws_rows: false, ..Forest::default() };
        let classifier = predictor(forest.fit(&data, &all, &[], GO_ON).unwrap());
        let [down, flat, up] = classifier.probabilities(&[39.0]);
        assert!((up - 1.0).abs() < 1e-12 && up <= 1.0, "{trees} trees: {up}");
        assert_eq!((down, flat), (0.0, 0.0));
    }
}

#[test]
fn contributions_and_intercepts_are_the_scores_and_importances_are_shares() {
    let data = golden();
    let lines = Logistic::default().fit_lines(&data, &training(), GO_ON).unwrap();
    let classifier = predictor(Fitted::Lines(lines.clone()));
    let mut row = vec![0.0; data.table.width()];
    for index in 0..data.rows() {
        data.table.copy_row(index, &mut row);
        assert_eq!(classifier.probabilities(&row), lines.probabilities(&row));
        let shares = classifier.contributions(&row).unwrap();
        assert_eq!(shares.len(), 5);
        let scores = lines.scores(&row);
        for class in Class::ALL {
            let sum: f64 = shares.iter().map(|share| share[class as usize]).sum();
            assert!((sum + lines.intercept(class) - scores[class as usize]).abs() < 1e-12);
        }
    }
    let importances = lines.importances();
    assert!((importances.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    let total: f64 =
        Class::ALL.iter().flat_map(|&class| lines.coefficients(class)).map(|c| c.abs()).sum();
    let first: f64 = Class::ALL.iter().map(|&class| lines.coefficients(class)[0].abs()).sum();
    assert!((importances[0] - first / total).abs() < 1e-15);
    // Constant in training: no coefficient.
    assert_eq!(importances[4], 0.0);
}

/// Scales, coefficients and intercepts.
type Parts = (Vec<Scale>, [Vec<f64>; 3], [f64; 3]);
type Spoil = fn(&mut Parts);

#[test]
fn lines_that_are_not_sound_are_refused() {
    let scale = Scale { median: 0.0, mean: 0.5, deviation: 2.0 };
    let sound = || (vec![scale; 2], [vec![0.1, 0.2], vec![0.0; 2], vec![-0.1, 0.3]], [0.0; 3]);
    let made = |(scales, coefficients, intercepts), map| {
        Linear::new(Preparation::of(scales), coefficients, intercepts, map)
    };
    assert!(made(sound(), Map::Halves).is_ok());
    let spoils: [(Spoil, &str); 6] = [
        (|parts| parts.0[1].deviation = 0.0, "deviation of column 1 was 0"),
        (|parts| parts.0[0].median = f64::NAN, "median of column 0 was NaN"),
        (|parts| parts.1[2].truncate(1), "number of coefficients of class Up was 1"),
        (|parts| parts.1[0][1] = f64::INFINITY, "coefficient 1 of class Down was inf"),
        (|parts| parts.2[0] = f64::NEG_INFINITY, "intercept of class Down was -inf"),
        (|parts| parts.2[1] = f64::NAN, "intercept of class Flat was NaN"),
    ];
    for (spoil, message) in spoils {
        let mut parts = sound();
        spoil(&mut parts);
        let error = made(parts, Map::Softmax).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}, expected {message}");
    }
    // A class that softmax never saw has no coefficients; ridge has no such class.
    let mut unseen = sound();
    unseen.2[1] = f64::NEG_INFINITY;
    assert!(made(unseen.clone(), Map::Softmax).is_ok());
    assert!(made(unseen, Map::Halves).is_err());
    let none = (vec![scale], [vec![0.0], vec![0.0], vec![0.0]], [f64::NEG_INFINITY; 3]);
    let error = made(none, Map::Softmax).unwrap_err().to_string();
    assert!(error.starts_with("intercepts was minus infinity"), "{error}");
}
