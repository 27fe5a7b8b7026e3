//! What a search does with a family is what its learner does alone.

use super::*;
use crate::model::learners::{Forest, Logistic, Ridge};
use crate::model::random::Random;
use crate::model::{Class, Table};
use crate::types::UnixNanos;

const GO_ON: Stop<'static> = &|| false;

/// 300 rows of three columns, of which the first matters; some values are missing.
fn dataset() -> Dataset {
    let mut random = Random::new(9);
    let rows = 300;
    let mut column = || -> Vec<f64> { (0..rows).map(|_| random.unit() - 0.5).collect() };
    let mut columns = [column(), column(), column()];
    let class = |value: &f64| match value {
        value if *value > 0.2 => Class::Up,
        value if *value < -0.2 => Class::Down,
        _ => Class::Flat,
    };
    let classes = columns[0].iter().map(class).collect();
    columns[1].iter_mut().step_by(7).for_each(|value| *value = f64::NAN);
    let time = |row: usize| UnixNanos::from_seconds(60 * row as i64);
    let names = (0..3).map(|column| format!("c{column}")).collect();
    Dataset {
        table: Table::new(names, columns.concat(), rows).unwrap(),
        times: (0..rows).map(time).collect(),
        label_ends: (1..=rows).map(time).collect(),
        classes,
        weights: vec![1.0; rows],
    }
}

fn split() -> Split {
    Split { learn: (0..200).collect(), tail: Vec::new(), test: (210..300).collect() }
}

#[test]
fn spaces_are_sound_and_have_the_points_that_the_settings_promise() {
    for (family, points) in [(&FOREST, 18), (&LOGISTIC, 7), (&RIDGE, 7)] {
        let space = family.space();
        assert_eq!(Space::new(space.dimensions().to_vec()).as_ref(), Ok(&space));
        assert_eq!(space.count(), Some(points), "{}", family.title);
    }
}

/// A family, a point of its space, the learner that this is, and its text.
type Case = (&'static Family, Vec<f64>, Box<dyn Learner>, &'static str);

#[test]
fn a_point_of_the_search_is_the_learner_with_its_settings() {
    let (data, split) = (dataset(), split());
    let forest = Forest { trees: 100, depth: 6, min_rows: 20, seed: 3, ..Forest::default() };
    let cases: [Case; 3] = [
        (
            &FOREST,
            vec![100.0, 6.0, 20.0],
            Box::new(forest),
            "random forest: trees 100, depth 6, min_rows 20, seed 3",
        ),
        (
            &LOGISTIC,
            vec![10.0],
            Box::new(Logistic { penalty: 10.0 }),
            "logistic regression: penalty 10, seed 3",
        ),
        (&RIDGE, vec![0.1], Box::new(Ridge { penalty: 0.1 }), "ridge: penalty 0.1, seed 3"),
    ];
    for (family, values, learner, text) in cases {
        let space = family.space();
        let work = FamilyWork { data: &data, family, space: &space, seed: 3 };
        let point = Point(values);
        assert_eq!(work.text(&point), text);
        let found = work.predict(&[&point, &point], &split, GO_ON).unwrap();
        let fit = work.fit(&point, &split.learn, &split.test, GO_ON).unwrap();
        assert_eq!(fit.fitted, learner.fit(&data, &split.learn, &[], GO_ON).unwrap());
        assert_eq!(found, [fit.probabilities.clone(), fit.probabilities.clone()]);
        assert!(fit.learning_curve.is_empty());
        let of_class = |(&row, answer): (&usize, &[f64; 3])| answer[data.classes[row] as usize];
        let sum: f64 = split.test.iter().zip(&fit.probabilities).map(of_class).sum();
        // A third is chance.
        assert!(sum / split.test.len() as f64 > 0.4, "{text}: {sum}");
        let stopped = work.predict(&[&point], &split, &|| true);
        assert_eq!(stopped, Err(FitError::Stopped));
    }
}

/// A log of one learner is not taken for that of another, nor of another seed where lots are drawn.
#[test]
fn identities_differ() {
    let data = dataset();
    let of = |family: &'static Family, seed| {
        FamilyWork { data: &data, family, space: &family.space(), seed }.identity()
    };
    let all = [of(&FOREST, 1), of(&FOREST, 2), of(&LOGISTIC, 1), of(&RIDGE, 1)];
    for (index, identity) in all.iter().enumerate() {
        assert!(!all[..index].contains(identity), "{identity}");
    }
}
