//! Records ticks at the rate they come: a push into a queue here, files in a thread of its own.
//!
//! | count | meaning |
//! |---|---|
//! | received | ticks pushed |
//! | written | of these, in a log or piece: a killed process does not lose them |
//! | spilled | of these, written to a log while an earlier log still waited to become a piece |
//! | sealed | of these, in a piece |
//! | lost | ticks that found the queue full, since the disk takes nothing any more |
//!
//! `received = written + lost + in the queue`. The queue holds [`QUEUE_TICKS`] ticks, 3 MiB, and is
//! looked at every 20 ms: it takes 3 million ticks a second to fill it while the disk works.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, OnceLock};
use std::thread::{self, Thread};
use std::time::Duration;

use rtrb::{Consumer, Producer, RingBuffer};

use super::super::FileError;
use super::super::history::{HistoryError, lock};
use super::log::{BLOCK_TICKS_MAX, LogWriter, Owner};
use super::piece::{folder_of, log_path};
use super::record::RecordedTick;
use super::seal::{Sealing, leftover_logs, next_number, remove_half_written};

/// Ticks that wait in memory, at most.
const QUEUE_TICKS: usize = 65_536;
const IDLE: Duration = Duration::from_millis(20);
/// Looks at an empty queue, about five seconds, between two orders to bring a log to the disk.
const LOOKS_PER_SYNC: u32 = 250;
/// Looks before the disk is tried again after it refused.
const LOOKS_AFTER_FAILURE: u32 = 50;

/// What a recorder has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecorderCounts {
    /// Ticks pushed.
    pub received: u64,
    /// Ticks in a log or piece.
    pub written: u64,
    /// Ticks written to a log while an earlier one waited to become a piece.
    pub spilled: u64,
    /// Ticks in a piece.
    pub sealed: u64,
    /// Ticks that found the queue full.
    pub lost: u64,
    /// How often the disk refused.
    pub failures: u64,
}

/// What the thread tells.
#[derive(Debug, Default)]
struct Shared {
    stop: AtomicBool,
    written: AtomicU64,
    spilled: AtomicU64,
    sealed: AtomicU64,
    failures: AtomicU64,
    /// What the disk said first.
    first_failure: OnceLock<String>,
}

impl Shared {
    fn count(counter: &AtomicU64, count: u64) {
        counter.fetch_add(count, Ordering::Relaxed);
    }

    fn fail(&self, error: &FileError) {
        Self::count(&self.failures, 1);
        let _ = self.first_failure.set(error.to_string()); // a later one is not told
    }
}

/// Records the ticks of one symbol. Dropped, it writes what it has; [`Self::stop`] waits for that.
#[derive(Debug)]
pub struct TickRecorder {
    queue: Producer<RecordedTick>,
    received: u64,
    lost: u64,
    shared: Arc<Shared>,
    thread: Thread,
    /// Disconnected when the thread has written everything.
    ended: Receiver<()>,
}

/// Threads of recorders that have not ended.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// Counts a thread as long as it lives.
struct Running;

