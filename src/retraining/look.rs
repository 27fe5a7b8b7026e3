//! Judging the models of an engine on fresh bars, and acting on it.

use super::files::ModelFiles;
use super::fresh::FreshRows;
use super::job::{Ended, Run, failed};
use super::link::Notice;
use super::plan::{Contest, Outcome, Stage, Verdict, after_probation, after_shadow};
use crate::engine::DecisionModel;
use crate::model::file::Model;
use crate::telemetry::Level;
use crate::training::{Preparation, Prepared, prepare};
use crate::types::{DurationNanos, UnixNanos};

/// A model in its two forms.
struct Loaded {
    file: Model,
    ready: DecisionModel,
}

/// The models there are.
struct Models {
    current: Option<Loaded>,
    candidate: Option<Loaded>,
    previous: Option<Loaded>,
}

impl Models {
    fn all(&self) -> impl Iterator<Item = &DecisionModel> {
        let models = [&self.current, &self.candidate, &self.previous];
        models.into_iter().flatten().map(|model| &model.ready)
    }
}

impl Run<'_> {
    /// Judges the models that there are. A verdict first changes the files, then the engine.
    pub(super) fn look(&mut self, files: &ModelFiles) -> Result<(), Ended> {
        let mut models = self.load(files)?;
        self.view.newest_made = models.all().map(|model| model.created).max();
        let prepared = self.prepare(&models);
        self.view.stage = Stage::Settled;
        self.view.contest = Contest::default();
        self.view.candidate = None;
        if let Some(candidate) = models.candidate.take() {
            models.current = self.shadow(files, prepared.as_ref(), candidate, models.current)?;
        } else if let (Some(current), Some(previous)) = (&models.current, &models.previous)
            && let Some(back) = self.probation(files, prepared.as_ref(), current, previous)?
        {
            models.current = Some(back);
        }
        self.view.current = match (&models.current, &prepared) {
            (Some(model), Some(prepared)) => {
                let fresh = FreshRows::after(&prepared.data, self.learnt_until(&[&model.ready]));
                Some((model.ready.id, fresh.figures(&model.ready).map_err(failed)?))
            }
            (model, _) => model.as_ref().map(|model| (model.ready.id, None)),
        };
        Ok(())
    }

    /// Reads the models; what a crash left behind is removed.
    fn load(&self, files: &ModelFiles) -> Result<Models, Ended> {
        let loaded = |model: Option<Model>| {
            model.map(|file| Ok(Loaded { ready: self.decision_model(&file)?, file })).transpose()
        };
        let current = loaded(files.current().map_err(failed)?)?;
        let mut candidate = loaded(files.candidate().map_err(failed)?)?;
        let mut previous = loaded(files.previous().map_err(failed)?)?;
        let id = |model: &Option<Loaded>| model.as_ref().map(|model| model.ready.id);
        if current.is_some() && id(&candidate) == id(&current) {
            files.drop_candidate().map_err(failed)?;
            candidate = None;
        }
        if current.is_some() && id(&previous) == id(&current) {
            files.drop_previous().map_err(failed)?;
            previous = None;
        }
        Ok(Models { current, candidate, previous })
    }

    /// Labelled rows of all bars there are, with every column that a model reads; `None` while
    /// there are too few.
    fn prepare(&self, models: &Models) -> Option<Prepared> {
        let subject = &self.job.link.subject;
        let learning = &subject.learning;
        let mut columns: Vec<String> = Vec::new();
        for name in models.all().flat_map(|model| &model.columns) {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
        let preparation = Preparation {
            columns,
            labels: learning.labels.clone(),
            costs: learning.costs.clone(),
            weights: learning.weights.clone(),
        };
        let period = DurationNanos::from_seconds(i64::from(subject.period.seconds()));
        let bars = self.bars(learning.retrain.window_bars as usize);
        prepare(&bars, period, self.job.point, &preparation).ok()
    }

    /// When the last label ended that one of the models has learnt from.
    fn learnt_until(&self, models: &[&DecisionModel]) -> UnixNanos {
        let last = models.iter().map(|model| model.span.last).max().unwrap_or_default();
        last + self.job.link.subject.learning.labels.horizon()
    }

    /// Judges a candidate. Gives the model that decides now.
    fn shadow(
        &mut self,
        files: &ModelFiles,
        prepared: Option<&Prepared>,
        candidate: Loaded,
        current: Option<Loaded>,
    ) -> Result<Option<Loaded>, Ended> {
        let retrain = &self.job.link.subject.learning.retrain;
        let now = self.job.now;
        // An expired model has no opinion: a new one need only beat the class frequencies.
        let rival = current.as_ref().map(|model| &model.ready);
        let rival = rival.filter(|model| model.expires.is_none_or(|expires| now < expires));
        let mut contest = Contest::default();
        if let Some(prepared) = prepared {
            let mut models = vec![&candidate.ready];
            models.extend(rival);
            let fresh = FreshRows::after(&prepared.data, self.learnt_until(&models));
            contest.bars = fresh.len();
            contest.newer = fresh.log_loss(&candidate.ready).map_err(failed)?;
            contest.older = match rival {
                Some(model) => fresh.log_loss(model).map_err(failed)?,
                None => fresh.prior_log_loss().map_err(failed)?,
            };
        }
        let verdict = after_shadow(retrain, &contest);
        let against = if rival.is_some() { "the old model" } else { "the class frequencies" };
        let figures = figures(&contest, against);
        let id = candidate.ready.id;
        match verdict {
            Verdict::Wait => {
                self.view.stage = Stage::Shadow;
                self.view.contest = contest;
                self.view.candidate = Some(id);
                Ok(current)
            }
            Verdict::Older => {
                files.drop_candidate().map_err(failed)?;
                self.view.outcome = Outcome::Rejected;
                self.say(Level::Info, format!("new model {id} rejected: {figures}"));
                Ok(current)
            }
            Verdict::Newer => {
                let kept = current.filter(|_| retrain.probation_bars > 0);
                files
                    .promote(&candidate.file, kept.as_ref().map(|model| &model.file))
                    .map_err(failed)?;
                if kept.is_some() {
                    self.view.stage = Stage::Probation;
                    self.view.candidate = Some(id);
                }
                self.view.outcome = Outcome::Promoted;
                self.notices.push(Notice::Adopt(Box::new(candidate.ready.clone())));
                self.say(Level::Info, format!("new model {id} decides: {figures}"));
                Ok(Some(candidate))
            }
        }
    }

    /// Holds a new model against the one before. Gives the latter if it is to decide again.
    fn probation(
        &mut self,
        files: &ModelFiles,
        prepared: Option<&Prepared>,
        current: &Loaded,
        previous: &Loaded,
    ) -> Result<Option<Loaded>, Ended> {
        let retrain = &self.job.link.subject.learning.retrain;
        let mut contest = Contest::default();
        if let Some(prepared) = prepared {
            let until = self.learnt_until(&[&current.ready, &previous.ready]);
            let fresh =
                FreshRows::after(&prepared.data, until).without_first(retrain.shadow_bars as usize);
            contest.bars = fresh.len();
            contest.newer = fresh.log_loss(&current.ready).map_err(failed)?;
            contest.older = fresh.log_loss(&previous.ready).map_err(failed)?;
        }
        let (new, old) = (current.ready.id, previous.ready.id);
        let figures = figures(&contest, "the model before");
        match after_probation(retrain, &contest) {
            Verdict::Wait => {
                self.view.stage = Stage::Probation;
                self.view.contest = contest;
                self.view.candidate = Some(new);
                Ok(None)
            }
            Verdict::Newer => {
                files.drop_previous().map_err(failed)?;
                self.view.outcome = Outcome::Confirmed;
                self.say(Level::Info, format!("model {new} confirmed: {figures}"));
                Ok(None)
            }
            Verdict::Older => {
                files.roll_back(&previous.file).map_err(failed)?;
                self.view.outcome = Outcome::RolledBack;
                self.notices.push(Notice::Adopt(Box::new(previous.ready.clone())));
                self.say(Level::Warn, format!("model {new} rolled back to {old}: {figures}"));
                Ok(Some(Loaded { file: previous.file.clone(), ready: previous.ready.clone() }))
            }
        }
    }
}

fn figures(contest: &Contest, against: &str) -> String {
    let Contest { bars, newer, older } = contest;
    format!("log-loss {newer:.4}, {against} {older:.4}, on {bars} fresh bars")
}
