//! The training thread: one for the process, made with the first job.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use parking_lot::Mutex;

use super::job::{self, Job};
use super::priority;

/// How to reach the thread.
struct Desk {
    /// `None` after a shutdown.
    jobs: Option<Sender<Job>>,
    /// Disconnected when the thread has nothing left to do.
    ended: Receiver<()>,
    thread: JoinHandle<()>,
}

/// Only engines' threads lock it, for the time of an assignment.
static DESK: Mutex<Option<Desk>> = Mutex::new(None);
static STOPPED: AtomicBool = AtomicBool::new(false);

/// Why a job was not taken.
#[derive(Debug)]
pub(super) enum Refused {
    /// [`shut_down`] was called.
    ShutDown,
    /// The system makes no thread.
    Thread(io::Error),
}

/// Hands a job to the thread. Never waits for it.
pub(super) fn submit(mut job: Job) -> Result<(), Refused> {
    if is_stopped() {
        return Err(Refused::ShutDown);
    }
    let mut desk = DESK.lock();
    if let Some(jobs) = desk.as_ref().and_then(|desk| desk.jobs.as_ref()) {
        match jobs.send(job) {
            Ok(()) => return Ok(()),
            Err(back) => job = back.0,
        }
    }
    let (jobs, inbox) = mpsc::channel();
    let (alive, ended) = mpsc::channel();
    let body = move || {
        priority::lower();
        serve(&inbox);
        drop::<Sender<()>>(alive);
    };
    let thread = thread::Builder::new().name("ht-training".to_owned()).spawn(body);
    let thread = thread.map_err(Refused::Thread)?;
    // The receiver lives until its sender is gone.
    let _ = jobs.send(job);
    *desk = Some(Desk { jobs: Some(jobs), ended, thread });
    Ok(())
}

fn serve(inbox: &Receiver<Job>) {
    for job in inbox {
        // Unwind safety: after a panic the report says so, and locks have no poison.
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| job::work(&job))) {
            job::report_panic(&job, &*payload);
        }
        job.link.end();
    }
}

/// Whether every training is to end.
pub(super) fn is_stopped() -> bool {
    STOPPED.load(Ordering::Acquire)
}

/// Ends the thread for good; waits for at most `limit`. Whether it has ended.
pub fn shut_down(limit: Duration) -> bool {
    STOPPED.store(true, Ordering::Release);
    let Some(mut desk) = DESK.lock().take() else { return true };
    desk.jobs = None;
    if desk.ended.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
        *DESK.lock() = Some(desk);
        return false;
    }
    // It is on its way out. A panic was reported where it happened.
    let _ = desk.thread.join();
    true
}
