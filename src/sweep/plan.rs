//! How combinations are chosen, and what they are ranked by.

use super::Figures;
use crate::types::settings::{AnySettings, SectionList, SettingProblem};

crate::choice! {
    /// How combinations are chosen.
    pub enum Method {
        /// All of them.
        Grid = "grid",
        /// Some, each as likely.
        Random = "random",
        /// Some, more of them where it went well: the tree of Parzen estimators.
        Tpe = "tpe",
    }
}

crate::choice! {
    /// What combinations are ranked by.
    pub enum Score {
        /// Sharpe ratio of a year.
        Sharpe = "sharpe",
        /// Net profit.
        NetProfit = "net_profit",
        /// Net profit over the deepest drawdown, both as fractions of equity.
        Calmar = "calmar",
        /// Gross profit over gross loss.
        ProfitFactor = "profit_factor",
    }
}

crate::settings! {
    /// What a sweep tries and how it ranks.
    pub struct Plan in "sweep" {
        /// How combinations are chosen.
        method: Method = Method::Grid, "", ();
        /// Combinations that `random` and `tpe` try.
        draws: u32 = 200, "combinations", (1, 10_000_000);
        /// Whether `tpe` looks for one combination for all symbols, by the mean of their scores,
        /// and not for one of each.
        pooled: bool = false, "", ();
        /// What is drawn by lot follows from it.
        seed: u32 = 42, "", (0, 4_294_967_295);
        /// What combinations are ranked by.
        score: Score = Score::Sharpe, "", ();
        /// Combinations with fewer trades have no score.
        trades_min: u32 = 30, "trades", (1, 1_000_000);
        /// Steps of the walk forward.
        walk_steps: u32 = 6, "steps", (1, 100);
        /// Length of a sample of the walk, in steps.
        walk_sample_steps: u32 = 3, "steps", (1, 100);
        /// Whether every sample begins with the data.
        walk_anchored: bool = false, "", ();
        /// Rows left out before a cut.
        purge_rows: u32 = 0, "rows", (0, 500);
        /// Rows left out after a cut.
        embargo_rows: u32 = 1, "rows", (0, 500);
    }
}

impl SectionList for Plan {
    fn sections(&mut self) -> Vec<&mut dyn AnySettings> {
        vec![self]
    }

    fn problems(&self) -> Vec<SettingProblem> {
        Vec::new()
    }
}

impl Plan {
    /// The score of a result; `None` with too few trades.
    #[must_use]
    pub fn score_of(&self, figures: &Figures) -> Option<f64> {
        if figures.trades < u64::from(self.trades_min) {
            return None;
        }
        let score = match self.score {
            Score::Sharpe => figures.sharpe_ann,
            Score::NetProfit => figures.net_profit,
            Score::Calmar if figures.max_drawdown_frac > 0.0 => {
                figures.return_frac / figures.max_drawdown_frac
            }
            Score::ProfitFactor => figures.profit_factor()?,
            Score::Calmar => return None,
        };
        score.is_finite().then_some(score)
    }
}
