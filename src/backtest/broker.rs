//! The trade server: orders, positions, margin.

mod account;
mod closing;
mod fills;

use std::collections::VecDeque;
use std::fmt;

use super::conversion::ProfitRate;
use super::exits::exit_at;
use super::ledger::Ledger;
use super::orders::{self, Answer, OrderOnItsWay};
use super::position::{OpenPosition, Worth};
use super::quote::{Arrival, Quote};
use super::settings::{AccountSettings, BrokerSettings, CostSettings, ExecutionModel};
use super::trade::Trade;
use crate::engine::EngineIdentity;
use crate::model::random::Random;
use crate::types::{
    Bar, Currency, Deal, Money, MoneyError, NANOS_PER_SECOND, OrderAction, OrderIntent,
    OrderResult, SymbolSpec, UnixNanos,
};

/// Why a simulation cannot go on.
#[derive(Clone, Debug, PartialEq)]
pub enum BrokerError {
    /// An amount is beyond the range of money.
    Money(MoneyError),
    /// The account currency is none.
    Currency(String),
}

impl fmt::Display for BrokerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(error) => error.fmt(f),
            Self::Currency(was) => write!(f, "currency was {was:?}, expected 1 to 7 letters"),
        }
    }
}

impl std::error::Error for BrokerError {}

impl From<MoneyError> for BrokerError {
    fn from(error: MoneyError) -> Self {
        Self::Money(error)
    }
}

/// What the bar says in which the price moves.
#[derive(Clone, Copy, Debug)]
struct Range {
    low: f64,
    high: f64,
}

/// A trade server with one account and one symbol.
#[derive(Debug)]
pub struct Broker {
    identity: EngineIdentity,
    spec: SymbolSpec,
    is_always_open: bool,
    worth: Worth,
    account: AccountSettings,
    costs: CostSettings,
    execution: ExecutionModel,
    random: Random,
    ledger: Ledger,
    positions: Vec<OpenPosition>,
    on_their_way: VecDeque<OrderOnItsWay>,
    quote: Option<Quote>,
    range: Option<Range>,
    last_ticket: u64,
    deals: Vec<Deal>,
    results: Vec<OrderResult>,
    trades: Vec<Trade>,
    is_changed: bool,
    /// Of what is open, account currency.
    margin: f64,
    /// No session has been open since the last quote that traded.
    is_closed: bool,
}

impl Broker {
    /// A server without positions. `spec` must have passed [`SymbolSpec::check`].
    ///
    /// # Errors
    /// A currency that is none, or a balance beyond the range of money.
    pub fn new(
        identity: EngineIdentity,
        spec: SymbolSpec,
        rate: ProfitRate,
        settings: BrokerSettings,
    ) -> Result<Self, BrokerError> {
        let BrokerSettings { account, costs, execution } = settings;
        let currency = Currency::new(&account.currency)
            .filter(|currency| !currency.is_empty())
            .ok_or_else(|| BrokerError::Currency(account.currency.clone()))?;
        let deposit = Money::from_f64(account.balance, currency)?;
        let worth = Worth { tick_size: spec.tick_size, contract_size: spec.contract_size, rate };
        Ok(Self {
            identity,
            is_always_open: spec.is_always_open(),
            spec,
            worth,
            random: Random::new(u64::from(execution.seed)),
            account,
            costs,
            execution,
            ledger: Ledger::new(deposit),
            positions: Vec::new(),
            on_their_way: VecDeque::new(),
            quote: None,
            range: None,
            last_ticket: 0,
            deals: Vec::new(),
            results: Vec::new(),
            trades: Vec::new(),
            is_changed: true,
            margin: 0.0,
            is_closed: false,
        })
    }

    /// The price moves inside a bar from now on; `None`: it is known tick by tick.
    pub fn set_bar(&mut self, bar: Option<&Bar>) {
        self.range = bar.map(|bar| Range { low: bar.low, high: bar.high });
    }

    /// Another limit of what is filled at once; 0 = any volume.
    #[cfg(test)]
    pub(super) const fn set_fill_lots_max(&mut self, lots: f64) {
        self.execution.fill_lots_max = lots;
    }

    /// Takes a quote: nights, stops and targets, margin, then orders that have arrived. Outside
    /// the sessions nothing is traded; after a break the price has jumped.
    ///
    /// # Errors
    /// An amount beyond the range of money.
    pub fn on_quote(&mut self, quote: &Quote) -> Result<(), BrokerError> {
        if let Some(before) = self.quote {
            self.charge_nights(&before, quote)?;
        }
        self.quote = Some(*quote);
        let was_closed = self.is_closed;
        self.is_closed = !self.is_open(quote);
        if !self.is_closed {
            let arrival = if was_closed { Arrival::Jump } else { quote.arrival };
            self.close_at_levels(&Quote { arrival, ..*quote })?;
            self.stop_out(quote)?;
        }
        while let Some(order) = self.on_their_way.front().copied() {
            if order.due_ns > quote.server_ns {
                break;
            }
            self.on_their_way.pop_front();
            self.execute(&order, quote)?;
        }
        Ok(())
    }

