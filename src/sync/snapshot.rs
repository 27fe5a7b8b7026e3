//! The newest value of one writer, for one reader: a triple buffer.
//!
//! ```text
//!   writer ──► back ──┐ swap            swap ┌── front ──► reader
//!                     └────►  middle  ◄──────┘
//!                           index | FRESH
//! ```
//!
//! Three buffers; each end owns one, the third is named by an atomic byte. The writer fills its own
//! and swaps it with the middle one, marked fresh; the reader swaps its own with the middle one if
//! that is fresh. Neither ever waits or repeats: both are wait-free, whatever the other does.
//!
//! Who may touch a buffer: the end that owns its index. Ownership moves with the swap of `middle`,
//! `AcqRel` on both sides: the release half hands over what was written or read, the acquire half
//! takes it. A value that the reader does not fetch in time is overwritten: this is for states, not
//! for events; see [`super::queue`] for those.

use super::seam::{Arc, AtomicU8, Ordering, UnsafeCell};

const INDEX: u8 = 0b011;
const FRESH: u8 = 0b100;

#[derive(Debug)]
struct Shared<T> {
    buffers: [UnsafeCell<T>; 3],
    /// Index of the buffer that neither end owns, and whether it is newer than the reader's.
    middle: AtomicU8,
}

#[expect(unsafe_code, reason = "shared cells, each owned by one end")]
// SAFETY: each buffer is touched only by the end that owns its index, and ownership moves with an
// AcqRel swap (module documentation); so values travel between threads, which needs `T: Send`.
unsafe impl<T: Send> Sync for Shared<T> {}

/// The end that writes.
#[derive(Debug)]
pub struct SnapshotWriter<T> {
    shared: Arc<Shared<T>>,
    back: u8,
}

/// The end that reads.
#[derive(Debug)]
pub struct SnapshotReader<T> {
    shared: Arc<Shared<T>>,
    front: u8,
}

/// Both ends of a snapshot that reads `first` until something is written.
#[must_use]
pub fn snapshot<T: Copy>(first: T) -> (SnapshotWriter<T>, SnapshotReader<T>) {
    let buffers = [first; 3].map(UnsafeCell::new);
    let shared = Arc::new(Shared { buffers, middle: AtomicU8::new(1) });
    (SnapshotWriter { shared: shared.clone(), back: 0 }, SnapshotReader { shared, front: 2 })
}

impl<T: Copy> SnapshotWriter<T> {
    /// Makes `value` the newest. Wait-free: a copy and one atomic swap.
    pub fn write(&mut self, value: T) {
        self.shared.buffers[usize::from(self.back)].with_mut(|buffer| {
            #[expect(unsafe_code, reason = "writes the buffer that this end owns")]
            // SAFETY: `back` is this end's own index; the reader cannot hold it (module text).
            unsafe {
                *buffer = value;
            }
        });
        let before = self.shared.middle.swap(self.back | FRESH, Ordering::AcqRel);
        self.back = before & INDEX;
    }
}

impl<T: Copy> SnapshotReader<T> {
    /// The newest value. Wait-free: at most one atomic swap and a copy. No allocation.
    #[inline]
    pub fn read(&mut self) -> T {
        // Relaxed: only whether to swap; the swap itself takes over what was written.
        if self.shared.middle.load(Ordering::Relaxed) & FRESH != 0 {
            let before = self.shared.middle.swap(self.front, Ordering::AcqRel);
            self.front = before & INDEX;
        }
        self.shared.buffers[usize::from(self.front)].with(|buffer| {
            #[expect(unsafe_code, reason = "reads the buffer that this end owns")]
            // SAFETY: `front` is this end's own index; the writer cannot hold it (module text).
            unsafe {
                *buffer
            }
        })
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn reads_the_newest_and_repeats_it() {
        let (mut writer, mut reader) = snapshot(0);
        assert_eq!(reader.read(), 0);
        writer.write(1);
        writer.write(2);
        assert_eq!((reader.read(), reader.read()), (2, 2));
        writer.write(3);
        assert_eq!(reader.read(), 3);
    }

    #[test]
    fn values_are_whole_and_never_go_back() {
        const LAST: u64 = 200_000;
        let (mut writer, mut reader) = snapshot([0_u64; 8]);
        let thread = std::thread::Builder::new().name("writer".to_owned()).spawn(move || {
            for value in 1..=LAST {
                writer.write([value; 8]);
            }
        });
        let mut newest = 0;
        while newest < LAST {
            let value = reader.read();
            assert_eq!(value, [value[0]; 8], "torn");
            assert!(value[0] >= newest);
            newest = value[0];
        }
        thread.unwrap().join().unwrap();
    }
}
