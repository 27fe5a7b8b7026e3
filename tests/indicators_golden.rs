//! Indicators against outside opinions: TA-Lib, Python `ta`, pandas, LEAN, StockCharts, crate `ta`.
//!
//! `tests/golden/README.md` says where the numbers come from and what the classes mean. Expected
//! values are never our own output.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at what it cannot use")]
#![allow(clippy::print_stdout, reason = "says which reference files were present")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hypertrader::indicators::{
    AverageDirectionalIndex, AverageTrueRange, BollingerBands, ExponentialMovingAverage, Indicator,
    MovingAverageConvergenceDivergence, OnBalanceVolume, RelativeStrengthIndex, Return,
    RollingMaximum, RollingMinimum, SimpleMovingAverage, StandardDeviation, Stochastic,
    SwingPoints, TrueRange, VolumeChange, ZSpike, batch,
};
use hypertrader::types::Bar;

/// How far an outside value may be from ours.
#[derive(Clone, Copy, Debug)]
enum Class {
    /// Same warm-up; equal to 1e-9 of the value, or to 1e-12 of the price level where the column is
    /// a difference of prices.
    Exact,
    /// Lines that are published alone there and start with their companions here: no value of ours
    /// before this row, `Exact` from it on.
    Later(usize),
    /// Other seed: `Exact` from this row on, and really different before.
    Converging(usize),
}

/// Unit of a column: what an absolute error is measured by.
#[derive(Clone, Copy, Debug)]
enum Unit {
    /// Price: errors are compared with 1e-12 of the price level too.
    Price,
    /// 0 to 100: errors are compared with 1e-9 too.
    Percent,
    /// A ratio or a volume near one: errors are compared with 1e-12 too.
    Ratio,
}

struct Case(&'static str, &'static str, Unit, Class);

const CASES: &[Case] = &[
    Case("talib", "sma_20", Unit::Price, Class::Exact),
    Case("talib", "sma_50", Unit::Price, Class::Exact),
    Case("talib", "ema_20", Unit::Price, Class::Exact),
    Case("talib", "ema_50", Unit::Price, Class::Exact),
    Case("talib", "rsi_14", Unit::Percent, Class::Exact),
    Case("talib", "macd_12_26_9", Unit::Price, Class::Exact),
    Case("talib", "macd_signal_12_26_9", Unit::Price, Class::Exact),
    Case("talib", "macd_hist_12_26_9", Unit::Price, Class::Exact),
    Case("talib", "tr", Unit::Price, Class::Exact),
    Case("talib", "atr_14", Unit::Price, Class::Exact),
    Case("talib", "bb_upper_20_2", Unit::Price, Class::Exact),
    Case("talib", "bb_mid_20_2", Unit::Price, Class::Exact),
    Case("talib", "bb_lower_20_2", Unit::Price, Class::Exact),
    Case("talib", "stdev_20", Unit::Price, Class::Exact),
    Case("talib", "stdev_50", Unit::Price, Class::Exact),
    Case("talib", "min_20", Unit::Price, Class::Exact),
    Case("talib", "max_20", Unit::Price, Class::Exact),
    Case("talib", "adx_14", Unit::Percent, Class::Exact),
    Case("talib", "plus_di_14", Unit::Percent, Class::Later(27)),
    Case("talib", "minus_di_14", Unit::Percent, Class::Later(27)),
    Case("talib", "stoch_k_14_3_3", Unit::Percent, Class::Exact),
    Case("talib", "stoch_d_14_3_3", Unit::Percent, Class::Exact),
    Case("talib", "obv", Unit::Ratio, Class::Exact),
    Case("talib", "ret_5", Unit::Ratio, Class::Exact),
    Case("ta", "sma_20", Unit::Price, Class::Exact),
    Case("ta", "ema_20", Unit::Price, Class::Converging(230)),
    Case("ta", "rsi_14", Unit::Percent, Class::Converging(350)),
    Case("ta", "macd_12_26_9", Unit::Price, Class::Converging(350)),
    Case("ta", "macd_signal_12_26_9", Unit::Price, Class::Converging(370)),
    Case("ta", "bb_upper_20_2", Unit::Price, Class::Exact),
    Case("ta", "bb_lower_20_2", Unit::Price, Class::Exact),
    Case("ta", "bb_width_pct_20_2", Unit::Percent, Class::Exact),
    Case("ta", "atr_14", Unit::Price, Class::Converging(300)),
    Case("ta", "stoch_k_14_1_3", Unit::Percent, Class::Later(15)),
    Case("ta", "stoch_d_14_1_3", Unit::Percent, Class::Exact),
    Case("pandas", "z_spike_20", Unit::Ratio, Class::Exact),
    Case("pandas", "ret_1", Unit::Ratio, Class::Exact),
    Case("pandas", "vol_chg_1", Unit::Ratio, Class::Exact),
    Case("pandas", "swing_high_5", Unit::Price, Class::Exact),
    Case("pandas", "swing_low_5", Unit::Price, Class::Exact),
];

