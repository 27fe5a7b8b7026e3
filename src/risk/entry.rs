//! From a signal to an approved entry.

use super::approved::{Approved, ApprovedEntry, EntryDecision, SizingArithmetic};
use super::context::{EntryContext, PositionContext, Quote};
use super::gate::RiskGate;
use super::limits::check_equity;
use super::session::check_events;
use super::settings::{OppositePolicy, RISK_FRAC_CAP};
use super::sizing::{SizingInput, check_resized, micros_up, size};
use super::state::RiskMode;
use crate::sync::PoolMember;
use crate::types::{
    Account, DurationNanos, MarketPrice, NANOS_PER_SECOND, OrderAction, OrderIntent, Refusal,
    RefusalCode, Side, Signal, SignalKind, TradeMode, UnixNanos,
};

/// Age of something that happened at `time`, held against `max_s`; `refusal` says which code. What
/// lies as far in the future is no better.
fn check_age(
    code: RefusalCode,
    now: UnixNanos,
    time: Option<UnixNanos>,
    max_s: u32,
) -> Result<(), Refusal> {
    let Some(time) = time else { return Err(Refusal::new(code, -1.0, f64::from(max_s))) };
    let age = now.since(time);
    if age.0.unsigned_abs() <= DurationNanos::from_seconds(i64::from(max_s)).0.unsigned_abs() {
        return Ok(());
    }
    Err(Refusal::new(code, age.0 as f64 / NANOS_PER_SECOND as f64, f64::from(max_s)))
}

/// Whether the broker accepts openings on `side`.
fn check_trade_mode(mode: TradeMode, side: Side) -> Result<(), Refusal> {
    let needed = match side {
        Side::Buy => TradeMode::LongOnly,
        Side::Sell => TradeMode::ShortOnly,
    };
    if mode == TradeMode::Full || mode == needed {
        return Ok(());
    }
    let number = |mode: TradeMode| f64::from(mode as u8);
    Err(Refusal::new(RefusalCode::SymbolTradeMode, number(mode), number(needed)))
}

/// The configured deviation, or less, so that even the worst accepted fill loses at most the hard
/// cap at its stop. Servers honour it in instant execution; in market execution there is no bound.
fn accepted_deviation(sizing: &SizingArithmetic, context: &EntryContext<'_>) -> u32 {
    let configured = context.terms.deviation_points;
    let loss_per_point = sizing.lots * context.spec.loss_per_lot(context.spec.point);
    let room = sizing.equity * RISK_FRAC_CAP - sizing.loss_at_stop;
    let points = (room / loss_per_point).floor();
    if points >= f64::from(configured) { configured } else { points.max(0.0) as u32 }
}

