//! The figures of MetaTrader's testing report that are defined in another way than here.

use serde::Serialize;

use super::balance_line::BalanceLine;
use super::holding::Holding;
use super::moments::Comoments;
use super::record::TradeRecord;
use super::results::Results;
use super::streaks::Streaks;
use super::z_score::ZScore;
use crate::types::Side;

/// Figures as the testing report of MetaTrader 5 has them.
///
/// MetaTrader looks at deals. A trade is its closing deal: profit, swap and commission but for the
/// part that was booked at the opening, which goes to the gross loss (or profit) by itself. So a
/// trade that is a small win there may be a loss in [`super::Performance::trades`].
///
/// | report | here |
/// |---|---|
/// | Total Net Profit, Expected Payoff | `net` and `expectancy` of [`super::Performance::trades`] |
/// | Gross Profit, Loss; Profit Factor | [`Self::gross_profit`], `gross_loss`, `profit_factor` |
/// | Profit, Loss Trades; largest, average | [`Self::trades`] |
/// | Short, Long Trades (won %) | [`Self::short`], [`Self::long`] |
/// | consecutive wins, losses | [`Self::streaks`]: maximum is `longest`, maximal is `largest` |
/// | Z-Score; LR, AHPR, GHPR; holding times; correlations | fields of those names |
/// | Balance, Equity Drawdown | [`super::Drawdowns`], which names absolute, maximal and relative |
/// | Recovery Factor | [`super::Performance::recovery_factor`] |
/// | Sharpe Ratio | not computed: its period and scale are not documented |
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MetaTrader {
    /// Sum of deals above 0.
    pub gross_profit: f64,
    /// Sum of deals below 0; 0 or less.
    pub gross_loss: f64,
    /// `gross_profit / -gross_loss`. `None` if there was no loss.
    pub profit_factor: Option<f64>,
    /// Figures of the closing deals.
    pub trades: Results,
    /// Those of buys.
    pub long: Results,
    /// Those of sells.
    pub short: Results,
    /// Closing deals in a row.
    pub streaks: Streaks,
    /// Whether they follow each other by chance.
    pub z_score: Option<ZScore>,
    /// How evenly the balance grew.
    pub balance_line: BalanceLine,
    /// How long positions were held. `None` without trades.
    pub holding: Option<Holding>,
    /// How profits go with excursions.
    pub correlations: Correlations,
}

/// Correlations over the trades whose excursions are known. `None` with fewer than two of them, or
/// where one side does not vary.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Correlations {
    /// Of the closing deal with the MFE.
    pub profit_mfe: Option<f64>,
    /// Of the closing deal with the MAE (which is 0 or less).
    pub profit_mae: Option<f64>,
    /// Of the MFE with the MAE.
    pub mfe_mae: Option<f64>,
}

/// What the closing deal of a trade books.
fn closing(trade: &TradeRecord) -> f64 {
    trade.profit + (trade.commission - trade.entry_commission) + trade.swap
}

impl MetaTrader {
    /// The figures of these trades, in the order of their closing.
    #[must_use]
    pub fn of(initial_balance: f64, trades: &[TradeRecord]) -> Self {
        let closings = || trades.iter().map(closing);
        let of_side =
            |side| Results::of(trades.iter().filter(|trade| trade.side == side).map(closing));
        let entries = trades.iter().map(|trade| trade.entry_commission);
        let deals = Results::of(entries.chain(closings()));
        Self {
            gross_profit: deals.gross_profit,
            gross_loss: deals.gross_loss,
            profit_factor: deals.profit_factor,
            trades: Results::of(closings()),
            long: of_side(Side::Buy),
            short: of_side(Side::Sell),
            streaks: Streaks::of(closings()),
            z_score: ZScore::of(closings()),
            balance_line: BalanceLine::of(initial_balance, trades.iter().map(TradeRecord::net)),
            holding: Holding::of(trades),
            correlations: Correlations::of(trades),
        }
    }
}

impl Correlations {
    fn of(trades: &[TradeRecord]) -> Self {
        let known = || trades.iter().filter_map(|trade| Some((closing(trade), trade.excursion?)));
        let correlation = |pairs: Comoments| pairs.correlation();
        Self {
            profit_mfe: correlation(known().map(|(profit, known)| (profit, known.mfe)).collect()),
            profit_mae: correlation(known().map(|(profit, known)| (profit, known.mae)).collect()),
            mfe_mae: correlation(known().map(|(_, known)| (known.mfe, known.mae)).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::Excursion;
    use super::super::testing::{assert_near, trade};
    use super::*;

    #[test]
    fn entry_commission_is_a_loss_by_itself() {
        // A closing deal of +5 after an entry that cost 7: a win there, a loss here.
        let mut small = trade(0, 60, 8.0);
        (small.commission, small.entry_commission) = (-10.0, -7.0);
        let mut large = trade(0, 60, 45.0);
        (large.side, large.swap) = (Side::Sell, -5.0);
        let found = MetaTrader::of(100.0, &[small, large]);
        assert_eq!((found.gross_profit, found.gross_loss), (45.0, -7.0));
        assert_near(found.profit_factor, 45.0 / 7.0);
        assert_eq!((found.trades.wins, found.trades.losses, found.trades.net), (2, 0, 45.0));
        assert_eq!((found.long.net, found.short.net), (5.0, 40.0));
        assert_near(found.balance_line.ahpr, (0.98 + 138.0 / 98.0) / 2.0);
        assert_eq!(found.z_score, None);
    }

    #[test]
    fn correlations_by_hand() {
        let with = |profit, mae, mfe| TradeRecord {
            excursion: Some(Excursion { mae, mfe }),
            ..trade(0, 60, profit)
        };
        // Profits 1, 2, 3; MFE 1, 3, 2: a half. MAE falls as the profit rises.
        let trades = [with(1.0, -1.0, 1.0), with(2.0, -2.0, 3.0), with(3.0, -3.0, 2.0)];
        let found = MetaTrader::of(100.0, &trades).correlations;
        assert_near(found.profit_mfe, 0.5);
        assert_near(found.profit_mae, -1.0);
        assert_near(found.mfe_mae, -0.5);
        let unknown = MetaTrader::of(100.0, &[trade(0, 60, 1.0)]).correlations;
        assert_eq!((unknown.profit_mfe, unknown.mfe_mae), (None, None));
    }
}
