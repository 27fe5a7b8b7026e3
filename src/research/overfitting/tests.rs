//! What must hold for any numbers, and what hostile ones are told.

use proptest::prelude::*;

use super::*;

const SETTINGS: SuperiorSettings = SuperiorSettings { samples: 100, block_length: None, seed: 3 };

const SIMULATION: MonteCarloSettings = MonteCarloSettings {
    paths: 50,
    resampling: Resampling::Bootstrap { block_length: 2.0, path_results: 40 },
    growth: Growth::Compound,
    calendar: Calendar { results_per_day: 2, days_per_week: 5 },
    limits: LossLimits {
        day_loss_frac: Some(0.02),
        week_loss_frac: Some(0.05),
        drawdown_frac: Some(0.1),
        start_loss_frac: Some(0.05),
    },
    seed: 8,
};

fn sums(columns: &[Vec<f64>], blocks: usize) -> Result<BlockSums, OverfittingError> {
    let mut sums = BlockSums::new(columns[0].len(), blocks)?;
    columns.iter().try_for_each(|column| sums.push(column))?;
    Ok(sums)
}

fn cross_validate(columns: &[Vec<f64>], threads: usize) -> Overfitting {
    overfitting(&sums(columns, 6).unwrap(), Performance::Sharpe, threads).unwrap()
}

fn superior(columns: &[Vec<f64>], threads: usize) -> Result<SuperiorAbility, OverfittingError> {
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    superior_ability(&columns, &SETTINGS, threads)
}

