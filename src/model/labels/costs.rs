//! What a trade costs.

use super::LabelError;
use crate::types::ParameterError;

crate::settings! {
    /// Costs that labels and trading figures count against the trader.
    pub struct CostSettings in "model.costs" {
        /// Smallest spread between bid and ask, as a fraction of the price. Where a bar's own
        /// spread is known and wider, that one counts.
        spread_frac: f64 = 0.0001, "fraction", (0.0, 0.1);
        /// Commission of each side, as a fraction of the traded value.
        commission_frac: f64 = 0.00005, "fraction", (0.0, 0.1);
        /// How much worse than quoted each side is executed, as a fraction of the price.
        slippage_frac: f64 = 0.00002, "fraction", (0.0, 0.1);
    }
}

impl CostSettings {
    /// Refuses costs that would pay the trader.
    pub(super) fn check(&self) -> Result<(), LabelError> {
        for (name, was) in [
            ("spread_frac", self.spread_frac),
            ("commission_frac", self.commission_frac),
            ("slippage_frac", self.slippage_frac),
        ] {
            if !(was.is_finite() && was >= 0.0) {
                let error = ParameterError::new(name, was, "a finite number, 0 or more");
                return Err(LabelError::Setting(error));
            }
        }
        Ok(())
    }

    /// Half the spread as a price distance; `known` is a bar's own spread, 0 where unknown.
    pub(super) fn half_spread(&self, price: f64, known: f64) -> f64 {
        known.max(price * self.spread_frac) / 2.0
    }

    /// What a trade made, as a fraction of `entry`: the gain, less commission and slippage of both
    /// sides. Prices are quotes with a sign: positive for a buy, negated for a sell, so that a
    /// larger `exit` is better.
    pub(super) fn net_frac(&self, entry: f64, exit: f64) -> f64 {
        let side_frac = self.commission_frac + self.slippage_frac;
        (exit - entry) / entry.abs() - side_frac * (1.0 + (exit / entry).abs())
    }
}
