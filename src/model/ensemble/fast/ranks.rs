//! Values as ranks among the cuts of their feature.

use crate::model::ensemble::plain::ZERO;
use crate::model::ensemble::{Compare, Ensemble, Missing, Node};

/// Most slots; a row's ranks are on the stack.
pub(super) const SLOTS: usize = 256;
/// Rank of a missing value that goes to the right; greater than any cut's number.
const RIGHTMOST: u32 = u16::MAX as u32;
/// Most cuts of a feature.
const MOST_CUTS: usize = 65_000;

/// The ranks of one row, by slot.
pub(super) type RowRanks = [u32; SLOTS];

/// The cuts of all features.
#[derive(Clone, Debug)]
pub(super) struct Ranks {
    /// Cuts of the features, rising for each.
    cuts: Vec<f64>,
    features: Vec<Feature>,
}

/// A feature that is asked for.
#[derive(Clone, Copy, Debug)]
struct Feature {
    index: u32,
    /// Its part of the cuts.
    start: u32,
    end: u32,
    /// The slot for each rule for missing values.
    slots: [Option<u8>; RULES],
}

const RULES: usize = 5;

const fn rule(missing: Missing) -> usize {
    match missing {
        Missing::Left => 0,
        Missing::Right => 1,
        Missing::Zero => 2,
        Missing::ZeroLeft => 3,
        Missing::ZeroRight => 4,
    }
}

/// The greatest value that goes to the left; `None` if none does.
fn cut(node: &Node) -> Option<f64> {
    match node.compare {
        Compare::AtMost => Some(node.threshold),
        Compare::Below if node.threshold == f64::NEG_INFINITY => None,
        Compare::Below => Some(node.threshold.next_down()),
    }
}

impl Ranks {
    /// The cuts of a checked ensemble; `None` if it has too many slots or cuts.
    pub(super) fn new(ensemble: &Ensemble) -> Option<Self> {
        let mut nodes: Vec<&Node> = ensemble.trees.iter().flat_map(|tree| &tree.nodes).collect();
        nodes.sort_by_key(|node| node.feature);
        let mut this = Self { cuts: Vec::new(), features: Vec::new() };
        let mut slots = 0;
        for nodes in nodes.chunk_by(|a, b| a.feature == b.feature) {
            let mut cuts: Vec<f64> = nodes.iter().filter_map(|node| cut(node)).collect();
            cuts.sort_unstable_by(f64::total_cmp);
            cuts.dedup_by(|a, b| a == b);
            if cuts.len() > MOST_CUTS {
                return None;
            }
            let mut of_rules = [None; RULES];
            for node in nodes {
                let slot = &mut of_rules[rule(node.missing)];
                if slot.is_none() {
                    *slot = Some(u8::try_from(slots).ok()?);
                    slots += 1;
                }
            }
            let start = this.cuts.len() as u32;
            this.cuts.extend(cuts);
            let end = this.cuts.len() as u32;
            let index = nodes[0].feature;
            this.features.push(Feature { index, start, end, slots: of_rules });
        }
        Some(this)
    }

    /// The slot and the number of the cut of a node of the ensemble.
    pub(super) fn question(&self, node: &Node) -> (u8, u16) {
        let place = self.features.partition_point(|feature| feature.index < node.feature);
        let feature = &self.features[place];
        let cuts = &self.cuts[feature.start as usize..feature.end as usize];
        let number = cut(node).map_or(0, |cut| cuts.partition_point(|&other| other < cut) + 1);
        (feature.slots[rule(node.missing)].unwrap_or(0), number as u16)
    }

    /// The ranks of a row.
    pub(super) fn of(&self, row: &[f64]) -> RowRanks {
        let mut ranks = [0; SLOTS];
        for feature in &self.features {
            let value = row[feature.index as usize];
            let cuts = &self.cuts[feature.start as usize..feature.end as usize];
            let rank = |value| cuts.partition_point(|&cut| cut < value) as u32 + 1;
            let is_missing = value.is_nan();
            // A missing value counts as 0, except for the rules that say otherwise.
            let usual = rank(if is_missing { 0.0 } else { value });
            let is_zero = is_missing || value.abs() <= ZERO;
            let of_rules = [
                if is_missing { 0 } else { usual },
                if is_missing { RIGHTMOST } else { usual },
                usual,
                if is_zero { 0 } else { usual },
                if is_zero { RIGHTMOST } else { usual },
            ];
            for (slot, rank) in feature.slots.iter().zip(of_rules) {
                if let Some(slot) = slot {
                    ranks[usize::from(*slot)] = rank;
                }
            }
        }
        ranks
    }
}
