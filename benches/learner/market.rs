//! Tables to learn from: three recorded markets and one whose best answer is known.

use std::path::Path;

use hypertrader::model::{Class, Dataset, Table};
use hypertrader::store::{OnBad, open_bars};
use hypertrader::types::UnixNanos;

/// Bars that a label looks ahead.
pub(crate) const HORIZON: usize = 10;
/// A move of this fraction of the price is one.
const THRESHOLD: f64 = 0.0010;
const COLUMNS: [&str; 7] =
    ["return_1", "return_5", "return_20", "strength_14", "volatility_20", "range_14", "hour"];

/// A set with the best probabilities there can be, where they are known.
pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) data: Dataset,
    pub(crate) best: Option<Vec<[f64; 3]>>,
}

fn dataset(names: &[&str], columns: &[Vec<f64>], classes: Vec<Class>) -> Dataset {
    let rows = classes.len();
    let minute = |row: usize| UnixNanos(row as i64 * 60_000_000_000);
    let names = names.iter().map(|&name| name.to_owned()).collect();
    Dataset {
        table: Table::new(names, columns.concat(), rows).unwrap(),
        times: (0..rows).map(minute).collect(),
        label_ends: (HORIZON..rows + HORIZON).map(minute).collect(),
        classes,
        weights: vec![1.0; rows],
    }
}

/// The last `most` labelled bars of a recorded market; nothing if the file is not there.
pub(crate) fn recorded(symbol: &str, most: usize) -> Option<Set> {
    let file = format!("../shared/data/bars_m1/{symbol}_M1_mt5.csv.gz");
    // Beside the repository, or beside the folder it lies in.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = [root.join(&file), root.join("..").join(&file)].into_iter().find(|p| p.exists())?;
    let bars: Vec<_> = open_bars(&path, OnBad::Fail).unwrap().map(|bar| bar.unwrap()).collect();
    let close = |bar: usize| bars[bar].close;
    let change = |bar: usize, back: usize| close(bar) / close(bar - back) - 1.0;
    let mut columns = vec![Vec::new(); COLUMNS.len()];
    let mut classes = Vec::new();
    let first = 20.max(bars.len().saturating_sub(most + HORIZON));
    for bar in first..bars.len() - HORIZON {
        let window = |length: usize| bar + 1 - length..bar + 1;
        let (mut up, mut down) = (0.0, 0.0);
        for at in window(14) {
            let step = change(at, 1);
            if step > 0.0 { up += step } else { down -= step }
        }
        let squares: f64 = window(20).map(|at| change(at, 1) * change(at, 1)).sum();
        let ranges: f64 = window(14).map(|at| bars[at].high / bars[at].low - 1.0).sum();
        let hour = bars[bar].written.0.div_euclid(3_600_000_000_000).rem_euclid(24);
        let values = [
            change(bar, 1),
            change(bar, 5),
            change(bar, 20),
            if up + down > 0.0 { up / (up + down) } else { 0.5 },
            (squares / 20.0).sqrt(),
            ranges / 14.0,
            hour as f64,
        ];
        columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        let ahead = close(bar + HORIZON) / close(bar) - 1.0;
        classes.push(match ahead {
            x if x > THRESHOLD => Class::Up,
            x if x < -THRESHOLD => Class::Down,
            _ => Class::Flat,
        });
    }
    let data = dataset(&COLUMNS, &columns, classes);
    Some(Set { name: format!("{symbol} M1, recorded"), data, best: None })
}

/// Numbers from 0 to below 1 (SplitMix64).
fn unit(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
}

/// Classes drawn from probabilities that are a function of seven slow columns.
pub(crate) fn synthetic(rows: usize) -> Set {
    let mut state = 42;
    let mut columns = vec![Vec::with_capacity(rows); COLUMNS.len()];
    let mut now = [0.0_f64; COLUMNS.len()];
    let (mut classes, mut best) = (Vec::new(), Vec::new());
    for _ in 0..rows {
        for (column, (value, keep)) in
            columns.iter_mut().zip(now.iter_mut().zip([0.0_f64, 0.5, 0.9, 0.95, 0.99, 0.9, 0.5]))
        {
            let shock: f64 = (0..4).map(|_| unit(&mut state)).sum::<f64>() - 2.0;
            *value = keep * *value + (1.0 - keep * keep).sqrt() * shock;
            column.push(*value);
        }
        let [a, b, c, d, e, ..] = now;
        let lean = 0.5 * a + 0.6 * b * c;
        let calm = 0.8 * d.abs() - 0.4 * e;
        let odds = [-lean, calm, lean].map(f64::exp);
        let total: f64 = odds.iter().sum();
        let p = odds.map(|odds| odds / total);
        let draw = unit(&mut state);
        classes.push(match draw {
            x if x < p[0] => Class::Down,
            x if x < p[0] + p[1] => Class::Flat,
            _ => Class::Up,
        });
        best.push(p);
    }
    let data = dataset(&COLUMNS, &columns, classes);
    Set { name: "SYNTHETIC, best known".to_owned(), data, best: Some(best) }
}
