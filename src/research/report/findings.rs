//! What to doubt about a result: findings, and the verdict that they add up to.

use serde::Serialize;

use super::doctor;
use super::facts::{Account, Brackets, MarketMove};

/// How much a finding weighs, lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// The result may be much worse than it looks.
    Warning,
    /// The result says nothing, or says no.
    Error,
}

impl Severity {
    /// Name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One doubt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// Its name for programs, such as `few_trades`.
    pub code: &'static str,
    /// What was found, with the numbers.
    pub text: String,
    /// What to do about it.
    pub hint: String,
}

impl Finding {
    /// A doubt.
    pub fn new(
        severity: Severity,
        code: &'static str,
        text: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { severity, code, text: text.into(), hint: hint.into() }
    }
}

/// What is known of a test.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Evidence {
    /// The account; `None` before a bar has closed.
    pub account: Option<Account>,
    /// Net profit at other orders of prices inside bars; `None` for ticks.
    pub brackets: Option<Brackets>,
    /// Trades whose result depends on that order.
    pub ambiguous_trades: u64,
    /// Trades that were filled in bars in which nothing was traded, if known.
    pub stale_trades: Option<u64>,
    /// What the market did; `None` with several symbols.
    pub market: Option<MarketMove>,
    /// Leverage of the account, above 0, if known.
    pub leverage: Option<f64>,
    /// The usual spread of a lot in account currency, if known.
    pub spread_per_lot: Option<f64>,
    /// Value of a point of a lot in account currency, if known.
    pub point_value: Option<f64>,
    /// What reading the data found, if it was a file.
    pub data: Option<DataQuality>,
}

/// What reading a file of prices found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DataQuality {
    /// Rows that were left out because they were bad.
    pub skipped_rows: u64,
    /// Bars that are missing within trading hours.
    pub missing_bars: u64,
    /// Gaps of 20 hours and more: weekends, holidays, outages.
    pub long_gaps: u64,
    /// The longest gap, seconds.
    pub longest_gap_s: i64,
}

impl Evidence {
    /// Looks for everything that makes a good result worth less than it looks. The limits are
    /// constants of this module's files, each with its reason. Cost: a few passes over the trades
    /// and a sort of them.
    #[must_use]
    pub fn examine(&self) -> Vec<Finding> {
        doctor::examine(self)
    }
}

impl Finding {
    /// The highest severity, and the first finding of it in words; a note without words where
    /// there is none.
    #[must_use]
    pub fn heaviest(findings: &[Self]) -> (Severity, &str) {
        let severity = findings.iter().map(|finding| finding.severity).max();
        let severity = severity.unwrap_or(Severity::Note);
        let first = findings.iter().find(|finding| finding.severity == severity);
        (severity, first.map_or("", |finding| finding.text.as_str()))
    }
}

/// What to think of a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The heaviest finding; [`Severity::Note`] where nothing speaks against it.
    pub severity: Severity,
    /// A sentence.
    pub text: String,
}

impl Verdict {
    /// The verdict on an account with these findings: the heaviest of them speaks.
    #[must_use]
    pub fn of(account: Option<&Account>, findings: &[Finding]) -> Self {
        let (severity, reason) = Finding::heaviest(findings);
        let is_profitable = account.is_some_and(|account| account.net() > 0.0);
        let made = match account.map(Account::net) {
            Some(_) if is_profitable => "Profitable in the test",
            Some(_) => "Not profitable in the test",
            None => "Nothing was tested",
        };
        let text = match severity {
            Severity::Note => format!("{made}; nothing found that speaks against it."),
            Severity::Warning => format!("{made}, with doubts: {reason}"),
            Severity::Error if !is_profitable => format!("{made}. {reason}"),
            Severity::Error => format!("{made}, not to be relied on: {reason}"),
        };
        Self { severity, text }
    }
}
