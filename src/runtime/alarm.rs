//! Wakes a thread that pauses.

use std::time::Duration;

use parking_lot::{Condvar, Mutex};

/// A bell that rings once and stays rung.
#[derive(Debug, Default)]
pub struct Alarm {
    rung: Mutex<bool>,
    bell: Condvar,
}

impl Alarm {
    /// Wakes whoever waits, now and later.
    pub fn ring(&self) {
        *self.rung.lock() = true;
        self.bell.notify_all();
    }

    /// Whether it has rung.
    #[must_use]
    pub fn has_rung(&self) -> bool {
        *self.rung.lock()
    }

    /// Waits until it rings, for at most `limit` of real time.
    pub fn wait(&self, limit: Duration) {
        let mut rung = self.rung.lock();
        if !*rung {
            let _ = self.bell.wait_for(&mut rung, limit);
        }
    }
}
