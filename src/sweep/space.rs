//! What is varied: settings by path, and the values of each.

use std::fmt;

use crate::engine::EngineSettings;
use crate::training::{self, Dimension, Range};
use crate::types::settings::{SectionList, SettingValue};

/// Most combinations that one sweep may try: each leaves about 3 kB in the record.
pub const COMBINATIONS_MAX: u64 = 10_000_000;

/// A setting and the values it takes, in their order: neighbours in it count as alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Path of the setting, such as `signals.ma_cross.fast`.
    pub path: String,
    /// Its values, at least one, all different.
    pub values: Vec<SettingValue>,
}

impl Axis {
    /// A value as text; empty where there is none of that number.
    #[must_use]
    pub fn text(&self, place: usize) -> String {
        match self.values.get(place) {
            Some(SettingValue::Text(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        }
    }

    /// All values as texts.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        (0..self.values.len()).map(|place| self.text(place)).collect()
    }
}

/// Numbers of the values of a combination, in the order of the axes.
pub type Point = Vec<usize>;

/// Why a space was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceProblem {
    /// The setting at fault.
    pub path: String,
    /// What is wrong, and what was expected.
    pub message: String,
}

impl fmt::Display for SpaceProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "grid.\"{}\": {}", self.path, self.message)
    }
}

impl std::error::Error for SpaceProblem {}

/// All combinations of the values of some settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    axes: Vec<Axis>,
}

impl Space {
    /// A space over settings of an engine.
    ///
    /// # Errors
    /// Every axis whose path is no setting, appears twice, has no values, the same value twice, or
    /// a value that its setting does not accept.
    pub fn new(axes: Vec<Axis>) -> Result<Self, Vec<SpaceProblem>> {
        let mut problems = Vec::new();
        for (index, axis) in axes.iter().enumerate() {
            let mut problem = |message: String| {
                problems.push(SpaceProblem { path: axis.path.clone(), message });
            };
            if axes[..index].iter().any(|other| other.path == axis.path) {
                problem("is listed twice, expected once".to_owned());
            }
            if axis.values.is_empty() {
                problem("has no values, expected at least one".to_owned());
            }
            for (place, value) in axis.values.iter().enumerate() {
                if axis.values[..place].contains(value) {
                    problem(format!("has {value} twice, expected different values"));
                }
                if let Err(message) = set(&mut EngineSettings::default(), &axis.path, value) {
                    problem(message);
                }
            }
        }
        if problems.is_empty() { Ok(Self { axes }) } else { Err(problems) }
    }

    /// The axes.
    #[must_use]
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// Number of combinations; a lower bound where it is beyond the range.
    #[must_use]
    pub fn count(&self) -> u128 {
        self.axes
            .iter()
            .fold(1, |count: u128, axis| count.saturating_mul(axis.values.len() as u128))
    }

    /// Combination number `number`; the last axis changes fastest.
    #[must_use]
    pub fn point(&self, number: u64) -> Point {
        let mut rest = number;
        let mut point = vec![0; self.axes.len()];
        for (place, axis) in point.iter_mut().zip(&self.axes).rev() {
            let count = axis.values.len() as u64;
            *place = (rest % count) as usize;
            rest /= count;
        }
        point
    }

    /// Number of a combination.
    #[must_use]
    pub fn number(&self, point: &[usize]) -> u64 {
        let pairs = point.iter().zip(&self.axes);
        pairs.fold(0, |number, (place, axis)| number * axis.values.len() as u64 + *place as u64)
    }

    /// The values of a combination, as texts.
    #[must_use]
    pub fn texts(&self, point: &[usize]) -> Vec<String> {
        point.iter().zip(&self.axes).map(|(place, axis)| axis.text(*place)).collect()
    }

    /// Settings with the values of a combination. Whether they fit together is not checked.
    #[must_use]
    pub fn settings(&self, base: &EngineSettings, point: &[usize]) -> EngineSettings {
        let mut settings = base.clone();
        for (place, axis) in point.iter().zip(&self.axes) {
            if let Some(value) = axis.values.get(*place) {
                // Accepted when the space was made.
                let _ = set(&mut settings, &axis.path, value);
            }
        }
        settings
    }

    /// The same as numbers, for a search that proposes points.
    ///
    /// # Errors
    /// An axis that is too long.
    pub fn as_search_space(&self) -> Result<training::Space, training::SpaceError> {
        let dimension = |axis: &Axis| Dimension {
            name: axis.path.clone(),
            range: Range::Whole {
                low: 0,
                high: axis.values.len().min(i32::MAX as usize) as i32 - 1,
            },
        };
        training::Space::new(self.axes.iter().map(dimension).collect())
    }
}

/// Sets one key of the settings.
fn set(settings: &mut EngineSettings, path: &str, value: &SettingValue) -> Result<(), String> {
    let (section, key) = path.rsplit_once('.').unwrap_or(("", path));
    let mut sections = settings.sections();
    let Some(found) = sections.iter_mut().find(|it| it.section() == section) else {
        return Err("is no setting of an engine; see docs/configuration.md".to_owned());
    };
    match found.set_key(key, value) {
        Some(Ok(())) => Ok(()),
        Some(Err(problem)) => Err(problem.message),
        None => Err(format!("section [{section}] has no key {key}; see docs/configuration.md")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(path: &str, values: &[i64]) -> Axis {
        let values = values.iter().map(|value| SettingValue::Integer(*value)).collect();
        Axis { path: path.to_owned(), values }
    }

    #[test]
    fn combinations_are_numbered_with_the_last_axis_fastest() {
        let axes = vec![
            axis("signals.ma_cross.fast", &[5, 10]),
            axis("signals.ma_cross.slow", &[20, 50, 100]),
        ];
        let space = Space::new(axes).unwrap();
        assert_eq!(space.count(), 6);
        let points: Vec<Point> = (0..6).map(|number| space.point(number)).collect();
        assert_eq!(points, [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
        assert!((0..6).all(|number| space.number(&space.point(number)) == number));
        let settings = space.settings(&EngineSettings::default(), &[1, 2]);
        assert_eq!((settings.signals.ma_cross.fast, settings.signals.ma_cross.slow), (10, 100));
        assert_eq!(space.texts(&[1, 2]), ["10", "100"]);
    }

    #[test]
    fn every_problem_is_named() {
        let problems = Space::new(vec![
            axis("signals.ma_cross.fast", &[5, 5]),
            axis("signals.ma_cross.quick", &[1]),
            axis("speed", &[1]),
            axis("risk.risk_frac", &[]),
            axis("signals.rsi.period", &[0]),
            axis("signals.ma_cross.fast", &[7]),
        ]);
        let paths: Vec<String> = problems.unwrap_err().into_iter().map(|it| it.path).collect();
        assert_eq!(
            paths,
            [
                "signals.ma_cross.fast",
                "signals.ma_cross.quick",
                "speed",
                "risk.risk_frac",
                "signals.rsi.period",
                "signals.ma_cross.fast"
            ]
        );
    }

    #[test]
    fn a_product_beyond_the_range_is_a_lower_bound() {
        let long: Vec<i64> = (1..=10_000).collect();
        let axes: Vec<Axis> = ["signals.ma_cross.fast", "signals.ma_cross.slow"]
            .into_iter()
            .map(|path| axis(path, if path.ends_with("slow") { &long[1..] } else { &long }))
            .collect();
        assert_eq!(Space::new(axes).unwrap().count(), 10_000 * 9_999);
    }
}
