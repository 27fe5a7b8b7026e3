//! The simulated other side: an account with hedging, a broker that fills at once, and the
//! snapshots and reports that a terminal hands to the engine.
//!
//! Orders are filled wholly and at once at the quote of the tick that made them, whatever their
//! size. Stops and targets are watched on the side that closes a position: bid for longs, ask for
//! shorts. A stop that is jumped over is filled at the quote beyond it, a target at its own price,
//! never better. Between the ticks that were made from one bar the price is taken to have moved
//! continuously, so a stop is filled at its own price there, and at the quote only when a bar opens
//! beyond it. No swap, no partial fills, no delays, no stop-out. Balance and profits are exact in
//! millionths of the account currency.

use hypertrader::ffi::abi::{
    HT_ACTION_CLOSE, HT_ACTION_MODIFY, HT_ACTION_OPEN, HT_SIDE_BUY, HT_SIDE_SELL, HtAccount,
    HtDeal, HtDecision, HtMqlTick, HtOrderResult, HtPosition, HtSymbol,
};
use hypertrader::types::{Currency, FixedText, Money};

use crate::cli::prices::contract::{ACCOUNT_CURRENCY, Contract};

/// Number of the simulated account, and the magic number of the simulated program.
pub(super) const LOGIN: i64 = 1;
pub(super) const MAGIC: u64 = 1;

/// MetaTrader's return codes.
const RETCODE_REQUOTE: u32 = 10_004;
const RETCODE_DONE: u32 = 10_009;
const RETCODE_INVALID: u32 = 10_013;
const RETCODE_NO_MONEY: u32 = 10_019;
const RETCODE_NO_QUOTES: u32 = 10_021;
const RETCODE_POSITION_CLOSED: u32 = 10_036;
const RETCODE_NOT_SENT: u32 = 0;

const ENTRY_IN: i32 = 0;
const ENTRY_OUT: i32 = 1;
/// Relative change of the price after which its use as a conversion rate is renewed.
const RATE_DRIFT_MAX_FRAC: f64 = 0.01;

/// Bid and ask.
#[derive(Clone, Copy, Debug)]
struct Quote {
    bid: f64,
    ask: f64,
}

/// What happened to the account.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Results {
    pub(super) trades: u64,
    pub(super) wins: u64,
    /// Millionths; profits of closed trades with commission.
    pub(super) net_profit_micros: i64,
    pub(super) peak_equity_micros: i64,
    pub(super) max_drawdown_micros: i64,
    pub(super) max_drawdown_frac: f64,
}

/// The simulated terminal, account and broker.
#[derive(Debug)]
pub(super) struct Terminal {
    contract: Contract,
    symbol: FixedText<32>,
    currency: Currency,
    by_last: bool,
    rate: f64,
    rate_price: f64,
    quote: Option<Quote>,
    time_msc: i64,
    balance: Money,
    positions: Vec<HtPosition>,
    last_ticket: u64,
    deals: Vec<HtDeal>,
    /// Something that the engine does not know yet.
    is_changed: bool,
    is_symbol_changed: bool,
    results: Results,
}

impl Terminal {
    pub(super) fn new(
        contract: Contract,
        first_price: f64,
        by_last: bool,
        balance: f64,
    ) -> Result<Self, String> {
        let symbol = FixedText::new(&contract.symbol)
            .filter(|text| !text.is_empty())
            .ok_or_else(|| format!("symbol was {:?}, expected 1 to 32 bytes", contract.symbol))?;
        let currency = Currency::new(ACCOUNT_CURRENCY).unwrap_or_default();
        let balance = Money::from_f64(balance, currency).map_err(|error| error.to_string())?;
        let results = Results { peak_equity_micros: balance.micros, ..Results::default() };
        Ok(Self {
            rate: contract.rate_at(first_price),
            rate_price: first_price,
            contract,
            symbol,
            currency,
            by_last,
            quote: None,
            time_msc: 0,
            balance,
            positions: Vec::new(),
            last_ticket: 0,
            deals: Vec::new(),
            is_changed: true,
            is_symbol_changed: true,
            results,
        })
    }

