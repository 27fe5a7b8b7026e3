//! What a new model reads.

use crate::features::{LEARNER_COLUMNS, Schema};

/// The columns made for learning that an engine computes.
pub(super) fn for_learning(schema: &Schema) -> Vec<String> {
    let computed = |name: &&&str| schema.id(name).is_some();
    LEARNER_COLUMNS.iter().filter(computed).map(|&name| name.to_owned()).collect()
}
