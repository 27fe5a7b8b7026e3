//! A place that at most one thread is inside of, with a generation that makes old keys useless.
//!
//! One atomic word: the generation in the upper half, the phase in the lower.
//!
//! ```text
//!           install(g+1)                 enter(g)
//!   EMPTY ───────────────► IDLE(g) ◄───────────────► BUSY(g)
//!     ▲                                  leave           │
//!     └──────────────────────────────────────────────────┘
//!                         take (from inside)
//! ```
//!
//! Who may touch the content: only the thread that moved the word to `BUSY` or `INSTALLING`.
//! Entering is a compare-exchange with `Acquire`; leaving is a store with `Release`; the two pair
//! up, so each visitor sees everything the one before it wrote. Nobody ever waits: a second visitor
//! is told [`SlotError::Busy`].

use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, Ordering};

use crossbeam_utils::CachePadded;

const EMPTY: u64 = 0;
const INSTALLING: u64 = 1;
const IDLE: u64 = 2;
const BUSY: u64 = 3;
const PHASE_MASK: u64 = 0xFFFF_FFFF;

/// Why a slot could not be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotError {
    /// The generation is not the present one, or the slot is empty.
    Stale,
    /// Another thread is inside.
    Busy,
}

/// Holds at most one `T`. Wait-free.
#[derive(Debug)]
pub struct Slot<T> {
    word: CachePadded<AtomicU64>,
    content: UnsafeCell<Option<T>>,
}

#[expect(unsafe_code, reason = "shared cell guarded by the phase in `word`")]
// SAFETY: the content is touched only between a successful transition to BUSY or INSTALLING and the
// following Release store, by the thread that made it (module documentation); so `Slot` hands the
// content from thread to thread like a mutex, which needs `T: Send` and nothing more.
unsafe impl<T: Send> Sync for Slot<T> {}

impl<T> Slot<T> {
    /// An empty slot of generation 0.
    #[must_use]
    pub const fn new() -> Self {
        Self { word: CachePadded::new(AtomicU64::new(EMPTY)), content: UnsafeCell::new(None) }
    }

    /// Puts `content` into an empty slot and returns the new generation, 1 to 2^32 - 1.
    ///
    /// # Errors
    /// Gives the content back if the slot is not empty.
    pub fn install(&self, content: T) -> Result<u32, T> {
        let word = self.word.load(Ordering::Relaxed);
        if word & PHASE_MASK != EMPTY {
            return Err(content);
        }
        let generation = ((word >> 32) as u32).checked_add(1).unwrap_or(1);
        let installing = u64::from(generation) << 32 | INSTALLING;
        if self
            .word
            .compare_exchange(word, installing, Ordering::Acquire, Ordering::Relaxed)
            .is_err()
        {
            return Err(content);
        }
        #[expect(unsafe_code, reason = "writes the guarded cell")]
        // SAFETY: this thread moved the word from EMPTY to INSTALLING, so nobody else is inside.
        unsafe {
            *self.content.get() = Some(content);
        }
        self.word.store(u64::from(generation) << 32 | IDLE, Ordering::Release);
        Ok(generation)
    }

    /// Enters the slot if `generation` is the present one and nobody is inside.
    ///
    /// # Errors
    /// [`SlotError`]; nothing has changed then.
    #[inline]
    pub fn enter(&self, generation: u32) -> Result<SlotGuard<'_, T>, SlotError> {
        let idle = u64::from(generation) << 32 | IDLE;
        let busy = u64::from(generation) << 32 | BUSY;
        match self.word.compare_exchange(idle, busy, Ordering::Acquire, Ordering::Relaxed) {
            Ok(_) => Ok(SlotGuard { slot: self, generation, phase_after: IDLE }),
            Err(word) if word == busy => Err(SlotError::Busy),
            Err(_) => Err(SlotError::Stale),
        }
    }

    /// The present generation, if there is content.
    #[must_use]
    pub fn generation(&self) -> Option<u32> {
        let word = self.word.load(Ordering::Relaxed);
        (word & PHASE_MASK >= IDLE).then_some((word >> 32) as u32)
    }
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Presence inside a [`Slot`]; leaves it when dropped.
#[derive(Debug)]
pub struct SlotGuard<'a, T> {
    slot: &'a Slot<T>,
    generation: u32,
    phase_after: u64,
}

impl<T> SlotGuard<'_, T> {
    /// Takes the content out and empties the slot: its generation is over.
    #[must_use]
    pub fn take(mut self) -> Option<T> {
        self.phase_after = EMPTY;
        Option::take(&mut self)
    }
}

impl<T> Deref for SlotGuard<'_, T> {
    type Target = Option<T>;

    #[inline]
    fn deref(&self) -> &Option<T> {
        #[expect(unsafe_code, reason = "reads the guarded cell")]
        // SAFETY: this guard exists only while its thread is the one inside (BUSY).
        unsafe {
            &*self.slot.content.get()
        }
    }
}

impl<T> DerefMut for SlotGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Option<T> {
        #[expect(unsafe_code, reason = "writes the guarded cell")]
        // SAFETY: this guard exists only while its thread is the one inside (BUSY).
        unsafe {
            &mut *self.slot.content.get()
        }
    }
}

impl<T> Drop for SlotGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        self.slot
            .word
            .store(u64::from(self.generation) << 32 | self.phase_after, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_generation_never_enters() {
        let slot = Slot::new();
        assert_eq!(slot.enter(0).err(), Some(SlotError::Stale));
        let first = slot.install("a").unwrap();
        assert_eq!(slot.install("b"), Err("b"));
        assert_eq!(slot.enter(first).unwrap().take(), Some("a"));
        let second = slot.install("c").unwrap();
        assert_ne!(first, second);
        assert_eq!(slot.enter(first).err(), Some(SlotError::Stale));
        assert_eq!(*slot.enter(second).unwrap(), Some("c"));
    }

    #[test]
    fn a_second_visitor_is_told_busy() {
        let slot = Slot::new();
        let generation = slot.install(1).unwrap();
        let inside = slot.enter(generation).unwrap();
        assert_eq!(slot.enter(generation).err(), Some(SlotError::Busy));
        drop(inside);
        assert!(slot.enter(generation).is_ok());
    }

    #[test]
    fn visitors_never_overlap() {
        let slot = Slot::new();
        let generation = slot.install(0_u64).unwrap();
        let entered = AtomicU64::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..20_000 {
                        if let Ok(mut guard) = slot.enter(generation) {
                            let count = guard.as_mut().unwrap();
                            *count += 1; // a lost update would show below
                            entered.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        let guard = slot.enter(generation).unwrap();
        assert_eq!(*guard, Some(entered.load(Ordering::Relaxed)));
        assert!(guard.unwrap() > 0);
    }
}
