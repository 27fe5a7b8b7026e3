//! Searches as a whole: the same outcome on any number of threads, after any kill, as a plain loop.

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::model::boosting::{Bins, BoostSettings, boost};
use crate::model::random::Random;
use crate::model::{Class, Dataset, FitError, Stop, Table};
use crate::types::UnixNanos;

const GO_ON: Stop<'static> = &|| false;
const NAME: &str = "0123";

/// 600 rows of four columns, of which two matter.
fn dataset() -> Dataset {
    let mut random = Random::new(5);
    let rows = 600;
    let columns: Vec<Vec<f64>> =
        (0..4).map(|_| (0..rows).map(|_| random.unit() - 0.5).collect()).collect();
    let class = |row: usize| {
        let lean = 2.0 * columns[0][row] - columns[1][row] + 0.5 * (random.unit() - 0.5);
        if lean > 0.4 {
            Class::Up
        } else if lean < -0.4 {
            Class::Down
        } else {
            Class::Flat
        }
    };
    let time = |row: usize| UnixNanos::from_seconds(60 * row as i64);
    let classes = (0..rows).map(class).collect();
    let names = (0..4).map(|column| format!("c{column}")).collect();
    let data = Dataset {
        table: Table::new(names, columns.concat(), rows).unwrap(),
        times: (0..rows).map(time).collect(),
        label_ends: (1..=rows).map(time).collect(),
        classes,
        weights: vec![1.0; rows],
    };
    data.check().unwrap();
    data
}

/// Three splits, the rows to learn from growing.
fn splits() -> Vec<Split> {
    let split = |end: usize| Split {
        learn: (0..end - 60).collect(),
        tail: (end - 60..end - 2).collect(),
        test: (end..end + 100).collect(),
    };
    [300, 400, 500].map(split).to_vec()
}

fn space() -> Space {
    let choice = |name: &str, values: &[f64]| Dimension {
        name: name.to_owned(),
        range: Range::Choice(values.to_vec()),
    };
    let dimensions = vec![
        choice("learning_rate", &[0.02, 0.1]),
        choice("iterations", &[4.0, 12.0, 20.0]),
        choice("depth", &[2.0, 3.0]),
    ];
    Space::new(dimensions).unwrap()
}

/// Minus the mean loss, then the share of right answers.
fn scores(data: &Dataset, rows: &[usize], answers: &[[f64; 3]]) -> Vec<f64> {
    let (mut loss, mut hits) = (0.0, 0.0);
    for (&row, answer) in rows.iter().zip(answers) {
        let class = data.classes[row] as usize;
        loss -= libm::log(answer[class]);
        hits += if answer.iter().all(|other| *other <= answer[class]) { 1.0 } else { 0.0 };
    }
    vec![-loss / rows.len() as f64, hits / rows.len() as f64]
}

/// A search with boosting, and what it heard.
struct Bench {
    data: Dataset,
    bins: Bins,
    space: Space,
    splits: Vec<Split>,
    settings: BoostSettings,
}

impl Bench {
    fn new(early_stop: usize) -> Self {
        let data = dataset();
        let rows: Vec<usize> = (0..data.rows()).collect();
        let bins = Bins::new(&data.table, &rows, 32).unwrap();
        let settings = BoostSettings { min_rows: 5, early_stop, ..BoostSettings::default() };
        let mut splits = splits();
        if early_stop == 0 {
            splits.iter_mut().for_each(|split| split.tail.clear());
        }
        Self { data, bins, space: space(), splits, settings }
    }

    fn run(
        &self,
        (method, threads): (Method, usize),
        known: &[TrialRecord],
        stop: Stop<'_>,
        log: &mut String,
    ) -> Result<Outcome, SearchError> {
        let work =
            BoostingWork::new(&self.data, &self.bins, &self.space, self.settings.clone()).unwrap();
        let score = |rows: &[usize], answers: &[[f64; 3]]| scores(&self.data, rows, answers);
        let search = Search {
            work: &work,
            space: &self.space,
            method,
            splits: &self.splits,
            score: &score,
            fingerprint: NAME,
            threads,
            stop,
            clock_s: &|| 0.0,
        };
        search.run(known, &mut |record| log.push_str(&record.to_line()), &mut |_| ())
    }
}

