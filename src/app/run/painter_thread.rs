//! A thread that paints: of what it is asked for, only the newest.

use std::io;
use std::sync::mpsc::Sender;

use super::Message;
use super::desk::Desk;
use crate::app::stage::{Request, Stage};

/// The thread; it ends when this is dropped.
pub(super) struct PainterThread {
    desk: Desk<Box<Request>>,
}

impl PainterThread {
    /// Starts painting on `stage`; every frame goes to `results`.
    ///
    /// # Errors
    /// If the system has no more threads.
    pub(super) fn start(mut stage: Stage, results: Sender<Message>) -> io::Result<Self> {
        let desk = Desk::<Box<Request>>::start("painter", move |inbox| {
            while let Some(request) = inbox.next() {
                if results.send(Message::Painted(Box::new(stage.paint(*request)))).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { desk })
    }

    /// Asks for a frame, instead of any that has not been begun.
    pub(super) fn ask(&self, request: Request) {
        self.desk.ask(Box::new(request));
    }
}
