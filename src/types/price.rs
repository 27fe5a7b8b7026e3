//! Prices that become orders: whole ticks, rounded in a stated direction.

/// A price as a whole number of the symbol's tick size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PriceTicks(pub i64);

/// Which way a price is rounded when it is not on a tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the tick at or below.
    Down,
    /// To the tick at or above.
    Up,
    /// To the nearest tick, halves to even.
    Nearest,
}

/// How far, in ticks, a quotient may be from a whole number and still count as that number.
/// Decimal prices are not exact in binary: 1.38676 / 0.00001 is 138675.99999999997.
const ON_TICK_TOLERANCE: f64 = 1e-6;

impl PriceTicks {
    /// Rounds `price` to whole ticks of `tick_size`. `None` unless both are finite, the size is
    /// above zero and the count fits 52 bits.
    #[must_use]
    pub fn from_price(price: f64, tick_size: f64, rounding: Rounding) -> Option<Self> {
        let count = price / tick_size;
        if !(tick_size > 0.0 && count.is_finite() && count.abs() < 4.5e15) {
            return None;
        }
        let nearest = count.round_ties_even();
        let whole = if (count - nearest).abs() <= ON_TICK_TOLERANCE {
            nearest
        } else {
            match rounding {
                Rounding::Down => count.floor(),
                Rounding::Up => count.ceil(),
                Rounding::Nearest => nearest,
            }
        };
        Some(Self(whole as i64))
    }

    /// The price, rounded to `digits` decimal places so that it prints as the broker writes it.
    #[must_use]
    pub fn to_price(self, tick_size: f64, digits: u32) -> f64 {
        let scale = 10f64.powi(digits.min(15) as i32);
        let price = self.0 as f64 * tick_size;
        let scaled = price * scale;
        if scaled.abs() < 4.5e15 { scaled.round_ties_even() / scale } else { price }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_on_a_tick_stay_there_whatever_the_direction() {
        for points in 1..20_000 {
            let price = f64::from(100_000 + points) / 100_000.0;
            for rounding in [Rounding::Down, Rounding::Up, Rounding::Nearest] {
                let ticks = PriceTicks::from_price(price, 0.000_01, rounding).unwrap();
                assert_eq!(ticks.0, 100_000 + i64::from(points));
                assert_eq!(ticks.to_price(0.000_01, 5), price);
            }
        }
    }

    #[test]
    fn between_ticks_the_direction_decides() {
        let at =
            |rounding| PriceTicks::from_price(100.30, 0.25, rounding).unwrap().to_price(0.25, 2);
        assert_eq!(at(Rounding::Down), 100.25);
        assert_eq!(at(Rounding::Up), 100.50);
        assert_eq!(at(Rounding::Nearest), 100.25);
    }

    #[test]
    fn nonsense_gives_nothing() {
        assert_eq!(PriceTicks::from_price(f64::NAN, 0.1, Rounding::Down), None);
        assert_eq!(PriceTicks::from_price(1.0, 0.0, Rounding::Down), None);
        assert_eq!(PriceTicks::from_price(1e300, 1e-300, Rounding::Down), None);
    }
}