fn all() -> Method {
    Method::Random { trials: 100, seed: 1 }
}

fn parzen() -> Method {
    Method::Parzen { trials: 12, together: 3, seed: 2 }
}

/// Every trial by itself, one after another: no shared fits, no threads, no search.
fn by_plain_loop(bench: &Bench, points: &[Point]) -> Vec<Vec<Vec<f64>>> {
    let one = |point: &Point, split: &Split| {
        let [rate, iterations, depth] = point.0[..] else { panic!("{point:?}") };
        let settings = BoostSettings {
            learning_rate: rate,
            iterations: iterations as usize,
            depth: depth as usize,
            ..bench.settings.clone()
        };
        let (learn, tail) = (&split.learn, &split.tail);
        let boosted = boost(&bench.bins, &bench.data, learn, tail, &settings, GO_ON).unwrap();
        let model = boosted.ensemble.first(boosted.best_iterations);
        let answer = |&row: &usize| {
            let (mut values, mut answer) = ([0.0; 4], [0.0; 3]);
            bench.data.table.copy_row(row, &mut values);
            model.predict(&values, &mut answer);
            answer
        };
        let answers: Vec<[f64; 3]> = split.test.iter().map(answer).collect();
        scores(&bench.data, &split.test, &answers)
    };
    let trial = |point| bench.splits.iter().map(|split| one(point, split)).collect();
    points.iter().map(trial).collect()
}

