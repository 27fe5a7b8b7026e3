//! All sections that configure one engine, and the engine's own.
//!
//! `config` loads an [`EngineSettings`] as a whole. To add a section: a field, a line in
//! [`SectionList::sections`], and, if values of several sections must fit together, a check in
//! [`SectionList::problems`].

use std::fmt;

use super::feeds::FeedSettings;
use crate::clock::{DstRule, ServerClock};
use crate::execution::ExecutionSettings;
use crate::features::{FeatureSettings, Schema};
use crate::model::{LearningSettings, RetrainMode};
use crate::news::calendar::{EventRules, EventSettings};
use crate::news::{NewsSettings, Stories};
use crate::risk::{RiskConfig, RiskGate, RiskKey, TrailingUnit};
use crate::signals::{RuleSet, SignalError, SignalSettings};
use crate::types::settings::{AnySettings, SectionList, SettingProblem};
use crate::types::{FixedText, ParameterError, Period};

crate::settings! {
    /// The engine itself: its bars, its clock, and whether it may trade.
    pub struct CoreSettings in "engine" {
        /// Whether new positions may be opened. Without it the engine computes, explains and
        /// refuses.
        trading_enabled: bool = false, "", ();
        /// Length of a bar: `30s`, `1m`, `15m`, `4h`, `1d`, `1w`, `1mo`, or MetaTrader's `M1`,
        /// `H4`.
        period: String = "1m".to_owned(), "", 8;
        /// How far the trade server's clock is ahead of UTC outside summer time: a multiple of 900.
        server_utc_offset_s: i32 = 0, "seconds", (-50_400, 50_400);
        /// Whose daylight saving dates the server's clock follows. Most brokers with an offset of
        /// 7200 follow `us`.
        server_dst: DstRule = DstRule::None, "", ();
        /// Largest difference between the host's UTC clock and what the server's clock and offset
        /// say. Beyond it there is no new risk.
        clock_skew_max_s: u32 = 120, "seconds", (1, 86_400);
        /// Least importance of a scheduled event that entries keep away from: 1 low, 2 moderate,
        /// 3 high.
        calendar_importance_min: u32 = 3, "", (1, 3);
        /// Folder of the risk state files of live and paper engines. Without one they take no risk,
        /// since a restart would forget their losses and halts.
        state_dir: String = String::new(), "", 1_024;
        /// Folder of the history store: bars that the host hands over for later, one Parquet file
        /// per month. Without one nothing is stored.
        history_dir: String = String::new(), "", 1_024;
    }
}

crate::settings! {
    /// The model that judges closed bars. What it may decide is `signals.gates.model_mode`.
    pub struct ModelSettings in "model" {
        /// Model file, as `hypertrader train` writes it. Its columns are computed beside those of
        /// `features.columns`. Empty: no model.
        file: String = String::new(), "", 1_024;
    }
}

crate::settings! {
    /// What live and paper engines keep for later.
    pub struct StoreSettings in "store" {
        /// Whether the ticks handed over are recorded in the history store, `engine.history_dir`.
        record_ticks: bool = false, "", ();
        /// Name of the source that recorded ticks stand under, such as the name of the trade
        /// server. Empty: `account-` and the number of the account.
        record_source: String = String::new(), "", 63;
    }
}

/// Every section of an engine.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EngineSettings {
    /// Section `engine`.
    pub core: CoreSettings,
    /// Section `features`.
    pub features: FeatureSettings,
    /// Sections `signals.*`.
    pub signals: SignalSettings,
    /// Sections `risk`, `risk.*` and `trailing`.
    pub risk: RiskConfig,
    /// Section `execution`.
    pub execution: ExecutionSettings,
    /// Section `model`.
    pub model: ModelSettings,
    /// Sections `model.*`: how models are trained.
    pub learning: LearningSettings,
    /// Section `store`.
    pub store: StoreSettings,
    /// Section `feeds`.
    pub feeds: FeedSettings,
    /// Section `news`.
    pub news: NewsSettings,
    /// Section `news.events`.
    pub events: EventSettings,
}

impl EngineSettings {
    /// The column that the trailing stop measures with, if it does.
    #[must_use]
    pub fn trailing_column(&self) -> Option<String> {
        let trailing = &self.risk.trailing;
        let by_range = trailing.enabled && trailing.unit == TrailingUnit::Atr;
        by_range.then(|| "atr_14".to_owned())
    }
}

impl SectionList for EngineSettings {
    fn sections(&mut self) -> Vec<&mut dyn AnySettings> {
        let Self { core, features, signals, risk, execution, model, learning, store, .. } = self;
        let (feeds, news, events) = (&mut self.feeds, &mut self.news, &mut self.events);
        let mut sections: Vec<&mut dyn AnySettings> = vec![
            core,
            features,
            &mut signals.ma_cross,
            &mut signals.rsi,
            &mut signals.macd,
            &mut signals.bollinger,
            &mut signals.combine,
            &mut signals.gates,
            &mut signals.stops,
            &mut risk.risk,
            &mut risk.limits,
            &mut risk.session,
            &mut risk.trailing,
            execution,
            model,
            store,
        ];
        sections.extend(learning.sections());
        sections.push(feeds);
        sections.push(news);
        sections.push(events);
        sections
    }

