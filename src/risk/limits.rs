//! Losses of the day, the week and from the peak, on equity with the floating result.
//!
//! Per snapshot: two integer divisions for the calendar and a handful of comparisons.

use super::calendar::{day_index, week_index};
use super::gate::RiskGate;
use super::settings::LimitSettings;
use super::state::{EquityPeriod, RiskMode, RiskState};
use crate::types::{Account, Refusal, RefusalCode};

/// Equity above this many times the balance is taken for a broken snapshot: no floating gain is
/// that large, and believing it would raise the peak for ever.
const EQUITY_PER_BALANCE_MAX: f64 = 10.0;

/// Whether a snapshot can be believed. A terminal that is not connected reports zeros, which must
/// not look like a lost account.
///
/// # Errors
/// `EQUITY_ABSURD`.
pub(super) fn check_equity(account: &Account) -> Result<(), Refusal> {
    let sound = account.balance.is_finite()
        && account.balance > 0.0
        && account.equity.is_finite()
        && account.equity <= account.balance * EQUITY_PER_BALANCE_MAX;
    if sound {
        Ok(())
    } else {
        Err(Refusal::new(RefusalCode::EquityAbsurd, account.equity, account.balance))
    }
}

impl EquityPeriod {
    /// Begins period `index` if it is later. A clock that steps back changes nothing.
    fn roll(&mut self, index: i64) -> bool {
        if self.index.is_some_and(|present| index <= present) {
            return false;
        }
        *self = Self { index: Some(index), start_equity: None, breached: false };
        true
    }

    /// `Some(loss)` when `equity` is what breaks the limit.
    fn feed(&mut self, equity: f64, limit_frac: f64) -> (bool, Option<f64>) {
        let Some(start) = self.start_equity else {
            if equity > 0.0 {
                self.start_equity = Some(equity);
            }
            return (equity > 0.0, None);
        };
        if self.breached || start - equity < limit_frac * start {
            return (false, None);
        }
        self.breached = true;
        (true, Some((start - equity) / start))
    }
}

impl EquityPeriod {
    /// Whether `equity` would change nothing.
    fn bears(&self, equity: f64, limit_frac: f64) -> bool {
        let bears = |start: f64| self.breached || start - equity < limit_frac * start;
        self.start_equity.is_some_and(bears)
    }
}

impl RiskGate {
    /// Whether equities from `worst` to `best`, in any order, break no limit that is not broken
    /// already. Then taking in `best` alone leaves the same state as taking in all of them. Errs on
    /// the side of `false`.
    #[must_use]
    pub fn bears(&self, worst: f64, best: f64, balance: f64) -> bool {
        let (state, limits) = (&self.state, &self.config.limits);
        let peak = state.peak_equity.unwrap_or(0.0).max(best);
        let is_halted = state.halt_code == Some(RefusalCode::Drawdown);
        let bears_peak = is_halted || peak - worst < limits.drawdown_max_frac * peak;
        let is_believable = worst > 0.0 && best <= balance * EQUITY_PER_BALANCE_MAX;
        is_believable
            && bears_peak
            && state.day.bears(worst, limits.daily_loss_max_frac)
            && state.week.bears(worst, limits.weekly_loss_max_frac)
    }
}

impl RiskState {
    /// Begins a new day and week where the clock says so. `true` if something changed.
    pub(super) fn roll(&mut self, server_s: i64, limits: &LimitSettings) -> bool {
        let day = self.day.roll(day_index(server_s, limits));
        let week = self.week.roll(week_index(server_s, limits));
        day || week
    }

    /// Takes in a believable equity. Returns whether something changed, and the gravest limit that
    /// this equity broke.
    pub(super) fn feed_equity(
        &mut self,
        equity: f64,
        limits: &LimitSettings,
    ) -> (bool, Option<Refusal>) {
        let mut changed = false;
        let mut breach = None;
        let (week_changed, week_loss) = self.week.feed(equity, limits.weekly_loss_max_frac);
        if let Some(loss) = week_loss {
            let limit = limits.weekly_loss_max_frac;
            breach = Some(Refusal::new(RefusalCode::WeeklyLoss, loss, limit));
        }
        let (day_changed, day_loss) = self.day.feed(equity, limits.daily_loss_max_frac);
        if let Some(loss) = day_loss {
            breach = Some(Refusal::new(RefusalCode::DailyLoss, loss, limits.daily_loss_max_frac));
        }
        changed |= week_changed | day_changed;
        let peak = self.peak_equity.unwrap_or(0.0);
        if equity > peak {
            self.peak_equity = Some(equity);
            changed = true;
        } else if self.halt_code != Some(RefusalCode::Drawdown)
            && peak > 0.0
            && peak - equity >= limits.drawdown_max_frac * peak
        {
            self.mode = RiskMode::Halted;
            self.halt_code = Some(RefusalCode::Drawdown);
            changed = true;
            let drawdown = (peak - equity) / peak;
            breach = Some(Refusal::new(RefusalCode::Drawdown, drawdown, limits.drawdown_max_frac));
        }
        (changed, breach)
    }
}
