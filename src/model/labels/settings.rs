//! Configuration of labels, and its text for the model file.

use std::fmt::Write;

use crate::types::DurationNanos;
use crate::types::settings::Settings;

crate::choice! {
    /// Which definition labels rows.
    pub enum LabelKind {
        /// The return over the horizon against a threshold.
        Horizon = "horizon",
        /// Profit target, stop and end of the horizon, whichever comes first.
        Barriers = "barriers",
    }
}

crate::choice! {
    /// What the distances of target and stop are multiples of.
    pub enum BarrierUnit {
        /// The row's average true range.
        Atr = "atr",
        /// The entry price: 0.002 is 0.2 %.
        Fraction = "fraction",
    }
}

/// Longest horizon: thirty days.
const HORIZON_S_MAX: u32 = 30 * 86_400;

crate::settings! {
    /// What a model learns to foresee.
    pub struct LabelSettings in "model.labels" {
        /// The return over the horizon, or which barrier is touched first.
        kind: LabelKind = LabelKind::Horizon, "", ();
        /// How far to look ahead from a bar's close. Time, not bars: a horizon may span bars that
        /// are missing. For barriers, when a trade is closed at the latest.
        horizon_s: u32 = 600, "seconds", (1, HORIZON_S_MAX);
        /// How long before the end of the horizon the last bar may have closed. Where no bar closes
        /// that near, the row has no label. For barriers also how late the next bar may open.
        horizon_tolerance_s: u32 = 60, "seconds", (0, HORIZON_S_MAX);
        /// A return above this is up, one below its negative is down; for the kind `horizon`.
        threshold_frac: f64 = 0.0015, "fraction", (0.0, 1.0);
        /// What `profit_barrier` and `stop_barrier` count in.
        barrier_unit: BarrierUnit = BarrierUnit::Atr, "", ();
        /// Distance of the profit target from the entry.
        profit_barrier: f64 = 2.0, "barrier units", (1e-6, 1_000.0);
        /// Distance of the stop from the entry.
        stop_barrier: f64 = 1.0, "barrier units", (1e-6, 1_000.0);
    }
}

impl LabelSettings {
    /// The horizon.
    #[must_use]
    pub const fn horizon(&self) -> DurationNanos {
        DurationNanos::from_seconds(self.horizon_s as i64)
    }

    /// The tolerance.
    #[must_use]
    pub const fn tolerance(&self) -> DurationNanos {
        DurationNanos::from_seconds(self.horizon_tolerance_s as i64)
    }

    /// Whether labels need the average true range.
    #[must_use]
    pub fn needs_ranges(&self) -> bool {
        self.kind == LabelKind::Barriers && self.barrier_unit == BarrierUnit::Atr
    }
}

/// A whole section as text, such as the definition of a label or its costs: one `section.key =
/// value` a line, every key, in a fixed order. Two sections are the same if and only if their texts
/// are. A configuration file reads it back.
#[must_use]
pub fn describe<S: Settings>(settings: &S) -> String {
    let mut text = String::new();
    for (key, value) in settings.values() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}.{key} = {value}", S::SECTION);
    }
    text
}
