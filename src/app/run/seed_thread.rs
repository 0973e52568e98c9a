//! A thread that draws seeds: of what it is asked for, only the newest. Drawing one takes a while, and a key that is
//! held asks for many.

use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use super::Message;
use crate::recipe::Recipe;

/// Draws a recipe; the number makes it another one.
type Draw = Box<dyn FnOnce(u64) -> Recipe + Send>;

/// Where the newest wish waits.
#[derive(Default)]
struct Desk {
    wish: Mutex<Wish>,
    changed: Condvar,
}

#[derive(Default)]
enum Wish {
    #[default]
    Nothing,
    Draw(u64, Draw),
    End,
}

/// The thread; it ends when this is dropped.
pub(super) struct SeedThread {
    desk: Arc<Desk>,
}

impl SeedThread {
    /// Starts the thread; every recipe goes to `results`.
    ///
    /// # Errors
    /// If the system has no more threads.
    pub(super) fn start(results: Sender<Message>) -> io::Result<Self> {
        let desk = Arc::new(Desk::default());
        let theirs = Arc::clone(&desk);
        let work = move || {
            while let Some((ticket, draw)) = theirs.next() {
                let recipe = Box::new(draw(ticket));
                if results.send(Message::Drawn { ticket, recipe }).is_err() {
                    break;
                }
            }
        };
        thread::Builder::new().name("seeds".into()).spawn(work)?;
        Ok(Self { desk })
    }

    /// Asks for a recipe, instead of any that is not being drawn yet.
    pub(super) fn ask(&self, ticket: u64, draw: impl FnOnce(u64) -> Recipe + Send + 'static) {
        self.desk.put(Wish::Draw(ticket, Box::new(draw)));
    }
}

impl Drop for SeedThread {
    fn drop(&mut self) {
        self.desk.put(Wish::End);
    }
}

impl Desk {
    fn put(&self, wish: Wish) {
        *self.wish.lock().unwrap_or_else(PoisonError::into_inner) = wish;
        self.changed.notify_one();
    }

    /// Waits for a wish; `None` when there will be no more.
    fn next(&self) -> Option<(u64, Draw)> {
        let mut wish = self.wish.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match std::mem::take(&mut *wish) {
                Wish::Nothing => wish = self.changed.wait(wish).unwrap_or_else(PoisonError::into_inner),
                Wish::Draw(ticket, draw) => return Some((ticket, draw)),
                Wish::End => return None,
            }
        }
    }
}
