//! Which settings a search may try.

use std::fmt;

use crate::model::random::Random;

/// Values that one setting may take.
#[derive(Clone, Debug, PartialEq)]
pub enum Range {
    /// One of these, finite and all different; their order means nothing.
    Choice(Vec<f64>),
    /// Any number from `low` to `high`, each as likely.
    Linear {
        /// Least.
        low: f64,
        /// Greatest.
        high: f64,
    },
    /// Any number from `low` to `high`, each magnitude as likely; `low` is above 0.
    Logarithmic {
        /// Least.
        low: f64,
        /// Greatest.
        high: f64,
    },
    /// Any whole number from `low` to `high`, each as likely.
    Whole {
        /// Least.
        low: i32,
        /// Greatest.
        high: i32,
    },
}

/// One setting and its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// Name of the setting.
    pub name: String,
    /// Its values.
    pub range: Range,
}

/// One value per dimension of a space, in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Point(pub Vec<f64>);

/// All settings that a search varies.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    dimensions: Vec<Dimension>,
}

/// Why a space was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceError {
    /// Name of the dimension.
    pub dimension: String,
    /// What is wrong, and what was expected.
    pub problem: String,
}

impl fmt::Display for SpaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "setting {:?} of the search: {}", self.dimension, self.problem)
    }
}

impl std::error::Error for SpaceError {}

/// Largest number of points that is written out to draw from what is left.
const GRID_MOST: usize = 100_000;
/// Draws of a point that was not drawn yet, before giving up.
const ATTEMPTS: usize = 1_000;

impl Range {
    fn problem(&self) -> Option<String> {
        match self {
            Self::Choice(values) if values.is_empty() => {
                Some("no choices, expected at least one".to_owned())
            }
            Self::Choice(values) => {
                let is_wrong = |index: usize| {
                    let value = values[index];
                    !value.is_finite() || values[..index].contains(&value)
                };
                let wrong = (0..values.len()).find(|&index| is_wrong(index))?;
                Some(format!("choice {}, expected finite numbers, each once", values[wrong]))
            }
            Self::Linear { low, high } if low.is_finite() && high.is_finite() && low < high => None,
            Self::Logarithmic { low, high } if 0.0 < *low && low < high && high.is_finite() => None,
            Self::Whole { low, high } if low < high => None,
            Self::Logarithmic { low, high } => {
                Some(format!("from {low} to {high}, expected 0 < from < to"))
            }
            Self::Linear { low, high } => Some(format!("from {low} to {high}, expected from < to")),
            Self::Whole { low, high } => Some(format!("from {low} to {high}, expected from < to")),
        }
    }

    /// Number of values; `None` when they cannot be counted.
    fn count(&self) -> Option<usize> {
        match self {
            Self::Choice(values) => Some(values.len()),
            Self::Whole { low, high } => {
                usize::try_from(i64::from(*high) - i64::from(*low) + 1).ok()
            }
            Self::Linear { .. } | Self::Logarithmic { .. } => None,
        }
    }

    /// Value number `index` of those that can be counted.
    fn value(&self, index: usize) -> f64 {
        match self {
            Self::Choice(values) => values[index],
            Self::Whole { low, .. } => f64::from(*low) + index as f64,
            Self::Linear { low, .. } | Self::Logarithmic { low, .. } => *low,
        }
    }

    fn draw(&self, random: &mut Random) -> f64 {
        match self {
            Self::Linear { low, high } => low + random.unit() * (high - low),
            Self::Logarithmic { low, high } => {
                let (from, to) = (libm::log(*low), libm::log(*high));
                libm::exp(from + random.unit() * (to - from)).clamp(*low, *high)
            }
            Self::Choice(_) | Self::Whole { .. } => {
                self.value(random.below(self.count().unwrap_or(1)))
            }
        }
    }
}

impl Space {
    /// A space.
    ///
    /// # Errors
    /// A name twice, no values, values that are not numbers, bounds in the wrong order.
    pub fn new(dimensions: Vec<Dimension>) -> Result<Self, SpaceError> {
        for (index, Dimension { name, range }) in dimensions.iter().enumerate() {
            let is_twice = dimensions[..index].iter().any(|other| other.name == *name);
            let twice = is_twice.then(|| "it is there twice".to_owned());
            if let Some(problem) = twice.or_else(|| range.problem()) {
                return Err(SpaceError { dimension: name.clone(), problem });
            }
        }
        Ok(Self { dimensions })
    }

    /// The space of the usual search for gradient boosting: `learning_rate` 0.01, 0.05, 0.1;
    /// `iterations` (trees per class) 300, 500, 700; `depth` 2, 3, 4. 27 points.
    #[must_use]
    pub fn classic() -> Self {
        Self::grid(&[
            ("learning_rate", &[0.01, 0.05, 0.1]),
            ("iterations", &[300.0, 500.0, 700.0]),
            ("depth", &[2.0, 3.0, 4.0]),
        ])
    }

    /// A few values for each of some settings: names and values that [`Space::new`] accepts.
    pub(super) fn grid(dimensions: &[(&str, &[f64])]) -> Self {
        let dimension = |&(name, values): &(&str, &[f64])| Dimension {
            name: name.to_owned(),
            range: Range::Choice(values.to_vec()),
        };
        Self { dimensions: dimensions.iter().map(dimension).collect() }
    }

