//! A thread that finds out what takes long: of what it is asked for, only the newest.

use std::io;
use std::sync::mpsc::Sender;

use super::Message;
use super::desk::Desk;
use super::save::background;
use crate::app::look::Study;

/// The thread; it ends when this is dropped.
pub(super) struct StudyThread {
    desk: Desk<Box<dyn Study>>,
}

impl StudyThread {
    /// Starts waiting for studies; what they find goes to `results`. They use threads of their own that give way to
    /// the painter's, so that nothing on the screen waits for them.
    ///
    /// # Errors
    /// If the system has no more threads.
    pub(super) fn start(results: Sender<Message>) -> io::Result<Self> {
        let desk = Desk::<Box<dyn Study>>::start("studies", move |inbox| {
            while let Some(study) = inbox.next() {
                let mut report = |finding| inbox.is_empty() && results.send(Message::Studied(finding)).is_ok();
                match background::pool(0) {
                    Ok(pool) => pool.install(move || study.run(&mut report)),
                    // Without further threads it is found out on this one and the painter's.
                    Err(_) => study.run(&mut report),
                }
            }
        })?;
        Ok(Self { desk })
    }

    /// Asks for a study; the one that is under way ends at its next report.
    pub(super) fn ask(&self, study: Box<dyn Study>) {
        self.desk.ask(study);
    }
}
