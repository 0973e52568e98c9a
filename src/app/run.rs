//! The loop: what comes in changes the state, the painter's thread paints what the state asks for, the
//! screen shows it when the link has room.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::State;
use super::action::Action;
use super::learning::LearnerSnapshot;
use super::look::Finding;
use super::stage::{Painted, Stage};
use super::teach::THE_PICTURE;
use super::view::OverlayName;
use crate::curate;
use crate::export::ExportError;
use crate::learn::Learner;
use crate::painter::Samples;
use crate::plain_text;
use crate::work::Work;
use thinwire::ColorDepth;
use thinwire::{Event, Glyphs, Medium, Protocol, Screen, ScreenError, file_uri};

mod colors;
mod control;
mod desk;
mod error;
mod events;
mod first_hint;
mod input;
mod learner_thread;
mod measure;
mod memory;
mod painter_thread;
mod painting;
mod save;
mod schedule;
mod seed_thread;
mod show;
mod study_thread;
mod teaching;
mod terminal;
mod walk;

use control::{Command, Control};
use first_hint::first_hint;
use input::Input;
use learner_thread::LearnerThread;
use memory::{Memory, Remembered};
use painter_thread::PainterThread;
use save::{Report, Saver, What};
use schedule::Schedule;
use seed_thread::SeedThread;
use study_thread::StudyThread;

pub use error::RunError;
pub use learner_thread::Assignment;
pub use measure::{LinkMeasurement, measure};
pub use memory::Places;
pub use save::Saving;
pub use walk::Walk;

/// How the live view behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// Frames a second, at most.
    pub fps: f64,
    /// How fast the clock runs.
    pub speed: f64,
    /// How many samples a pixel is made of.
    pub samples: Samples,
    /// How pictures and loops are saved.
    pub saving: Saving,
    /// How to show the picture, to begin with.
    pub medium: Medium,
    /// The colours to draw with; `None` for the best that the terminal is known to have.
    pub depth: Option<ColorDepth>,
    /// Whether to paint in the 16 colours that the terminal has.
    pub terminal_colors: bool,
    /// Whether to begin with the tour.
    pub tour: bool,
    /// After how long another artwork is opened, if ever.
    pub cycle: Option<Duration>,
    /// The artworks that are opened then; without them, curated seeds.
    pub walk: Option<Walk>,
    /// What outlasts the session.
    pub places: Places,
    /// A pipe to be made, through which other programs steer.
    pub control: Option<PathBuf>,
    /// What is to be said first.
    pub notice: Option<String>,
    /// No chrome.
    pub clean: bool,
    /// Any key or click leaves.
    pub screensaver: bool,
    /// Whether pictures may flash.
    pub flashing: bool,
    /// Nothing moves until a key lets it, and what a key changes fades slowly.
    pub reduced_motion: bool,
    /// Where the choice of new seeds begins.
    pub entropy: u64,
}

/// Frames a second, at most, while the window is not the one that is worked in.
const UNFOCUSED_FPS: f64 = 5.0;

