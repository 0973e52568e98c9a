//! Work done on all threads, its results taken in order: strips of a picture, frames of a loop.

use std::any::Any;
use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Receiver, Sender};

type Made<T> = (u64, Result<T, Box<dyn Any + Send>>);

/// Calls `make` for every number of `items` on the thread pool and `take` with each result, in
/// order, on the calling thread: while one result is written, the next are being made. At most
/// `window` results, and two a thread, are under way at a time, so that memory stays bounded
/// however long the range.
///
/// On a thread of the pool, the pool needs two: the caller waits for the others.
///
/// # Errors
/// The first error of `take`, after the results that are under way have been made and dropped.
pub(super) fn in_order<T: Send, E>(
    items: Range<u64>,
    window: u64,
    make: impl Fn(u64) -> T + Sync,
    mut take: impl FnMut(u64, T) -> Result<(), E>,
) -> Result<(), E> {
    let make = &make;
    rayon::in_place_scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        let start = |item: u64| {
            let sender: Sender<Made<T>> = sender.clone();
            scope.spawn(move |_| {
                // A receiver that is gone has met an error: nobody waits for this one.
                let _ = sender.send((item, catch_unwind(AssertUnwindSafe(|| make(item)))));
            });
        };
        let window = window.clamp(1, 2 * rayon::current_num_threads() as u64);
        let mut next = items.end.min(items.start + window);
        (items.start..next).for_each(&start);
        let mut waiting = BTreeMap::new();
        for item in items.clone() {
            take(item, wait_for(item, &receiver, &mut waiting))?;
            if next < items.end {
                start(next);
                next += 1;
            }
        }
        Ok(())
    })
}

/// Receives until `item` is there; what comes early waits its turn.
fn wait_for<T>(item: u64, receiver: &Receiver<Made<T>>, waiting: &mut BTreeMap<u64, T>) -> T {
    loop {
        if let Some(made) = waiting.remove(&item) {
            return made;
        }
        match receiver.recv() {
            Ok((other, Ok(made))) => _ = waiting.insert(other, made),
            Ok((_, Err(panic))) => resume_unwind(panic),
            Err(closed) => unreachable!("a sender is held by the caller: {closed}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_arrive_in_order_whatever_their_cost() {
        let slow_first = |item: u64| {
            std::thread::sleep(std::time::Duration::from_micros((item * 7919) % 500));
            item * item
        };
        let mut seen = Vec::new();
        let taken: Result<(), ()> = in_order(3..200, 3, slow_first, |item, square| {
            seen.push((item, square));
            Ok(())
        });
        assert_eq!(taken, Ok(()));
        assert_eq!(seen, (3..200).map(|item| (item, item * item)).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_stops_the_work() {
        let made = std::sync::atomic::AtomicU64::new(0);
        let make = |item| {
            made.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            item
        };
        assert_eq!(
            in_order(0..1_000_000, u64::MAX, make, |item, _| if item == 5 { Err(item) } else { Ok(()) }),
            Err(5)
        );
        assert!(made.into_inner() < 1000);
    }

    #[test]
    #[should_panic(expected = "the third")]
    fn a_panic_comes_through_instead_of_hanging() {
        let _ = in_order(0..10, 9, |item| assert!(item != 3, "the third"), |_, ()| Ok::<_, ()>(()));
    }
}
