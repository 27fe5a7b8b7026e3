//! The page of a sweep, drawn.

use super::draw::document::document;
use super::draw::format::{self, or_none};
use super::draw::html::{Escaped, Html};
use super::draw::table::{Cell, Table, pairs};
use super::sections::{
    breakdown, curves, data, figures, grid, luck, months, summary, trades, walk,
};
use super::sweep_page::{SweepPage, SymbolSection};

impl SweepPage {
    /// The page as one HTML file that needs nothing else. Cost: as that of a backtest for each
    /// account. A heat map of more than 10,000 cells is named instead of drawn.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut html = Html::default();
        let tried = format::count(self.totals.combinations);
        let below = format!("{tried} combinations, ranked by {}", self.score);
        summary::heading(&mut html, &self.title, &below);
        summary::verdict(&mut html, &self.verdict, &self.findings);
        self.put_symbols(&mut html);
        self.put_totals(&mut html);
        if let Some(panel) = &self.overfitting {
            part(&mut html, "Luck or skill");
            luck::panel(&mut html, panel);
        }
        for symbol in &self.symbols {
            self.put_symbol(&mut html, symbol);
        }
        part(&mut html, "How it was made");
        data::findings(&mut html, &self.findings, "Doctor: what to doubt");
        data::facts(&mut html, &self.facts);
        data::fingerprints(&mut html, &self.fingerprints);
        document(&self.title, html)
    }

    fn put_symbols(&self, html: &mut Html) {
        html.card("wide", "Symbols", "What is recommended, and what came of it.", |html| {
            let mut table = Table::new(&[
                "Symbol",
                "Verdict",
                "Net profit",
                "Trades",
                "Sharpe",
                "Drawdown",
                "Efficiency",
                "Out of sample",
                "Recommended",
            ]);
            for symbol in &self.symbols {
                let chosen = symbol.chosen.as_ref();
                let net = chosen.map_or(0.0, |chosen| chosen.net_profit);
                let walk = symbol.walk_forward.as_ref();
                let efficiency = walk.and_then(|walk| walk.efficiency.as_ref()?.efficiency_frac);
                let after =
                    walk.and_then(|walk| Some(walk.out_of_sample.as_ref()?.performance.trades.net));
                let verdict = symbol.verdict.as_ref();
                let percent = |value| or_none(value, format::percent);
                table.row(vec![
                    Cell::text(&symbol.symbol),
                    Cell::text(verdict.map_or(format::NONE, |verdict| verdict.text.as_str())),
                    Cell::Signed(net, or_none(chosen.map(|one| one.net_profit), format::signed)),
                    Cell::Number(chosen.map_or_else(String::new, |one| format::count(one.trades))),
                    Cell::Number(or_none(chosen.and_then(|one| one.sharpe_ann), format::ratio)),
                    Cell::Number(percent(chosen.and_then(|one| one.max_drawdown_frac))),
                    Cell::Number(or_none(efficiency, format::ratio)),
                    Cell::Signed(after.unwrap_or(0.0), or_none(after, format::signed)),
                    Cell::text(
                        chosen.map_or_else(String::new, |one| grid::in_words(&one.parameters)),
                    ),
                ]);
            }
            table.put(html, "Symbols");
        });
    }

    fn put_totals(&self, html: &mut Html) {
        let totals = &self.totals;
        html.card("half single", "Work", "", |html| {
            let rows = [
                ("Combinations", format::count(totals.combinations)),
                ("Backtests", format::count(totals.backtests)),
                ("Trials in the record", format::count(totals.trials_recorded)),
                ("Processor time", format!("{} s", format::grouped(totals.cpu_s, 1))),
                ("Time", format!("{} s", format::grouped(totals.wall_s, 1))),
                (
                    "Backtests a second",
                    or_none(totals.backtests_per_s, |rate| format::grouped(rate, 1)),
                ),
            ];
            pairs(html, &rows);
        });
        html.card("half single", "Parameters", "", |html| {
            let rows: Vec<(&str, String)> = self
                .parameters
                .iter()
                .map(|parameter| (parameter.name.as_str(), parameter.values.join(", ")))
                .collect();
            pairs(html, &rows);
        });
    }

    fn put_symbol(&self, html: &mut Html, symbol: &SymbolSection) {
        part(html, &symbol.symbol);
        if let Some(verdict) = &symbol.verdict {
            summary::verdict(html, verdict, &symbol.findings);
        }
        self.put_combinations(html, symbol);
        for map in &symbol.heat_maps {
            grid::heat_map(html, map, &self.score);
        }
        self.put_plateau(html, symbol);
        if let Some(walk) = &symbol.walk_forward {
            walk::walk_forward(html, walk, &self.score);
        }
        if let Some(account) = &symbol.account {
            let about = "Recommended parameters over all data: in sample.";
            curves::equity(html, account, "Equity and drawdown", about);
            months::months(html, &account.performance, "wide");
            trades::over_time(html, account, &self.currency);
            trades::distribution(html, account, &self.currency);
            breakdown::breakdown(html, &account.performance, |html| {
                figures::costs(html, &account.performance);
            });
        }
        if let Some(panel) = &symbol.overfitting {
            luck::panel(html, panel);
        }
        let title = format!("{}: what to doubt", symbol.symbol);
        data::findings(html, &symbol.findings, &title);
    }

    fn put_combinations(&self, html: &mut Html, symbol: &SymbolSection) {
        let mut rows = Vec::new();
        rows.extend(symbol.chosen.iter().map(|one| ("recommended".to_owned(), one)));
        rows.extend(symbol.best.iter().map(|one| ("best score".to_owned(), one)));
        rows.extend((1..).zip(&symbol.top).map(|(rank, one)| (rank.to_string(), one)));
        if rows.is_empty() {
            return;
        }
        let about = format!(
            "Of {}. Recommended is the middle of the best neighbourhood, not the best score.",
            format::count(symbol.combinations)
        );
        html.card("wide", "Combinations", &about, |html| {
            grid::combinations(html, &rows, &self.score, "Combinations");
        });
    }

    fn put_plateau(&self, html: &mut Html, symbol: &SymbolSection) {
        let Some(plateau) = &symbol.plateau else { return };
        html.card("half single", "Plateau or needle", "How much each parameter matters.", |html| {
            let mut table = Table::new(&["Parameter", "Share of variance", "Change a step"]);
            for found in &plateau.sensitivity {
                let parameter = self.parameters.get(found.dimension);
                table.row(vec![
                    Cell::text(parameter.map_or(format::NONE, |one| one.name.as_str())),
                    Cell::Number(format::percent(found.variance_share_frac)),
                    Cell::Number(or_none(found.step_change_mean, format::ratio)),
                ]);
            }
            table.put(html, "Sensitivity");
            pairs(
                html,
                &[
                    (
                        "Peak kept by its neighbours",
                        or_none(plateau.peak_kept_frac, format::percent),
                    ),
                    (
                        "Peak kept by the plateau",
                        or_none(plateau.plateau_kept_frac, format::percent),
                    ),
                ],
            );
        });
    }
}

fn part(html: &mut Html, title: &str) {
    html.put(format_args!("<h2 class=\"part\">{}</h2>\n", Escaped(title)));
}
