//! A thread that draws seeds: of what it is asked for, only the newest. Drawing one takes a while, and a key that is
//! held asks for many.

use std::io;
use std::sync::mpsc::Sender;

use super::Message;
use super::desk::Desk;
use crate::work::Work;

/// Draws a work and makes it ready; the number makes it another one.
type DrawWork = Box<dyn FnOnce(u64) -> Work + Send>;

/// The thread; it ends when this is dropped.
pub(super) struct SeedThread {
    desk: Desk<(u64, DrawWork)>,
}

impl SeedThread {
    /// Starts the thread; every work goes to `results`.
    ///
    /// # Errors
    /// If the system has no more threads.
    pub(super) fn start(results: Sender<Message>) -> io::Result<Self> {
        let desk = Desk::<(u64, DrawWork)>::start("seeds", move |inbox| {
            while let Some((ticket, draw)) = inbox.next() {
                let work = Box::new(draw(ticket));
                if results.send(Message::Drawn { ticket, work }).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { desk })
    }

    /// Asks for a work, instead of any that is not being drawn yet.
    pub(super) fn ask(&self, ticket: u64, draw: impl FnOnce(u64) -> Work + Send + 'static) {
        self.desk.ask((ticket, Box::new(draw)));
    }
}
