//! A thread that fills orders one after the other, and the few that wait for it.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

/// The thread, which begins with the first order.
pub(super) struct Worker<T> {
    desk: Arc<Queue<T>>,
    thread: Option<JoinHandle<()>>,
}

struct Queue<T> {
    state: Mutex<QueueState<T>>,
    changed: Condvar,
}

struct QueueState<T> {
    waiting: VecDeque<T>,
    /// An order is being filled.
    busy: bool,
    /// No more orders will come.
    closed: bool,
}

impl<T: Send + 'static> Worker<T> {
    pub(super) fn new() -> Self {
        let state = QueueState { waiting: VecDeque::new(), busy: false, closed: false };
        Self { desk: Arc::new(Queue { state: Mutex::new(state), changed: Condvar::new() }), thread: None }
    }

    /// Has `order` filled by `fill` when its turn has come. Where `most` wait already, it takes the place of the last of
    /// them, which is returned.
    ///
    /// # Errors
    /// If the system has no more threads.
    pub(super) fn put(&mut self, order: T, most: usize, fill: impl FnMut(T) + Send + 'static) -> io::Result<Option<T>> {
        self.start(fill)?;
        let mut state = self.desk.lock();
        let replaced = if state.waiting.len() >= most { state.waiting.pop_back() } else { None };
        state.waiting.push_back(order);
        drop(state);
        self.desk.changed.notify_one();
        Ok(replaced)
    }

    /// Whether nothing is waiting or being filled.
    pub(super) fn is_idle(&self) -> bool {
        let state = self.desk.lock();
        !self.runs() || state.waiting.is_empty() && !state.busy
    }

    /// Waits until every order is filled.
    pub(super) fn finish(mut self) {
        self.desk.lock().closed = true;
        self.desk.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
    }

    fn runs(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| !thread.is_finished())
    }

    fn start(&mut self, mut fill: impl FnMut(T) + Send + 'static) -> io::Result<()> {
        if self.runs() {
            return Ok(());
        }
        let desk = Arc::clone(&self.desk);
        let work = move || {
            while let Some(order) = desk.next() {
                fill(order);
            }
        };
        self.thread = Some(thread::Builder::new().name("saver".into()).spawn(work)?);
        Ok(())
    }
}

impl<T> Queue<T> {
    /// Waits for an order; `None` when there will be no more.
    fn next(&self) -> Option<T> {
        let mut state = self.lock();
        state.busy = false;
        loop {
            if let Some(order) = state.waiting.pop_front() {
                state.busy = true;
                return Some(order);
            }
            if state.closed {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lock(&self) -> MutexGuard<'_, QueueState<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_flood_is_filled_by_one_thread_and_ends_with_the_last_order() {
        let (filled, orders) = channel();
        let (go, wait) = channel::<()>();
        let mut worker = Worker::new();
        let mut fill = Some(move |order: u32| {
            // The first one takes until the whole flood has come.
            if order == 0 {
                let _ = wait.recv();
            }
            let _ = filled.send((order, thread::current().id()));
        });
        for order in 0..1000 {
            // The thread is started once, with the first order.
            let fill = fill.take();
            worker.put(order, 3, move |order| fill.iter().for_each(|fill| fill(order))).unwrap();
        }
        drop(go);
        worker.finish();
        let orders: Vec<_> = orders.iter().collect();
        assert!(orders.len() <= 4 && orders.last().is_some_and(|(order, _)| *order == 999), "{orders:?}");
        assert!(orders.iter().all(|(_, thread)| *thread == orders[0].1));
    }
}
