//! Pages of results from outside: whole, harmless, bounded, the same every time.
//!
//! The pages are left in the folder of temporary files of the build, to be looked at. Their results
//! are made up, and say so.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use hypertrader::research::overfitting::{
    BlockSums, ChoiceStability, DeflatedSharpe, GridPoint, LossLimits, NeighbourhoodScore,
    Performance as Criterion, PlateauSettings, SharpeEstimate, SuperiorSettings, Trials,
    WalkResult, choice_stability, efficiency, overfitting, plateau, superior_ability,
};
use hypertrader::research::performance::{
    Annualisation, Backtest, EquityPoint, Excursion, Performance, TradeRecord,
};
use hypertrader::research::report::{
    Account, BACKTEST_BYTES_MAX, BacktestPage, Brackets, Combination, CostStress, Evidence, Fact,
    Fingerprint, GridPlace, HeatMap, OverfittingPanel, Parameter, ParameterStability,
    ParameterValue, Severity, SweepPage, SweepTotals, SymbolSection, Verdict, WalkForwardSection,
    WindowRow,
};
use hypertrader::types::{ExitReason, Side, UnixNanos};

const DAY_S: i64 = 86_400;
/// 2019-01-01.
const START_S: i64 = 1_546_300_800;

/// Numbers from 0 to 1 that look random: a linear congruential generator (Knuth's MMIX).
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn at(second: f64) -> UnixNanos {
    UnixNanos::from_seconds(START_S + second as i64)
}

/// An account of made-up trades over five years.
fn account(trades: usize, seed: u64, symbol: &str) -> Account {
    let mut draws = Draws(seed);
    let (mut balance, mut records, mut curve) = (10_000.0, Vec::new(), Vec::new());
    let step = 5.0 * 365.0 * DAY_S as f64 / trades as f64;
    for index in 0..trades {
        let open = index as f64 * step;
        let close = open + step * 0.8;
        let has_won = draws.next() < 0.39;
        let risk = 50.0;
        let reach = draws.next();
        let profit = risk * if has_won { 0.6 + 1.4 * reach } else { -0.5 - 0.5 * reach };
        let (mae, mfe) = (-risk * draws.next(), risk * 2.0 * draws.next());
        let excursion = Excursion { mae: mae.min(profit), mfe: mfe.max(profit) };
        records.push(TradeRecord {
            id: index as u64 + 1,
            symbol: symbol.to_owned(),
            side: if draws.next() < 0.5 { Side::Buy } else { Side::Sell },
            lots: 0.1,
            open_time: at(open),
            open_price: 1.1,
            close_time: at(close),
            close_price: 1.1,
            commission: -0.7,
            entry_commission: -0.35,
            swap: 0.0,
            profit,
            exit_reason: if has_won { ExitReason::Target } else { ExitReason::Stop },
            excursion: Some(excursion),
            initial_risk: Some(risk),
            spread_cost: None,
            notional: Some(11_000.0),
        });
        let open_result = excursion.mae * draws.next();
        let equity = balance + open_result;
        curve.push(EquityPoint { time: at(open + step * 0.4), equity, balance });
        balance += profit - 0.7;
        curve.push(EquityPoint { time: at(close), equity: balance, balance });
    }
    let annualisation = Annualisation::FX;
    let performance = Performance::new(&Backtest {
        trades: &records,
        curve: &curve,
        initial_balance: 10_000.0,
        annualisation,
    })
    .unwrap();
    Account { performance, trades: records, curve }
}

fn fingerprint(source: &str) -> Fingerprint {
    Fingerprint {
        source: source.to_owned(),
        kind: "made-up bars".to_owned(),
        rows: 1_000,
        first: Some(at(0.0)),
        last: Some(at(5.0 * 365.0 * DAY_S as f64)),
        sha256: Some("0".repeat(64)),
        digest: None,
    }
}

fn backtest_page(trades: usize, symbol: &str) -> BacktestPage {
    let account = account(trades, 7, symbol);
    let limits = LossLimits { drawdown_frac: Some(0.2), ..LossLimits::default() };
    let monte_carlo = account.other_paths(limits, 1, 1);
    let net = account.net();
    let evidence = Evidence {
        account: Some(account),
        brackets: Some(Brackets { adverse: net * 0.9, favourable: net * 1.1 }),
        ambiguous_trades: 3,
        ..Evidence::default()
    };
    let findings = evidence.examine();
    let verdict = Verdict::of(evidence.account.as_ref(), &findings);
    BacktestPage {
        title: format!("Backtest of {symbol} (made up)"),
        currency: "USD".to_owned(),
        facts: vec![Fact::new("Order of prices inside bars", symbol)],
        fingerprint: fingerprint(symbol),
        evidence,
        monte_carlo,
        findings,
        verdict,
    }
}