/// Columns that differ by definition: on the constant series there is no value, and everyone names
/// another one. (library, column, theirs or `None` for no value, ours)
const CONSTANT_DIFFERS: &[(&str, &str, Option<f64>, f64)] = &[
    ("talib", "rsi_14", Some(0.0), 50.0),
    ("talib", "stoch_k_14_3_3", Some(0.0), 50.0),
    ("talib", "stoch_d_14_3_3", Some(0.0), 50.0),
    ("ta", "rsi_14", Some(100.0), 50.0),
    ("ta", "stoch_k_14_1_3", None, 50.0),
    ("ta", "stoch_d_14_1_3", None, 50.0),
    ("pandas", "z_spike_20", None, 0.0),
];

const SHAPES: [&str; 7] = ["trend", "noise", "constant", "gaps", "tiny", "huge", "ties"];

type Column = Vec<Option<f64>>;
type Table = BTreeMap<String, Column>;
/// Name, bars, and tables by library.
type Shape = (&'static str, Vec<Bar>, BTreeMap<&'static str, Table>);

/// Reads a comma separated file: header, then numbers; what is not a finite number is no value.
fn read_table(path: &Path) -> Table {
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let names: Vec<String> =
        lines.next().unwrap_or("").split(',').map(|name| name.trim().to_owned()).collect();
    let mut table = Table::new();
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let mut cells = line.split(',');
        for name in &names {
            let value = cells.next().and_then(|cell| cell.trim().parse::<f64>().ok());
            table.entry(name.clone()).or_default().push(value.filter(|v| v.is_finite()));
        }
    }
    table
}

/// The bars of a table; a missing column is read as the close (open, high, low) or as 0 (volume).
fn bars_of(table: &Table) -> Vec<Bar> {
    let find = |name: &str| {
        table.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, column)| column)
    };
    let close = find("close").expect("a close column");
    let at = |name: &str, i: usize| find(name).and_then(|column| column[i]);
    (0..close.len())
        .filter_map(|i| {
            let close = close[i]?;
            Some(Bar {
                open: at("open", i).unwrap_or(close),
                high: at("high", i).unwrap_or(close),
                low: at("low", i).unwrap_or(close),
                close,
                volume: at("volume", i).unwrap_or(0.0),
                ..Bar::default()
            })
        })
        .collect()
}

/// Bars of each shape and, by library, the expected columns.
fn read_shapes() -> Vec<Shape> {
    let read = |shape| {
        let table = |kind: &str| read_table(&golden(&format!("{shape}.{kind}.csv")));
        let libraries = ["talib", "ta", "pandas"].map(|library| (library, table(library)));
        (shape, bars_of(&table("bars")), BTreeMap::from(libraries))
    };
    SHAPES.map(read).to_vec()
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/data").join(name)
}

/// One column of an indicator over closes.
fn of_closes<I: Indicator<Input = f64>>(
    bars: &[Bar],
    mut indicator: I,
    part: impl Fn(I::Output) -> f64,
) -> Column {
    let closes: Vec<f64> = bars.iter().map(|bar| bar.close).collect();
    batch(&mut indicator, &closes).into_iter().map(|output| output.map(&part)).collect()
}