/// Two to six columns of 24 returns.
fn any_columns() -> impl Strategy<Value = Vec<Vec<f64>>> {
    prop::collection::vec(prop::collection::vec(-0.05..0.05, 24), 2..7)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn prop_overfitting_does_not_depend_on_the_order_of_strategies(columns in any_columns()) {
        let mut turned = columns.clone();
        turned.reverse();
        let [found, other] = [&columns, &turned].map(|columns| cross_validate(columns, 1));
        prop_assert_eq!(found.pbo, other.pbo);
        prop_assert_eq!(found.degradation, other.degradation);
        for (split, other) in found.splits.iter().zip(&other.splits) {
            prop_assert_eq!(split.column, columns.len() - 1 - other.column);
            prop_assert_eq!(split.logit, other.logit);
        }
    }

    #[test]
    fn prop_overfitting_does_not_depend_on_the_size_of_positions(columns in any_columns()) {
        let mut scaled = columns.clone();
        scaled[0].iter_mut().for_each(|value| *value *= 8.0);
        prop_assert_eq!(cross_validate(&columns, 1), cross_validate(&scaled, 1));
    }

    #[test]
    fn prop_results_do_not_depend_on_threads(columns in any_columns(), threads in 2_usize..5) {
        prop_assert_eq!(cross_validate(&columns, 1), cross_validate(&columns, threads));
        prop_assert_eq!(superior(&columns, 1).unwrap(), superior(&columns, threads).unwrap());
        let [one, many] = [1, threads].map(|count| monte_carlo(&columns[0], &SIMULATION, count));
        prop_assert_eq!(one.unwrap(), many.unwrap());
    }

    #[test]
    fn prop_p_values_are_in_order(columns in any_columns()) {
        let found = superior(&columns, 1).unwrap();
        prop_assert!(found.lower_p_prob <= found.consistent_p_prob);
        prop_assert!(found.consistent_p_prob <= found.upper_p_prob);
        for p in [found.reality_p_prob, found.lower_p_prob, found.upper_p_prob] {
            prop_assert!(p > 0.0 && p <= 1.0);
        }
    }

    #[test]
    fn prop_more_trials_deflate_more(
        sharpe in -1.0..1.0, trials in 1.0..1e9, factor in 1.0..100.0, variance in 0.0..0.1,
    ) {
        let best = SharpeEstimate::new(sharpe, 250, -0.5, 5.0).unwrap();
        let [few, many] = [trials, trials * factor].map(|count| {
            DeflatedSharpe::new(&best, &Trials::new(count, variance).unwrap()).unwrap()
        });
        prop_assert!(many.deflated_prob <= few.deflated_prob);
        prop_assert!(few.deflated_prob <= few.probabilistic_prob);
    }

    #[test]
    fn prop_a_longer_track_record_gives_the_confidence(
        sharpe in 0.01..0.5, benchmark in -0.5..0.0, confidence in 0.5..0.999,
    ) {
        let estimate = |count| SharpeEstimate::new(sharpe, count, -1.0, 6.0).unwrap();
        let least = estimate(2).track_record_min(benchmark, confidence).unwrap().unwrap();
        let count = (least.ceil() as usize).max(2);
        prop_assert!(estimate(count).probabilistic(benchmark).unwrap() >= confidence - 1e-12);
    }

    #[test]
    fn prop_the_quantile_inverts_the_distribution(prob in 1e-12..1.0) {
        prop_assert!((normal_cdf(normal_quantile(prob)) / prob - 1.0).abs() < 1e-12);
    }

    #[test]
    fn prop_a_shuffle_keeps_the_final_return(results in prop::collection::vec(-0.1..0.1, 2..50)) {
        let settings = MonteCarloSettings { resampling: Resampling::Shuffle, ..SIMULATION };
        let found = monte_carlo(&results, &settings, 1).unwrap();
        let product = results.iter().fold(1.0, |equity, result| equity * (1.0 + result)) - 1.0;
        for value in found.return_frac.values() {
            prop_assert!((value - product).abs() < 1e-12);
        }
        let largest = found.drawdown_frac.quantile(1.0);
        prop_assert!(found.day_loss_frac.quantile(1.0) <= largest + 1e-12);
        prop_assert!((0.0..1.0).contains(&largest));
    }

    #[test]
    fn prop_walks_never_judge_what_they_chose_in(
        bars in 1_usize..2_000, inside in 1_usize..300, outside in 1_usize..200,
        purge in 0_usize..50, embargo in 0_usize..50, anchored: bool,
    ) {
        let walk = WalkForward {
            in_sample_bars: inside, out_of_sample_bars: outside, anchored,
            purge_bars: purge, embargo_bars: embargo,
        };
        let Ok(windows) = walk.windows(bars) else {
            prop_assert!(inside <= purge || outside <= embargo || bars < inside + outside);
            return Ok(());
        };
        prop_assert_eq!(windows.last().unwrap().out_of_sample.end, bars);
        for window in &windows {
            prop_assert!(!window.in_sample.is_empty() && !window.out_of_sample.is_empty());
            prop_assert_eq!(window.out_of_sample.start - window.in_sample.end, purge + embargo);
            prop_assert!(!anchored || window.in_sample.start == 0);
        }
        for pair in windows.windows(2) {
            prop_assert_eq!(pair[1].out_of_sample.start, pair[0].out_of_sample.end + embargo);
        }
    }
}

#[test]
fn walks_are_those_drawn_by_hand() {
    let mut walk = WalkForward {
        in_sample_bars: 40,
        out_of_sample_bars: 20,
        anchored: false,
        purge_bars: 3,
        embargo_bars: 2,
    };
    let ranges = |walk: &WalkForward| -> Vec<_> {
        let windows = walk.windows(105).unwrap();
        windows.into_iter().map(|window| (window.in_sample, window.out_of_sample)).collect()
    };
    assert_eq!(ranges(&walk), [(5..42, 47..65), (25..62, 67..85), (45..82, 87..105)]);
    walk.anchored = true;
    assert_eq!(ranges(&walk), [(0..42, 47..65), (0..62, 67..85), (0..82, 87..105)]);
}

#[test]
fn efficiency_is_that_worked_out_by_hand() {
    let result = |inside: f64, outside: f64| WalkResult {
        in_sample: Period { return_frac: inside, bars: 500 },
        out_of_sample: Period { return_frac: outside, bars: 100 },
    };
    let found = efficiency(&[result(0.2, 0.03), result(0.3, -0.01), result(-0.1, 0.02)], 250.0);
    let found = found.unwrap();
    let near = |was: f64, expected: f64| assert!((was - expected).abs() < 1e-12, "{was}");
    near(found.steps[0].in_sample_ann_frac, 0.1);
    near(found.steps[0].efficiency_frac.unwrap(), 0.75);
    assert_eq!(found.steps[2].efficiency_frac, None);
    near(found.in_sample_ann_frac, 0.4 / 6.0);
    near(found.out_of_sample_ann_frac, 0.04 / 1.2);
    near(found.efficiency_frac.unwrap(), 0.5);
    near(found.profitable_frac, 2.0 / 3.0);
    near(found.largest_gain_frac.unwrap(), 0.6);
}