fn leave(name: &str, page: &str) {
    std::fs::write(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), page).unwrap();
}

/// Fails unless every element that was opened is closed, in order.
fn assert_whole(page: &str) {
    let body = page.split_once("<body>").unwrap().1.split_once("<script>").unwrap().0;
    let mut open: Vec<&str> = Vec::new();
    for piece in body.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "closed by </{name}>");
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
}

/// Fails if anything would be fetched.
fn assert_alone(page: &str) {
    for fetched in ["http:", "https:", "src=", "<link", "@import", "url(", "fetch("] {
        assert!(!page.contains(fetched), "{fetched}");
    }
}

#[test]
fn a_hundred_thousand_trades_fit_into_the_bound() {
    let small = backtest_page(1_500, "EURUSD").to_html();
    leave("backtest.html", &small);
    let large = backtest_page(100_000, "EURUSD").to_html();
    for page in [&small, &large] {
        assert!(page.len() < BACKTEST_BYTES_MAX, "{} bytes", page.len());
        assert_whole(page);
        assert_alone(page);
        assert!(!page.contains("NaN") && !page.contains(">inf"));
    }
    for section in
        ["Equity and drawdown", "Monthly returns", "Rolling Sharpe", "Adverse", "Doctor", "Data"]
    {
        assert!(small.contains(section), "{section}");
    }
    assert_eq!(small, backtest_page(1_500, "EURUSD").to_html(), "the same page every time");
}

#[test]
fn a_symbol_that_is_markup_is_harmless() {
    let name = "<script>alert(1)</script>\"' onload='x";
    let page = backtest_page(200, name).to_html();
    assert_whole(&page);
    assert_eq!(page.matches("<script").count(), 1, "only the page's own");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onload=&#39;x"));
    let mut sweep = sweep_page();
    sweep.symbols[0].symbol = name.to_owned();
    sweep.symbols[0].heat_maps[0].x_name = name.to_owned();
    sweep.parameters[0].values[0] = name.to_owned();
    let page = sweep.to_html();
    assert_whole(&page);
    assert_eq!(page.matches("<script").count(), 1, "only the page's own");
}

#[test]
fn nothing_traded_has_a_page_that_says_so() {
    let evidence = Evidence::default();
    let findings = evidence.examine();
    let verdict = Verdict::of(None, &findings);
    assert_eq!(verdict.severity, Severity::Error);
    let page = BacktestPage {
        title: "Nothing".to_owned(),
        currency: "USD".to_owned(),
        facts: Vec::new(),
        fingerprint: Fingerprint::default(),
        evidence,
        monte_carlo: None,
        findings,
        verdict,
    };
    let html = page.to_html();
    assert_whole(&html);
    assert!(html.contains("there is nothing to judge"));
    // An account that did not trade.
    let curve = [EquityPoint { time: at(0.0), equity: 100.0, balance: 100.0 }];
    let annualisation = Annualisation::FX;
    let backtest = Backtest { trades: &[], curve: &curve, initial_balance: 100.0, annualisation };
    let performance = Performance::new(&backtest).unwrap();
    let account = Some(Account { performance, trades: Vec::new(), curve: curve.to_vec() });
    let page = BacktestPage { evidence: Evidence { account, ..Evidence::default() }, ..page };
    assert_whole(&page.to_html());
}

#[test]
fn pages_serialize_with_the_names_of_their_fields() {
    let json = serde_json::to_value(backtest_page(200, "EURUSD")).unwrap();
    assert_eq!(json["evidence"]["account"]["performance"]["trades"]["trades"], 200);
    assert_eq!(json["fingerprint"]["first"], "2019-01-01T00:00:00Z");
    assert!(json["findings"].as_array().unwrap().iter().all(|one| one["code"].is_string()));
    assert!(json["evidence"]["account"].get("curve").is_none(), "as long as the data");
    let json = serde_json::to_value(sweep_page()).unwrap();
    assert_eq!(json["symbols"][0]["heat_maps"][0]["peak"]["x"], 8);
}

