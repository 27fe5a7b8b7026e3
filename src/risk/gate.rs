//! The gate: keeps the state that limits depend on, and the operator's switches.

use super::StateError;
use super::calendar::day_end_s;
use super::limits::check_equity;
use super::session::TradingHours;
use super::settings::RiskConfig;
use super::sizing::{micros_down, micros_up, position_risk};
use super::state::{RiskKey, RiskMode, RiskState};
use crate::sync::PoolMember;
use crate::types::{
    Account, Deal, FixedText, ParameterError, Position, Refusal, RefusalCode, SymbolSpec, UnixNanos,
};

/// What stands between signals and orders, for one engine: account, symbol and magic number.
///
/// Feed it on every path: [`on_account`](Self::on_account) with every snapshot,
/// [`on_deal`](Self::on_deal) with every deal, [`on_clock`](Self::on_clock) on ticks and timers,
/// [`on_order_resent`](Self::on_order_resent) for repeated requests. Approvals count themselves.
/// Save [`state`](Self::state) whenever its `revision` has changed.
#[derive(Clone, Debug)]
pub struct RiskGate {
    pub(super) config: RiskConfig,
    pub(super) hours: TradingHours,
    pub(super) state: RiskState,
    /// Last believable equity. Not saved: after a restart only a new snapshot counts.
    pub(super) equity: Option<f64>,
}

/// Where the limits stand, for status displays. Fractions are of what the limits are measured
/// against; negative is a gain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RiskStatus {
    /// What is allowed.
    pub mode: RiskMode,
    /// The limit that halted it; `None` for an operator or where it is not halted.
    pub halt_code: Option<RefusalCode>,
    /// An operator's words.
    pub halt_reason: FixedText<64>,
    /// Loss since the day's first equity.
    pub daily_loss_frac: f64,
    /// Loss since the week's first equity.
    pub weekly_loss_frac: f64,
    /// Fall below the peak.
    pub drawdown_frac: f64,
    /// Whether the day's limit was reached.
    pub daily_breached: bool,
    /// Whether the week's limit was reached.
    pub weekly_breached: bool,
    /// Losing positions in a row.
    pub loss_streak: u32,
    /// No entries before this.
    pub pause_until: Option<UnixNanos>,
}

impl RiskGate {
    /// A gate without history.
    ///
    /// # Errors
    /// If a setting is outside its limits.
    pub fn new(config: RiskConfig, key: RiskKey) -> Result<Self, ParameterError> {
        config.check()?;
        let hours = TradingHours::new(&config.session)?;
        Ok(Self { config, hours, state: RiskState::new(key), equity: None })
    }

    /// Takes over a saved state. Call before anything else.
    ///
    /// # Errors
    /// If the state is of another account, symbol or magic number.
    pub fn restore(&mut self, state: RiskState) -> Result<(), StateError> {
        state.check_key(&self.state.key)?;
        self.state = state;
        self.equity = None;
        Ok(())
    }

    /// What must be saved.
    #[must_use]
    pub const fn state(&self) -> &RiskState {
        &self.state
    }

    /// The settings.
    #[must_use]
    pub const fn config(&self) -> &RiskConfig {
        &self.config
    }

    pub(super) fn changed(&mut self, changed: bool) {
        self.state.revision = self.state.revision.wrapping_add(u64::from(changed));
    }

    /// Begins a new day or week where the trade server's clock says so. A breach of the day or the
    /// week ends with it; the base of the new period is the first equity seen in it.
    pub fn on_clock(&mut self, server_s: i64) {
        let changed = self.state.roll(server_s, &self.config.limits);
        self.changed(changed);
    }

    /// Takes in an account snapshot. Snapshots of another account and absurd ones (see
    /// `EQUITY_ABSURD`) are left out.
    ///
    /// Returns the gravest limit that this snapshot broke, once: `DRAWDOWN` (which also halts),
    /// then `DAILY_LOSS`, then `WEEKLY_LOSS`. Cost: a few comparisons.
    pub fn on_account(&mut self, account: &Account, server_s: i64) -> Option<Refusal> {
        self.on_clock(server_s);
        if account.login != self.state.key.login || check_equity(account).is_err() {
            return None;
        }
        self.equity = Some(account.equity);
        let (changed, breach) = self.state.feed_equity(account.equity, &self.config.limits);
        self.changed(changed);
        breach
    }

    /// Takes in a deal, in any order and any number of times. Only deals of the own magic number
    /// and symbol count, and closings of the own position by hand. `true` if it counted.
    pub fn on_deal(&mut self, deal: &Deal, now: UnixNanos) -> bool {
        let key = &self.state.key;
        let own_position =
            deal.position_ticket != 0 && deal.position_ticket == self.state.losses.position_ticket;
        if deal.symbol != key.symbol || !(deal.magic == key.magic || own_position) {
            return false;
        }
        let counted = self.state.losses.on_deal(deal, now, &self.config.limits);
        self.changed(counted);
        counted
    }

    /// Counts a request that is sent once more. The first sending is counted by its approval.
    pub fn on_order_resent(&mut self, now: UnixNanos) {
        self.state.orders.record(now);
        self.changed(true);
    }

