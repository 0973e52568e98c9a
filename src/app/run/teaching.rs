//! Between the keys and the thread that learns.

use std::io;
use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

use super::learner_thread::{Assignment, LearnerThread};
use super::{Message, Runner};
use crate::app::learning::{LearnerSnapshot, Learning};
use crate::learn::Learner;
use crate::work::Work;

impl Runner {
    /// Begins to learn, and to show it.
    ///
    /// # Errors
    /// If the system has no more threads.
    pub(super) fn begin_learning(
        &mut self,
        assignment: Assignment,
        learner: Learner,
        sender: Sender<Message>,
    ) -> io::Result<()> {
        let Assignment { name, pictures, shape, again, .. } = assignment.clone();
        self.state.begin_learning(Learning::new(&name, pictures, shape, again), Duration::ZERO);
        self.learner = Some(LearnerThread::start(assignment, learner, sender)?);
        Ok(())
    }

    /// Passes on what keys have asked of the network that learns.
    pub(super) fn teach(&mut self) {
        let orders = self.state.take_orders();
        if let Some(learner) = &self.learner {
            orders.into_iter().for_each(|order| learner.ask(order));
        }
    }

    /// Shows what was learnt.
    pub(super) fn learnt(&mut self, snapshot: LearnerSnapshot) {
        self.learner.iter().for_each(LearnerThread::heard);
        let now = self.now();
        if let Some(work) = self.state.learnt(snapshot, now) {
            self.learnt = Some(work);
            self.schedule.change();
        }
    }

    /// What came of the wish to keep it.
    pub(super) fn kept(&mut self, kept: Result<Box<Work>, String>) {
        let now = self.now();
        match kept {
            Ok(work) => {
                self.learner = None;
                self.learnt = Some(self.state.kept(*work, now));
                self.kept = self.state.farewell(now).into_iter().next();
            }
            Err(why) => self.state.not_kept(&why, now),
        }
        self.answer();
    }

    /// Ends learning. What is being kept is waited for, a little, with the picture still on the screen.
    pub(super) fn finish_keeping(&mut self, inbox: &Receiver<Message>) {
        self.teach();
        let Some(learner) = self.learner.take() else { return };
        if !self.state.is_keeping() {
            return;
        }
        learner.finish();
        inbox.try_iter().for_each(|message| self.handle(message));
    }
}
