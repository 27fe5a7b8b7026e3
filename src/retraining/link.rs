//! What an engine and the training thread share.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use parking_lot::{Mutex, MutexGuard};

use super::files::ModelFiles;
use super::fresh::FreshFigures;
use super::plan::{Contest, Outcome, Stage};
use super::subject::Subject;
use super::window::SharedWindow;
use crate::engine::DecisionModel;
use crate::model::file::ModelId;
use crate::telemetry::Level;
use crate::training::Progress;
use crate::types::UnixNanos;

/// What the training thread knows.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    /// Whether the thread has looked at the files.
    pub(super) looked: bool,
    pub(super) stage: Stage,
    pub(super) outcome: Outcome,
    /// The model on trial.
    pub(super) candidate: Option<ModelId>,
    /// How it does.
    pub(super) contest: Contest,
    /// Area under the curve of the last training.
    pub(super) auc_ovr: f64,
    /// The model of the file that decides, and how it does.
    pub(super) current: Option<(ModelId, Option<FreshFigures>)>,
    /// When the newest of the models was made.
    pub(super) newest_made: Option<UnixNanos>,
}

/// What the engine is to hear.
#[derive(Debug)]
pub(super) enum Notice {
    /// This model decides from now on.
    Adopt(Box<DecisionModel>),
    /// A line for the log.
    Line(Level, String),
}

/// View and notices, of the same moment.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) view: View,
    pub(super) notices: Vec<Notice>,
}

/// What only the training thread touches.
#[derive(Debug, Default)]
pub(super) struct Bench {
    /// Held from the first look on.
    pub(super) files: Option<ModelFiles>,
    /// Whether the stored bars are in the window.
    pub(super) stored_read: bool,
}

/// One engine's side and the thread's side of its training.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) subject: Subject,
    pub(super) window: SharedWindow,
    pub(super) bench: Mutex<Bench>,
    report: Mutex<Report>,
    stop: AtomicBool,
    busy: AtomicBool,
    training: AtomicBool,
    done_frac: AtomicU64,
    left_s: AtomicU64,
}

impl Link {
    pub(super) fn new(subject: Subject, window: SharedWindow) -> Self {
        Self {
            subject,
            window,
            bench: Mutex::default(),
            report: Mutex::default(),
            stop: AtomicBool::new(false),
            busy: AtomicBool::new(false),
            training: AtomicBool::new(false),
            done_frac: AtomicU64::new(0),
            left_s: AtomicU64::new(0),
        }
    }

    /// The report, if the thread is not writing it.
    pub(super) fn try_report(&self) -> Option<MutexGuard<'_, Report>> {
        self.report.try_lock()
    }

    /// The report, for the thread.
    pub(super) fn report(&self) -> MutexGuard<'_, Report> {
        self.report.lock()
    }

    /// A job is handed to the thread.
    pub(super) fn begin(&self) {
        self.stop.store(false, Ordering::Release);
        self.busy.store(true, Ordering::Release);
    }

    /// The thread is through with the job, or never got it.
    pub(super) fn end(&self) {
        self.set_training(false);
        self.busy.store(false, Ordering::Release);
    }

    /// Whether a job is with the thread.
    pub(super) fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Acquire)
    }

    pub(super) fn set_training(&self, training: bool) {
        self.tell(0.0, 0.0);
        self.training.store(training, Ordering::Release);
    }

    /// Whether the thread trains for this engine now.
    pub(super) fn is_training(&self) -> bool {
        self.training.load(Ordering::Acquire)
    }

    /// Gives up the job as soon as can be.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Release);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }

    /// Keeps how far a training is.
    pub(super) fn progress(&self, progress: &Progress) {
        let done = progress.done_count as f64 / progress.total_count.max(1) as f64;
        self.tell(done, progress.left_s.unwrap_or(0.0));
    }

    fn tell(&self, done_frac: f64, left_s: f64) {
        self.done_frac.store(done_frac.to_bits(), Ordering::Relaxed);
        self.left_s.store(left_s.to_bits(), Ordering::Relaxed);
    }

    /// Share of the search that is done, and seconds that it still needs, 0 if unknown.
    pub(super) fn told(&self) -> (f64, f64) {
        let read = |value: &AtomicU64| f64::from_bits(value.load(Ordering::Relaxed));
        (read(&self.done_frac), read(&self.left_s))
    }
}
