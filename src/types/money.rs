//! Amounts of money that name their currency.

use std::cmp::Ordering;
use std::fmt;

use super::FixedText;

/// A currency code as the broker writes it: `EUR`, `USD`, `BTC`, `USDT`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Currency(pub FixedText<8>);

impl Currency {
    /// From a code of 1 to 8 bytes.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        FixedText::new(code).filter(|text| !text.is_empty()).map(Self)
    }

    /// Whether the currency is unknown.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// An exact amount: millionths of a currency unit.
///
/// | operation | result |
/// |---|---|
/// | `Money + Money`, same currency | `Ok(Money)`, exact |
/// | `Money + Money`, other currency | `Err(MoneyError::Currencies)` |
/// | `Money::from_f64` | nearest millionth, ties to even |
///
/// Range: about +-9.2e12 units, enough for accounts in yen, rupiah or satoshi-priced coins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// Millionths of one unit of the currency.
    pub micros: i64,
    /// The currency.
    pub currency: Currency,
}

/// Why an amount could not be formed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MoneyError {
    /// Not a finite number, or beyond the range.
    Amount(f64),
    /// The two amounts are in different currencies.
    Currencies(Currency, Currency),
    /// The sum is beyond the range.
    Overflow,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount(was) => write!(f, "amount was {was}, expected a finite amount below 9e12"),
            Self::Currencies(a, b) => write!(f, "currencies were {a} and {b}, expected one"),
            Self::Overflow => f.write_str("the sum is beyond 9.2e12 units"),
        }
    }
}

impl std::error::Error for MoneyError {}

impl Money {
    const MICROS: f64 = 1e6;
    const LIMIT: f64 = 9e12;

    /// Nothing, in `currency`.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { micros: 0, currency }
    }

    /// The nearest millionth to `amount`, ties to even.
    ///
    /// # Errors
    /// If `amount` is not finite or beyond +-9e12.
    pub fn from_f64(amount: f64, currency: Currency) -> Result<Self, MoneyError> {
        if !(amount.is_finite() && amount.abs() <= Self::LIMIT) {
            return Err(MoneyError::Amount(amount));
        }
        Ok(Self { micros: (amount * Self::MICROS).round_ties_even() as i64, currency })
    }

    /// The amount in units of the currency.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.micros as f64 / Self::MICROS
    }

    /// The exact sum.
    ///
    /// # Errors
    /// If the currencies differ or the sum overflows.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Currencies(self.currency, other.currency));
        }
        let micros = self.micros.checked_add(other.micros).ok_or(MoneyError::Overflow)?;
        Ok(Self { micros, currency: self.currency })
    }

    /// Order of two amounts of one currency; `None` across currencies.
    #[must_use]
    pub fn compare(self, other: Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.micros.cmp(&other.micros))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} {}", self.to_f64(), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(amount: f64, code: &str) -> Money {
        Money::from_f64(amount, Currency::new(code).unwrap()).unwrap()
    }

    #[test]
    fn a_thousand_cents_are_ten_units_exactly() {
        let mut sum = Money::zero(Currency::new("USD").unwrap());
        for _ in 0..1_000 {
            sum = sum.checked_add(of(0.01, "USD")).unwrap();
        }
        assert_eq!(sum, of(10.0, "USD"));
    }

    #[test]
    fn currencies_never_mix() {
        assert!(of(1.0, "USD").checked_add(of(1.0, "EUR")).is_err());
        assert_eq!(of(1.0, "USD").compare(of(2.0, "EUR")), None);
    }

    #[test]
    fn absurd_amounts_are_refused() {
        let usd = Currency::new("USD").unwrap();
        for amount in [f64::NAN, f64::INFINITY, -1e13] {
            assert!(Money::from_f64(amount, usd).is_err());
        }
        let most = Money { micros: i64::MAX, currency: usd };
        assert_eq!(most.checked_add(of(1.0, "USD")), Err(MoneyError::Overflow));
    }
}
