//! Folds by hand and from the book, and what must hold for any.

use proptest::prelude::*;

use super::*;
use crate::model::{Class, Dataset, DatasetError, Table};
use crate::types::{DurationNanos, UnixNanos};

/// Rows at the given times whose labels end `ahead` later; classes take turns.
fn data(times: &[i64], ahead: &[i64]) -> Dataset {
    let rows = times.len();
    Dataset {
        table: Table::new(vec!["x".to_owned()], vec![0.0; rows], rows).unwrap(),
        times: times.iter().map(|time| UnixNanos(*time)).collect(),
        label_ends: times.iter().zip(ahead).map(|(time, ahead)| UnixNanos(time + ahead)).collect(),
        classes: (0..rows).map(|row| Class::ALL[row % 3]).collect(),
        weights: vec![1.0; rows],
    }
}

/// Rows at 0, 10, 20, ... whose labels end `ahead` later.
fn regular(rows: usize, ahead: i64) -> Dataset {
    let times: Vec<i64> = (0..rows as i64).map(|row| row * 10).collect();
    data(&times, &vec![ahead; rows])
}

fn range(from: usize, to: usize) -> Vec<usize> {
    (from..to).collect()
}

#[test]
fn a_label_that_reaches_the_test_is_purged() {
    // 20 rows, 3 folds: tests of 5 rows from row 5 on. Labels look two and a half rows ahead.
    let folds = time_series(&regular(20, 25), 3).unwrap();
    assert_eq!(folds[0], Fold { training: range(0, 3), test: range(5, 10) });
    assert_eq!(folds[2], Fold { training: range(0, 13), test: range(15, 20) });
    // Known at the very moment of the first tested row: purged as well.
    assert_eq!(time_series(&regular(20, 20), 3).unwrap()[0].training, range(0, 3));
    assert_eq!(time_series(&regular(20, 19), 3).unwrap()[0].training, range(0, 4));
}

#[test]
fn a_walk_rolls_or_stays_anchored() {
    let data = regular(23, 0);
    let mut window = Window { training_rows: 6, test_rows: 5, anchored: false };
    let rolling = walk_forward(&data, &window).unwrap();
    assert_eq!(
        rolling,
        [8, 13, 18].map(|s| Fold { training: range(s - 6, s), test: range(s, s + 5) })
    );
    window.anchored = true;
    let anchored = walk_forward(&data, &window).unwrap();
    assert_eq!(
        anchored,
        [8, 13, 18].map(|s| Fold { training: range(0, s), test: range(s, s + 5) })
    );
}

#[test]
fn paths_are_those_of_the_book() {
    // Section 12.4.1: six groups, two tested: 15 splits and 5 paths; the first two are spelt out
    // there, with groups and splits counted from 1.
    let found = combinatorial(&regular(60, 0), 6, 2, DurationNanos(0)).unwrap();
    assert_eq!((found.folds.len(), found.paths.len()), (15, 5));
    let from_one = |path: &[usize]| path.iter().map(|split| split + 1).collect::<Vec<_>>();
    assert_eq!(from_one(&found.paths[0]), [1, 1, 2, 3, 4, 5]);
    assert_eq!(from_one(&found.paths[1]), [2, 6, 6, 7, 8, 9]);
    assert_eq!(found.tested[5], [1, 2]);
    assert_eq!(found.groups[5], 50..60);
}

#[test]
fn tested_groups_are_purged_before_and_embargoed_after() {
    // Five groups of four rows, 0 10 20 30 | 40 ...; labels end 15 later. Test rows 4 to 7: their
    // span is 40 to 85. Rows 3 (30 to 45) and 8 (80 to 95) touch it; row 2 (20 to 35) does not.
    let found = combinatorial(&regular(20, 15), 5, 1, DurationNanos(0)).unwrap();
    assert_eq!(found.folds[1].training, [range(0, 3), range(9, 20)].concat());
    // Rows 9 (90) and 10 (100) are not more than 15 after 85.
    let found = combinatorial(&regular(20, 15), 5, 1, DurationNanos(15)).unwrap();
    assert_eq!(found.folds[1].training, [range(0, 3), range(11, 20)].concat());
    // Groups of unequal length: the first is the longer one.
    let found = combinatorial(&regular(21, 0), 5, 1, DurationNanos(0)).unwrap();
    assert_eq!((found.groups[0].clone(), found.groups[4].clone()), (0..5, 17..21));
}

#[test]
fn the_tail_is_purged_from_what_is_learnt() {
    let (learn, end) = tail(&regular(10, 25), &range(0, 10), 0.3);
    assert_eq!((learn, end), (range(0, 5), range(7, 10)));
    let (learn, end) = tail(&regular(10, 25), &[0, 1, 5, 9], 0.25);
    assert_eq!((learn, end), (vec![0, 1, 5], vec![9]));
    for fraction in [0.0, -1.0, f64::NAN, 0.05] {
        assert_eq!(tail(&regular(10, 0), &range(0, 10), fraction), (range(0, 10), vec![]));
    }
    assert_eq!(tail(&regular(10, 0), &range(0, 10), 2.0), (vec![], range(0, 10)));
}

