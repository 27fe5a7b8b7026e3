//! Whether a walk forward chooses the same value of a parameter again and again.

use serde::Serialize;

use super::OverfittingError;

/// How often a value was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Choice<V> {
    /// The value.
    pub value: V,
    /// Share of the windows that chose it.
    pub share_frac: f64,
}

/// How steady the choices of one parameter are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChoiceStability<V> {
    /// The values that were chosen, the most frequent first, of equal ones the lowest.
    pub choices: Vec<Choice<V>>,
    /// Share of the steps from a window to the next that keep the value.
    pub kept_frac: f64,
    /// 1 when every window chose the same value, 0 when the choices were spread evenly over as many
    /// values as possible.
    pub stability_frac: f64,
}

/// The stability of a parameter over the windows of a walk.
///
/// `chosen` holds the value that each window chose, in order of time; `possible` is the number of
/// values that could be chosen.
///
/// Formula: `1 - H / ln(min(windows, possible))`, with `H = - sum of p ln p` over the shares `p` of
/// the values.
///
/// Source: C. E. Shannon, "A mathematical theory of communication", Bell System Technical Journal
/// 27 (1948), for the entropy `H`.
///
/// # Errors
/// Fewer than two windows, fewer than two possible values, more values chosen than possible.
pub fn choice_stability<V: Ord + Copy>(
    chosen: &[V],
    possible: usize,
) -> Result<ChoiceStability<V>, OverfittingError> {
    for (what, was) in [("windows", chosen.len()), ("possible values", possible)] {
        if was < 2 {
            return Err(OverfittingError::Few { what, was, expected: 2 });
        }
    }
    let windows = chosen.len() as f64;
    let mut sorted = chosen.to_vec();
    sorted.sort_unstable();
    let mut choices: Vec<Choice<V>> = sorted
        .chunk_by(|a, b| a == b)
        .map(|same| Choice { value: same[0], share_frac: same.len() as f64 / windows })
        .collect();
    if choices.len() > possible {
        let (what, expected) = ("possible values", choices.len());
        return Err(OverfittingError::Few { what, was: possible, expected });
    }
    choices.sort_by(|a, b| b.share_frac.total_cmp(&a.share_frac).then(a.value.cmp(&b.value)));
    let entropy: f64 =
        choices.iter().map(|choice| -choice.share_frac * libm::log(choice.share_frac)).sum();
    let most = libm::log(possible.min(chosen.len()) as f64);
    let kept = chosen.windows(2).filter(|pair| pair[0] == pair[1]).count();
    Ok(ChoiceStability {
        choices,
        kept_frac: kept as f64 / (windows - 1.0),
        stability_frac: (1.0 - entropy / most).clamp(0.0, 1.0),
    })
}
