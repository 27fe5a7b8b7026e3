//! Pieces of work of unequal length on several threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The results of pieces 0 to `count`, in that order. Each thread takes the next piece as soon as
/// it is free. What a piece gives must depend on its number only, so the results are the same for
/// any number of threads. Where the system gives no thread the caller's own does the work.
pub(crate) fn each<R: Send>(
    threads: usize,
    count: usize,
    work: impl Fn(usize) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= count {
                return done;
            }
            done.push((piece, work(piece)));
        }
    };
    let mut results = thread::scope(|scope| {
        let start = |index: usize| {
            let name = format!("research {index}");
            thread::Builder::new().name(name).spawn_scoped(scope, run).ok()
        };
        let others: Vec<_> = (1..threads.min(count)).filter_map(start).collect();
        let mut results = run();
        for other in others {
            match other.join() {
                Ok(part) => results.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    });
    results.sort_unstable_by_key(|(piece, _)| *piece);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order_on_any_number_of_threads() {
        for threads in [0, 1, 2, 7] {
            assert_eq!(each(threads, 5, |piece| piece * 2), [0, 2, 4, 6, 8]);
            assert!(each(threads, 0, |piece| piece).is_empty());
        }
    }
}
