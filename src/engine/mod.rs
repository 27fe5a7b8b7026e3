//! The deterministic core: events in, risk-checked decisions out.
//!
//! ```text
//! tick ─► quote ─► bar ─► features ─► rules ─► risk ─► decision ─► host
//!           │                                    ▲         │
//!           └────► upkeep: trailing, limits, ────┘         ▼
//!                  retries, time-outs          order result, deal, positions
//! ```
//!
//! | file | what |
//! |---|---|
//! | `core` | the parts and how they are put together |
//! | `ticks` | the tick path |
//! | `bars`, `history` | bars from ticks; the newest closed ones |
//! | `model`, `drift` | the model that judges closed bars; whether its columns still look as in training |
//! | `decide` | from a signal to a decision; upkeep |
//! | `orders` | what the host reports |
//! | `journal`, `explain` | decisions kept and told |
//! | `state` | what survives a restart |
//! | `outside`, `news` | what is known beside the market data |
//! | `status` | what a panel shows |
//! | `outside` | what is known beside the market data |
//! | `settings`, `feeds` | all sections of one engine |
//!
//! Start with [`Engine::on_tick`].

mod bars;
mod core;
mod decide;
mod drift;
mod explain;
mod feeds;
mod history;
mod journal;
mod model;
mod news;
mod orders;
mod outside;
pub mod settings;
mod state;
mod status;
mod ticks;

pub use self::core::{Counters, Engine, EngineIdentity, EngineProblems};
pub use feeds::{FeedSettings, Venue};
pub use journal::{Cause, DECISIONS_KEPT, DecisionRecord, Verdict};
pub use model::{DecisionModel, ModelMismatch};
pub use news::NewsUpdate;
pub use orders::{CalendarEntry, Command};
pub use settings::{CoreSettings, EngineSettings, ModelSettings, StoreSettings};
pub use state::STATE_SIZE;
pub use status::Status;
pub use ticks::JudgedBar;
