//! Volume as whole steps. Always rounded down; below the minimum there is no volume at all.

use super::ParameterError;

/// A volume as a whole number of the symbol's volume steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lots {
    /// Number of volume steps.
    pub steps: i64,
}

/// A broker's volume limits, in lots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VolumeRules {
    /// Smallest volume of a deal.
    pub min_lots: f64,
    /// Largest volume of a deal.
    pub max_lots: f64,
    /// Step between volumes.
    pub step_lots: f64,
    /// Largest total volume of positions and orders in one direction; 0 where there is no limit.
    pub limit_lots: f64,
}

/// How far, in steps, a quotient may be below a whole number and still count as that number:
/// 0.3 / 0.1 is 2.9999999999999996.
const ON_STEP_TOLERANCE: f64 = 1e-9;

impl VolumeRules {
    /// Checks the limits.
    ///
    /// # Errors
    /// If a value is not finite, the step or the minimum is not above zero, the maximum is below
    /// the minimum, or the limit is negative.
    pub fn check(&self) -> Result<(), ParameterError> {
        let positive = |name, was: f64| {
            if was.is_finite() && was > 0.0 {
                Ok(())
            } else {
                Err(ParameterError::new(name, was, "a finite volume above 0"))
            }
        };
        positive("volume_step", self.step_lots)?;
        positive("volume_min", self.min_lots)?;
        positive("volume_max", self.max_lots)?;
        if self.max_lots < self.min_lots {
            return Err(ParameterError::new("volume_max", self.max_lots, "at least volume_min"));
        }
        if !(self.limit_lots.is_finite() && self.limit_lots >= 0.0) {
            return Err(ParameterError::new("volume_limit", self.limit_lots, "0 (none) or more"));
        }
        if self.step_lots > self.max_lots {
            return Err(ParameterError::new("volume_step", self.step_lots, "at most volume_max"));
        }
        if self.max_lots / self.step_lots > 9e15 {
            return Err(ParameterError::new(
                "volume_step",
                self.step_lots,
                "at least volume_max / 9e15",
            ));
        }
        Ok(())
    }

    /// `lots` rounded down to whole steps, 0 for anything that is not a positive number.
    #[must_use]
    pub fn floor(&self, lots: f64) -> Lots {
        let steps = lots / self.step_lots;
        if steps.is_finite() && steps > 0.0 {
            Lots {
                steps: (steps * (1.0 + f64::EPSILON) + ON_STEP_TOLERANCE).floor().min(9e15) as i64,
            }
        } else {
            Lots::default()
        }
    }

    /// Volume in lots, rounded to the decimal places of the step.
    #[must_use]
    pub fn to_lots(&self, volume: Lots) -> f64 {
        // Eight decimals is the finest volume step any MetaTrader 5 broker can publish.
        let lots = volume.steps as f64 * self.step_lots;
        if lots < 4e7 { (lots * 1e8).round_ties_even() / 1e8 } else { lots }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FX: VolumeRules =
        VolumeRules { min_lots: 0.01, max_lots: 500.0, step_lots: 0.01, limit_lots: 0.0 };

    #[test]
    fn floors_to_the_step_and_never_up() {
        for (lots, expected) in
            [(0.409_999, 0.40), (0.4, 0.40), (0.3, 0.3), (0.009, 0.0), (1.0, 1.0)]
        {
            assert_eq!(FX.to_lots(FX.floor(lots)), expected, "{lots}");
        }
        for bad in [f64::NAN, f64::INFINITY, -1.0, 0.0] {
            assert_eq!(FX.floor(bad), Lots::default());
        }
    }

    #[test]
    fn every_step_of_ten_thousand_survives_the_round_trip() {
        for steps in 1..10_000 {
            let lots = FX.to_lots(Lots { steps });
            assert_eq!(FX.floor(lots).steps, steps, "{lots}");
        }
    }

    #[test]
    fn impossible_rules_are_named() {
        assert_eq!(VolumeRules { step_lots: 0.0, ..FX }.check().unwrap_err().name, "volume_step");
        assert_eq!(VolumeRules { step_lots: 501.0, ..FX }.check().unwrap_err().name, "volume_step");
        assert_eq!(VolumeRules { max_lots: 0.001, ..FX }.check().unwrap_err().name, "volume_max");
        assert_eq!(
            VolumeRules { min_lots: f64::NAN, ..FX }.check().unwrap_err().name,
            "volume_min"
        );
    }
}
