//! All sections that configure one engine, and the engine's own.
//!
//! `config` loads an [`EngineSettings`] as a whole. To add a section: a field, a line in
//! [`SectionList::sections`], and, if values of several sections must fit together, a check in
//! [`SectionList::problems`].

use crate::clock::{DstRule, ServerClock};
use crate::execution::ExecutionSettings;
use crate::features::{FeatureSettings, Schema};
use crate::risk::{RiskConfig, TrailingUnit};
use crate::signals::{RuleSet, SignalSettings};
use crate::types::Period;
use crate::types::settings::{AnySettings, SectionList, SettingProblem};

crate::settings! {
    /// The engine itself: its bars, its clock, and whether it may trade.
    pub struct CoreSettings in "engine" {
        /// Whether new positions may be opened. Without it the engine computes, explains and
        /// refuses.
        trading_enabled: bool = false, "", ();
        /// Length of a bar: `30s`, `1m`, `15m`, `4h`, `1d`, `1w`, `1mo`, or MetaTrader's `M1`, `H4`.
        period: String = "1m".to_owned(), "", 8;
        /// Closed bars that the host is asked for when the engine opens; more if the columns need
        /// more to warm up.
        history_bars: u32 = 500, "bars", (0, 100_000);
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
        let Self { core, features, signals, risk, execution } = self;
        vec![
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
        ]
    }

    fn problems(&self) -> Vec<SettingProblem> {
        let mut problems = Vec::new();
        let mut require = |key: &str, result: Result<(), String>| {
            if let Err(message) = result {
                problems.push(SettingProblem { key: key.to_owned(), message });
            }
        };
        let unusable = |error: crate::types::ParameterError| {
            format!("was {}, expected {}", error.was, error.expected)
        };
        let core = &self.core;
        require("engine.period", Period::parse(&core.period).map(|_| ()).map_err(unusable));
        let clock = ServerClock::new(core.server_utc_offset_s, core.server_dst);
        require("engine.server_utc_offset_s", clock.map(|_| ()).map_err(unusable));
        require("risk", self.risk.check().map_err(|error| error.to_string()));
        match RuleSet::new(&self.signals) {
            Err(error) => require("signals", Err(error.to_string())),
            Ok(rules) => {
                let columns = self.features.columns_with(&rules.required_columns());
                let schema = Schema::new(&columns).map(|_| ()).map_err(|error| error.to_string());
                require("features.columns", schema);
            }
        }
        problems
    }
}
