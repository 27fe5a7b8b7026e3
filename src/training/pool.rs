//! Jobs on several threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use crate::model::Stop;

/// Does every job, on up to `threads` threads, in the order of the jobs as threads become free.
/// `done` hears of each on the calling thread, in the order in which they end.
///
/// After `stop` says so no further job begins; those under way end as they will.
pub(super) fn run<J: Sync, R: Send>(
    threads: usize,
    jobs: &[J],
    stop: Stop<'_>,
    work: impl Fn(&J) -> R + Sync,
    mut done: impl FnMut(usize, R),
) {
    let next = AtomicUsize::new(0);
    let take = || {
        let index = next.fetch_add(1, Ordering::Relaxed);
        if stop() { None } else { jobs.get(index).map(|job| (index, job)) }
    };
    let threads = threads.min(jobs.len());
    let (results, finished) = mpsc::channel();
    thread::scope(|scope| {
        let mut started = 0;
        while threads > 1 && started < threads {
            let (results, take, work) = (results.clone(), &take, &work);
            let body = move || {
                while let Some((index, job)) = take() {
                    if results.send((index, work(job))).is_err() {
                        break;
                    }
                }
            };
            let name = format!("training {started}");
            if thread::Builder::new().name(name).spawn_scoped(scope, body).is_err() {
                break;
            }
            started += 1;
        }
        drop(results);
        // No second thread wanted, or none to be had.
        if started == 0 {
            while let Some((index, job)) = take() {
                done(index, work(job));
            }
        }
        finished.iter().for_each(|(index, result)| done(index, result));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const GO_ON: Stop<'static> = &|| false;

    #[test]
    fn every_job_is_done_once_on_any_number_of_threads() {
        let jobs: Vec<usize> = (0..100).collect();
        for threads in [0, 1, 2, 7, 1_000] {
            let mut results = vec![0; 100];
            run(threads, &jobs, GO_ON, |job| job * job, |index, result| results[index] += result);
            assert!(results.iter().enumerate().all(|(index, result)| *result == index * index));
        }
        run(2, &[], GO_ON, |(): &()| (), |_, ()| panic!("there is no job"));
    }

    #[test]
    fn two_jobs_are_under_way_together() {
        let waiting = AtomicUsize::new(0);
        // Each waits for the other: with one thread this would never end.
        let meet = |_: &i32| {
            waiting.fetch_add(1, Ordering::SeqCst);
            while waiting.load(Ordering::SeqCst) < 2 {
                thread::yield_now();
            }
            thread::current().name().map(str::to_owned)
        };
        let mut names = Vec::new();
        run(2, &[1, 2], GO_ON, meet, |_, name| names.extend(name));
        names.sort();
        assert_eq!(names, ["training 0", "training 1"]);
    }

    #[test]
    fn no_job_begins_after_a_stop() {
        for threads in [1, 2] {
            let begun = AtomicUsize::new(0);
            let stop = || begun.load(Ordering::SeqCst) >= 5;
            let work = |_: &usize| begun.fetch_add(1, Ordering::SeqCst);
            let mut heard = 0;
            run(threads, &(0..100).collect::<Vec<_>>(), &stop, work, |_, _| heard += 1);
            // The other thread may have been past its question already.
            assert!((5..=6).contains(&heard), "{heard}");
        }
    }
}
