//! Labels: what the price did after a row was complete, and what a trade would have made of it.
//!
//! Two definitions, chosen by [`LabelSettings`]:
//!
//! - **Horizon**: the return from the row's close to the close of the last bar that closes within
//!   the horizon. Above the threshold it is `Up`, below its negative `Down`, else `Flat`.
//! - **Barriers** (triple barrier): a buy and a sell are entered at the open of the next bar, each
//!   with a profit target and a stop, and are closed at the end of the horizon at the latest. The
//!   class is the side that reached its target first and made money after costs; `Flat` if none
//!   did.
//!
//! Both carry what a buy and what a sell made after the costs in [`CostSettings`].
//!
//! A row has no label where the future is missing: the last rows, and rows whose horizon ends in a
//! gap. Whether a row has one depends on time stamps alone, never on prices: labels that only exist
//! where a barrier was touched early would flatter every model.
//!
//! Nothing after the close of [`Label::end`] decides the values of a label, so appending bars
//! changes no label that exists; the tests cut the data at random to show it.
//!
//! Start with [`label`]. Sample weights are in [`sample_weights`]; [`Labelled`] joins features,
//! labels and weights to a [`Dataset`](super::Dataset).
//!
//! Source: Lopez de Prado, "Advances in Financial Machine Learning" (2018), chapters 3 (labels) and
//! 4 (weights). There the vertical barrier gives the sign of the return; here it gives `Flat`,
//! because a trade that ran out of time did not pay its target.

mod barriers;
mod costs;
mod error;
mod horizon;
mod labelled;
mod market;
mod reach;
mod settings;
#[cfg(test)]
mod tests;
mod weights;

pub use costs::CostSettings;
pub use error::LabelError;
pub use labelled::{Labelled, LabelledError};
pub use market::Market;
pub use settings::{BarrierUnit, LabelKind, LabelSettings, describe};
pub use weights::{RECENCY_MIN, WeightError, WeightSettings, recency, sample_weights, uniqueness};

use super::Class;
use crate::types::UnixNanos;

/// What came of one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// The class.
    pub class: Class,
    /// The close of the last bar looked at: when the label was known.
    pub end: UnixNanos,
    /// Change of the price as a fraction, without costs. Horizon: from the row's close to the close
    /// at `end`. Barriers: from the next bar's open to the close at `end`.
    pub return_frac: f64,
    /// What a buy made, as a fraction of its entry price, after all costs. Horizon: entered at the
    /// row's close, left at the close at `end`. Barriers: entered at the next bar's open, left
    /// where it ended.
    pub buy_frac: f64,
    /// What a sell made, likewise.
    pub sell_frac: f64,
}

/// Labels of many rows, and why the others have none.
#[derive(Clone, Debug, PartialEq)]
pub struct Labels {
    /// One entry a bar; `None` where there is no label.
    pub rows: Vec<Option<Label>>,
    /// Rows whose horizon ends after the last bar.
    pub future_missing: usize,
    /// Rows without a bar that closes near enough to the end of the horizon, or (barriers) whose
    /// next bar opens too late to enter.
    pub gaps: usize,
    /// Rows whose average true range is missing.
    pub unmeasured: usize,
    /// Labelled rows in which one bar touched target and stop of the same trade, or the targets of
    /// both trades. They were resolved to the worse for the trader: the stop, or `Flat`.
    pub ambiguous: usize,
}

impl Labels {
    /// Rows that have a label, in order.
    pub fn known(&self) -> impl Iterator<Item = (usize, Label)> + '_ {
        self.rows.iter().enumerate().filter_map(|(row, label)| label.map(|label| (row, label)))
    }

    /// How many rows have each class, in the order of [`Class::ALL`].
    #[must_use]
    pub fn counts(&self) -> [usize; Class::COUNT] {
        let mut counts = [0; Class::COUNT];
        self.known().for_each(|(_, label)| counts[label.class as usize] += 1);
        counts
    }
}

/// Labels every bar of a market.
///
/// Cost: linear in the bars for horizons; for barriers bars times the bars until both trades ended.
///
/// # Errors
/// See [`LabelError`]. Settings are checked first, then lengths, then the bars one by one, then the
/// horizon against the time that they span.
///
/// ```
/// use hypertrader::model::Class;
/// use hypertrader::model::labels::{CostSettings, LabelSettings, Market, label};
/// use hypertrader::types::{Bar, DurationNanos, UnixNanos};
/// let bars: Vec<Bar> = [100.0, 100.1, 100.3, 100.2]
///     .iter()
///     .enumerate()
///     .map(|(minute, &price)| Bar {
///         open_time: UnixNanos::from_seconds(60 * minute as i64),
///         open: price, high: price, low: price, close: price,
///         ..Bar::default()
///     })
///     .collect();
/// let market = Market::new(&bars, DurationNanos::from_seconds(60));
/// let settings = LabelSettings { horizon_s: 120, ..LabelSettings::default() };
/// let labels = label(&market, &settings, &CostSettings::default())?;
/// // 100.3 / 100 - 1 is above 0.0015; the last two rows have no future.
/// assert_eq!(labels.rows[0].map(|label| label.class), Some(Class::Up));
/// assert_eq!(labels.rows[1].map(|label| label.class), Some(Class::Flat));
/// assert_eq!((labels.future_missing, labels.rows[2]), (2, None));
/// # Ok::<(), hypertrader::model::labels::LabelError>(())
/// ```
pub fn label(
    market: &Market<'_>,
    settings: &LabelSettings,
    costs: &CostSettings,
) -> Result<Labels, LabelError> {
    costs.check()?;
    market.check(settings)?;
    let mut labels = Labels {
        rows: vec![None; market.bars.len()],
        future_missing: 0,
        gaps: 0,
        unmeasured: 0,
        ambiguous: 0,
    };
    match settings.kind {
        LabelKind::Horizon => horizon::fill(&mut labels, market, settings, costs),
        LabelKind::Barriers => barriers::fill(&mut labels, market, settings, costs),
    }
    Ok(labels)
}
