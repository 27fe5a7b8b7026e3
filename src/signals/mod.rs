//! Rules that judge a row of features, and their combination into one signal.
//!
//! Each rule looks at the rows of the last two closed bars and gives a [`Vote`]: a side or an
//! abstention, always with a stable [`Reason`] and four numbers. [`BoundRules::evaluate`] collects
//! the votes, combines them, passes the result through the gates (news, model) and gives it a stop
//! and a target distance. Everything that happened is in the [`Evaluation`].
//!
//! Nothing here knows account, lots or orders: only `risk` turns a signal into an order. Nothing
//! here keeps state: equal inputs give equal outputs. Evaluating does not allocate.
//!
//! Start with [`RuleSet`]; a rule of your own is best modelled on `rsi.rs`.

mod bollinger;
mod combine;
mod context;
mod error;
mod gates;
mod ma_cross;
mod macd;
mod reason;
mod rsi;
mod rule;
mod rule_set;
mod scan;
mod settings;
mod stops;

pub use bollinger::{Bollinger, BollingerSettings};
pub use combine::{CombineMode, CombineSettings};
pub use context::{Context, ModelOpinion, News};
pub use error::SignalError;
pub use gates::{GateSettings, ModelMode, NewsGate, NewsPolicy, NewsState};
pub use ma_cross::{AverageKind, MaCross, MaCrossSettings};
pub use macd::{Macd, MacdSettings};
pub use reason::Reason;
pub use rsi::{Rsi, RsiSettings};
pub use rule::{Rule, RuleKind, Trigger, Vote};
pub use rule_set::{BoundRules, Evaluation, MAX_RULES, RuleSet};
pub use scan::BarMask;
pub use settings::{SectionVisitor, SignalSettings};
pub use stops::{Distances, StopMode, StopSettings, Stops};

#[cfg(test)]
mod testing;
