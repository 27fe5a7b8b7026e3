//! Where good values of one setting lie, estimated from a few of them.

use super::space::Range;
use crate::model::random::Random;

/// Observations that count in full; older ones count less.
pub(super) const RECENT: usize = 25;
/// Draws of a value within the bounds, before the last one is moved to the nearest bound.
const ATTEMPTS: usize = 1_000;

/// The estimated distribution of one setting's values.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Estimate {
    /// Probability of each choice.
    Choices(Vec<(f64, f64)>),
    /// A mixture of normal distributions within bounds.
    Mixture(Mixture),
}

/// Normal distributions around observed values and around the middle of the range, cut off at its
/// ends. For a logarithmic range everything here is in logarithms; for whole numbers the range
/// reaches half a step beyond its ends, and a number stands for the interval around it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mixture {
    parts: Vec<Part>,
    low: f64,
    high: f64,
    scale: Scale,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scale {
    Linear,
    Logarithmic,
    Whole,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Part {
    weight: f64,
    mean: f64,
    deviation: f64,
}

impl Part {
    /// Probability of values below `x`.
    fn below(&self, x: f64) -> f64 {
        let z = (x - self.mean) / (self.deviation * std::f64::consts::SQRT_2);
        0.5 * libm::erfc(-z)
    }

    fn between(&self, low: f64, high: f64) -> f64 {
        self.weight * (self.below(high) - self.below(low))
    }

    fn density(&self, x: f64) -> f64 {
        let z = (x - self.mean) / self.deviation;
        let height = self.weight / (self.deviation * (2.0 * std::f64::consts::PI).sqrt());
        height * libm::exp(-0.5 * z * z)
    }
}

impl Estimate {
    /// The estimate from observed values, oldest first.
    pub(super) fn new(range: &Range, values: &[f64]) -> Self {
        let mixture = |low: f64, high: f64, scale| {
            let to_line = |&value: &f64| match scale {
                Scale::Logarithmic => libm::log(value),
                Scale::Linear | Scale::Whole => value,
            };
            let values: Vec<f64> = values.iter().map(to_line).collect();
            Self::Mixture(Mixture { parts: parts(&values, low, high), low, high, scale })
        };
        match range {
            Range::Choice(choices) => Self::Choices(probabilities(choices, values)),
            Range::Linear { low, high } => mixture(*low, *high, Scale::Linear),
            Range::Logarithmic { low, high } => {
                mixture(libm::log(*low), libm::log(*high), Scale::Logarithmic)
            }
            Range::Whole { low, high } => {
                mixture(f64::from(*low) - 0.5, f64::from(*high) + 0.5, Scale::Whole)
            }
        }
    }

    /// A value at random.
    pub(super) fn draw(&self, random: &mut Random) -> f64 {
        match self {
            Self::Choices(choices) => {
                let weights = choices.iter().map(|(_, probability)| *probability);
                choices[index_by_weight(weights, random)].0
            }
            Self::Mixture(mixture) => mixture.draw(random),
        }
    }

    /// Logarithm of the probability, or of the density on the scale of the range.
    pub(super) fn log_density(&self, value: f64) -> f64 {
        match self {
            Self::Choices(choices) => {
                let own = choices.iter().find(|(choice, _)| *choice == value);
                own.map_or(f64::NEG_INFINITY, |(_, probability)| libm::log(*probability))
            }
            Self::Mixture(mixture) => mixture.log_density(value),
        }
    }
}

impl Mixture {
    fn draw(&self, random: &mut Random) -> f64 {
        let mut x = self.low;
        for _ in 0..ATTEMPTS {
            let part = self.parts[index_by_weight(self.parts.iter().map(|p| p.weight), random)];
            x = part.mean + part.deviation * normal(random);
            if x >= self.low && x < self.high {
                break;
            }
        }
        let x = x.clamp(self.low, self.high);
        match self.scale {
            Scale::Linear => x,
            Scale::Logarithmic => libm::exp(x).clamp(libm::exp(self.low), libm::exp(self.high)),
            Scale::Whole => (x.round()).clamp(self.low + 0.5, self.high - 0.5),
        }
    }

    fn log_density(&self, value: f64) -> f64 {
        let inside: f64 = self.parts.iter().map(|part| part.between(self.low, self.high)).sum();
        let sum: f64 = match self.scale {
            Scale::Linear => self.parts.iter().map(|part| part.density(value)).sum(),
            Scale::Logarithmic => {
                self.parts.iter().map(|part| part.density(libm::log(value))).sum()
            }
            Scale::Whole => {
                self.parts.iter().map(|part| part.between(value - 0.5, value + 0.5)).sum()
            }
        };
        libm::log(sum) - libm::log(inside)
    }
}

/// One normal distribution per observation and one for the whole range. An observation's deviation
/// is the larger distance to its neighbours, within limits.
fn parts(values: &[f64], low: f64, high: f64) -> Vec<Part> {
    let middle = Part { weight: 1.0, mean: 0.5 * (high + low), deviation: high - low };
    let mut observed: Vec<(f64, f64)> =
        values.iter().copied().zip(forgetting(values.len())).collect();
    observed.sort_by(|a, b| a.0.total_cmp(&b.0));
    let place = observed.partition_point(|(value, _)| *value < middle.mean);
    let of = |&(mean, weight): &(f64, f64)| Part { weight, mean, deviation: 0.0 };
    let mut parts: Vec<Part> = observed.iter().map(of).collect();
    parts.insert(place, middle);
    let means: Vec<f64> = parts.iter().map(|part| part.mean).collect();
    let least = middle.deviation / (1.0 + means.len() as f64).min(100.0);
    let total: f64 = parts.iter().map(|part| part.weight).sum();
    for (index, part) in parts.iter_mut().enumerate() {
        part.weight /= total;
        if index == place {
            continue;
        }
        let before = if index == 0 { 0.0 } else { means[index] - means[index - 1] };
        let after = means.get(index + 1).map_or(0.0, |next| next - means[index]);
        let is_alone = values.len() == 1;
        let wanted = if is_alone { middle.deviation * 0.5 } else { before.max(after) };
        part.deviation = wanted.clamp(least, middle.deviation);
    }
    parts
}

/// Probabilities of choices: how often each was observed, plus one for each.
fn probabilities(choices: &[f64], values: &[f64]) -> Vec<(f64, f64)> {
    let weights = forgetting(values.len());
    let count = |choice: f64| -> f64 {
        let own = values.iter().zip(&weights).filter(|(value, _)| **value == choice);
        1.0 + own.map(|(_, weight)| weight).sum::<f64>()
    };
    let counts: Vec<f64> = choices.iter().map(|&choice| count(choice)).collect();
    let total: f64 = counts.iter().sum();
    choices.iter().zip(counts).map(|(&choice, count)| (choice, count / total)).collect()
}

/// Weights of observations: 1 for the last [`RECENT`], before them rising in equal steps from
/// 1 / number to 1.
fn forgetting(count: usize) -> Vec<f64> {
    let old = count.saturating_sub(RECENT);
    let first = 1.0 / count as f64;
    let weight = |index: usize| match old {
        _ if index >= old => 1.0,
        1 => first,
        _ => first + (1.0 - first) * index as f64 / (old - 1) as f64,
    };
    (0..count).map(weight).collect()
}

/// An index with a probability in proportion to its weight.
fn index_by_weight(weights: impl Iterator<Item = f64> + Clone, random: &mut Random) -> usize {
    let mut left = random.unit() * weights.clone().sum::<f64>();
    let mut last = 0;
    for (index, weight) in weights.enumerate() {
        last = index;
        left -= weight;
        if left < 0.0 {
            break;
        }
    }
    last
}

/// A number from the normal distribution (Box and Muller).
fn normal(random: &mut Random) -> f64 {
    let radius = (-2.0 * libm::log(1.0 - random.unit())).sqrt();
    radius * libm::cos(2.0 * std::f64::consts::PI * random.unit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `tests/oracles/search.py` writes what hyperopt computes: per line the kind of range, low,
    /// high, observations, then pairs of value and logarithm of the density.
    #[test]
    fn densities_are_hyperopts() {
        let text = include_str!("../../tests/golden/search/densities.csv");
        let mut compared = 0;
        for line in text.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let numbers = |text: &str| -> Vec<f64> {
                text.split_whitespace().map(|number| number.parse().unwrap()).collect()
            };
            let bounds = numbers(fields[1]);
            let range = match fields[0] {
                "choice" => Range::Choice(bounds),
                "linear" => Range::Linear { low: bounds[0], high: bounds[1] },
                "logarithmic" => Range::Logarithmic { low: bounds[0], high: bounds[1] },
                "whole" => Range::Whole { low: bounds[0] as i32, high: bounds[1] as i32 },
                kind => panic!("{kind}"),
            };
            let estimate = Estimate::new(&range, &numbers(fields[2]));
            for (value, expected) in numbers(fields[3]).into_iter().zip(numbers(fields[4])) {
                let ours = estimate.log_density(value);
                assert!((ours - expected).abs() < 1e-9, "{line}: {ours} at {value}");
                compared += 1;
            }
        }
        assert!(compared > 150, "{compared}");
    }

    #[test]
    fn draws_follow_the_density() {
        let range = Range::Whole { low: 1, high: 6 };
        let estimate = Estimate::new(&range, &[2.0, 2.0, 5.0]);
        let mut random = Random::new(1);
        let mut counts = [0_u32; 7];
        (0..60_000).for_each(|_| counts[estimate.draw(&mut random) as usize] += 1);
        for value in 1..=6 {
            let expected = libm::exp(estimate.log_density(f64::from(value)));
            let share = f64::from(counts[value as usize]) / 60_000.0;
            // Five standard deviations are below 0.011.
            assert!((share - expected).abs() < 0.011, "{value}: {share}, {expected}");
        }
    }

    #[test]
    fn draws_of_a_logarithmic_range_stay_in_it() {
        let range = Range::Logarithmic { low: 0.01, high: 10.0 };
        let estimate = Estimate::new(&range, &[0.01, 10.0, 0.1]);
        let mut random = Random::new(2);
        assert!((0..10_000).all(|_| (0.01..=10.0).contains(&estimate.draw(&mut random))));
    }
}