    /// Latches `HALTED`: no entries until [`reset`](Self::reset). Stops that protect positions
    /// stay, closing and tightening stay allowed, and the position is asked to be closed only with
    /// `close_on_operator_halt`. The reason is cut to 64 bytes. A halt by a limit keeps its cause,
    /// and a drawdown that comes later becomes the cause.
    pub fn halt(&mut self, reason: &str) {
        if self.state.mode != RiskMode::Halted {
            self.state.halt_code = None;
        }
        self.state.mode = RiskMode::Halted;
        let end = (0..=reason.len().min(64)).rev().find(|&at| reason.is_char_boundary(at));
        self.state.halt_reason =
            end.and_then(|end| FixedText::new(&reason[..end])).unwrap_or(FixedText::EMPTY);
        self.changed(true);
    }

    /// Ends `HALTED`. The peak becomes the present equity (the next snapshot's where none is
    /// known), so that the drawdown does not latch again at once: the limit then allows a new fall
    /// of its full size. Breaches of the day and the week, a pause after losses and `REDUCING`
    /// stay.
    pub fn reset(&mut self) {
        if self.state.mode != RiskMode::Halted {
            return;
        }
        self.state.mode = RiskMode::Active;
        self.state.halt_code = None;
        self.state.halt_reason = FixedText::EMPTY;
        self.state.peak_equity = self.equity.filter(|&equity| equity > 0.0);
        self.changed(true);
    }

    /// `REDUCING`: closing and tightening only, until [`resume`](Self::resume). Nothing while
    /// halted.
    pub fn pause(&mut self) {
        self.switch(RiskMode::Active, RiskMode::Reducing);
    }

    /// Ends `REDUCING`. Does not end `HALTED`: that takes [`reset`](Self::reset).
    pub fn resume(&mut self) {
        self.switch(RiskMode::Reducing, RiskMode::Active);
    }

    fn switch(&mut self, from: RiskMode, to: RiskMode) {
        if self.state.mode == from {
            self.state.mode = to;
            self.changed(true);
        }
    }

    /// When the trading day of a time ends, on the server's clock.
    #[must_use]
    pub fn day_end_s(&self, server_s: i64) -> i64 {
        day_end_s(server_s, &self.config.limits)
    }

    /// Whether a limit asks for the position to be closed, and which. Stays so until the cause is
    /// gone: reset for a halt, the next day or week for a loss limit.
    #[must_use]
    pub fn exit_demand(&self) -> Option<Refusal> {
        let (limits, state) = (&self.config.limits, &self.state);
        let demand = |code, start, limit| Some(Refusal::new(code, self.loss_since(start), limit));
        if state.mode == RiskMode::Halted {
            match state.halt_code {
                Some(code) if limits.close_on_drawdown => {
                    return demand(code, state.peak_equity, limits.drawdown_max_frac);
                }
                None if limits.close_on_operator_halt => {
                    return Some(Refusal::new(RefusalCode::Halted, 0.0, 0.0));
                }
                _ => {}
            }
        }
        if !limits.close_on_loss_limit {
            None
        } else if state.day.breached {
            demand(RefusalCode::DailyLoss, state.day.start_equity, limits.daily_loss_max_frac)
        } else if state.week.breached {
            demand(RefusalCode::WeeklyLoss, state.week.start_equity, limits.weekly_loss_max_frac)
        } else {
            None
        }
    }

    /// Loss of the present equity against `start`, as a fraction of it; 0 where either is unknown.
    pub(super) fn loss_since(&self, start: Option<f64>) -> f64 {
        match (start, self.equity) {
            (Some(start), Some(equity)) => (start - equity) / start,
            _ => 0.0,
        }
    }

    /// Where the limits stand.
    #[must_use]
    pub fn status(&self) -> RiskStatus {
        let state = &self.state;
        RiskStatus {
            mode: state.mode,
            halt_code: state.halt_code,
            halt_reason: state.halt_reason,
            daily_loss_frac: self.loss_since(state.day.start_equity),
            weekly_loss_frac: self.loss_since(state.week.start_equity),
            drawdown_frac: self.loss_since(state.peak_equity),
            daily_breached: state.day.breached,
            weekly_breached: state.week.breached,
            loss_streak: state.losses.streak,
            pause_until: state.losses.pause_until,
        }
    }

    /// Largest open risk of all engines, in millionths of the account currency.
    pub(super) fn open_risk_limit_micros(&self, equity: f64) -> i64 {
        micros_down(equity * self.config.risk.open_risk_max_frac)
    }

    /// Holds the own position's risk in the account's pool, whatever the limit: it exists. Call
    /// with every position report while no order is on its way; without a position it gives
    /// everything back. A position without a stop holds the whole limit, so that nobody adds to it.
    pub fn hold_position(
        &self,
        position: Option<&Position>,
        spec: &SymbolSpec,
        pool: &mut PoolMember,
    ) {
        let held = position.map_or(0, |position| {
            let risk = position_risk(position, spec, &self.config.risk).and_then(micros_up);
            let limit = self.equity.map(|equity| self.open_risk_limit_micros(equity));
            // Without any equity the limit is unknown: hold what no limit can contain.
            risk.unwrap_or_else(|| limit.map_or(i64::MAX / 1_024, |limit| limit.saturating_add(1)))
        });
        if held != pool.held_micros() {
            pool.set_held(held);
        }
    }
}
