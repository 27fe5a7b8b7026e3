//! What ended a trade.

use serde::Serialize;

/// Why a position was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExitReason {
    /// The stop loss was reached.
    Stop,
    /// The take profit was reached.
    Target,
    /// The strategy asked for it.
    Signal,
    /// A stop that had been trailed was reached.
    Trailing,
    /// The data ended.
    EndOfData,
    /// The broker closed it for want of margin.
    StopOut,
    /// Anything else.
    Other,
}

impl ExitReason {
    /// All reasons.
    pub const ALL: [Self; 7] = [
        Self::Stop,
        Self::Target,
        Self::Signal,
        Self::Trailing,
        Self::EndOfData,
        Self::StopOut,
        Self::Other,
    ];

    /// Name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Target => "target",
            Self::Signal => "signal",
            Self::Trailing => "trailing",
            Self::EndOfData => "end_of_data",
            Self::StopOut => "stop_out",
            Self::Other => "other",
        }
    }
}