impl Running {
    fn new() -> Self {
        RUNNING.fetch_add(1, Ordering::AcqRel);
        Self
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Waits until every recorder that was told to stop has written what it had, for at most `limit`;
/// whether that was enough.
#[must_use]
pub fn wait_for_recorders(limit: Duration) -> bool {
    const STEP: Duration = Duration::from_millis(5);
    let mut waited = Duration::ZERO;
    while RUNNING.load(Ordering::Acquire) > 0 {
        if waited >= limit {
            return false;
        }
        thread::sleep(STEP);
        waited += STEP;
    }
    true
}

impl TickRecorder {
    /// Begins to record into a history store, and makes pieces of what a killed recorder left.
    ///
    /// # Errors
    /// [`HistoryError::InUse`] if another recorder writes to the folder; if the folder cannot be
    /// made or read, or the system makes no thread.
    pub fn start(store: &Path, source: &str, symbol: &str) -> Result<Self, HistoryError> {
        let owner = Owner { source: source.to_owned(), symbol: symbol.to_owned() };
        let folder = folder_of(store, &owner);
        let failed = |what: &str, error: &std::io::Error| {
            FileError::new(&folder, format!("{what}: {error}"))
        };
        std::fs::create_dir_all(&folder).map_err(|error| failed("cannot be created", &error))?;
        let lock = lock(&folder, "lock")?;
        // Those of a compaction, which may be at work, are of more than one number.
        remove_half_written(&folder, |piece| piece.first == piece.last)?;
        let waiting = leftover_logs(&folder)?;
        let number = next_number(&folder)?;
        let (queue, consumer) = RingBuffer::new(QUEUE_TICKS);
        let shared = Arc::new(Shared::default());
        let (alive, ended) = mpsc::channel::<()>();
        let mut writer = Writer {
            queue: consumer,
            shared: Arc::clone(&shared),
            owner,
            folder: folder.clone(),
            number,
            log: None,
            hour: 0,
            last_ms: 0,
            block: Vec::with_capacity(BLOCK_TICKS_MAX),
            waiting,
            sealing: None,
            rest: 0,
            _lock: lock,
        };
        // The one place that makes the thread.
        let running = Running::new();
        let body = move || {
            writer.run();
            drop(writer); // and with it the lock, before the end is told
            drop(alive);
            drop(running);
        };
        let handle = thread::Builder::new().name("ht-recorder".to_owned()).spawn(body);
        let handle = handle.map_err(|error| failed("cannot be recorded into", &error))?;
        let thread = handle.thread().clone();
        Ok(Self { queue, received: 0, lost: 0, shared, thread, ended })
    }

    /// Takes a tick. Wait-free: no allocation, no lock, no system call. Ticks of one recorder come
    /// in order of time; one that goes back begins a new file.
    #[inline]
    pub fn push(&mut self, tick: RecordedTick) {
        self.received += 1;
        if self.queue.push(tick).is_err() {
            self.lost += 1;
        }
    }

    /// What happened so far.
    #[must_use]
    pub fn counts(&self) -> RecorderCounts {
        let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        RecorderCounts {
            received: self.received,
            written: load(&self.shared.written),
            spilled: load(&self.shared.spilled),
            sealed: load(&self.shared.sealed),
            lost: self.lost,
            failures: load(&self.shared.failures),
        }
    }

    /// What the disk said when it first refused.
    #[must_use]
    pub fn first_failure(&self) -> Option<&str> {
        self.shared.first_failure.get().map(String::as_str)
    }

    /// Writes everything; waits for at most `limit`, and says whether that was enough. If not, the
    /// thread goes on by itself, and what a process that ends leaves in a log is taken up by the
    /// next recorder.
    pub fn stop(mut self, limit: Duration) -> (RecorderCounts, bool) {
        self.shared.stop.store(true, Ordering::Release);
        self.thread.unpark();
        let has_ended = self.ended.recv_timeout(limit) != Err(RecvTimeoutError::Timeout);
        if has_ended {
            // What the disk did not take until the end.
            self.lost = self.received - self.counts().written;
        }
        (self.counts(), has_ended)
    }
}

impl Drop for TickRecorder {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// The thread's side.
#[derive(Debug)]
struct Writer {
    queue: Consumer<RecordedTick>,
    shared: Arc<Shared>,
    owner: Owner,
    folder: PathBuf,
    /// Of the next log.
    number: u64,
    log: Option<LogWriter>,
    /// Hour of the log's ticks, and time of the last.
    hour: i64,
    last_ms: i64,
    /// Ticks taken from the queue that are not yet in the log.
    block: Vec<RecordedTick>,
    /// Logs that wait to become pieces, oldest first.
    waiting: Vec<PathBuf>,
    sealing: Option<Sealing>,
    /// Looks to go before the disk is tried again.
    rest: u32,
    _lock: File,
}

impl Writer {
    fn run(&mut self) {
        let mut looks = 0;
        loop {
            let is_stopping = self.shared.stop.load(Ordering::Acquire);
            let (has_written, has_failed) = match self.write_all() {
                Ok(any) => (any, false),
                Err(error) => {
                    self.shared.fail(&error);
                    (false, true)
                }
            };
            if is_stopping {
                // Nobody pushes any more. What the disk refuses now stays in its log.
                if !has_failed {
                    self.close_log();
                    self.seal_all();
                }
                return;
            }
            let has_sealed = !has_failed && self.seal_one();
            if has_written || has_sealed {
                continue;
            }
            looks += 1;
            if looks % LOOKS_PER_SYNC == 0
                && let Some(Err(error)) = self.log.as_ref().map(LogWriter::sync)
            {
                self.shared.fail(&error);
            }
            thread::park_timeout(IDLE);
        }
    }

    /// Empties the queue into logs; whether there was anything.
    fn write_all(&mut self) -> Result<bool, FileError> {
        let mut any = false;
        loop {
            while self.block.len() < BLOCK_TICKS_MAX
                && let Ok(tick) = self.queue.pop()
            {
                self.block.push(tick);
            }
            if self.block.is_empty() {
                return Ok(any);
            }
            self.write_block()?;
            any = true;
        }
    }

    /// Writes what belongs into one log. The rest stays for the next.
    fn write_block(&mut self) -> Result<(), FileError> {
        let Some(first) = self.block.first().copied() else { return Ok(()) };
        if self.log.is_some() && (first.hour() != self.hour || first.time_ms < self.last_ms) {
            self.close_log();
        }
        let log = match &mut self.log {
            Some(log) => log,
            None => {
                let path = log_path(&self.folder, &self.owner.symbol, self.number);
                self.number += 1;
                self.hour = first.hour();
                self.log.insert(LogWriter::create(&path, &self.owner)?)
            }
        };
        let mut before_ms = first.time_ms;
        let count = self.block.iter().take_while(|tick| {
            let is_next = tick.hour() == self.hour && tick.time_ms >= before_ms;
            before_ms = tick.time_ms;
            is_next
        });
        let count = count.count();
        log.append(&self.block[..count])?;
        self.last_ms = self.block[count - 1].time_ms;
        self.block.drain(..count);
        Shared::count(&self.shared.written, count as u64);
        if !self.waiting.is_empty() || self.sealing.is_some() {
            Shared::count(&self.shared.spilled, count as u64);
        }
        Ok(())
    }

    fn close_log(&mut self) {
        let Some(log) = self.log.take() else { return };
        self.waiting.push(log.path().to_path_buf());
    }

    /// Moves a piece on by a row group; whether there was anything to do.
    fn seal_one(&mut self) -> bool {
        if self.rest > 0 {
            self.rest -= 1;
            return false;
        }
        match self.seal_step() {
            Ok(any) => any,
            Err(error) => {
                self.shared.fail(&error);
                self.sealing = None;
                self.rest = LOOKS_AFTER_FAILURE;
                false
            }
        }
    }

    fn seal_step(&mut self) -> Result<bool, FileError> {
        let Some(path) = self.waiting.first() else { return Ok(false) };
        let sealing = match &mut self.sealing {
            Some(sealing) => sealing,
            None => self.sealing.insert(Sealing::begin(path)?),
        };
        if let Some(sealed) = sealing.step()? {
            Shared::count(&self.shared.sealed, sealed.tick_count);
            self.sealing = None;
            self.waiting.remove(0);
        }
        Ok(true)
    }

    fn seal_all(&mut self) {
        self.rest = 0;
        while !self.waiting.is_empty() {
            if !self.seal_one() {
                return;
            }
        }
    }
}
