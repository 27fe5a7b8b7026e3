//! Whether the best point of a grid stands among good ones or alone.

use serde::Serialize;

use super::{OverfittingError, series};

/// A point of a grid with what it scored.
#[derive(Clone, Debug, PartialEq)]
pub struct GridPoint {
    /// Number of its value in each dimension, from 0, in the order of the values.
    pub at: Vec<usize>,
    /// Its score; higher is better.
    pub score: f64,
}

/// What a neighbourhood counts for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NeighbourhoodScore {
    /// The mean of its scores.
    Mean,
    /// A quantile of its scores, linear between them; a low one punishes holes.
    Quantile {
        /// Share of the neighbourhood that is below, from 0 to 1.
        prob: f64,
    },
}

/// How points are ranked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlateauSettings {
    /// Largest difference of the numbers in every dimension between neighbours, at least 1.
    pub radius: usize,
    /// What a neighbourhood counts for.
    pub score: NeighbourhoodScore,
    /// Points with fewer neighbours are not ranked: in a sparse grid every point is a peak.
    pub neighbours_min: usize,
}

/// A point that was ranked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RankedPoint {
    /// Number of the point, as handed in.
    pub point: usize,
    /// Its own score.
    pub score: f64,
    /// The score of its neighbourhood, which it belongs to.
    pub neighbourhood_score: f64,
    /// Its neighbours, without itself.
    pub neighbours: usize,
}

/// How much a dimension matters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Sensitivity {
    /// Number of the dimension.
    pub dimension: usize,
    /// Share of the variance of the scores that the means by value of this dimension have (the
    /// correlation ratio); 0 when all scores are equal. On a full grid the first-order index of
    /// Sobol.
    pub variance_share_frac: f64,
    /// Mean absolute change of the score from a point to the next one of this dimension; `None`
    /// without two such points.
    pub step_change_mean: Option<f64>,
}

/// The grid, ranked by neighbourhoods.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plateau {
    /// The ranked points, best neighbourhood first; of equal ones the better point, then the first.
    pub ranking: Vec<RankedPoint>,
    /// The point with the largest score of all, ranked or not.
    pub peak_point: usize,
    /// Its score.
    pub peak_score: f64,
    /// The score of the peak's own neighbourhood per its score: near 1 on a plateau, small on a
    /// needle. `None` when the peak's score is not above 0 or the peak is not ranked.
    pub peak_kept_frac: Option<f64>,
    /// The score of the best neighbourhood per the peak's score: what may be hoped for. `None` when
    /// the peak's score is not above 0.
    pub plateau_kept_frac: Option<f64>,
    /// By dimension.
    pub sensitivity: Vec<Sensitivity>,
}

/// Ranks the points of a grid by their neighbourhoods instead of their peaks.
///
/// A peak whose neighbours are poor is luck: the market that comes is a little different, as if
/// the parameters were. The grid may have holes.
///
/// Cost: points x points within the radius in the first dimension x dimensions; put the dimension
/// with the most values first.
///
/// # Errors
/// No points, no dimension, points of other dimensions, a score that is not finite, two points at
/// one place, a radius of 0, a share that is not from 0 to 1, no point with enough neighbours.
pub fn plateau(
    points: &[GridPoint],
    settings: &PlateauSettings,
) -> Result<Plateau, OverfittingError> {
    let order = check(points, settings)?;
    let mut ranking: Vec<RankedPoint> = ranked(points, &order, settings);
    if ranking.is_empty() {
        let (what, expected) = ("points with enough neighbours", 1);
        return Err(OverfittingError::Few { what, was: 0, expected });
    }
    ranking.sort_by(|a, b| {
        let by_score = b.neighbourhood_score.total_cmp(&a.neighbourhood_score);
        by_score.then(b.score.total_cmp(&a.score)).then(a.point.cmp(&b.point))
    });
    let mut peak_point = 0;
    for (index, point) in points.iter().enumerate() {
        if point.score > points[peak_point].score {
            peak_point = index;
        }
    }
    let peak_score = points[peak_point].score;
    let kept = |score: f64| (peak_score > 0.0).then(|| score / peak_score);
    let of_peak = ranking.iter().find(|ranked| ranked.point == peak_point);
    let sensitivity = (0..points[0].at.len()).map(|dimension| sensitivity(points, dimension));
    Ok(Plateau {
        peak_point,
        peak_score,
        peak_kept_frac: of_peak.and_then(|ranked| kept(ranked.neighbourhood_score)),
        plateau_kept_frac: kept(ranking[0].neighbourhood_score),
        sensitivity: sensitivity.collect(),
        ranking,
    })
}

