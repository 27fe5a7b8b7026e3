//! Domain values: time, money, price, volume, symbol, tick, bar, position, signal, decision.
//!
//! Everything here is plain data with checked constructors. No input or output, no clock, no
//! allocation after construction. Every other module may import this one; this one imports nothing.
//!
//! Start with [`SymbolSpec`] (what a broker says about an instrument) and [`Tick`].

mod account;
mod bar;
mod exit_reason;
mod lots;
mod money;
mod order;
mod parameter;
mod period;
mod position;
mod price;
mod refusal;
mod secret;
pub mod settings;
mod side;
mod signal;
mod symbol;
mod text;
mod tick;
mod time;

pub use account::{Account, MarginMode};
pub use bar::{Bar, BarError};
pub use exit_reason::ExitReason;
pub use lots::{Lots, VolumeRules};
pub use money::{Currency, Money, MoneyError};
pub use order::{Deal, DealEntry, OrderAction, OrderIntent, OrderResult};
pub use parameter::ParameterError;
pub use period::Period;
pub use position::Position;
pub use price::{PriceTicks, Rounding};
pub use refusal::{Refusal, RefusalCode};
pub use secret::Secret;
pub use side::Side;
pub use signal::{Signal, SignalKind};
pub use symbol::{
    CalcMode, ChartMode, ExecutionMode, FillingFlags, Session, SpecProblem, SwapMode, SymbolSpec,
    TradeMode,
};
pub use text::{FixedText, hex};
pub use tick::{Tick, TickError};
pub use time::{CivilDate, DurationNanos, NANOS_PER_MILLI, NANOS_PER_SECOND, UnixNanos};
