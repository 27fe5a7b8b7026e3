//! Metrics by hand, and what must hold for any. Comparisons with scikit-learn are in
//! `tests/metrics_golden.rs`.

use proptest::prelude::*;

use super::*;
use crate::model::labels::Label;
use crate::model::{Class, Dataset, Table};
use crate::types::{Side, UnixNanos};

const YEAR_NS: i64 = 31_557_600_000_000_000;

#[track_caller]
fn assert_near(was: f64, expected: f64) {
    assert!((was - expected).abs() < 1e-12, "was {was}, expected {expected}");
}

#[test]
fn equal_probabilities_count_half() {
    // Up: 0.9 and 0.5; others: 0.5 and 0.1. Of four pairs three are right and one is even.
    let classes = [Class::Up, Class::Up, Class::Down, Class::Down];
    let probabilities = [0.9, 0.5, 0.5, 0.1].map(|up| [1.0 - up, 0.0, up]);
    let predictions = Predictions::new(&classes, &probabilities).unwrap();
    let found = roc_auc(&predictions);
    assert_eq!(found.per_class, [Some(0.875), None, Some(0.875)]);
    assert_eq!(found.macro_mean, Some(0.875));
    assert_eq!(roc_curve(&predictions, Class::Flat), None);
    let up = roc_curve(&predictions, Class::Up).unwrap();
    let points: Vec<(f64, f64, f64)> =
        up.iter().map(|p| (p.threshold, p.false_positive_frac, p.true_positive_frac)).collect();
    assert_eq!(
        points,
        [(f64::INFINITY, 0.0, 0.0), (0.9, 0.0, 0.5), (0.5, 0.5, 1.0), (0.1, 1.0, 1.0)]
    );
}

#[test]
fn one_class_has_no_area() {
    let predictions = Predictions::new(&[Class::Up; 2], &[[0.2, 0.3, 0.5]; 2]).unwrap();
    assert_eq!(roc_auc(&predictions).macro_mean, None);
}

#[test]
fn ignorance_has_known_losses() {
    let even = [[1.0 / 3.0; 3]; 3];
    let predictions = Predictions::new(&Class::ALL, &even).unwrap();
    assert_near(log_loss(&predictions), libm::log(3.0));
    assert_near(brier_score(&predictions), 2.0 / 3.0);
    assert_near(top_reliability(&predictions).error, 0.0);
    let certain = [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]];
    let predictions = Predictions::new(&[Class::Down, Class::Down], &certain).unwrap();
    assert_near(log_loss(&predictions), -libm::log(f64::EPSILON) / 2.0);
    assert_near(brier_score(&predictions), 1.0);
    let table = top_reliability(&predictions);
    assert_eq!((table.bins[9].rows, table.error, table.error_max), (2, 0.5, 0.5));
}

#[test]
fn an_edge_belongs_to_the_bin_below() {
    let ups = [0.0, 0.1, 0.2, 0.5, 0.51, 1.0];
    let probabilities = ups.map(|up| [1.0 - up, 0.0, up]);
    let predictions = Predictions::new(&[Class::Up; 6], &probabilities).unwrap();
    let rows = reliability(&predictions, Class::Up).bins.map(|bin| bin.rows);
    assert_eq!(rows, [2, 1, 0, 0, 1, 1, 0, 0, 0, 1]);
}

#[test]
fn confusion_is_counted_by_hand() {
    use Class::{Down, Flat, Up};
    let classes = [Down, Flat, Flat, Up];
    let probabilities = [[0.5, 0.3, 0.2], [0.4, 0.4, 0.2], [0.1, 0.8, 0.1], [0.0, 0.9, 0.1]];
    let found = Confusion::new(&Predictions::new(&classes, &probabilities).unwrap());
    assert_eq!(found.counts, [[1, 0, 0], [1, 1, 0], [0, 1, 0]]);
    assert_eq!(found.accuracy_frac(), 0.5);
    assert_eq!(found.precision_frac(Down), Some(0.5));
    assert_eq!((found.precision_frac(Up), found.recall_frac(Up)), (None, Some(0.0)));
}