const FAST: [&str; 10] = ["5", "8", "10", "12", "15", "18", "20", "25", "30", "40"];
const STOPS: [&str; 8] = ["1.0", "1.25", "1.5", "1.75", "2.0", "2.5", "3.0", "4.0"];

/// A hill with a needle beside it.
fn score(x: usize, y: usize) -> f64 {
    if (x, y) == (8, 6) {
        return 2.1;
    }
    let (x, y) = (x as f64 - 3.0, y as f64 - 3.0);
    1.4 - 0.12 * x * x - 0.15 * y * y + 0.05 * ((x * 7.0 + y * 3.0) as i64 % 3) as f64
}

fn values(x: usize, y: usize) -> Vec<ParameterValue> {
    [("fast_bars", FAST[x]), ("stop_atr", STOPS[y])]
        .map(|(name, value)| ParameterValue { name: name.to_owned(), value: value.to_owned() })
        .to_vec()
}

fn combination(x: usize, y: usize) -> Combination {
    let score = score(x, y);
    Combination {
        parameters: values(x, y),
        score: Some(score),
        neighbourhood_score: Some(score * 0.8),
        net_profit: 1_500.0 * score,
        trades: 400 - 10 * x as u64,
        sharpe_ann: Some(score),
        max_drawdown_frac: Some(0.1),
        profit_factor: Some(1.0 + score / 5.0),
        win_rate_frac: Some(0.45),
    }
}

fn panel() -> OverfittingPanel {
    let mut draws = Draws(3);
    let columns: Vec<Vec<f64>> = (0..40)
        .map(|column| {
            let drift = 0.000_02 * f64::from(column);
            (0..500).map(|_| drift + 0.01 * (draws.next() + draws.next() - 1.0)).collect()
        })
        .collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let mut sums = BlockSums::new(500, 10).unwrap();
    for column in &columns {
        sums.push(column).unwrap();
    }
    let settings = SuperiorSettings { samples: 200, block_length: None, seed: 1 };
    let best = SharpeEstimate::of(columns[39]).unwrap();
    OverfittingPanel {
        deflated: Some(DeflatedSharpe::new(&best, &Trials::new(80.0, 0.002).unwrap()).unwrap()),
        periods_per_year: 252.0,
        backtest_overfitting: Some(overfitting(&sums, Criterion::Sharpe, 1).unwrap()),
        superior: Some(superior_ability(&columns, &settings, 1).unwrap()),
        monte_carlo: account(800, 5, "EURUSD").other_paths(LossLimits::default(), 1, 1),
        cost_stress: [("as configured", 2_100.0), ("spread x 1.5", 900.0), ("spread x 2", -300.0)]
            .map(|(label, net_profit)| CostStress {
                label: label.to_owned(),
                net_profit,
                profit_factor: Some(1.1),
                sharpe_ann: Some(net_profit / 2_000.0),
            })
            .to_vec(),
        verdict: Some(Verdict {
            severity: Severity::Warning,
            text: "Luck is not excluded: the deflated Sharpe ratio is below 0.95.".to_owned(),
        }),
    }
}

fn walk() -> WalkForwardSection {
    let chosen = [3, 3, 2, 3, 4, 3];
    let windows = chosen.iter().enumerate().map(|(index, x)| {
        let month = |month: usize| at((30 * month) as f64 * DAY_S as f64);
        WindowRow {
            train_from: month(index * 6),
            train_to: month(index * 6 + 24),
            test_from: month(index * 6 + 24),
            test_to: month(index * 6 + 30),
            parameters: values(*x, 3),
            in_sample_score: Some(1.3),
            out_of_sample_score: Some(0.9 - 0.3 * index as f64),
            out_of_sample_net: 420.0 - 140.0 * index as f64,
            out_of_sample_trades: 61,
        }
    });
    let period =
        |return_frac, bars| hypertrader::research::overfitting::Period { return_frac, bars };
    let steps: Vec<WalkResult> = (0..6)
        .map(|index| WalkResult {
            in_sample: period(0.2, 4_000),
            out_of_sample: period(0.04 - 0.01 * f64::from(index), 1_000),
        })
        .collect();
    let ChoiceStability { choices, kept_frac, stability_frac } =
        choice_stability(&chosen, FAST.len()).unwrap();
    let choices = choices
        .into_iter()
        .map(|choice| hypertrader::research::overfitting::Choice {
            value: FAST[choice.value].to_owned(),
            share_frac: choice.share_frac,
        })
        .collect();
    WalkForwardSection {
        windows: windows.collect(),
        out_of_sample: Some(account(300, 11, "EURUSD")),
        efficiency: Some(efficiency(&steps, 6_000.0).unwrap()),
        stability: vec![ParameterStability {
            name: "fast_bars".to_owned(),
            stability: ChoiceStability { choices, kept_frac, stability_frac },
        }],
    }
}

