//! Live ticks on the disk: what a recorder writes, and what becomes of it.
//!
//! ```text
//! tick path ─ push ─► queue ─► log of the hour ─► piece of the hour ─► pieces of a day in one
//!             wait-free        by the recorder's thread               by `history compact`
//!
//! FOLDER/<source>/<symbol>_ticks/<symbol>_ticks_000000008.log
//!                                <symbol>_ticks_2026-01-05_000000007-000000007.parquet
//!                                <symbol>_ticks_2026-01-04_000000001-000000006.parquet
//! ```
//!
//! Logs and pieces have consecutive numbers. A piece whose numbers lie within those of another
//! piece of its day was merged into it and counts no more, so that a compaction may end at any
//! moment. Ticks of a piece are in order of time. The folder reads as one file of ticks; see
//! [`super::open_market_data`].
//!
//! | file | what |
//! |---|---|
//! | `record` | a tick and its bytes |
//! | `log` | blocks with a checksum; a torn end is left out |
//! | `piece` | Parquet files and their names |
//! | `seal` | a log becomes a piece, step by step |
//! | `recorder` | the queue, the thread, the counts |
//! | `compact` | merging pieces, verifying them |

mod compact;
mod log;
mod piece;
mod record;
mod recorder;
mod seal;

pub use compact::{TickFolder, compact_ticks, tick_folders, tick_reader, verify_ticks};
pub(super) use piece::without_superseded;
pub use record::RecordedTick;
pub use recorder::{RecorderCounts, TickRecorder, wait_for_recorders};

#[cfg(test)]
mod tests;
