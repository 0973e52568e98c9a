//! The loop: it does what is due, sleeps until the next thing happens, and hands that to whoever it concerns.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::inbox::receive;
use super::{Message, Runner};

impl Runner {
    /// Goes round until the user leaves.
    pub(super) fn run(&mut self, inbox: &Receiver<Message>) {
        self.resize();
        self.ask_for_colors();
        while !self.state.quits() {
            self.teach();
            self.record();
            self.cycle_if_due();
            self.settle_if_due();
            self.choose_medium();
            self.study_if_wanted();
            self.paint_if_due();
            self.show_if_due();
            let message = match self.wait() {
                None => inbox.recv().ok(),
                Some(time) => match receive(inbox, time) {
                    Ok(message) => Some(message),
                    Err(RecvTimeoutError::Timeout) => continue,
                    Err(RecvTimeoutError::Disconnected) => None,
                },
            };
            let Some(message) = message else { break };
            self.handle(message);
            while let Ok(message) = inbox.try_recv() {
                self.handle(message);
            }
            self.copy_if_asked();
        }
    }

    /// Hands what was shown to the history.
    pub(super) fn record(&mut self) {
        for line in self.state.take_visited() {
            self.memory.record(line);
        }
    }

    /// Shows what a view wants shown for now, when it is time.
    fn settle_if_due(&mut self) {
        let now = self.now();
        if self.state.settle(now) {
            self.schedule.answer();
        }
    }

    /// Passes on what the open view wants to have found out, and lets it do what waited for that.
    fn study_if_wanted(&mut self) {
        let area = self.area();
        loop {
            if let Some(study) = self.state.study(|view, recipe| view.study(recipe, area)) {
                self.studies.ask(study);
            }
            let now = self.now();
            if !self.state.ask_view(|view, recipe| view.catch_up(recipe), now) {
                return;
            }
            self.answer();
        }
    }

    /// How long nothing needs to be done; `None` until something happens.
    fn wait(&self) -> Option<Duration> {
        let now = self.now();
        self.schedule.wait(self.moves(now), self.due(Instant::now()), self.state.next_change(now), now)
    }

    /// How long from `instant` the link takes no further frame; `None` where it will not before something happens.
    pub(super) fn due(&self, instant: Instant) -> Option<Duration> {
        self.screen.due(instant).map(|due| due.saturating_duration_since(instant))
    }

    pub(super) fn handle(&mut self, message: Message) {
        match message {
            Message::Screen(event) => self.event(event),
            Message::Painted(painted) => self.receive(*painted),
            Message::Drawn { ticket, work } if ticket == self.ticket => self.show_drawn(*work),
            // Another was asked for since.
            Message::Drawn { .. } => {}
            Message::Studied(finding) => {
                self.state.receive(&finding);
                self.schedule.change();
            }
            Message::Saving(report) => self.saving(report),
            Message::Remembered(remembered) => self.remembered(remembered),
            Message::Control(command) => self.command(command),
            Message::Learnt(snapshot) => self.learnt(*snapshot),
            Message::Kept(kept) => self.kept(kept),
        }
    }
}
