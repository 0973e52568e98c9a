//! What arrives at the loop: one kind of message for all that happens, from any thread.

use super::control::Command;
use super::memory::Remembered;
use super::save::Report;
use crate::app::learning::LearnerSnapshot;
use crate::app::look::Finding;
use crate::app::stage::Painted;
use crate::work::Work;
use thinwire::Event;

/// What arrives at the loop.
pub(super) enum Message {
    Screen(Event),
    Painted(Box<Painted>),
    Studied(Finding),
    /// An artwork was chosen, and is ready to be painted.
    Drawn {
        ticket: u64,
        work: Box<Work>,
    },
    Saving(Report),
    Remembered(Remembered),
    Control(Command),
    Learnt(Box<LearnerSnapshot>),
    /// What was learnt is kept, or why not.
    Kept(Result<Box<Work>, String>),
}
