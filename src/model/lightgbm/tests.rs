//! What is refused, and where. Predictions are compared in `tests/model_import.rs`.

use proptest::prelude::*;

use super::*;
use crate::model::ensemble::{Child, Link, Missing};

const TEXT: &str = "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\n\
    max_feature_idx=1\nobjective=binary sigmoid:2\nfeature_names=a b\nfeature_infos=none none\n\
    tree_sizes=1 1\n\nTree=0\nnum_leaves=3\nnum_cat=0\nsplit_feature=0 1\nsplit_gain=5 4\n\
    threshold=0.5 -1.5\ndecision_type=10 4\nleft_child=1 -1\nright_child=-2 -3\n\
    leaf_value=1 2 3\ninternal_value=1.5 1.25\ninternal_count=30 20\nis_linear=0\nshrinkage=0.1\n\
    \n\nTree=1\nnum_leaves=1\nleaf_value=0.25\n\n\nend of trees\n\nfeature_importances:\na=1\n";

fn error(from: &str, to: &str) -> String {
    assert!(TEXT.contains(from), "{from}");
    import(TEXT.replacen(from, to, 1).as_bytes()).unwrap_err().to_string()
}

#[test]
fn the_parts_come_to_their_places() {
    let imported = import(TEXT.as_bytes()).unwrap();
    assert_eq!(imported.columns, ["a", "b"]);
    assert_eq!(imported.classes, ["0", "1"]);
    assert_eq!(imported.source, "LightGBM v4 binary sigmoid:2");
    let ensemble = imported.ensemble;
    assert_eq!(ensemble.link, Link::Logistic { factor: 2.0 });
    let [first, second] = &ensemble.trees[..] else { panic!("{} trees", ensemble.trees.len()) };
    assert_eq!(first.leaves, [1.0, 2.0, 3.0]);
    assert_eq!(
        (first.nodes[0].missing, first.nodes[1].missing),
        (Missing::Left, Missing::ZeroRight)
    );
    assert_eq!((first.nodes[0].left, first.nodes[0].right), (Child::Node(1), Child::Leaf(1)));
    assert_eq!((first.nodes[1].left, first.nodes[1].right), (Child::Leaf(0), Child::Leaf(2)));
    assert_eq!((first.nodes[1].gain, first.nodes[1].cover, first.nodes[1].mean), (4.0, 20.0, 1.25));
    assert_eq!((second.nodes.len(), &second.leaves[..]), (0, &[0.25][..]));
}

#[test]
fn line_ends_of_windows_are_read() {
    let text = TEXT.replace('\n', "\r\n");
    assert_eq!(import(text.as_bytes()), import(TEXT.as_bytes()));
}

/// LightGBM before 3.2 had no linear trees, and so no line about them.
#[test]
fn the_format_before_is_read() {
    let text = TEXT.replace("version=v4", "version=v3").replace("is_linear=0\n", "");
    let imported = import(text.as_bytes()).unwrap();
    assert_eq!(imported.source, "LightGBM v3 binary sigmoid:2");
    assert_eq!(imported.ensemble, import(TEXT.as_bytes()).unwrap().ensemble);
}

#[test]
fn what_is_no_such_text_is_refused() {
    for bytes in [&b""[..], b"tree", b"trees\nversion=v4\n", b"\x08\x07\x12", b"tree\xff\n"] {
        let error = import(bytes).unwrap_err();
        assert_eq!(error.code(), "import_format", "{error}");
    }
}

#[test]
fn every_truncation_before_the_last_tree_ends_is_refused() {
    let end = TEXT.find("end of trees").unwrap() + "end of trees".len();
    for length in 0..end {
        assert!(import(&TEXT.as_bytes()[..length]).is_err(), "{length} bytes");
    }
}

#[test]
fn what_cannot_be_imported_is_named() {
    for (from, to, message) in [
        ("version=v4", "version=v2", "header, version was v2, which cannot be imported"),
        ("binary sigmoid:2", "poisson", "header, objective was poisson"),
        ("binary sigmoid:2", "regression sqrt", "header, objective was regression sqrt"),
        ("num_cat=0", "num_cat=1", "tree 0, num_cat was 1, which cannot be imported"),
        ("is_linear=0", "is_linear=1", "tree 0, is_linear was 1, which cannot be imported"),
        ("decision_type=10 4", "decision_type=10 5", "tree 0, decision_type was 5 (categorical)"),
    ] {
        let error = error(from, to);
        assert!(error.contains(message), "{error}, expected {message}");
    }
}

#[test]
fn what_is_damaged_is_named() {
    for (from, to, message) in [
        ("sigmoid:2", "sigmoid:x", "header, objective was binary sigmoid:x, expected its sigmoid"),
        ("feature_names=a b", "feature_names=a", "1 names for a last index of 1"),
        ("max_feature_idx=1", "max_feature_idx=-1", "max_feature_idx was \"-1\""),
        ("iteration=1", "iteration=0", "num_tree_per_iteration was 0"),
        ("iteration=1", "iteration=3", "binary sigmoid:2 with 3 outputs"),
        ("Tree=1", "Tree=2", "tree 1 was tree 2, expected trees in order"),
        ("num_leaves=3", "num_leaves=4", "tree 0, leaf_value was 3 numbers, expected 4"),
        ("threshold=0.5 -1.5", "threshold=0.5", "tree 0, threshold was 1 numbers, expected 2"),
        ("threshold=0.5 -1.5", "threshold=0.5 x", "tree 0, threshold was \"x\""),
        ("threshold=0.5 -1.5", "threshold=0.5 nan", "tree 0: node 1 has no threshold"),
        ("decision_type=10 4", "decision_type=12 4", "tree 0, decision_type was 12 at 0"),
        ("left_child=1 -1", "left_child=0 -1", "tree 0: node 0 leads to Node(0)"),
        ("left_child=1 -1", "left_child=1 -9", "tree 0: node 1 leads to Leaf(8)"),
        ("left_child=1 -1", "left_child=1 -99999999999", "left_child was -99999999999"),
        ("split_feature=0 1", "split_feature=0 2", "tree 0: node 1 asks for feature 2 of 2"),
        ("leaf_value=1 2 3", "leaf_value=1 2 inf", "tree 0: a leaf was inf"),
        ("split_gain=5 4\n", "", "tree 0, split_gain was missing"),
    ] {
        let error = error(from, to);
        assert!(error.contains(message), "{error}, expected {message}");
    }
    let long = format!("{}\n{}", "x=1\n".repeat(70), "num_cat=0");
    assert!(error("num_cat=0", &long).contains("tree 0 was longer, expected at most 64 lines"));
}

proptest! {
    #[test]
    fn prop_a_spoilt_text_does_no_harm(
        spoils in prop::collection::vec((any::<prop::sample::Index>(), "[ -9a-e=.\n]{0,3}"), 1..5),
    ) {
        let mut text = TEXT.to_owned();
        for (place, piece) in spoils {
            let at = place.index(text.len());
            let end = (at + 2).min(text.len());
            text.replace_range(at..end, &piece);
        }
        if let Ok(imported) = import(text.as_bytes()) {
            let ensemble = imported.ensemble;
            let mut answer = vec![0.0; ensemble.outputs];
            ensemble.predict(&vec![0.0; ensemble.features], &mut answer);
        }
    }

    #[test]
    fn prop_any_text_does_no_harm(text in "\\PC{0,100}") {
        let _ = import(format!("tree\n{text}").as_bytes());
        prop_assert!(import(text.as_bytes()).is_err());
    }
}
