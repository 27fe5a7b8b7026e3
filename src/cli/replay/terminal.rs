//! The simulated other side: the broker of the backtest, spoken to in the structures of the C
//! interface, as a program in a terminal does.
//!
//! Orders are filled wholly and at once at the quote of the tick that made them: the broker has its
//! built-in settings, without latency, slippage or rejections. Times are the server's clock
//! throughout. Between the ticks that were made from one bar the price is taken to have moved
//! continuously; see `hypertrader::backtest` for how stops and targets are filled.

use hypertrader::backtest::{
    AccountSettings, Arrival, Broker, BrokerError, BrokerSettings, CostSettings, Quote,
};
use hypertrader::engine::EngineIdentity;
use hypertrader::ffi::abi::{
    HT_ACTION_CLOSE, HT_ACTION_MODIFY, HT_ACTION_OPEN, HT_SIDE_BUY, HT_SIDE_SELL, HtAccount,
    HtDeal, HtDecision, HtMqlTick, HtOrderResult, HtPosition, HtSymbol,
};
use hypertrader::types::{
    Deal, DealEntry, FixedText, Money, OrderAction, OrderIntent, OrderResult, Position, Side,
    UnixNanos,
};

use crate::cli::prices::contract::{ACCOUNT_CURRENCY, Contract};

/// Number of the simulated account, and the magic number of the simulated program.
pub(super) const LOGIN: i64 = 1;
pub(super) const MAGIC: u64 = 1;

const NANOS_PER_MILLI: i64 = 1_000_000;
/// Relative change of the price after which its use as a conversion rate is renewed.
const RATE_DRIFT_MAX_FRAC: f64 = 0.01;

/// What happened to the account.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Results {
    pub(super) trades: u64,
    pub(super) wins: u64,
    /// Millionths; everything that changed the balance.
    pub(super) net_profit_micros: i64,
    pub(super) max_drawdown_micros: i64,
    pub(super) max_drawdown_frac: f64,
}

