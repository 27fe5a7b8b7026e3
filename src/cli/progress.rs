//! Progress on a terminal: a bar with rate and remaining time. Silent when standard error is none.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Units between two looks at the screen: telling the bar costs more than a tick.
const STEP: u64 = 8_192;

/// A progress bar, or a counter where the length is not known.
#[derive(Debug)]
pub(in crate::cli) struct Progress(ProgressBar);

impl Progress {
    /// Counts rows while a file of unknown length is read.
    pub(in crate::cli) fn counting(what: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{msg} {human_pos}, {per_sec}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        Self(bar)
    }

    /// Shows how much of a known length is done.
    pub(in crate::cli) fn of(length: u64, what: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
        let template = "{msg} {wide_bar} {human_pos}/{human_len}, {per_sec}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(what);
        Self(bar)
    }

    pub(in crate::cli) fn advance_to(&self, position: u64) {
        if position.is_multiple_of(STEP) {
            self.0.set_position(position);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
