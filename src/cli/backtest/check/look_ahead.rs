//! Whether anything that was decided depends on prices that came later.
//!
//! The data is cut off at random rows and the rest is thrown away. What the engine decided and
//! computed until the cut must be what it decided and computed there with all data, to the bit.

use serde::Serialize;

use hypertrader::store::WrittenNanos;

use super::trace::{Extent, Trace};

/// What one cut showed.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Cut {
    /// Rows that were left.
    pub(super) row: usize,
    /// The last of them, on the clock of the file.
    pub(super) time: String,
    /// Bars closed until then.
    pub(super) bars: usize,
    /// Decisions and refusals until then.
    pub(super) decisions: usize,
    /// The first thing that came out differently; `None`: nothing did.
    pub(super) difference: Option<String>,
}

fn server_time(seconds: i64) -> WrittenNanos {
    WrittenNanos(seconds.saturating_mul(1_000_000_000))
}

fn told(value: Option<f64>) -> String {
    value.map_or("nothing".to_owned(), |value| value.to_string())
}

/// Rows of which all values are the same bits.
fn first_bar(full: &Trace, cut: &Trace) -> Option<(usize, String)> {
    let bits = |value: &Option<f64>| value.map(f64::to_bits);
    for (bar, (&with, &without)) in full.bars.iter().zip(&cut.bars).enumerate() {
        if with != without {
            let (with, without) = (server_time(with), server_time(without));
            let text = format!("a bar closed that opened at {without}, with all data at {with}");
            return Some((bar, text));
        }
        let pairs = full.row(bar).iter().zip(cut.row(bar));
        let Some(column) = pairs.into_iter().position(|(a, b)| bits(a) != bits(b)) else {
            continue;
        };
        let text = format!(
            "bar {}: {} was {}, with all data {}",
            server_time(with),
            full.columns[column],
            told(cut.row(bar)[column]),
            told(full.row(bar)[column]),
        );
        return Some((bar, text));
    }
    None
}

fn first_decision(full: &Trace, cut: &Trace) -> Option<(usize, String)> {
    let pairs = full.decisions.iter().zip(&cut.decisions);
    let (_, cut) = pairs.into_iter().find(|(a, b)| a.digest != b.digest || a.bars != b.bars)?;
    let at = server_time(cut.decision.time_msc.div_euclid(1_000));
    Some((cut.bars, format!("decision {} at {at} differs", cut.decision.id)))
}

/// The earliest thing in a run over cut data that is not as with all data, of which there was
/// `until` then.
pub(super) fn difference(full: &Trace, until: Extent, cut: &Trace) -> Option<String> {
    if full.columns != cut.columns && !cut.columns.is_empty() {
        return Some(format!("columns were {:?}, with all data {:?}", cut.columns, full.columns));
    }
    // A decision follows the bars that it counts.
    let found = match (first_bar(full, cut), first_decision(full, cut)) {
        (Some((bar, text)), Some((bars, _))) if bar < bars => Some(text),
        (Some((_, text)), None) | (_, Some((_, text))) => Some(text),
        (None, None) => None,
    };
    let was = cut.extent();
    let counts = (was != until).then(|| {
        format!(
            "{} bars and {} decisions, with all data {} and {} at the same row",
            was.bars, was.decisions, until.bars, until.decisions
        )
    });
    found.or(counts)
}
