//! Refusals of imports, hostile bytes, and exports read back. ONNX Runtime's answers are compared
//! in `tests/model_import.rs` and `tests/model_export.rs`.

use proptest::prelude::*;

use super::wire::Writer;
use super::*;
use crate::model::ensemble::{Child, Compare, Link, Missing, Node, Tree};
use crate::model::learners::{Linear, Map, Preparation, Scale};

const COLUMNS: usize = 2;

fn node(feature: u32, threshold: f64, missing: Missing, children: [Child; 2]) -> Node {
    let [left, right] = children;
    let compare = if feature == 0 { Compare::AtMost } else { Compare::Below };
    Node { feature, threshold, compare, missing, left, right, gain: 0.0, cover: 0.0, mean: 0.0 }
}

fn tree(shift: f64) -> Tree {
    let nodes = vec![
        node(0, 0.1, Missing::Left, [Child::Node(1), Child::Leaf(2)]),
        node(1, -0.7, Missing::Right, [Child::Node(2), Child::Leaf(3)]),
        node(1, -1.0, Missing::Zero, [Child::Leaf(0), Child::Leaf(1)]),
    ];
    Tree { nodes, leaves: vec![0.3 + shift, -0.5, 1.25, shift] }
}

fn ensemble(outputs: usize, link: Link) -> Ensemble {
    let trees = (0..2 * outputs).map(|index| tree(index as f64 / 3.0)).collect();
    let base = (0..outputs).map(|output| 0.1 - output as f64 / 7.0).collect();
    Ensemble { features: COLUMNS, outputs, base, trees, link }
}

fn columns() -> Vec<String> {
    vec!["a".to_owned(), "b".to_owned()]
}

fn sample() -> Vec<u8> {
    export(&ensemble(3, Link::Softmax), &columns()).unwrap()
}

/// The sample with every occurrence of a word replaced by one as long.
fn replaced(from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = sample();
    let mut count = 0;
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(from.as_bytes()) {
            bytes[at..at + from.len()].copy_from_slice(to.as_bytes());
            count += 1;
        }
    }
    assert!(count > 0, "{from}");
    bytes
}

#[test]
fn an_export_is_read_back() {
    let cases = [
        (3, Link::Softmax, "0 1 2"),
        (2, Link::Softmax, "0 1"),
        (3, Link::Logistic { factor: 0.7 }, "0 1 2"),
        (1, Link::Identity, ""),
        (4, Link::Identity, ""),
    ];
    for (outputs, link, classes) in cases {
        let ours = ensemble(outputs, link);
        let imported = import(&export(&ours, &columns()).unwrap()).unwrap();
        assert_eq!(imported.classes.join(" "), classes);
        assert_eq!(imported.ensemble.features, COLUMNS);
        assert_eq!(imported.ensemble.outputs, outputs);
        let (mut expected, mut answer) = (vec![0.0; outputs], vec![0.0; outputs]);
        for a in [f64::NAN, -1.0, f64::from(0.1_f32), f64::from(0.1_f32.next_down()), 2.0] {
            for b in [f64::NAN, -1.5, -1.0, f64::from(-0.7_f32), f64::from(-0.7_f32.next_up())] {
                ours.predict(&[a, b], &mut expected);
                imported.ensemble.predict(&[a, b], &mut answer);
                for (answer, expected) in answer.iter().zip(&expected) {
                    assert!((answer - expected).abs() < 2e-7, "{a} {b}: {answer}, {expected}");
                }
            }
        }
    }
}

/// A single logistic output is exported as two classes, both with their probability.
#[test]
fn one_logistic_output_becomes_two_classes() {
    let ours = ensemble(1, Link::Logistic { factor: 2.0 });
    let imported = import(&export(&ours, &columns()).unwrap()).unwrap();
    assert_eq!(imported.classes, ["0", "1"]);
    let (mut expected, mut answer) = ([0.0], [0.0; 2]);
    ours.predict(&[0.0, -2.0], &mut expected);
    imported.ensemble.predict(&[0.0, -2.0], &mut answer);
    assert!((answer[1] - expected[0]).abs() < 2e-7);
    assert!((answer[0] + answer[1] - 1.0).abs() < 1e-15);
}

#[test]
fn what_cannot_be_exported_is_named() {
    type Spoil = fn(&mut Ensemble);
    let spoils: [(Spoil, &str); 5] = [
        (|ensemble| ensemble.trees[4].leaves[0] = 1e39, "tree 4: 1e39 is too large"),
        (|ensemble| ensemble.base[1] = -1e39, "is too large for a single"),
        (
            |ensemble| ensemble.trees[1].nodes[1].missing = Missing::ZeroLeft,
            "tree 1: node 1 tells zeros from the numbers around them",
        ),
        (|ensemble| ensemble.features = 3, "2 names of columns, expected one for each of 3"),
        (|ensemble| ensemble.trees.truncate(5), "5 trees, expected a multiple of 3 outputs"),
    ];
    for (spoil, message) in spoils {
        let mut ensemble = ensemble(3, Link::Softmax);
        spoil(&mut ensemble);
        let error = export(&ensemble, &columns()).unwrap_err().to_string();
        assert!(error.contains(message), "{error}, expected {message}");
    }
    let single = ensemble(1, Link::OneVersusRest { factor: 1.0 });
    let error = export(&single, &columns()).unwrap_err().to_string();
    assert_eq!(error, "probabilities of one class, expected two or more");
}

