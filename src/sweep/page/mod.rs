//! The page of a sweep, put together from its records.

mod account;
mod doubts;
mod maps;
mod panel;
mod section;
mod walk_section;

pub use account::Chosen;

use super::{Lines, Record, Sweep, SweepError};
use crate::research::report::{
    Fact, Fingerprint, Parameter, SweepPage, SweepTotals, SymbolSection, Verdict,
};

/// What a page is made of beside the records.
#[derive(Debug)]
pub struct Surroundings {
    /// Assumptions and settings.
    pub facts: Vec<Fact>,
    /// Where the bars came from, a file for each symbol.
    pub fingerprints: Vec<Fingerprint>,
    /// Time and trials; combinations and trials of the record are filled in.
    pub totals: SweepTotals,
    /// Sharpe ratios of a row that earlier sweeps over the same bars left in their records: for
    /// each symbol.
    pub earlier: Vec<Vec<f64>>,
}

/// A page, and the combination that is recommended for each symbol.
#[derive(Debug)]
pub struct Report {
    /// What to show.
    pub page: SweepPage,
    /// In the order of the symbols; `None` where nothing traded enough.
    pub chosen: Vec<Option<Chosen>>,
}

impl Sweep<'_> {
    /// Puts the page together: ranks, walks forward, tests for luck, and runs what is recommended
    /// once more for its trades and at higher costs.
    ///
    /// # Errors
    /// A disk that refuses, a column without a usable name.
    pub fn report(&self, records: &[Record], around: Surroundings) -> Result<Report, SweepError> {
        let mut sections = Vec::new();
        let mut chosen = Vec::new();
        for ((market, record), earlier) in self.markets.iter().zip(records).zip(&around.earlier) {
            let lines = Lines::of(record, self.space, self.plan);
            let (section, best) = self.section(market, &lines, earlier)?;
            sections.push(section);
            chosen.push(best);
        }
        let overfitting = match (sections.first(), records.first()) {
            (Some(only), Some(_)) if records.len() == 1 => only.overfitting.clone(),
            (_, Some(_)) => {
                let rows_per_year = self.rows_per_year(&self.markets[0]);
                let pooled = Lines::pooled(records, self.space, self.plan, rows_per_year)?;
                match pooled {
                    Some(lines) => {
                        let (section, panel) = self.pooled_section(&lines, &around.earlier)?;
                        sections.insert(0, section);
                        Some(panel)
                    }
                    None => None,
                }
            }
            _ => None,
        };
        let totals = self.totals(records, &around);
        let (findings, verdict) = doubts::of_all(&sections, overfitting.as_ref());
        let currency = self.markets.first().map(|it| it.broker.account.currency.clone());
        let page = SweepPage {
            title: self.title(),
            currency: currency.unwrap_or_default(),
            score: self.plan.score.as_str().to_owned(),
            facts: around.facts,
            fingerprints: around.fingerprints,
            parameters: self.parameters(),
            totals,
            symbols: sections,
            overfitting,
            findings,
            verdict,
        };
        Ok(Report { page, chosen })
    }

    fn title(&self) -> String {
        match self.markets {
            [one] => format!("Sweep of {}", one.symbol()),
            many => format!("Sweep of {} symbols", many.len()),
        }
    }

    fn parameters(&self) -> Vec<Parameter> {
        let parameter =
            |axis: &super::Axis| Parameter { name: axis.path.clone(), values: axis.texts() };
        self.space.axes().iter().map(parameter).collect()
    }

    fn totals(&self, records: &[Record], around: &Surroundings) -> SweepTotals {
        let entries = |record: &Record| record.entries().len() as u64;
        let backtests: u64 = records.iter().map(entries).sum();
        let earlier: u64 = around.earlier.iter().map(|it| it.len() as u64).sum();
        SweepTotals {
            combinations: records.iter().map(entries).max().unwrap_or(0),
            backtests,
            trials_recorded: backtests + earlier,
            ..around.totals
        }
    }
}

/// A verdict that an empty section has.
fn untested() -> Verdict {
    Verdict {
        severity: crate::research::report::Severity::Error,
        text: "Nothing traded often enough to be judged.".to_owned(),
    }
}

/// A section without results.
fn empty_section(symbol: &str, combinations: usize) -> SymbolSection {
    SymbolSection {
        symbol: symbol.to_owned(),
        combinations: combinations as u64,
        verdict: Some(untested()),
        ..SymbolSection::default()
    }
}
