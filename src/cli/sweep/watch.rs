//! Progress of a sweep on a terminal, and its end by Ctrl-C.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use hypertrader::sweep::Watcher;

use super::grid_file::GridFile;

/// Whether Ctrl-C was pressed: the batch at hand is recorded, then the sweep ends.
static IS_ENDING: AtomicBool = AtomicBool::new(false);
static LISTENING: Once = Once::new();

/// A bar with rate, remaining time and the best so far. Silent when standard error is no terminal.
#[derive(Debug)]
pub(super) struct Watch(ProgressBar);

impl Watch {
    pub(super) fn new(grid: &GridFile, symbols: usize) -> Self {
        LISTENING.call_once(|| {
            // Without a handler Ctrl-C ends the program at once; the record is as good.
            let _ = ctrlc::set_handler(|| {
                if IS_ENDING.swap(true, Ordering::Relaxed) {
                    std::process::exit(130); // asked twice
                }
            });
        });
        let length = grid.combinations() as u64 * symbols as u64;
        let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
        let template = "{wide_bar} {human_pos}/{human_len}, {per_sec}, {eta} left  {msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(bar)
    }
}

impl Watcher for Watch {
    fn on_batch(&self, symbol: &str, combinations: usize, best: Option<(f64, &[String])>) {
        self.0.inc(combinations as u64);
        let best = best.map(|(score, values)| format!("best {score:.3} at {}", values.join(", ")));
        self.0.set_message(format!("{symbol} {}", best.unwrap_or_default()));
    }

    fn is_cancelled(&self) -> bool {
        IS_ENDING.load(Ordering::Relaxed)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
