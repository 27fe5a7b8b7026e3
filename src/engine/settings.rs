//! All sections that configure one engine, and the engine's own.
//!
//! `config` loads an [`EngineSettings`] as a whole. To add a section: a field, a line in
//! [`SectionList::sections`], and, if values of several sections must fit together, a check in
//! [`SectionList::problems`].

use crate::clock::{DstRule, ServerClock};
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
    }
}

/// Every section of an engine.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EngineSettings {
    /// Section `engine`.
    pub core: CoreSettings,
}

impl SectionList for EngineSettings {
    fn sections(&mut self) -> Vec<&mut dyn AnySettings> {
        vec![&mut self.core]
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
        problems
    }
}
