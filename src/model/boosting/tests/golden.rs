//! The same trees as LightGBM's on the same bins: `tests/oracles/boosting.py`.

use super::*;

const GOLDEN: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/boosting/lightgbm.csv"));

/// LightGBM's derivatives have 24 bits; what thirty iterations make of that.
const TOLERANCE: f64 = 2e-6;

#[test]
fn probabilities_are_those_of_lightgbm() {
    let number = |cell: &str| if cell.is_empty() { f64::NAN } else { cell.parse().unwrap() };
    let mut lines = GOLDEN.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let rows: Vec<Vec<f64>> = lines.map(|line| line.split(',').map(number).collect()).collect();
    let column = |name: &str| -> Vec<f64> {
        let place = header.iter().position(|&other| other == name).unwrap();
        rows.iter().map(|row| row[place]).collect()
    };
    let classes = column("class").into_iter().map(|class| Class::ALL[class as usize]).collect();
    let columns = ["a", "b", "c", "d"].map(column);
    let data = dataset(&columns, classes, column("weight"));

    for (case, leaves, depth, l2) in [("level", 8, 3, 1.0), ("leaf", 6, 32, 0.0)] {
        let settings = BoostSettings {
            iterations: 30,
            learning_rate: 0.1,
            depth,
            leaves,
            l2,
            min_rows: 1,
            ..BoostSettings::default()
        };
        let (bins, boosted) = fit(&data, &settings);
        let stages = [1, 5, 30];
        let staged = boosted.staged(&bins, &all_rows(&data), &stages);
        for (stage, found) in stages.into_iter().zip(staged) {
            for (class, of) in ["down", "flat", "up"].into_iter().enumerate() {
                let expected = column(&format!("{case}_{stage}_{of}"));
                for (row, (found, expected)) in found.iter().zip(expected).enumerate() {
                    let difference = (found[class] - expected).abs();
                    assert!(
                        difference < TOLERANCE,
                        "{case} {stage} {of} row {row}: {difference:e}"
                    );
                }
            }
        }
    }
}