#[test]
fn baselines_know_what_was_known() {
    use Class::{Down, Flat, Up};
    let data = Dataset {
        table: Table::new(vec!["x".to_owned()], vec![0.0; 6], 6).unwrap(),
        times: [0, 10, 20, 30, 40, 50].map(UnixNanos).to_vec(),
        label_ends: [25, 30, 31, 50, 45, 60].map(UnixNanos).to_vec(),
        classes: vec![Up, Flat, Down, Up, Flat, Down],
        weights: vec![1.0, 1.0, 2.0, 1.0, 1.0, 1.0],
    };
    let prior = Baseline::Prior.predict(&data, &[0, 1, 2], &[4, 5]);
    assert_eq!(prior, [[0.5, 0.25, 0.25]; 2]);
    // At 20 nothing is known, at 30 row 1, at 40 row 2; at 50 rows 3 and 4, the later of which
    // counts.
    let last = Baseline::Persistence.predict(&data, &[0], &[2, 3, 4, 5]);
    let third = 1.0 / 3.0;
    assert_eq!(last, [[third; 3], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]);
    assert_eq!(Baseline::Uniform.predict(&data, &[], &[1]), [[third; 3]]);
    assert_eq!(Baseline::Prior.predict(&data, &[], &[1]), [[third; 3]]);
}

fn label(end: i64, buy_frac: f64, sell_frac: f64) -> Label {
    Label { class: Class::Flat, end: UnixNanos(end), return_frac: 0.0, buy_frac, sell_frac }
}

#[test]
fn a_position_is_held_to_its_end() {
    let times = [0, 10, 20, 30, 40].map(UnixNanos);
    let labels = [
        label(20, 0.1, -0.2),
        label(30, 9.0, 9.0),
        label(35, -0.5, 0.25),
        label(50, 9.0, 9.0),
        label(60, 9.0, 9.0),
    ];
    let probabilities = [
        [0.1, 0.3, 0.6],
        [0.0, 0.0, 1.0], // a position is open
        [0.6, 0.3, 0.1], // the one before ends at this very time
        [0.6, 0.3, 0.1], // a position is open
        [0.5, 0.0, 0.5], // no side is the more probable one
    ];
    let found = trades(&times, &labels, &probabilities, 0.5).unwrap();
    let short: Vec<(usize, Side, f64)> =
        found.iter().map(|trade| (trade.row, trade.side, trade.net_frac)).collect();
    assert_eq!(short, [(0, Side::Buy, 0.1), (2, Side::Sell, 0.25)]);
    assert_eq!(trades(&times, &labels, &probabilities, 0.61).unwrap().len(), 1);
}

#[test]
fn figures_of_trades_are_those_of_a_calculation_by_hand() {
    let trade = |net_frac| Trade {
        row: 0,
        side: Side::Buy,
        time: UnixNanos(0),
        end: UnixNanos(1),
        net_frac,
    };
    let made = [0.1, -0.2, 0.25, -0.1].map(trade);
    let found = Trading::new(&made, UnixNanos(0), UnixNanos(YEAR_NS / 4));
    assert_eq!((found.trades, found.win_rate_frac), (4, Some(0.5)));
    assert_near(found.profit_factor.unwrap(), 0.35 / 0.3);
    assert_near(found.mean_frac.unwrap(), 0.0125);
    assert_near(found.total_frac, 1.1 * 0.8 * 1.25 * 0.9 - 1.0);
    assert_near(found.max_drawdown_frac, 0.2);
    // Squares of 0.0875, 0.2125, 0.2375, 0.1125, by 3.
    let deviation = ((0.007_656_25 + 0.045_156_25 + 0.056_406_25 + 0.012_656_25_f64) / 3.0).sqrt();
    assert_near(found.sharpe_per_trade.unwrap(), 0.0125 / deviation);
    assert_near(found.sharpe_ann.unwrap(), 0.0125 / deviation * 4.0); // sixteen trades a year
    let none = Trading::new(&[], UnixNanos(0), UnixNanos(1));
    assert_eq!((none.trades, none.win_rate_frac, none.mean_frac), (0, None, None));
    assert_eq!((none.profit_factor, none.sharpe_ann, none.total_frac), (None, None, 0.0));
    let same = Trading::new(&[0.1, 0.1].map(trade), UnixNanos(0), UnixNanos(1));
    assert_eq!((same.sharpe_per_trade, same.profit_factor), (None, None));
    let ruin = Trading::new(&[-1.5, 3.0].map(trade), UnixNanos(0), UnixNanos(1));
    assert_eq!((ruin.total_frac, ruin.max_drawdown_frac), (-1.0, 1.0));
}

