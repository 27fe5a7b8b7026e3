//! The configuration sections of risk: `risk`, `risk.limits`, `risk.session` and `trailing`.
//!
//! Limits of the numbers are hard: [`RiskConfig::check`] runs when a gate is made, so a value that
//! no file could have set cannot get in through code either.

use crate::types::ParameterError;
use crate::types::settings::Settings;
use crate::{choice, settings};

/// Largest fraction of equity that one trade may risk, whatever the configuration says.
pub const RISK_FRAC_CAP: f64 = 0.03;
/// Largest open risk of all engines of an account as a fraction of equity, whatever is configured.
pub const OPEN_RISK_FRAC_CAP: f64 = 0.05;
/// Most orders that the order-rate throttle can count, and so the largest configurable number.
pub const ORDER_RING_CAPACITY: usize = 32;

choice! {
    /// What a signal against the open position does.
    pub enum OppositePolicy {
        /// Nothing: the position runs on to its stop or target.
        Ignore = "ignore",
        /// Closes the position.
        Exit = "exit",
        /// Closes the position, then opens the other way once it is gone.
        Flip = "flip",
    }
}

choice! {
    /// The day a trading week begins on.
    pub enum WeekStart {
        /// Monday, as in most of Europe.
        Monday = "monday",
        /// Sunday, when the currency market opens.
        Sunday = "sunday",
    }
}

choice! {
    /// A day of the trade server's calendar.
    pub enum Weekday {
        /// Day 0.
        Sunday = "sunday",
        /// Day 1.
        Monday = "monday",
        /// Day 2.
        Tuesday = "tuesday",
        /// Day 3.
        Wednesday = "wednesday",
        /// Day 4.
        Thursday = "thursday",
        /// Day 5.
        Friday = "friday",
        /// Day 6.
        Saturday = "saturday",
    }
}

choice! {
    /// The unit of the distances in `trailing`.
    pub enum TrailingUnit {
        /// Hundredths of the position's open price.
        Percent = "percent",
        /// Points of the symbol.
        Points = "points",
        /// Average true ranges.
        Atr = "atr",
    }
}

settings! {
    /// How much one trade may lose, what trading costs, and what an opposite signal does.
    pub struct RiskSettings in "risk" {
        /// Fraction of equity, floating result included, that a trade loses at its stop, costs
        /// included. The upper end is a hard cap.
        risk_frac: f64 = 0.02, "fraction of equity", (0.000_01, RISK_FRAC_CAP);
        /// Open risk of all engines of the account in this process: the sum of what the open
        /// positions and the orders on their way lose at their stops. The upper end is a hard cap.
        open_risk_max_frac: f64 = 0.05, "fraction of equity", (0.000_01, OPEN_RISK_FRAC_CAP);
        /// Commission of one lot for opening and closing together.
        commission_per_lot: f64 = 0.0, "account currency", (0.0, 100_000.0);
        /// Commission for opening and closing together where it is charged on the value traded.
        /// Added to `commission_per_lot`.
        commission_turnover_frac: f64 = 0.0, "fraction of the position's value", (0.0, 0.1);
        /// How far beyond its stop a position is assumed to close.
        slippage_points: u32 = 0, "points", (0, 1_000_000);
        /// Largest volume of a trade, below the broker's own limit.
        lots_max: f64 = 100.0, "lots", (0.000_000_01, 1_000_000_000.0);
        /// Share of the free margin that one trade may use.
        margin_use_frac: f64 = 0.9, "fraction of free margin", (0.01, 1.0);
        /// Widest accepted stop.
        stop_max_frac: f64 = 0.25, "fraction of the price", (0.000_1, 0.9);
        /// What a signal against the open position does. What only concerns entries (limits,
        /// spread, hours, news, a missing stop) never holds back its closing.
        opposite: OppositePolicy = OppositePolicy::Ignore, "", ();
    }
}

settings! {
    /// Limits that stop new risk. Losses are measured on equity, so the floating result counts.
    pub struct LimitSettings in "risk.limits" {
        /// Loss since the day's first equity at which entries stop until the next day.
        daily_loss_max_frac: f64 = 0.05, "fraction of the day's first equity", (0.000_1, 1.0);
        /// Loss since the week's first equity at which entries stop until the next week.
        weekly_loss_max_frac: f64 = 0.1, "fraction of the week's first equity", (0.000_1, 1.0);
        /// Fall below the highest equity at which trading halts until an explicit reset.
        drawdown_max_frac: f64 = 0.2, "fraction of the peak", (0.000_1, 1.0);
        /// Hour of the trade server's clock at which a day begins.
        reset_hour: u32 = 0, "hour", (0, 23);
        /// Day on which a week begins, at `reset_hour`.
        week_start: WeekStart = WeekStart::Monday, "", ();
        /// Whether a daily or weekly breach asks to close the position; it only stops entries
        /// otherwise.
        close_on_loss_limit: bool = false, "", ();
        /// Whether a drawdown breach asks to close the position; it only stops entries otherwise.
        close_on_drawdown: bool = true, "", ();
        /// Whether an operator's halt asks to close the position; it only stops entries otherwise.
        close_on_operator_halt: bool = false, "", ();
        /// Losing positions in a row that start a pause; 0 for none.
        loss_streak_max: u32 = 4, "positions", (0, 100);
        /// Length of that pause, from the last losing deal.
        cool_down_minutes: u32 = 60, "minutes", (1, 100_000);
        /// Orders of any kind in the window after which entries stop. Closing and tightening
        /// count but are never stopped.
        orders_max: u32 = 20, "orders", (1, ORDER_RING_CAPACITY as u32);
        /// The window of `orders_max`.
        orders_window_s: u32 = 60, "seconds", (1, 86_400);
        /// Widest spread; 0 leaves it to `spread_max_frac`.
        spread_max_points: u32 = 0, "points", (0, 10_000_000);
        /// Widest spread relative to the price.
        spread_max_frac: f64 = 0.002, "fraction of the price", (0.000_001, 0.2);
        /// How far the broker's price may be from the market outside (`feeds`) before new risk
        /// stops; 0 leaves it unchecked. Only asked where feeds are enabled, and then an unknown
        /// market stops new risk, too.
        divergence_max_bps: f64 = 100.0, "hundredths of a percent", (0.0, 10_000.0);
        /// Oldest usable quote.
        tick_age_max_s: u32 = 30, "seconds", (1, 86_400);
        /// Oldest usable account snapshot.
        account_age_max_s: u32 = 30, "seconds", (1, 86_400);
        /// Oldest usable snapshot of the positions.
        positions_age_max_s: u32 = 30, "seconds", (1, 86_400);
    }
}

