//! Closing a position and changing its stops: allowed in every state, never adding risk.

use super::approved::Approved;
use super::context::{PositionContext, Quote};
use super::gate::RiskGate;
use super::prices::{check_freeze_level, check_stops_level, closing_price, on_grid, up_for};
use crate::types::{OrderAction, OrderIntent, Refusal, RefusalCode, Rounding};

impl RiskGate {
    /// Approves the close of the whole position, in every state, at any spread and hour.
    ///
    /// # Errors
    /// `FOREIGN_POSITION` for a position of another magic number or symbol, `NO_QUOTE`,
    /// `PRICE_INVALID`.
    pub fn approve_close(
        &mut self,
        context: &PositionContext<'_>,
    ) -> Result<Approved<OrderIntent>, Refusal> {
        let position = context.position;
        let quote = self.check_own(context)?;
        let market = closing_price(position.side, &quote);
        let (_, price) = on_grid(context.spec, market, Rounding::Nearest)?;
        self.count(context);
        Ok(Approved::new(OrderIntent {
            action: OrderAction::Close,
            side: position.side.opposite(),
            lots: position.lots,
            price,
            stop_loss: None,
            take_profit: None,
            deviation_points: context.terms.deviation_points,
            position_ticket: position.ticket,
            expires: context.terms.expires,
        }))
    }

    /// Approves new stops of a position, in every state, if the stop loss is at least as tight as
    /// the present one. The take profit may move freely. Both are rounded towards the market's
    /// side that takes risk off: the stop of a long up, its target down.
    ///
    /// # Errors
    /// `FOREIGN_POSITION`, `NO_QUOTE`, `PRICE_INVALID`, `STOP_LOOSENED`, `FREEZE_LEVEL`,
    /// `STOP_TOO_CLOSE` (only for what changes), in this order.
    pub fn approve_modify(
        &mut self,
        context: &PositionContext<'_>,
        stop_loss: Option<f64>,
        take_profit: Option<f64>,
    ) -> Result<Approved<OrderIntent>, Refusal> {
        let PositionContext { spec, position, .. } = *context;
        let side = position.side;
        let quote = self.check_own(context)?;
        let market = closing_price(side, &quote);
        let grid = |price: Option<f64>, rounding| {
            price.map(|price| on_grid(spec, price, rounding)).transpose()
        };
        let (_, market_on_grid) = on_grid(spec, market, Rounding::Nearest)?;
        let stop = grid(stop_loss, up_for(side))?;
        let target = grid(take_profit, up_for(side.opposite()))?;
        let present_stop = grid(position.stop_loss, Rounding::Nearest)?;
        let present_target = grid(position.take_profit, Rounding::Nearest)?;
        if let Some((present_ticks, present)) = present_stop {
            let tight = stop
                .is_some_and(|(ticks, _)| (ticks.0 - present_ticks.0) as f64 * side.sign() >= 0.0);
            if !tight {
                let was = stop.map_or(0.0, |(_, price)| price);
                return Err(Refusal::new(RefusalCode::StopLoosened, was, present));
            }
        }
        let price_of = |at: Option<(_, f64)>| at.map(|(_, price)| price);
        let present = (price_of(present_stop), price_of(present_target));
        check_freeze_level(spec, side, market, present)?;
        let new_stop = stop.filter(|_| stop != present_stop);
        let new_target = target.filter(|_| target != present_target);
        check_stops_level(spec, side, market, (price_of(new_stop), price_of(new_target)))?;
        self.count(context);
        Ok(Approved::new(OrderIntent {
            action: OrderAction::Modify,
            side,
            lots: 0.0,
            price: market_on_grid,
            stop_loss: price_of(stop),
            take_profit: price_of(target),
            deviation_points: context.terms.deviation_points,
            position_ticket: position.ticket,
            expires: context.terms.expires,
        }))
    }

    fn count(&mut self, context: &PositionContext<'_>) {
        self.state.orders.record(context.now);
        self.changed(true);
    }

    fn check_own(&self, context: &PositionContext<'_>) -> Result<Quote, Refusal> {
        let (position, key) = (context.position, &self.state.key);
        if position.magic != key.magic || position.symbol != key.symbol {
            let (was, own) = (position.magic as f64, key.magic as f64);
            return Err(Refusal::new(RefusalCode::ForeignPosition, was, own));
        }
        let (bid, ask) = context.quote.map_or((0.0, 0.0), |quote| (quote.bid, quote.ask));
        let no_quote = Refusal::new(RefusalCode::NoQuote, bid, ask);
        context.quote.filter(Quote::is_sound).ok_or(no_quote)
    }
}
