//! A thread that finds out what takes long: of what it is asked for, only the newest.

use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use super::Message;
use super::save::background;
use crate::app::look::Study;

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
    Study(Box<dyn Study>),
    End,
}

/// The thread; it ends when this is dropped.
pub(super) struct StudyThread {
    desk: Arc<Desk>,
}

impl StudyThread {
    /// Starts waiting for studies; what they find goes to `results`. They use threads of their own that give way to
    /// the painter's, so that nothing on the screen waits for them.
    pub(super) fn start(results: Sender<Message>) -> io::Result<Self> {
        let desk = Arc::new(Desk::default());
        let theirs = Arc::clone(&desk);
        let work = move || {
            while let Some(study) = theirs.next() {
                let mut report = |finding| theirs.is_empty() && results.send(Message::Studied(finding)).is_ok();
                match background::pool(0) {
                    Ok(pool) => pool.install(move || study.run(&mut report)),
                    // Without further threads it is found out on this one and the painter's.
                    Err(_) => study.run(&mut report),
                }
            }
        };
        thread::Builder::new().name("studies".into()).spawn(work)?;
        Ok(Self { desk })
    }

    /// Asks for a study; the one that is under way ends at its next report.
    pub(super) fn ask(&self, study: Box<dyn Study>) {
        self.desk.put(Wish::Study(study));
    }
}

impl Drop for StudyThread {
    fn drop(&mut self) {
        self.desk.put(Wish::End);
    }
}

impl Desk {
    fn put(&self, wish: Wish) {
        *self.wish.lock().unwrap_or_else(PoisonError::into_inner) = wish;
        self.changed.notify_one();
    }

    /// Whether nobody waits.
    fn is_empty(&self) -> bool {
        matches!(*self.wish.lock().unwrap_or_else(PoisonError::into_inner), Wish::Nothing)
    }

    /// Waits for a request; `None` when there will be no more.
    fn next(&self) -> Option<Box<dyn Study>> {
        let mut wish = self.wish.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match std::mem::take(&mut *wish) {
                Wish::Nothing => wish = self.changed.wait(wish).unwrap_or_else(PoisonError::into_inner),
                Wish::Study(study) => return Some(study),
                Wish::End => return None,
            }
        }
    }
}