/// Entropy of 1/2, 1/4, 1/4 is 1.5 ln 2 (Shannon's example of 1948, section 7).
#[test]
fn stability_is_that_of_the_entropy() {
    let found = choice_stability(&[14, 14, 21, 7, 14, 21, 7, 14], 4).unwrap();
    let shares: Vec<_> = found.choices.iter().map(|c| (c.value, c.share_frac)).collect();
    assert_eq!(shares, [(14, 0.5), (7, 0.25), (21, 0.25)]);
    assert!((found.stability_frac - 0.25).abs() < 1e-12);
    assert!((found.kept_frac - 1.0 / 7.0).abs() < 1e-12);
    assert_eq!(choice_stability(&['a'; 5], 3).unwrap().stability_frac, 1.0);
    assert!(choice_stability(&[1, 2, 3], 3).unwrap().stability_frac < 1e-12);
}

/// Exact values: 1 / sqrt(pi), 3 / (2 sqrt(pi)), and the integral for 100 (2.50759).
#[test]
fn the_expected_maximum_is_as_near_as_its_text_says() {
    let root = std::f64::consts::PI.sqrt();
    for (count, exact, low, high) in [
        (2.0, 1.0 / root, -0.08, -0.07),
        (3.0, 1.5 / root, 0.0, 0.03),
        (100.0, 2.507_593_636, 0.009, 0.0093),
    ] {
        let ratio = expected_maximum_normal(count).unwrap() / exact - 1.0;
        assert!((low..=high).contains(&ratio), "{count}: {ratio}");
    }
    assert_eq!(expected_maximum_normal(1.0).unwrap(), 0.0);
}

#[test]
fn independent_trials_shrink_with_their_correlation() {
    assert_eq!(independent_trials(100.0, 0.0), Ok(100.0));
    assert_eq!(independent_trials(100.0, 1.0), Ok(1.0));
    assert_eq!(independent_trials(101.0, 0.5), Ok(51.0));
    assert!(independent_trials(100.0, -0.1).is_err());
}

#[test]
fn a_strategy_without_trades_is_judged_with_the_others() {
    let mut columns: Vec<Vec<f64>> = (1..5_u64)
        .map(|seed| {
            let mut random = crate::model::random::Random::new(seed);
            (0..60).map(|_| random.unit() - 0.8).collect()
        })
        .collect();
    columns.push(vec![0.0; 60]);
    // All others lose, so doing nothing is the best in every half, and is right to be.
    let found = cross_validate(&columns, 1);
    assert!(found.splits.iter().all(|split| split.column == 4 && split.in_sample == 0.0));
    assert_eq!((found.pbo, found.degradation), (0.0, None));
    let found = superior(&columns, 1).unwrap();
    assert_eq!((found.superior_statistic, found.consistent_p_prob), (0.0, 1.0));
}

#[test]
fn results_can_be_reported() {
    let columns: Vec<Vec<f64>> = (1..4_u64)
        .map(|seed| {
            let mut random = crate::model::random::Random::new(seed);
            (0..40).map(|_| 0.02 * (random.unit() - 0.5)).collect()
        })
        .collect();
    let overfitting = serde_json::to_value(cross_validate(&columns, 1)).unwrap();
    assert_eq!(
        (&overfitting["performance"], &overfitting["strategies"]),
        (&"sharpe".into(), &3.into())
    );
    let simulated =
        serde_json::to_value(monte_carlo(&columns[0], &SIMULATION, 1).unwrap()).unwrap();
    assert_eq!(simulated["resampling"]["kind"], "bootstrap");
    assert_eq!(simulated["drawdown_frac"]["percentiles"][4]["prob"], 0.5);
    assert!(serde_json::to_value(superior(&columns, 1).unwrap()).unwrap()["upper_p_prob"].is_f64());
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: Result<T, OverfittingError>, expected: &str) {
    let message = result.unwrap_err().to_string();
    assert_eq!(message, expected);
}

