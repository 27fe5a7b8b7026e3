//! The thread that writes the file.

use std::fmt::Write as _;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use parking_lot::Mutex;

use super::file::RotatingFile;
use super::record::Record;
use super::sink;
use crate::clock::{fast_now_ns, wall_now};
use crate::sync::Queue;
use crate::telemetry::{Level, LogSettings, LogTarget, TextBuffer, process_figures};
use crate::types::{NANOS_PER_SECOND, UnixNanos};

/// How long a record waits at most before it is written. Waking the thread would be a call to the
/// system, so it looks by itself.
const PAUSE: Duration = Duration::from_millis(100);
/// Lines written at once.
const BATCH_BYTES: usize = 65_536;

struct Desk {
    folder: PathBuf,
    /// Disconnected when the thread has ended.
    ended: Receiver<()>,
    thread: JoinHandle<()>,
}

/// Locked by openings and the shutdown.
static DESK: Mutex<Option<Desk>> = Mutex::new(None);
static QUEUE: OnceLock<Queue<Record>> = OnceLock::new();
static STOPPED: AtomicBool = AtomicBool::new(false);

/// Hands a record to the thread, if there is one. Wait-free.
pub(super) fn submit(record: &Record) {
    if let Some(queue) = QUEUE.get() {
        queue.push(record);
    }
}

/// Opens the file and starts the thread, once.
pub(super) fn start(
    folder: &Path,
    settings: &LogSettings,
    queue: impl FnOnce() -> Queue<Record>,
) -> Result<(), String> {
    let mut desk = DESK.lock();
    if let Some(desk) = desk.as_ref() {
        if desk.folder == folder {
            return Ok(());
        }
        let (used, other) = (desk.folder.display(), folder.display());
        return Err(format!("the log of this process is in {used}: log.dir {other} is not used"));
    }
    let fail = |error: io::Error| format!("no log file in {}: {error}", folder.display());
    let bytes = u64::from(settings.max_bytes);
    let file = RotatingFile::open(folder, std::process::id(), bytes, settings.max_files);
    let file = file.map_err(fail)?;
    let queue = QUEUE.get_or_init(queue);
    let (alive, ended) = mpsc::channel();
    let mut writer = Writer { queue, file, dropped: 0, failing: false };
    let body = move || {
        // Unwind safety: after a panic the writer is not used any more.
        let _ = catch_unwind(AssertUnwindSafe(|| writer.serve()));
        drop::<Sender<()>>(alive);
    };
    let thread = thread::Builder::new().name("ht-log".to_owned()).spawn(body).map_err(fail)?;
    *desk = Some(Desk { folder: folder.to_owned(), ended, thread });
    Ok(())
}

/// Writes what waits and ends the thread for good; waits for at most `limit`. Whether it has ended.
pub fn shut_down(limit: Duration) -> bool {
    STOPPED.store(true, Ordering::Release);
    let Some(desk) = DESK.lock().take() else { return true };
    desk.thread.thread().unpark();
    if desk.ended.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
        *DESK.lock() = Some(desk);
        return false;
    }
    // It is on its way out.
    let _ = desk.thread.join();
    true
}

struct Writer {
    queue: &'static Queue<Record>,
    file: RotatingFile,
    /// Refused records that the file tells of.
    dropped: u64,
    /// Whether the last attempt to write failed.
    failing: bool,
}

impl Writer {
    fn serve(&mut self) {
        loop {
            // Read before the queue: what was told before the stop is written.
            let stopped = STOPPED.load(Ordering::Acquire);
            while self.write_batch() {}
            if stopped {
                return;
            }
            thread::park_timeout(PAUSE);
        }
    }

    /// Writes some of what waits. Whether there may be more.
    fn write_batch(&mut self) -> bool {
        let mut lines = String::new();
        let mut count = 0;
        let (wall, fast) = (wall_now(), fast_now_ns());
        while lines.len() < BATCH_BYTES
            && let Some(record) = self.queue.pop()
        {
            let age_ns = fast.saturating_sub(record.time_ns);
            let time = UnixNanos(wall.0.saturating_sub_unsigned(age_ns));
            write_line(&mut lines, time, &record);
            count += 1;
        }
        let figures = process_figures();
        let refused = self.queue.refused();
        if refused > self.dropped {
            let more = refused - self.dropped;
            let text = format_args!("{more} records found the queue full and are missing");
            write_line(&mut lines, wall, &own_record(text));
            self.dropped = refused;
            count += 1;
        }
        figures.log_dropped.store(refused, Ordering::Relaxed);
        figures.log_waiting.store(self.queue.len(), Ordering::Relaxed);
        if count == 0 {
            return false;
        }
        match self.file.write(&lines) {
            Ok(()) => {
                figures.log_lines.fetch_add(count, Ordering::Relaxed);
                self.failing = false;
            }
            Err(error) => {
                figures.log_errors.fetch_add(1, Ordering::Relaxed);
                if !self.failing {
                    sink::notice(&own_record(format_args!("cannot write the log file: {error}")));
                }
                self.failing = true;
            }
        }
        true
    }
}

fn own_record(message: std::fmt::Arguments<'_>) -> Record {
    let mut text = TextBuffer::EMPTY;
    // Writing into the buffer cannot fail: what does not fit is cut.
    let _ = text.write_fmt(message);
    Record { time_ns: fast_now_ns(), level: Level::Warn, target: LogTarget::Library, text }
}

/// One line: time, level, target, text. Control characters would begin lines of their own.
fn write_line(lines: &mut String, time: UnixNanos, record: &Record) {
    // Whole microseconds: the clock knows no better.
    let micros = time.0.rem_euclid(NANOS_PER_SECOND) / 1_000;
    let second = UnixNanos::from_seconds(time.seconds()).to_string();
    let second = second.trim_end_matches('Z');
    let (level, target) = (record.level.name(), record.target.as_str());
    // Writing to a String cannot fail.
    let _ = write!(lines, "{second}.{micros:06}Z {level} {target} ");
    let plain = record.text.as_str().chars();
    lines.extend(plain.map(|it| if it.is_control() { ' ' } else { it }));
    lines.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_on_its_line() {
        let mut lines = String::new();
        let record = own_record(format_args!("one\r\n2026 ERROR engine forged\x1b[31m"));
        write_line(&mut lines, UnixNanos(1_767_571_200_000_001_999), &record);
        assert_eq!(
            lines,
            "2026-01-05T00:00:00.000001Z WARN library one  2026 ERROR engine forged [31m\n"
        );
    }
}
