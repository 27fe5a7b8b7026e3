//! The balance, and every amount that changed it.

use crate::types::{Currency, Money, MoneyError};

/// Money of an account without its open positions. Exact in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// What was paid in.
    pub deposit: Money,
    /// Results of closed volume.
    pub profit: Money,
    /// Commissions, negative when charged.
    pub commission: Money,
    /// Swaps of closed volume, negative when charged.
    pub swap: Money,
}

impl Ledger {
    /// An account with a deposit.
    #[must_use]
    pub const fn new(deposit: Money) -> Self {
        let zero = Money::zero(deposit.currency);
        Self { deposit, profit: zero, commission: zero, swap: zero }
    }

    /// The currency.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.deposit.currency
    }

    /// The sum of everything.
    ///
    /// # Errors
    /// Beyond the range of money.
    pub fn balance(&self) -> Result<Money, MoneyError> {
        self.deposit.checked_add(self.profit)?.checked_add(self.commission)?.checked_add(self.swap)
    }

    /// An amount in the account currency, rounded to the nearest millionth.
    ///
    /// # Errors
    /// Not finite, or beyond the range.
    pub fn amount(&self, value: f64) -> Result<Money, MoneyError> {
        Money::from_f64(value, self.currency())
    }
}
