//! Curves of any length, thinned without hiding anything that a screen could show.

use crate::types::UnixNanos;

/// A point of a curve.
pub(in super::super) type Point = (UnixNanos, f64);

/// The first, the lowest, the highest and the last point of a column.
struct Column {
    number: i64,
    points: [Point; 4],
}

impl Column {
    fn new(number: i64, point: Point) -> Self {
        Self { number, points: [point; 4] }
    }

    fn take(&mut self, point: Point) {
        let [_, lowest, highest, last] = &mut self.points;
        if point.1 < lowest.1 {
            *lowest = point;
        }
        if point.1 > highest.1 {
            *highest = point;
        }
        *last = point;
    }

    fn put(mut self, thinned: &mut Vec<Point>) {
        self.points[1..3].sort_by_key(|point| point.0);
        for point in self.points {
            if thinned.last() != Some(&point) {
                thinned.push(point);
            }
        }
    }
}

/// Keeps the first, the lowest, the highest and the last point of every one of `columns` equal
/// stretches of time: at that width a line through them covers the same pixels as one through all.
/// At most four points a column.
///
/// Source: U. Jugel, Z. Jerzak, G. Hackenbroich, V. Markl, "M4: a visualization-oriented time
/// series data aggregation", Proceedings of the VLDB Endowment 7 (2014).
pub(in super::super) fn thin(
    points: impl IntoIterator<Item = Point>,
    from: UnixNanos,
    to: UnixNanos,
    columns: usize,
) -> Vec<Point> {
    let width = (to.since(from).0 / columns.max(1) as i64).max(1);
    let mut thinned = Vec::new();
    let mut column: Option<Column> = None;
    for point in points {
        let number = point.0.since(from).0 / width;
        match &mut column {
            Some(open) if open.number == number => open.take(point),
            _ => {
                if let Some(full) = column.replace(Column::new(number, point)) {
                    full.put(&mut thinned);
                }
            }
        }
    }
    if let Some(full) = column {
        full.put(&mut thinned);
    }
    thinned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_extreme_is_lost_and_the_order_stays() {
        let value = |index: i64| match index {
            417 => -50.0,
            418 => 80.0,
            _ => (index % 7) as f64,
        };
        let points: Vec<Point> =
            (0..100_000).map(|index| (UnixNanos(index), value(index))).collect();
        let thinned = thin(points.iter().copied(), UnixNanos(0), UnixNanos(99_999), 100);
        assert!(thinned.len() <= 404, "{}", thinned.len());
        assert!(thinned.is_sorted_by_key(|point| point.0));
        for extreme in [points[417], points[418], points[0], points[99_999]] {
            assert!(thinned.contains(&extreme), "{extreme:?}");
        }
    }

    #[test]
    fn a_short_curve_stays_as_it_is() {
        let points = [(UnixNanos(0), 1.0), (UnixNanos(50), 3.0), (UnixNanos(100), 2.0)];
        assert_eq!(thin(points, UnixNanos(0), UnixNanos(100), 10), points);
        assert_eq!(thin([], UnixNanos(0), UnixNanos(0), 10), []);
    }
}
