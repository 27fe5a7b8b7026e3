//! The best combination, and the middle of the best neighbourhood.

use super::{Line, Space};
use crate::research::overfitting::{
    GridPoint, NeighbourhoodScore, Plateau, PlateauSettings, plateau,
};

/// Most combinations whose neighbourhoods are compared: the cost grows with their square in the
/// first dimension.
const POINTS_MAX: usize = 50_000;

/// Combinations in the order of their scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// Numbers of the lines with a score, best first; of equal ones the one that was tried first.
    pub order: Vec<usize>,
    /// Neighbourhoods; points are numbers of places in `scored`.
    pub plateau: Option<Plateau>,
    /// Numbers of the lines that `plateau` counts.
    pub scored: Vec<usize>,
    /// What is recommended: the middle of the best neighbourhood, or the best where neighbours are
    /// too few to say.
    pub chosen: Option<usize>,
}

impl Ranking {
    /// Ranks lines.
    #[must_use]
    pub fn of(lines: &[Line], space: &Space) -> Self {
        let scored: Vec<usize> =
            (0..lines.len()).filter(|index| lines[*index].score.is_some()).collect();
        let score = |line: usize| lines[line].score.unwrap_or(f64::NEG_INFINITY);
        let mut order = scored.clone();
        order.sort_by(|a, b| score(*b).total_cmp(&score(*a)));
        let neighbourhoods = neighbourhoods(lines, &scored, space);
        let middle = neighbourhoods.as_ref().and_then(|found| found.ranking.first());
        let chosen = middle.map(|middle| scored[middle.point]).or_else(|| order.first().copied());
        Self { order, plateau: neighbourhoods, scored, chosen }
    }

    /// Score of the neighbourhood of a line, if it was ranked.
    #[must_use]
    pub fn neighbourhood_score(&self, line: usize) -> Option<f64> {
        let place = self.scored.binary_search(&line).ok()?;
        let ranking = &self.plateau.as_ref()?.ranking;
        ranking.iter().find(|at| at.point == place).map(|at| at.neighbourhood_score)
    }
}

/// Neighbourhoods over the axes that vary.
fn neighbourhoods(lines: &[Line], scored: &[usize], space: &Space) -> Option<Plateau> {
    let varying: Vec<usize> =
        (0..space.axes().len()).filter(|axis| space.axes()[*axis].values.len() > 1).collect();
    if varying.is_empty() || scored.len() > POINTS_MAX {
        return None;
    }
    let point = |line: &usize| {
        let Line { point, score, .. } = &lines[*line];
        let at = varying.iter().map(|axis| point[*axis]).collect();
        GridPoint { at, score: score.unwrap_or(f64::NEG_INFINITY) }
    };
    let points: Vec<GridPoint> = scored.iter().map(point).collect();
    // A corner of a full grid has 2^n - 1 neighbours.
    let corner = (1_usize << varying.len().min(16)) - 1;
    let settings = PlateauSettings {
        radius: 1,
        score: NeighbourhoodScore::Mean,
        neighbours_min: corner.min(3),
    };
    plateau(&points, &settings).ok()
}
