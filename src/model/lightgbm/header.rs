//! The header: format, objective, names of the features.

use super::block::Block;
use crate::model::ensemble::Link;
use crate::model::imported::ImportError;

/// Most outputs: far more classes than trading has, far fewer than memory holds.
const OUTPUTS_MAX: usize = 1_000;

/// What the header says.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) version: String,
    pub(super) objective: String,
    pub(super) outputs: usize,
    pub(super) link: Link,
    pub(super) columns: Vec<String>,
    pub(super) classes: Vec<String>,
    /// A random forest: the sums are divided by the number of iterations.
    pub(super) is_averaged: bool,
}

impl Header {
    pub(super) fn read(block: &Block<'_>) -> Result<Self, ImportError> {
        let version = block.text("version")?;
        if !matches!(version, "v3" | "v4") {
            let place = block.place("version");
            return Err(ImportError::unsupported(place, version, "v3 or v4"));
        }
        let outputs: usize = block.number("num_tree_per_iteration")?;
        if !(1..=OUTPUTS_MAX).contains(&outputs) {
            let place = block.place("num_tree_per_iteration");
            let expected = format!("1 to {OUTPUTS_MAX}");
            return Err(ImportError::malformed(place, outputs.to_string(), expected));
        }
        let columns = block.text("feature_names")?.split_ascii_whitespace();
        let columns: Vec<String> = columns.map(str::to_owned).collect();
        let last: usize = block.number("max_feature_idx")?;
        if last.checked_add(1) != Some(columns.len()) {
            let was = format!("{} names for a last index of {last}", columns.len());
            return Err(ImportError::malformed(block.place("feature_names"), was, "one each"));
        }
        let objective = block.find("objective").unwrap_or("none");
        let link = link_of(block, objective)?;
        let classes = match (objective.split(' ').next(), outputs) {
            (Some("binary"), 1) => 2,
            (Some("multiclass" | "multiclassova"), _) => outputs,
            (_, 1) => 0,
            _ => {
                let was = format!("{objective} with {outputs} outputs");
                let place = block.place("num_tree_per_iteration");
                return Err(ImportError::unsupported(place, was, "1 for this objective"));
            }
        };
        Ok(Self {
            version: version.to_owned(),
            objective: objective.to_owned(),
            outputs,
            link,
            columns,
            classes: (0..classes).map(|class| class.to_string()).collect(),
            is_averaged: block.has_flag("average_output"),
        })
    }
}

/// From an objective such as `binary sigmoid:1`, `multiclass num_class:3` or `regression sqrt`.
fn link_of(block: &Block<'_>, objective: &str) -> Result<Link, ImportError> {
    let place = || block.place("objective");
    let mut words = objective.split_ascii_whitespace();
    let name = words.next().unwrap_or_default();
    let mut factor = None;
    for word in words {
        match word.split_once(':') {
            Some(("sigmoid", value)) => factor = value.parse::<f64>().ok(),
            Some(_) => {}
            None => {
                return Err(ImportError::unsupported(place(), objective, "no option besides"));
            }
        }
    }
    let sigmoid = factor.ok_or_else(|| ImportError::malformed(place(), objective, "its sigmoid"));
    match name {
        "multiclass" => Ok(Link::Softmax),
        "multiclassova" | "binary" => Ok(Link::Logistic { factor: sigmoid? }),
        "cross_entropy" => Ok(Link::Logistic { factor: 1.0 }),
        "regression" | "regression_l1" | "huber" | "fair" | "quantile" | "mape" | "none" => {
            Ok(Link::Identity)
        }
        _ => {
            let expected = "multiclass, multiclassova, binary, cross_entropy or a regression \
                            that predicts its target itself";
            Err(ImportError::unsupported(place(), objective, expected))
        }
    }
}
