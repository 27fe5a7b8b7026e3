//! Independent pieces of work on several threads.

use std::panic::resume_unwind;
use std::thread;

/// The results of pieces 0 to `count`, in that order, on up to `threads` threads.
///
/// Each thread takes one run of neighbouring pieces: they cost the same here. What a piece gives
/// must depend on its number only, so the results are the same for any number of threads. Where
/// the system gives no thread the caller's own does the work.
pub(super) fn each<R: Send>(
    threads: usize,
    count: usize,
    work: impl Fn(usize) -> R + Sync,
) -> Vec<R> {
    let threads = threads.clamp(1, count.max(1));
    let run = &|index: usize| -> Vec<R> {
        (count * index / threads..count * (index + 1) / threads).map(&work).collect()
    };
    thread::scope(|scope| {
        let start = |index: usize| {
            let name = format!("research {index}");
            let started = thread::Builder::new().name(name).spawn_scoped(scope, move || run(index));
            started.map_err(|_| index)
        };
        let started: Vec<_> = (1..threads).map(start).collect();
        let mut results = run(0);
        for other in started {
            results.extend(match other.map(thread::ScopedJoinHandle::join) {
                Ok(Ok(part)) => part,
                Ok(Err(panic)) => resume_unwind(panic),
                Err(index) => run(index),
            });
        }
        results
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order_on_any_number_of_threads() {
        for threads in [0, 1, 2, 3, 50] {
            assert_eq!(each(threads, 7, |piece| piece * piece), [0, 1, 4, 9, 16, 25, 36]);
            assert!(each(threads, 0, |piece| piece).is_empty());
        }
    }
}
