//! Labels, weights, folds, metrics and calibration against pandas, scikit-learn and SciPy.
//!
//! `tests/oracles/judgement.py` makes `tests/golden/judgement`; expected values are never our own
//! output. The files of real bars are read where they are present.
#![allow(clippy::unwrap_used, reason = "a test stops at what it cannot use")]

use std::collections::BTreeMap;
use std::path::Path;

use hypertrader::model::calibration::{Calibration, CalibrationMethod};
use hypertrader::model::labels::{
    BarrierUnit, CostSettings, Label, LabelKind, LabelSettings, Labels, Market, label, uniqueness,
};
use hypertrader::model::metrics::{
    Confusion, Predictions, StabilityBins, brier_score, log_loss, reliability, roc_auc, roc_curve,
    top_reliability,
};
use hypertrader::model::validation::time_series;
use hypertrader::model::{Class, Dataset, Table};
use hypertrader::types::{Bar, DurationNanos, UnixNanos};

const MINUTE: DurationNanos = DurationNanos::from_seconds(60);

/// Columns by name; an empty cell is NaN.
struct Golden(BTreeMap<String, Vec<String>>);

impl Golden {
    fn read(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/judgement");
        Self::parse(&std::fs::read_to_string(folder.join(name)).unwrap())
    }

    fn parse(text: &str) -> Self {
        let mut lines = text.lines();
        let names: Vec<&str> = lines.next().unwrap().split(',').collect();
        let mut columns = BTreeMap::<String, Vec<String>>::new();
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(cells.len(), names.len(), "{line}");
            for (name, cell) in names.iter().zip(cells) {
                columns.entry((*name).to_owned()).or_default().push(cell.to_owned());
            }
        }
        Self(columns)
    }

    fn text(&self, name: &str) -> &[String] {
        self.0.get(name).unwrap_or_else(|| panic!("no column {name}"))
    }

    fn numbers(&self, name: &str) -> Vec<f64> {
        let number = |cell: &String| if cell.is_empty() { f64::NAN } else { cell.parse().unwrap() };
        self.text(name).iter().map(number).collect()
    }

    fn whole(&self, name: &str) -> Vec<Option<i64>> {
        self.text(name).iter().map(|cell| cell.parse().ok()).collect()
    }

    fn times(&self, name: &str) -> Vec<UnixNanos> {
        self.whole(name).iter().map(|s| UnixNanos::from_seconds(s.unwrap())).collect()
    }
}

#[track_caller]
fn assert_near(what: &str, was: f64, expected: f64, tolerance: f64) {
    assert!((was - expected).abs() <= tolerance, "{what} was {was}, expected {expected}");
}

struct Judged {
    classes: Vec<Class>,
    probabilities: Vec<[f64; 3]>,
    weights: Vec<f64>,
}

fn judged() -> Judged {
    let table = Golden::read("predictions.csv");
    let [down, flat, up] = ["down", "flat", "up"].map(|name| table.numbers(name));
    Judged {
        classes: table.numbers("class").iter().map(|c| Class::ALL[*c as usize]).collect(),
        probabilities: (0..down.len()).map(|row| [down[row], flat[row], up[row]]).collect(),
        weights: table.numbers("weight"),
    }
}

#[test]
fn metrics_are_those_of_scikit_learn() {
    let rows = judged();
    let even = Predictions::new(&rows.classes, &rows.probabilities).unwrap();
    let mut found = BTreeMap::<String, f64>::new();
    for (suffix, predictions) in [("", even), ("_weighted", even.weighted(&rows.weights).unwrap())]
    {
        let auc = roc_auc(&predictions);
        for (name, area) in ["down", "flat", "up"].iter().zip(auc.per_class) {
            found.insert(format!("auc_{name}{suffix}"), area.unwrap());
        }
        found.insert(format!("auc_macro{suffix}"), auc.macro_mean.unwrap());
        found.insert(format!("log_loss{suffix}"), log_loss(&predictions));
        found.insert(format!("brier{suffix}"), brier_score(&predictions));
    }
    let confusion = Confusion::new(&even);
    found.insert("accuracy".to_owned(), confusion.accuracy_frac());
    for (class, name) in Class::ALL.into_iter().zip(["down", "flat", "up"]) {
        found.insert(format!("precision_{name}"), confusion.precision_frac(class).unwrap());
        found.insert(format!("recall_{name}"), confusion.recall_frac(class).unwrap());
        found.insert(format!("ece_{name}"), reliability(&even, class).error);
        for (predicted, count) in confusion.counts[class as usize].iter().enumerate() {
            found.insert(format!("confusion_{}_{predicted}", class as usize), *count as f64);
        }
    }
    found.insert("ece_top".to_owned(), top_reliability(&even).error);
    let series = Golden::read("stability.csv");
    let bins = StabilityBins::from_training(&series.numbers("training"), 10).unwrap();
    let index = bins.index(&bins.count(&series.numbers("fresh"))).unwrap();
    found.insert("stability".to_owned(), index);

    let expected = Golden::read("metrics.csv");
    let names = expected.text("name");
    assert_eq!(names.len(), found.len());
    for (name, expected) in names.iter().zip(expected.numbers("value")) {
        assert_near(name, found[name], expected, 1e-12);
    }
}