    fn is_open(&self, quote: &Quote) -> bool {
        self.is_always_open || self.spec.is_open_at(quote.server_ns.div_euclid(NANOS_PER_SECOND))
    }

    /// Closes what the quote brings to its stop or target.
    fn close_at_levels(&mut self, quote: &Quote) -> Result<(), BrokerError> {
        let mut index = 0;
        while let Some(position) = self.positions.get_mut(index) {
            position.see(&self.worth, quote.closing(position.side));
            let Some(exit) = exit_at(position, quote) else {
                index += 1;
                continue;
            };
            let (side, lots) = (position.side, position.lots);
            let price =
                if exit.slips { self.slipped(side.opposite(), exit.price) } else { exit.price };
            self.close_volume(index, lots, price, exit.reason, quote)?;
        }
        Ok(())
    }

    /// Takes an order. Without latency it is executed at once, at the newest quote.
    ///
    /// # Errors
    /// An amount beyond the range of money.
    pub fn submit(&mut self, decision_id: u64, intent: &OrderIntent) -> Result<(), BrokerError> {
        let Some(quote) = self.quote else {
            let answer = Answer::refused(orders::NO_QUOTES);
            self.answer(decision_id, &answer, UnixNanos::default());
            return Ok(());
        };
        if quote.time > intent.expires {
            self.answer(decision_id, &Answer::refused(orders::NOT_SENT), quote.time);
            return Ok(());
        }
        let random_ms = self.random.below(self.execution.latency_random_ms as usize + 1);
        let latency_ms = i64::from(self.execution.latency_ms) + random_ms as i64;
        let due_ns = quote.server_ns + latency_ms * 1_000_000;
        let order = OrderOnItsWay { decision_id, intent: *intent, due_ns };
        if latency_ms == 0 {
            return self.execute(&order, &quote);
        }
        // In the order of arrival; of orders that arrive together the earlier one first.
        let place = self.on_their_way.partition_point(|other| other.due_ns <= due_ns);
        self.on_their_way.insert(place, order);
        Ok(())
    }

    fn execute(&mut self, order: &OrderOnItsWay, quote: &Quote) -> Result<(), BrokerError> {
        let intent = &order.intent;
        let answer = if !self.is_open(quote) {
            Answer::refused(orders::MARKET_CLOSED)
        } else if self.draws(self.execution.reject_prob) {
            Answer::refused(orders::REJECT)
        } else if intent.action != OrderAction::Modify && self.draws(self.execution.requote_prob) {
            Answer::refused(orders::REQUOTE)
        } else {
            match intent.action {
                OrderAction::Open => self.open(intent, quote)?,
                OrderAction::Close => self.close(intent, quote)?,
                OrderAction::Modify => self.modify(intent, quote),
            }
        };
        self.answer(order.decision_id, &answer, quote.time);
        Ok(())
    }

    fn draws(&mut self, prob: f64) -> bool {
        prob > 0.0 && self.random.unit() < prob
    }

    fn answer(&mut self, decision_id: u64, answer: &Answer, time: UnixNanos) {
        self.results.push(OrderResult {
            decision_id,
            retcode: answer.retcode,
            order_ticket: answer.ticket,
            deal_ticket: answer.deal,
            lots: answer.lots,
            price: answer.price,
            time,
        });
    }

    /// Closed trades, oldest first.
    #[must_use]
    pub fn trades(&self) -> &[Trade] {
        &self.trades
    }

    /// Closed trades, oldest first, when nothing else is asked any more.
    pub(super) fn into_trades(self) -> Vec<Trade> {
        self.trades
    }

    /// Answers that nobody was told yet.
    pub(super) fn results(&self) -> &[OrderResult] {
        &self.results
    }

    /// Deals that nobody was told yet.
    pub(super) fn deals(&self) -> &[Deal] {
        &self.deals
    }

    /// Somebody was told of all answers and deals.
    pub(super) fn clear_reports(&mut self) {
        self.results.clear();
        self.deals.clear();
    }

    /// Answers that the engine does not know yet.
    pub fn take_results(&mut self) -> Vec<OrderResult> {
        std::mem::take(&mut self.results)
    }

    /// Deals that the engine does not know yet.
    pub fn take_deals(&mut self) -> Vec<Deal> {
        std::mem::take(&mut self.deals)
    }

    /// Whether account or positions are other than when this was last asked.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.is_changed)
    }
}
