//! The part of a page that is about one symbol.

use super::account::{Chosen, judged};
use super::{doubts, empty_section, maps, walk_section};
use crate::research::report::{
    Combination, Evidence, OverfittingPanel, ParameterValue, SymbolSection,
};
use crate::sweep::{Line, Lines, Market, Ranking, Space, Sweep, SweepError};

/// Rows of the table of the best.
const TOP: usize = 20;
/// Name of the symbols together.
const POOLED: &str = "all together";

/// A line as a page shows it.
fn combination(space: &Space, line: &Line, neighbourhood_score: Option<f64>) -> Combination {
    let names = space.axes().iter().map(|axis| axis.path.clone());
    let values = space.texts(&line.point);
    let figures = &line.figures;
    Combination {
        parameters: names.zip(values).map(|(name, value)| ParameterValue { name, value }).collect(),
        score: line.score,
        neighbourhood_score,
        net_profit: figures.net_profit,
        trades: figures.trades,
        sharpe_ann: Some(figures.sharpe_ann),
        max_drawdown_frac: Some(figures.max_drawdown_frac),
        profit_factor: figures.profit_factor(),
        win_rate_frac: figures.win_rate_frac(),
    }
}

impl Sweep<'_> {
    /// Ranks, walks and tests the lines of one symbol.
    pub(super) fn section(
        &self,
        market: &Market,
        lines: &Lines<'_>,
        earlier: &[f64],
    ) -> Result<(SymbolSection, Option<Chosen>), SweepError> {
        let ranking = Ranking::of(lines.lines(), self.space);
        let Some(line) = ranking.chosen else {
            return Ok((empty_section(market.symbol(), lines.lines().len()), None));
        };
        let point = lines.lines()[line].point.clone();
        let account = self.run_again(market, &point)?;
        let judged_account = account.as_ref().and_then(|account| judged(market, account));
        let mut panel = self.panel(lines, earlier, self.rows_per_year(market))?;
        panel.monte_carlo = judged_account.as_ref().and_then(|it| self.other_paths(market, it));
        panel.cost_stress = self.cost_stress(market, &point)?;
        let mut section =
            self.ranked_section((market.symbol(), std::slice::from_ref(market)), lines, &ranking)?;
        section.findings = Evidence {
            ambiguous_trades: lines.lines()[line].figures.ambiguous,
            account: judged_account.clone(),
            leverage: Some(f64::from(market.broker.account.leverage)),
            ..Evidence::default()
        }
        .examine();
        section.account = judged_account;
        doubts::judge(&mut section, panel);
        let reason =
            if ranking.plateau.is_some() { "the best neighbourhood" } else { "the best score" };
        let score = lines.lines()[line].score.unwrap_or(0.0);
        Ok((section, Some(Chosen { line, point, score, reason })))
    }

    /// The same for all symbols together.
    pub(super) fn pooled_section(
        &self,
        lines: &Lines<'_>,
        earlier: &[Vec<f64>],
    ) -> Result<(SymbolSection, OverfittingPanel), SweepError> {
        let ranking = Ranking::of(lines.lines(), self.space);
        // Earlier trials count as often as the symbol on which there were most.
        let earlier = earlier.iter().max_by_key(|it| it.len()).cloned().unwrap_or_default();
        let rows_per_year = self.rows_per_year(&self.markets[0]);
        let panel = self.panel(lines, &earlier, rows_per_year)?;
        if ranking.chosen.is_none() {
            return Ok((empty_section(POOLED, lines.lines().len()), panel));
        }
        let mut section = self.ranked_section((POOLED, self.markets), lines, &ranking)?;
        doubts::judge(&mut section, panel);
        let panel = section.overfitting.clone().unwrap_or_default();
        Ok((section, panel))
    }

    fn ranked_section(
        &self,
        (symbol, markets): (&str, &[Market]),
        lines: &Lines<'_>,
        ranking: &Ranking,
    ) -> Result<SymbolSection, SweepError> {
        let shown = |line: usize| {
            combination(self.space, &lines.lines()[line], ranking.neighbourhood_score(line))
        };
        Ok(SymbolSection {
            symbol: symbol.to_owned(),
            combinations: lines.lines().len() as u64,
            best: ranking.order.first().map(|line| shown(*line)),
            chosen: ranking.chosen.map(shown),
            top: ranking.order.iter().take(TOP).map(|line| shown(*line)).collect(),
            heat_maps: maps::heat_maps(lines.lines(), ranking, self.space),
            plateau: ranking.plateau.clone(),
            walk_forward: walk_section::of(self, markets, lines)?,
            ..SymbolSection::default()
        })
    }
}