settings! {
    /// When entries are allowed, besides the symbol's own sessions.
    pub struct SessionSettings in "risk.session" {
        /// Hours of the trade server's clock as `HH:MM-HH:MM`. The end is not included; `24:00` is
        /// the end of the day. A range such as `22:00-06:00` runs past midnight and belongs to the
        /// day it began on.
        hours: String = "00:00-24:00".to_owned(), "", 11;
        /// Days of the trade server's calendar.
        days: Vec<Weekday> = Weekday::ALL.to_vec(), "", ((), 7);
        /// No entry from this long before a scheduled event.
        news_before_s: u32 = 300, "seconds", (0, 86_400);
        /// No entry until this long after a scheduled event.
        news_after_s: u32 = 300, "seconds", (0, 86_400);
    }
}

settings! {
    /// Moves the stop after the price, never back.
    pub struct TrailingSettings in "trailing" {
        /// Whether to move stops at all.
        enabled: bool = false, "", ();
        /// Unit of the distances below.
        unit: TrailingUnit = TrailingUnit::Percent, "", ();
        /// Gain at which the stop goes to the open price; 0 for never.
        breakeven_after: f64 = 1.0, "`unit`", (0.0, 1_000_000.0);
        /// Gain at which the stop begins to follow; 0 for never.
        trail_after: f64 = 2.0, "`unit`", (0.0, 1_000_000.0);
        /// How far behind the price the stop follows.
        trail_distance: f64 = 1.0, "`unit`", (0.000_1, 1_000_000.0);
        /// Smallest change worth a request to the broker.
        step_min: f64 = 0.1, "`unit`", (0.0, 1_000_000.0);
    }
}

impl Weekday {
    /// All days, from Sunday.
    pub const ALL: [Self; 7] = [
        Self::Sunday,
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
    ];
}

/// All sections of risk together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RiskConfig {
    /// Section `risk`.
    pub risk: RiskSettings,
    /// Section `risk.limits`.
    pub limits: LimitSettings,
    /// Section `risk.session`.
    pub session: SessionSettings,
    /// Section `trailing`.
    pub trailing: TrailingSettings,
}

impl RiskConfig {
    /// Holds every value against the limits of its section.
    ///
    /// # Errors
    /// The first value that its section would not have accepted.
    pub fn check(&self) -> Result<(), ParameterError> {
        check_section(&self.risk)?;
        check_section(&self.limits)?;
        check_section(&self.session)?;
        check_section(&self.trailing)
    }
}

fn check_section<S: Settings>(section: &S) -> Result<(), ParameterError> {
    let mut fresh = S::default();
    for (key, value) in section.values() {
        if !matches!(fresh.set(key, &value), Some(Ok(()))) {
            return Err(ParameterError::new(key, value, "a value that its section accepts"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::settings::SettingValue;

    #[test]
    fn no_configuration_can_pass_the_hard_caps() {
        let mut risk = RiskSettings::default();
        assert!(risk.set("risk_frac", &SettingValue::Float(0.03)).unwrap().is_ok());
        assert!(risk.set("risk_frac", &SettingValue::Float(0.030_001)).unwrap().is_err());
        assert!(risk.set("open_risk_max_frac", &SettingValue::Float(0.050_001)).unwrap().is_err());
        for (risk_frac, open_risk_max_frac) in [(0.2, 0.05), (0.02, 0.5), (f64::NAN, 0.05)] {
            let risk = RiskSettings { risk_frac, open_risk_max_frac, ..RiskSettings::default() };
            assert!(RiskConfig { risk, ..RiskConfig::default() }.check().is_err());
        }
    }

    #[test]
    fn the_defaults_are_what_the_documentation_promises() {
        let config = RiskConfig::default();
        assert_eq!(config.check(), Ok(()));
        assert_eq!(config.risk.risk_frac, 0.02);
        assert_eq!(config.risk.open_risk_max_frac, 0.05);
        assert_eq!(config.limits.drawdown_max_frac, 0.2);
        assert!(!config.trailing.enabled);
    }
}