/// What arrives at the loop.
enum Message {
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

/// Shows `work` until the user leaves. Returns the last line of text, and what else is to be printed when the
/// terminal is given back.
///
/// # Errors
/// If there is no terminal to paint on, or no pipe can be made.
pub fn run(work: Work, options: Options) -> Result<Vec<String>, RunError> {
    start(work, None, options)
}

/// Shows how `learner` learns what `assignment` says, until the user leaves; once it is kept, as [`run`] does.
///
/// # Errors
/// As [`run`].
pub fn learn(assignment: Assignment, learner: Learner, options: Options) -> Result<Vec<String>, RunError> {
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
    /// Acknowledgements since the terminal was asked for its colours.
    since_asked: u32,
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
            since_asked: 0,
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

    fn run(&mut self, inbox: &Receiver<Message>) {
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
                Some(time) => match inbox.recv_timeout(time) {
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

    /// Moves to another artwork when it is time. A pause holds that too.
    fn cycle_if_due(&mut self) {
        let now = self.now();
        if self.schedule.cycles(now) && !self.state.clock.is_paused() {
            let shown = self.state.work();
            match self.options.walk.as_mut().map(Walk::step) {
                // Where nothing in the list can be opened any more, what is shown stays.
                Some(step) => self.draw_work(move |entropy| step(entropy).unwrap_or(shown)),
                None => self.draw_seed(move |entropy| curate::draw(shown.recipe(), entropy)),
            }
            self.drifts = true;
        }
    }

    /// Hands what was shown to the history.
    fn record(&mut self) {
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

    /// Passes on which images the terminal has said that it shows, and draws with what was chosen where the link
    /// carries it.
    fn choose_medium(&mut self) {
        let now = self.now();
        for protocol in Protocol::ALL {
            let supported = self.screen.supports(protocol);
            if supported.is_some_and(|supported| self.state.offer(protocol, supported, now)) {
                self.schedule.change();
            }
        }
        let (chosen, area) = (self.state.medium(), self.picture_area());
        let carried =
            chosen.protocol().is_none_or(|protocol| self.state.shows_images() && self.screen.carries(protocol, area));
        let drawn = if carried { chosen } else { Medium::default() };
        let fits = drawn.protocol().is_some() || self.screen.fits(drawn.glyphs());
        let drawn = if fits { drawn } else { Medium::Text(Glyphs::Ascii) };
        if drawn != self.drawn {
            self.drawn = drawn;
            self.schedule.change();
        }
    }

    /// How long nothing needs to be done; `None` until something happens.
    fn wait(&self) -> Option<Duration> {
        let now = self.now();
        self.schedule.wait(self.moves(now), self.due(Instant::now()), self.state.next_change(now), now)
    }

    /// How long from `instant` the link takes no further frame; `None` where it will not before something happens.
    fn due(&self, instant: Instant) -> Option<Duration> {
        self.screen.due(instant).map(|due| due.saturating_duration_since(instant))
    }

    fn handle(&mut self, message: Message) {
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

    /// Shows an artwork that was drawn, in the terminal's own colours where those are shown.
    fn show_drawn(&mut self, work: Work) {
        let (now, shown) = (self.now(), self.state.in_terminal_colors(&work));
        // What is drawn is ready to be painted, which it stays only with its own colours.
        self.ready = Some(if shown == work { work } else { shown.clone() });
        match self.options.cycle.filter(|_| self.drifts) {
            Some(every) => self.state.drift(shown, every, now),
            None => self.state.open_work(shown, now),
        }
        self.schedule.change();
    }

    fn saving(&mut self, report: Report) {
        let now = self.now();
        match report {
            Report::Share { number, share } if self.saver.is_current(number) => self.state.notices.exported(share, now),
            Report::Share { .. } | Report::Ended { result: Err(ExportError::Cancelled), .. } => {}
            Report::Ended { what, result } => {
                if matches!(what, What::Loop(number) if self.saver.is_current(number)) {
                    self.state.notices.end_export();
                }
                match result {
                    Ok((path, made)) => {
                        let name = plain_text::line(&path.to_string_lossy(), plain_text::LINE).into_owned();
                        let uri = file_uri(&path);
                        self.state.say_saved(name, uri, &made, now);
                    }
                    Err(error) => {
                        let why = format!("not saved: {}", error.brief());
                        self.state.say(plain_text::line(&why, plain_text::LINE), now);
                    }
                }
            }
        }
        self.schedule.redraw();
    }

    /// Gives the terminal back and sees that nothing half written is left. Returns the lines to leave behind.
    fn leave(mut self, inbox: &Receiver<Message>) -> Vec<String> {
        self.finish_keeping(inbox);
        self.state.note();
        self.record();
        let mut lines = self.state.farewell(self.now());
        if let Some(path) = self.kept.take() {
            // Something else may be shown by now.
            let elsewhere = (lines[0] != path).then(|| format!("kept: {path}"));
            lines.extend(elsewhere.into_iter().chain([THE_PICTURE.to_owned()]));
        }
        drop(self.screen);
        self.memory.finish();
        let loop_given_up = self.saver.given_up();
        self.saver.finish();
        for message in inbox.try_iter() {
            match message {
                Message::Saving(Report::Ended { result: Ok((path, _)), .. }) => {
                    lines.push(format!("saved {}", path.display()));
                }
                Message::Saving(Report::Ended { what, result: Err(ExportError::Cancelled) }) => {
                    let picture = "the picture was not finished, and is not saved";
                    lines.push(if what == What::Picture { picture } else { loop_given_up }.to_owned());
                }
                Message::Saving(Report::Ended { result: Err(error), .. }) => lines.push(format!("not saved: {error}")),
                _ => {}
            }
        }
        lines
    }

    fn resize(&mut self) {
        self.say_what_is_cut();
        self.fit();
        self.schedule.change();
    }
}