    /// What the parts of an engine would refuse when they are put together.
    fn problems(&self) -> Vec<SettingProblem> {
        let core = &self.core;
        let period = Period::parse(&core.period).err();
        let clock = ServerClock::new(core.server_utc_offset_s, core.server_dst).err();
        let mut problems = Vec::new();
        problems.extend(period.map(|error| unusable("engine.period", &error)));
        problems.extend(clock.map(|error| unusable("engine.server_utc_offset_s", &error)));
        problems.extend(self.column_problem());
        problems.extend(self.risk_problem());
        problems.extend(self.retrain_problems());
        if self.store.record_ticks && core.history_dir.is_empty() {
            let text = "was empty, expected the folder that store.record_ticks records into";
            problems.push(problem("engine.history_dir", &text));
        }
        let weights = Stories::new(&self.news).err();
        problems.extend(weights.map(|error| unusable("news.source_weights", &error)));
        let rules = EventRules::new(&self.events).err();
        problems.extend(rules.map(|error| unusable("news.events.rules", &error)));
        problems
    }
}

impl EngineSettings {
    fn column_problem(&self) -> Option<SettingProblem> {
        let rules = match RuleSet::new(&self.signals) {
            Ok(rules) => rules,
            Err(SignalError::Setting { section, error }) => {
                return Some(unusable(&format!("{section}.{}", error.name), &error));
            }
            Err(error) => return Some(problem("signals", &error)),
        };
        let mut columns = self.features.columns_with(&rules.required_columns());
        columns.extend(self.trailing_column());
        Schema::new(&columns).err().map(|error| problem("features.columns", &error))
    }

    fn retrain_problems(&self) -> Vec<SettingProblem> {
        let retrain = &self.learning.retrain;
        if retrain.mode == RetrainMode::Off {
            return Vec::new();
        }
        let mut problems = Vec::new();
        if self.model.file.is_empty() {
            problems.push(problem(
                "model.file",
                &"was empty, expected the file of the model that model.retrain trains",
            ));
        }
        let least = u64::from(retrain.shadow_bars) + u64::from(retrain.probation_bars);
        if u64::from(retrain.window_bars) <= least {
            let was = retrain.window_bars;
            problems.push(problem(
                "model.retrain.window_bars",
                &format!("was {was}, expected more than shadow_bars and probation_bars: {least}"),
            ));
        }
        problems
    }

    fn risk_problem(&self) -> Option<SettingProblem> {
        let nobody = RiskKey { login: 0, symbol: FixedText::EMPTY, magic: 0 };
        let error = RiskGate::new(self.risk.clone(), nobody).err()?;
        let RiskConfig { risk, limits, session, trailing } = &self.risk;
        let sections: [&dyn AnySettings; 4] = [risk, limits, session, trailing];
        let owner = sections
            .into_iter()
            .find(|section| section.key_values().iter().any(|(key, _)| *key == error.name));
        let section = owner.map_or("risk", AnySettings::section);
        Some(unusable(&format!("{section}.{}", error.name), &error))
    }
}

fn unusable(path: &str, error: &ParameterError) -> SettingProblem {
    let message = format!("was {}, expected {}", error.was, error.expected);
    SettingProblem { key: path.to_owned(), message }
}

fn problem(path: &str, error: &dyn fmt::Display) -> SettingProblem {
    SettingProblem { key: path.to_owned(), message: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(settings: &EngineSettings) -> Vec<String> {
        settings.problems().into_iter().map(|problem| problem.key).collect()
    }

    #[test]
    fn defaults_fit_together_and_permit_no_trade() {
        let settings = EngineSettings::default();
        assert_eq!(settings.problems(), []);
        assert!(!settings.core.trading_enabled);
        assert!(settings.core.state_dir.is_empty());
    }

    #[test]
    fn each_section_is_listed_once() {
        let mut settings = EngineSettings::default();
        let mut names: Vec<_> = settings.sections().iter().map(|it| it.section()).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!((names.len(), count), (27, 27));
    }

    #[test]
    fn problems_name_the_key_at_fault() {
        let mut settings = EngineSettings::default();
        settings.core.period = "7m".to_owned();
        settings.core.server_utc_offset_s = 100;
        settings.signals.ma_cross.enabled = true;
        settings.signals.ma_cross.fast = settings.signals.ma_cross.slow;
        settings.risk.session.hours = "late".to_owned();
        assert_eq!(
            paths(&settings),
            [
                "engine.period",
                "engine.server_utc_offset_s",
                "signals.ma_cross.fast",
                "risk.session.hours"
            ]
        );

        let mut settings = EngineSettings::default();
        settings.features.columns.push("sma_0".to_owned());
        settings.risk.risk.risk_frac = f64::NAN;
        settings.store.record_ticks = true;
        let expected = ["features.columns", "risk.risk_frac", "engine.history_dir"];
        assert_eq!(paths(&settings), expected);
    }
}