#[test]
fn what_cannot_be_folded_is_refused() {
    let text = |error: ValidationError| error.to_string();
    assert_eq!(
        text(time_series(&regular(5, 0), 5).unwrap_err()),
        "5 labelled rows, expected at least 6 for these folds"
    );
    assert_eq!(
        text(time_series(&regular(9, 0), 1).unwrap_err()),
        "folds was 1, expected at least 2"
    );
    assert_eq!(
        text(time_series(&regular(20, 60), 3).unwrap_err()),
        "fold 0: purge and embargo left none of 5 training rows; expected labels that look less far \
         ahead, a shorter embargo, or more rows"
    );
    let window = Window { training_rows: 8, test_rows: 3, anchored: false };
    assert_eq!(
        text(walk_forward(&regular(10, 0), &window).unwrap_err()),
        "10 labelled rows, expected at least 11 for these folds"
    );
    let combine = |groups, tested| combinatorial(&regular(50, 0), groups, tested, DurationNanos(0));
    assert_eq!(
        text(combine(6, 6).unwrap_err()),
        "test_groups was 6, expected at least 1, and fewer than groups"
    );
    assert_eq!(
        text(combine(40, 20).unwrap_err()),
        "groups was 40, expected so few that at most 500 splits exist"
    );
    let mut unsorted = regular(20, 0);
    unsorted.times[3] = unsorted.times[2];
    assert_eq!(
        time_series(&unsorted, 3).unwrap_err(),
        ValidationError::Dataset(DatasetError::Time { row: 3 })
    );
}

#[test]
fn one_class_only_is_refused_by_name() {
    let mut data = regular(20, 0);
    data.classes[10..15].fill(Class::Up);
    assert_eq!(
        time_series(&data, 3).unwrap_err().to_string(),
        "fold 1: all 5 test rows have the class Up, expected at least two classes"
    );
    data.classes[..10].fill(Class::Flat);
    data.classes[5] = Class::Down;
    assert_eq!(
        time_series(&data, 3).unwrap_err().to_string(),
        "fold 0: all 5 training rows have the class Flat, expected at least two classes"
    );
}

/// Rows at irregular times with labels of irregular length.
fn any_data() -> impl Strategy<Value = Dataset> {
    prop::collection::vec((1_i64..30, 0_i64..60), 40..120).prop_map(|steps| {
        let mut time = 0;
        let times: Vec<i64> = steps
            .iter()
            .map(|(step, _)| {
                time += step;
                time
            })
            .collect();
        data(&times, &steps.iter().map(|(_, ahead)| *ahead).collect::<Vec<_>>())
    })
}

fn overlaps(data: &Dataset, one: usize, other: usize) -> bool {
    data.times[one] <= data.label_ends[other] && data.times[other] <= data.label_ends[one]
}

/// What must hold for any fold.
fn assert_sound(data: &Dataset, fold: &Fold, embargo: i64) -> Result<(), TestCaseError> {
    prop_assert!(fold.training.windows(2).all(|pair| pair[0] < pair[1]));
    prop_assert!(fold.test.windows(2).all(|pair| pair[0] < pair[1]));
    for &row in &fold.training {
        prop_assert!(!fold.test.contains(&row));
        for &tested in &fold.test {
            prop_assert!(!overlaps(data, row, tested), "row {row} reaches into row {tested}");
            let after = data.times[row].0 - data.label_ends[tested].0;
            prop_assert!(data.times[row] < data.times[tested] || after > embargo);
        }
    }
    Ok(())
}

/// Purge may leave a fold without rows, or with rows of one class; nothing else may go wrong.
fn unless_emptied<T>(folds: Result<T, ValidationError>) -> Result<Option<T>, TestCaseError> {
    match folds {
        Ok(folds) => Ok(Some(folds)),
        Err(ValidationError::Purged { .. }) => Ok(None),
        Err(ValidationError::OneClass { part: Part::Training, .. }) => Ok(None),
        Err(other) => Err(TestCaseError::fail(other.to_string())),
    }
}

proptest! {
    #[test]
    fn prop_forward_folds_leak_nothing(
        data in any_data(), count in 2_usize..6, anchored in any::<bool>(), test_rows in 4_usize..9,
    ) {
        let window = Window { training_rows: 15, test_rows, anchored };
        for folds in [time_series(&data, count), walk_forward(&data, &window)] {
            let Some(folds) = unless_emptied(folds)? else { continue };
            let tested: Vec<usize> = folds.iter().flat_map(|fold| fold.test.clone()).collect();
            prop_assert!(tested.windows(2).all(|pair| pair[1] == pair[0] + 1), "each row once");
            prop_assert_eq!(tested.last(), Some(&(data.rows() - 1)));
            for fold in &folds {
                assert_sound(&data, fold, 0)?;
                prop_assert!(fold.training.last() < fold.test.first());
            }
        }
    }

    #[test]
    fn prop_combinations_leak_nothing_and_paths_are_whole(
        data in any_data(), groups in 3_usize..7, tested in 1_usize..4, embargo in 0_i64..40,
    ) {
        let tested = tested.min(groups - 1);
        let found = combinatorial(&data, groups, tested, DurationNanos(embargo));
        let Some(found) = unless_emptied(found)? else { return Ok(()) };
        prop_assert_eq!(found.paths.len() * groups, found.folds.len() * tested);
        for fold in &found.folds {
            assert_sound(&data, fold, embargo)?;
        }
        let mut used = Vec::new();
        for path in &found.paths {
            let rows: Vec<usize> = found.groups.iter().cloned().flatten().collect();
            prop_assert_eq!(rows, range(0, data.rows()));
            for (group, &split) in path.iter().enumerate() {
                prop_assert!(found.tested[split].contains(&group));
                used.push((split, group));
            }
        }
        let total = used.len();
        used.sort_unstable();
        used.dedup();
        prop_assert_eq!(used.len(), total, "a prediction is used in one path only");
    }

    #[test]
    fn prop_the_tail_leaks_nothing(data in any_data(), fraction in 0.0..0.9_f64) {
        let training: Vec<usize> = (0..data.rows()).step_by(2).collect();
        let (learn, end) = tail(&data, &training, fraction);
        let fold = Fold { training: learn, test: end };
        if !fold.test.is_empty() {
            assert_sound(&data, &fold, 0)?;
        }
    }
}
