//! Configuration of the feature columns.

use super::MAX_COLUMNS;

/// Longest accepted column name in bytes.
const NAME_BYTES_MAX: usize = 64;

/// One column of every kind, with the usual parameters.
const DEFAULT_COLUMNS: &[&str] = &[
    "close",
    "sma_50",
    "ema_20",
    "rsi_14",
    "macd_12_26_9",
    "macd_signal_12_26_9",
    "macd_hist_12_26_9",
    "atr_14",
    "tr",
    "bb_upper_20_2",
    "bb_mid_20_2",
    "bb_lower_20_2",
    "bb_width_20_2",
    "z_spike_20",
    "env_low_20_30",
    "env_up_20_30",
    "ret_1",
    "ret_5",
    "stdev_20",
    "min_20",
    "max_20",
    "adx_14",
    "plus_di_14",
    "minus_di_14",
    "stoch_k_14_3_3",
    "stoch_d_14_3_3",
    "obv",
    "vol_chg_1",
    "swing_high_5",
    "swing_low_5",
];

fn default_columns() -> Vec<String> {
    DEFAULT_COLUMNS.iter().map(|&name| name.to_owned()).collect()
}

crate::settings! {
    /// Feature columns that are computed at every bar close.
    pub struct FeatureSettings in "features" {
        /// Columns to compute in this order, beside those that the enabled rules need; those are
        /// appended where the list lacks them. Each is `name_params`, such as `sma_50`. Together at
        /// most 64.
        columns: Vec<String> = default_columns(), "", (NAME_BYTES_MAX, MAX_COLUMNS);
    }
}

impl FeatureSettings {
    /// The configured columns followed by those that the rules need. [`super::Schema`] drops
    /// repetitions, so a configured column keeps its place.
    #[must_use]
    pub fn columns_with(&self, required: &[String]) -> Vec<String> {
        self.columns.iter().chain(required).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Schema;

    #[test]
    fn default_columns_make_a_schema_and_leave_room_for_rules() {
        let schema = Schema::new(&FeatureSettings::default().columns).unwrap();
        assert_eq!(schema.names(), DEFAULT_COLUMNS);
        assert!(schema.len() <= MAX_COLUMNS / 2);
    }

    #[test]
    fn columns_of_rules_are_appended_once() {
        let settings = FeatureSettings { columns: vec!["close".into(), "sma_50".into()] };
        let all = settings.columns_with(&["sma_200".into(), "close".into()]);
        assert_eq!(Schema::new(&all).unwrap().names(), ["close", "sma_50", "sma_200"]);
    }
}
