//! Which workers there are, and who uses them.

use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use parking_lot::Mutex;

use super::health::{HealthReport, WorkerState};
use super::stop::Stop;
use super::supervise::supervise;
use super::time::{MachineTime, Time};
use super::worker::{Context, Worker};

/// Most workers at a time.
pub const WORKERS_MAX: usize = 32;

/// Why a worker cannot be leased.
#[derive(Debug)]
pub enum LeaseError {
    /// The runtime was shut down.
    ShutDown,
    /// There are [`WORKERS_MAX`] already.
    Full,
    /// The system makes no thread.
    Thread(io::Error),
}

impl std::fmt::Display for LeaseError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ShutDown => f.write_str("background threads were shut down"),
            Self::Full => write!(f, "{WORKERS_MAX} background threads run already"),
            Self::Thread(error) => write!(f, "the system makes no thread: {error}"),
        }
    }
}

#[derive(Debug)]
struct Entry {
    name: String,
    context: Context,
    /// Disconnected when the thread has nothing left to do.
    ended: Receiver<()>,
    /// Joined once it has ended; dropped, it goes on by itself.
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Entries {
    list: Vec<Entry>,
    shut_down: bool,
}

/// The workers of a process, or of a test.
#[derive(Debug)]
pub struct Runtime {
    time: Arc<dyn Time>,
    idle_stop: Duration,
    /// Locked when engines are opened and closed and when a thread ends; never from a tick.
    entries: Arc<Mutex<Entries>>,
}

/// A user's hold on a worker. Dropping it never waits.
#[derive(Debug)]
pub struct Lease(Stop);

impl Drop for Lease {
    fn drop(&mut self) {
        self.0.leave();
    }
}

/// The runtime of this process. Until something is leased from it, it is nothing but memory.
pub fn process() -> &'static Runtime {
    /// A chart that changes its period or inputs finds its feeds running.
    const IDLE_STOP: Duration = Duration::from_secs(60);
    static PROCESS: OnceLock<Runtime> = OnceLock::new();
    PROCESS.get_or_init(|| Runtime::new(Arc::new(MachineTime::start()), IDLE_STOP))
}

impl Runtime {
    /// A runtime whose threads end when nobody has used them for `idle_stop`.
    #[must_use]
    pub fn new(time: Arc<dyn Time>, idle_stop: Duration) -> Self {
        Self { time, idle_stop, entries: Arc::default() }
    }

    /// The clocks of its threads.
    #[must_use]
    pub const fn time(&self) -> &Arc<dyn Time> {
        &self.time
    }

    /// Joins the worker of that name, or starts it as `make` says. Waits for no thread.
    ///
    /// # Errors
    /// [`LeaseError`]; nothing was started then.
    pub fn lease(
        &self,
        name: &str,
        make: impl FnOnce() -> Box<dyn Worker>,
    ) -> Result<Lease, LeaseError> {
        let mut entries = self.entries.lock();
        if entries.shut_down {
            return Err(LeaseError::ShutDown);
        }
        if let Some(entry) = entries.list.iter().find(|entry| entry.name == name) {
            entry.context.stop.join();
            return Ok(Lease(entry.context.stop.clone()));
        }
        if entries.list.len() >= WORKERS_MAX {
            return Err(LeaseError::Full);
        }
        let stop = Stop::new(Arc::clone(&self.time), self.idle_stop);
        stop.join();
        let lease = Lease(stop.clone());
        let context = Context { stop, health: Arc::default(), time: Arc::clone(&self.time) };
        let entry = self.start(name, make(), context).map_err(LeaseError::Thread)?;
        entries.list.push(entry);
        Ok(lease)
    }

    fn start(
        &self,
        name: &str,
        mut worker: Box<dyn Worker>,
        context: Context,
    ) -> io::Result<Entry> {
        let (alive, ended) = mpsc::channel::<()>();
        let entries = Arc::clone(&self.entries);
        let (own, own_name) = (context.clone(), name.to_owned());
        let body = move || {
            let seed = seed_of(&own_name);
            loop {
                supervise(&mut *worker, &own, seed);
                let mut entries = entries.lock();
                // Somebody may have joined between the last look and this one.
                if own.stop.is_ordered() || own.stop.users() == 0 {
                    own.health.set_state(WorkerState::Stopped);
                    // A shutdown takes the entries out itself and waits for this thread.
                    entries.list.retain(|entry| entry.name != own_name);
                    break;
                }
            }
            drop(worker);
            drop(alive);
        };
        let thread = thread::Builder::new().name(format!("ht-{name}")).spawn(body)?;
        Ok(Entry { name: name.to_owned(), context, ended, thread: Some(thread) })
    }

    /// How every worker does, in the order in which they were started.
    #[must_use]
    pub fn health(&self) -> Vec<HealthReport> {
        let now = self.time.monotonic();
        let entries = self.entries.lock();
        let report = |entry: &Entry| {
            entry.context.health.report(&entry.name, entry.context.stop.users(), now)
        };
        entries.list.iter().map(report).collect()
    }

    /// Ends every thread for good and waits for them, at most `limit` together. The names of those
    /// that have not ended; they will when what they wait for is over, and a further call sees it.
    #[must_use]
    pub fn shut_down(&self, limit: Duration) -> Vec<String> {
        let begin = self.time.monotonic();
        let mut list = {
            let mut entries = self.entries.lock();
            entries.shut_down = true;
            std::mem::take(&mut entries.list)
        };
        list.iter().for_each(|entry| entry.context.stop.order());
        let left = || {
            let passed = self.time.monotonic().0.saturating_sub(begin.0);
            limit.saturating_sub(Duration::from_nanos(passed.unsigned_abs()))
        };
        list.retain_mut(|entry| {
            if entry.ended.recv_timeout(left()) == Err(RecvTimeoutError::Timeout) {
                return true;
            }
            // It is on its way out; panics of workers were caught where they happened.
            let _ = entry.thread.take().map(JoinHandle::join);
            false
        });
        let names = list.iter().map(|entry| entry.name.clone()).collect();
        self.entries.lock().list.extend(list);
        names
    }
}

/// A number for the jitter of a worker's pauses: the same in every run, another for every name.
fn seed_of(name: &str) -> u64 {
    // FNV-1a, 64 bits.
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