/// The simulated terminal, account and broker.
#[derive(Debug)]
pub(super) struct Terminal {
    contract: Contract,
    broker: Broker,
    by_last: bool,
    rate: f64,
    rate_price: f64,
    time_msc: i64,
    is_symbol_changed: bool,
    peak_equity_micros: i64,
    max_drawdown_micros: i64,
    max_drawdown_frac: f64,
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
        let settings = BrokerSettings {
            account: AccountSettings {
                balance,
                currency: ACCOUNT_CURRENCY.to_owned(),
                leverage: contract.leverage,
                ..AccountSettings::default()
            },
            costs: CostSettings {
                commission_per_lot: contract.commission_per_lot,
                ..CostSettings::default()
            },
            ..BrokerSettings::default()
        };
        let rate = contract.rate_at(first_price);
        let spec = contract.to_spec(rate, by_last)?;
        let identity = EngineIdentity { login: LOGIN, symbol, magic: MAGIC };
        let broker = Broker::new(identity, spec, contract.rate(), settings).map_err(told)?;
        let peak_equity_micros = broker.equity().map_err(told)?.micros;
        Ok(Self {
            contract,
            broker,
            by_last,
            rate,
            rate_price: first_price,
            time_msc: 0,
            is_symbol_changed: true,
            peak_equity_micros,
            max_drawdown_micros: 0,
            max_drawdown_frac: 0.0,
        })
    }

    pub(super) fn results(&self) -> Result<Results, String> {
        let trades = self.broker.trades();
        let deposit = self.broker.ledger().deposit.micros;
        Ok(Results {
            trades: trades.len() as u64,
            wins: trades.iter().filter(|trade| trade.net_micros() > 0).count() as u64,
            net_profit_micros: self.balance()?.micros - deposit,
            max_drawdown_micros: self.max_drawdown_micros,
            max_drawdown_frac: self.max_drawdown_frac,
        })
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
        self.broker.take_changed()
    }

    /// Deals that the engine does not know yet.
    pub(super) fn take_deals(&mut self) -> Vec<HtDeal> {
        self.broker.take_deals().iter().map(deal_to_abi).collect()
    }

    pub(super) fn positions(&self) -> Vec<HtPosition> {
        self.broker.positions().map(|position| position_to_abi(&position)).collect()
    }

    /// Takes a tick. `is_continuous`: the price moved here through all prices between.
    pub(super) fn on_tick(&mut self, tick: &HtMqlTick, is_continuous: bool) -> Result<(), String> {
        self.time_msc = tick.time_msc();
        let (bid, ask) = (tick.bid(), tick.ask());
        if !(bid > 0.0 && ask >= bid) {
            return Ok(());
        }
        let drift = (bid - self.rate_price).abs();
        if self.contract.profit_rate == 0.0 && drift > RATE_DRIFT_MAX_FRAC * self.rate_price {
            self.rate = self.contract.rate_at(bid);
            self.rate_price = bid;
            self.is_symbol_changed = true;
        }
        let server_ns = self.time_msc * NANOS_PER_MILLI;
        let arrival = if is_continuous { Arrival::Continuous } else { Arrival::Jump };
        let quote = Quote { time: UnixNanos(server_ns), server_ns, bid, ask, arrival };
        self.broker.on_quote(&quote).map_err(told)?;
        self.measure_equity()
    }

    /// Executes a decision, as the program in the terminal does, and says what came of it.
    pub(super) fn execute(&mut self, decision: &HtDecision) -> Result<HtOrderResult, String> {
        self.broker.submit(decision.id, &intent_of(decision)?).map_err(told)?;
        self.measure_equity()?;
        let results = self.broker.take_results();
        let result = results.last().ok_or_else(|| {
            format!("decision {} had no answer, expected one at once", decision.id)
        })?;
        Ok(result_to_abi(result, self.time_msc))
    }

    fn measure_equity(&mut self) -> Result<(), String> {
        let equity = self.equity()?.micros;
        self.peak_equity_micros = self.peak_equity_micros.max(equity);
        let fall = self.peak_equity_micros - equity;
        self.max_drawdown_micros = self.max_drawdown_micros.max(fall);
        if self.peak_equity_micros > 0 {
            let fall_frac = fall as f64 / self.peak_equity_micros as f64;
            self.max_drawdown_frac = self.max_drawdown_frac.max(fall_frac);
        }
        Ok(())
    }

    pub(super) fn equity(&self) -> Result<Money, String> {
        self.broker.equity().map_err(told)
    }

    pub(super) fn balance(&self) -> Result<Money, String> {
        self.broker.ledger().balance().map_err(|error| error.to_string())
    }

    /// The account as the terminal shows it now.
    pub(super) fn account(&self) -> Result<HtAccount, String> {
        let account = self.broker.account().map_err(told)?;
        Ok(HtAccount {
            struct_size: size_of::<HtAccount>() as u32,
            margin_mode: 2, // hedging
            login: LOGIN,
            time_msc: self.time_msc,
            balance: account.balance,
            equity: account.equity,
            margin: account.margin,
            margin_free: account.margin_free,
            leverage: i32::try_from(account.leverage).unwrap_or(i32::MAX),
            trade_allowed: 1,
            currency: account.currency.0.to_c(),
            reserved: [0; 8],
        })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
fn told(error: BrokerError) -> String {
    error.to_string()
}

const fn side_to_abi(side: Side) -> i32 {
    match side {
        Side::Buy => HT_SIDE_BUY,
        Side::Sell => HT_SIDE_SELL,
    }
}

fn millis(time: UnixNanos) -> i64 {
    time.0.div_euclid(NANOS_PER_MILLI)
}

/// The order in a decision.
fn intent_of(decision: &HtDecision) -> Result<OrderIntent, String> {
    let action = match decision.action {
        HT_ACTION_OPEN => OrderAction::Open,
        HT_ACTION_CLOSE => OrderAction::Close,
        HT_ACTION_MODIFY => OrderAction::Modify,
        other => return Err(format!("a decision's action was {other}, expected 1 to 3")),
    };
    let level = |price: f64| (price > 0.0).then_some(price);
    Ok(OrderIntent {
        action,
        side: if decision.side == HT_SIDE_BUY { Side::Buy } else { Side::Sell },
        lots: decision.lots,
        price: decision.price,
        stop_loss: level(decision.stop_loss),
        take_profit: level(decision.take_profit),
        deviation_points: decision.deviation_points,
        position_ticket: decision.position_ticket,
        expires: UnixNanos(decision.expires_msc.saturating_mul(NANOS_PER_MILLI)),
    })
}

fn result_to_abi(result: &OrderResult, time_msc: i64) -> HtOrderResult {
    HtOrderResult {
        decision_id: result.decision_id,
        order_ticket: result.order_ticket,
        deal_ticket: result.deal_ticket,
        lots: result.lots,
        price: result.price,
        time_msc,
        retcode: result.retcode,
        reserved: 0,
    }
}

fn position_to_abi(position: &Position) -> HtPosition {
    HtPosition {
        ticket: position.ticket,
        magic: position.magic,
        time_msc: millis(position.open_time),
        lots: position.lots,
        open_price: position.open_price,
        stop_loss: position.stop_loss.unwrap_or(0.0),
        take_profit: position.take_profit.unwrap_or(0.0),
        side: side_to_abi(position.side),
        reserved: 0,
        symbol: position.symbol.to_c(),
    }
}

fn deal_to_abi(deal: &Deal) -> HtDeal {
    HtDeal {
        ticket: deal.ticket,
        order_ticket: deal.order_ticket,
        position_ticket: deal.position_ticket,
        magic: deal.magic,
        time_msc: millis(deal.time),
        lots: deal.lots,
        price: deal.price,
        profit: deal.profit,
        commission: deal.commission,
        swap: deal.swap,
        side: side_to_abi(deal.side),
        entry: match deal.entry {
            DealEntry::In => 0,
            DealEntry::Out => 1,
            DealEntry::InOut => 2,
            DealEntry::OutBy => 3,
        },
        symbol: deal.symbol.to_c(),
    }
}

#[cfg(test)]
mod tests;
