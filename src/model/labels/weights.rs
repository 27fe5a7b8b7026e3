//! Weights of rows in the loss: by uniqueness and by recency.

use std::fmt;

use crate::types::UnixNanos;

crate::settings! {
    /// How much each row counts in training.
    pub struct WeightSettings in "model.weights" {
        /// Whether rows whose labels overlap share their weight.
        uniqueness: bool = true, "", ();
        /// Whether old rows count less.
        recency: bool = false, "", ();
        /// Age at which a row counts half.
        half_life_days: f64 = 30.0, "days", (0.001, 36_500.0);
    }
}

/// Least factor of recency: a row of any age keeps a weight above 0.
pub const RECENCY_MIN: f64 = 1e-12;

const NANOS_PER_DAY: f64 = 86_400e9;

/// Why rows were not weighted.
#[derive(Clone, Debug, PartialEq)]
pub enum WeightError {
    /// No rows.
    Empty,
    /// Not as many ends as rows.
    Length {
        /// Rows.
        rows: usize,
        /// Ends.
        ends: usize,
    },
    /// Closes of bars do not rise strictly.
    Bars {
        /// Index of the bar.
        bar: usize,
    },
    /// A label spans no bar: none closes after the row's time and by the label's end.
    Span {
        /// Row, from 0.
        row: usize,
    },
    /// The half-life is not a finite number above 0.
    HalfLife(f64),
}

impl fmt::Display for WeightError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Empty => f.write_str("no rows to weight, expected at least one"),
            Self::Length { rows, ends } => write!(f, "{ends} label ends for {rows} rows"),
            Self::Bars { bar } => {
                write!(f, "bar {bar}: it does not close after the one before; sort, drop doubles")
            }
            Self::Span { row } => {
                write!(f, "row {row}: no bar closes after its time and by the end of its label")
            }
            Self::HalfLife(was) => {
                write!(f, "half_life_days was {was}, expected a finite number above 0")
            }
        }
    }
}

impl std::error::Error for WeightError {}

/// Average uniqueness of each row's label, above 0, at most 1.
///
/// - Formula: a label that is known at `ends[i]` for a row of time `times[i]` spans the bars that
///   close in (`times[i]`, `ends[i]`], the returns it looks at. `c_t` is the number of labels that
///   span bar `t`; the result is the mean of `1 / c_t` over the label's bars.
/// - `bars`: closes of all bars, strictly rising, those of rows without a label included.
/// - Cost: linear in rows and bars, times the logarithm of the bars.
/// - Source: Lopez de Prado (2018), sections 4.3 and 4.4; `tests/oracles/judgement.py` has the
///   book's snippets and its example.
///
/// # Errors
/// Lengths differ, bars do not rise, a label spans no bar.
pub fn uniqueness(
    times: &[UnixNanos],
    ends: &[UnixNanos],
    bars: &[UnixNanos],
) -> Result<Vec<f64>, WeightError> {
    if times.len() != ends.len() {
        return Err(WeightError::Length { rows: times.len(), ends: ends.len() });
    }
    if let Some(before) = bars.windows(2).position(|pair| pair[0] >= pair[1]) {
        return Err(WeightError::Bars { bar: before + 1 });
    }
    let first_after = |time: UnixNanos| bars.partition_point(|bar| *bar <= time);
    let spans: Vec<(usize, usize)> =
        times.iter().zip(ends).map(|(&time, &end)| (first_after(time), first_after(end))).collect();
    if let Some(row) = spans.iter().position(|(from, to)| from >= to) {
        return Err(WeightError::Span { row });
    }
    let mut starting = vec![0_usize; bars.len() + 1];
    let mut ending = starting.clone();
    for &(from, to) in &spans {
        starting[from] += 1;
        ending[to] += 1;
    }
    // sums[t] is the sum of 1 / c over the bars before t; bars without a label add nothing.
    let mut sums = Vec::with_capacity(bars.len() + 1);
    let (mut concurrent, mut sum) = (0_usize, 0.0);
    for bar in 0..=bars.len() {
        sums.push(sum);
        concurrent = concurrent + starting[bar] - ending[bar];
        if concurrent > 0 {
            sum += 1.0 / concurrent as f64;
        }
    }
    let mean = |&(from, to): &(usize, usize)| (sums[to] - sums[from]) / (to - from) as f64;
    Ok(spans.iter().map(mean).collect())
}

/// Weight by age: `0.5 ^ (age / half-life)`, where the age is counted from the latest time. At
/// least [`RECENCY_MIN`].
///
/// # Errors
/// The half-life is not a finite number above 0.
pub fn recency(times: &[UnixNanos], half_life_days: f64) -> Result<Vec<f64>, WeightError> {
    if !(half_life_days.is_finite() && half_life_days > 0.0) {
        return Err(WeightError::HalfLife(half_life_days));
    }
    let latest = times.iter().copied().max().unwrap_or_default();
    let weight = |time: &UnixNanos| {
        let age_days = latest.since(*time).0 as f64 / NANOS_PER_DAY;
        libm::exp2(-age_days / half_life_days).max(RECENCY_MIN)
    };
    Ok(times.iter().map(weight).collect())
}

