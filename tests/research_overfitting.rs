//! Overfitting statistics against the examples of their papers, against other programs, and on data
//! of which it is known whether there is something to find.
//!
//! `tests/oracles/research.py` makes `tests/golden/research`; expected values are never our own
//! output.
#![allow(clippy::unwrap_used, reason = "a test stops at what it cannot use")]

use std::collections::BTreeMap;
use std::path::Path;

use hypertrader::model::random::Random;
use hypertrader::research::overfitting::{
    BlockSums, Calendar, DeflatedSharpe, GridPoint, Growth, LossLimits, Moments, MonteCarlo,
    MonteCarloSettings, NeighbourhoodScore, Overfitting, Performance, PlateauSettings, Resampling,
    SharpeEstimate, SuperiorAbility, SuperiorSettings, Trials, backtest_length_min_years,
    block_length, monte_carlo, normal_cdf, normal_quantile, overfitting, plateau, superior_ability,
};

/// Standard errors that a comparison of two simulations allows.
const ERRORS: f64 = 4.5;

/// Columns by name; an empty cell is NaN.
struct Golden(BTreeMap<String, Vec<String>>);

impl Golden {
    fn read(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/research");
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let mut lines = text.lines();
        let names: Vec<&str> = lines.next().unwrap().split(',').collect();
        let mut columns = BTreeMap::<String, Vec<String>>::new();
        for line in lines {
            for (name, cell) in names.iter().zip(line.split(',')) {
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
}

fn golden_returns() -> Vec<Vec<f64>> {
    let table = Golden::read("returns.csv");
    (0..8).map(|column| table.numbers(&format!("c{column}"))).collect()
}

#[track_caller]
fn assert_near(what: &str, was: f64, expected: f64, tolerance: f64) {
    assert!((was - expected).abs() <= tolerance, "{what} was {was}, expected {expected}");
}

#[test]
fn sharpe_ratios_are_those_of_the_papers() {
    // Bailey and Lopez de Prado (2012): two years of monthly returns.
    let psr = |skewness, kurtosis| {
        SharpeEstimate::new(0.458, 24, skewness, kurtosis).unwrap().probabilistic(0.0).unwrap()
    };
    assert_near("psr", psr(-2.448, 10.164), 0.913, 0.0005);
    assert_near("psr of normal returns", psr(0.0, 3.0), 0.982, 0.0005);
    // The same: years to tell an annualised 2 from 1, daily, weekly, monthly, monthly and skewed.
    for (periods, skewness, kurtosis, years) in [
        (252.0_f64, 0.0, 3.0, 2.73),
        (52.0, 0.0, 3.0, 2.83),
        (12.0, 0.0, 3.0, 3.24),
        (12.0, -0.72, 5.78, 4.99),
    ] {
        let root = periods.sqrt();
        let estimate = SharpeEstimate::new(2.0 / root, 24, skewness, kurtosis).unwrap();
        let length = estimate.track_record_min(1.0 / root, 0.95).unwrap().unwrap();
        assert_near("track record", length / periods, years, 0.005);
    }
    // Bailey and Lopez de Prado (2014): the example, and where it would be significant.
    for (trials, skewness, kurtosis, deflated) in
        [(100.0, -3.0, 10.0, 0.9004), (46.0, -3.0, 10.0, 0.9505), (88.0, 0.0, 3.0, 0.9505)]
    {
        let ratio = 2.5 / 250.0_f64.sqrt();
        let best = SharpeEstimate::new(ratio, 1_250, skewness, kurtosis).unwrap();
        let trials = Trials::new(trials, 0.5 / 250.0).unwrap();
        let found = DeflatedSharpe::new(&best, &trials).unwrap();
        assert_near("deflated", found.deflated_prob, deflated, 0.00005);
    }
    let trials = Trials::new(100.0, 0.5 / 250.0).unwrap();
    assert_near("by luck", trials.expected_maximum_sharpe(), 0.1132, 0.00005);
    // Bailey and others (2014): five years allow 45 trials, two years 7.
    assert_near("years", backtest_length_min_years(45.0, 1.0).unwrap(), 5.0, 0.01);
    assert!(backtest_length_min_years(7.0, 1.0).unwrap() < 2.0);
    assert!(backtest_length_min_years(8.0, 1.0).unwrap() > 2.0);
}

#[test]
fn the_normal_distribution_is_that_of_mpmath() {
    let table = Golden::read("normal_cdf.csv");
    for (x, expected) in table.numbers("x").into_iter().zip(table.numbers("cdf")) {
        assert_near(&format!("cdf of {x}"), normal_cdf(x), expected, 1e-12 * expected);
    }
    let table = Golden::read("normal_quantile.csv");
    for (prob, expected) in table.numbers("prob").into_iter().zip(table.numbers("quantile")) {
        let tolerance = 1e-14 * expected.abs();
        assert_near(&format!("quantile of {prob}"), normal_quantile(prob), expected, tolerance);
    }
}

#[test]
fn moments_and_sharpe_ratios_are_those_of_scipy_and_holdout() {
    let (columns, table) = (golden_returns(), Golden::read("sharpe.csv"));
    let numbers = |name: &str| table.numbers(name);
    let moments: Vec<Moments> = columns.iter().map(|column| Moments::of(column).unwrap()).collect();
    let sharpes: Vec<f64> = moments.iter().map(Moments::sharpe).collect();
    let few = Trials::of(&sharpes).unwrap();
    let many = Trials::new(1_000.0, numbers("trials_variance")[0]).unwrap();
    for (index, column) in columns.iter().enumerate() {
        let check = |name: &str, was: f64, tolerance: f64| {
            let expected = numbers(name)[index];
            assert_near(&format!("{name} of {index}"), was, expected, tolerance);
        };
        check("mean", moments[index].mean, 1e-17);
        check("deviation", moments[index].deviation, 1e-15);
        check("skewness", moments[index].skewness, 1e-12);
        check("kurtosis", moments[index].kurtosis, 1e-12);
        let estimate = SharpeEstimate::of(column).unwrap();
        check("psr_0", estimate.probabilistic(0.0).unwrap(), 1e-12);
        check("psr_5", estimate.probabilistic(0.05).unwrap(), 1e-12);
        match estimate.track_record_min(-0.5, 0.95).unwrap() {
            Some(length) => check("length", length, 1e-10),
            None => assert!(numbers("length")[index].is_nan()),
        }
        for (name, trials) in [("deflated_8", &few), ("deflated_1000", &many)] {
            check(name, DeflatedSharpe::new(&estimate, trials).unwrap().deflated_prob, 1e-10);
        }
    }
}

fn cross_validate(
    columns: &[Vec<f64>],
    blocks: usize,
    performance: Performance,
    threads: usize,
) -> Overfitting {
    let mut sums = BlockSums::new(columns[0].len(), blocks).unwrap();
    columns.iter().for_each(|column| sums.push(column).unwrap());
    overfitting(&sums, performance, threads).unwrap()
}

#[test]
fn cross_validation_is_that_of_the_paper_written_out() {
    let (columns, table) = (golden_returns(), Golden::read("overfitting.csv"));
    for (row, blocks) in table.numbers("blocks").into_iter().enumerate() {
        let performance = match table.text("metric")[row].as_str() {
            "sharpe" => Performance::Sharpe,
            _ => Performance::Mean,
        };
        let found = cross_validate(&columns, blocks as usize, performance, 2);
        let line = found.degradation.unwrap();
        for (name, was) in [
            ("pbo", found.pbo),
            ("loss", found.loss_prob),
            ("slope", line.slope),
            ("intercept", line.intercept),
            ("r_squared", line.r_squared),
            ("logit_mean", found.logit_mean),
        ] {
            let what = format!("{name} of {blocks} blocks by {performance:?}");
            assert_near(&what, was, table.numbers(name)[row], 1e-10);
        }
    }
    let (found, table) =
        (cross_validate(&columns, 8, Performance::Sharpe, 1), Golden::read("splits.csv"));
    assert_eq!(found.splits.len(), table.text("column").len());
    for (index, split) in found.splits.iter().enumerate() {
        assert_eq!(split.column.to_string(), table.text("column")[index], "split {index}");
        for (name, was) in
            [("inside", split.in_sample), ("outside", split.out_of_sample), ("logit", split.logit)]
        {
            assert_near(name, was, table.numbers(name)[index], 1e-12);
        }
    }
}

#[test]
fn block_lengths_are_those_of_arch() {
    let expected = Golden::read("block_length.csv").numbers("length");
    for (column, expected) in golden_returns().iter().zip(expected) {
        assert_near("length", block_length(column).unwrap(), expected, 1e-10 * expected);
    }
}

fn superior(columns: &[Vec<f64>], settings: &SuperiorSettings, threads: usize) -> SuperiorAbility {
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    superior_ability(&columns, settings, threads).unwrap()
}

#[test]
fn superior_ability_is_that_of_arch() {
    let (columns, table) = (golden_returns(), Golden::read("superior.csv"));
    let (ours, theirs) = (10_000, 20_000.0);
    for (row, edge) in table.numbers("edge").into_iter().enumerate() {
        let number = |name: &str| table.numbers(name)[row];
        let mut columns = columns.clone();
        columns[1].iter_mut().for_each(|value| *value += edge);
        let block_length = Some(number("length"));
        let settings = SuperiorSettings { samples: ours, block_length, seed: 4 };
        let found = superior(&columns, &settings, 2);
        assert_eq!(found.reality_best as f64, number("reality_best"));
        assert_eq!(found.superior_best as f64, number("best"));
        assert_near("reality", found.reality_statistic, number("reality"), 1e-12);
        assert_near("statistic", found.superior_statistic, number("statistic"), 1e-10);
        for (name, was) in [
            ("reality_p", found.reality_p_prob),
            ("lower", found.lower_p_prob),
            ("consistent", found.consistent_p_prob),
            ("upper", found.upper_p_prob),
        ] {
            let p = number(name);
            let error = (p * (1.0 - p) * (1.0 / ours as f64 + 1.0 / theirs)).sqrt();
            assert_near(&format!("{name}, row {row}"), was, p, ERRORS * error + 2e-4);
        }
    }
}

fn simulation(resampling: Resampling, growth: Growth) -> MonteCarloSettings {
    MonteCarloSettings {
        paths: 20_000,
        resampling,
        growth,
        calendar: Calendar { results_per_day: 3, days_per_week: 5 },
        limits: LossLimits {
            day_loss_frac: Some(0.12),
            week_loss_frac: Some(0.12),
            drawdown_frac: Some(0.15),
            start_loss_frac: None,
        },
        seed: 9,
    }
}

fn assert_simulated(found: &MonteCarlo, table: &Golden, row: usize) {
    for (name, was) in [
        ("return", found.return_frac.mean),
        ("drawdown", found.drawdown_frac.mean),
        ("day", found.day_loss_frac.mean),
        ("week", found.week_loss_frac.mean),
        ("drawdown_reached", found.reached.drawdown_prob.unwrap()),
        ("day_reached", found.reached.day_loss_prob.unwrap()),
        ("week_reached", found.reached.week_loss_prob.unwrap()),
        ("any_reached", found.reached.any_prob),
    ] {
        let error = table.numbers(&format!("{name}_error"))[row] * 2.0_f64.sqrt();
        // A limit that all paths reach has no error to go by.
        let rounding = if name.ends_with("reached") { 2e-4 } else { 1e-12 };
        let what = format!("{name} of row {row}");
        assert_near(&what, was, table.numbers(name)[row], ERRORS * error + rounding);
    }
}

#[test]
fn simulated_paths_are_those_of_numpy() {
    let results: Vec<f64> = golden_returns()[0][..60].iter().map(|value| 1.5 * value).collect();
    let table = Golden::read("simulation.csv");
    for (row, length) in table.numbers("length").into_iter().enumerate() {
        let resampling = match table.text("kind")[row].as_str() {
            "shuffle" => Resampling::Shuffle,
            _ => Resampling::Bootstrap { block_length: length, path_results: 60 },
        };
        let is_compound = table.text("compound")[row] == "1";
        let growth = if is_compound { Growth::Compound } else { Growth::Simple };
        let found = monte_carlo(&results, &simulation(resampling, growth), 2).unwrap();
        assert_simulated(&found, &table, row);
    }
    let settings = simulation(Resampling::Shuffle, Growth::Compound);
    let found = monte_carlo(&results[..7], &settings, 2).unwrap();
    let table = Golden::read("orders.csv");
    for (value, share) in table.numbers("drawdown").into_iter().zip(table.numbers("share_from")) {
        let error = (share * (1.0 - share) / 20_000.0).sqrt();
        let was = found.drawdown_frac.share_from(value - 1e-12);
        assert_near(&format!("share from {value}"), was, share, ERRORS * error);
    }
}

#[test]
fn neighbourhoods_are_those_of_scipy() {
    let table = Golden::read("plateau.csv");
    let [first, second] = ["first", "second"].map(|name| table.numbers(name));
    let points: Vec<GridPoint> = table
        .numbers("score")
        .into_iter()
        .enumerate()
        .map(|(row, score)| GridPoint {
            at: vec![first[row] as usize, second[row] as usize],
            score,
        })
        .collect();
    let low = NeighbourhoodScore::Quantile { prob: 0.2 };
    for (name, radius, score) in [
        ("mean_1", 1, NeighbourhoodScore::Mean),
        ("mean_2", 2, NeighbourhoodScore::Mean),
        ("low_1", 1, low),
    ] {
        let settings = PlateauSettings { radius, score, neighbours_min: 3 };
        let found = plateau(&points, &settings).unwrap();
        let expected = table.numbers(name);
        assert_eq!(found.ranking.len(), expected.len());
        for ranked in &found.ranking {
            assert_near(name, ranked.neighbourhood_score, expected[ranked.point], 1e-12);
        }
        let best = expected.iter().copied().fold(f64::MIN, f64::max);
        assert_near("best", found.ranking[0].neighbourhood_score, best, 1e-12);
        // The needle is the peak, and little of it is left around it.
        assert_eq!((found.peak_score, &points[found.peak_point].at), (3.0, &vec![1, 1]));
        assert!(found.peak_kept_frac.unwrap() < found.plateau_kept_frac.unwrap());
        let table = Golden::read("sensitivity.csv");
        for (dimension, sensitivity) in found.sensitivity.iter().enumerate() {
            let expected = [table.numbers("share")[dimension], table.numbers("step")[dimension]];
            assert_near("share", sensitivity.variance_share_frac, expected[0], 1e-12);
            assert_near("step", sensitivity.step_change_mean.unwrap(), expected[1], 1e-12);
        }
    }
}

/// Independent normal returns with a mean of `edge` deviations in the first column.
fn noise(seed: u64, rows: usize, columns: usize, edge: f64) -> Vec<Vec<f64>> {
    let mut random = Random::new(seed);
    let mut normal = || normal_quantile(random.unit() + 0.5_f64.powi(54));
    let mut table: Vec<Vec<f64>> =
        (0..columns).map(|_| (0..rows).map(|_| 0.01 * normal()).collect()).collect();
    table[0].iter_mut().for_each(|value| *value += 0.01 * edge);
    table
}

fn deflate(columns: &[Vec<f64>]) -> DeflatedSharpe {
    let estimates: Vec<SharpeEstimate> =
        columns.iter().map(|column| SharpeEstimate::of(column).unwrap()).collect();
    let sharpes: Vec<f64> = estimates.iter().map(SharpeEstimate::sharpe).collect();
    let best = estimates.iter().max_by(|a, b| a.sharpe().total_cmp(&b.sharpe())).unwrap();
    DeflatedSharpe::new(best, &Trials::of(&sharpes).unwrap()).unwrap()
}

const QUICK: SuperiorSettings = SuperiorSettings { samples: 400, block_length: Some(1.0), seed: 1 };

#[test]
fn noise_is_called_noise() {
    let seeds = 400_u32;
    let (mut pbo, mut skilled) = (0.0, 0);
    let mut p_values = [const { Vec::new() }; 2];
    for seed in 0..seeds {
        let columns = noise(u64::from(seed), 160, 12, 0.0);
        pbo += cross_validate(&columns, 8, Performance::Sharpe, 1).pbo / f64::from(seeds);
        skilled += u32::from(deflate(&columns).deflated_prob > 0.95);
        let found = superior(&columns, &SuperiorSettings { seed: seed.into(), ..QUICK }, 1);
        p_values[0].push(found.reality_p_prob);
        p_values[1].push(found.consistent_p_prob);
    }
    println!("mean pbo {pbo:.3}; {skilled} of {seeds} deflated ratios above 0.95");
    // One grid's probability has a deviation of about 0.25.
    assert_near("mean pbo", pbo, 0.5, 0.05);
    // At most 1 in 20, with three standard errors.
    assert!(skilled <= 33, "{skilled} of {seeds} deflated ratios were above 0.95");
    for mut p_values in p_values {
        // Kolmogorov and Smirnov: a distance that uniform numbers exceed once in 1,000.
        p_values.sort_by(f64::total_cmp);
        let distance = |(rank, p): (usize, &f64)| {
            let [low, high] = [rank, rank + 1].map(|rank| rank as f64 / f64::from(seeds));
            (p - low).abs().max((high - p).abs())
        };
        let largest = p_values.iter().enumerate().map(distance).fold(0.0, f64::max);
        println!("distance of the p-values from uniform {largest:.3}");
        assert!(largest < 1.95 / f64::from(seeds).sqrt(), "distance from uniform: {largest}");
    }
}

#[test]
fn a_planted_edge_is_found() {
    for seed in 0..10 {
        let columns = noise(seed, 800, 20, 0.25);
        let found = cross_validate(&columns, 10, Performance::Sharpe, 1);
        assert!(found.pbo < 0.05 && found.loss_prob < 0.05, "seed {seed}: pbo {}", found.pbo);
        let tested = superior(&columns, &QUICK, 1);
        assert_eq!((tested.superior_best, tested.reality_best), (0, 0));
        assert!(tested.upper_p_prob < 0.01 && tested.reality_p_prob < 0.01, "seed {seed}");
        let deflated = deflate(&columns);
        assert!(deflated.deflated_prob > 0.95, "seed {seed}: {}", deflated.deflated_prob);
    }
}
