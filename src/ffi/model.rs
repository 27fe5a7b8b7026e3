//! The model file that a configuration names, ready for an engine.

use std::path::Path;
use std::sync::Arc;

use super::code::HT_E_MODEL;
use super::failure::Failure;
use crate::engine::DecisionModel;
use crate::features::{DEFINITION_VERSION, Schema};
use crate::model::file::Model;
use crate::store::read_model;

/// Reads and verifies the model of a path; none for an empty one.
///
/// That its columns mean here what they meant in training is held against the hash of the schema:
/// the names are in the file, the meaning is the library's.
pub(super) fn load(path: &str) -> Result<Option<DecisionModel>, Failure> {
    if path.is_empty() {
        return Ok(None);
    }
    let fail = |text: String| Failure::new(HT_E_MODEL, text);
    let model = read_model(Path::new(path)).map_err(|error| fail(error.to_string()))?;
    prepare(&model).map(Some).map_err(|text| fail(format!("{path}: {text}")))
}

fn prepare(model: &Model) -> Result<DecisionModel, String> {
    let schema = Schema::new(&model.columns).map_err(|error| {
        format!("{error}; feature definitions of this library: version {DEFINITION_VERSION}")
    })?;
    model.check_schema(schema.hash()).map_err(|error| error.to_string())?;
    let predictor = model.predictor().map_err(|error| error.to_string())?;
    let bins = model.stability_bins().map_err(|error| error.to_string())?;
    Ok(DecisionModel {
        id: model.id().map_err(|error| error.to_string())?,
        classifier: Arc::new(predictor),
        period: model.period,
        columns: model.columns.clone(),
        bins,
        expires: model.expires,
    })
}
