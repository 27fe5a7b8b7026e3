//! A whole sweep: batches of combinations on all cores, each recorded, going on where it was cut
//! off.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use super::calendar::RowTimes;
use super::figures::Figures;
use super::record::{Entry, Layout, Record, Status};
use super::space::Point;
use super::trial::{self, Result as TrialResult, columns_of_settings};
use super::{Calendar, Columns, Market, Method, Plan, Space, TrialError};
use crate::features::FeatureError;
use crate::research::parallel::each;
use crate::store::FileError;
use crate::training::{self, SpaceError, Tpe};
use crate::types::CivilDate;

/// Combinations between two looks at the record: enough to keep all cores busy.
const BATCH: usize = 512;
/// Points that the search proposes at once: the same for any number of threads.
const ASKED: usize = 16;
/// Bytes of columns that one batch may need.
const COLUMNS_BYTES_MAX: usize = 256 << 20;

/// Why a sweep cannot go on. What was recorded stays.
#[derive(Debug)]
pub enum SweepError {
    /// A file or the disk.
    File(FileError),
    /// A column that a rule needs has no usable name.
    Column(FeatureError),
    /// The space is none for a search.
    Space(SpaceError),
    /// No combination fits together; the first one's problem.
    Impossible(String),
}

impl fmt::Display for SweepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Column(error) => error.fmt(f),
            Self::Space(error) => error.fmt(f),
            Self::Impossible(first) => {
                write!(f, "no combination fits together; the first one: {first}")
            }
        }
    }
}

impl std::error::Error for SweepError {}

impl From<FileError> for SweepError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<FeatureError> for SweepError {
    fn from(error: FeatureError) -> Self {
        Self::Column(error)
    }
}

impl From<SpaceError> for SweepError {
    fn from(error: SpaceError) -> Self {
        Self::Space(error)
    }
}

/// Who is told how far a sweep is, and may end it.
pub trait Watcher: Sync {
    /// Combinations of a symbol are done; `best` is the best score so far with the values.
    fn on_batch(&self, symbol: &str, combinations: usize, best: Option<(f64, &[String])>);
    /// Whether to stop after the batch at hand.
    fn is_cancelled(&self) -> bool;
}

/// What a sweep came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Trials that were run now.
    pub run: u64,
    /// Trials that were in the record already.
    pub recalled: u64,
    /// Trials whose settings do not fit together.
    pub impossible: u64,
    /// Whether it was ended before its end.
    pub is_cancelled: bool,
}

/// Everything about a sweep but its results.
#[derive(Debug)]
pub struct Sweep<'a> {
    /// What is varied.
    pub space: &'a Space,
    /// The symbols.
    pub markets: &'a [Market],
    /// How combinations are chosen and ranked.
    pub plan: &'a Plan,
    /// The rows of time.
    pub calendar: Calendar,
    /// Threads to use.
    pub threads: usize,
}

/// One symbol while it is swept.
struct Work<'a> {
    market: &'a Market,
    times: RowTimes,
    columns: Columns,
    record: &'a mut Record,
    /// Lines of the record that were used.
    done: usize,
    best: Option<(f64, Vec<String>)>,
}

