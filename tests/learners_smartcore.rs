//! The learners beside those of the crate smartcore: where they agree, and why ours are used.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use hypertrader::model::calibration::Calibration;
use hypertrader::model::learners::{Forest, Logistic};
use hypertrader::model::{Class, Classifier, Dataset, Learner, Predictor, Table};
use hypertrader::types::UnixNanos;
use smartcore::linalg::basic::arrays::Array;
use smartcore::linalg::basic::matrix::DenseMatrix;
use smartcore::linear::logistic_regression::{LogisticRegression, LogisticRegressionParameters};
use smartcore::tree::decision_tree_classifier::{
    DecisionTreeClassifier, DecisionTreeClassifierParameters,
};

fn dataset(columns: &[Vec<f64>], classes: Vec<Class>) -> Dataset {
    let rows = classes.len();
    let time = |row: usize| UnixNanos::from_seconds(row as i64);
    let names = (0..columns.len()).map(|column| format!("c{column}")).collect();
    Dataset {
        table: Table::new(names, columns.concat(), rows).unwrap(),
        times: (0..rows).map(time).collect(),
        label_ends: (1..=rows).map(time).collect(),
        classes,
        weights: vec![1.0; rows],
    }
}

/// The training rows of `tests/oracles/learners.py` without the column that has gaps.
fn golden() -> Dataset {
    let text = include_str!("golden/learners/rows.csv");
    let lines: Vec<Vec<&str>> =
        text.lines().skip(1).take(300).map(|line| line.split(',').collect()).collect();
    let number = |field: &str| field.parse::<f64>().unwrap();
    let column = |index: usize| lines.iter().map(|line| number(line[index])).collect();
    let classes = lines.iter().map(|line| Class::ALL[number(line[5]) as usize]).collect();
    dataset(&[0, 1, 3].map(column), classes)
}

fn labels(data: &Dataset) -> Vec<u32> {
    data.classes.iter().map(|&class| class as u32).collect()
}

#[test]
fn logistic_regression_has_the_same_coefficients() {
    let data = golden();
    let rows: Vec<usize> = (0..data.rows()).collect();
    let ours = Logistic { penalty: 1.0 }.fit_lines(&data, &rows, &|| false).unwrap();
    let prepare = |&row: &usize| -> Vec<f64> {
        (0..3).map(|c| ours.preparation().value(c, data.table.value(row, c))).collect()
    };
    let x = DenseMatrix::from_2d_vec(&rows.iter().map(prepare).collect::<Vec<_>>()).unwrap();
    let parameters = LogisticRegressionParameters::default().with_alpha(1.0);
    let theirs = LogisticRegression::fit(&x, &labels(&data), parameters).unwrap();
    for (index, class) in Class::ALL.into_iter().enumerate() {
        for (column, ours) in ours.coefficients(class).iter().enumerate() {
            let theirs = *theirs.coefficients().get((index, column));
            assert!((ours - theirs).abs() < 1e-5, "{class:?} {column}: {ours}, {theirs}");
        }
        let theirs = *theirs.intercept().get((index, 0));
        assert!((ours.intercept(class) - theirs).abs() < 1e-5);
    }
}

/// In the order of the column, the last row with 0 and the first with 1 have the same class, and
/// smartcore looks for cuts only where the class changes. The only cut there is goes unseen, and
/// all rows get one answer; scikit-learn and ours tell them apart. Features of few values, such as
/// the hour, are like that.
#[test]
fn a_cut_beside_equal_values_is_seen_by_ours_and_not_by_smartcores() {
    let (down, up) = (Class::Down, Class::Up);
    let values = vec![0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
    let data = dataset(std::slice::from_ref(&values), vec![down, down, up, up, up, down]);
    let x = DenseMatrix::from_2d_vec(&values.iter().map(|&v| vec![v]).collect::<Vec<_>>()).unwrap();
    let parameters = DecisionTreeClassifierParameters::default();
    let theirs = DecisionTreeClassifier::fit(&x, &labels(&data), parameters).unwrap();
    let answers = theirs.predict(&x).unwrap();
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");

    let forest = Forest { trees: 1, min_rows: 1, draws_rows: false, ..Forest::default() };
    let ours = forest.fit(&data, &[0, 1, 2, 3, 4, 5], &[], &|| false).unwrap();
    let ours = Predictor::new(ours, Calibration::None).unwrap();
    let thirds = |value: f64| ours.probabilities(&[value]).map(|p| (p * 3.0).round());
    assert_eq!([thirds(0.0), thirds(1.0)], [[2.0, 0.0, 1.0], [1.0, 0.0, 2.0]]);
}