#[test]
fn the_curve_is_that_of_scikit_learn() {
    let rows = judged();
    let predictions = Predictions::new(&rows.classes, &rows.probabilities).unwrap();
    let curve = roc_curve(&predictions, Class::Up).unwrap();
    let expected = Golden::read("roc_up.csv");
    let (threshold, others, own) = (
        expected.numbers("threshold"),
        expected.numbers("false_positive"),
        expected.numbers("true_positive"),
    );
    assert_eq!(curve.len(), threshold.len());
    for (index, point) in curve.iter().enumerate() {
        assert_eq!(point.threshold, threshold[index]);
        assert_near("false positives", point.false_positive_frac, others[index], 1e-12);
        assert_near("true positives", point.true_positive_frac, own[index], 1e-12);
    }
}

/// The curve or line of one class at a probability, before the three are divided by their sum.
fn at(calibration: &Calibration, class: usize, probability: f64) -> f64 {
    match calibration {
        Calibration::None => probability,
        Calibration::Isotonic(lines) => lines[class].value(probability),
        Calibration::Platt(curves) => curves[class].value(probability),
    }
}

#[test]
fn calibration_is_that_of_scikit_learn() {
    let rows = judged();
    let even = Predictions::new(&rows.classes, &rows.probabilities).unwrap();
    let fit = |method| {
        let weighted = even.weighted(&rows.weights).unwrap();
        [even, weighted].map(|predictions| Calibration::fit(method, &predictions).unwrap())
    };
    let (lines, curves) = (fit(CalibrationMethod::Isotonic), fit(CalibrationMethod::Platt));
    let expected = Golden::read("calibration.csv");
    let [class, weighted, probability, isotonic, platt, exact] =
        ["class", "weighted", "probability", "isotonic", "platt", "exact"]
            .map(|name| expected.numbers(name));
    assert!(class.len() > 500);
    for row in 0..class.len() {
        let (class, weighted, asked) =
            (class[row] as usize, weighted[row] as usize, probability[row]);
        let line = at(&lines[weighted], class, asked);
        assert_near("isotonic", line, isotonic[row], 1e-12);
        let curve = at(&curves[weighted], class, asked);
        // scikit-learn's optimiser stops at a gradient of 1e-6; SciPy's root finder goes on.
        assert_near("Platt", curve, platt[row], 1e-5);
        assert_near("Platt, to the end", curve, exact[row], 1e-10);
    }
    let answer = lines[0].apply([0.2, 0.3, 0.5]);
    let parts = [(0, 0.2), (1, 0.3), (2, 0.5)].map(|(class, asked)| at(&lines[0], class, asked));
    for (answer, part) in answer.iter().zip(parts) {
        assert_near("one of three", *answer, part / parts.iter().sum::<f64>(), 1e-15);
    }
}

#[test]
fn folds_are_those_of_scikit_learn() {
    let expected = Golden::read("folds.csv");
    let [rows, folds, fold, training, from, to] =
        ["rows", "folds", "fold", "training", "test_from", "test_to"].map(|name| {
            expected.whole(name).iter().map(|n| n.unwrap() as usize).collect::<Vec<_>>()
        });
    for index in 0..rows.len() {
        let count = rows[index];
        let times: Vec<UnixNanos> = (0..count as i64).map(UnixNanos).collect();
        let data = Dataset {
            table: Table::new(vec!["x".to_owned()], vec![0.0; count], count).unwrap(),
            label_ends: times.clone(),
            times,
            classes: (0..count).map(|row| Class::ALL[row % 3]).collect(),
            weights: vec![1.0; count],
        };
        let found = time_series(&data, folds[index]).unwrap();
        assert_eq!(found.len(), folds[index]);
        let found = &found[fold[index]];
        assert_eq!(found.training, (0..training[index]).collect::<Vec<_>>());
        assert_eq!(found.test, (from[index]..to[index]).collect::<Vec<_>>());
    }
}

#[test]
fn uniqueness_is_that_of_an_indicator_matrix() {
    let bars = Golden::read("weight_bars.csv").times("bar");
    let expected = Golden::read("weights.csv");
    let found = uniqueness(&expected.times("time"), &expected.times("end"), &bars).unwrap();
    for (found, expected) in found.iter().zip(expected.numbers("uniqueness")) {
        assert_near("uniqueness", *found, expected, 1e-12);
    }
}

struct Prices {
    bars: Vec<Bar>,
    spreads: Vec<f64>,
    ranges: Vec<f64>,
}

