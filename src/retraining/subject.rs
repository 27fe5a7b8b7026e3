//! What is trained, and for which engine.

use std::path::{Path, PathBuf};

use super::columns;
use crate::clock::ServerClock;
use crate::engine::Engine;
use crate::model::{LearningSettings, RetrainMode};
use crate::store::{HistorySeries, HistoryStore};
use crate::types::Period;

/// An engine as its training sees it.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) symbol: String,
    pub(super) period: Period,
    pub(super) clock: ServerClock,
    /// The model that decides.
    pub(super) model_file: PathBuf,
    /// Stored bars of the series.
    pub(super) stored: Option<PathBuf>,
    pub(super) learning: LearningSettings,
    /// Probability from which the report's trades are taken.
    pub(super) threshold_prob: f64,
    /// Columns to learn from without a model to go by.
    pub(super) columns: Vec<String>,
    /// Every column that the engine computes.
    pub(super) computed: Vec<String>,
}

impl Subject {
    /// The engine's; `None` if it is configured not to be trained.
    pub(super) fn of(engine: &Engine) -> Option<Self> {
        let settings = engine.settings();
        let retrain = &settings.learning.retrain;
        if retrain.mode == RetrainMode::Off {
            return None;
        }
        let symbol = engine.symbol_name().as_str().to_owned();
        let (folder, source) = (&settings.core.history_dir, &retrain.source);
        let stored = (!folder.is_empty() && !source.is_empty()).then(|| {
            let series = HistorySeries { source, symbol: &symbol, period: engine.period() };
            HistoryStore::new(Path::new(folder)).folder_of(&series)
        });
        Some(Self {
            period: engine.period(),
            clock: engine.clock().clone(),
            model_file: PathBuf::from(&settings.model.file),
            stored,
            learning: settings.learning.clone(),
            threshold_prob: settings.signals.gates.model_min_prob,
            columns: columns::for_learning(engine.schema()),
            computed: engine.schema().names().to_vec(),
            symbol,
        })
    }
}
