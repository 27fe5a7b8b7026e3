//! How far a search is.

use super::outcome::is_better;

/// How far a search is. A part is one trial on one split.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Parts that are done, with those known from an earlier run.
    pub done_count: usize,
    /// All parts.
    pub total_count: usize,
    /// Since the start of this run.
    pub elapsed_s: f64,
    /// Parts of this run per second; 0 before the first.
    pub parts_per_s: f64,
    /// Until the end, if the rest goes at this rate; `None` before the first part.
    pub left_s: Option<f64>,
    /// Trial, from 0, with the largest mean score among those that are complete, and that mean.
    pub best: Option<(usize, f64)>,
}

/// Counts.
pub(super) struct Meter {
    total: usize,
    known: usize,
    done: usize,
    start_s: f64,
    best: Option<(usize, f64)>,
}

impl Meter {
    pub(super) const fn new(total: usize, start_s: f64) -> Self {
        Self { total, known: 0, done: 0, start_s, best: None }
    }

    pub(super) const fn known(&mut self) {
        self.known += 1;
    }

    pub(super) const fn done(&mut self) {
        self.done += 1;
    }

    /// A trial is complete. Trials end in any order; of equals the first by number is kept.
    pub(super) fn see(&mut self, trial: usize, mean: f64) {
        let is_best = self.best.is_none_or(|(best, best_mean)| {
            is_better(mean, best_mean) || trial < best && !is_better(best_mean, mean)
        });
        if is_best {
            self.best = Some((trial, mean));
        }
    }

    pub(super) fn progress(&self, now_s: f64) -> Progress {
        let elapsed_s = now_s - self.start_s;
        let rate = self.done as f64 / elapsed_s;
        let parts_per_s = if rate.is_finite() { rate } else { 0.0 };
        let done_count = self.known + self.done;
        let left = self.total.saturating_sub(done_count) as f64;
        Progress {
            done_count,
            total_count: self.total,
            elapsed_s,
            parts_per_s,
            left_s: (parts_per_s > 0.0).then(|| left / parts_per_s),
            best: self.best,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_of_this_run_and_the_rest_follows_from_it() {
        let mut meter = Meter::new(60, 100.0);
        assert_eq!(meter.progress(100.0).left_s, None);
        (0..20).for_each(|_| meter.known());
        (0..10).for_each(|_| meter.done());
        let progress = meter.progress(105.0);
        assert_eq!((progress.done_count, progress.total_count), (30, 60));
        assert_eq!(progress.parts_per_s, 2.0);
        assert_eq!(progress.left_s, Some(15.0));
    }

    #[test]
    fn the_best_does_not_depend_on_the_order_of_ends() {
        let best = |ends: &[(usize, f64)]| {
            let mut meter = Meter::new(9, 0.0);
            ends.iter().for_each(|&(trial, mean)| meter.see(trial, mean));
            meter.best
        };
        assert_eq!(best(&[(2, 0.5), (1, 0.5), (0, f64::NAN)]), Some((1, 0.5)));
        assert_eq!(best(&[(0, f64::NAN), (1, 0.5), (2, 0.5)]), Some((1, 0.5)));
        assert_eq!(best(&[]), None);
    }
}