fn prices() -> Prices {
    let table = Golden::read("bars.csv");
    let [minute, open, high, low, close] =
        ["minute", "open", "high", "low", "close"].map(|name| table.numbers(name));
    let bar = |row: usize| Bar {
        open_time: UnixNanos::from_seconds(minute[row] as i64 * 60),
        open: open[row],
        high: high[row],
        low: low[row],
        close: close[row],
        ..Bar::default()
    };
    Prices {
        bars: (0..minute.len()).map(bar).collect(),
        spreads: table.numbers("spread"),
        ranges: table.numbers("atr"),
    }
}

/// Compares which rows have a label, classes and ends; `unit_s` is what ends count in.
fn compare(labels: &Labels, expected: &Golden, prefix: &str, unit_s: i64) -> Vec<(usize, Label)> {
    let classes = expected.whole(&format!("{prefix}_class"));
    let ends = expected.whole(&format!("{prefix}_end"));
    assert_eq!(labels.rows.len(), classes.len());
    for (row, found) in labels.rows.iter().enumerate() {
        let class = classes[row].map(|class| Class::ALL[class as usize]);
        assert_eq!(found.map(|label| label.class), class, "{prefix}, row {row}");
        let end = ends[row].map(|end| UnixNanos::from_seconds(end * unit_s));
        assert_eq!(found.map(|label| label.end), end, "{prefix}, row {row}");
    }
    labels.known().collect()
}

#[test]
fn labels_are_those_of_pandas_and_of_plain_loops() {
    let prices = prices();
    let market = Market {
        bars: &prices.bars,
        period: MINUTE,
        spreads: &prices.spreads,
        ranges: &prices.ranges,
    };
    let expected = Golden::read("labels.csv");
    let (settings, costs) = (LabelSettings::default(), CostSettings::default());
    let found = label(&market, &settings, &costs).unwrap();
    let returns = expected.numbers("h_return");
    let known = compare(&found, &expected, "h", 1);
    assert!(known.len() > 300);
    for (row, label) in known {
        assert_near("return", label.return_frac, returns[row], 1e-14);
    }
    for (prefix, profit_barrier, stop_barrier) in
        [("b", 2.0, 1.0), ("n", 0.6, 1.5), ("t", 0.5, 0.4)]
    {
        let settings = LabelSettings {
            kind: LabelKind::Barriers,
            barrier_unit: BarrierUnit::Atr,
            profit_barrier,
            stop_barrier,
            ..LabelSettings::default()
        };
        let found = label(&market, &settings, &costs).unwrap();
        let known = compare(&found, &expected, prefix, 60);
        assert!(known.len() > 300);
        let [buy, sell, ambiguous] =
            ["buy", "sell", "ambiguous"].map(|name| expected.numbers(&format!("{prefix}_{name}")));
        for (row, label) in known {
            assert_near("buy", label.buy_frac, buy[row], 1e-13);
            assert_near("sell", label.sell_frac, sell[row], 1e-13);
        }
        let doubtful = ambiguous.iter().filter(|mark| **mark > 0.0).count();
        assert_eq!(found.ambiguous, doubtful, "{prefix}");
    }
}

/// The file of real bars, where it is present.
#[cfg(feature = "cli")] // the files are compressed
fn real_bars(name: &str) -> Option<Vec<Bar>> {
    use std::io::Read;
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let named = std::env::var_os("HT_MARKET_DATA").map(std::path::PathBuf::from);
    let folders = named.into_iter().chain([beside]);
    let mut paths = folders.map(|folder| folder.join(format!("bars_m1/{name}.csv.gz")));
    let path = paths.find(|path| path.is_file())?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    let table = Golden::parse(&text);
    let [open, high, low, close] = ["open", "high", "low", "close"].map(|name| table.numbers(name));
    let bar = |(row, stamp): (usize, &String)| {
        let part = |range: std::ops::Range<usize>| stamp[range].parse::<i64>().unwrap();
        let date = hypertrader::types::CivilDate {
            year: part(0..4),
            month: part(5..7) as u32,
            day: part(8..10) as u32,
        };
        let second = part(11..13) * 3_600 + part(14..16) * 60 + part(17..19);
        let open_time = UnixNanos::from_seconds(date.to_days() * 86_400 + second);
        let (open, high, low, close) = (open[row], high[row], low[row], close[row]);
        Bar { open_time, open, high, low, close, ..Bar::default() }
    };
    Some(table.text("time").iter().enumerate().map(bar).collect())
}

#[test]
#[cfg(feature = "cli")]
fn labels_of_real_bars_are_those_of_pandas() {
    let expected = Golden::read("real.csv");
    for (row, name) in expected.text("file").iter().enumerate() {
        let Some(bars) = real_bars(name) else {
            println!("skipped: {name} is not there");
            continue;
        };
        let market = Market::new(&bars, MINUTE);
        let found = label(&market, &LabelSettings::default(), &CostSettings::default()).unwrap();
        let counts = ["bars", "down", "flat", "up", "future"]
            .map(|name| expected.whole(name)[row].unwrap() as usize);
        let [down, flat, up] = found.counts();
        assert_eq!([bars.len(), down, flat, up, found.future_missing], counts, "{name}");
    }
}