impl RiskGate {
    /// Turns a signal into an order, or says why not.
    ///
    /// An opposite position comes first: with `exit` and `flip` its close is approved whatever the
    /// state, since closing is always allowed. Then the checks, in this order; the first refuses:
    ///
    /// 1. state: `HALTED`, `REDUCING`, `TRADING_DISABLED`
    /// 2. knowledge: `ACCOUNT_UNKNOWN`, `TRADE_NOT_ALLOWED`, `POSITIONS_UNKNOWN`,
    ///    `SYMBOL_TRADE_MODE`
    /// 3. limits: `EQUITY_ABSURD`, `DRAWDOWN`, `DAILY_LOSS`, `WEEKLY_LOSS`, `LOSS_STREAK`,
    ///    `ORDER_RATE`
    /// 4. market: `NO_QUOTE`, `STALE_TICK`, `SPREAD_TOO_WIDE`, `OUT_OF_SESSION`, `NEWS_BLACKOUT`,
    ///    `MARKET_UNKNOWN`, `MARKET_DIVERGENCE`
    /// 5. positions: `INTENT_IN_FLIGHT`, `FOREIGN_POSITION`, `UNPROTECTED_POSITION`,
    ///    `POSITION_EXISTS` or `OPPOSITE_IGNORED`, `DUPLICATE_SIGNAL`
    /// 6. size: `CONTRACT_INCONSISTENT`, `PRICE_INVALID`, `STOP_INVALID`, `STOP_TOO_CLOSE`,
    ///    `VOLUME_BELOW_MINIMUM`, `MARGIN_UNKNOWN`, `MARGIN_INSUFFICIENT`, `VOLUME_LIMIT`,
    ///    `RISK_CHECK_FAILED`
    /// 7. `OPEN_RISK_LIMIT`
    ///
    /// The account is taken in by step 3, so the limits see the very equity that is sized with. An
    /// approved entry holds its risk in `pool`, marks its bar and counts as an order.
    ///
    /// # Errors
    /// The first refusal of the list.
    pub fn approve_entry(
        &mut self,
        signal: &Signal,
        context: &EntryContext<'_>,
        pool: &mut PoolMember,
    ) -> Result<EntryDecision, Refusal> {
        let SignalKind::Enter(side) = signal.kind else { return Ok(EntryDecision::Nothing) };
        if let Some(close) = self.approve_opposite_close(side, context)? {
            return Ok(close);
        }
        self.check_mode(context)?;
        let account = self.check_knowledge(side, context)?;
        self.check_limits(account, context)?;
        let quote = self.check_market(context)?;
        self.check_positions(side, signal, context)?;
        let mut sizing = size(&SizingInput {
            spec: context.spec,
            account,
            quote: &quote,
            risk: &self.config.risk,
            side,
            stop_distance: signal.stop_distance,
            target_distance: signal.target_distance,
            side_lots: context.side_lots,
        })?;

        let limit_micros = self.open_risk_limit_micros(account.equity);
        let others_micros = pool.others_micros();
        let too_much = |after_micros: i64| {
            let after_frac = after_micros as f64 / 1e6 / account.equity;
            let limit_frac = self.config.risk.open_risk_max_frac;
            Refusal::new(RefusalCode::OpenRiskLimit, after_frac, limit_frac)
        };
        let risk_micros = micros_up(sizing.loss_at_stop).ok_or_else(|| too_much(i64::MAX))?;
        let after_micros = others_micros.saturating_add(risk_micros);
        if after_micros > limit_micros {
            return Err(too_much(after_micros));
        }
        pool.try_hold(risk_micros, limit_micros).map_err(too_much)?;
        sizing.open_risk_others = others_micros as f64 / 1e6;
        sizing.open_risk_after = after_micros as f64 / 1e6;
        sizing.open_risk_limit = limit_micros as f64 / 1e6;

        self.state.set_last_bar(side, signal.bar_open);
        self.state.orders.record(context.now);
        self.changed(true);
        let intent = Approved::new(OrderIntent {
            action: OrderAction::Open,
            side,
            lots: sizing.lots,
            price: sizing.entry_price,
            stop_loss: Some(sizing.stop_price),
            take_profit: sizing.target_price,
            deviation_points: accepted_deviation(&sizing, context),
            position_ticket: 0,
            expires: context.terms.expires,
        });
        Ok(EntryDecision::Open(ApprovedEntry { intent, sizing }))
    }

    /// Approves one more attempt of an entry that the broker did not execute: `intent` is the
    /// approved one at a fresh price, its volume and stops unchanged, and its stop no farther than
    /// it was sized for (execution sees to both). Its risk is still held. Steps 1 to 4 of
    /// [`approve_entry`](Self::approve_entry) are taken again, then the positions, then the hard
    /// cap on the equity of now.
    ///
    /// # Errors
    /// The first refusal. The caller gives back what the entry held.
    pub fn approve_retry(
        &mut self,
        intent: &OrderIntent,
        context: &EntryContext<'_>,
    ) -> Result<Approved<OrderIntent>, Refusal> {
        self.check_mode(context)?;
        let account = self.check_knowledge(intent.side, context)?;
        self.check_limits(account, context)?;
        self.check_market(context)?;
        if let Some(magic) = context.foreign_magic {
            let own = self.state.key.magic as f64;
            return Err(Refusal::new(RefusalCode::ForeignPosition, magic as f64, own));
        }
        if let Some(position) = context.own_position {
            return Err(Refusal::new(RefusalCode::PositionExists, position.lots, 0.0));
        }
        check_resized(intent, context.spec, &self.config.risk, account.equity)?;
        self.on_order_resent(context.now);
        Ok(Approved::new(*intent))
    }

