//! Stop and target: how far from the entry, in price units.

use super::rule::find;
use super::{Reason, SignalError};
use crate::features::{ColumnId, Row, Schema};
use crate::types::Side;
use crate::types::settings::Settings;

crate::choice! {
    /// Where the stop goes.
    pub enum StopMode {
        /// A multiple of the average true range from the close.
        Atr = "atr",
        /// Behind the last confirmed swing low (buy) or high (sell).
        Swing = "swing",
        /// A fraction of the close.
        Percent = "percent",
    }
}

crate::settings! {
    /// Distances of stop and target from the entry. A signal whose stop cannot be computed is no
    /// signal.
    pub struct StopSettings in "signals.stops" {
        /// Where the stop goes.
        mode: StopMode = StopMode::Atr, "", ();
        /// Length of the average true range.
        atr_period: u32 = 14, "bars", (1, 10_000);
        /// Distance in mode `atr`. One range is what a single ordinary bar covers, so a stop within
        /// it is taken by noise; two is the distance the published Turtle rules use. Size follows
        /// from the distance, so a wider stop does not risk more.
        atr_multiple: f64 = 2.0, "average true ranges", (0.1, 50.0);
        /// Bars on either side that confirm a swing, in mode `swing`.
        swing_strength: u32 = 5, "bars", (1, 1_000);
        /// Room behind the swing, in mode `swing`.
        swing_buffer_atr: f64 = 0.25, "average true ranges", (0.0, 10.0);
        /// Smallest distance in mode `swing`: a swing that is nearer is not used as it is, but the
        /// stop is moved out to here, because a tiny distance would mean a huge position.
        swing_distance_min_atr: f64 = 0.5, "average true ranges", (0.0, 10.0);
        /// Distance in mode `percent`: 0.01 is one percent.
        percent_frac: f64 = 0.01, "fraction of the close", (0.0001, 0.5);
        /// Target distance as a multiple of the stop distance. 0 = no target.
        reward_to_risk: f64 = 2.0, "multiple of the stop distance", (0.0, 100.0);
    }
}

impl StopSettings {
    /// The canonical names of the columns that the stop needs.
    pub(super) fn required_columns(&self) -> Vec<String> {
        let mut columns = vec!["close".to_owned()];
        if self.mode != StopMode::Percent {
            columns.push(self.atr_column());
        }
        if self.mode == StopMode::Swing {
            columns.extend(self.swing_columns());
        }
        columns
    }

    fn atr_column(&self) -> String {
        format!("atr_{}", self.atr_period)
    }

    fn swing_columns(&self) -> [String; 2] {
        ["swing_high", "swing_low"].map(|name| format!("{name}_{}", self.swing_strength))
    }
}

/// Distances from the entry, in price units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distances {
    /// To the stop: above zero, below the close.
    pub stop: f64,
    /// To the target; `None` = no target.
    pub target: Option<f64>,
}

/// Columns and numbers of the configured mode.
#[derive(Clone, Debug)]
enum Placement {
    Atr { atr: ColumnId, multiple: f64 },
    Swing { high: ColumnId, low: ColumnId, atr: ColumnId, buffer: f64, least: f64 },
    Percent { frac: f64 },
}

/// Computes the distances; bound to its columns.
///
/// The close of the judged bar stands for the entry. The order will be filled elsewhere; `risk`
/// puts the distances at the real price.
#[derive(Clone, Debug)]
pub struct Stops {
    close: ColumnId,
    placement: Placement,
    reward_to_risk: f64,
}

impl Stops {
    /// Looks the columns up once.
    ///
    /// # Errors
    /// A column that the schema lacks.
    pub fn bind(settings: &StopSettings, schema: &Schema) -> Result<Self, SignalError> {
        let column = |name: &str| find(schema, StopSettings::SECTION, name);
        let placement = match settings.mode {
            StopMode::Atr => Placement::Atr {
                atr: column(&settings.atr_column())?,
                multiple: settings.atr_multiple,
            },
            StopMode::Swing => {
                let [high, low] = settings.swing_columns();
                Placement::Swing {
                    high: column(&high)?,
                    low: column(&low)?,
                    atr: column(&settings.atr_column())?,
                    buffer: settings.swing_buffer_atr,
                    least: settings.swing_distance_min_atr,
                }
            }
            StopMode::Percent => Placement::Percent { frac: settings.percent_frac },
        };
        let close = column("close")?;
        Ok(Self { close, placement, reward_to_risk: settings.reward_to_risk })
    }

    /// The distances for an entry on `side` at the close of the bar of `row`.
    ///
    /// # Errors
    /// Why there are none: `STOP_UNKNOWN`, `SWING_BROKEN`, `STOP_DISTANCE_INVALID` or
    /// `TARGET_INVALID`.
    pub fn distances(&self, side: Side, row: &Row) -> Result<Distances, Reason> {
        let close = row.get(self.close).ok_or(Reason::StopUnknown)?;
        let stop = self.stop_distance(side, close, row)?;
        if !(stop.is_finite() && stop > 0.0 && stop < close) {
            return Err(Reason::StopDistanceInvalid);
        }
        if self.reward_to_risk <= 0.0 {
            return Ok(Distances { stop, target: None });
        }
        let target = stop * self.reward_to_risk;
        let is_reachable = target.is_finite() && (side == Side::Buy || target < close);
        if is_reachable {
            Ok(Distances { stop, target: Some(target) })
        } else {
            Err(Reason::TargetInvalid)
        }
    }

