//! What is analysed: the lines of one record, or of all of them together.

use super::figures::{Figures, drawdown, sharpe};
use super::record::{Entry, Record, Status};
use super::{Plan, Point, Space};
use crate::store::FileError;

/// A combination with its score.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its place in the space.
    pub point: Point,
    /// Whether it was simulated.
    pub is_done: bool,
    /// What it made.
    pub figures: Figures,
    /// Its score; `None` with too few trades.
    pub score: Option<f64>,
}

/// Combinations, and their returns on the disk.
#[derive(Debug)]
pub struct Lines<'a> {
    records: Vec<&'a Record>,
    lines: Vec<Line>,
}

impl<'a> Lines<'a> {
    /// The lines of one symbol.
    #[must_use]
    pub fn of(record: &'a Record, space: &Space, plan: &Plan) -> Self {
        let line = |entry: &Entry| Line {
            point: space.point(entry.number),
            is_done: entry.status == Status::Done,
            score: (entry.status == Status::Done).then(|| plan.score_of(&entry.figures)).flatten(),
            figures: entry.figures.clone(),
        };
        Self { records: vec![record], lines: record.entries().iter().map(line).collect() }
    }

    /// The symbols together, as accounts of equal size side by side: returns are their means, money
    /// their sum. `None` with one symbol, or where they did not try the same in the same order.
    ///
    /// # Errors
    /// A disk that refuses.
    pub fn pooled(
        records: &'a [Record],
        space: &Space,
        plan: &Plan,
        rows_per_year: f64,
    ) -> Result<Option<Self>, FileError> {
        let numbers = |record: &Record| -> Vec<u64> {
            record.entries().iter().map(|entry| entry.number).collect()
        };
        let Some(first) = records.first().filter(|_| records.len() > 1) else { return Ok(None) };
        let order = numbers(first);
        if records.iter().any(|record| numbers(record) != order) {
            return Ok(None);
        }
        let mut pooled = Self { records: records.iter().collect(), lines: Vec::new() };
        let mut lines = Vec::with_capacity(order.len());
        pooled.each(|index, returns| {
            let entries = records.iter().filter_map(|record| record.entries().get(index));
            let mut figures = Figures::default();
            let mut is_done = true;
            for entry in entries {
                figures.add(&entry.figures);
                is_done &= entry.status == Status::Done;
            }
            figures.return_frac /= records.len() as f64;
            figures.sharpe_ann = sharpe(returns) * rows_per_year.sqrt();
            figures.max_drawdown_frac = drawdown(returns);
            let score = is_done.then(|| plan.score_of(&figures)).flatten();
            lines.push(Line { point: space.point(order[index]), is_done, figures, score });
        })?;
        pooled.lines = lines;
        Ok(Some(pooled))
    }

    /// The combinations, in the order in which they were tried.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Number of lines that every record has.
    fn count(&self) -> usize {
        self.records.iter().map(|record| record.entries().len()).min().unwrap_or(0)
    }

    /// Shows the returns of every line, in order.
    ///
    /// # Errors
    /// A disk that refuses.
    pub fn each(&self, mut take: impl FnMut(usize, &[f64])) -> Result<(), FileError> {
        let readers: Result<Vec<_>, _> =
            self.records.iter().map(|record| record.returns()).collect();
        let mut readers = readers?;
        let share = 1.0 / readers.len().max(1) as f64;
        let (mut row, mut sum) = (Vec::new(), Vec::new());
        for index in 0..self.count() {
            for (place, reader) in readers.iter_mut().enumerate() {
                reader.next_into(&mut row)?;
                if place == 0 {
                    sum.clone_from(&row);
                } else {
                    sum.iter_mut().zip(&row).for_each(|(sum, value)| *sum += value);
                }
            }
            if share < 1.0 {
                sum.iter_mut().for_each(|value| *value *= share);
            }
            take(index, &sum);
        }
        Ok(())
    }
}
