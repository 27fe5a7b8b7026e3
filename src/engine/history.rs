//! The newest closed bars, kept so that an engine with other settings can warm up from them.

use std::collections::VecDeque;

use crate::types::Bar;

/// Closed bars with their server open times, oldest first; never more than the capacity.
#[derive(Clone, Debug)]
pub(super) struct BarHistory {
    bars: VecDeque<(i64, Bar)>,
    capacity: usize,
}

impl BarHistory {
    /// Allocates room for `capacity` bars now.
    pub(super) fn new(capacity: usize) -> Self {
        Self { bars: VecDeque::with_capacity(capacity), capacity }
    }

    /// Adds a bar; the oldest makes room. Does not allocate.
    pub(super) fn push(&mut self, open_s: i64, bar: Bar) {
        if self.bars.len() == self.capacity {
            self.bars.pop_front();
        }
        if self.capacity > 0 {
            self.bars.push_back((open_s, bar));
        }
    }

    /// Open time of the newest bar.
    pub(super) fn newest_open_s(&self) -> Option<i64> {
        self.bars.back().map(|&(open_s, _)| open_s)
    }

    /// The newest bar.
    pub(super) fn newest(&self) -> Option<&Bar> {
        self.bars.back().map(|(_, bar)| bar)
    }

    /// The bars that opened after a server second, oldest first.
    pub(super) fn after(&self, open_s: i64) -> impl Iterator<Item = &(i64, Bar)> {
        let first = self.bars.partition_point(|bar| bar.0 <= open_s);
        self.bars.range(first..)
    }

    /// All bars, oldest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &(i64, Bar)> {
        self.bars.iter()
    }
}