/// Weights of labelled rows: the product of what the settings ask for, scaled to a mean of 1.
///
/// `times` and `ends` are those of [`Dataset`](crate::model::Dataset), `bars` as in [`uniqueness`].
///
/// # Errors
/// No rows, or as [`uniqueness`] and [`recency`].
pub fn sample_weights(
    settings: &WeightSettings,
    times: &[UnixNanos],
    ends: &[UnixNanos],
    bars: &[UnixNanos],
) -> Result<Vec<f64>, WeightError> {
    if times.is_empty() {
        return Err(WeightError::Empty);
    }
    let mut weights = vec![1.0; times.len()];
    if settings.uniqueness {
        multiply(&mut weights, &uniqueness(times, ends, bars)?);
    }
    if settings.recency {
        multiply(&mut weights, &recency(times, settings.half_life_days)?);
    }
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    weights.iter_mut().for_each(|weight| *weight /= mean);
    Ok(weights)
}

fn multiply(weights: &mut [f64], factors: &[f64]) {
    for (weight, factor) in weights.iter_mut().zip(factors) {
        *weight *= factor;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: &[i64]) -> Vec<UnixNanos> {
        seconds.iter().map(|&second| UnixNanos::from_seconds(second)).collect()
    }

    #[test]
    fn uniqueness_is_that_of_the_books_example() {
        // Section 4.5.3: labels over the bars 0 to 2, 2 to 3 and 4 to 5, both ends included. Ours
        // span the bars after the row's time, so each starts one earlier.
        let (times, ends) = (seconds(&[-1, 1, 3]), seconds(&[2, 3, 5]));
        let bars = seconds(&[0, 1, 2, 3, 4, 5]);
        let found = uniqueness(&times, &ends, &bars).unwrap();
        for (found, expected) in found.iter().zip([5.0 / 6.0, 3.0 / 4.0, 1.0]) {
            assert!((found - expected).abs() < 1e-15, "was {found}, expected {expected}");
        }
    }

    #[test]
    fn a_half_life_halves() {
        let times = seconds(&[0, 86_400, 2 * 86_400, 4 * 86_400]);
        assert_eq!(recency(&times, 2.0).unwrap(), [0.25, libm::exp2(-1.5), 0.5, 1.0]);
        assert_eq!(recency(&seconds(&[0, 86_400_000]), 0.01).unwrap(), [RECENCY_MIN, 1.0]);
    }

    #[test]
    fn weights_have_a_mean_of_one() {
        let (times, ends) = (seconds(&[0, 60, 120]), seconds(&[120, 180, 180]));
        let bars = seconds(&[60, 120, 180]);
        let settings = WeightSettings { recency: true, half_life_days: 0.001, uniqueness: true };
        let weights = sample_weights(&settings, &times, &ends, &bars).unwrap();
        assert!((weights.iter().sum::<f64>() - 3.0).abs() < 1e-14);
        // Uniqueness: 3/4, 1/2, 1/2; one and two minutes are 60 / 86.4 and 120 / 86.4 half-lives.
        let raw = [0.75 * libm::exp2(-120.0 / 86.4), 0.5 * libm::exp2(-60.0 / 86.4), 0.5];
        for (weight, raw) in weights.iter().zip(raw) {
            assert!((weight / weights[2] - raw / 0.5).abs() < 1e-14);
        }
        let even = WeightSettings { uniqueness: false, ..WeightSettings::default() };
        assert_eq!(sample_weights(&even, &times, &ends, &bars).unwrap(), [1.0; 3]);
    }

    #[test]
    fn what_cannot_be_weighted_is_refused() {
        let error = |times: &[i64], ends: &[i64], bars: &[i64]| {
            let (times, ends, bars) = (seconds(times), seconds(ends), seconds(bars));
            let settings = WeightSettings::default();
            sample_weights(&settings, &times, &ends, &bars).unwrap_err().to_string()
        };
        assert_eq!(error(&[], &[], &[]), "no rows to weight, expected at least one");
        assert_eq!(error(&[0, 1], &[1], &[1]), "1 label ends for 2 rows");
        assert_eq!(
            error(&[0], &[1], &[1, 1]),
            "bar 1: it does not close after the one before; sort, drop doubles"
        );
        assert_eq!(
            error(&[0, 3], &[1, 4], &[1, 2]),
            "row 1: no bar closes after its time and by the end of its label"
        );
        assert_eq!(
            recency(&[], f64::NAN).unwrap_err().to_string(),
            "half_life_days was NaN, expected a finite number above 0"
        );
    }
}
