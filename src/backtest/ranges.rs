//! Lowest and highest prices of bars, searched without looking at every one.

/// Bars of a block: most positions last a few of them.
const BLOCK: usize = 16;

/// Ranges of bars, and of blocks of them.
#[derive(Clone, Debug)]
pub(super) struct Ranges {
    lows: Vec<f64>,
    highs: Vec<f64>,
    block_lows: Vec<f64>,
    block_highs: Vec<f64>,
}

impl Ranges {
    /// Of the bars' lowest and highest prices, as many of each.
    pub(super) fn new(lows: Vec<f64>, highs: Vec<f64>) -> Self {
        let low = |block: &[f64]| block.iter().copied().fold(f64::INFINITY, f64::min);
        let high = |block: &[f64]| block.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Self {
            block_lows: lows.chunks(BLOCK).map(low).collect(),
            block_highs: highs.chunks(BLOCK).map(high).collect(),
            lows,
            highs,
        }
    }

    /// Lowest and highest price of a bar.
    pub(super) fn of(&self, bar: usize) -> (f64, f64) {
        (self.lows[bar], self.highs[bar])
    }

    /// The first bar of `from..to` with a price at or below one level, or at or above another; `to`
    /// without one.
    pub(super) fn first_beyond(&self, from: usize, to: usize, below: f64, above: f64) -> usize {
        let is_beyond = |low: f64, high: f64| low <= below || high >= above;
        let mut bar = from;
        while bar < to {
            let block = bar / BLOCK;
            let begins_block = bar.is_multiple_of(BLOCK) && bar + BLOCK <= to;
            if begins_block && !is_beyond(self.block_lows[block], self.block_highs[block]) {
                bar += BLOCK;
            } else if is_beyond(self.lows[bar], self.highs[bar]) {
                return bar;
            } else {
                bar += 1;
            }
        }
        to
    }

    /// Lowest and highest price of the bars `from..to`; of none of them infinite ones.
    pub(super) fn extremes(&self, from: usize, to: usize) -> (f64, f64) {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut bar = from;
        while bar < to {
            let block = bar / BLOCK;
            let (lows, highs, next) = if bar.is_multiple_of(BLOCK) && bar + BLOCK <= to {
                (self.block_lows[block], self.block_highs[block], bar + BLOCK)
            } else {
                (self.lows[bar], self.highs[bar], bar + 1)
            };
            (low, high, bar) = (low.min(lows), high.max(highs), next);
        }
        (low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn searches_find_what_a_look_at_every_bar_finds(
            bars in proptest::collection::vec((0_u32..1_000, 0_u32..60), 1..200),
            ends in (0_usize..200, 0_usize..200),
            levels in (0_u32..1_000, 0_u32..1_100),
        ) {
            let lows: Vec<f64> = bars.iter().map(|(low, _)| f64::from(*low)).collect();
            let highs: Vec<f64> = bars.iter().map(|(low, size)| f64::from(low + size)).collect();
            let to = ends.0.max(ends.1).min(bars.len());
            let from = ends.0.min(ends.1).min(to);
            let (below, above) = (f64::from(levels.0), f64::from(levels.1));
            let ranges = Ranges::new(lows.clone(), highs.clone());
            let is_beyond = |bar: &usize| lows[*bar] <= below || highs[*bar] >= above;
            prop_assert_eq!(
                ranges.first_beyond(from, to, below, above),
                (from..to).find(is_beyond).unwrap_or(to)
            );
            let low = lows[from..to].iter().copied().fold(f64::INFINITY, f64::min);
            let high = highs[from..to].iter().copied().fold(f64::NEG_INFINITY, f64::max);
            prop_assert_eq!(ranges.extremes(from, to), (low, high));
        }
    }
}
