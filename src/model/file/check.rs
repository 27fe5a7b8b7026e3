//! What a model must fulfil to be written, and again when it is read.

use super::ModelError;
use super::parts::{Bins, CalibrationParts, Model};
use super::trees::LEAF;
use crate::model::Fitted;
use crate::model::ensemble::Ensemble;
use crate::types::Period;

type Checked = Result<(), ModelError>;

impl Model {
    /// Checks every field: names and numbers, lists of the right length, sound trees.
    ///
    /// # Errors
    /// [`ModelError::Invalid`] or [`ModelError::Ensemble`], the first problem.
    pub fn check(&self) -> Checked {
        self.check_identity()?;
        self.check_columns()?;
        let is_weight = |weight: f64| weight.is_finite() && weight > 0.0;
        check_numbers("class weights", &self.class_weights, is_weight)?;
        self.check_lists()?;
        check_calibration(&self.calibration, self.fitted.outputs())?;
        for (column, bins) in self.columns.iter().zip(&self.distributions) {
            check_bins(column, bins)?;
        }
        match &self.fitted {
            Fitted::Trees(ensemble) => check_trees(ensemble),
            // Sound ever since they were made.
            Fitted::Lines(_) => Ok(()),
        }
    }

    fn check_identity(&self) -> Checked {
        let texts = [
            ("library version", &self.library_version),
            ("symbol", &self.symbol),
            ("label", &self.label),
            ("schema hash", &self.schema_hash),
        ];
        if let Some((what, _)) = texts.into_iter().find(|(_, text)| text.is_empty()) {
            return Err(ModelError::invalid(what, "empty", "a text"));
        }
        if let Some(expires) = self.expires
            && (expires <= self.span.last || expires.0 == 0)
        {
            let was = format!("{expires}, with rows until {}", self.span.last);
            return Err(ModelError::invalid("expiry", was, "a later instant, or none"));
        }
        let seconds = self.period.seconds();
        if Period::from_seconds(seconds) != Ok(self.period) {
            return Err(ModelError::invalid("period", format!("{seconds} s"), "a period of bars"));
        }
        let is_unknown = self.span.rows == 0 && self.span.first == self.span.last;
        if !is_unknown && (self.span.first > self.span.last || self.span.rows == 0) {
            let (first, last, rows) = (self.span.first, self.span.last, self.span.rows);
            let was = format!("{first} to {last} with {rows} rows");
            return Err(ModelError::invalid("training span", was, "rows in order of time"));
        }
        Ok(())
    }

    fn check_columns(&self) -> Checked {
        let (was, features) = (self.columns.len(), self.fitted.features());
        if was != features || was == 0 {
            let was = format!("{was} for {} of {features} features", self.fitted.kind());
            return Err(ModelError::invalid("number of columns", was, "one per feature"));
        }
        let mut names: Vec<&String> = self.columns.iter().collect();
        names.sort_unstable();
        if names[0].is_empty() {
            return Err(ModelError::invalid("name of a column", "empty", "a name"));
        }
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => {
                let was = format!("{:?} twice", pair[0]);
                Err(ModelError::invalid("names of columns", was, "every name once"))
            }
            None => Ok(()),
        }
    }

    fn check_lists(&self) -> Checked {
        let (columns, outputs) = (self.columns.len(), self.fitted.outputs());
        for (what, was, expected) in [
            ("number of class weights", self.class_weights.len(), outputs),
            ("number of importances", self.importances.len(), columns),
            ("number of distributions", self.distributions.len(), columns),
        ] {
            if was != 0 && was != expected {
                let was = format!("{was} for {expected}");
                return Err(ModelError::invalid(what, was, "one each, or none"));
            }
        }
        for importance in &self.importances {
            check_numbers("gain", &[importance.gain], f64::is_finite)?;
            check_numbers("permutation importance", &[importance.permutation], f64::is_finite)?;
        }
        match self.metrics.iter().find(|metric| metric.name.is_empty()) {
            Some(_) => Err(ModelError::invalid("name of a metric", "empty", "a name")),
            None => Ok(()),
        }
    }
}

fn check_trees(ensemble: &Ensemble) -> Checked {
    ensemble.check().map_err(ModelError::Ensemble)?;
    for tree in &ensemble.trees {
        let most = tree.nodes.len().max(tree.leaves.len());
        if most >= LEAF as usize {
            return Err(ModelError::invalid("size of a tree", most.to_string(), "below 2^31"));
        }
    }
    Ok(())
}

/// Every number of a list, named with its place in it.
fn check_numbers(what: &str, numbers: &[f64], is_sound: impl Fn(f64) -> bool) -> Checked {
    match numbers.iter().position(|&number| !is_sound(number)) {
        Some(index) => {
            let was = format!("{} at {index}", numbers[index]);
            Err(ModelError::invalid(what, was, "numbers in their range"))
        }
        None => Ok(()),
    }
}

fn check_rising(what: &str, numbers: &[f64]) -> Checked {
    check_numbers(what, numbers, f64::is_finite)?;
    match numbers.windows(2).find(|pair| pair[0] >= pair[1]) {
        Some(pair) => {
            let was = format!("{} after {}", pair[1], pair[0]);
            Err(ModelError::invalid(what, was, "strictly rising numbers"))
        }
        None => Ok(()),
    }
}

fn is_fraction(number: f64) -> bool {
    (0.0..=1.0).contains(&number)
}

fn check_bins(column: &str, bins: &Bins) -> Checked {
    let what = format!("distribution of {column:?}");
    check_rising(&what, &bins.edges)?;
    if bins.shares_frac.len() != bins.edges.len() + 1 {
        let was = format!("{} shares for {} edges", bins.shares_frac.len(), bins.edges.len());
        return Err(ModelError::invalid(what, was, "one share more than edges"));
    }
    check_numbers(&what, &bins.shares_frac, is_fraction)?;
    check_numbers(&what, &[bins.missing_frac], is_fraction)
}

fn check_calibration(calibration: &CalibrationParts, outputs: usize) -> Checked {
    let what = "calibration";
    let check_length = |length: usize| {
        if length == outputs {
            return Ok(());
        }
        let was = format!("{length} entries for {outputs} outputs");
        Err(ModelError::invalid(what, was, "one each"))
    };
    match calibration {
        CalibrationParts::None => Ok(()),
        CalibrationParts::Platt { a, b } => {
            for numbers in [a, b] {
                check_length(numbers.len())?;
                check_numbers(what, numbers, f64::is_finite)?;
            }
            Ok(())
        }
        CalibrationParts::Isotonic { x, y } => {
            check_length(x.len())?;
            check_length(y.len())?;
            for (x, y) in x.iter().zip(y) {
                check_rising(what, x)?;
                check_numbers(what, y, is_fraction)?;
                let falls = y.windows(2).any(|pair| pair[0] > pair[1]);
                if falls || x.is_empty() || x.len() != y.len() {
                    let was = format!("{} places with {} values", x.len(), y.len());
                    return Err(ModelError::invalid(what, was, "as many, values rising"));
                }
            }
            Ok(())
        }
    }
}
