//! The live view as it runs: what comes in changes the state, the painter's thread paints what the state asks for, the
//! screen shows it when the link has room.
//!
//! [`run`] starts all that takes part, and `Runner` is what the loop remembers. What it does has a file for each thing:
//!
//! | file | what |
//! | --- | --- |
//! | `event_loop.rs`, `inbox.rs` | the loop itself, which hands each `Message` to one of those below |
//! | `schedule.rs` | what is due when |
//! | `events.rs`, `input.rs`, `terminal.rs` | keys, the pointer, and what else the terminal sends |
//! | `painting.rs`, `show.rs`, `medium.rs`, `colors.rs` | from the state to the screen |
//! | `next_artwork.rs`, `walk.rs` | the way to another artwork |
//! | `teaching.rs`, `saving.rs`, `leaving.rs` | a network that learns; what is saved; the end |
//! | `*_thread.rs`, `save.rs`, `memory.rs`, `control.rs`, `desk.rs` | the other threads, and how they are asked |
//! | `options.rs`, `message.rs`, `error.rs` | what goes in, what arrives, what goes wrong |
//! | `first_hint.rs`, `measure.rs` | the first words; a link measured for `neurotty doctor` |

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use super::State;
use super::action::Action;
use super::stage::{Painted, Stage};
use super::view::OverlayName;
use crate::learn::Learner;
use crate::work::Work;
use thinwire::{Medium, Screen, ScreenError};

mod colors;
mod control;
mod desk;
mod error;
mod event_loop;
mod events;
mod first_hint;
mod inbox;
mod input;
mod learner_thread;
mod leaving;
mod measure;
mod medium;
mod memory;
mod message;
mod next_artwork;
mod options;
mod painter_thread;
mod painting;
mod save;
mod saving;
mod schedule;
mod seed_thread;
mod show;
mod study_thread;
mod teaching;
mod terminal;
mod walk;

use control::Control;
use first_hint::first_hint;
use input::Input;
use learner_thread::LearnerThread;
use memory::Memory;
use message::Message;
use painter_thread::PainterThread;
use save::Saver;
use schedule::Schedule;
use seed_thread::SeedThread;
use study_thread::StudyThread;

pub(crate) use error::RunError;
pub(crate) use learner_thread::Assignment;
pub(crate) use measure::{LinkMeasurement, measure};
pub(crate) use memory::Places;
pub(crate) use options::Options;
pub(crate) use save::Saving;
pub(crate) use walk::Walk;

/// Shows `work` until the user leaves. Returns the last line of text, and what else is to be printed when the
/// terminal is given back.
///
/// # Errors
/// If there is no terminal to paint on, or no pipe can be made.
pub(crate) fn run(work: Work, options: Options) -> Result<Vec<String>, RunError> {
    start(work, None, options)
}

/// Shows how `learner` learns what `assignment` says, until the user leaves; once it is kept, as [`run`] does.
///
/// # Errors
/// As [`run`].
pub(crate) fn learn(assignment: Assignment, learner: Learner, options: Options) -> Result<Vec<String>, RunError> {
    start(assignment.work(learner.network(), &assignment.shape), Some((assignment, learner)), options)
}

fn start(work: Work, assignment: Option<(Assignment, Learner)>, mut options: Options) -> Result<Vec<String>, RunError> {
    let (sender, inbox) = channel();
    let control = options
        .control
        .take()
        .map(|path| Control::start(&path, sender.clone()).map_err(|source| RunError::Control { path, source }));
    // The pipe is there until this function ends.
    let _control = control.transpose()?;
    let events = sender.clone();
    let deliver = Arc::new(move |event| {
        // The loop is gone only when the program is about to end.
        let _ = events.send(Message::Screen(event));
    });
    let environment = |name: &str| std::env::var(name).ok();
    let screen =
        Screen::open(thinwire::ScreenOptions { fps: options.fps, depth: options.depth }, &environment, deliver)?;
    let mut state = State::new(work.clone(), options.speed, Duration::ZERO);
    state.set_medium(options.medium);
    if options.reduced_motion {
        state.reduce_motion(Duration::ZERO);
    } else {
        state.begin_briskly();
    }
    if options.tour {
        state.update(Action::Toggle(OverlayName::Tour), Duration::ZERO);
    }
    let pupil = sender.clone();
    let mut runner = Runner::new(screen, state, work, options, sender).map_err(ScreenError::Threads)?;
    if let Some((assignment, learner)) = assignment {
        runner.begin_learning(assignment, learner, pupil).map_err(ScreenError::Threads)?;
    }
    runner.run(&inbox);
    Ok(runner.leave(&inbox))
}

/// All that the loop remembers between two messages, and the threads that it asks.
struct Runner {
    screen: Screen,
    state: State,
    input: Input,
    painter: PainterThread,
    seeds: SeedThread,
    studies: StudyThread,
    saver: Saver,
    memory: Memory,
    options: Options,
    began: Instant,
    /// The newest frame, and the medium that it was painted for.
    painted: Option<(Painted, Medium)>,
    /// Of the newest frame: another one for each.
    number: u64,
    /// What the picture is drawn with: what was chosen, or characters where the link carries no images.
    drawn: Medium,
    /// What the frame is painted for that was asked for last.
    painting: Medium,
    schedule: Schedule,
    /// The newest draw of a seed that was asked for.
    ticket: u64,
    /// The user knows that the terminal does not name its colours.
    told_colors: bool,
    /// The line that is to be copied.
    to_copy: Option<String>,
    /// It was said that letters of another alphabet do nothing.
    told_layout: bool,
    /// It was said that the terminal is too large.
    told_cut: bool,
    /// What was drawn last, until the painter has it.
    ready: Option<Work>,
    /// The thread that learns, until what it has learnt is kept.
    learner: Option<LearnerThread>,
    /// What has been learnt last, until the painter has it.
    learnt: Option<Work>,
    /// What opens what was learnt again, once it is kept.
    kept: Option<String>,
    /// Whether nobody asked for it: it was time for another artwork.
    drifts: bool,
    /// It was said that the picture has become one flat colour on the way closer.
    flat: bool,
}

impl Runner {
    /// # Errors
    /// If the system has no more threads.
    fn new(
        screen: Screen,
        mut state: State,
        work: Work,
        options: Options,
        sender: Sender<Message>,
    ) -> std::io::Result<Self> {
        state.say(options.notice.clone().unwrap_or_else(first_hint), Duration::ZERO);
        state.note();
        let stage = Stage::new(work);
        let stage = if options.flashing { stage.allow_flashing() } else { stage };
        Ok(Self {
            screen,
            state,
            input: Input::default(),
            painter: PainterThread::start(stage, sender.clone())?,
            seeds: SeedThread::start(sender.clone())?,
            memory: Memory::start(options.places.clone(), sender.clone())?,
            studies: StudyThread::start(sender.clone())?,
            saver: Saver::new(options.saving.clone(), sender),
            ticket: options.entropy,
            told_colors: false,
            schedule: Schedule::new(options.cycle),
            options,
            began: Instant::now(),
            painted: None,
            number: 0,
            drawn: Medium::default(),
            painting: Medium::default(),
            to_copy: None,
            told_layout: false,
            told_cut: false,
            ready: None,
            learner: None,
            learnt: None,
            kept: None,
            drifts: false,
            flat: false,
        })
    }

    fn now(&self) -> Duration {
        self.began.elapsed()
    }
}
