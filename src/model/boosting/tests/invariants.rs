//! What holds for every fit, whatever its settings.

use proptest::prelude::*;

use super::*;
use crate::model::ensemble::{Child, FastEnsemble, Tree};

/// Settings of all kinds.
fn any_settings(random: &mut Random, width: usize) -> BoostSettings {
    let is_monotone = random.below(3) == 0;
    BoostSettings {
        iterations: 1 + random.below(12),
        learning_rate: random.pick(&[0.05, 0.3, 1.0]),
        depth: 1 + random.below(6),
        leaves: 2 + random.below(20),
        min_rows: 1 + random.below(30),
        min_hessian: random.pick(&[0.0, 1e-3, 2.0]),
        l2: random.pick(&[0.0, 1.0, 10.0]),
        min_gain: random.pick(&[0.0, 0.5]),
        row_fraction: random.pick(&[1.0, 0.6]),
        column_fraction: random.pick(&[1.0, 0.4]),
        seed: random.next(),
        early_stop: random.pick(&[0, 3]),
        class_weights: [1.0; 3],
        monotone: (0..if is_monotone { width } else { 0 }).map(|i| i as i8 % 3 - 1).collect(),
    }
}

/// Of each leaf: its rows, and the questions above it.
fn leaves_of(tree: &Tree, data: &Dataset, rows: &[usize]) -> Vec<(usize, usize)> {
    let mut leaves = vec![(0, 0); tree.leaves.len()];
    for &row in rows {
        let mut place = if tree.nodes.is_empty() { Child::Leaf(0) } else { Child::Node(0) };
        let mut depth = 0;
        while let Child::Node(node) = place {
            let node = &tree.nodes[node as usize];
            place = node.next(data.table.value(row, node.feature as usize));
            depth += 1;
        }
        let Child::Leaf(leaf) = place else { unreachable!() };
        leaves[leaf as usize].0 += 1;
        leaves[leaf as usize].1 = depth;
    }
    leaves
}

fn bits(probabilities: &[f64; 3]) -> [u64; 3] {
    probabilities.map(f64::to_bits)
}

fn check_fit(seed: u64) {
    let mut random = Random::new(seed);
    let width = 3 + random.below(16);
    let data = synthetic(seed, 300, width);
    let settings = any_settings(&mut random, width);
    let (training, tail): (Vec<usize>, Vec<usize>) = ((0..200).collect(), (220..300).collect());
    let bins = Bins::new(&data.table, &training, 2 + random.below(254)).unwrap();
    let boosted = boost(&bins, &data, &training, &tail, &settings, &never).unwrap();
    let ensemble = &boosted.ensemble;
    ensemble.check().unwrap();

    // The same input gives the same bits.
    assert_eq!(boosted, boost(&bins, &data, &training, &tail, &settings, &never).unwrap());

    // Bins, values, and the fast predictor come to the same bits, after any number of iterations.
    let iterations = ensemble.iterations();
    let stages = [0, iterations / 2, iterations, iterations + 5];
    let rows = all_rows(&data);
    let staged = boosted.staged(&bins, &rows, &stages);
    let mut values = vec![0.0; width];
    for (stage, found) in stages.into_iter().zip(&staged) {
        let first = ensemble.first(stage);
        let fast = FastEnsemble::new(first.clone()).unwrap();
        for (&row, found) in rows.iter().zip(found) {
            data.table.copy_row(row, &mut values);
            let (mut plain, mut quick) = ([0.0; 3], [0.0; 3]);
            first.predict(&values, &mut plain);
            fast.predict(&values, &mut quick);
            assert_eq!((bits(&plain), bits(&quick)), (bits(found), bits(found)));
        }
    }

    // The losses are those of the answers, whoever was sampled.
    assert_eq!((boosted.training_loss.len(), boosted.tail_loss.len()), (iterations, iterations));
    for (iteration, (in_training, in_tail)) in
        boosted.training_loss.iter().zip(&boosted.tail_loss).enumerate()
    {
        for (rows, found) in [(&training, in_training), (&tail, in_tail)] {
            let staged = boosted.staged(&bins, rows, &[iteration + 1]);
            let expected = loss_of(&data, rows, &staged[0]);
            // A probability may be too small for a number; the sums still tell its logarithm.
            let is_same = (found - expected).abs() < 1e-12 * expected.max(1.0);
            let is_beyond = expected.is_infinite() && found.is_finite() && *found > 1.0;
            assert!(is_same || is_beyond, "{found} {expected}");
        }
    }

    // Trees keep to their limits, and tell the truth about their training rows.
    for tree in &ensemble.trees {
        assert!(tree.leaves.len() <= settings.leaves);
        let leaves = leaves_of(tree, &data, &training);
        assert!(leaves.iter().all(|(_, depth)| *depth <= settings.depth));
        if settings.row_fraction == 1.0 && !tree.nodes.is_empty() {
            assert!(leaves.iter().all(|(rows, _)| *rows >= settings.min_rows));
            assert_eq!(tree.nodes[0].cover, 200.0);
            let outputs = leaves.iter().zip(&tree.leaves);
            let mean =
                outputs.map(|((rows, _), output)| *rows as f64 * output).sum::<f64>() / 200.0;
            assert!((tree.nodes[0].mean - mean).abs() < 1e-12);
        }
        assert!(tree.nodes.iter().all(|node| node.gain > settings.min_gain));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn prop_fits_are_sound(seed: u64) {
        check_fit(seed);
    }
}

#[test]
fn a_fit_that_is_surer_than_a_number_can_say_is_sound() {
    check_fit(15_825_850_262_019_803_985);
}
