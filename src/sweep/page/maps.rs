//! Scores over pairs of parameters.

use crate::research::report::{GridPlace, HeatMap};
use crate::sweep::{Line, Ranking, Space};

/// Most maps: those of the parameters that matter most come first.
const MAPS_MAX: usize = 6;

/// A map for each pair of parameters that vary, each cell the best of all others.
pub(super) fn heat_maps(lines: &[Line], ranking: &Ranking, space: &Space) -> Vec<HeatMap> {
    let axes = space.axes();
    let mut varying: Vec<usize> =
        (0..axes.len()).filter(|axis| axes[*axis].values.len() > 1).collect();
    if let Some(plateau) = &ranking.plateau {
        // Dimensions of the plateau are the axes that vary, in their order.
        let share = |axis: &usize| {
            let place = varying.iter().position(|other| other == axis);
            let found = place.and_then(|place| plateau.sensitivity.get(place));
            found.map_or(0.0, |it| it.variance_share_frac)
        };
        let mut order = varying.clone();
        order.sort_by(|a, b| share(b).total_cmp(&share(a)));
        varying = order;
    }
    let mut pairs = Vec::new();
    for (place, first) in varying.iter().enumerate() {
        pairs.extend(varying[place + 1..].iter().map(|second| (*first, *second)));
    }
    pairs.truncate(MAPS_MAX);
    let others = if varying.len() > 2 { "the best of all others" } else { "" };
    pairs.iter().map(|(x, y)| map(lines, ranking, space, (*x, *y), others)).collect()
}

fn map(
    lines: &[Line],
    ranking: &Ranking,
    space: &Space,
    (x, y): (usize, usize),
    others: &str,
) -> HeatMap {
    let (x_labels, y_labels) = (space.axes()[x].texts(), space.axes()[y].texts());
    let mut cells = vec![vec![None; x_labels.len()]; y_labels.len()];
    for line in lines {
        let cell: &mut Option<f64> = &mut cells[line.point[y]][line.point[x]];
        *cell = match (*cell, line.score) {
            (Some(known), Some(score)) => Some(f64::max(known, score)),
            (known, score) => known.or(score),
        };
    }
    let place = |line: usize| GridPlace { x: lines[line].point[x], y: lines[line].point[y] };
    HeatMap {
        x_name: space.axes()[x].path.clone(),
        y_name: space.axes()[y].path.clone(),
        x_labels,
        y_labels,
        others: others.to_owned(),
        cells,
        peak: ranking.order.first().map(|line| place(*line)),
        plateau: ranking.chosen.filter(|_| ranking.plateau.is_some()).map(place),
    }
}
