//! Combinatorial purged cross-validation.

use std::ops::Range;

use super::{Fold, ValidationError};
use crate::model::Dataset;
use crate::types::DurationNanos;

/// Most splits. Each is one training and takes 8 bytes a row: 12 groups of which 4 are tested are
/// 495 splits.
pub const SPLITS_MAX: usize = 500;
const _: () = assert!(SPLITS_MAX == 500, "the refusal of more splits names the number");

/// All splits of a history into groups of which some are tested.
///
/// Every group is tested in `paths.len()` splits. A path takes each group's predictions from
/// another one of them, so that every path is a whole history of out-of-fold predictions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combinatorial {
    /// The rows of each group, in order of time.
    pub groups: Vec<Range<usize>>,
    /// One fold a split, in lexicographic order of the tested groups.
    pub folds: Vec<Fold>,
    /// The groups that each split tests.
    pub tested: Vec<Vec<usize>>,
    /// `paths[p][g]`: the split from which path `p` takes the predictions of group `g`.
    pub paths: Vec<Vec<usize>>,
}

/// All ways to test `tested` of `groups` groups of rows, purged, with an embargo.
///
/// - Groups are neighbouring rows, as equal as possible; the first ones are a row longer.
/// - Splits: C(groups, tested). Paths: C(groups - 1, tested - 1), which is splits x tested /
///   groups.
/// - Tested groups next to each other are one span.
/// - Source: Lopez de Prado (2018), section 12.4.
///
/// # Errors
/// An unsound data set, fewer than 2 groups, no group tested or none left to learn from, more than
/// [`SPLITS_MAX`] splits, fewer rows than groups, a fold that purge and embargo empty or that has
/// one class only.
pub fn combinatorial(
    data: &Dataset,
    groups: usize,
    tested: usize,
    embargo: DurationNanos,
) -> Result<Combinatorial, ValidationError> {
    data.check().map_err(ValidationError::Dataset)?;
    check_counts(groups, tested)?;
    let rows = data.rows();
    if rows < groups {
        return Err(ValidationError::Rows { was: rows, expected: groups });
    }
    let ranges = equal_groups(rows, groups);
    let splits = combinations(groups, tested);
    let mut folds = Vec::with_capacity(splits.len());
    for (index, split) in splits.iter().enumerate() {
        let blocks = merged(split.iter().map(|group| ranges[*group].clone()));
        let others = (0..groups).filter(|group| !split.contains(group));
        let candidates: Vec<usize> = others.flat_map(|group| ranges[group].clone()).collect();
        let count = candidates.len();
        let fold = Fold::new(data, candidates.into_iter(), &blocks, embargo);
        folds.push(fold.check(data, index, count)?);
    }
    let paths = paths_of(&splits, groups);
    Ok(Combinatorial { groups: ranges, folds, tested: splits, paths })
}

fn check_counts(groups: usize, tested: usize) -> Result<(), ValidationError> {
    let refuse = |name, was, expected| Err(ValidationError::Parameter { name, was, expected });
    if groups < 2 {
        return refuse("groups", groups, "at least 2");
    }
    if tested == 0 || tested >= groups {
        return refuse("test_groups", tested, "at least 1, and fewer than groups");
    }
    match binomial(groups, tested) {
        Some(count) if count <= SPLITS_MAX => Ok(()),
        _ => refuse("groups", groups, "so few that at most 500 splits exist"),
    }
}

/// C(n, k), or `None` where it is far above [`SPLITS_MAX`].
fn binomial(n: usize, k: usize) -> Option<usize> {
    // After step i the product is C(n, i), a whole number, and rises up to the middle.
    (0..k.min(n - k)).try_fold(1_usize, |product, i| {
        Some(product.checked_mul(n - i)? / (i + 1)).filter(|count| *count <= SPLITS_MAX)
    })
}

fn equal_groups(rows: usize, groups: usize) -> Vec<Range<usize>> {
    let (length, longer) = (rows / groups, rows % groups);
    let start = |group: usize| group * length + group.min(longer);
    (0..groups).map(|group| start(group)..start(group + 1)).collect()
}

/// All `k` of 0 to `n - 1`, in lexicographic order; `k` is at least 1.
fn combinations(n: usize, k: usize) -> Vec<Vec<usize>> {
    let mut all = Vec::new();
    let mut chosen: Vec<usize> = (0..k).collect();
    loop {
        all.push(chosen.clone());
        // The last place that can still move forward; those behind it follow it closely.
        let Some(place) = (0..k).rev().find(|place| chosen[*place] < n - k + *place) else {
            return all;
        };
        let next = chosen[place] + 1;
        chosen[place..].iter_mut().enumerate().for_each(|(i, value)| *value = next + i);
    }
}

/// Blocks of rows with those that touch made one.
fn merged(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match blocks.last_mut() {
            Some(block) if block.end == range.start => block.end = range.end,
            _ => blocks.push(range),
        }
    }
    blocks
}

/// The n-th path takes each group from the n-th split that tests it.
fn paths_of(splits: &[Vec<usize>], groups: usize) -> Vec<Vec<usize>> {
    let tests_of = |group: usize| -> Vec<usize> {
        (0..splits.len()).filter(|split| splits[*split].contains(&group)).collect()
    };
    let by_group: Vec<Vec<usize>> = (0..groups).map(tests_of).collect();
    let count = by_group[0].len();
    (0..count).map(|path| by_group.iter().map(|splits| splits[path]).collect()).collect()
}
