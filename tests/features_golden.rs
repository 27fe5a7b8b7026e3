//! Feature columns against outside opinions: pandas, TA-Lib, and statsmodels for the trend.
//!
//! `tests/oracles/features.py` makes the bars and the expected values; ours take no part.
#![allow(clippy::unwrap_used, reason = "a test stops at what it cannot use")]

use std::path::Path;

use hypertrader::features::{Builder, batch};
use hypertrader::types::{Bar, UnixNanos};

/// Shapes, with the number of values that each must compare.
const SHAPES: [(&str, usize); 2] = [("weekend", 8_000), ("hours", 8_000)];

/// Names of the columns, and the cells row by row; an empty cell is no value.
struct Table {
    names: Vec<String>,
    rows: Vec<Vec<Option<f64>>>,
}

fn read(name: &str) -> Table {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/features");
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    let mut lines = text.lines();
    let names = lines.next().unwrap().split(',').map(str::to_owned).collect();
    let number = |cell: &str| (!cell.is_empty()).then(|| cell.parse().unwrap());
    Table { names, rows: lines.map(|line| line.split(',').map(number).collect()).collect() }
}

fn bars(shape: &str) -> Vec<Bar> {
    let table = read(&format!("{shape}.bars.csv"));
    assert_eq!(table.names, ["time", "open", "high", "low", "close", "volume", "spread"]);
    let bar = |cells: &Vec<Option<f64>>| {
        let cell = |index: usize| cells[index].unwrap();
        let bar = Bar {
            open_time: UnixNanos::from_seconds(cell(0) as i64),
            open: cell(1),
            high: cell(2),
            low: cell(3),
            close: cell(4),
            volume: cell(5),
            spread_points: cell(6) as u32,
        };
        bar.check().unwrap();
        bar
    };
    table.rows.iter().map(bar).collect()
}

/// Equal to 1e-9 of the value, to 1e-12 of one for what is a ratio, or, for the one column in price
/// units, to 1e-12 of the price: the difference of two prices has no more.
fn agree(name: &str, ours: f64, theirs: f64, close: f64) -> bool {
    let floor = if name == "trend_delta" { 1e-12 * close } else { 1e-12 };
    (ours - theirs).abs() <= (1e-9 * theirs.abs()).max(floor)
}

#[test]
fn agrees_with_pandas_ta_lib_and_statsmodels() {
    for (shape, compared_min) in SHAPES {
        let (bars, expected) = (bars(shape), read(&format!("{shape}.columns.csv")));
        let mut builder = Builder::new(&expected.names).unwrap();
        let rows = batch(&mut builder, &bars);
        let mut compared = 0;
        for (index, (row, cells)) in rows.iter().zip(&expected.rows).enumerate() {
            for (name, &theirs) in expected.names.iter().zip(cells) {
                let ours = row.get(builder.schema().id(name).unwrap());
                let same = match (ours, theirs) {
                    (Some(ours), Some(theirs)) => agree(name, ours, theirs, bars[index].close),
                    (ours, theirs) => ours.is_none() && theirs.is_none(),
                };
                assert!(same, "{shape} {name} row {index}: {ours:?}, expected {theirs:?}");
                compared += usize::from(theirs.is_some());
            }
        }
        assert!(compared >= compared_min, "{shape}: only {compared} values were compared");
    }
}
