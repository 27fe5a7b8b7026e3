//! What rules make of the bars of a tape: they are judged when somebody asks for them.

use super::tape::BarTape;
use crate::features::ColumnTable;
use crate::signals::{BarMask, BoundRules, Evaluation};

/// Rows of all bars, and the rules that judge them.
#[derive(Clone, Debug)]
pub struct Judgement<'a> {
    table: ColumnTable<'a>,
    rules: &'a BoundRules,
    marked: BarMask,
}

impl<'a> Judgement<'a> {
    /// Finds the bars at which rules could come to something. `table` has rows of the schema that
    /// they were bound to. `None` where a model decides too: its opinions are not in the table.
    #[must_use]
    pub fn new(table: ColumnTable<'a>, rules: &'a BoundRules) -> Option<Self> {
        let marked = rules.mark(&table)?;
        Some(Self { table, rules, marked })
    }

    /// Rows in the engine's schema.
    pub(super) const fn table(&self) -> &ColumnTable<'a> {
        &self.table
    }

    /// Whether something could come of a bar.
    pub(super) fn is_marked(&self, bar: usize) -> bool {
        self.marked.holds(bar)
    }
}

/// What came of a bar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    pub(super) bar: usize,
    pub(super) evaluation: Evaluation,
}

/// The bars that led to a side, one after another. Keeps the one that was found last.
pub(super) struct Verdicts<'a> {
    judgement: &'a Judgement<'a>,
    tape: &'a BarTape,
    /// The first bar that was looked at, and the first verdict from there on.
    found: Option<(usize, Option<Verdict>)>,
}

impl<'a> Verdicts<'a> {
    pub(super) const fn new(judgement: &'a Judgement<'a>, tape: &'a BarTape) -> Self {
        Self { judgement, tape, found: None }
    }

    /// The first verdict on `bar` or a later one.
    pub(super) fn first_from(&mut self, bar: usize) -> Option<&Verdict> {
        let is_known = self.found.as_ref().is_some_and(|(from, verdict)| {
            *from <= bar && verdict.as_ref().is_none_or(|verdict| verdict.bar >= bar)
        });
        if !is_known {
            let Judgement { table, rules, marked } = self.judgement;
            let judge = |bar| {
                let evaluation = rules.judge(table, bar, self.tape.open_time(bar))?;
                Some(Verdict { bar, evaluation })
            };
            self.found = Some((bar, marked.from(bar).find_map(judge)));
        }
        self.found.as_ref()?.1.as_ref()
    }

    /// The verdict on a bar, if there is one.
    pub(super) fn on(&mut self, bar: usize) -> Option<&Verdict> {
        if !self.judgement.is_marked(bar) {
            return None;
        }
        self.first_from(bar).filter(|verdict| verdict.bar == bar)
    }
}
