//! Supervision in simulated time; leases, idleness and shutdown with real threads.

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use parking_lot::Mutex;

use super::*;
use crate::types::{DurationNanos, UnixNanos};

/// Time that passes only while somebody pauses.
#[derive(Debug, Default)]
struct Paused(AtomicI64);

impl Time for Paused {
    fn monotonic(&self) -> DurationNanos {
        DurationNanos(self.0.load(Ordering::Relaxed))
    }

    fn utc(&self) -> UnixNanos {
        UnixNanos(self.0.load(Ordering::Relaxed))
    }

    fn pause(&self, _alarm: &Alarm, limit: Duration) {
        self.0.fetch_add(limit.as_nanos() as i64, Ordering::Relaxed);
    }
}

/// Does what a closure says, which is told the number of the run.
struct Scripted<F>(usize, F);

impl<F: FnMut(usize, &Context) -> Result<(), Failure> + Send> Worker for Scripted<F> {
    fn run(&mut self, context: &Context) -> Result<(), Failure> {
        self.0 += 1;
        (self.1)(self.0, context)
    }
}

fn context(length_s: u64) -> Context {
    let time: Arc<dyn Time> = Arc::new(Paused::default());
    let stop = Stop::new(Arc::clone(&time), Duration::from_secs(length_s));
    Context { stop, health: Arc::default(), time }
}

#[test]
fn failures_and_panics_are_counted_and_the_worker_runs_again() {
    let context = context(3_600);
    let began = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&began);
    let script = move |run: usize, context: &Context| {
        kept.lock().push(context.time.monotonic().0 as f64 / 1e9);
        match run {
            1 => Err(Failure::new("first")),
            2 => panic!("second"),
            3 => Ok(()), // an end that nobody asked for
            4 => Err(Failure { text: "wait".to_owned(), pause_min: Duration::from_secs(500) }),
            _ => {
                while !context.stop.pause(Duration::from_secs(1)) {}
                Ok(())
            }
        }
    };
    supervise(&mut Scripted(0, script), &context, 1);
    assert_eq!(context.health.counts(), (4, 1));
    let report = context.health.report("x", 0, context.time.monotonic());
    assert_eq!((report.last_error.as_str(), report.good_age), ("wait", None));
    let began = began.lock().clone();
    let pauses: Vec<f64> = began.windows(2).map(|pair| pair[1] - pair[0]).collect();
    for (pause, whole) in pauses.iter().zip([1.0, 2.0, 4.0]) {
        assert!((whole / 2.0..=whole).contains(pause), "{pauses:?}");
    }
    assert_eq!(pauses[3], 500.0, "the other side's wish");
}

#[test]
fn the_circuit_opens_after_failures_in_a_row_and_a_steady_run_closes_it() {
    let context = context(100_000);
    let states = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&states);
    let script = move |run: usize, context: &Context| {
        let now = context.time.monotonic();
        kept.lock().push((now.0 as f64 / 1e6).round() / 1e3);
        if run == 14 {
            // Good data, and long enough.
            let _ = context.stop.pause(STEADY);
            context.health.good(context.time.monotonic());
        }
        if run == 16 {
            context.stop.order();
        }
        Err(Failure::new("again"))
    };
    supervise(&mut Scripted(0, script), &context, 1);
    let began = states.lock().clone();
    let pauses = began.windows(2).map(|pair| ((pair[1] - pair[0]) * 1e3).round() / 1e3);
    let pauses: Vec<f64> = pauses.collect();
    let failures = FAILURES_MAX as usize;
    assert!(pauses[..failures - 1].iter().all(|pause| *pause <= PAUSE_MAX.as_secs_f64()));
    assert_eq!(pauses[failures - 1..failures + 1], [CIRCUIT_PAUSE.as_secs_f64(); 2]);
    assert!(pauses[failures + 1] <= STEADY.as_secs_f64() + 1.0, "{pauses:?}");
    assert!(pauses[failures + 2] <= 2.0, "it counts from the beginning: {pauses:?}");
}

/// Counts its runs and waits for its end.
fn waiting(runs: &Arc<AtomicUsize>) -> Box<dyn Worker> {
    let runs = Arc::clone(runs);
    Box::new(Scripted(0, move |_, context: &Context| {
        runs.fetch_add(1, Ordering::Relaxed);
        while !context.stop.pause(Duration::from_secs(5)) {}
        Ok(())
    }))
}

fn live(idle_stop: Duration) -> Runtime {
    Runtime::new(Arc::new(MachineTime::start()), idle_stop)
}

#[test]
fn a_lease_shares_a_running_worker_and_an_idle_one_ends() {
    let runtime = live(Duration::from_millis(50));
    assert_eq!(runtime.health(), []);
    let runs = Arc::default();
    let first = runtime.lease("a", || waiting(&runs)).unwrap();
    let second = runtime.lease("a", || panic!("it runs already")).unwrap();
    assert_eq!(runtime.health().iter().map(|it| it.users).collect::<Vec<_>>(), [2]);
    drop(first);
    assert_eq!(runtime.health().len(), 1, "somebody is left");
    drop(second);
    while !runtime.health().is_empty() {
        std::thread::yield_now();
    }
    let again = runtime.lease("a", || waiting(&runs)).unwrap();
    while runs.load(Ordering::Relaxed) < 2 {
        std::thread::yield_now();
    }
    drop(again);
    assert_eq!(runtime.shut_down(Duration::from_secs(30)), [""; 0]);
}

#[test]
fn a_shutdown_is_bounded_and_names_who_did_not_stop() {
    let runtime = live(Duration::from_secs(60));
    let (let_go, held) = mpsc::channel::<()>();
    let held = Mutex::new(held);
    let (inside, begun) = mpsc::channel();
    let stuck = move |_: usize, _: &Context| {
        let _ = inside.send(());
        let _ = held.lock().recv(); // deaf to every request
        Ok(())
    };
    let runs = Arc::default();
    let _stuck = runtime.lease("stuck", || Box::new(Scripted(0, stuck))).unwrap();
    let _good = runtime.lease("good", || waiting(&runs)).unwrap();
    begun.recv().unwrap();
    assert_eq!(runtime.shut_down(Duration::from_millis(100)), ["stuck"]);
    assert!(matches!(runtime.lease("new", || waiting(&runs)), Err(LeaseError::ShutDown)));
    drop(let_go);
    assert_eq!(runtime.shut_down(Duration::from_secs(30)), [""; 0], "now it has");
    assert_eq!(runtime.shut_down(Duration::ZERO), [""; 0], "twice is no harm");
}

#[test]
fn the_number_of_workers_is_bounded() {
    let runtime = live(Duration::from_secs(60));
    let runs = Arc::default();
    let leases: Vec<Lease> = (0..WORKERS_MAX)
        .map(|number| runtime.lease(&number.to_string(), || waiting(&runs)).unwrap())
        .collect();
    assert!(matches!(runtime.lease("more", || waiting(&runs)), Err(LeaseError::Full)));
    assert!(runtime.lease("0", || waiting(&runs)).is_ok());
    drop(leases);
    assert_eq!(runtime.shut_down(Duration::from_secs(30)), [""; 0]);
}
