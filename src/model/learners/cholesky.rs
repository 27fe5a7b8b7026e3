//! Solving symmetric linear equations.

/// Solves `A x = b` for a symmetric, positive definite `A`, whose lower triangle is given row by
/// row, by `A = L L'`. `b` becomes `x`; `matrix` becomes `L`.
///
/// `None` when `A` is not positive definite, up to rounding. Cost: n^3 / 6 multiplications.
pub(super) fn solve(matrix: &mut [f64], b: &mut [f64]) -> Option<()> {
    let size = b.len();
    for row in 0..size {
        let (before, rest) = matrix.split_at_mut(row * size);
        let current = &mut rest[..size];
        for column in 0..row {
            let other = &before[column * size..][..=column];
            let sum = dot(&current[..column], &other[..column]);
            current[column] = (current[column] - sum) / other[column];
        }
        let pivot = current[row] - dot(&current[..row], &current[..row]);
        if !(pivot > current[row] * 1e-14 && pivot.is_finite()) {
            return None;
        }
        current[row] = pivot.sqrt();
    }
    for row in 0..size {
        let current = &matrix[row * size..][..=row];
        b[row] = (b[row] - dot(&current[..row], &b[..row])) / current[row];
    }
    for row in (0..size).rev() {
        let sum: f64 = (row + 1..size).map(|below| matrix[below * size + row] * b[below]).sum();
        b[row] = (b[row] - sum) / matrix[row * size + row];
    }
    Some(())
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(l, r)| l * r).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of many textbooks: A = L L' with L = [2; 6 1; -8 5 3].
    #[test]
    fn solves_by_the_triangle() {
        let mut matrix = [4.0, 0.0, 0.0, 12.0, 37.0, 0.0, -16.0, -43.0, 98.0];
        // A (1, 2, 3)'.
        let mut b = [4.0 + 24.0 - 48.0, 12.0 + 74.0 - 129.0, -16.0 - 86.0 + 294.0];
        assert_eq!(solve(&mut matrix, &mut b), Some(()));
        assert_eq!(matrix, [2.0, 0.0, 0.0, 6.0, 1.0, 0.0, -8.0, 5.0, 3.0]);
        for (x, expected) in b.into_iter().zip([1.0, 2.0, 3.0]) {
            assert!((x - expected).abs() < 1e-10, "{b:?}");
        }
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_is_refused() {
        assert_eq!(solve(&mut [1.0, 0.0, 1.0, 1.0], &mut [1.0, 1.0]), None);
        assert_eq!(solve(&mut [-1.0], &mut [1.0]), None);
        assert_eq!(solve(&mut [f64::NAN], &mut [1.0]), None);
    }
}