#[test]
fn a_shifted_feature_is_seen() {
    let training: Vec<f64> = (0..100).map(f64::from).collect();
    let bins = StabilityBins::from_training(&training, 4).unwrap();
    assert_eq!(bins.edges(), [24.75, 49.5, 74.25]);
    assert_eq!(bins.shares(), [0.25, 0.25, 0.25, 0.25, 0.0]);
    assert_eq!(bins.index(&bins.count(&training)), Some(0.0));
    // All in the upper half: two empty bins at the least share, two at twice theirs.
    let upper: Vec<f64> = (50..100).map(f64::from).collect();
    let least = (SHARE_MIN - 0.25) * libm::log(SHARE_MIN / 0.25);
    assert_near(bins.index(&bins.count(&upper)).unwrap(), 2.0 * least + 0.5 * libm::log(2.0));
    // A missing value falls in a bin that training did not have.
    let missing = bins.count(&[f64::NAN]);
    assert_eq!(missing, [0, 0, 0, 0, 1]);
    assert_eq!((bins.index(&[0; 5]), bins.index(&[1; 4])), (None, None));
}

#[test]
fn constant_and_missing_features_have_bins() {
    let constant = StabilityBins::from_training(&[0.1; 30], 10).unwrap();
    assert_eq!(constant.edges(), [0.1]);
    assert_eq!(constant.shares(), [1.0, 0.0, 0.0]);
    let missing = StabilityBins::from_training(&[f64::NAN; 3], 10).unwrap();
    assert_eq!(missing.shares(), [0.0, 1.0]);
    let (edges, shares) = (constant.edges().to_vec(), constant.shares().to_vec());
    assert_eq!(StabilityBins::from_parts(edges, shares), Ok(constant));
    let error = |edges: &[f64], shares: &[f64]| {
        StabilityBins::from_parts(edges.to_vec(), shares.to_vec()).unwrap_err().to_string()
    };
    assert_eq!(
        error(&[1.0, 1.0], &[0.25; 4]),
        "stability bins: edges do not rise, expected rising finite numbers"
    );
    assert_eq!(error(&[], &[1.0]), "stability bins: expected two shares more than edges");
    assert_eq!(
        error(&[], &[1.0, f64::NAN]),
        "stability bins: expected shares from 0 to 1 whose sum is 1"
    );
    let refused =
        |values: &[f64], bins| StabilityBins::from_training(values, bins).unwrap_err().to_string();
    assert_eq!(refused(&[], 10), "no values to make bins of, expected at least one");
    assert_eq!(refused(&[1.0], 1), "bins was 1, expected at least 2");
    assert_eq!(refused(&[1.0, f64::INFINITY], 10), "row 1: infinite, expected a number or none");
}

