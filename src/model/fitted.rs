//! What a learner has made.

use super::ensemble::Ensemble;
use super::learners::Linear;

/// What a learner has made, as a file holds it. [`Predictor`](super::Predictor) asks it.
#[derive(Clone, Debug, PartialEq)]
pub enum Fitted {
    /// Trees: of boosting, of a forest, or of another program.
    Trees(Ensemble),
    /// One line a class: of logistic regression or ridge.
    Lines(Linear),
}

impl Fitted {
    /// What it is, in a word: `trees` or `lines`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Trees(_) => "trees",
            Self::Lines(_) => "lines",
        }
    }

    /// Number of features of a row.
    #[must_use]
    pub const fn features(&self) -> usize {
        match self {
            Self::Trees(ensemble) => ensemble.features,
            Self::Lines(lines) => lines.preparation().width(),
        }
    }

    /// Number of outputs.
    #[must_use]
    pub const fn outputs(&self) -> usize {
        match self {
            Self::Trees(ensemble) => ensemble.outputs,
            Self::Lines(_) => super::Class::COUNT,
        }
    }

    /// What each feature contributed in training, as shares of the whole; all 0 if nothing did or
    /// it is unknown. [`Fitted::importance_measure`] says of what: for trees
    /// [`Ensemble::importances`], for lines [`Linear::importances`].
    #[must_use]
    pub fn importances(&self) -> Vec<f64> {
        match self {
            Self::Trees(ensemble) => ensemble.importances(),
            Self::Lines(lines) => lines.importances(),
        }
    }

    /// What the shares of [`Fitted::importances`] are shares of. The two do not compare.
    #[must_use]
    pub const fn importance_measure(&self) -> &'static str {
        match self {
            Self::Trees(_) => "gain",
            Self::Lines(_) => "absolute coefficients",
        }
    }
}
