//! What the account is worth, and what it holds.

use super::super::conversion::ProfitRate;
use super::super::ledger::Ledger;
use super::super::position::OpenPosition;
use super::{Broker, BrokerError};
use crate::risk::margin_per_lot;
use crate::types::{Account, MarginMode, Money, Position, Side};

impl Broker {
    /// Margin of a volume, account currency; `None` if it cannot be computed.
    pub(super) fn margin_of(&self, side: Side, lots: f64, price: f64) -> Option<f64> {
        let (currency, leverage) = (self.ledger.currency(), self.account.leverage);
        let margin = margin_per_lot(&self.spec, side, price, currency, leverage).ok()?;
        Some(margin * lots)
    }

    /// Margin of what is open, account currency.
    #[must_use]
    pub const fn margin(&self) -> f64 {
        self.margin
    }

    /// Volume was opened or closed: margin and snapshots are others.
    pub(super) fn note_volume(&mut self) {
        let of = |it: &OpenPosition| self.margin_of(it.side, it.lots, it.open_price);
        self.margin = self.positions.iter().filter_map(of).sum();
        self.is_changed = true;
    }

    /// Balance, floating results and swaps, account currency.
    ///
    /// # Errors
    /// Beyond the range of money.
    pub fn equity(&self) -> Result<Money, BrokerError> {
        let mut equity = self.ledger.balance()?;
        let Some(quote) = &self.quote else { return Ok(equity) };
        for position in &self.positions {
            let floating = self.ledger.amount(position.floating(&self.worth, quote))?;
            equity = equity.checked_add(floating)?.checked_add(position.swap)?;
        }
        Ok(equity)
    }

    /// Equity if what is open could be closed at a price, account currency.
    pub(in crate::backtest) fn equity_at(&self, price: f64) -> Result<f64, BrokerError> {
        let mut equity = self.ledger.balance()?;
        for position in &self.positions {
            let OpenPosition { side, lots, open_price, swap, .. } = *position;
            let floating = self.ledger.amount(self.worth.profit(side, lots, open_price, price))?;
            equity = equity.checked_add(floating)?.checked_add(swap)?;
        }
        Ok(equity.to_f64())
    }

    /// Balance, account currency.
    pub(in crate::backtest) fn balance(&self) -> Result<f64, BrokerError> {
        Ok(self.ledger.balance()?.to_f64())
    }

    /// What prices are worth.
    pub(in crate::backtest) const fn rate(&self) -> ProfitRate {
        self.worth.rate
    }

    /// Equity below which positions are closed by force, account currency.
    pub(in crate::backtest) fn stop_out_equity(&self) -> f64 {
        self.margin() * self.account.stop_out_frac
    }

    /// Keeps a price in the extremes of what is open.
    pub(in crate::backtest) fn see(&mut self, price: f64) {
        for position in &mut self.positions {
            position.see(&self.worth, price);
        }
    }

    /// Whether an order is on its way, or a fill may be followed by another part of it.
    pub(in crate::backtest) fn is_busy(&self) -> bool {
        !self.on_their_way.is_empty() || self.execution.fill_lots_max > 0.0
    }

    /// The account as the terminal shows it now.
    ///
    /// # Errors
    /// Beyond the range of money.
    pub fn account(&self) -> Result<Account, BrokerError> {
        let (equity, margin) = (self.equity()?.to_f64(), self.margin());
        Ok(Account {
            login: self.identity.login,
            currency: self.ledger.currency(),
            balance: self.ledger.balance()?.to_f64(),
            equity,
            margin,
            margin_free: equity - margin,
            leverage: self.account.leverage,
            margin_mode: if self.account.hedging {
                MarginMode::Hedging
            } else {
                MarginMode::Netting
            },
            trade_allowed: true,
            time: self.quote.map(|quote| quote.time).unwrap_or_default(),
        })
    }

    /// What a unit of the profit currency is worth at a price, where that depends on the price.
    pub(in crate::backtest) fn varying_rate(&self, price: f64) -> Option<f64> {
        let rate = self.worth.rate;
        (rate == ProfitRate::OneOverPrice).then(|| rate.at(price))
    }

    /// The open positions as the terminal shows them.
    pub fn positions(&self) -> impl Iterator<Item = Position> + '_ {
        self.positions.iter().map(|position| Position {
            ticket: position.ticket,
            magic: self.identity.magic,
            symbol: self.identity.symbol,
            side: position.side,
            lots: position.lots,
            open_price: position.open_price,
            stop_loss: position.stop_loss,
            take_profit: position.take_profit,
            open_time: position.open_time,
        })
    }

    /// What is open.
    #[must_use]
    pub fn open_positions(&self) -> &[OpenPosition] {
        &self.positions
    }

    /// The side of the open position, if there is one side only.
    #[must_use]
    pub fn held_side(&self) -> Option<Side> {
        let first = self.positions.first()?.side;
        self.positions.iter().all(|position| position.side == first).then_some(first)
    }

    /// The account's money.
    #[must_use]
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}
