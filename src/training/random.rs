//! Random search: points drawn once, before anything is known.

use super::{Point, Space};
use crate::model::random::Random;

/// `count` different points of a space, fewer when it has no more. The same for a seed.
///
/// Source: J. Bergstra, Y. Bengio, "Random search for hyper-parameter optimization", JMLR 13
/// (2012).
#[must_use]
pub fn random_points(space: &Space, count: usize, seed: u64) -> Vec<Point> {
    let mut random = Random::new(seed);
    let mut points = Vec::new();
    while points.len() < count {
        let Some(point) = space.draw_new(&mut random, &points) else { break };
        points.push(point);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_draws_of_the_classic_space_differ_and_come_again_with_the_seed() {
        let space = Space::classic();
        let points = random_points(&space, 12, 7);
        assert_eq!(points.len(), 12);
        assert!((1..12).all(|index| !points[..index].contains(&points[index])));
        assert_eq!(points, random_points(&space, 12, 7));
        assert_ne!(points, random_points(&space, 12, 8));
        assert_eq!(random_points(&space, 100, 7).len(), 27);
    }

    #[test]
    fn every_point_is_as_likely() {
        let space = Space::classic();
        let mut drawn = Vec::new();
        (0..900).for_each(|seed| drawn.extend(random_points(&space, 12, seed)));
        let all = random_points(&space, 27, 0);
        for point in &all {
            let count = drawn.iter().filter(|other| *other == point).count();
            // 900 times 12 of 27: 400 expected, five standard deviations are 75.
            assert!(count.abs_diff(400) < 75, "{point:?}: {count}");
        }
    }
}