    pub(super) const fn results(&self) -> &Results {
        &self.results
    }

    pub(super) const fn open_positions(&self) -> usize {
        self.positions.len()
    }

    /// The specification, if the engine does not have it as it is now.
    pub(super) fn take_changed_symbol(&mut self) -> Result<Option<HtSymbol>, String> {
        if !std::mem::take(&mut self.is_symbol_changed) {
            return Ok(None);
        }
        self.contract.to_abi(self.rate, self.by_last).map(Some)
    }

    /// Whether account or positions are other than when this was last asked.
    pub(super) fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.is_changed)
    }

    /// Deals that the engine does not know yet.
    pub(super) fn take_deals(&mut self) -> Vec<HtDeal> {
        std::mem::take(&mut self.deals)
    }

    pub(super) fn positions(&self) -> &[HtPosition] {
        &self.positions
    }

    /// Takes a tick. `is_continuous`: the price moved here through all prices between.
    pub(super) fn on_tick(&mut self, tick: &HtMqlTick, is_continuous: bool) -> Result<(), String> {
        self.time_msc = tick.time_msc();
        if !(tick.bid() > 0.0 && tick.ask() >= tick.bid()) {
            return Ok(());
        }
        let quote = Quote { bid: tick.bid(), ask: tick.ask() };
        self.quote = Some(quote);
        let drift = (quote.bid - self.rate_price).abs();
        if self.contract.profit_rate == 0.0 && drift > RATE_DRIFT_MAX_FRAC * self.rate_price {
            self.rate = self.contract.rate_at(quote.bid);
            self.rate_price = quote.bid;
            self.is_symbol_changed = true;
        }
        if self.positions.is_empty() {
            return Ok(());
        }
        let mut index = 0;
        while let Some(position) = self.positions.get(index) {
            match exit_price(position, quote, is_continuous) {
                Some(price) => self.close_position(index, price)?,
                None => index += 1,
            }
        }
        self.measure_equity()
    }

    /// Executes a decision, as the program in the terminal does, and says what came of it.
    pub(super) fn execute(&mut self, decision: &HtDecision) -> Result<HtOrderResult, String> {
        let mut result = HtOrderResult {
            decision_id: decision.id,
            order_ticket: 0,
            deal_ticket: 0,
            lots: 0.0,
            price: 0.0,
            time_msc: self.time_msc,
            retcode: RETCODE_NOT_SENT,
            reserved: 0,
        };
        if self.time_msc > decision.expires_msc {
            return Ok(result);
        }
        result.retcode = match decision.action {
            HT_ACTION_OPEN => self.open(decision, &mut result)?,
            HT_ACTION_CLOSE => self.close(decision, &mut result)?,
            HT_ACTION_MODIFY => self.modify(decision),
            _ => RETCODE_INVALID,
        };
        Ok(result)
    }

    fn open(&mut self, decision: &HtDecision, result: &mut HtOrderResult) -> Result<u32, String> {
        let Some(quote) = self.quote else { return Ok(RETCODE_NO_QUOTES) };
        let is_buy = decision.side == HT_SIDE_BUY;
        let price = if is_buy { quote.ask } else { quote.bid };
        let deviation = f64::from(decision.deviation_points) * self.contract.point();
        if (price - decision.price).abs() > deviation + self.contract.point() * 1e-6 {
            result.price = price;
            return Ok(RETCODE_REQUOTE);
        }
        let equity = self.equity(quote)?;
        if self.margin(decision.lots, price) > equity.to_f64() - self.margin_used() {
            return Ok(RETCODE_NO_MONEY);
        }
        let ticket = self.next_ticket();
        self.positions.push(HtPosition {
            ticket,
            magic: MAGIC,
            time_msc: self.time_msc,
            lots: decision.lots,
            open_price: price,
            stop_loss: decision.stop_loss,
            take_profit: decision.take_profit,
            side: decision.side,
            reserved: 0,
            symbol: self.symbol.to_c(),
        });
        let commission = self.commission(decision.lots)?;
        self.book(commission)?;
        let deal_ticket = self.report_deal(ticket, decision.side, ENTRY_IN, decision.lots, price);
        if let Some(deal) = self.deals.last_mut() {
            deal.commission = commission.to_f64();
        }
        self.results.net_profit_micros += commission.micros;
        result.order_ticket = ticket;
        result.deal_ticket = deal_ticket;
        result.lots = decision.lots;
        result.price = price;
        self.is_changed = true;
        self.measure_equity()?;
        Ok(RETCODE_DONE)
    }

    fn close(&mut self, decision: &HtDecision, result: &mut HtOrderResult) -> Result<u32, String> {
        let Some(quote) = self.quote else { return Ok(RETCODE_NO_QUOTES) };
        let Some(index) = self.index_of(decision.position_ticket) else {
            return Ok(RETCODE_POSITION_CLOSED);
        };
        let position = self.positions[index];
        result.lots = position.lots;
        result.price = closing_price(&position, quote);
        self.close_position(index, result.price)?;
        result.order_ticket = self.last_ticket;
        result.deal_ticket = self.last_ticket;
        self.measure_equity()?;
        Ok(RETCODE_DONE)
    }

    fn modify(&mut self, decision: &HtDecision) -> u32 {
        let Some(index) = self.index_of(decision.position_ticket) else {
            return RETCODE_POSITION_CLOSED;
        };
        self.positions[index].stop_loss = decision.stop_loss;
        self.positions[index].take_profit = decision.take_profit;
        self.is_changed = true;
        RETCODE_DONE
    }

    fn index_of(&self, ticket: u64) -> Option<usize> {
        self.positions.iter().position(|position| position.ticket == ticket)
    }

    fn next_ticket(&mut self) -> u64 {
        self.last_ticket += 1;
        self.last_ticket
    }

    fn close_position(&mut self, index: usize, price: f64) -> Result<(), String> {
        let position = self.positions.remove(index);
        let profit = self.profit(&position, price)?;
        let commission = self.commission(position.lots)?;
        self.book(profit)?;
        self.book(commission)?;
        let side = if position.side == HT_SIDE_BUY { HT_SIDE_SELL } else { HT_SIDE_BUY };
        self.report_deal(position.ticket, side, ENTRY_OUT, position.lots, price);
        if let Some(deal) = self.deals.last_mut() {
            deal.profit = profit.to_f64();
            deal.commission = commission.to_f64();
        }
        self.results.trades += 1;
        // A trade pays commission twice, at entry and at exit.
        self.results.wins += u64::from(profit.micros + 2 * commission.micros > 0);
        self.results.net_profit_micros += profit.micros + commission.micros;
        self.is_changed = true;
        Ok(())
    }

    fn report_deal(
        &mut self,
        position_ticket: u64,
        side: i32,
        entry: i32,
        lots: f64,
        price: f64,
    ) -> u64 {
        let ticket = self.next_ticket();
        self.deals.push(HtDeal {
            ticket,
            order_ticket: ticket,
            position_ticket,
            magic: MAGIC,
            time_msc: self.time_msc,
            lots,
            price,
            profit: 0.0,
            commission: 0.0,
            swap: 0.0,
            side,
            entry,
            symbol: self.symbol.to_c(),
        });
        ticket
    }

    fn book(&mut self, amount: Money) -> Result<(), String> {
        self.balance = self.balance.checked_add(amount).map_err(|error| error.to_string())?;
        Ok(())
    }

    fn commission(&self, lots: f64) -> Result<Money, String> {
        Money::from_f64(-self.contract.commission_per_lot * lots, self.currency)
            .map_err(|error| format!("commission: {error}"))
    }

    /// Ticks times tick value times lots, to the nearest millionth.
    fn profit(&self, position: &HtPosition, price: f64) -> Result<Money, String> {
        let contract = &self.contract;
        let direction = if position.side == HT_SIDE_BUY { 1.0 } else { -1.0 };
        let ticks = (price - position.open_price) / contract.tick_size * direction;
        let whole = ticks.round_ties_even();
        let ticks = if (ticks - whole).abs() < 1e-4 { whole } else { ticks };
        let tick_value = contract.contract_size * contract.tick_size * self.rate;
        Money::from_f64(ticks * tick_value * position.lots, self.currency)
            .map_err(|error| format!("profit: {error}"))
    }

    fn equity(&self, quote: Quote) -> Result<Money, String> {
        self.positions.iter().try_fold(self.balance, |sum, position| {
            let floating = self.profit(position, closing_price(position, quote))?;
            sum.checked_add(floating).map_err(|error| error.to_string())
        })
    }

    fn margin(&self, lots: f64, price: f64) -> f64 {
        lots * self.contract.contract_size * price * self.rate / f64::from(self.contract.leverage)
    }

    fn margin_used(&self) -> f64 {
        self.positions.iter().map(|position| self.margin(position.lots, position.open_price)).sum()
    }

    fn measure_equity(&mut self) -> Result<(), String> {
        let Some(quote) = self.quote else { return Ok(()) };
        let equity = self.equity(quote)?.micros;
        let results = &mut self.results;
        results.peak_equity_micros = results.peak_equity_micros.max(equity);
        let fall = results.peak_equity_micros - equity;
        results.max_drawdown_micros = results.max_drawdown_micros.max(fall);
        if results.peak_equity_micros > 0 {
            let fall_frac = fall as f64 / results.peak_equity_micros as f64;
            results.max_drawdown_frac = results.max_drawdown_frac.max(fall_frac);
        }
        Ok(())
    }

    /// Equity without a quote is the balance: there are no positions before the first one.
    pub(super) fn equity_now(&self) -> Result<Money, String> {
        self.quote.map_or(Ok(self.balance), |quote| self.equity(quote))
    }

    pub(super) const fn balance(&self) -> Money {
        self.balance
    }

    /// The account as the terminal shows it now.
    pub(super) fn account(&self) -> Result<HtAccount, String> {
        let equity = self.equity_now()?.to_f64();
        let margin = self.margin_used();
        Ok(HtAccount {
            struct_size: size_of::<HtAccount>() as u32,
            margin_mode: 2, // hedging
            login: LOGIN,
            time_msc: self.time_msc,
            balance: self.balance.to_f64(),
            equity,
            margin,
            margin_free: equity - margin,
            leverage: i32::try_from(self.contract.leverage).unwrap_or(i32::MAX),
            trade_allowed: 1,
            currency: self.currency.0.to_c(),
            reserved: [0; 8],
        })
    }
}

/// The price at which a position is worth something: bid for a long, ask for a short.
fn closing_price(position: &HtPosition, quote: Quote) -> f64 {
    if position.side == HT_SIDE_BUY { quote.bid } else { quote.ask }
}

/// The price at which stop or target close the position now. The stop is looked at first.
fn exit_price(position: &HtPosition, quote: Quote, is_continuous: bool) -> Option<f64> {
    let price = closing_price(position, quote);
    let is_buy = position.side == HT_SIDE_BUY;
    let reached = |level: f64, from_above: bool| {
        level > 0.0 && if from_above { price <= level } else { price >= level }
    };
    if reached(position.stop_loss, is_buy) {
        return Some(if is_continuous { position.stop_loss } else { price });
    }
    reached(position.take_profit, !is_buy).then_some(position.take_profit)
}

#[cfg(test)]
mod tests;