#[test]
fn hostile_returns_are_refused_with_their_place() {
    let few = "rows: was 1, expected at least 2";
    assert_refused(Moments::of(&[0.1]), few);
    assert_refused(SharpeEstimate::of(&[]), "rows: was 0, expected at least 2");
    assert_refused(Moments::of(&[0.5; 9]), "all rows: were 0.5, expected values that differ");
    let not_finite = "row 1: was NaN, expected a number from -1e60 to 1e60";
    assert_refused(Moments::of(&[0.1, f64::NAN]), not_finite);
    assert_refused(monte_carlo(&[0.1], &SIMULATION, 1), few);
    assert_refused(monte_carlo(&[0.1, f64::NAN], &SIMULATION, 1), not_finite);
    assert_refused(block_length(&[0.1; 19]), "rows: was 19, expected at least 20");
    let flat = "all rows: were 0.1, expected values that differ";
    assert_refused(block_length(&[0.1; 30]), flat);

    let mut columns = vec![vec![0.0; 24], vec![0.01; 24]];
    assert_refused(superior(&[], 1), "strategies: was 0, expected at least 1");
    let flat = "column 1, all rows: were 0.01, expected values that differ";
    assert_refused(superior(&columns, 1), flat);
    assert_refused(sums(&columns, 4), flat);
    assert_refused(superior(&columns[..1], 1), "all rows: were 0, expected values that differ");
    columns[1][7] = f64::INFINITY;
    let not_finite = "column 1, row 7: was inf, expected a number from -1e60 to 1e60";
    assert_refused(superior(&columns, 1), not_finite);
    assert_refused(sums(&columns, 4), not_finite);
    columns[1].pop();
    let length = "column 1: its length was 23, expected 24";
    assert_refused(superior(&columns, 1), length);
    assert_refused(sums(&columns, 4), length);
    let one = sums(&columns[..1], 4).unwrap();
    assert_refused(
        overfitting(&one, Performance::Mean, 1),
        "strategies: was 1, expected at least 2",
    );
    assert_refused(BlockSums::new(7, 4), "rows: was 7, expected at least 8");
    for blocks in [0, 2, 5, 18, usize::MAX] {
        assert!(BlockSums::new(1_000, blocks).is_err(), "{blocks}");
    }
}

#[test]
fn the_largest_and_the_smallest_numbers_give_figures() {
    for size in [1e60, 1e-12, 1e-90, 1e-150] {
        let part = |row| f64::from(row * 37 % 41) / 41.0;
        let values: Vec<f64> = (0..40_u16).map(|row| size * part(row)).collect();
        let moments = Moments::of(&values).unwrap();
        assert!(moments.sharpe().is_finite() && moments.kurtosis.is_finite(), "{size}");
        assert!(block_length(&values).unwrap() >= 1.0);
        let columns = [values.clone(), values.iter().rev().copied().collect()];
        let found = cross_validate(&columns, 1);
        assert!(found.splits.iter().all(|split| split.in_sample.is_finite()), "{size}");
        assert!(superior(&columns, 1).unwrap().superior_statistic.is_finite(), "{size}");
        let simulated = monte_carlo(&values, &SIMULATION, 1).unwrap();
        assert!(simulated.return_frac.deviation.is_finite(), "{size}");
    }
    let smallest = [f64::MIN_POSITIVE, 2.0 * f64::MIN_POSITIVE];
    assert!(matches!(Moments::of(&smallest), Err(OverfittingError::Flat { .. })));
}

