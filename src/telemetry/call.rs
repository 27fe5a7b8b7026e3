//! The exported functions that are measured.

macro_rules! calls {
    ($($variant:ident = $name:literal,)+) => {
        /// An exported function.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is named after the function that it stands for")]
        pub enum Call {
            $($variant,)+
        }

        impl Call {
            /// Every function.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Name of the function without its prefix `ht_`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

calls! {
    AbiCheck = "abi_check",
    Version = "version",
    LastError = "last_error",
    SelfTest = "self_test",
    EngineOpen = "engine_open",
    RuntimeStatus = "runtime_status",
    RuntimeShutdown = "runtime_shutdown",
    EngineSymbol = "engine_symbol",
    EngineHistory = "engine_history",
    EngineTicks = "engine_ticks",
    EngineDecision = "engine_decision",
    EngineTimer = "engine_timer",
    EngineAccount = "engine_account",
    EnginePositions = "engine_positions",
    EngineOrderResult = "engine_order_result",
    EngineDeal = "engine_deal",
    EngineCalendar = "engine_calendar",
    EngineCommand = "engine_command",
    EngineStatus = "engine_status",
    EngineFeatures = "engine_features",
    FeatureName = "feature_name",
    EngineExplain = "engine_explain",
    LogDrain = "log_drain",
    EngineClose = "engine_close",
    RefusalText = "refusal_text",
    HistoryAppend = "history_append",
    EngineModel = "engine_model",
    EngineSetModel = "engine_set_model",
    TrainStart = "train_start",
    TrainPoll = "train_poll",
    TrainCancel = "train_cancel",
    LogLevel = "log_level",
}

/// Of the calls that a host makes for every tick one in so many is timed; the first always is.
pub const TIMED_EVERY: u64 = 16;

impl Call {
    /// Functions.
    pub const COUNT: usize = Self::ALL.len();

    /// Whether a host calls it for every tick, so that timing each call would cost too much.
    #[inline]
    #[must_use]
    pub const fn is_hot(self) -> bool {
        matches!(
            self,
            Self::EngineTicks | Self::EngineDecision | Self::EngineStatus | Self::EngineFeatures
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exported_function_is_measured_but_the_frozen_one() {
        let exported = include_str!("../../tests/data/exported_symbols.txt").lines();
        let exported: Vec<&str> = exported.filter_map(|line| line.strip_prefix("ht_")).collect();
        assert_eq!(exported[0], "abi_version");
        let measured: Vec<&str> = Call::ALL.iter().map(|call| call.name()).collect();
        assert_eq!(exported[1..], measured);
    }
}