/// Zeros that go where their neighbours go are no rule of their own.
#[test]
fn zeros_that_follow_their_neighbours_are_exported() {
    let mut ensemble = ensemble(1, Link::Identity);
    ensemble.trees[0].nodes[0].missing = Missing::ZeroLeft;
    ensemble.trees[0].nodes[1].missing = Missing::ZeroRight;
    let imported = import(&export(&ensemble, &columns()).unwrap()).unwrap().ensemble;
    for row in [[0.0, 0.0], [f64::NAN, f64::NAN], [0.0, -2.0], [1.0, 0.0]] {
        let (mut expected, mut answer) = ([0.0], [0.0]);
        ensemble.predict(&row, &mut expected);
        imported.predict(&row, &mut answer);
        assert!((answer[0] - expected[0]).abs() < 1e-6, "{row:?}");
    }
}

#[test]
fn what_cannot_be_imported_is_named() {
    for (from, to, message) in [
        ("BRANCH_LEQ", "BRANCH_NEQ", "nodes_modes was BRANCH_NEQ, which cannot be imported"),
        ("SOFTMAX", "SOFTMIN", "post_transform was SOFTMIN, which cannot be imported"),
        ("TreeEnsembleClassifier", "LinearClassifier......", "operator was LinearClassifier"),
    ] {
        let error = import(&replaced(from, to)).unwrap_err();
        assert_eq!(error.code(), "import_unsupported");
        assert!(error.to_string().contains(message), "{error}, expected {message}");
    }
    let mut newest = Writer::default();
    newest.integer(1, 10);
    newest.message(7, |graph| graph.message(1, |node| node.text(4, "TreeEnsemble")));
    let error = import(&newest.0).unwrap_err().to_string();
    assert!(error.starts_with("operator was TreeEnsemble, which cannot be imported"), "{error}");
    let divided = ensemble(3, Link::OneVersusRest { factor: 1.0 });
    let error = import(&export(&divided, &columns()).unwrap()).unwrap_err().to_string();
    assert!(error.starts_with("operator was Normalizer, which cannot be imported"), "{error}");
}

#[test]
fn what_is_damaged_is_named() {
    for (from, to, message) in [
        ("nodes_values", "nodes_valuez", "nodes_values was 0 entries long"),
        ("nodes_nodeids", "nodes_nodeidz", "nodes_nodeids was empty"),
        ("nodes_modes", "nodes_modez", "nodes_modes was 0 entries long"),
        ("class_ids", "class_idz", "class_ids was 0 entries long, expected "),
        ("classlabels_int64s", "classlabels_int64z", "labels was 0, expected 2 to 1000"),
    ] {
        let error = import(&replaced(from, to)).unwrap_err().to_string();
        assert!(error.contains(message), "{error}, expected {message}");
    }
    for bytes in [&b""[..], b"tree\nversion=v4\n", b"\x08\x08", b"HTMODEL\0"] {
        assert_eq!(import(bytes).unwrap_err().code(), "import_format", "{bytes:?}");
    }
}

#[test]
fn every_truncation_of_the_graph_is_refused() {
    let bytes = sample();
    let whole = import(&bytes).unwrap();
    for length in 0..bytes.len() {
        // What is left out at the end are the operator sets and the names of the columns.
        if let Ok(imported) = import(&bytes[..length]) {
            assert_eq!(imported, whole, "{length} bytes");
            assert!(length > bytes.len() - 60, "{length} of {} bytes", bytes.len());
        }
    }
}

proptest! {
    #[test]
    fn prop_any_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = import(&bytes);
    }

    #[test]
    fn prop_a_spoilt_graph_does_no_harm(
        spoils in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = sample();
        for (place, byte) in spoils {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(imported) = import(&bytes) {
            let ensemble = imported.ensemble;
            let mut answer = vec![0.0; ensemble.outputs];
            ensemble.predict(&vec![0.0; ensemble.features], &mut answer);
        }
    }
}

fn lines(map: Map) -> Linear {
    let scale = Scale { median: 0.25, mean: 0.5, deviation: 2.0 };
    let coefficients = [vec![0.5, -1.0], vec![0.0, 0.25], vec![-0.5, 0.75]];
    Linear::new(Preparation::of(vec![scale; 2]), coefficients, [0.1, -0.2, 0.3], map).unwrap()
}

#[test]
fn lines_are_no_trees() {
    for map in [Map::Softmax, Map::Halves] {
        let bytes = export_lines(&lines(map), &columns()).unwrap();
        let error = import(&bytes).unwrap_err();
        assert_eq!(error.code(), "import_unsupported");
    }
}

#[test]
fn lines_that_singles_cannot_hold_are_refused() {
    let of = |scale: Scale, coefficient: f64| {
        let coefficients = [vec![coefficient], vec![0.0], vec![0.0]];
        let preparation = Preparation::of(vec![scale]);
        Linear::new(preparation, coefficients, [0.0; 3], Map::Softmax).unwrap()
    };
    let scale = Scale { median: 0.0, mean: 0.0, deviation: 1.0 };
    let refusal = |lines: &Linear| export_lines(lines, &columns()[..1]).unwrap_err().to_string();
    let range = "expected a number within the range of singles";
    assert_eq!(refusal(&of(scale, 1e39)), format!("coefficient was 1e39, {range}"));
    let thin = Scale { deviation: 1e-39, ..scale };
    assert!(refusal(&of(thin, 1.0)).starts_with("one by the deviation was 1"));
    let error = export_lines(&lines(Map::Softmax), &columns()[..1]).unwrap_err().to_string();
    assert_eq!(error, "number of names of columns was 1, expected one a column");
}