/// The points in the order of their coordinates, if all is sound.
fn check(points: &[GridPoint], settings: &PlateauSettings) -> Result<Vec<usize>, OverfittingError> {
    let Some(first) = points.first() else {
        return Err(OverfittingError::Few { what: "points", was: 0, expected: 1 });
    };
    let dimensions = first.at.len();
    for (what, was) in [("dimensions", dimensions), ("radius", settings.radius)] {
        if was == 0 {
            return Err(OverfittingError::Few { what, was, expected: 1 });
        }
    }
    if let NeighbourhoodScore::Quantile { prob } = settings.score
        && !(0.0..=1.0).contains(&prob)
    {
        return Err(OverfittingError::parameter("prob", prob, "a share from 0 to 1"));
    }
    for (index, point) in points.iter().enumerate() {
        if point.at.len() != dimensions {
            let (what, was, expected) = ("coordinates of point", point.at.len(), dimensions);
            return Err(OverfittingError::Length { what, index, was, expected });
        }
    }
    let scores: Vec<f64> = points.iter().map(|point| point.score).collect();
    series::check(&scores, None, 1)?;
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|a, b| points[*a].at.cmp(&points[*b].at));
    match order.windows(2).find(|pair| points[pair[0]].at == points[pair[1]].at) {
        Some(pair) => Err(OverfittingError::Repeated { first: pair[0], second: pair[1] }),
        None => Ok(order),
    }
}

/// The points that have enough neighbours. `order` sorts by coordinates, so neighbours are in a
/// window of the first one.
fn ranked(points: &[GridPoint], order: &[usize], settings: &PlateauSettings) -> Vec<RankedPoint> {
    let mut ranking = Vec::new();
    let mut from = 0;
    for index in order {
        let at = &points[*index].at;
        while points[order[from]].at[0].saturating_add(settings.radius) < at[0] {
            from += 1;
        }
        let window = order[from..].iter().map(|other| &points[*other]);
        let mut scores: Vec<f64> = window
            .take_while(|other| other.at[0] <= at[0].saturating_add(settings.radius))
            .filter(|other| is_near(&other.at, at, settings.radius))
            .map(|other| other.score)
            .collect();
        let neighbours = scores.len() - 1;
        if neighbours >= settings.neighbours_min {
            let neighbourhood_score = settings.score.of(&mut scores);
            let (point, score) = (*index, points[*index].score);
            ranking.push(RankedPoint { point, score, neighbourhood_score, neighbours });
        }
    }
    ranking
}

fn is_near(a: &[usize], b: &[usize], radius: usize) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(*b) <= radius)
}

impl NeighbourhoodScore {
    fn of(self, scores: &mut [f64]) -> f64 {
        match self {
            Self::Mean => series::mean(scores),
            Self::Quantile { prob } => {
                scores.sort_unstable_by(f64::total_cmp);
                series::quantile(scores, prob)
            }
        }
    }
}

fn sensitivity(points: &[GridPoint], dimension: usize) -> Sensitivity {
    let mean = points.iter().map(|point| point.score).sum::<f64>() / points.len() as f64;
    let total: f64 = points.iter().map(|point| (point.score - mean) * (point.score - mean)).sum();
    let mut order: Vec<&GridPoint> = points.iter().collect();
    order.sort_by_key(|point| point.at[dimension]);
    let mut between = 0.0;
    for same in order.chunk_by(|a, b| a.at[dimension] == b.at[dimension]) {
        let sum: f64 = same.iter().map(|point| point.score - mean).sum();
        between += sum * sum / same.len() as f64;
    }
    // Lines along the dimension: equal in all others.
    let others = |point: &GridPoint| {
        let mut others = point.at.clone();
        others.remove(dimension);
        others
    };
    order.sort_by_cached_key(|point| (others(point), point.at[dimension]));
    let (mut changes, mut steps) = (0.0, 0_usize);
    for pair in order.windows(2) {
        if pair[0].at[dimension] + 1 == pair[1].at[dimension] && others(pair[0]) == others(pair[1])
        {
            changes += (pair[1].score - pair[0].score).abs();
            steps += 1;
        }
    }
    Sensitivity {
        dimension,
        variance_share_frac: if total > 0.0 { between / total } else { 0.0 },
        step_change_mean: (steps > 0).then(|| changes / steps as f64),
    }
}