    /// Approves the close of an own position opposite to `side`, if the policy is to close it.
    /// Nothing that only concerns new risk is asked: closing is always allowed. While another order
    /// is on its way execution holds the close back; only a second close is refused.
    ///
    /// # Errors
    /// `INTENT_IN_FLIGHT` while the position is being closed already, or why it cannot be closed:
    /// see [`approve_close`](Self::approve_close).
    pub fn approve_opposite_close(
        &mut self,
        side: Side,
        context: &EntryContext<'_>,
    ) -> Result<Option<EntryDecision>, Refusal> {
        let policy = self.config.risk.opposite;
        let opposite = context.own_position.filter(|position| position.side != side);
        let Some(position) = opposite.filter(|_| policy != OppositePolicy::Ignore) else {
            return Ok(None);
        };
        if context.closing {
            check_in_flight(context)?;
        }
        let EntryContext { now, spec, quote, terms, .. } = *context;
        let intent = self.approve_close(&PositionContext { now, spec, quote, position, terms })?;
        Ok(Some(EntryDecision::Close { intent, then_enter: policy == OppositePolicy::Flip }))
    }

    fn check_mode(&self, context: &EntryContext<'_>) -> Result<(), Refusal> {
        self.check_open_mode()?;
        if context.trading_enabled {
            return Ok(());
        }
        Err(Refusal::new(RefusalCode::TradingDisabled, 0.0, 1.0))
    }

    /// Whether the state allows entries: for one that was approved before and has not left yet.
    ///
    /// # Errors
    /// `HALTED`, `REDUCING`.
    pub fn check_open_mode(&self) -> Result<(), Refusal> {
        match self.state.mode {
            RiskMode::Active => Ok(()),
            RiskMode::Reducing => Err(Refusal::new(RefusalCode::Reducing, 0.0, 0.0)),
            RiskMode::Halted => {
                let code = self.state.halt_code.map_or(0, RefusalCode::number);
                Err(Refusal::new(RefusalCode::Halted, f64::from(code), 0.0))
            }
        }
    }

