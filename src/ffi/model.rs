//! The model file that a configuration names, ready for an engine.

use std::path::Path;

use super::code::HT_E_MODEL;
use super::failure::Failure;
use crate::engine::DecisionModel;
use crate::store::read_model;

/// Reads and verifies the model of a path; none for an empty one.
pub(super) fn load(path: &str) -> Result<Option<DecisionModel>, Failure> {
    if path.is_empty() {
        return Ok(None);
    }
    let fail = |text: String| Failure::new(HT_E_MODEL, text);
    let model = read_model(Path::new(path)).map_err(|error| fail(error.to_string()))?;
    DecisionModel::new(&model).map(Some).map_err(|text| fail(format!("{path}: {text}")))
}
