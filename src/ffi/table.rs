//! Which engine a handle means.
//!
//! A handle is a number: 23 bits that belong to this process, 32 bits of generation, 8 bits of
//! slot. So 0, a closed handle, a handle that was closed twice and a handle of another process are
//! all recognised. Closed engines of live and paper mode stay parked under their instance key until
//! they are opened again, so that a change of timeframe or inputs finds them warm.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;

use super::code::{HT_E_BUSY, HT_E_FULL, HT_E_HANDLE, HT_E_SHUTDOWN};
use super::failure::Failure;
use super::session::{InstanceKey, Mode, Session};
use crate::engine::EngineIdentity;
use crate::sync::{Slot, SlotError, SlotGuard};

/// Most engines of a process, open and parked together.
pub(super) const ENGINES_MAX: usize = 256;

static SLOTS: [Slot<Box<Session>>; ENGINES_MAX] = [const { Slot::new() }; ENGINES_MAX];
/// Oldest first.
static PARKED: Mutex<Vec<Box<Session>>> = Mutex::new(Vec::new());
/// Instance keys of the engines that have a handle; may hold some that have been closed.
static KEYED: Mutex<Vec<Keyed>> = Mutex::new(Vec::new());
static SHUT_DOWN: AtomicBool = AtomicBool::new(false);
static PROCESS_BITS: OnceLock<u64> = OnceLock::new();

#[derive(Clone, Copy, Debug)]
struct Keyed {
    slot: usize,
    generation: u32,
    key: InstanceKey,
}

impl Keyed {
    fn is_open(&self) -> bool {
        SLOTS[self.slot].generation() == Some(self.generation)
    }
}

/// 23 bits that differ between processes and are never all zero.
fn process_bits() -> u64 {
    *PROCESS_BITS.get_or_init(|| {
        let address = std::ptr::from_ref(&SLOTS) as u64;
        let mixed =
            (u64::from(std::process::id()) ^ (address >> 12)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 41) | 1
    })
}

fn handle_of(slot: usize, generation: u32) -> i64 {
    (process_bits() << 40 | u64::from(generation) << 8 | slot as u64) as i64
}

/// Enters the engine of a handle.
#[inline]
pub(super) fn enter(handle: i64) -> Result<SlotGuard<'static, Box<Session>>, Failure> {
    let bits = handle as u64;
    let slot = (bits & 0xFF) as usize;
    let generation = (bits >> 8) as u32;
    if bits >> 40 != PROCESS_BITS.get().copied().unwrap_or(0) {
        return Err(unknown(handle));
    }
    SLOTS[slot].enter(generation).map_err(|error| match error {
        SlotError::Stale => unknown(handle),
        SlotError::Busy => {
            Failure::new(HT_E_BUSY, format_args!("handle {handle} is in use by another thread"))
        }
    })
}

#[cold]
fn unknown(handle: i64) -> Failure {
    Failure::new(HT_E_HANDLE, format_args!("handle was {handle}, expected one that is open"))
}

/// Refuses new engines after a shutdown.
pub(super) fn check_running() -> Result<(), Failure> {
    if SHUT_DOWN.load(Ordering::Acquire) {
        return Err(Failure::new(HT_E_SHUTDOWN, "ht_runtime_shutdown was called"));
    }
    Ok(())
}

/// Takes the session of an instance key, parked or still open: a program that died without closing
/// its engine gets it back, and its old handle becomes invalid.
pub(super) fn take_by_key(key: &InstanceKey) -> Result<Option<Box<Session>>, Failure> {
    if !key.is_named() {
        return Ok(None);
    }
    let mut parked = PARKED.lock();
    if let Some(index) = parked.iter().position(|session| session.key() == key) {
        return Ok(Some(parked.remove(index)));
    }
    drop(parked);
    // Only the engine that has the key is entered: a look into the others would make the calls of
    // their hosts fail as busy.
    let holder = KEYED.lock().iter().find(|keyed| keyed.is_open() && keyed.key == *key).copied();
    let Some(Keyed { slot, generation, .. }) = holder else { return Ok(None) };
    if let Ok(guard) = SLOTS[slot].enter(generation) {
        return Ok(guard.take());
    }
    // Somebody is inside, so the program lives: its engine stays its own. A new one that needs the
    // same state file finds it locked.
    Ok(None)
}

/// Drops parked engines of the same account, symbol, magic number and mode: they hold the state
/// file that a new engine of that identity needs, whatever instance key they were opened with.
pub(super) fn drop_parked(identity: &EngineIdentity, mode: Mode) {
    PARKED
        .lock()
        .retain(|session| session.key().identity != *identity || session.key().mode != mode);
}

/// Gives a session a handle. When every slot is taken the oldest parked engine makes room.
pub(super) fn insert(mut session: Box<Session>) -> Result<i64, Failure> {
    let open = open_count();
    let mut parked = PARKED.lock();
    if open + parked.len() >= ENGINES_MAX && !parked.is_empty() {
        parked.remove(0);
    }
    drop(parked);
    let key = *session.key();
    for (index, slot) in SLOTS.iter().enumerate() {
        match slot.install(session) {
            Ok(generation) => {
                remember_key(index, generation, key);
                return Ok(handle_of(index, generation));
            }
            Err(back) => session = back,
        }
    }
    Err(Failure::new(HT_E_FULL, format_args!("{ENGINES_MAX} engines are open")))
}

fn remember_key(slot: usize, generation: u32, key: InstanceKey) {
    let mut keyed = KEYED.lock();
    keyed.retain(Keyed::is_open);
    if key.is_named() {
        keyed.push(Keyed { slot, generation, key });
    }
}

/// Keeps a closed session under its key.
pub(super) fn park(session: Box<Session>) {
    let mut parked = PARKED.lock();
    if parked.len() >= ENGINES_MAX {
        parked.remove(0);
    }
    parked.push(session);
}

/// Engines with a handle.
pub(super) fn open_count() -> usize {
    SLOTS.iter().filter(|slot| slot.generation().is_some()).count()
}

/// Engines without a handle.
pub(super) fn parked_count() -> usize {
    PARKED.lock().len()
}

/// Whether the library has been shut down.
pub(super) fn is_shut_down() -> bool {
    SHUT_DOWN.load(Ordering::Acquire)
}

/// Drops every engine that nobody is inside of; no engine can be opened afterwards. Returns how
/// many could not be dropped because a thread is inside.
pub(super) fn shut_down() -> usize {
    SHUT_DOWN.store(true, Ordering::Release);
    PARKED.lock().clear();
    let mut left = 0;
    for slot in &SLOTS {
        let Some(generation) = slot.generation() else { continue };
        match slot.enter(generation) {
            Ok(guard) => drop(guard.take()),
            Err(SlotError::Busy) => left += 1,
            Err(SlotError::Stale) => {}
        }
    }
    left
}
