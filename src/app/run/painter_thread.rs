//! A thread that paints: of what it is asked for, only the newest.

use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::Message;
use crate::app::stage::{Request, Stage};

/// Where the newest request waits.
#[derive(Default)]
struct Desk {
    wish: Mutex<Wish>,
    changed: Condvar,
}

#[derive(Default)]
enum Wish {
    #[default]
    Nothing,
    Paint(Box<Request>),
    End,
}

/// The thread; it ends when this is dropped.
pub(super) struct PainterThread {
    desk: Arc<Desk>,
}

impl PainterThread {
    /// Starts painting on `stage`; every frame goes to `results`.
    ///
    /// # Errors
    /// If the system has no more threads.
    pub(super) fn start(mut stage: Stage, results: Sender<Message>) -> io::Result<Self> {
        let desk = Arc::new(Desk::default());
        let theirs = Arc::clone(&desk);
        std::thread::Builder::new().name("painter".into()).spawn(move || {
            while let Some(request) = theirs.next() {
                if results.send(Message::Painted(Box::new(stage.paint(request)))).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { desk })
    }

    /// Asks for a frame, instead of any that has not been begun.
    pub(super) fn ask(&self, request: Request) {
        self.desk.put(Wish::Paint(Box::new(request)));
    }
}

impl Drop for PainterThread {
    fn drop(&mut self) {
        self.desk.put(Wish::End);
    }
}

impl Desk {
    fn put(&self, wish: Wish) {
        *self.wish.lock().unwrap_or_else(PoisonError::into_inner) = wish;
        self.changed.notify_one();
    }

    /// Waits for a request; `None` when there will be no more.
    fn next(&self) -> Option<Request> {
        let mut wish = self.wish.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match std::mem::take(&mut *wish) {
                Wish::Nothing => wish = self.changed.wait(wish).unwrap_or_else(PoisonError::into_inner),
                Wish::Paint(request) => return Some(*request),
                Wish::End => return None,
            }
        }
    }
}
