//! The file that says what a sweep varies.
//!
//! ```toml
//! [sweep]                                    # settings of the sweep, see docs/sweep.md
//! method = "grid"
//! [grid]                                     # settings of the engine, each with its values
//! signals.ma_cross.fast = [5, 10, 20]
//! signals.ma_cross.slow = { from = 30, to = 200, step = 10 }
//! "risk.opposite" = ["exit", "flip"]
//! ```

use std::path::{Path, PathBuf};

use hypertrader::config::{Position, read_file, setting_value};
use hypertrader::sweep::{Axis, Method, Plan, Space};
use hypertrader::types::settings::{SettingValue, Settings};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Most values that a range may stand for.
const RANGE_MAX: f64 = 100_000.0;

/// What a file says.
#[derive(Debug)]
pub(super) struct GridFile {
    pub(super) plan: Plan,
    pub(super) space: Space,
    /// Files of bars, beside those of the command line.
    pub(super) bars: Vec<PathBuf>,
    /// The text, for what it is known by.
    pub(super) text: String,
}

/// Problems of a text, each with the byte where it is.
type Problems = Vec<(usize, String)>;
type Entry<'a, 'b> = (&'a Spanned<std::borrow::Cow<'b, str>>, &'a Spanned<DeValue<'b>>);

impl GridFile {
    /// Reads a file. Every problem names file, line, column, and what was expected.
    pub(super) fn read(path: &Path) -> Result<Self, Vec<String>> {
        let bytes = read_file(path).map_err(|problem| vec![problem.to_string()])?;
        let name = path.display();
        let text = String::from_utf8(bytes)
            .map_err(|_| vec![format!("{name}: was not UTF-8, expected a TOML text")])?;
        Self::parse(&text, path.parent().unwrap_or(Path::new(""))).map_err(|problems| {
            let line = |(at, message): (usize, String)| {
                format!("{name}:{}: {message}", Position::of(&text, at))
            };
            problems.into_iter().map(line).collect()
        })
    }

    /// How many combinations are tried on each symbol.
    pub(super) fn combinations(&self) -> u128 {
        let all = self.space.count();
        match self.plan.method {
            Method::Grid => all,
            Method::Random | Method::Tpe => all.min(u128::from(self.plan.draws)),
        }
    }

    fn parse(text: &str, folder: &Path) -> Result<Self, Problems> {
        let tree = DeTable::parse(text).map_err(|error| {
            vec![(error.span().map_or(0, |span| span.start), error.message().to_owned())]
        })?;
        let mut problems = Problems::new();
        let (mut plan, mut bars) = (Plan::default(), Vec::new());
        let mut axes: Vec<(usize, Axis)> = Vec::new();
        for (key, value) in tree.get_ref() {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("sweep", DeValue::Table(table)) => {
                    read_plan(table, folder, &mut plan, &mut bars, &mut problems);
                }
                ("grid", DeValue::Table(table)) => read_axes(table, "", &mut axes, &mut problems),
                (name, _) => problems.push((
                    key.span().start,
                    format!("was {name}, expected the sections [sweep] and [grid]"),
                )),
            }
        }
        axes.sort_by_key(|(at, _)| *at);
        if axes.is_empty() && problems.is_empty() {
            problems.push((0, "[grid] was empty, expected settings with their values".to_owned()));
        }
        let places: Vec<(usize, String)> =
            axes.iter().map(|(at, axis)| (*at, axis.path.clone())).collect();
        let space = Space::new(axes.into_iter().map(|(_, axis)| axis).collect());
        match space {
            Ok(space) if problems.is_empty() => {
                Ok(Self { plan, space, bars, text: text.to_owned() })
            }
            found => {
                for problem in found.err().unwrap_or_default() {
                    let place = places.iter().find(|(_, path)| *path == problem.path);
                    problems.push((place.map_or(0, |(at, _)| *at), problem.to_string()));
                }
                problems.sort();
                Err(problems)
            }
        }
    }
}

fn read_plan(
    table: &DeTable<'_>,
    folder: &Path,
    plan: &mut Plan,
    bars: &mut Vec<PathBuf>,
    problems: &mut Problems,
) {
    for (key, value) in table {
        let at = value.span().start;
        let name = key.get_ref().as_ref();
        let setting = match setting_value(value.get_ref()) {
            Ok(setting) => setting,
            Err(was) => {
                problems.push((at, format!("sweep.{name} was {was}, expected a value")));
                continue;
            }
        };
        if name == "bars" {
            match paths(&setting) {
                Some(found) => bars.extend(found.iter().map(|path| folder.join(path))),
                None => problems.push((at, "sweep.bars: expected a list of files".to_owned())),
            }
            continue;
        }
        match plan.set(name, &setting) {
            Some(Ok(())) => {}
            Some(Err(problem)) => problems.push((at, format!("sweep.{name} {}", problem.message))),
            None => {
                let known: Vec<&str> = Plan::specs().iter().map(|spec| spec.key).collect();
                let known = known.join(", ");
                problems.push((
                    key.span().start,
                    format!("sweep.{name} is no setting, expected bars or one of {known}"),
                ));
            }
        }
    }
}

fn paths(value: &SettingValue) -> Option<Vec<&String>> {
    let SettingValue::List(values) = value else { return None };
    let mut paths = Vec::new();
    for value in values {
        let SettingValue::Text(path) = value else { return None };
        paths.push(path);
    }
    Some(paths)
}