#[test]
fn what_cannot_be_judged_is_refused() {
    let even = [1.0 / 3.0; 3];
    let new = |classes: &[Class], probabilities: &[[f64; 3]]| {
        Predictions::new(classes, probabilities).unwrap_err().to_string()
    };
    assert_eq!(new(&[], &[]), "no rows to judge, expected at least one");
    assert_eq!(new(&[Class::Up], &[]), "0 probabilities for 1 rows");
    assert_eq!(
        new(&[Class::Up; 2], &[even, [0.5, 0.5, 0.5]]),
        "row 1: the probabilities were [0.5, 0.5, 0.5], expected numbers from 0 to 1 whose sum is 1"
    );
    assert!(Predictions::new(&[Class::Up], &[[f64::NAN, 0.5, 0.5]]).is_err());
    let (classes, probabilities) = ([Class::Up; 2], [even; 2]);
    let weighted = |weights: &[f64]| {
        let predictions = Predictions::new(&classes, &probabilities).unwrap();
        predictions.weighted(weights).unwrap_err().to_string()
    };
    assert_eq!(weighted(&[1.0]), "1 weights for 2 rows");
    assert_eq!(
        weighted(&[1.0, -1.0]),
        "row 1: the weight was -1, expected a finite number, 0 or more"
    );
    assert_eq!(weighted(&[0.0, 0.0]), "all weights are 0, expected one above 0");
    let error = |times: [i64; 2], threshold| {
        let labels = [label(1, 0.0, 0.0); 2];
        trades(&times.map(UnixNanos), &labels, &[even; 2], threshold).unwrap_err().to_string()
    };
    assert_eq!(error([1, 1], 0.5), "row 1: its time is not after the one before");
    assert_eq!(error([0, 1], f64::NAN), "threshold_prob was NaN, expected a number from 0 to 1");
}

/// Classes with probabilities that have many ties.
fn any_rows() -> impl Strategy<Value = (Vec<Class>, Vec<[f64; 3]>)> {
    let row = (prop::sample::select(Class::ALL.to_vec()), 0_u32..5, 0_u32..5);
    prop::collection::vec(row, 1..60).prop_map(|rows| {
        let shares = |down: u32, up: u32| {
            let (down, up) = (f64::from(down) / 10.0, f64::from(up) / 10.0);
            [down, 1.0 - down - up, up]
        };
        rows.into_iter().map(|(class, down, up)| (class, shares(down, up))).unzip()
    })
}

proptest! {
    #[test]
    fn prop_the_area_is_the_share_of_pairs((classes, probabilities) in any_rows()) {
        let predictions = Predictions::new(&classes, &probabilities).unwrap();
        let found = roc_auc(&predictions);
        for class in Class::ALL {
            let (mut right, mut pairs) = (0.0, 0.0);
            for (own, mine) in classes.iter().zip(&probabilities) {
                for (other, theirs) in classes.iter().zip(&probabilities) {
                    if *own == class && *other != class {
                        let (mine, theirs) = (mine[class as usize], theirs[class as usize]);
                        pairs += 1.0;
                        right += if mine > theirs { 1.0 } else { 0.0 };
                        right += if mine == theirs { 0.5 } else { 0.0 };
                    }
                }
            }
            match found.per_class[class as usize] {
                Some(area) => prop_assert!((area - right / pairs).abs() < 1e-12),
                None => prop_assert_eq!(pairs, 0.0),
            }
        }
    }

    #[test]
    fn prop_positions_never_overlap(
        steps in prop::collection::vec((1_i64..10, 0_i64..40, 0.0..0.5_f64, -0.1..0.1_f64), 1..60),
        threshold in 0.1..0.5_f64,
    ) {
        let (mut time, mut times, mut labels, mut asked) = (0, Vec::new(), Vec::new(), Vec::new());
        for (step, ahead, up, made) in steps {
            time += step;
            times.push(UnixNanos(time));
            labels.push(label(time + ahead, made, -made - 0.001));
            asked.push([0.3, 0.7 - up, up]);
        }
        let found = trades(&times, &labels, &asked, threshold).unwrap();
        prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].time));
        let figures = Trading::new(&found, UnixNanos(0), UnixNanos(YEAR_NS));
        prop_assert!((0.0..=1.0).contains(&figures.max_drawdown_frac));
        prop_assert_eq!(figures.trades, found.len());
    }
}
