//! A thread and the desk on which its work waits. The desk holds one wish: a newer one replaces an older one that has
//! not been begun, so that a slow thread skips wishes and never falls behind.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

/// The side that asks. The thread ends when this is dropped.
pub(super) struct Desk<T> {
    slot: Arc<Slot<T>>,
}

/// The side of the thread, which takes one wish after the other.
pub(super) struct Inbox<T> {
    slot: Arc<Slot<T>>,
}

/// Where the newest wish waits.
struct Slot<T> {
    content: Mutex<Content<T>>,
    changed: Condvar,
}

enum Content<T> {
    Nothing,
    Wish(T),
    End,
}

impl<T: Send + 'static> Desk<T> {
    /// Starts a thread of this name, which takes its work from the inbox.
    ///
    /// # Errors
    /// If the system has no more threads.
    pub(super) fn start(name: &str, work: impl FnOnce(Inbox<T>) + Send + 'static) -> io::Result<Self> {
        let slot = Arc::new(Slot { content: Mutex::new(Content::Nothing), changed: Condvar::new() });
        let inbox = Inbox { slot: Arc::clone(&slot) };
        thread::Builder::new().name(name.to_owned()).spawn(move || work(inbox))?;
        Ok(Self { slot })
    }

    /// Asks for something, instead of anything that has not been begun.
    pub(super) fn ask(&self, wish: T) {
        self.slot.put(Content::Wish(wish));
    }
}

impl<T> Drop for Desk<T> {
    fn drop(&mut self) {
        self.slot.put(Content::End);
    }
}

impl<T> Inbox<T> {
    /// Whether nothing newer waits.
    pub(super) fn is_empty(&self) -> bool {
        matches!(*self.slot.content.lock().unwrap_or_else(PoisonError::into_inner), Content::Nothing)
    }

    /// Waits for a wish; `None` when there will be no more.
    pub(super) fn next(&self) -> Option<T> {
        let mut content = self.slot.content.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match std::mem::replace(&mut *content, Content::Nothing) {
                Content::Nothing => content = self.slot.changed.wait(content).unwrap_or_else(PoisonError::into_inner),
                Content::Wish(wish) => return Some(wish),
                Content::End => return None,
            }
        }
    }
}

impl<T> Slot<T> {
    fn put(&self, content: Content<T>) {
        *self.content.lock().unwrap_or_else(PoisonError::into_inner) = content;
        self.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn of_what_waits_only_the_newest_is_done_and_the_end_ends_the_thread() {
        let (begun, begins) = channel();
        let (go, may_go) = channel::<()>();
        let (done, results) = channel();
        let desk = Desk::start("test", move |inbox| {
            while let Some(wish) = inbox.next() {
                begun.send(wish).unwrap();
                may_go.recv().unwrap();
                done.send((wish, inbox.is_empty())).unwrap();
            }
        })
        .unwrap();
        desk.ask(1);
        assert_eq!(begins.recv(), Ok(1));
        desk.ask(2);
        desk.ask(3);
        go.send(()).unwrap();
        assert_eq!(results.recv(), Ok((1, false)));
        go.send(()).unwrap();
        assert_eq!(results.recv(), Ok((3, true)));
        drop(desk);
        assert!(results.recv().is_err(), "the thread has ended");
    }
}
