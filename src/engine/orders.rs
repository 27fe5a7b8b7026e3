//! What the host reports: account, positions, order results, deals, time, events, commands.

use super::core::Engine;
use super::journal::{Cause, DecisionRecord, Verdict};
use crate::execution::{DealReport, Ignored, Outcome};
use crate::news::NewsEvent;
use crate::news::calendar::{Blackout, Calendar, Impact};
use crate::risk::EventList;
use crate::telemetry::Level;
use crate::types::{
    Account, Currency, Deal, DurationNanos, NANOS_PER_SECOND, OrderAction, OrderResult, Position,
    Side, SymbolSpec, UnixNanos,
};

/// An operator's command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// No new entries.
    Pause,
    /// Ends a pause.
    Resume,
    /// Latches the kill switch.
    Halt,
    /// Releases the kill switch; drawdown is measured from the present equity.
    Reset,
    /// Closes the own position and pauses.
    Flatten,
}

/// One scheduled event as the host gives it.
pub type CalendarEntry = (u64, UnixNanos, u8, Currency);

/// How far ahead a calendar is looked at.
pub const CALENDAR_AHEAD: DurationNanos = DurationNanos(2 * 86_400 * NANOS_PER_SECOND);

/// The currencies whose events concern a symbol.
const fn own_currencies(spec: &SymbolSpec) -> [Currency; 3] {
    [spec.currency_base, spec.currency_profit, spec.currency_margin]
}

impl Engine {
    /// Takes an account snapshot of the own account.
    pub fn on_account(&mut self, account: Account) {
        let known = self.account.map(|before| before.margin_mode);
        if known != Some(account.margin_mode)
            && let Some(spec) = &self.spec
        {
            self.book.set_market(account.margin_mode, spec.point);
        }
        self.account = Some(account);
        // The equity belongs to the day of the snapshot, which no tick may have begun yet.
        let server_s = self.clock.server_seconds(account.time);
        self.move_clock(account.time, server_s * NANOS_PER_SECOND);
        let breach = self.risk.on_account(&account, self.server_s);
        if let Some(breach) = breach {
            self.log(Level::Error, format_args!("limit reached: {breach}"));
        }
        self.manage();
    }

    /// Takes all open positions of the account.
    pub fn on_positions(&mut self, positions: &[Position], server_ns: i64) {
        let time = self.clock.to_utc(server_ns);
        self.move_clock(time, server_ns);
        let report = self.book.on_positions(positions, self.now.now());
        self.positions_time = Some(time);
        self.side_lots = [0.0; 2];
        for position in positions.iter().filter(|p| p.symbol == self.identity.symbol) {
            self.side_lots[usize::from(position.side == Side::Sell)] += position.lots;
        }
        if let Some(resolved) = report.resolved {
            self.on_outcome(resolved.outcome);
        }
        if let Some(closed) = report.closed
            && closed.outside
        {
            let ticket = closed.position.ticket;
            self.log(
                Level::Info,
                format_args!("position {ticket} was closed by stop, target or hand"),
            );
        }
        if let Some(ticket) = report.unprotected {
            self.log(Level::Warn, format_args!("position {ticket} has no stop loss"));
        }
        // An order on its way may still become a position.
        if self.book.own_position().is_none() && self.book.is_idle() {
            self.flatten = false;
        }
        if self.book.is_idle()
            && let Some(spec) = &self.spec
        {
            self.risk.hold_position(self.book.own_position(), spec, &mut self.pool);
        }
        self.touch();
        self.manage();
    }

    /// Takes the answer to a decision. `false` if this engine never made it.
    pub fn on_order_result(&mut self, result: &OrderResult) -> bool {
        let now = self.now.now().max(result.time);
        let outcome = self.book.on_result(result, now);
        if outcome == Outcome::Ignored(Ignored::UnknownDecision) {
            return false;
        }
        self.now.advance(now);
        self.touch();
        self.on_outcome(outcome);
        self.manage();
        true
    }

    /// Takes a deal.
    pub fn on_deal(&mut self, deal: &Deal) {
        let now = self.now.advance(deal.time);
        self.risk.on_deal(deal, now);
        if let DealReport::Own { outcome: Some(outcome), .. } = self.book.on_deal(deal, now) {
            self.on_outcome(outcome);
        }
        self.touch();
        self.manage();
    }

    /// Tells the time. `utc_s` is the host's UTC clock, held against the server offset.
    pub fn on_timer(&mut self, server_ns: i64, utc_s: Option<i64>) {
        self.advance_to_server(server_ns);
        if let Some(utc_s) = utc_s {
            self.check_skew(utc_s, server_ns / crate::types::NANOS_PER_SECOND);
        }
        self.manage();
    }

    fn check_skew(&mut self, utc_s: i64, server_s: i64) {
        let skew_s = server_s - utc_s - self.clock.offset_at(utc_s);
        let limit_s = i64::from(self.settings.core.clock_skew_max_s);
        let too_large = (skew_s.abs() > limit_s).then_some(skew_s);
        if too_large.is_some() && self.skew_s.is_none() {
            self.log(
                Level::Error,
                format_args!("server clock is {skew_s} s off the configured offset"),
            );
        }
        self.skew_s = too_large;
    }

