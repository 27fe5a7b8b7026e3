//! Choice of rows and columns, a function of the seed and of what is chosen alone.

/// A number that depends on all of its parts (SplitMix64's output function, once per part).
fn mix(parts: [u64; 4]) -> u64 {
    parts.into_iter().fold(0, |state: u64, part| {
        let mut z = (state ^ part).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    })
}

/// Sets `chosen` and `left_out` to a part of the rows `0..rows`, each chosen with the probability
/// `fraction`.
pub(super) fn choose_rows(
    (seed, iteration): (u64, usize),
    (rows, fraction): (usize, f64),
    chosen: &mut Vec<u32>,
    left_out: &mut Vec<u32>,
) {
    chosen.clear();
    left_out.clear();
    // Of 2^53 equally likely numbers, those below are chosen.
    let limit = (fraction * 9_007_199_254_740_992.0) as u64;
    for row in 0..rows as u32 {
        let is_chosen = mix([seed, 1, iteration as u64, u64::from(row)]) >> 11 < limit;
        if is_chosen { chosen.push(row) } else { left_out.push(row) }
    }
}

/// Which of `columns` columns a tree may ask for: `fraction` of them, rounded up.
pub(super) fn choose_columns(
    (seed, tree): (u64, usize),
    (columns, fraction): (usize, f64),
) -> Vec<bool> {
    let mut order: Vec<usize> = (0..columns).collect();
    order.sort_by_key(|&column| mix([seed, 2, tree as u64, column as u64]));
    let mut is_chosen = vec![false; columns];
    let number = (columns as f64 * fraction).ceil() as usize;
    for &column in order.iter().take(number) {
        is_chosen[column] = true;
    }
    is_chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_chosen_with_their_probability_and_anew_each_time() {
        let (mut chosen, mut left_out) = (Vec::new(), Vec::new());
        choose_rows((7, 0), (100_000, 0.3), &mut chosen, &mut left_out);
        // Five standard deviations of a binomial: 5 sqrt(100,000 * 0.3 * 0.7) = 725.
        assert!(chosen.len().abs_diff(30_000) < 725, "{}", chosen.len());
        assert_eq!(chosen.len() + left_out.len(), 100_000);
        let first = chosen.clone();
        choose_rows((7, 1), (100_000, 0.3), &mut chosen, &mut left_out);
        assert_ne!(first, chosen);
        choose_rows((7, 0), (100_000, 0.3), &mut chosen, &mut left_out);
        assert_eq!(first, chosen);
    }

    #[test]
    fn columns_are_chosen_in_their_number_and_each_at_times() {
        let mut times = [0; 10];
        for tree in 0..1000 {
            let chosen = choose_columns((3, tree), (10, 0.25));
            assert_eq!(chosen.iter().filter(|is_chosen| **is_chosen).count(), 3);
            for (time, is_chosen) in times.iter_mut().zip(chosen) {
                *time += u32::from(is_chosen);
            }
        }
        // 1000 draws of 3 in 10: five standard deviations are 72.
        assert!(times.iter().all(|time| time.abs_diff(300) < 72), "{times:?}");
    }
}