/// Goes through a table whose keys are paths, or parts of them.
fn read_axes(
    table: &DeTable<'_>,
    above: &str,
    axes: &mut Vec<(usize, Axis)>,
    problems: &mut Problems,
) {
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let path = if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") };
        let at = key.span().start;
        match value.get_ref() {
            DeValue::Array(_) => match setting_value(value.get_ref()) {
                Ok(SettingValue::List(values)) => axes.push((at, Axis { path, values })),
                Ok(other) => problems.push((at, format!("{path} was {other}, expected a list"))),
                Err(was) => problems.push((at, format!("{path} was {was}, expected values"))),
            },
            DeValue::Table(inner) if is_range(inner) => match range(inner) {
                Ok(values) => axes.push((at, Axis { path, values })),
                Err(message) => problems.push((at, format!("{path} {message}"))),
            },
            DeValue::Table(inner) => read_axes(inner, &path, axes, problems),
            _ => problems.push((
                value.span().start,
                format!("{path}: expected a list of values, or {{ from, to, step }}"),
            )),
        }
    }
}

fn is_range(table: &DeTable<'_>) -> bool {
    table
        .iter()
        .any(|(key, _): Entry<'_, '_>| ["from", "to", "step"].contains(&key.get_ref().as_ref()))
}

/// The values of `{ from, to, step }`, the end included where a step meets it.
fn range(table: &DeTable<'_>) -> Result<Vec<SettingValue>, String> {
    let mut ends = [None, None, None];
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let place = ["from", "to", "step"].iter().position(|known| *known == name);
        let place = place.ok_or_else(|| format!("has {name}, expected from, to and step"))?;
        ends[place] = setting_value(value.get_ref()).ok();
    }
    let expected = "expected numbers from, to and step, from <= to, step above 0";
    let number = |value: &Option<SettingValue>| match value {
        Some(SettingValue::Integer(number)) => Some(*number as f64),
        Some(SettingValue::Float(number)) => Some(*number),
        _ => None,
    };
    let [Some(from), Some(to), Some(step)] = ends.each_ref().map(number) else {
        return Err(expected.to_owned());
    };
    let count = ((to - from) / step + 1e-9).floor() + 1.0;
    if !(step > 0.0 && from <= to && count <= RANGE_MAX) {
        return Err(format!("{expected}, and at most {RANGE_MAX} values"));
    }
    let is_whole = ends.iter().all(|end| matches!(end, Some(SettingValue::Integer(_))));
    let value = |index: usize| {
        let value = from + index as f64 * step;
        if is_whole {
            SettingValue::Integer(value as i64)
        } else {
            SettingValue::Float(tidy(value))
        }
    };
    Ok((0..count as usize).map(value).collect())
}

/// The decimal near a number that arithmetic has blurred: 1.3 for 1.3000000000000003.
fn tidy(value: f64) -> f64 {
    format!("{value:.12e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<GridFile, Vec<String>> {
        GridFile::parse(text, Path::new("folder")).map_err(|problems| {
            let line = |(at, message)| format!("{}: {message}", Position::of(text, at));
            problems.into_iter().map(line).collect()
        })
    }

    #[test]
    fn lists_and_ranges_become_axes_in_the_order_of_the_file() {
        let file = parse(
            "[sweep]\nscore = \"calmar\"\nbars = [\"a.csv\"]\n[grid]\n\
             signals.stops.atr_multiple = { from = 1.0, to = 1.5, step = 0.1 }\n\
             \"signals.ma_cross.fast\" = { from = 5, to = 12, step = 3 }\n\
             risk.opposite = [\"exit\", \"flip\"]\n",
        )
        .unwrap();
        let shown: Vec<(String, String)> = file
            .space
            .axes()
            .iter()
            .map(|axis| (axis.path.clone(), SettingValue::List(axis.values.clone()).to_string()))
            .collect();
        let expected = [
            ("signals.stops.atr_multiple", "[1.0, 1.1, 1.2, 1.3, 1.4, 1.5]"),
            ("signals.ma_cross.fast", "[5, 8, 11]"),
            ("risk.opposite", "[\"exit\", \"flip\"]"),
        ];
        assert_eq!(shown, expected.map(|(path, text)| (path.to_owned(), text.to_owned())));
        assert_eq!(file.bars, [Path::new("folder/a.csv")]);
        assert_eq!(file.plan.score, hypertrader::sweep::Score::Calmar);
    }

    #[test]
    fn problems_name_line_column_and_what_was_expected() {
        for (text, expected) in [
            ("[grid]\n", "1:1: [grid] was empty"),
            ("[grids]\n", "1:2: was grids, expected the sections [sweep] and [grid]"),
            ("[sweep]\nscore = \"luck\"\n[grid]\nrisk.risk_frac = [0.01]", "2:9: sweep.score was"),
            (
                "[sweep]\nfast = 3\n",
                "2:1: sweep.fast is no setting, expected bars or one of method",
            ),
            ("[grid]\nrisk.risk_frac = 0.01\n", "2:18: risk.risk_frac: expected a list"),
            ("[grid]\nrisk.risk_frac = [2.0]\n", "2:6: grid.\"risk.risk_frac\": was 2.0, expected"),
            (
                "[grid]\nrisk.risk_frac = { from = 0.01, to = 0.0, step = 0.01 }\n",
                "2:6: risk.risk_frac expected numbers from, to and step",
            ),
            (
                "[grid]\nrisk.frac = [1]\n",
                "2:6: grid.\"risk.frac\": section [risk] has no key frac",
            ),
            ("[grid\n", "1:"),
        ] {
            let problems = parse(text).unwrap_err();
            assert!(problems[0].starts_with(expected), "{text}: {problems:?}");
        }
    }
}
