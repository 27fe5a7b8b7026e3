//! The known name nearest to a mistyped one.

/// Names longer than this are no typing mistake.
const MAX_NAME_BYTES: usize = 64;

/// The candidate nearest to `name`, if it is near: one change per three characters, at least one.
/// The first of equally near ones wins. ASCII case does not count as a change.
pub(super) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if name.len() > MAX_NAME_BYTES {
        return None;
    }
    let name: Vec<char> = name.to_ascii_lowercase().chars().collect();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other: Vec<char> = candidate.to_ascii_lowercase().chars().collect();
        let limit = (name.len().max(other.len()) / 3).max(1);
        if name.len().abs_diff(other.len()) > limit {
            continue;
        }
        let distance = distance(&name, &other);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Text for the end of a message: the suggestion, or nothing.
pub(super) fn hint<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, candidates)
        .map_or_else(String::new, |candidate| format!("; did you mean `{candidate}`?"))
}

/// Optimal string alignment distance: insertions, deletions, substitutions, and swaps of two
/// neighbours. Cost: product of the lengths.
fn distance(left: &[char], right: &[char]) -> usize {
    let width = right.len() + 1;
    let mut before_last: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    for (row, &a) in left.iter().enumerate() {
        let mut current = vec![row + 1; width];
        for (column, &b) in right.iter().enumerate() {
            let substituted = last[column] + usize::from(a != b);
            let mut least = substituted.min(last[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && a == right[column - 1] && left[row - 1] == b {
                least = least.min(before_last[column - 1] + 1);
            }
            current[column + 1] = least;
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_single_changes() {
        let of = |a: &str, b: &str| {
            distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>())
        };
        assert_eq!(of("kitten", "sitting"), 3); // the textbook example: two substitutions, one insertion
        assert_eq!(of("lenght", "length"), 1); // one swap
        assert_eq!(of("", "abc"), 3);
        assert_eq!(of("abc", ""), 3);
        assert_eq!(of("same", "same"), 0);
    }

    #[test]
    fn suggests_near_names_only() {
        let names = ["length", "enabled", "level_low", "level_high"];
        assert_eq!(nearest("lenght", names), Some("length"));
        assert_eq!(nearest("Enabled", names), Some("enabled"));
        assert_eq!(nearest("level_hihg", names), Some("level_high"));
        assert_eq!(nearest("colour", names), None);
        assert_eq!(nearest(&"l".repeat(65), names), None);
    }
}
