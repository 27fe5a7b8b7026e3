//! The newest bars of a series, from several sources.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::types::Bar;

/// A closed bar with the server second of its open.
pub(super) type StampedBar = (i64, Bar);

/// Closed bars in order of time, never more than the capacity.
#[derive(Debug)]
pub(super) struct BarWindow {
    bars: VecDeque<StampedBar>,
    capacity: usize,
}

/// A window that an engine fills and the training thread copies. A later engine of the same series
/// may take it over.
#[derive(Clone, Debug)]
pub struct SharedWindow(pub(super) Arc<Mutex<BarWindow>>);

impl SharedWindow {
    pub(super) fn new(capacity: usize) -> Self {
        Self(Arc::new(Mutex::new(BarWindow::new(capacity))))
    }
}

impl BarWindow {
    /// An empty window.
    pub(super) const fn new(capacity: usize) -> Self {
        Self { bars: VecDeque::new(), capacity }
    }

    /// Another capacity; the oldest bars make room.
    pub(super) fn set_capacity(&mut self, capacity: usize) {
        self.capacity = capacity;
        self.cut();
    }

    /// Number of bars.
    pub(super) fn len(&self) -> usize {
        self.bars.len()
    }

    /// Open of the newest bar.
    fn newest_s(&self) -> Option<i64> {
        self.bars.back().map(|&(open_s, _)| open_s)
    }

    /// Adds bars in order of time, newer or older. Where both have a bar the window's own stays.
    pub(super) fn add(&mut self, bars: Vec<StampedBar>) {
        let are_newer = bars.first().is_some_and(|first| self.newest_s() < Some(first.0));
        if are_newer {
            self.bars.extend(bars);
        } else {
            self.merge(bars);
        }
        self.cut();
    }

    fn merge(&mut self, older: Vec<StampedBar>) {
        let own = std::mem::take(&mut self.bars);
        let mut merged = VecDeque::with_capacity(own.len() + older.len());
        let mut older = older.into_iter().peekable();
        for bar in own {
            while let Some(before) = older.next_if(|before| before.0 < bar.0) {
                merged.push_back(before);
            }
            older.next_if(|same| same.0 == bar.0);
            merged.push_back(bar);
        }
        merged.extend(older);
        self.bars = merged;
    }

    /// The newest bars, at most `count`.
    pub(super) fn newest(&self, count: usize) -> Vec<Bar> {
        let from = self.bars.len().saturating_sub(count);
        self.bars.range(from..).map(|&(_, bar)| bar).collect()
    }

    fn cut(&mut self) {
        let above = self.bars.len().saturating_sub(self.capacity);
        self.bars.drain(..above);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(times: &[i64], price: f64) -> Vec<StampedBar> {
        times.iter().map(|&time| (time, Bar { close: price, ..Bar::default() })).collect()
    }

    fn seen(window: &BarWindow) -> Vec<(i64, f64)> {
        window.bars.iter().map(|&(time, bar)| (time, bar.close)).collect()
    }

    #[test]
    fn newer_bars_are_added_and_the_oldest_make_room() {
        let mut window = BarWindow::new(3);
        window.add(bars(&[60, 120], 1.0));
        window.add(bars(&[120, 180, 240], 2.0));
        assert_eq!(seen(&window), [(120, 1.0), (180, 2.0), (240, 2.0)]);
        assert_eq!((window.len(), window.newest_s()), (3, Some(240)));
        window.set_capacity(1);
        assert_eq!(seen(&window), [(240, 2.0)]);
    }

    #[test]
    fn stored_bars_fill_what_is_missing() {
        let mut window = BarWindow::new(10);
        window.add(bars(&[120, 240], 1.0));
        window.add(bars(&[0, 60, 120, 180, 300], 2.0));
        let expected = [(0, 2.0), (60, 2.0), (120, 1.0), (180, 2.0), (240, 1.0), (300, 2.0)];
        assert_eq!(seen(&window), expected);
        let newest: Vec<f64> = window.newest(2).iter().map(|bar| bar.close).collect();
        assert_eq!(newest, [1.0, 2.0]);
    }
}
