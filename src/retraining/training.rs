//! The engine's side of its training.

use std::fmt;
use std::sync::Arc;

use super::fresh::FreshFigures;
use super::job::{Job, Task};
use super::link::{Link, Notice, View};
use super::plan::{Outcome, Situation, Stage, reason};
use super::subject::Subject;
use super::window::{SharedWindow, StampedBar};
use super::worker::{self, Refused};
use crate::engine::Engine;
use crate::model::file::ModelId;
use crate::model::{RetrainMode, RetrainSettings};
use crate::telemetry::Level;
use crate::types::{Bar, UnixNanos};

/// Where training stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrainingState {
    /// Nothing is under way.
    Idle,
    /// A training waits for the thread.
    Waiting,
    /// A training is running.
    Running,
    /// A new model is judged before it may decide.
    Shadow,
    /// A new model decides and is held against the one before.
    Probation,
}

/// All about the training of an engine.
#[derive(Clone, Copy, Debug)]
pub struct TrainingStatus {
    /// Where it stands.
    pub state: TrainingState,
    /// The model on trial.
    pub candidate: Option<ModelId>,
    /// When the last training began.
    pub started: Option<UnixNanos>,
    /// Share of the search that is done.
    pub progress_frac: f64,
    /// Seconds that the search still needs, 0 if unknown.
    pub left_s: f64,
    /// Area under the curve of the last training, 0 before one.
    pub auc_ovr: f64,
    /// Logarithmic loss of the newer model on fresh bars.
    pub newer_log_loss: f64,
    /// Logarithmic loss of what it is held against.
    pub older_log_loss: f64,
    /// Fresh bars so far.
    pub fresh_bars: usize,
    /// Fresh bars until the verdict.
    pub fresh_bars_needed: usize,
    /// Bars at hand.
    pub window_bars: usize,
    /// What came of the last training.
    pub outcome: Outcome,
}

/// Why no training was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartError {
    /// One waits or runs.
    UnderWay,
    /// A new model is on trial.
    OnTrial,
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnderWay => "a training waits or runs already",
            Self::OnTrial => "a new model is on trial; cancel it, or wait for the verdict",
        })
    }
}

impl std::error::Error for StartError {}

/// Training for one engine, on the engine's thread. Dropped, it stops what is under way.
#[derive(Debug)]
pub struct Retraining {
    link: Arc<Link>,
    /// Whether it trains unasked.
    automatic: bool,
    /// Whether the thread is used at all.
    awake: bool,
    /// Runs of closed bars that are not in the window yet.
    pending: Vec<Vec<StampedBar>>,
    /// Server second of the newest bar that was taken.
    taken_s: i64,
    view: View,
    window_bars: usize,
    bars_since_look: usize,
    wish: Option<Task>,
    doing: Option<Task>,
    started: Option<UnixNanos>,
}

impl Retraining {
    /// Training as the engine is configured; `None` if it is off. `lasting`: the engine lives in a
    /// terminal, not in a tester or a replay. Starts no thread.
    ///
    /// `window` is what an engine before it had gathered of the same series.
    #[must_use]
    pub fn new(engine: &Engine, lasting: bool, window: Option<SharedWindow>) -> Option<Self> {
        let subject = Subject::of(engine)?;
        let retrain = &subject.learning.retrain;
        let automatic = lasting && retrain.mode == RetrainMode::Auto;
        let capacity = retrain.window_bars as usize;
        let window = window.unwrap_or_else(|| SharedWindow::new(capacity));
        if let Some(mut bars) = window.0.try_lock() {
            bars.set_capacity(capacity);
        }
        Some(Self {
            link: Arc::new(Link::new(subject, window)),
            automatic,
            awake: lasting,
            pending: Vec::new(),
            taken_s: i64::MIN,
            view: View::default(),
            window_bars: 0,
            bars_since_look: 0,
            wish: None,
            doing: None,
            started: None,
        })
    }

    /// The bars that were gathered, for a later engine of the same series.
    #[must_use]
    pub fn window(&self) -> SharedWindow {
        self.link.window.clone()
    }

    /// Takes closed bars that the host hands in, oldest first. They may be older than those that
    /// were taken before.
    pub fn take_bars(&mut self, bars: &[(i64, Bar)]) {
        let Some(&(newest_s, _)) = bars.last() else { return };
        self.bars_since_look += bars.iter().filter(|bar| bar.0 > self.taken_s).count();
        self.taken_s = self.taken_s.max(newest_s);
        self.pending.push(bars.to_vec());
    }

    /// Moves on: takes the bars that have closed, takes in what the thread has done, and gives it
    /// the next thing to do. Never waits. Not for the tick path.
    pub fn advance(&mut self, engine: &mut Engine) {
        let closed: Vec<StampedBar> = engine.closed_bars_after(self.taken_s).copied().collect();
        self.take_bars(&closed);
        self.hand_over();
        self.take_in(engine);
        if self.awake
            && !self.link.is_busy()
            && let Some(task) = self.next_task(engine)
        {
            self.submit(task, engine);
        }
    }

    fn hand_over(&mut self) {
        if let Some(mut window) = self.link.window.0.try_lock() {
            self.pending.drain(..).for_each(|bars| window.add(bars));
            self.window_bars = window.len();
        }
    }