fn symbol_section() -> SymbolSection {
    let places = || (0..STOPS.len()).flat_map(|y| (0..FAST.len()).map(move |x| (x, y)));
    let points: Vec<GridPoint> =
        places().map(|(x, y)| GridPoint { at: vec![x, y], score: score(x, y) }).collect();
    let settings =
        PlateauSettings { radius: 1, score: NeighbourhoodScore::Mean, neighbours_min: 3 };
    let mut top: Vec<Combination> = places().map(|(x, y)| combination(x, y)).collect();
    top.sort_by(|a, b| b.score.unwrap().total_cmp(&a.score.unwrap()));
    top.truncate(8);
    let cells = |of: &dyn Fn(usize, usize) -> Option<f64>| {
        (0..STOPS.len()).map(|y| (0..FAST.len()).map(|x| of(x, y)).collect()).collect()
    };
    let texts = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    SymbolSection {
        symbol: "EURUSD".to_owned(),
        combinations: 80,
        best: Some(combination(8, 6)),
        chosen: Some(combination(3, 3)),
        account: Some(account(800, 5, "EURUSD")),
        top,
        heat_maps: vec![HeatMap {
            x_name: "fast_bars".to_owned(),
            x_labels: texts(&FAST),
            y_name: "stop_atr".to_owned(),
            y_labels: texts(&STOPS),
            others: "none".to_owned(),
            cells: cells(&|x, y| ((x, y) != (0, 7)).then(|| score(x, y))),
            peak: Some(GridPlace { x: 8, y: 6 }),
            plateau: Some(GridPlace { x: 3, y: 3 }),
        }],
        plateau: Some(plateau(&points, &settings).unwrap()),
        walk_forward: Some(walk()),
        overfitting: None,
        findings: Vec::new(),
        verdict: Some(Verdict {
            severity: Severity::Note,
            text: "On a plateau; the walk forward kept half of what samples promised.".to_owned(),
        }),
    }
}

fn sweep_page() -> SweepPage {
    let parameter = |name: &str, values: &[&str]| Parameter {
        name: name.to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    };
    SweepPage {
        title: "Sweep of EURUSD (made up)".to_owned(),
        currency: "USD".to_owned(),
        score: "Sharpe".to_owned(),
        facts: vec![Fact::new("Spread", "1.0 points")],
        fingerprints: vec![fingerprint("EURUSD")],
        parameters: vec![parameter("fast_bars", &FAST), parameter("stop_atr", &STOPS)],
        totals: SweepTotals {
            combinations: 80,
            backtests: 560,
            cpu_s: 41.0,
            wall_s: 22.0,
            backtests_per_s: Some(25.5),
            trials_recorded: 240,
        },
        symbols: vec![symbol_section()],
        overfitting: Some(panel()),
        findings: Vec::new(),
        verdict: Verdict {
            severity: Severity::Warning,
            text: "One symbol on a plateau; luck is not excluded.".to_owned(),
        },
    }
}

#[test]
fn a_sweep_has_its_maps_windows_and_doubts() {
    let page = sweep_page().to_html();
    leave("sweep.html", &page);
    assert_whole(&page);
    assert_alone(&page);
    for section in [
        "Deflated Sharpe ratio",
        "Superior ability",
        "Probability of overfitting",
        "Cost stress",
        "Walk forward",
        "Out of sample, stitched",
        "Stability of parameters",
        "Plateau or needle",
    ] {
        assert!(page.contains(section), "{section}");
    }
    // The needle and the middle of the hill.
    let cell = |class: &str| page.matches(class).count();
    assert_eq!((cell("peak\" style"), cell("plateau\" style")), (1, 1));
    assert!(page.contains("title=\"fast_bars: 30, stop_atr: 3.0, 2.10\""), "the needle");
    let mut large = sweep_page();
    let map = &mut large.symbols[0].heat_maps[0];
    map.x_labels = (0..200).map(|value| value.to_string()).collect();
    map.y_labels = map.x_labels.clone();
    assert!(large.to_html().contains("40,000 cells, more than the 10,000 that are drawn"));
}
