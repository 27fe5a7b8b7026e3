//! The fast predictor gives the bits of the plain walk.

use proptest::prelude::*;

use super::*;
use crate::model::ensemble::testing::{Random, ensemble, row};
use crate::model::ensemble::{Child, Compare, Link, Missing, Node, Tree};

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// Compares answers for many random rows; says whether the trees were filled up.
fn assert_same(ensemble: &Ensemble, random: &mut Random) -> Option<bool> {
    let fast = FastEnsemble::new(ensemble.clone()).unwrap();
    let (mut expected, mut found) = (vec![0.0; ensemble.outputs], vec![0.0; ensemble.outputs]);
    for _ in 0..100 {
        let row = row(random, ensemble.features);
        ensemble.sums(&row, &mut expected);
        fast.sums(&row, &mut found);
        assert_eq!(bits(&expected), bits(&found), "{row:?}");
        ensemble.predict(&row, &mut expected);
        fast.predict(&row, &mut found);
        assert_eq!(bits(&expected), bits(&found), "{row:?}");
    }
    fast.fast.map(|(_, forest)| matches!(forest, Forest::Complete { .. }))
}

proptest! {
    #[test]
    fn prop_fast_and_plain_agree(seed: u64, depth in 1usize..9) {
        let mut random = Random::new(seed);
        let ensemble = ensemble(&mut random, depth);
        assert_same(&ensemble, &mut random);
    }
}

#[test]
fn every_form_of_the_forest_is_compared() {
    let mut kinds = [0; 2];
    for seed in 0..400 {
        let mut random = Random::new(seed);
        let ensemble = ensemble(&mut random, 1 + seed as usize % 9);
        if let Some(is_complete) = assert_same(&ensemble, &mut random) {
            kinds[usize::from(is_complete)] += 1;
        }
    }
    assert!(kinds.iter().all(|&times| times > 20), "{kinds:?}");
}

fn question(feature: usize, threshold: f64, missing: Missing) -> Node {
    Node {
        feature: feature as u32,
        threshold,
        compare: Compare::AtMost,
        missing,
        left: Child::Leaf(0),
        right: Child::Leaf(1),
        gain: 0.0,
        cover: 0.0,
        mean: 0.0,
    }
}

fn ensemble_of(features: usize, nodes: impl Iterator<Item = Node>) -> Ensemble {
    let trees = nodes.map(|node| Tree { nodes: vec![node], leaves: vec![0.25, 0.5] }).collect();
    Ensemble { features, outputs: 1, base: vec![0.0], trees, link: Link::Identity }
}

#[test]
fn what_has_too_many_slots_or_cuts_is_asked_by_the_plain_walk() {
    let mut random = Random::new(5);
    let all =
        |features| ensemble_of(features, (0..features).map(|i| question(i, 0.1, Missing::Left)));
    assert_eq!(assert_same(&all(256), &mut random), Some(true));
    assert_eq!(assert_same(&all(257), &mut random), None);
    let cuts = |number: u32| {
        ensemble_of(1, (0..number).map(|i| question(0, f64::from(i) * 1e-4 - 3.0, Missing::Right)))
    };
    assert_eq!(assert_same(&cuts(65_000), &mut random), Some(true));
    assert_eq!(assert_same(&cuts(65_001), &mut random), None);
}

#[test]
fn an_ensemble_that_fails_its_check_is_refused() {
    let error = FastEnsemble::new(ensemble_of(1, [question(1, 0.0, Missing::Left)].into_iter()));
    assert_eq!(error.unwrap_err().to_string(), "tree 0: node 0 asks for feature 1 of 1");
}
