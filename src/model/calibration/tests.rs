//! Calibration by hand, and what must hold for any.

use proptest::prelude::*;

use super::*;

/// Rows with a probability for `Up`, the rest being `Down`, and whether it came.
fn fitted(method: CalibrationMethod, rows: &[(f64, bool)]) -> Calibration {
    let classes: Vec<Class> =
        rows.iter().map(|(_, up)| if *up { Class::Up } else { Class::Down }).collect();
    let probabilities: Vec<[f64; 3]> = rows.iter().map(|(up, _)| [1.0 - up, 0.0, *up]).collect();
    Calibration::fit(method, &Predictions::new(&classes, &probabilities).unwrap()).unwrap()
}

#[test]
fn violators_are_pooled() {
    let rows = [(0.1, false), (0.2, true), (0.3, false), (0.3, true), (0.4, false), (0.9, true)];
    let Calibration::Isotonic([_, _, up]) = fitted(CalibrationMethod::Isotonic, &rows) else {
        panic!("not isotonic");
    };
    // 0, then 1 | 1/2 (two rows) | 0 pooled to 2/4, then 1.
    assert_eq!(up.probabilities(), [0.1, 0.2, 0.4, 0.9]);
    assert_eq!(up.values(), [0.0, 0.5, 0.5, 1.0]);
    let near = |was: f64, expected: f64| assert!((was - expected).abs() < 1e-15, "was {was}");
    for (at, expected) in
        [(0.0, 0.0), (0.15, 0.25), (0.2, 0.5), (0.33, 0.5), (0.65, 0.75), (0.9, 1.0), (1.0, 1.0)]
    {
        near(up.value(at), expected);
    }
}

#[test]
fn a_class_that_never_came_gets_nothing() {
    let calibration =
        fitted(CalibrationMethod::Isotonic, &[(0.2, false), (0.4, true), (0.6, true)]);
    assert_eq!(calibration.apply([0.2, 0.5, 0.3])[Class::Flat as usize], 0.0);
}

#[test]
fn probabilities_that_are_none_give_even_ones() {
    let rows = [(0.1, false), (0.3, true), (0.35, false), (0.6, true)];
    for method in [CalibrationMethod::None, CalibrationMethod::Isotonic, CalibrationMethod::Platt] {
        let calibration = fitted(method, &rows);
        assert_eq!(calibration.method(), method);
        for broken in [[f64::NAN, 0.5, 0.5], [0.5, f64::INFINITY, 0.0], [-0.1, 0.6, 0.5]] {
            assert_eq!(calibration.apply(broken), EVEN);
        }
    }
    assert_eq!(Calibration::None.apply([0.0; 3]), EVEN);
    assert_eq!(Calibration::None.apply([0.1, 0.2, 0.7]), [0.1, 0.2, 0.7]);
    assert_eq!(Calibration::None.apply([0.25, 0.0, 0.25]), [0.5, 0.0, 0.5]);
}

#[test]
fn a_curve_of_minus_one_changes_nothing() {
    let same = Platt::from_parts(-1.0, 0.0).unwrap();
    for probability in [0.001, 0.3, 0.5, 0.99] {
        assert!((same.value(probability) - probability).abs() < 1e-15);
    }
    assert!(same.value(0.0) < 1e-11 && same.value(1.0) > 1.0 - 1e-11);
    let steep = Platt::from_parts(-1e300, 0.0).unwrap();
    assert_eq!([steep.value(0.0), steep.value(0.5), steep.value(1.0)], [0.0, 0.5, 1.0]);
}

#[test]
fn a_curve_through_equal_scores_has_the_targets_mean() {
    // One score: the loss is least where the curve is the mean of the targets; the class came
    // three times of four: targets (3 + 1) / (3 + 2) and 1 / (1 + 2).
    let rows = [(0.5, true), (0.5, true), (0.5, true), (0.5, false)];
    let Calibration::Platt([_, _, up]) = fitted(CalibrationMethod::Platt, &rows) else {
        panic!("not a curve");
    };
    assert!((up.value(0.5) - (3.0 * 0.8 + 1.0 / 3.0) / 4.0).abs() < 1e-12);
}

#[test]
fn one_class_and_broken_parts_are_refused() {
    let (classes, probabilities) = ([Class::Flat; 2], [[0.2, 0.5, 0.3]; 2]);
    let predictions = Predictions::new(&classes, &probabilities).unwrap();
    let error = |error: CalibrationError| error.to_string();
    for method in [CalibrationMethod::Isotonic, CalibrationMethod::Platt] {
        assert_eq!(
            error(Calibration::fit(method, &predictions).unwrap_err()),
            "calibration: all 2 rows have the class Flat, expected at least two classes"
        );
    }
    let parts = |points: &[f64], values: &[f64]| {
        error(Isotonic::from_parts(points.to_vec(), values.to_vec()).unwrap_err())
    };
    assert_eq!(parts(&[], &[]), "calibration: expected points, and as many values");
    assert_eq!(parts(&[0.5], &[f64::NAN]), "calibration: expected points and values from 0 to 1");
    assert_eq!(
        parts(&[0.5, 0.5], &[0.1, 0.2]),
        "calibration: points do not rise, expected rising ones"
    );
    assert_eq!(parts(&[0.1, 0.5], &[0.2, 0.1]), "calibration: values fall, expected rising ones");
    assert!(Platt::from_parts(f64::NAN, 0.0).is_err());
}

fn any_rows() -> impl Strategy<Value = Vec<([f64; 3], Class, f64)>> {
    let share = prop_oneof![Just(0.0), 0.0..1.0_f64, Just(0.5)];
    let row = (share.clone(), share, prop::sample::select(Class::ALL.to_vec()), 0.0..3.0_f64);
    prop::collection::vec(row, 3..60).prop_map(|rows| {
        let row = |(first, second, class, weight): (f64, f64, Class, f64)| {
            ([first, (1.0 - first) * second, (1.0 - first) * (1.0 - second)], class, weight)
        };
        rows.into_iter().map(row).collect()
    })
}

proptest! {
    #[test]
    fn prop_answers_are_probabilities(
        rows in any_rows(), asked in prop::array::uniform3(-0.1..1.1_f64),
    ) {
        let probabilities: Vec<[f64; 3]> = rows.iter().map(|row| row.0).collect();
        let classes: Vec<Class> = rows.iter().map(|row| row.1).collect();
        let weights: Vec<f64> = rows.iter().map(|row| row.2).collect();
        let predictions = Predictions::new(&classes, &probabilities).unwrap();
        let Ok(predictions) = predictions.weighted(&weights) else { return Ok(()) };
        for method in
            [CalibrationMethod::None, CalibrationMethod::Isotonic, CalibrationMethod::Platt]
        {
            let calibration = match Calibration::fit(method, &predictions) {
                Ok(calibration) => calibration,
                Err(CalibrationError::OneClass { .. }) => continue,
                Err(other) => return Err(TestCaseError::fail(other.to_string())),
            };
            for asked in probabilities.iter().chain([&asked, &[0.0; 3], &[1.0; 3]]) {
                let answer = calibration.apply(*asked);
                prop_assert!(answer.iter().all(|value| (0.0..=1.0).contains(value)));
                prop_assert!((answer.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            }
            if let Calibration::Isotonic(lines) = &calibration {
                for line in lines {
                    let (points, values) = (line.probabilities(), line.values());
                    let again = Isotonic::from_parts(points.to_vec(), values.to_vec());
                    prop_assert_eq!(again.as_ref(), Ok(line));
                }
            }
        }
    }
}
