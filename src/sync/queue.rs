//! A bounded queue from one thread to another, whose losses are counted.
//!
//! The ring is `rtrb`'s. What does not fit is dropped, the newest first, and counted: the writer
//! never waits for a reader that has gone to sleep.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The end that writes.
#[derive(Debug)]
pub struct QueueWriter<T> {
    ring: rtrb::Producer<T>,
    lost: Arc<AtomicU64>,
}

/// The end that reads.
#[derive(Debug)]
pub struct QueueReader<T> {
    ring: rtrb::Consumer<T>,
    lost: Arc<AtomicU64>,
}

/// Both ends of a queue for `capacity` values.
#[must_use]
pub fn queue<T>(capacity: usize) -> (QueueWriter<T>, QueueReader<T>) {
    let (producer, consumer) = rtrb::RingBuffer::new(capacity);
    let lost = Arc::new(AtomicU64::new(0));
    (QueueWriter { ring: producer, lost: Arc::clone(&lost) }, QueueReader { ring: consumer, lost })
}

impl<T> QueueWriter<T> {
    /// Appends a value, or drops and counts it when the queue is full. Wait-free.
    pub fn push(&mut self, value: T) {
        if self.ring.push(value).is_err() {
            // A counter that is only ever added to needs no order.
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether nobody will read any more.
    #[must_use]
    pub fn is_abandoned(&self) -> bool {
        self.ring.is_abandoned()
    }
}

impl<T> QueueReader<T> {
    /// Takes the oldest value. Wait-free.
    pub fn pop(&mut self) -> Option<T> {
        self.ring.pop().ok()
    }

    /// Values that were dropped so far.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_oldest_and_counts_what_did_not_fit() {
        let (mut writer, mut reader) = queue(2);
        for value in 0..5 {
            writer.push(value);
        }
        assert_eq!(reader.lost(), 3);
        assert_eq!((reader.pop(), reader.pop(), reader.pop()), (Some(0), Some(1), None));
        writer.push(7);
        assert_eq!((reader.pop(), reader.lost()), (Some(7), 3));
        assert!(!writer.is_abandoned());
        drop(reader);
        assert!(writer.is_abandoned());
    }
}
