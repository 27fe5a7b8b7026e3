//! Models of other programs: what they predicted there is what they predict here.
//!
//! `tests/oracles/lightgbm_models.py` and `tests/oracles/onnx_models.py` made the models and the
//! answers in `tests/golden/models`.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};

use hypertrader::model::{Class, ImportError, Imported, lightgbm, onnx};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/models").join(name)
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Rows and answers of a case: columns `x0...` and `p0...`.
fn rows_of(path: &Path) -> Vec<(Vec<f64>, Vec<f64>)> {
    let text = String::from_utf8(read(path)).unwrap();
    let mut lines = text.lines();
    let width = lines.next().unwrap().split(',').filter(|name| name.starts_with('x')).count();
    let numbers = |line: &str| line.split(',').map(|word| word.parse().unwrap()).collect();
    let rows: Vec<Vec<f64>> = lines.map(numbers).collect();
    rows.into_iter().map(|row| (row[..width].to_vec(), row[width..].to_vec())).collect()
}

/// Largest difference between our answers and theirs.
fn largest_difference(imported: &Imported, rows: &[(Vec<f64>, Vec<f64>)]) -> f64 {
    let mut answer = vec![0.0; imported.ensemble.outputs];
    let mut largest = 0.0_f64;
    for (row, expected) in rows {
        imported.ensemble.predict(row, &mut answer);
        assert_eq!(answer.len(), expected.len());
        for (ours, theirs) in answer.iter().zip(expected) {
            assert!(ours.is_finite());
            largest = largest.max((ours - theirs).abs());
        }
    }
    largest
}

#[test]
fn lightgbm_predicts_the_same() {
    for (name, outputs) in [
        ("multiclass", 3),
        ("one_versus_all", 3),
        ("binary", 1),
        ("zero_is_missing", 1),
        ("missing_ignored", 1),
        ("nothing_missing", 3),
        ("regression", 1),
        ("forest", 3),
        ("forest_regression", 1),
        ("one_leaf", 1),
    ] {
        let model = read(&folder("lightgbm").join(name).with_extension("txt"));
        let imported = lightgbm::import(&model).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(imported.ensemble.outputs, outputs, "{name}");
        let rows = rows_of(&folder("lightgbm").join(name).with_extension("csv"));
        assert!(rows.len() > 20, "{name}: {} rows", rows.len());
        let difference = largest_difference(&imported, &rows);
        println!("{name}: {difference:e}");
        assert!(difference < 1e-14, "{name}: {difference:e}");
    }
}

#[test]
fn what_lightgbm_models_cannot_be_imported_is_named() {
    for (name, message) in [
        ("linear", "tree 0, is_linear was 1, which cannot be imported; expected plain leaves"),
        (
            "categorical",
            "tree 0, num_cat was 3, which cannot be imported; expected no categorical splits: \
             encode categories as numbers",
        ),
    ] {
        let model = read(&folder("lightgbm").join(name).with_extension("txt"));
        let error = lightgbm::import(&model).unwrap_err();
        assert!(matches!(error, ImportError::Unsupported { .. }));
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn onnx_runtime_answers_the_same() {
    for (name, outputs) in [
        ("average", 3),
        ("binary_both", 2),
        ("binary_positive", 1),
        ("binary_raw", 1),
        ("boosting", 3),
        ("boosting_binary", 1),
        ("boosting_regression", 1),
        ("forest", 3),
        ("forest_binary", 1),
        ("forest_double", 3),
        ("forest_regression", 1),
        ("histogram", 3),
        ("histogram_binary", 1),
        ("histogram_regression", 1),
        ("lightgbm", 3),
        ("lightgbm_binary", 1),
        ("lightgbm_regression", 1),
        ("modes", 3),
        ("modes_double", 3),
        ("xgboost", 3),
        ("xgboost_binary", 1),
        ("xgboost_regression", 1),
    ] {
        let model = read(&folder("onnx").join(name).with_extension("onnx"));
        let imported = onnx::import(&model).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((imported.ensemble.outputs, imported.ensemble.features), (outputs, 4), "{name}");
        let rows = rows_of(&folder("onnx").join(name).with_extension("csv"));
        assert!(rows.len() > 40, "{name}: {} rows", rows.len());
        let difference = largest_difference(&imported, &rows);
        println!("{name}: {difference:e}");
        assert!(difference < 5e-7, "{name}: {difference:e}");
    }
}

#[test]
fn outputs_become_our_classes_whatever_their_order() {
    let read_case = |name: &str| {
        let model = read(&folder("lightgbm").join(name).with_extension("txt"));
        let rows = rows_of(&folder("lightgbm").join(name).with_extension("csv"));
        (lightgbm::import(&model).unwrap(), rows)
    };
    for name in ["multiclass", "one_versus_all", "forest"] {
        let (imported, rows) = read_case(name);
        let order = [Class::Up, Class::Down, Class::Flat];
        let ensemble = imported.into_classifier(order).unwrap();
        let mut answer = [0.0; 3];
        for (row, theirs) in &rows {
            ensemble.predict(row, &mut answer);
            // One against the rest: together they are probabilities once divided by their sum.
            let total: f64 = theirs.iter().sum();
            for (class, share) in order.into_iter().zip(theirs) {
                assert!((answer[class as usize] - share / total).abs() < 1e-14, "{name}");
            }
        }
    }
    let refused =
        |name: &str, order| read_case(name).0.into_classifier(order).unwrap_err().to_string();
    let order = [Class::Down, Class::Flat, Class::Up];
    assert!(refused("binary", order).contains("outputs was 1"));
    assert!(refused("multiclass", [Class::Up; 3]).contains("expected down, flat and up"));
}
