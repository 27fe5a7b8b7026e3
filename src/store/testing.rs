//! What tests of files share.

use std::path::PathBuf;

use crate::model::Fitted;
use crate::model::ensemble::{Ensemble, Link, Tree};
use crate::model::file::{CalibrationParts, Model, Span};
use crate::types::{Period, UnixNanos};

/// A folder of its own for each test, removed at the end.
pub(crate) struct Scratch(pub(crate) PathBuf);

impl Scratch {
    /// An empty one.
    pub(crate) fn new(name: &str) -> Self {
        let name = format!("hypertrader-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// What is in it, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<String> =
            entries.map(|entry| name(entry).into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The smallest model there can be.
pub(crate) fn model(symbol: &str) -> Model {
    Model {
        library_version: "0.1.0".to_owned(),
        created: UnixNanos::from_seconds(1_767_571_200),
        expires: None,
        symbol: symbol.to_owned(),
        period: Period::M1,
        label: "horizon".to_owned(),
        costs: String::new(),
        learner: String::new(),
        span: Span { first: UnixNanos(1), last: UnixNanos(2), rows: 2 },
        schema_hash: "00".to_owned(),
        columns: vec!["a".to_owned()],
        class_weights: vec![],
        metrics: vec![],
        importances: vec![],
        calibration: CalibrationParts::None,
        distributions: vec![],
        fitted: Fitted::Trees(Ensemble {
            features: 1,
            outputs: 1,
            base: vec![0.5],
            trees: vec![Tree { nodes: vec![], leaves: vec![0.25] }],
            link: Link::Identity,
        }),
    }
}