    fn check_knowledge<'a>(
        &self,
        side: Side,
        context: &EntryContext<'a>,
    ) -> Result<&'a Account, Refusal> {
        let limits = &self.config.limits;
        let max_s = limits.account_age_max_s;
        let own = context.account.filter(|account| {
            account.login == self.state.key.login && !account.currency.is_empty()
        });
        check_age(RefusalCode::AccountUnknown, context.now, own.map(|a| a.time), max_s)?;
        let unknown = Refusal::new(RefusalCode::AccountUnknown, -1.0, f64::from(max_s));
        let account = own.ok_or(unknown)?;
        if !account.trade_allowed {
            return Err(Refusal::new(RefusalCode::TradeNotAllowed, 0.0, 1.0));
        }
        let (code, max_s) = (RefusalCode::PositionsUnknown, limits.positions_age_max_s);
        check_age(code, context.now, context.positions_time, max_s)?;
        check_trade_mode(context.spec.trade_mode, side)?;
        Ok(account)
    }

    fn check_limits(
        &mut self,
        account: &Account,
        context: &EntryContext<'_>,
    ) -> Result<(), Refusal> {
        check_equity(account)?;
        let breach = self.on_account(account, context.server_s);
        if let Some(breach) = breach {
            return Err(breach);
        }
        if !(account.equity > 0.0 && account.margin_free.is_finite()) {
            return Err(Refusal::new(RefusalCode::EquityAbsurd, account.equity, account.balance));
        }
        let limits = &self.config.limits;
        let state = &self.state;
        if state.day.breached {
            let (loss, limit) =
                (self.loss_since(state.day.start_equity), limits.daily_loss_max_frac);
            return Err(Refusal::new(RefusalCode::DailyLoss, loss, limit));
        }
        if state.week.breached {
            let loss = self.loss_since(state.week.start_equity);
            return Err(Refusal::new(RefusalCode::WeeklyLoss, loss, limits.weekly_loss_max_frac));
        }
        state.losses.check(context.now, limits)?;
        state.orders.check(context.now, limits)
    }

    fn check_market(&self, context: &EntryContext<'_>) -> Result<Quote, Refusal> {
        let limits = &self.config.limits;
        let (bid, ask) = context.quote.map_or((0.0, 0.0), |quote| (quote.bid, quote.ask));
        let no_quote = Refusal::new(RefusalCode::NoQuote, bid, ask);
        let quote = context.quote.filter(Quote::is_sound).ok_or(no_quote)?;
        let max_s = limits.tick_age_max_s;
        check_age(RefusalCode::StaleTick, context.now, Some(quote.time), max_s)?;
        let point = context.spec.point;
        let relative = quote.ask * limits.spread_max_frac / point;
        let widest = match limits.spread_max_points {
            0 => relative,
            points => f64::from(points).min(relative),
        };
        let spread = (quote.ask - quote.bid) / point;
        // A spread of 20 points computes as 20.000000000004.
        if spread > widest + 1e-6 {
            return Err(Refusal::new(RefusalCode::SpreadTooWide, spread, widest));
        }
        self.hours.check(context.server_s, context.spec)?;
        check_events(context.now, context.events)?;
        check_outside(context.market, &quote, limits.divergence_max_bps)?;
        Ok(quote)
    }

    fn check_positions(
        &self,
        side: Side,
        signal: &Signal,
        context: &EntryContext<'_>,
    ) -> Result<(), Refusal> {
        check_in_flight(context)?;
        if let Some(magic) = context.foreign_magic {
            let own = self.state.key.magic as f64;
            return Err(Refusal::new(RefusalCode::ForeignPosition, magic as f64, own));
        }
        if let Some(position) = context.own_position {
            if position.stop_loss.is_none() {
                let ticket = position.ticket as f64;
                return Err(Refusal::new(RefusalCode::UnprotectedPosition, ticket, 0.0));
            }
            let code = if position.side == side {
                RefusalCode::PositionExists
            } else {
                RefusalCode::OppositeIgnored
            };
            return Err(Refusal::new(code, position.lots, 0.0));
        }
        if self.state.last_bar(side).is_some_and(|last| signal.bar_open <= last) {
            let bar_s = signal.bar_open.seconds() as f64;
            return Err(Refusal::new(RefusalCode::DuplicateSignal, bar_s, 0.0));
        }
        Ok(())
    }
}

/// Holds the broker's price against the market outside, where it is asked for.
fn check_outside(market: MarketPrice, quote: &Quote, max_bps: f64) -> Result<(), Refusal> {
    if market == MarketPrice::NotAsked || max_bps == 0.0 {
        return Ok(());
    }
    let basis_bps = market.basis_bps(quote.bid, quote.ask).ok_or(Refusal::new(
        RefusalCode::MarketUnknown,
        0.0,
        1.0,
    ))?;
    if basis_bps.abs() > max_bps {
        return Err(Refusal::new(RefusalCode::MarketDivergence, basis_bps, max_bps));
    }
    Ok(())
}

fn check_in_flight(context: &EntryContext<'_>) -> Result<(), Refusal> {
    context.in_flight.map_or(Ok(()), |decision_id| {
        Err(Refusal::new(RefusalCode::IntentInFlight, decision_id as f64, 0.0))
    })
}
