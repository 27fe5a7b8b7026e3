//! Configuration of the simulated broker.

use super::path::Intrabar;
use crate::types::Currency;
use crate::types::settings::{AnySettings, SectionList, SettingProblem};

crate::settings! {
    /// The simulated account.
    pub struct AccountSettings in "backtest.account" {
        /// What is paid in at the start.
        balance: f64 = 10_000.0, "account currency", (0.01, 1e12);
        /// The account currency.
        currency: String = "USD".to_owned(), "", 7;
        /// Leverage.
        leverage: u32 = 100, "", (1, 10_000);
        /// Whether opposite positions stand side by side. Without it there is one position.
        hedging: bool = true, "", ();
        /// Equity in margin below which the broker closes positions, the one that loses most first.
        stop_out_frac: f64 = 0.5, "fraction", (0.0, 10.0);
    }
}

crate::settings! {
    /// What trading costs beside the spread.
    pub struct CostSettings in "backtest.costs" {
        /// Charged at entry and at exit.
        commission_per_lot: f64 = 0.0, "account currency", (0.0, 1e6);
        /// How much worse market orders and stops are filled, always.
        slippage_points: u32 = 0, "points", (0, 100_000);
        /// How much worse they are filled at most by lot, on top of it.
        slippage_random_points: u32 = 0, "points", (0, 100_000);
    }
}

crate::settings! {
    /// How orders are executed.
    pub struct ExecutionModel in "backtest.execution" {
        /// From the decision to the trade server.
        latency_ms: u32 = 0, "milliseconds", (0, 60_000);
        /// How much longer at most, by lot.
        latency_random_ms: u32 = 0, "milliseconds", (0, 60_000);
        /// Probability that an order is rejected.
        reject_prob: f64 = 0.0, "probability", (0.0, 1.0);
        /// Probability that an order is answered with another price.
        requote_prob: f64 = 0.0, "probability", (0.0, 1.0);
        /// Most lots that are filled at once; the rest of an order is cancelled. 0: any volume.
        fill_lots_max: f64 = 0.0, "lots", (0.0, 1e9);
        /// Which extreme of a bar comes first.
        intrabar: Intrabar = Intrabar::Adaptive, "", ();
        /// Of everything that is drawn by lot.
        seed: u32 = 42, "", (0, 4_294_967_295);
    }
}

/// Every section of the simulated broker.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BrokerSettings {
    /// Section `backtest.account`.
    pub account: AccountSettings,
    /// Section `backtest.costs`.
    pub costs: CostSettings,
    /// Section `backtest.execution`.
    pub execution: ExecutionModel,
}

impl SectionList for BrokerSettings {
    fn sections(&mut self) -> Vec<&mut dyn AnySettings> {
        vec![&mut self.account, &mut self.costs, &mut self.execution]
    }

    fn problems(&self) -> Vec<SettingProblem> {
        let code = &self.account.currency;
        let is_currency = Currency::new(code).is_some_and(|currency| !currency.is_empty());
        let problem = || SettingProblem {
            key: "backtest.account.currency".to_owned(),
            message: format!("was {code:?}, expected 1 to 7 letters"),
        };
        if is_currency { Vec::new() } else { vec![problem()] }
    }
}
