//! A bounded queue that nobody waits for: what finds it full, or crowded, is refused and counted.
//!
//! ```text
//! place i of N: turn word + content        tail: next to write     head: next to read
//!
//!   turn == position          free for the writer of that position
//!   turn == position + 1      written, for the reader of that position
//!   turn == position + N      read, free for the writer one round later
//! ```
//!
//! Who may touch the content: only the thread that moved `tail` (or `head`) past the position,
//! until it stores the next turn with `Release`; the other side loads the turn with `Acquire`.
//! After Dmitry Vyukov's bounded queue, but with a bounded number of attempts: a writer that lost
//! the race for a place [`ATTEMPTS_MAX`] times gives up, so no call spins.

use std::cell::UnsafeCell;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use crossbeam_utils::CachePadded;

/// Races that one call may lose.
const ATTEMPTS_MAX: usize = 16;

struct Place<T> {
    turn: AtomicU64,
    content: UnsafeCell<T>,
}

/// Many writers, many readers; values are copied. Wait-free.
pub struct Queue<T> {
    places: Box<[Place<T>]>,
    tail: CachePadded<AtomicU64>,
    head: CachePadded<AtomicU64>,
    refused: AtomicU64,
}

#[expect(unsafe_code, reason = "places guarded by their turns")]
// SAFETY: a content is touched only by the one thread that won its position (module documentation),
// so the queue hands values from thread to thread, which needs `T: Send` and nothing more.
unsafe impl<T: Send> Sync for Queue<T> {}

impl<T> fmt::Debug for Queue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("len", &self.len()).finish_non_exhaustive()
    }
}

impl<T> Queue<T> {
    /// Values that wait; may be out of date when it is read.
    #[must_use]
    pub fn len(&self) -> u64 {
        let head = self.head.load(Ordering::Relaxed);
        self.tail.load(Ordering::Relaxed).saturating_sub(head)
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Values that were refused so far.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }
}

impl<T: Copy> Queue<T> {
    /// A queue for `capacity` values (rounded up to a power of two, at least 2), all allocated now
    /// and filled with `empty`.
    #[must_use]
    pub fn new(capacity: usize, empty: T) -> Self {
        let capacity = capacity.next_power_of_two().max(2) as u64;
        let place = |turn| Place { turn: AtomicU64::new(turn), content: UnsafeCell::new(empty) };
        Self {
            places: (0..capacity).map(place).collect(),
            tail: CachePadded::new(AtomicU64::new(0)),
            head: CachePadded::new(AtomicU64::new(0)),
            refused: AtomicU64::new(0),
        }
    }

    fn place(&self, position: u64) -> &Place<T> {
        // The length is a power of two.
        &self.places[(position & (self.places.len() as u64 - 1)) as usize]
    }

    /// Wins a position of `end` whose place has the turn `position + ahead`.
    fn win(&self, end: &AtomicU64, ahead: u64) -> Option<(u64, &Place<T>)> {
        for _ in 0..ATTEMPTS_MAX {
            let position = end.load(Ordering::Relaxed);
            let place = self.place(position);
            if place.turn.load(Ordering::Acquire) != position + ahead {
                // Full, empty, or taken meanwhile: the last is the only one worth another attempt.
                if end.load(Ordering::Relaxed) == position {
                    return None;
                }
                continue;
            }
            let next = position + 1;
            if end.compare_exchange(position, next, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
                return Some((position, place));
            }
        }
        None
    }

    /// Adds a copy of `value`. `false`, and counted, if there was no room.
    pub fn push(&self, value: &T) -> bool {
        let Some((position, place)) = self.win(&self.tail, 0) else {
            self.refused.fetch_add(1, Ordering::Relaxed);
            return false;
        };
        #[expect(unsafe_code, reason = "writes the place that was won")]
        // SAFETY: this thread moved `tail` past the position; nobody else touches the place until
        // its turn changes below.
        unsafe {
            *place.content.get() = *value;
        }
        place.turn.store(position + 1, Ordering::Release);
        true
    }

    /// Takes the oldest value.
    pub fn pop(&self) -> Option<T> {
        let (position, place) = self.win(&self.head, 1)?;
        #[expect(unsafe_code, reason = "reads the place that was won")]
        // SAFETY: this thread moved `head` past the position; nobody else touches the place until
        // its turn changes below.
        let value = unsafe { *place.content.get() };
        place.turn.store(position + self.places.len() as u64, Ordering::Release);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_and_refuses_what_does_not_fit() {
        let queue = Queue::new(4, 0_u64);
        for round in 0..5 {
            for value in 0..6 {
                assert_eq!(queue.push(&(round * 10 + value)), value < 4);
            }
            assert_eq!((queue.len(), queue.refused()), (4, 2 * (round + 1)));
            let taken: Vec<u64> = std::iter::from_fn(|| queue.pop()).collect();
            assert_eq!(taken, [0, 1, 2, 3].map(|value| round * 10 + value));
            assert!(queue.is_empty());
        }
    }

    #[test]
    fn nothing_is_lost_or_doubled_between_threads() {
        const EACH: u64 = 20_000;
        // Two halves that must agree show that no value is torn.
        let queue = Queue::new(64, (0_u64, 0_u64));
        let sums = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..3_u64)
                .map(|writer| {
                    let queue = &queue;
                    scope.spawn(move || {
                        let mut sum = 0;
                        for index in 0..EACH {
                            let value = writer * EACH + index;
                            if queue.push(&(value, !value)) {
                                sum += value + 1;
                            } else {
                                std::thread::yield_now();
                            }
                        }
                        sum
                    })
                })
                .collect();
            let reader = scope.spawn(|| {
                let (mut sum, mut last) = (0, [None; 3]);
                let mut take = || {
                    let Some((value, complement)) = queue.pop() else { return false };
                    assert_eq!(value, !complement);
                    let of_writer = &mut last[(value / EACH) as usize];
                    assert!(of_writer.is_none_or(|before| before < value), "in each one's order");
                    *of_writer = Some(value);
                    sum += value + 1;
                    true
                };
                while writers.iter().any(|writer| !writer.is_finished()) {
                    take();
                }
                while take() {}
                (sum, writers)
            });
            let (read, writers) = reader.join().unwrap();
            (writers.into_iter().map(|writer| writer.join().unwrap()).sum::<u64>(), read)
        });
        assert_eq!(sums.0, sums.1);
    }
}
