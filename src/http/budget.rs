//! How much a host lets us ask.

use std::time::Duration;

use crate::types::DurationNanos;

/// A rate limit as a bucket: `burst` at once, refilled evenly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BudgetPlan {
    /// Weight that can be spent at once.
    pub burst: f64,
    /// Weight that comes back in a second.
    pub per_s: f64,
    /// Pause after an answer 429 that names none.
    pub pause: Duration,
    /// Pause after an answer 418 (a ban) that names none.
    pub ban: Duration,
}

/// What is left of a host's rate limit, and until when it wants to hear nothing.
///
/// Times are monotonic, so that a jump of the wall clock lifts no ban.
#[derive(Clone, Debug)]
pub struct Budget {
    plan: BudgetPlan,
    left: f64,
    filled: DurationNanos,
    blocked_until: Option<DurationNanos>,
}

impl Budget {
    /// A full budget.
    #[must_use]
    pub const fn new(plan: BudgetPlan, now: DurationNanos) -> Self {
        Self { plan, left: plan.burst, filled: now, blocked_until: None }
    }

    /// Spends `weight`, or says how long to wait until it can be spent.
    ///
    /// # Errors
    /// The wait. Nothing was spent: do not send.
    pub fn spend(&mut self, weight: u32, now: DurationNanos) -> Result<(), Duration> {
        if let Some(until) = self.blocked_until.filter(|until| *until > now) {
            return Err(span(until.0.saturating_sub(now.0)));
        }
        self.blocked_until = None;
        let passed_s = now.0.saturating_sub(self.filled.0).max(0) as f64 / 1e9;
        self.left = (self.left + passed_s * self.plan.per_s).min(self.plan.burst);
        self.filled = now;
        let weight = f64::from(weight).min(self.plan.burst);
        if self.left >= weight {
            self.left -= weight;
            return Ok(());
        }
        Err(Duration::from_secs_f64((weight - self.left) / self.plan.per_s))
    }

    /// The host says how much of its limit is used, by everybody at this address.
    pub const fn used(&mut self, used: f64) {
        self.left = self.left.min((self.plan.burst - used).max(0.0));
    }

    /// The host refused: nothing is sent until `pause` is over, or the plan's if it named none.
    /// The pause.
    pub fn refused(
        &mut self,
        status: u16,
        pause: Option<Duration>,
        now: DurationNanos,
    ) -> Duration {
        const BAN: u16 = 418;
        /// Nobody is asked again sooner, whatever the header says.
        const LEAST: Duration = Duration::from_secs(1);
        /// Binance's longest ban: three days. A larger number is a mistake.
        const MOST: Duration = Duration::from_secs(3 * 86_400);
        let usual = if status == BAN { self.plan.ban } else { self.plan.pause };
        let pause = pause.unwrap_or(usual).clamp(LEAST, MOST);
        let until = now.0.saturating_add(i64::try_from(pause.as_nanos()).unwrap_or(i64::MAX));
        let before = self.blocked_until.map_or(i64::MIN, |until| until.0);
        self.blocked_until = Some(DurationNanos(until.max(before)));
        pause
    }
}

fn span(nanos: i64) -> Duration {
    Duration::from_nanos(nanos.max(0).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: BudgetPlan = BudgetPlan {
        burst: 10.0,
        per_s: 2.0,
        pause: Duration::from_secs(30),
        ban: Duration::from_secs(120),
    };

    fn at(seconds: i64) -> DurationNanos {
        DurationNanos::from_seconds(seconds)
    }

    #[test]
    fn spends_what_is_there_and_says_how_long_to_wait() {
        let mut budget = Budget::new(PLAN, at(0));
        assert_eq!(budget.spend(9, at(0)), Ok(()));
        assert_eq!(budget.spend(4, at(0)), Err(Duration::from_millis(1_500)));
        assert_eq!(budget.spend(4, at(2)), Ok(()));
        assert_eq!(budget.spend(11, at(100)), Ok(()), "never heavier than the bucket is large");
        budget.used(4.0);
        assert_eq!(budget.spend(1, at(100)), Err(Duration::from_millis(500)), "no gift");
        budget.used(9.0);
        assert_eq!(budget.spend(2, at(110)), Ok(()));
    }

    #[test]
    fn the_hosts_own_count_wins_when_it_is_higher() {
        let mut budget = Budget::new(PLAN, at(0));
        budget.used(9.5);
        assert_eq!(budget.spend(1, at(0)), Err(Duration::from_millis(250)));
    }

    #[test]
    fn a_refusal_blocks_everything_until_it_is_over() {
        let mut budget = Budget::new(PLAN, at(0));
        assert_eq!(budget.refused(429, Some(Duration::from_secs(7)), at(0)).as_secs(), 7);
        assert_eq!(budget.spend(1, at(3)), Err(Duration::from_secs(4)));
        assert_eq!(budget.spend(1, at(7)), Ok(()));
        assert_eq!(budget.refused(418, None, at(10)).as_secs(), 120);
        assert_eq!(budget.refused(429, None, at(11)).as_secs(), 30, "does not shorten the ban");
        assert_eq!(budget.spend(1, at(129)), Err(Duration::from_secs(1)));
        assert_eq!(budget.refused(429, Some(Duration::MAX), at(200)).as_secs(), 259_200);
    }
}
