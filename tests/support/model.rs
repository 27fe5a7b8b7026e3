//! A model made by hand.

#![allow(dead_code, reason = "each test binary uses a part of the module")]
#![allow(clippy::unwrap_used, reason = "a test support module may panic")]

use hypertrader::features::Schema;
use hypertrader::model::Fitted;
use hypertrader::model::ensemble::{Child, Compare, Ensemble, Link, Missing, Node, Tree};
use hypertrader::model::file::{Bins, CalibrationParts, Model, Span};
use hypertrader::model::learners::{Linear, Map, Preparation, Scale};
use hypertrader::types::{Period, UnixNanos};

/// A model of 300 trees of depth 3, which thinks that what rose will rise.
pub(crate) fn model() -> Model {
    let columns: Vec<String> = ["ret_5", "rsi_14", "dist_sma_50"].map(str::to_owned).to_vec();
    let middles = [0.0, 50.0, 0.0];
    let node = |index: u32, left, right| Node {
        feature: index % 3,
        threshold: middles[index as usize % 3] + f64::from(index) * 1e-6,
        compare: Compare::AtMost,
        missing: Missing::Left,
        left,
        right,
        gain: 1.0,
        cover: 1.0,
        mean: 0.0,
    };
    let tree = |number: u32| {
        let inner =
            (0..3).map(|at| node(number + at, Child::Node(2 * at + 1), Child::Node(2 * at + 2)));
        let last =
            (0..4).map(|at| node(number + 3 + at, Child::Leaf(2 * at), Child::Leaf(2 * at + 1)));
        let rise = [-0.02, 0.0, 0.02][number as usize % 3];
        Tree {
            nodes: inner.chain(last).collect(),
            leaves: (0..8_u32).map(|leaf| rise * (f64::from(leaf.count_ones()) - 1.5)).collect(),
        }
    };
    let schema_hash = Schema::new(&columns).unwrap().hash().to_owned();
    let (first, last) =
        (UnixNanos::from_seconds(1_600_000_000), UnixNanos::from_seconds(1_699_000_000));
    Model {
        library_version: "0.0.0".to_owned(),
        created: last,
        expires: None,
        symbol: "EURUSD".to_owned(),
        period: Period::M1,
        label: "made by hand".to_owned(),
        costs: String::new(),
        learner: "none".to_owned(),
        span: Span { first, last, rows: 1 },
        schema_hash,
        columns,
        class_weights: Vec::new(),
        metrics: Vec::new(),
        importances: Vec::new(),
        calibration: CalibrationParts::Platt { a: vec![-1.1; 3], b: vec![0.1; 3] },
        distributions: vec![
            Bins {
                edges: vec![0.0],
                shares_frac: vec![0.5, 0.5],
                missing_frac: 0.0
            };
            3
        ],
        fitted: Fitted::Trees(Ensemble {
            features: 3,
            outputs: 3,
            base: vec![0.0; 3],
            trees: (0..300).map(tree).collect(),
            link: Link::Softmax,
        }),
    }
}

/// A model of lines, which thinks so too.
pub(crate) fn lines_model() -> Model {
    let scale = |(mean, deviation)| Scale { median: mean, mean, deviation };
    let scales = [(0.0, 1e-4), (50.0, 10.0), (0.0, 1e-3)].map(scale).to_vec();
    let coefficients = [-0.3, 0.0, 0.3].map(|coefficient| vec![coefficient; 3]);
    let lines = Linear::new(Preparation::of(scales), coefficients, [0.0; 3], Map::Softmax).unwrap();
    Model { fitted: Fitted::Lines(lines), ..model() }
}