/// One column of an indicator over bars.
fn of_bars<I: Indicator<Input = Bar>>(
    bars: &[Bar],
    mut indicator: I,
    part: impl Fn(I::Output) -> Option<f64>,
) -> Column {
    batch(&mut indicator, bars).into_iter().map(|output| output.and_then(&part)).collect()
}

/// Our column of that name.
fn ours(column: &str, bars: &[Bar]) -> Column {
    let sma = |n| of_closes(bars, SimpleMovingAverage::new(n).unwrap(), |v| v);
    let ema = |n| of_closes(bars, ExponentialMovingAverage::new(n).unwrap(), |v| v);
    let stdev = |n| of_closes(bars, StandardDeviation::new(n).unwrap(), |v| v);
    let returns = |n| of_closes(bars, Return::new(n).unwrap(), |v| v);
    let macd = || MovingAverageConvergenceDivergence::new(12, 26, 9).unwrap();
    let bands = || BollingerBands::new(20, 2.0).unwrap();
    let adx = || AverageDirectionalIndex::new(14).unwrap();
    let stochastic = |slow_k| Stochastic::new(14, slow_k, 3).unwrap();
    let swings = || SwingPoints::new(5).unwrap();
    match column {
        "sma_14" => sma(14),
        "sma_20" => sma(20),
        "sma_50" => sma(50),
        "ema_14" => ema(14),
        "ema_20" => ema(20),
        "ema_50" => ema(50),
        "rsi_14" => of_closes(bars, RelativeStrengthIndex::new(14).unwrap(), |v| v),
        "macd_12_26_9" => of_closes(bars, macd(), |lines| lines.line),
        "macd_signal_12_26_9" => of_closes(bars, macd(), |lines| lines.signal),
        "macd_hist_12_26_9" => of_closes(bars, macd(), |lines| lines.histogram),
        "tr" => of_bars(bars, TrueRange::new().unwrap(), Some),
        "atr_14" => of_bars(bars, AverageTrueRange::new(14).unwrap(), Some),
        "bb_upper_20_2" => of_closes(bars, bands(), |lines| lines.upper),
        "bb_mid_20_2" => of_closes(bars, bands(), |lines| lines.mid),
        "bb_lower_20_2" => of_closes(bars, bands(), |lines| lines.lower),
        "bb_width_pct_20_2" => of_closes(bars, bands(), |lines| 100.0 * lines.width),
        "stdev_5" => stdev(5),
        "stdev_20" => stdev(20),
        "stdev_50" => stdev(50),
        "min_5" => of_closes(bars, RollingMinimum::new(5).unwrap(), |v| v),
        "max_5" => of_closes(bars, RollingMaximum::new(5).unwrap(), |v| v),
        "min_20" => of_closes(bars, RollingMinimum::new(20).unwrap(), |v| v),
        "max_20" => of_closes(bars, RollingMaximum::new(20).unwrap(), |v| v),
        "adx_14" => of_bars(bars, adx(), |lines| Some(lines.adx)),
        "plus_di_14" => of_bars(bars, adx(), |lines| Some(lines.plus_di)),
        "minus_di_14" => of_bars(bars, adx(), |lines| Some(lines.minus_di)),
        "stoch_k_14_3_3" => of_bars(bars, stochastic(3), |lines| Some(lines.k)),
        "stoch_d_14_3_3" => of_bars(bars, stochastic(3), |lines| Some(lines.d)),
        "stoch_k_14_1_3" => of_bars(bars, stochastic(1), |lines| Some(lines.k)),
        "stoch_d_14_1_3" => of_bars(bars, stochastic(1), |lines| Some(lines.d)),
        "obv" => of_bars(bars, OnBalanceVolume::new().unwrap(), Some),
        "ret_1" => returns(1),
        "ret_5" => returns(5),
        "vol_chg_1" => of_bars(bars, VolumeChange::new(1).unwrap(), Some),
        "z_spike_20" => of_closes(bars, ZSpike::new(20).unwrap(), |v| v),
        "swing_high_5" => of_bars(bars, swings(), |swing| swing.high),
        "swing_low_5" => of_bars(bars, swings(), |swing| swing.low),
        other => panic!("no column named {other}"),
    }
}

