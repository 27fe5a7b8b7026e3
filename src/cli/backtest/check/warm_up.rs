//! How many bars it takes until it no longer matters where the data begins.
//!
//! The data is begun later by various amounts. Averages over a window agree as soon as the window
//! is full; exponential ones forget their beginning by a constant factor a bar; sums since the
//! beginning never do.

use serde::Serialize;

use super::trace::{Decided, Trace};

/// Bars from a later start on until a column agrees with the run over all data, to its end.
/// `None`: it never does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ColumnWarmUp {
    pub(super) name: String,
    /// Until there is a value.
    pub(super) until_valid: Option<usize>,
    /// Until all values are the same to the bit.
    pub(super) until_exact: Option<usize>,
    /// Until they differ by no more than the tolerance.
    pub(super) until_close: Option<usize>,
}

/// What one later start showed.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Start {
    /// Rows left out.
    pub(super) row: usize,
    /// The first row, on the clock of the file.
    pub(super) time: String,
    /// Bars of the run.
    pub(super) bars: usize,
    /// Decisions of the run.
    pub(super) decisions: usize,
    /// Bars until it decides as with all data, to the end; `None`: never.
    pub(super) decisions_agree_after: Option<usize>,
    #[serde(skip)]
    pub(super) columns: Vec<ColumnWarmUp>,
}

/// The larger one; `None` is larger than all.
fn later(a: Option<usize>, b: Option<usize>) -> Option<usize> {
    a.zip(b).map(|(a, b)| a.max(b))
}

/// The slowest of several starts, column by column.
pub(super) fn slowest(starts: &[Start]) -> Vec<ColumnWarmUp> {
    let mut columns = starts.first().map(|start| start.columns.clone()).unwrap_or_default();
    for start in starts.iter().skip(1) {
        for (column, other) in columns.iter_mut().zip(&start.columns) {
            column.until_valid = later(column.until_valid, other.until_valid);
            column.until_exact = later(column.until_exact, other.until_exact);
            column.until_close = later(column.until_close, other.until_close);
        }
    }
    columns
}

/// Root mean square of every column, 0 for one without values.
pub(super) fn magnitudes(full: &Trace) -> Vec<f64> {
    let mut sums = vec![(0.0, 0_u64); full.columns.len()];
    for bar in 0..full.bars.len() {
        for ((sum, count), value) in sums.iter_mut().zip(full.row(bar)) {
            if let Some(value) = value {
                *sum += value * value;
                *count += 1;
            }
        }
    }
    sums.into_iter().map(|(sum, count)| (sum / count.max(1) as f64).sqrt()).collect()
}

/// How each column of a run that began later came to agree with the run over all data. Values are
/// close if they differ by no more than `tolerance_frac` of the column's magnitude.
pub(super) fn columns(
    full: &Trace,
    late: &Trace,
    magnitudes: &[f64],
    tolerance_frac: f64,
) -> Vec<ColumnWarmUp> {
    let count = late.bars.len();
    let width = late.columns.len();
    let mut valid = vec![None; width];
    // Bars until the last one that differs, exactly and beyond the tolerance.
    let (mut exact, mut close) = (vec![0; width], vec![0; width]);
    for (bar, open_s) in late.bars.iter().enumerate() {
        let same = full.bars.binary_search(open_s).ok();
        for (column, &value) in late.row(bar).iter().enumerate() {
            if value.is_some() && valid[column].is_none() {
                valid[column] = Some(bar);
            }
            let expected = same.map(|bar| full.row(bar)[column]);
            let allowed = tolerance_frac * magnitudes[column];
            if expected.is_none_or(|expected| !agree(value, expected, 0.0)) {
                exact[column] = bar + 1;
            }
            if expected.is_none_or(|expected| !agree(value, expected, allowed)) {
                close[column] = bar + 1;
            }
        }
    }
    let reached = |bars: usize| (bars < count).then_some(bars);
    let names = late.columns.iter().enumerate();
    names
        .map(|(column, name)| ColumnWarmUp {
            name: name.clone(),
            until_valid: valid[column],
            until_exact: reached(exact[column]),
            until_close: reached(close[column]),
        })
        .collect()
}

fn agree(a: Option<f64>, b: Option<f64>, allowed: f64) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || (a - b).abs() <= allowed,
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// What a decision says about the market. Numbers, volumes and money depend on the account, which
/// began later too.
fn is_alike(a: &Decided, b: &Decided) -> bool {
    let (a, b) = (&a.decision, &b.decision);
    let prices = [(a.price, b.price), (a.stop_loss, b.stop_loss), (a.take_profit, b.take_profit)];
    (a.time_msc, a.bar_time_s, a.action, a.side, a.refusal_code)
        == (b.time_msc, b.bar_time_s, b.action, b.side, b.refusal_code)
        && prices.iter().all(|(a, b)| a == b)
}

/// Bars from a later start on until it decides as the run over all data, to the end. `None`: not
/// even the last decisions agree.
pub(super) fn decisions(full: &Trace, late: &Trace) -> Option<usize> {
    let pairs = full.decisions.iter().rev().zip(late.decisions.iter().rev());
    let agreeing = pairs.take_while(|(a, b)| is_alike(a, b)).count();
    let bars_until = |time_msc: i64| {
        late.bars.partition_point(|&open_s| open_s.saturating_mul(1_000) < time_msc)
    };
    let last = |decisions: &[Decided]| {
        let before = decisions.len() - agreeing;
        decisions[..before].last().map_or(0, |it| bars_until(it.decision.time_msc))
    };
    let until = last(&full.decisions).max(last(&late.decisions));
    (agreeing > 0 || until == 0).then_some(until)
}
