//! Clouds of dots, one a trade, or one a cell where there are too many.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::axis::Axis;
use super::html::Escaped;
use super::plot::UNITS;

/// Most dots of a class that are drawn one by one, each with its text.
const SINGLE_MAX: usize = 1_000;
/// Size of the cells that more dots are gathered in: about a dot's.
const CELL: (f64, f64) = (5.0, 12.5);
/// Classes of cells by the number of their dots.
const WEIGHTS: [(usize, &str); 3] = [(1, "few"), (3, "some"), (10, "many")];

/// A dot.
#[derive(Clone, Debug)]
pub(in super::super) struct Dot {
    /// Horizontal value.
    pub(in super::super) x: f64,
    /// Vertical value.
    pub(in super::super) y: f64,
    /// What it is.
    pub(in super::super) text: String,
}

/// Whether as many dots are drawn one by one, so that their texts are needed.
pub(in super::super) const fn are_single(count: usize) -> bool {
    count <= SINGLE_MAX
}

/// The marks of a class of dots: at most a thousand with their texts, else at most 16,000 cells.
pub(in super::super) fn dots(class: &str, dots: &[Dot], x: &Axis, y: &Axis) -> String {
    let place = |dot: &Dot| (x.place(dot.x) * UNITS, UNITS - y.place(dot.y) * UNITS);
    let mut marks = String::new();
    if are_single(dots.len()) {
        let _ = write!(marks, "<g class=\"dot {class}\">");
        for dot in dots {
            let ((x, y), text) = (place(dot), Escaped(&dot.text));
            let _ = write!(marks, "<path d=\"M{x:.1} {y:.1}h0\"><title>{text}</title></path>");
        }
        marks.push_str("</g>");
        return marks;
    }
    let mut cells: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for dot in dots {
        let (x, y) = place(dot);
        *cells.entry(((x / CELL.0) as u32, (y / CELL.1) as u32)).or_default() += 1;
    }
    for (index, (least, weight)) in WEIGHTS.iter().enumerate() {
        let below = WEIGHTS.get(index + 1).map_or(usize::MAX, |(next, _)| *next);
        let mut path = String::new();
        for ((x, y), _) in cells.iter().filter(|(_, count)| (*least..below).contains(count)) {
            let (x, y) = ((f64::from(*x) + 0.5) * CELL.0, (f64::from(*y) + 0.5) * CELL.1);
            let _ = write!(path, "M{x:.0} {y:.0}h0");
        }
        if !path.is_empty() {
            let _ = write!(marks, "<path class=\"dot {class} {weight}\" d=\"{path}\"/>");
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_dots_have_texts_and_many_are_gathered() {
        let axis = Axis::numbers(Some((0.0, 1.0)), 4);
        let dot = |index: usize| Dot {
            x: (index % 1_009) as f64 / 1_009.0,
            y: (index % 997) as f64 / 997.0,
            text: "<b>".to_owned(),
        };
        let few: Vec<Dot> = (0..3).map(dot).collect();
        let marks = dots("buy", &few, &axis, &axis);
        assert_eq!(marks.matches("&lt;b&gt;").count(), 3, "{marks}");
        let many: Vec<Dot> = (0..200_000).map(dot).collect();
        let marks = dots("buy", &many, &axis, &axis);
        assert!(marks.len() < 250_000, "{}", marks.len());
        assert!(marks.contains("buy some") && !marks.contains("title"));
    }
}
