//! Configuration of order execution.

crate::settings! {
    /// How orders are sent, repeated and given up.
    pub struct ExecutionSettings in "execution" {
        /// Largest number of times one decision is sent, the first time included.
        attempts_max: u32 = 3, "attempts", (1, 10);
        /// Pause before the next attempt when the server is busy. A changed price is retried at
        /// once.
        retry_delay_ms: u32 = 500, "milliseconds", (0, 60_000);
        /// A decision that was not sent within this time is dropped.
        intent_lifetime_ms: u32 = 5_000, "milliseconds", (100, 60_000);
        /// Without an answer for this long, the fate of an order counts as unknown.
        result_timeout_ms: u32 = 10_000, "milliseconds", (500, 120_000);
        /// How long position snapshots may lack the effect of an order before it counts as not
        /// executed.
        reconcile_grace_ms: u32 = 10_000, "milliseconds", (500, 300_000);
        /// Largest distance of the execution price from the decision's price; goes into every
        /// intent.
        deviation_points: u32 = 20, "points", (0, 100_000);
        /// How far the server's time of a deal may lie before the decision that it belongs to.
        clock_tolerance_ms: u32 = 2_000, "milliseconds", (0, 60_000);
    }
}