#[test]
fn parameters_out_of_their_range_are_refused_by_name() {
    let kurtosis = "kurtosis was 1, expected a finite number, at least 1 + skewness^2";
    assert_refused(SharpeEstimate::new(0.1, 9, 1.0, 1.0), kurtosis);
    assert_refused(
        SharpeEstimate::new(f64::NAN, 9, 0.0, 3.0),
        "sharpe was NaN, expected a finite number",
    );
    let trials = "trials was 0.5, expected a finite number, at least 1";
    assert_refused(Trials::new(0.5, 0.1), trials);
    assert_refused(expected_maximum_normal(0.5), trials);
    assert!(Trials::new(5.0, -1.0).is_err() && Trials::of(&[0.1]).is_err());
    assert!(backtest_length_min_years(5.0, 0.0).is_err());
    let estimate = SharpeEstimate::new(0.1, 9, 0.0, 3.0).unwrap();
    assert!(estimate.probabilistic(f64::INFINITY).is_err());
    assert!(estimate.track_record_min(0.0, 0.4).is_err());
    assert_eq!(estimate.track_record_min(0.1, 0.9), Ok(None));
    let values: Vec<f64> = (0..30).map(f64::from).collect();
    for (samples, block_length) in [(99, None), (100, Some(0.5)), (100, Some(31.0))] {
        let settings = SuperiorSettings { samples, block_length, seed: 0 };
        assert!(superior_ability(&[&values], &settings, 1).is_err());
    }
    let refused = |settings: MonteCarloSettings| monte_carlo(&[0.1, -0.1], &settings, 1).is_err();
    let limits = |limit| LossLimits { drawdown_frac: Some(limit), ..LossLimits::default() };
    for limit in [0.0, -0.1, 1.1, f64::NAN] {
        assert!(refused(MonteCarloSettings { limits: limits(limit), ..SIMULATION }), "{limit}");
    }
    let calendar = Calendar { results_per_day: 0, days_per_week: 5 };
    assert!(refused(MonteCarloSettings { calendar, ..SIMULATION }));
    assert!(refused(MonteCarloSettings { paths: 0, ..SIMULATION }));
    assert!(refused(MonteCarloSettings { paths: usize::MAX, ..SIMULATION }));
    let resampling = Resampling::Bootstrap { block_length: 1.0, path_results: 0 };
    assert!(refused(MonteCarloSettings { resampling, ..SIMULATION }));
    assert!(efficiency(&[], 250.0).is_err());
    let empty = Period { return_frac: 0.1, bars: 0 };
    assert!(efficiency(&[WalkResult { in_sample: empty, out_of_sample: empty }], 250.0).is_err());
    assert!(choice_stability(&[1], 4).is_err() && choice_stability(&[1, 2, 3], 2).is_err());
}

#[test]
fn hostile_grids_are_refused() {
    let settings =
        PlateauSettings { radius: 1, score: NeighbourhoodScore::Mean, neighbours_min: 1 };
    let point = |at: &[usize], score| GridPoint { at: at.to_vec(), score };
    assert_refused(plateau(&[], &settings), "points: was 0, expected at least 1");
    assert_refused(
        plateau(&[point(&[], 1.0)], &settings),
        "dimensions: was 0, expected at least 1",
    );
    let twice = [point(&[1, 2], 1.0), point(&[0, 0], 1.0), point(&[1, 2], 2.0)];
    assert_refused(
        plateau(&twice, &settings),
        "points 0 and 2 have the same coordinates, expected each once",
    );
    let ragged = [point(&[1, 2], 1.0), point(&[0], 1.0)];
    assert_refused(
        plateau(&ragged, &settings),
        "coordinates of point 1: its length was 1, expected 2",
    );
    let far = [point(&[0], 1.0), point(&[usize::MAX], 1e60)];
    let lonely = "points with enough neighbours: was 0, expected at least 1";
    assert_refused(plateau(&far, &settings), lonely);
    let unknown = [point(&[0], 1.0), point(&[1], f64::NAN)];
    assert_refused(
        plateau(&unknown, &settings),
        "row 1: was NaN, expected a number from -1e60 to 1e60",
    );
    let score = NeighbourhoodScore::Quantile { prob: 1.5 };
    assert!(plateau(&far, &PlateauSettings { score, ..settings }).is_err());
    assert!(plateau(&far, &PlateauSettings { radius: 0, ..settings }).is_err());
    // One point is its own neighbourhood where that is allowed; nothing is known of its slopes.
    let alone = plateau(&far[..1], &PlateauSettings { neighbours_min: 0, ..settings }).unwrap();
    assert_eq!((alone.peak_kept_frac, alone.sensitivity[0].step_change_mean), (Some(1.0), None));
}