fn agree(ours: f64, theirs: f64, unit: Unit, price_level: f64) -> bool {
    let floor = match unit {
        Unit::Price => 1e-12 * price_level,
        Unit::Percent => 1e-9,
        Unit::Ratio => 1e-12,
    };
    (ours - theirs).abs() <= (1e-9 * theirs.abs()).max(floor)
}

fn check_constant(case: &Case, expected: &Column, actual: &Column) -> bool {
    let Some(entry) = CONSTANT_DIFFERS.iter().find(|e| e.0 == case.0 && e.1 == case.1) else {
        return false;
    };
    let last = |column: &Column| column.last().copied().flatten();
    assert_eq!(last(expected), entry.2, "{}, constant, {}: theirs", case.0, case.1);
    assert_eq!(last(actual), Some(entry.3), "{}, constant, {}: ours", case.0, case.1);
    true
}

/// The first row from `from` on where the columns disagree, as text.
fn first_difference(
    expected: &Column,
    actual: &Column,
    unit: Unit,
    price_level: f64,
    from: usize,
) -> Option<String> {
    assert_eq!(expected.len(), actual.len());
    (from..expected.len()).find_map(|row| match (expected[row], actual[row]) {
        (None, None) => None,
        (Some(theirs), Some(ours)) if agree(ours, theirs, unit, price_level) => None,
        (theirs, ours) => Some(format!("row {row}: theirs {theirs:?}, ours {ours:?}")),
    })
}

