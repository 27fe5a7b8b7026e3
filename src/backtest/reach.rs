//! How far prices go: lows and highs of bars, in blocks that have extremes of their own, so that a
//! search for the first bar that reaches a price passes whole blocks.

/// Bars of a block: a search looks at one block bar by bar, at all before it as a whole.
const BLOCK: usize = 16;

/// Lowest and highest price of one or more bars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reach {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Reach {
    /// Of no bar.
    pub(super) const NONE: Self = Self { low: f64::INFINITY, high: f64::NEG_INFINITY };

    /// With another one.
    pub(super) const fn with(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// Whether all of it is strictly between two prices.
    fn is_between(self, below: f64, above: f64) -> bool {
        self.low > below && self.high < above
    }
}

/// Bars in a row, and how far they go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch {
    /// The first bar after them.
    pub(super) end: usize,
    pub(super) reach: Reach,
}

/// How far each bar of a tape goes.
#[derive(Clone, Debug)]
pub(super) struct Reaches {
    bars: Vec<Reach>,
    /// Of every [`BLOCK`] bars; the last block may have fewer.
    blocks: Vec<Reach>,
}

impl Reaches {
    pub(super) fn new(bars: Vec<Reach>) -> Self {
        let of_block = |bars: &[Reach]| bars.iter().fold(Reach::NONE, |sum, bar| sum.with(*bar));
        Self { blocks: bars.chunks(BLOCK).map(of_block).collect(), bars }
    }

    /// How far a bar goes.
    pub(super) fn of(&self, bar: usize) -> Reach {
        self.bars[bar]
    }

    /// The bars from `from` on before the first one that goes down to `below` or up to `above`, at
    /// most up to `until`.
    ///
    /// Cost: a comparison for every 16 bars and at most 30 for single ones.
    pub(super) fn between(&self, from: usize, until: usize, below: f64, above: f64) -> Stretch {
        let mut stretch = Stretch { end: from, reach: Reach::NONE };
        while stretch.end < until {
            let (bar, rest) = (stretch.end, until - stretch.end);
            let is_block = bar.is_multiple_of(BLOCK) && rest >= BLOCK;
            let whole = self.blocks[bar / BLOCK];
            let (count, reach) = match is_block && whole.is_between(below, above) {
                true => (BLOCK, whole),
                false => (1, self.bars[bar]),
            };
            if !reach.is_between(below, above) {
                break;
            }
            stretch = Stretch { end: bar + count, reach: stretch.reach.with(reach) };
        }
        stretch
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The plain walk finds the same.
        #[test]
        fn blocks_change_nothing(
            prices in prop::collection::vec((0_i32..60, 0_i32..8), 1..200),
            (from, count) in (0_usize..220, 0_usize..220),
            (below, above) in (-5_i32..40, 20_i32..75),
        ) {
            let reach = |&(low, more): &(i32, i32)| {
                Reach { low: f64::from(low), high: f64::from(low + more) }
            };
            let bars: Vec<Reach> = prices.iter().map(reach).collect();
            let from = from.min(bars.len());
            let until = (from + count).min(bars.len());
            let found = Reaches::new(bars.clone())
                .between(from, until, f64::from(below), f64::from(above));

            let is_reached = |bar: &Reach| {
                bar.low <= f64::from(below) || bar.high >= f64::from(above)
            };
            let passed = bars[from..until].iter().take_while(|bar| !is_reached(bar)).count();
            prop_assert_eq!(found.end, from + passed);
            let lows = bars[from..found.end].iter().map(|bar| bar.low);
            let highs = bars[from..found.end].iter().map(|bar| bar.high);
            prop_assert_eq!(found.reach.low, lows.fold(f64::INFINITY, f64::min));
            prop_assert_eq!(found.reach.high, highs.fold(f64::NEG_INFINITY, f64::max));
        }
    }
}