    /// Its dimensions.
    #[must_use]
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// Number of points; `None` when they cannot be counted, or are too many for that.
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        let counts = self.dimensions.iter().map(|dimension| dimension.range.count());
        counts.into_iter().try_fold(1_usize, |product, count| product.checked_mul(count?))
    }

    /// A point that is not among those `seen`; `None` when there is none, or none was met in 1,000
    /// draws.
    #[must_use]
    pub fn draw_new(&self, random: &mut Random, seen: &[Point]) -> Option<Point> {
        if let Some(count) = self.count().filter(|&count| count <= GRID_MOST) {
            let points = (0..count).map(|index| self.grid_point(index));
            let mut left: Vec<Point> = points.filter(|point| !seen.contains(point)).collect();
            return (!left.is_empty()).then(|| left.swap_remove(random.below(left.len())));
        }
        (0..ATTEMPTS).map(|_| self.draw(random)).find(|point| !seen.contains(point))
    }

    fn draw(&self, random: &mut Random) -> Point {
        Point(self.dimensions.iter().map(|dimension| dimension.range.draw(random)).collect())
    }

    /// Point number `index` of those that can be counted; the last dimension changes fastest.
    fn grid_point(&self, mut index: usize) -> Point {
        let mut values = vec![0.0; self.dimensions.len()];
        for (value, dimension) in values.iter_mut().zip(&self.dimensions).rev() {
            let count = dimension.range.count().unwrap_or(1);
            *value = dimension.range.value(index % count);
            index /= count;
        }
        Point(values)
    }

    /// The settings of a point, by name.
    pub fn named<'a>(&'a self, point: &'a Point) -> impl Iterator<Item = (&'a str, f64)> {
        let names = self.dimensions.iter().map(|dimension| dimension.name.as_str());
        names.zip(point.0.iter().copied())
    }

    /// The settings of a point as text, such as `depth 3, learning_rate 0.05`.
    #[must_use]
    pub fn text(&self, point: &Point) -> String {
        let named = self.named(point).map(|(name, value)| format!("{name} {value}"));
        named.collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space(ranges: Vec<Range>) -> Result<Space, SpaceError> {
        let named = |(index, range)| Dimension { name: format!("s{index}"), range };
        Space::new(ranges.into_iter().enumerate().map(named).collect())
    }

    #[test]
    fn the_classic_space_has_27_points() {
        let space = Space::classic();
        assert_eq!(space.count(), Some(27));
        let mut seen = Vec::new();
        let mut random = Random::new(1);
        while let Some(point) = space.draw_new(&mut random, &seen) {
            seen.push(point);
        }
        assert_eq!(seen.len(), 27);
        let named: Vec<_> = space.named(&seen[0]).map(|(name, _)| name).collect();
        assert_eq!(named, ["learning_rate", "iterations", "depth"]);
    }

    #[test]
    fn draws_keep_to_their_ranges_and_spread_over_them() {
        let ranges = vec![
            Range::Linear { low: -1.0, high: 3.0 },
            Range::Logarithmic { low: 1e-3, high: 1e3 },
            Range::Whole { low: 5, high: 7 },
        ];
        let space = space(ranges).unwrap();
        assert_eq!(space.count(), None);
        let mut random = Random::new(3);
        let points: Vec<Point> =
            (0..4_000).map(|_| space.draw_new(&mut random, &[]).unwrap()).collect();
        let share = |is_in: &dyn Fn(&[f64]) -> bool| {
            points.iter().filter(|point| is_in(&point.0)).count() as f64 / 4_000.0
        };
        assert_eq!(share(&|p| (-1.0..=3.0).contains(&p[0]) && (1e-3..=1e3).contains(&p[1])), 1.0);
        // Half of each range, and a third of the whole numbers; five standard deviations are 0.04.
        assert!((share(&|p| p[0] < 1.0) - 0.5).abs() < 0.04);
        assert!((share(&|p| p[1] < 1.0) - 0.5).abs() < 0.04);
        assert!((share(&|p| p[2] == 7.0) - 1.0 / 3.0).abs() < 0.04);
        assert_eq!(share(&|p| [5.0, 6.0, 7.0].contains(&p[2])), 1.0);
    }

    #[test]
    fn what_is_no_space_is_refused() {
        let error = |range| space(vec![range]).unwrap_err().to_string();
        let start = "setting \"s0\" of the search: ";
        let expected = |text: &str| format!("{start}{text}");
        assert_eq!(error(Range::Choice(vec![])), expected("no choices, expected at least one"));
        assert_eq!(
            error(Range::Choice(vec![1.0, 1.0])),
            expected("choice 1, expected finite numbers, each once")
        );
        assert_eq!(
            error(Range::Linear { low: 1.0, high: f64::NAN }),
            expected("from 1 to NaN, expected from < to")
        );
        assert_eq!(
            error(Range::Logarithmic { low: 0.0, high: 1.0 }),
            expected("from 0 to 1, expected 0 < from < to")
        );
        assert_eq!(
            error(Range::Whole { low: 2, high: 2 }),
            expected("from 2 to 2, expected from < to")
        );
        let twice = Dimension { name: "a".to_owned(), range: Range::Choice(vec![1.0]) };
        let error = Space::new(vec![twice.clone(), twice]).unwrap_err().to_string();
        assert_eq!(error, "setting \"a\" of the search: it is there twice");
    }
}