#[test]
fn finds_what_a_plain_loop_finds_with_fewer_fits() {
    for early_stop in [0, 3] {
        let bench = Bench::new(early_stop);
        let outcome = bench.run((all(), 2), &[], GO_ON, &mut String::new()).unwrap();
        assert_eq!(outcome.trials.len(), 12);
        // Three numbers of trees share a fit: 4 fits on each of 3 splits.
        assert_eq!(outcome.fits, 12);
        let points: Vec<Point> = outcome.trials.iter().map(|trial| trial.point.clone()).collect();
        let expected = by_plain_loop(&bench, &points);
        for (trial, expected) in outcome.trials.iter().zip(&expected) {
            assert_eq!(&trial.scores, expected, "{:?}", trial.point);
        }
        let mean = |scores: &[Vec<f64>]| scores.iter().map(|s| s[0]).sum::<f64>();
        let best = (0..12).max_by(|&a, &b| mean(&expected[a]).total_cmp(&mean(&expected[b])));
        assert_eq!(Some(outcome.best), best);
        assert!(outcome.best().scores[0][1] > 0.6, "{:?}", outcome.best());
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let bench = Bench::new(3);
    for method in [all(), parzen()] {
        let of = |threads| bench.run((method.clone(), threads), &[], GO_ON, &mut String::new());
        let one = of(1).unwrap();
        assert_eq!(one, of(2).unwrap());
        assert_eq!(one, of(5).unwrap());
    }
}

/// The outcome without the number of fits, which a resumed search saves.
fn found(outcome: Outcome) -> (Vec<Trial>, usize) {
    (outcome.trials, outcome.best)
}

#[test]
fn a_search_that_was_killed_anywhere_goes_on_to_the_same_end() {
    let bench = Bench::new(3);
    for method in [all(), parzen()] {
        let mut log = String::new();
        let whole = found(bench.run((method.clone(), 2), &[], GO_ON, &mut log).unwrap());
        assert_eq!(log.lines().count(), 36);
        let cuts = (0..log.len()).step_by(log.len() / 6).chain([log.len() - 1, log.len()]);
        for cut in cuts {
            // A kill in the middle of a line.
            let read = TrialLog::read(&log.as_bytes()[..cut], NAME).unwrap();
            assert!(cut - read.sound_bytes < 300);
            let mut rest = log[..read.sound_bytes].to_owned();
            let again = bench.run((method.clone(), 2), &read.records, GO_ON, &mut rest).unwrap();
            let fits = again.fits;
            assert_eq!(found(again), whole);
            assert!(cut < log.len() || fits == 0, "{fits} fits of a complete log");
            // Every part is in the log once.
            let mut parts: Vec<_> = TrialLog::read(rest.as_bytes(), NAME)
                .unwrap()
                .records
                .iter()
                .map(|record| (record.trial, record.split))
                .collect();
            parts.sort_unstable();
            parts.dedup();
            assert_eq!((parts.len(), rest.lines().count()), (36, 36));
        }
    }
}

#[test]
fn a_stop_at_any_moment_leaves_a_log_to_go_on_from() {
    let bench = Bench::new(3);
    let whole = found(bench.run((all(), 1), &[], GO_ON, &mut String::new()).unwrap());
    for threads in [1, 2] {
        for after in [0, 1, 2, 20, 70, 150, 400] {
            let asked = AtomicUsize::new(0);
            let stop = || asked.fetch_add(1, Ordering::Relaxed) >= after;
            let mut log = String::new();
            let stopped = bench.run((all(), threads), &[], &stop, &mut log);
            assert_eq!(stopped, Err(SearchError::Stopped), "after {after} questions");
            let read = TrialLog::read(log.as_bytes(), NAME).unwrap();
            assert_eq!(read.sound_bytes, log.len());
            let again = bench.run((all(), threads), &read.records, GO_ON, &mut log).unwrap();
            assert_eq!(found(again), whole);
        }
    }
}

#[test]
fn a_log_of_something_else_is_refused() {
    let bench = Bench::new(0);
    let mut log = String::new();
    bench.run((all(), 1), &[], GO_ON, &mut log).unwrap();
    let error = TrialLog::read(log.as_bytes(), "4567").unwrap_err().to_string();
    let expected = "line 1 of the log is of the search 0123, expected 4567: the data, space, \
                    splits or settings are others";
    assert_eq!(error, expected);
    let broken = log.replacen("\"trial\"", "\"trail\"", 2);
    let error = TrialLog::read(broken.as_bytes(), NAME).unwrap_err().to_string();
    assert!(error.starts_with("line 1 of the log is no trial: unknown field `trail`"), "{error}");

    let mut records = TrialLog::read(log.as_bytes(), NAME).unwrap().records;
    records[3].settings.insert("depth".to_owned(), 9.0);
    let place = SearchError::Record { trial: records[3].trial, split: records[3].split };
    let run = |records: &[TrialRecord]| bench.run((all(), 1), records, GO_ON, &mut String::new());
    assert_eq!(run(&records), Err(place));
    records.truncate(3);
    records[2].trial = 99;
    let place = SearchError::Record { trial: 99, split: records[2].split };
    assert_eq!(run(&records), Err(place));
}

#[test]
fn fingerprints_tell_data_space_splits_and_the_rest_apart() {
    let bench = Bench::new(0);
    let of = |data: &Dataset, space: &Space, splits: &[Split], more: &str| {
        fingerprint(data, space, splits, more)
    };
    let first = of(&bench.data, &bench.space, &bench.splits, "boosting");
    assert_eq!(first.len(), 64);
    assert_eq!(first, of(&bench.data.clone(), &bench.space, &bench.splits, "boosting"));
    let mut data = bench.data.clone();
    data.weights[7] = 2.0;
    let mut splits = bench.splits.clone();
    splits[0].learn.pop();
    let others = [
        of(&data, &bench.space, &bench.splits, "boosting"),
        of(&bench.data, &Space::classic(), &bench.splits, "boosting"),
        of(&bench.data, &bench.space, &splits, "boosting"),
        of(&bench.data, &bench.space, &bench.splits, "boosting 2"),
    ];
    assert!(others.iter().all(|other| *other != first));
}

/// Work that fails, or says how sure it is of `Up`.
struct Fake {
    fails: bool,
}

impl Work for Fake {
    fn predict(
        &self,
        points: &[&Point],
        split: &Split,
        _stop: Stop<'_>,
    ) -> Result<Vec<Probabilities>, FitError> {
        if self.fails && points[0].0[0] > 0.05 {
            return Err(FitError::OneClass(Class::Flat));
        }
        let answer = |point: &&Point| vec![[0.0, 1.0 - point.0[0], point.0[0]]; split.test.len()];
        Ok(points.iter().map(answer).collect())
    }
}

fn with_fake<R>(fails: bool, method: Method, run: impl FnOnce(&Search<'_>) -> R) -> R {
    let seconds = RefCell::new(0.0);
    let clock = || {
        *seconds.borrow_mut() += 1.0;
        *seconds.borrow()
    };
    let score = |rows: &[usize], answers: &[[f64; 3]]| {
        assert_eq!(rows.len(), answers.len());
        vec![answers[0][2] + rows[0] as f64]
    };
    run(&Search {
        work: &Fake { fails },
        space: &space(),
        method,
        splits: &splits(),
        score: &score,
        fingerprint: NAME,
        threads: 2,
        stop: GO_ON,
        clock_s: &clock,
    })
}

#[test]
fn progress_counts_to_the_end_and_knows_the_best() {
    with_fake(false, all(), |search| {
        let mut seen = Vec::new();
        let outcome = search.run(&[], &mut |_| (), &mut |progress| seen.push(*progress)).unwrap();
        assert_eq!(outcome.fits, 36);
        let counts: Vec<usize> = seen.iter().map(|progress| progress.done_count).collect();
        assert_eq!(counts, (1..=36).collect::<Vec<_>>());
        let last = seen[35];
        assert_eq!((last.total_count, last.left_s, last.elapsed_s), (36, Some(0.0), 36.0));
        assert_eq!(last.best, Some((outcome.best, outcome.best().mean())));
        assert_eq!(seen[17].left_s, Some(18.0));
        assert_eq!(outcome.best().point.0[0], 0.1);
    });
}

#[test]
fn a_fit_that_fails_ends_the_search_and_is_named() {
    let points = [0.02, 0.1].map(|rate| Point(vec![rate, 4.0, 2.0])).to_vec();
    let error = with_fake(true, Method::Points(points), |search| {
        search.run(&[], &mut |_| (), &mut |_| ()).unwrap_err()
    });
    let SearchError::Fit { trial: 1, error: FitError::OneClass(Class::Flat), .. } = error else {
        panic!("{error}")
    };
    let empty = with_fake(false, Method::Points(vec![]), |search| {
        search.run(&[], &mut |_| (), &mut |_| ())
    });
    assert_eq!(empty, Err(SearchError::Empty));
}

#[test]
fn boosting_refuses_dimensions_that_it_does_not_have() {
    let bench = Bench::new(0);
    let dimension = Dimension { name: "momentum".to_owned(), range: Range::Choice(vec![1.0]) };
    let space = Space::new(vec![dimension]).unwrap();
    let work = BoostingWork::new(&bench.data, &bench.bins, &space, bench.settings.clone());
    let error = work.unwrap_err().to_string();
    assert_eq!(error, "setting \"momentum\" of the search: boosting has no such setting");
}

#[test]
fn a_tail_is_cut_from_the_end_of_the_training_rows() {
    let data = dataset();
    let fold =
        crate::model::validation::Fold { training: (0..100).collect(), test: (110..120).collect() };
    let split = Split::new(&data, &fold, 0.1);
    // Labels end a row later: row 89's ends when row 90 is complete.
    assert_eq!(split.learn, (0..89).collect::<Vec<_>>());
    assert_eq!(split.tail, (90..100).collect::<Vec<_>>());
    assert_eq!(split.test, fold.test);
    assert_eq!(Split::new(&data, &fold, 0.0).learn, fold.training);
}
