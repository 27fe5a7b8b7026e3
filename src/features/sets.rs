//! Named lists of columns for learning.

/// The seven of the system before: its model, trained again, finds its columns here.
///
/// Price units: a model of these fits one symbol at one price level.
pub const CLASSIC_COLUMNS: &[&str] = &[
    "z_spike_20",
    "macd_hist_12_26_9",
    "rsi_14",
    "atr_14",
    "env_low_20_30",
    "env_up_20_30",
    "trend_delta",
];

/// What a model learns from where nothing else is chosen.
///
/// No column has a unit or follows the price level, so a model may see several symbols, and a
/// symbol at twice its price. All of it comes from bars alone; `spread_rel_50` is absent where
/// the bars have no spread. `sentiment` and `basis_bps` are left to those who have the feeds.
pub const LEARNER_COLUMNS: &[&str] = &[
    "ret_1",
    "ret_3",
    "ret_5",
    "ret_10",
    "ret_20",
    "ret_60",
    "vol_10",
    "vol_20",
    "vol_60",
    "vol_chg_1",
    "vol_chg_5",
    "volume_rel_20",
    "z_spike_20",
    "macd_frac_12_26_9",
    "macd_hist_frac_12_26_9",
    "rsi_14",
    "atr_frac_14",
    "tr_frac",
    "env_pos_20_30",
    "bb_pos_20_2",
    "bb_width_20_2",
    "dist_ema_20",
    "dist_sma_50",
    "dist_sma_200",
    "range_pos_20",
    "range_pos_100",
    "adx_14",
    "plus_di_14",
    "minus_di_14",
    "stoch_k_14_3_3",
    "trend_delta_frac",
    "trend_slope_frac",
    "hour_sin",
    "hour_cos",
    "week_sin",
    "week_cos",
    "spread_rel_50",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Schema;

    #[test]
    fn the_lists_are_schemas_of_canonical_names() {
        for (list, warm_up) in [(CLASSIC_COLUMNS, 200), (LEARNER_COLUMNS, 200)] {
            let schema = Schema::new(list).unwrap();
            assert_eq!(schema.names(), list);
            assert_eq!(schema.lookback(), warm_up);
        }
        assert!(LEARNER_COLUMNS.len() <= 40);
    }
}