    fn take_in(&mut self, engine: &mut Engine) {
        let Some(mut report) = self.link.try_report() else { return };
        self.view = report.view.clone();
        let notices = std::mem::take(&mut report.notices);
        drop(report);
        for notice in notices {
            match notice {
                Notice::Line(level, text) => engine.log(level, format_args!("{text}")),
                Notice::Adopt(model) => {
                    if let Err(error) = engine.set_model(Some(*model)) {
                        engine.log(Level::Error, format_args!("the new model: {error}"));
                    }
                }
            }
        }
    }

    fn next_task(&mut self, engine: &mut Engine) -> Option<Task> {
        if !self.view.looked {
            return Some(Task::Look);
        }
        match self.wish.take() {
            Some(Task::Train) if self.view.stage != Stage::Settled => {
                engine.log(Level::Warn, format_args!("not trained: {}", StartError::OnTrial));
            }
            Some(Task::Discard) if self.view.stage != Stage::Shadow => {}
            Some(task) => return Some(task),
            None => {}
        }
        if self.automatic
            && self.view.stage == Stage::Settled
            && let Some(why) = reason(self.settings(), &self.situation(engine))
        {
            engine.log(Level::Info, format_args!("training: {why}"));
            return Some(Task::Train);
        }
        let every = self.settings().judge_every_bars as usize;
        (self.bars_since_look >= every).then_some(Task::Look)
    }

    fn settings(&self) -> &RetrainSettings {
        &self.link.subject.learning.retrain
    }

    fn situation(&self, engine: &Engine) -> Situation {
        let status = engine.status();
        let enough = self.settings().shadow_bars.max(100) as usize;
        let figures = self.fresh_figures(engine).filter(|figures| figures.bars >= enough);
        Situation {
            now: status.now,
            has_model: status.model_id.is_some(),
            last: self.started.max(self.view.newest_made),
            drift: status.model_drift,
            decayed: figures.is_some_and(|it| it.log_loss > it.prior_log_loss),
            bars: self.window_bars,
        }
    }

    fn submit(&mut self, task: Task, engine: &mut Engine) {
        let Some(point) = engine.symbol().map(|symbol| symbol.point) else { return };
        let now = engine.status().now;
        self.link.begin();
        let job = Job { link: Arc::clone(&self.link), task, now, point };
        if let Err(refused) = worker::submit(job) {
            self.link.end();
            self.awake = false;
            if let Refused::Thread(error) = refused {
                engine.log(Level::Error, format_args!("no thread for training: {error}"));
            }
            return;
        }
        self.bars_since_look = 0;
        self.doing = Some(task);
        if task == Task::Train {
            self.started = Some(now);
        }
    }

    /// Asks for a training. It begins with the next [`Retraining::advance`].
    ///
    /// # Errors
    /// One is under way, or a new model is on trial.
    pub fn start(&mut self) -> Result<(), StartError> {
        match self.state() {
            TrainingState::Waiting | TrainingState::Running => Err(StartError::UnderWay),
            TrainingState::Shadow | TrainingState::Probation => Err(StartError::OnTrial),
            TrainingState::Idle => {
                self.awake = true;
                self.wish = Some(Task::Train);
                Ok(())
            }
        }
    }

    /// Ends a training that waits or runs, or drops the model in its shadow. Whether there was
    /// something to cancel.
    pub fn cancel(&mut self) -> bool {
        match self.state() {
            TrainingState::Waiting | TrainingState::Running => {
                self.wish = None;
                self.link.stop();
                true
            }
            TrainingState::Shadow => {
                self.wish = Some(Task::Discard);
                true
            }
            TrainingState::Idle | TrainingState::Probation => false,
        }
    }

    /// Where training stands.
    #[must_use]
    pub fn state(&self) -> TrainingState {
        let trains = self.link.is_busy() && self.doing == Some(Task::Train);
        match self.view.stage {
            _ if trains && self.link.is_training() => TrainingState::Running,
            _ if trains || self.wish == Some(Task::Train) => TrainingState::Waiting,
            Stage::Shadow => TrainingState::Shadow,
            Stage::Probation => TrainingState::Probation,
            Stage::Settled => TrainingState::Idle,
        }
    }

    /// All about it, as of the last [`Retraining::advance`].
    #[must_use]
    pub fn status(&self) -> TrainingStatus {
        let (progress_frac, left_s) = self.link.told();
        let View { contest, stage, .. } = &self.view;
        let or_zero = |value: f64| if value.is_nan() { 0.0 } else { value };
        TrainingStatus {
            state: self.state(),
            candidate: self.view.candidate,
            started: self.started,
            progress_frac,
            left_s,
            auc_ovr: self.view.auc_ovr,
            newer_log_loss: or_zero(contest.newer),
            older_log_loss: or_zero(contest.older),
            fresh_bars: contest.bars,
            fresh_bars_needed: match stage {
                Stage::Settled => 0,
                Stage::Shadow => self.settings().shadow_bars as usize,
                Stage::Probation => self.settings().probation_bars as usize,
            },
            window_bars: self.window_bars,
            outcome: self.view.outcome,
        }
    }

    /// How the engine's model does on fresh bars; `None` before it was judged.
    #[must_use]
    pub fn fresh_figures(&self, engine: &Engine) -> Option<FreshFigures> {
        let (id, figures) = self.view.current.as_ref()?;
        figures.filter(|_| Some(*id) == engine.model_id())
    }
}

impl Drop for Retraining {
    fn drop(&mut self) {
        self.link.stop();
    }
}