impl Sweep<'_> {
    /// The records of all symbols in a folder, one below it for each.
    ///
    /// # Errors
    /// A folder that cannot be written, a record of another sweep.
    pub fn open_records(&self, folder: &Path) -> Result<Vec<Record>, FileError> {
        let open =
            |market: &Market| Record::open(&market.record_folder(folder), self.layout(market));
        self.markets.iter().map(open).collect()
    }

    fn layout(&self, market: &Market) -> Layout {
        let month = |at: Option<&crate::backtest::TapeBar>| {
            let day = at.map_or(0, |at| at.open_s.div_euclid(86_400));
            CivilDate::from_days(day).month_number()
        };
        let bars = market.tape.bars();
        Layout {
            parameters: self.space.axes().iter().map(|axis| axis.path.clone()).collect(),
            // The last bar may close in the month after.
            months: (month(bars.first()), month(bars.last()) + 1),
            rows: self.calendar.rows(),
        }
    }

    /// Rows of a year of a market.
    #[must_use]
    pub fn rows_per_year(&self, market: &Market) -> f64 {
        self.calendar.rows_per_year(market.annualisation.days_per_year)
    }

    /// Tries what the plan asks for; what the records hold already is not tried again.
    ///
    /// # Errors
    /// A disk that refuses, a column without a usable name, no combination that fits together.
    pub fn run(&self, records: &mut [Record], watcher: &dyn Watcher) -> Result<Totals, SweepError> {
        let mut totals = Totals::default();
        let mut first_problem = None;
        let mut works: Vec<Work<'_>> = self
            .markets
            .iter()
            .zip(records)
            .map(|(market, record)| Work {
                market,
                times: self.calendar.times(market),
                columns: Columns::new(market),
                record,
                done: 0,
                best: None,
            })
            .collect();
        let mut batch = |work: &mut Work<'_>, points: &[Point]| {
            self.batch(work, points, watcher, &mut totals, &mut first_problem)
        };
        if self.plan.method == Method::Tpe && self.plan.pooled {
            self.search(&mut works.iter_mut().collect::<Vec<_>>(), &mut batch, watcher)?;
        } else if self.plan.method == Method::Tpe {
            for work in &mut works {
                self.search(&mut [&mut *work], &mut batch, watcher)?;
                work.columns = Columns::new(work.market);
            }
        } else {
            self.list(&mut works, &mut batch, watcher)?;
        }
        totals.is_cancelled = watcher.is_cancelled();
        let tried = totals.run + totals.recalled;
        match first_problem {
            Some(problem) if totals.impossible == tried => Err(SweepError::Impossible(problem)),
            _ => Ok(totals),
        }
    }

    /// All combinations, or some drawn beforehand.
    fn list(
        &self,
        works: &mut [Work<'_>],
        batch: &mut impl FnMut(&mut Work<'_>, &[Point]) -> Result<Vec<Option<f64>>, SweepError>,
        watcher: &dyn Watcher,
    ) -> Result<(), SweepError> {
        let drawn = match self.plan.method {
            Method::Random => {
                let draws = self.plan.draws as usize;
                let space = self.space.as_search_space()?;
                let points = training::random_points(&space, draws, u64::from(self.plan.seed));
                Some(points.iter().map(indices).collect::<Vec<Point>>())
            }
            _ => None,
        };
        let count = drawn.as_ref().map_or(self.space.count() as u64, |it| it.len() as u64);
        for work in works {
            let mut from = 0;
            while from < count && !watcher.is_cancelled() {
                let to = count.min(from + BATCH as u64);
                let points: Vec<Point> = match &drawn {
                    Some(points) => points[from as usize..to as usize].to_vec(),
                    None => (from..to).map(|number| self.space.point(number)).collect(),
                };
                batch(work, &points)?;
                from = to;
            }
            // Their columns are not needed any more.
            work.columns = Columns::new(work.market);
        }
        Ok(())
    }

    /// A search that learns from the mean score of the symbols at hand.
    fn search(
        &self,
        works: &mut [&mut Work<'_>],
        batch: &mut impl FnMut(&mut Work<'_>, &[Point]) -> Result<Vec<Option<f64>>, SweepError>,
        watcher: &dyn Watcher,
    ) -> Result<(), SweepError> {
        let mut tpe = Tpe::new(self.space.as_search_space()?, u64::from(self.plan.seed));
        let mut left = self.plan.draws as usize;
        while left > 0 && !watcher.is_cancelled() {
            let asked = tpe.ask(left.min(ASKED));
            if asked.is_empty() {
                break; // the space has no more
            }
            left -= asked.len();
            let points: Vec<Point> = asked.iter().map(indices).collect();
            let mut sums = vec![0.0; points.len()];
            for work in works.iter_mut() {
                for (sum, score) in sums.iter_mut().zip(batch(work, &points)?) {
                    *sum += score.unwrap_or(f64::NAN);
                }
            }
            for (point, sum) in asked.into_iter().zip(sums) {
                tpe.tell(point, -sum);
            }
        }
        Ok(())
    }

    /// Scores of some combinations on one market, from the record where it has them.
    fn batch(
        &self,
        work: &mut Work<'_>,
        points: &[Point],
        watcher: &dyn Watcher,
        totals: &mut Totals,
        first_problem: &mut Option<String>,
    ) -> Result<Vec<Option<f64>>, SweepError> {
        let known = work.record.entries().len().saturating_sub(work.done).min(points.len());
        totals.recalled += known as u64;
        let mut rest = &points[known..];
        while !rest.is_empty() {
            let count = self.provide_columns(work, rest)?;
            let (now, later) = rest.split_at(count);
            let results = each(self.threads, now.len(), |index| self.trial(work, &now[index]));
            self.note(work, now, results, first_problem)?;
            totals.run += now.len() as u64;
            rest = later;
        }
        let lines = work.done..work.done + points.len();
        let entries = &work.record.entries()[lines.clone()];
        let scores: Vec<Option<f64>> = entries.iter().map(|it| self.score(it)).collect();
        let is_impossible = |entry: &&Entry| entry.status == Status::Impossible;
        totals.impossible += entries.iter().filter(is_impossible).count() as u64;
        for (point, score) in points.iter().zip(&scores) {
            let is_better = |score: &f64| work.best.as_ref().is_none_or(|(best, _)| score > best);
            if let Some(score) = score.filter(is_better) {
                work.best = Some((score, self.space.texts(point)));
            }
        }
        work.done = lines.end;
        let best = work.best.as_ref().map(|(score, texts)| (*score, texts.as_slice()));
        watcher.on_batch(work.market.symbol(), points.len(), best);
        Ok(scores)
    }

    /// Score of a line of the record.
    #[must_use]
    pub fn score(&self, entry: &Entry) -> Option<f64> {
        (entry.status == Status::Done).then(|| self.plan.score_of(&entry.figures)).flatten()
    }

    /// Computes the columns of as many combinations as memory allows; gives their number.
    fn provide_columns(&self, work: &mut Work<'_>, points: &[Point]) -> Result<usize, SweepError> {
        let columns_max = (COLUMNS_BYTES_MAX / work.columns.column_bytes().max(1)).max(64);
        let mut names: BTreeSet<String> = BTreeSet::new();
        let mut count = 0;
        for point in points {
            let settings = self.space.settings(&work.market.engine, point);
            let needed = columns_of_settings(&settings).unwrap_or_default();
            let fresh = needed.iter().filter(|name| !names.contains(*name)).count();
            if count > 0 && names.len() + fresh > columns_max {
                break;
            }
            names.extend(needed);
            count += 1;
        }
        work.columns.provide(&names, self.threads)?;
        Ok(count)
    }

    fn trial(&self, work: &Work<'_>, point: &Point) -> Result<TrialResult, TrialError> {
        let settings = self.space.settings(&work.market.engine, point);
        let account = trial::run(work.market, &settings, &work.columns)?;
        Ok(account.result(work.market, &work.times, self.rows_per_year(work.market)))
    }

    fn note(
        &self,
        work: &mut Work<'_>,
        points: &[Point],
        results: Vec<Result<TrialResult, TrialError>>,
        first_problem: &mut Option<String>,
    ) -> Result<(), SweepError> {
        let nothing = || TrialResult {
            figures: Figures::default(),
            returns: vec![0.0; self.calendar.rows()],
        };
        let (mut entries, mut returns) = (Vec::new(), Vec::new());
        for (point, result) in points.iter().zip(results) {
            let (status, result) = match result {
                Ok(result) => (Status::Done, result),
                Err(TrialError::Impossible(message)) => {
                    first_problem.get_or_insert(message);
                    (Status::Impossible, nothing())
                }
                Err(TrialError::Simulation(error)) => {
                    first_problem.get_or_insert_with(|| error.to_string());
                    (Status::Failed, nothing())
                }
            };
            let TrialResult { figures, returns: row } = result;
            entries.push(Entry { number: self.space.number(point), status, figures });
            returns.push(row);
        }
        let texts: Vec<Vec<String>> = points.iter().map(|point| self.space.texts(point)).collect();
        work.record.add(entries, &texts, &returns)?;
        Ok(work.record.sync()?)
    }
}

/// A point of the search as numbers of values.
fn indices(point: &training::Point) -> Point {
    point.0.iter().map(|value| *value as usize).collect()
}