#[test]
fn agrees_with_ta_lib_python_ta_and_pandas() {
    let mut problems = Vec::new();
    let mut compared = 0;
    let series = read_shapes();
    for case in CASES {
        let Case(library, column, unit, class) = *case;
        let mut differed_before = false;
        for (shape, bars, libraries) in &series {
            let shape = *shape;
            let expected = &libraries[library][column];
            let actual = ours(column, bars);
            if shape == "constant" && check_constant(case, expected, &actual) {
                continue;
            }
            let level = bars[0].close;
            let from = match class {
                Class::Exact => 0,
                Class::Later(row) => {
                    let first = actual.iter().position(Option::is_some);
                    assert_eq!(first, Some(row), "{library} {shape} {column}: our first value");
                    row
                }
                Class::Converging(row) => row,
            };
            compared += expected[from..].iter().flatten().count();
            if let Some(text) = first_difference(expected, &actual, unit, level, from) {
                problems.push(format!("{library} {shape} {column} {class:?}: {text}"));
            }
            let early = first_difference(expected, &actual, unit, level, 0);
            differed_before |= early.is_some();
        }
        if !matches!(class, Class::Exact) && !differed_before {
            problems.push(format!("{library} {column}: called {class:?} but is exact"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(compared > 80_000, "only {compared} values were compared");
}

/// The reference vectors beside the repository, where they are present.
fn shared(name: &str) -> Option<Table> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("../shared/data/indicators").join(name);
    if path.is_file() {
        println!("reading {}", path.display());
        return Some(read_table(&path));
    }
    println!("skipped: {} is not there", path.display());
    None
}

#[test]
fn agrees_with_ta_libs_own_regression_values() {
    let Some(table) = shared("talib/talib_ref_252_bars.csv") else { return };
    let bars = bars_of(&table);
    assert_eq!(bars.len(), 252);
    // From the tables of ta_regtest: column, row of the bar, value cut to the digits shown.
    let values = [
        ("rsi_14", 14, 49.14),
        ("rsi_14", 15, 52.32),
        ("rsi_14", 16, 46.07),
        ("rsi_14", 251, 49.63),
        ("macd_12_26_9", 33, -1.9738),
        ("macd_signal_12_26_9", 33, -2.7071),
        ("macd_hist_12_26_9", 33, 0.7333),
        ("stdev_5", 4, 1.2856),
        ("stdev_5", 5, 0.4462),
        ("tr", 1, 3.535),
        ("tr", 13, 9.685),
    ];
    for (column, row, theirs) in values {
        let value = ours(column, &bars)[row].unwrap_or(f64::NAN);
        assert!((value - theirs).abs() < 0.01, "{column} row {row}: {value}, expected {theirs}");
    }
    for (column, lookback) in [("rsi_14", 14), ("macd_12_26_9", 33), ("stdev_5", 4), ("tr", 1)] {
        let first = ours(column, &bars).iter().position(Option::is_some);
        assert_eq!(first, Some(lookback), "{column}: first output");
    }
}

/// Compares a published column where both have a value, from a row on.
fn compare_published(file: &str, theirs: &str, column: &str, from: usize, tolerance: f64) {
    let Some(table) = shared(file) else { return };
    let bars = bars_of(&table);
    let actual = ours(column, &bars);
    let expected = &table[theirs];
    let mut compared = 0;
    for row in from..actual.len() {
        let (Some(theirs), Some(ours)) = (expected[row], actual[row]) else { continue };
        let error = (ours - theirs).abs();
        assert!(error <= tolerance, "{file} {column} row {row}: {ours}, expected {theirs}");
        compared += 1;
    }
    assert!(compared > 5, "{file} {column}: only {compared} values were compared");
}

#[test]
fn agrees_with_lean_reference_vectors() {
    compare_published("lean/spy_with_indicators.txt", "SMA14", "sma_14", 0, 0.051);
    compare_published("lean/spy_with_indicators.txt", "EMA14", "ema_14", 0, 0.051);
    compare_published("lean/spy_with_indicators.txt", "RSI 14 Wilder", "rsi_14", 0, 1e-4);
    compare_published("lean/spy_tr.txt", "TR", "tr", 0, 1e-9);
    compare_published("lean/spy_min.txt", "MIN_5", "min_5", 0, 1e-9);
    compare_published("lean/spy_max.txt", "MAX_5", "max_5", 0, 1e-9);
    // Another seed of the directional sums: equal to the digits shown once it has faded.
    compare_published("lean/spy_with_adx.txt", "ADX 14", "adx_14", 200, 1e-3);
}

#[test]
fn agrees_with_stockcharts_spreadsheets() {
    compare_published("stockcharts/cs-bbands.csv", "MiddleBand", "bb_mid_20_2", 0, 1e-5);
    compare_published("stockcharts/cs-bbands.csv", "HighBand", "bb_upper_20_2", 0, 1e-5);
    compare_published("stockcharts/cs-bbands.csv", "LowBand", "bb_lower_20_2", 0, 1e-5);
    compare_published("stockcharts/cs-bbands.csv", "WidthBand", "bb_width_pct_20_2", 0, 1e-5);
}

#[test]
fn the_crate_ta_is_standard_for_averages_and_bands_and_not_for_rsi() {
    use ta::Next;
    use ta::indicators as peer;
    let bars = bars_of(&read_table(&golden("trend.bars.csv")));
    let closes: Vec<f64> = bars.iter().map(|bar| bar.close).collect();
    let mut sma = peer::SimpleMovingAverage::new(20).unwrap();
    let mut bands = peer::BollingerBands::new(20, 2.0).unwrap();
    let mut rsi = peer::RelativeStrengthIndex::new(14).unwrap();
    let peers: Vec<_> = closes.iter().map(|&c| (sma.next(c), bands.next(c), rsi.next(c))).collect();
    let columns = ["sma_20", "bb_upper_20_2", "bb_lower_20_2", "rsi_14"].map(|c| ours(c, &bars));
    let mut rsi_distance = 0.0_f64;
    for row in 19..bars.len() {
        let [sma, upper, lower, rsi] = [0, 1, 2, 3].map(|i| columns[i][row].unwrap());
        let (peer_sma, peer_bands, peer_rsi) = &peers[row];
        assert!(agree(*peer_sma, sma, Unit::Price, 1.0), "sma, row {row}");
        assert!((peer_bands.upper - upper).abs() < 1e-9, "upper band, row {row}");
        assert!((peer_bands.lower - lower).abs() < 1e-9, "lower band, row {row}");
        // 300 rows on, no seed is left: what remains is another definition.
        if row >= 300 {
            rsi_distance = rsi_distance.max((peer_rsi - rsi).abs());
        }
    }
    assert!(rsi_distance > 1.0, "the RSI of the crate ta was within {rsi_distance} of ours");
}
