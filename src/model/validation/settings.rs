//! Configuration of validation.

use super::{Fold, ValidationError, Window, combinatorial, time_series, walk_forward};
use crate::model::Dataset;
use crate::types::DurationNanos;

crate::choice! {
    /// How rows are divided.
    pub enum Scheme {
        /// Tests follow each other; training is all that came before.
        TimeSeries = "time_series",
        /// As retraining: a window, the rows after it, and on.
        WalkForward = "walk_forward",
        /// Every choice of tested groups.
        Combinatorial = "combinatorial",
    }
}

/// Most rows of a window.
const WINDOW_ROWS_MAX: u32 = 100_000_000;

crate::settings! {
    /// How a model is judged on rows that it did not see.
    pub struct ValidationSettings in "model.validation" {
        /// How rows are divided into folds.
        scheme: Scheme = Scheme::TimeSeries, "", ();
        /// Number of folds of `time_series`.
        folds: u32 = 5, "folds", (2, 100);
        /// Rows to learn from in each step of `walk_forward`; when anchored, the least.
        training_rows: u32 = 40_000, "rows", (1, WINDOW_ROWS_MAX);
        /// Rows to judge in each step of `walk_forward`.
        test_rows: u32 = 10_000, "rows", (1, WINDOW_ROWS_MAX);
        /// Whether training of `walk_forward` always begins with the first row.
        anchored: bool = false, "", ();
        /// Groups of rows of `combinatorial`.
        groups: u32 = 6, "groups", (2, 100);
        /// How many of the groups each split of `combinatorial` tests.
        test_groups: u32 = 2, "groups", (1, 99);
        /// How long after a tested span no row is learnt from. Purging by the labels' ends needs no
        /// setting.
        embargo_s: u32 = 3_600, "seconds", (0, 31_536_000);
    }
}

/// The folds that the settings ask for. The paths of `combinatorial` are in its own answer.
///
/// # Errors
/// As the scheme's own function.
pub fn folds(data: &Dataset, settings: &ValidationSettings) -> Result<Vec<Fold>, ValidationError> {
    match settings.scheme {
        Scheme::TimeSeries => time_series(data, settings.folds as usize),
        Scheme::WalkForward => {
            let window = Window {
                training_rows: settings.training_rows as usize,
                test_rows: settings.test_rows as usize,
                anchored: settings.anchored,
            };
            walk_forward(data, &window)
        }
        Scheme::Combinatorial => {
            let embargo = DurationNanos::from_seconds(i64::from(settings.embargo_s));
            let (groups, tested) = (settings.groups as usize, settings.test_groups as usize);
            Ok(combinatorial(data, groups, tested, embargo)?.folds)
        }
    }
}