    /// Replaces the scheduled events. Kept are those important enough, of the symbol's currencies,
    /// that are not over.
    pub fn set_calendar(&mut self, entries: &[CalendarEntry]) {
        let Some(spec) = &self.spec else { return };
        let own = own_currencies(spec);
        let rules = &self.blackout_rules;
        let mut relevant: Vec<Blackout> = entries
            .iter()
            .filter(|(_, _, _, currency)| own.contains(currency))
            .filter_map(|&(_, time, importance, _)| {
                let window = rules.window(Impact::from_number(importance), None)?;
                Some(Blackout { time, window })
            })
            .filter(|blackout| blackout.end() >= self.now.now())
            .collect();
        relevant.sort_unstable();
        self.keep_away_from(&relevant);
    }

    /// Replaces the scheduled events by those of a calendar, as known at `at`, for the two days
    /// that follow. Names are known here, so rules by name count.
    pub fn consult_calendar(&mut self, calendar: &Calendar, at: UnixNanos) {
        let Some(spec) = &self.spec else { return };
        let own = own_currencies(spec);
        let blackouts = calendar.blackouts(at, CALENDAR_AHEAD, &own, &self.blackout_rules);
        self.keep_away_from(&blackouts);
    }

    fn keep_away_from(&mut self, blackouts: &[Blackout]) {
        self.events = EventList::new();
        for &blackout in blackouts {
            self.events.insert(blackout);
        }
    }

    /// Takes what is known of the news. Nothing before the moment it became known sees it; the
    /// columns and gates of a closed bar see what was known at its close. `false` for a story whose
    /// numbers cannot be used; nothing has changed then.
    ///
    /// Cost: moves at most the stories kept. No allocation.
    pub fn on_news(&mut self, event: &NewsEvent) -> bool {
        match event {
            NewsEvent::Fetched(time) => self.news.fetched(*time),
            NewsEvent::Story(mark) => return self.news.push(*mark),
        }
        true
    }

    /// Carries out an operator's command. `false` for a reset before any account snapshot.
    pub fn command(&mut self, command: Command) -> bool {
        self.log(Level::Info, format_args!("operator: {command:?}"));
        match command {
            Command::Pause => self.risk.pause(),
            Command::Resume => {
                self.risk.resume();
                self.flatten = false;
            }
            Command::Halt => self.risk.halt("operator"),
            Command::Reset if self.account.is_none() => return false,
            Command::Reset => self.risk.reset(),
            Command::Flatten => {
                self.risk.pause();
                self.flatten = self.book.own_position().is_some() || !self.book.is_idle();
                self.flip = None;
            }
        }
        self.touch();
        self.manage();
        true
    }

    /// What execution concluded about the order in flight.
    pub(super) fn on_outcome(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::GaveUp(refusal) => {
                self.log(Level::Warn, format_args!("order given up: {refusal}"));
                // Not at once again, or a broker that always says no would be flooded.
                self.quiet_until = self.now.now() + self.lifetime();
                self.release_entry_risk();
                self.refuse(Cause::Retry, refusal);
            }
            Outcome::NeverAppeared => {
                self.log(Level::Warn, format_args!("an executed order never became a position"));
                self.release_entry_risk();
            }
            Outcome::NeedsReconciliation => {
                self.log(Level::Warn, format_args!("an order's fate is unknown until reconciled"));
            }
            Outcome::PartiallyFilled { filled_lots, remaining_lots, .. } => self.log(
                Level::Info,
                format_args!("filled {filled_lots} lots, {remaining_lots} lots were not"),
            ),
            Outcome::Completed { .. }
            | Outcome::Placed
            | Outcome::RetryNow { .. }
            | Outcome::RetryAfter(_)
            | Outcome::AlreadyClosed
            | Outcome::Ignored(_) => {}
        }
    }

    /// Decisions waiting for the host.
    #[must_use]
    pub const fn decisions_waiting(&self) -> u64 {
        self.journal.waiting()
    }

    /// Takes back an entry that the host has not collected. `false` if it is not waiting any more.
    fn withdraw_entry(&mut self, decision_id: u64) -> bool {
        let waits = self.book.in_flight().is_some_and(|flight| flight.decision_id == decision_id);
        let withdrawn = waits && self.book.withdraw().is_some();
        if withdrawn {
            self.release_entry_risk();
        }
        withdrawn
    }

    /// The next decision for the host. One that expired or was overtaken is left out, and so is an
    /// entry since which trading was halted or paused.
    pub fn collect_decision(&mut self) -> Option<DecisionRecord> {
        while let Some(record) = self.journal.collect().copied() {
            let Verdict::Order(intent) = record.verdict else { return Some(record) };
            if intent.action == OrderAction::Open
                && let Err(refusal) = self.risk.check_open_mode()
                && self.withdraw_entry(record.id)
            {
                self.refuse(record.cause, refusal);
                continue;
            }
            match self.book.on_collected(record.id, self.now.now()) {
                Ok(()) => {
                    self.touch();
                    return Some(record);
                }
                Err(outcome) => self.on_outcome(outcome),
            }
        }
        None
    }
}
