//! What the training thread does for one engine.

use std::any::Any;
use std::sync::Arc;

use super::files::{LockError, ModelFiles};
use super::link::{Bench, Link, Notice, View};
use super::memory::bars_within;
use super::plan::Outcome;
use super::{stored, worker};
use crate::clock::Stopwatch;
use crate::engine::DecisionModel;
use crate::model::file::Model;
use crate::telemetry::{Level, panic_text};
use crate::training::{Origin, Surroundings, train, varying_columns};
use crate::types::{Bar, UnixNanos};

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Judge the models on the bars there are, and act on it.
    Look,
    /// Train a candidate, then look.
    Train,
    /// Drop the candidate, then look.
    Discard,
}

/// A task for an engine.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) link: Arc<Link>,
    pub(super) task: Task,
    /// The engine's time.
    pub(super) now: UnixNanos,
    /// Price of a point, as the spreads of the bars are counted.
    pub(super) point: f64,
}

/// Why a job ended early.
pub(super) enum Ended {
    Cancelled,
    Failed(String),
}

pub(super) fn failed(error: impl ToString) -> Ended {
    Ended::Failed(error.to_string())
}

/// Does a job. What came of it is in the link's report.
pub(super) fn work(job: &Job) {
    let mut bench = job.link.bench.lock();
    let mut run = Run { job, view: job.link.report().view.clone(), notices: Vec::new() };
    if let Err(ended) = run.all(&mut bench) {
        run.note(ended);
    }
    run.publish();
}

/// Says that the library is at fault.
pub(super) fn report_panic(job: &Job, payload: &(dyn Any + Send)) {
    let text = panic_text(payload);
    let mut report = job.link.report();
    report.view.outcome = Outcome::Failed;
    report.view.looked = true;
    let line = format!("training: an internal fault: {text}");
    report.notices.push(Notice::Line(Level::Error, line));
}

/// A job under way.
pub(super) struct Run<'a> {
    pub(super) job: &'a Job,
    pub(super) view: View,
    pub(super) notices: Vec<Notice>,
}

impl Run<'_> {
    fn publish(self) {
        let mut report = self.job.link.report();
        report.view = self.view;
        report.notices.extend(self.notices);
    }

    pub(super) fn say(&mut self, level: Level, text: String) {
        self.notices.push(Notice::Line(level, text));
    }

    fn note(&mut self, ended: Ended) {
        match ended {
            Ended::Cancelled => {
                self.view.outcome = Outcome::Cancelled;
                self.say(Level::Info, "training was cancelled".to_owned());
            }
            Ended::Failed(text) => {
                if self.job.task == Task::Train {
                    self.view.outcome = Outcome::Failed;
                }
                self.say(Level::Error, format!("training: {text}"));
            }
        }
    }

    fn all(&mut self, bench: &mut Bench) -> Result<(), Ended> {
        self.view.looked = true;
        self.read_stored(bench)?;
        let files = self.files(bench)?;
        match self.job.task {
            Task::Look => {}
            Task::Train => {
                self.job.link.set_training(true);
                self.train(files)?;
            }
            Task::Discard => {
                files.drop_candidate().map_err(failed)?;
                self.view.outcome = Outcome::Cancelled;
                self.say(Level::Info, "the new model was dropped".to_owned());
            }
        }
        self.look(files)
    }

    fn files<'b>(&self, bench: &'b mut Bench) -> Result<&'b ModelFiles, Ended> {
        let path = &self.job.link.subject.model_file;
        if bench.files.is_none() {
            bench.files = Some(ModelFiles::lock(path).map_err(|error| match error {
                LockError::InUse => failed(format!(
                    "{}: another engine trains this model; give each engine a model.file of its \
                     own",
                    path.display()
                )),
                LockError::File(error) => failed(error),
            })?);
        }
        bench.files.as_ref().ok_or_else(|| failed("no files"))
    }

    /// Puts the stored bars into the window, once.
    fn read_stored(&self, bench: &mut Bench) -> Result<(), Ended> {
        let subject = &self.job.link.subject;
        let Some(folder) = subject.stored.as_ref().filter(|_| !bench.stored_read) else {
            return Ok(());
        };
        let bars = stored::read(folder, &subject.clock).map_err(failed)?;
        self.job.link.window.0.lock().add(bars);
        bench.stored_read = true;
        Ok(())
    }

    /// The newest bars, at most `count`.
    pub(super) fn bars(&self, count: usize) -> Vec<Bar> {
        self.job.link.window.0.lock().newest(count)
    }

    fn train(&mut self, files: &ModelFiles) -> Result<(), Ended> {
        let (link, subject) = (&self.job.link, &self.job.link.subject);
        let retrain = &subject.learning.retrain;
        let wanted = match files.current().map_err(failed)? {
            Some(model) => model.columns,
            None => subject.columns.clone(),
        };
        let fitting = bars_within(retrain.memory_max_mb, wanted.len());
        let bars = self.bars(fitting.min(retrain.window_bars as usize));
        let columns = varying_columns(&wanted, &bars).map_err(failed)?;
        let origin = Origin {
            symbol: &subject.symbol,
            bars: &bars,
            period: subject.period,
            point: self.job.point,
            now: self.job.now,
            columns: &columns,
            threshold_prob: subject.threshold_prob,
        };
        let watch = Stopwatch::start();
        let stop = || link.is_stopped() || worker::is_stopped();
        let trained = train(
            &origin,
            &subject.learning,
            &mut Surroundings {
                threads: 1,
                log: &[],
                resume: &mut |_| {},
                record: &mut |_| {},
                progress: &mut |progress| link.progress(progress),
                stop: &stop,
                clock_s: &|| watch.elapsed_s(),
            },
        );
        if stop() {
            return Err(Ended::Cancelled);
        }
        let trained = trained.map_err(failed)?;
        self.decision_model(&trained.model)?;
        files.put_candidate(&trained.model).map_err(failed)?;
        let auc = trained.report.raw.score.auc_ovr.unwrap_or(0.0);
        self.view.auc_ovr = auc;
        self.say(
            Level::Info,
            format!(
                "trained on {} bars in {:.0} s: AUC {auc:.4} out of fold",
                bars.len(),
                watch.elapsed_s()
            ),
        );
        Ok(())
    }

    /// A model that this engine can use.
    pub(super) fn decision_model(&self, model: &Model) -> Result<DecisionModel, Ended> {
        let subject = &self.job.link.subject;
        if let Some(column) = model.columns.iter().find(|name| !subject.computed.contains(name)) {
            return Err(failed(format!("column {column:?} is not computed by this engine")));
        }
        DecisionModel::new(model).map_err(failed)
    }
}