    fn stop_distance(&self, side: Side, close: f64, row: &Row) -> Result<f64, Reason> {
        let value = |column| row.get(column).ok_or(Reason::StopUnknown);
        match self.placement {
            Placement::Atr { atr, multiple } => Ok(multiple * value(atr)?),
            Placement::Percent { frac } => Ok(frac * close),
            Placement::Swing { high, low, atr, buffer, least } => {
                let to_swing = match side {
                    Side::Buy => close - value(low)?,
                    Side::Sell => value(high)? - close,
                };
                if to_swing <= 0.0 {
                    return Err(Reason::SwingBroken);
                }
                let atr = value(atr)?;
                Ok((to_swing + buffer * atr).max(least * atr))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::testing::Table;

    const NAMES: [&str; 4] = ["close", "atr_14", "swing_high_5", "swing_low_5"];

    fn distances(
        settings: &StopSettings,
        side: Side,
        values: [Option<f64>; 4],
    ) -> Result<Distances, Reason> {
        let table = Table::new(&NAMES);
        Stops::bind(settings, &table.schema).unwrap().distances(side, &table.row_of(&values))
    }

    fn pair(stop: f64, target: f64) -> Result<Distances, Reason> {
        Ok(Distances { stop, target: Some(target) })
    }

    const MARKET: [Option<f64>; 4] = [Some(100.0), Some(2.0), Some(106.0), Some(97.0)];

    #[test]
    fn distances_worked_by_hand() {
        let mode = |mode| StopSettings { mode, ..Default::default() };
        // Two ranges of 2; reward twice the risk.
        assert_eq!(distances(&mode(StopMode::Atr), Side::Buy, MARKET), pair(4.0, 8.0));
        assert_eq!(distances(&mode(StopMode::Atr), Side::Sell, MARKET), pair(4.0, 8.0));
        // 1 % of 100.
        assert_eq!(distances(&mode(StopMode::Percent), Side::Buy, MARKET), pair(1.0, 2.0));
        // Buy: 100 - 97 and a quarter of 2. Sell: 106 - 100 and a quarter of 2.
        assert_eq!(distances(&mode(StopMode::Swing), Side::Buy, MARKET), pair(3.5, 7.0));
        assert_eq!(distances(&mode(StopMode::Swing), Side::Sell, MARKET), pair(6.5, 13.0));
    }

    #[test]
    fn swing_that_is_too_near_is_moved_out() {
        // 0.25 to the swing and 0.5 of buffer are 0.75; half a range of 2 is 1.
        let settings = StopSettings { mode: StopMode::Swing, ..Default::default() };
        let near = [Some(100.0), Some(2.0), None, Some(99.75)];
        assert_eq!(distances(&settings, Side::Buy, near), pair(1.0, 2.0));
    }

    #[test]
    fn no_target_when_the_ratio_is_zero() {
        let settings = StopSettings { reward_to_risk: 0.0, ..Default::default() };
        let expected = Ok(Distances { stop: 4.0, target: None });
        assert_eq!(distances(&settings, Side::Buy, MARKET), expected);
    }

    #[test]
    fn what_cannot_be_computed_is_refused_with_its_reason() {
        let swing = StopSettings { mode: StopMode::Swing, ..Default::default() };
        let atr = StopSettings::default();
        let wide = StopSettings { atr_multiple: 50.0, ..Default::default() };
        let far = StopSettings { reward_to_risk: 25.0, ..Default::default() };
        for (settings, side, values, reason) in [
            (&atr, Side::Buy, [Some(100.0), None, None, None], Reason::StopUnknown),
            (&atr, Side::Buy, [None, Some(2.0), None, None], Reason::StopUnknown),
            (&swing, Side::Buy, [Some(100.0), Some(2.0), Some(106.0), None], Reason::StopUnknown),
            (&swing, Side::Sell, [Some(100.0), Some(2.0), None, Some(97.0)], Reason::StopUnknown),
            (&swing, Side::Buy, [Some(97.0), Some(2.0), None, Some(97.0)], Reason::SwingBroken),
            (&swing, Side::Sell, [Some(107.0), Some(2.0), Some(106.0), None], Reason::SwingBroken),
            (&atr, Side::Buy, [Some(100.0), Some(0.0), None, None], Reason::StopDistanceInvalid),
            (&wide, Side::Buy, [Some(100.0), Some(2.0), None, None], Reason::StopDistanceInvalid),
            (&far, Side::Sell, [Some(100.0), Some(2.0), None, None], Reason::TargetInvalid),
        ] {
            assert_eq!(distances(settings, side, values), Err(reason), "{side} {values:?}");
        }
        assert_eq!(distances(&far, Side::Buy, MARKET), pair(4.0, 100.0));
    }

    #[test]
    fn only_the_columns_of_the_mode_are_required() {
        let of = |mode| StopSettings { mode, ..Default::default() }.required_columns();
        assert_eq!(of(StopMode::Percent), ["close"]);
        assert_eq!(of(StopMode::Atr), ["close", "atr_14"]);
        assert_eq!(of(StopMode::Swing), ["close", "atr_14", "swing_high_5", "swing_low_5"]);
    }
}
