//! The model that judges closed bars.

use std::fmt;
use std::sync::Arc;

use super::core::Engine;
use super::drift::Drift;
use crate::features::{Builder, ColumnId, DEFINITION_VERSION, MAX_COLUMNS, Row, Schema};
use crate::model::file::{Model, ModelId, Span};
use crate::model::metrics::StabilityBins;
use crate::model::{Class, Classifier};
use crate::signals::ModelOpinion;
use crate::telemetry::Level;
use crate::types::{Period, UnixNanos};

/// A model as the engine uses it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct DecisionModel {
    /// Number of the model.
    pub id: ModelId,
    /// From the values of the columns to probabilities. Must not allocate.
    pub classifier: Arc<dyn Classifier>,
    /// Period of the bars it was trained on.
    pub period: Period,
    /// Canonical names of the columns it reads, in its order.
    pub columns: Vec<String>,
    /// How each column was distributed in training; empty if unknown.
    pub bins: Vec<StabilityBins>,
    /// It judges no bar that closes at or after this; `None` = never expires.
    pub expires: Option<UnixNanos>,
    /// When it was trained.
    pub created: UnixNanos,
    /// What it learnt from.
    pub span: Span,
}

impl DecisionModel {
    /// A model as it is in a file, ready for an engine.
    ///
    /// That its columns mean here what they meant in training is held against the hash of the
    /// schema: the names are in the file, the meaning is the library's.
    ///
    /// # Errors
    /// Why the model cannot be used here, in words.
    pub fn new(model: &Model) -> Result<Self, String> {
        let schema = Schema::new(&model.columns).map_err(|error| {
            format!("{error}; feature definitions of this library: version {DEFINITION_VERSION}")
        })?;
        model.check_schema(schema.hash()).map_err(|error| error.to_string())?;
        let predictor = model.predictor().map_err(|error| error.to_string())?;
        let bins = model.stability_bins().map_err(|error| error.to_string())?;
        Ok(Self {
            id: model.id().map_err(|error| error.to_string())?,
            classifier: Arc::new(predictor),
            period: model.period,
            columns: model.columns.clone(),
            bins,
            expires: model.expires,
            created: model.created,
            span: model.span,
        })
    }
}

/// Why a model does not fit an engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelMismatch {
    /// A column of the model that the engine does not compute.
    Column(String),
    /// Bars of another length.
    Period {
        /// The model's.
        was: Period,
        /// The engine's.
        expected: Period,
    },
}

impl fmt::Display for ModelMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(name) => {
                write!(f, "the model reads column {name:?}, which this engine does not compute")
            }
            Self::Period { was, expected } => {
                write!(
                    f,
                    "the model is of bars of {was}, expected those of this engine: {expected}"
                )
            }
        }
    }
}

impl std::error::Error for ModelMismatch {}

/// A model connected to the columns of one engine.
#[derive(Clone, Debug)]
pub(super) struct BoundModel {
    model: DecisionModel,
    places: Vec<ColumnId>,
    bars_needed: u64,
    drift: Drift,
}

impl BoundModel {
    fn new(model: DecisionModel, features: &Builder) -> Result<Self, ModelMismatch> {
        let schema = features.schema();
        let mut places = Vec::with_capacity(model.columns.len());
        let mut bars_needed = 0;
        for name in &model.columns {
            let place = schema.id(name).ok_or_else(|| ModelMismatch::Column(name.clone()))?;
            bars_needed = bars_needed.max(schema.lookback_of(place) as u64 + 1);
            places.push(place);
        }
        let drift = Drift::new(&model.bins);
        Ok(Self { model, places, bars_needed, drift })
    }

    /// Number of the model.
    pub(super) const fn id(&self) -> ModelId {
        self.model.id
    }

    /// The model.
    pub(super) const fn model(&self) -> &DecisionModel {
        &self.model
    }

    /// Closed bars before it judges.
    pub(super) const fn bars_needed(&self) -> u64 {
        self.bars_needed
    }

    /// Whether it is too old to judge at `now`.
    pub(super) fn is_expired(&self, now: UnixNanos) -> bool {
        self.model.expires.is_some_and(|expires| now >= expires)
    }

    /// The column whose values are least like those of training, and its population stability
    /// index.
    pub(super) fn drift(&self) -> Option<(&str, f64)> {
        let (column, index) = self.drift.largest()?;
        Some((self.model.columns.get(column)?, index))
    }

    /// What it thinks of a row of the engine's schema. No allocation.
    fn judge(&mut self, row: &Row) -> ModelOpinion {
        let values = self.values(row);
        let values = &values[..self.places.len()];
        self.drift.count(values);
        let probabilities = self.model.classifier.probabilities(values);
        ModelOpinion {
            buy_prob: probabilities[Class::Up as usize],
            sell_prob: probabilities[Class::Down as usize],
        }
    }

    /// The values of its columns, as many as it reads; NaN where absent.
    fn values(&self, row: &Row) -> [f64; MAX_COLUMNS] {
        let mut values = [f64::NAN; MAX_COLUMNS];
        for (slot, &place) in values.iter_mut().zip(&self.places) {
            *slot = row.get(place).unwrap_or(f64::NAN);
        }
        values
    }

    /// What each column adds to the scores of the classes, by name.
    pub(super) fn contributions(&self, row: &Row) -> Option<Vec<(&str, [f64; Class::COUNT])>> {
        let values = self.values(row);
        let shares = self.model.classifier.contributions(&values[..self.places.len()])?;
        Some(self.model.columns.iter().map(String::as_str).zip(shares).collect())
    }
}

impl Engine {
    /// Takes a model, or none. From the next closed bar on it judges.
    ///
    /// # Errors
    /// A model of other bars, or a column that this engine does not compute; the model before
    /// stays.
    pub fn set_model(&mut self, model: Option<DecisionModel>) -> Result<(), ModelMismatch> {
        let expected = self.period();
        if let Some(was) = model.as_ref().map(|model| model.period).filter(|was| *was != expected) {
            return Err(ModelMismatch::Period { was, expected });
        }
        self.model = model.map(|model| BoundModel::new(model, &self.features)).transpose()?;
        self.model_expiry_told = false;
        Ok(())
    }

    /// Number of the model; `None` without one.
    #[must_use]
    pub fn model_id(&self) -> Option<ModelId> {
        self.model.as_ref().map(BoundModel::id)
    }

    /// The model; `None` without one.
    #[must_use]
    pub fn model(&self) -> Option<&DecisionModel> {
        self.model.as_ref().map(BoundModel::model)
    }

    /// The model's opinion of the bar that has just closed at `closed`.
    pub(super) fn model_opinion(&mut self, closed: UnixNanos) -> Option<ModelOpinion> {
        let model = self.model.as_mut()?;
        if self.features.bars_seen() < model.bars_needed() {
            return None;
        }
        if model.is_expired(closed) {
            if !self.model_expiry_told {
                self.model_expiry_told = true;
                self.log(Level::Warn, format_args!("the model has expired: it has no opinion"));
            }
            return None;
        }
        Some(model.judge(self.features.current()))
    }
}
