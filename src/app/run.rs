//! The loop: what comes in changes the state, the painter's thread paints what the state asks for, the
//! screen shows it when the link has room.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::State;
use super::action::{Action, BINDINGS, key_of};
use super::look::Finding;
use super::stage::{Painted, Stage};
use super::view::OverlayName;
use crate::curate;
use crate::export::ExportError;
use crate::painter::Samples;
use crate::plain_text;
use crate::recipe::Recipe;
use crate::work::Work;
use thinwire::ColorDepth;
use thinwire::{Event, Glyphs, Medium, Protocol, Screen, ScreenError, file_uri};

mod events;
mod input;
mod painter_thread;
mod painting;
mod save;
mod schedule;
mod seed_thread;
mod show;
mod study_thread;
mod terminal;

use input::Input;
use painter_thread::PainterThread;
use save::{Report, Saver, What};
use schedule::Schedule;
use seed_thread::SeedThread;
use study_thread::StudyThread;

pub use save::Options as Saving;

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
    /// Whether to begin with the tour.
    pub tour: bool,
    /// After how long another artwork is opened, if ever.
    pub cycle: Option<Duration>,
    /// No chrome.
    pub clean: bool,
    /// Any key or click leaves.
    pub screensaver: bool,
    /// Where the choice of new seeds begins.
    pub entropy: u64,
}

/// Frames a second, at most, while the window is not the one that is worked in.
const UNFOCUSED_FPS: f64 = 5.0;

/// What arrives at the loop.
enum Message {
    Screen(Event),
    Painted(Box<Painted>),
    Drawn { ticket: u64, recipe: Box<Recipe> },
    Studied(Finding),
    Saving(Report),
}

/// Shows `work` until the user leaves. Returns the last line of text, and what else is to be printed when the
/// terminal is given back.
///
/// # Errors
/// If there is no terminal to paint on.
pub fn run(work: Work, options: Options) -> Result<Vec<String>, ScreenError> {
    let (sender, inbox) = channel();
    let events = sender.clone();
    let deliver = Arc::new(move |event| {
        // The loop is gone only when the program is about to end.
        let _ = events.send(Message::Screen(event));
    });
    let environment = |name: &str| std::env::var(name).ok();
    let screen = Screen::open(thinwire::Options { fps: options.fps, depth: options.depth }, &environment, deliver)?;
    let mut state = State::new(work.clone(), options.speed, Duration::ZERO);
    state.set_medium(options.medium);
    if options.tour {
        state.update(Action::Toggle(OverlayName::Tour), Duration::ZERO);
    }
    let mut runner = Runner::new(screen, state, work, options, sender).map_err(ScreenError::Threads)?;
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
    /// The line that is to be copied.
    to_copy: Option<String>,
    /// It was said that letters of another alphabet do nothing.
    told_layout: bool,
    /// It was said that the terminal is too large.
    told_cut: bool,
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
        let help = key_of(BINDINGS, Action::Toggle(OverlayName::Help));
        state.say(format!("{help} for keys"), Duration::ZERO);
        Ok(Self {
            screen,
            state,
            input: Input::default(),
            painter: PainterThread::start(Stage::new(work.clone()), sender.clone())?,
            seeds: SeedThread::start(sender.clone())?,
            studies: StudyThread::start(sender.clone())?,
            saver: Saver::new(options.saving.clone(), work, sender),
            ticket: options.entropy,
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
        })
    }

    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    fn run(&mut self, inbox: &Receiver<Message>) {
        self.resize();
        while !self.state.quits() {
            self.cycle_if_due();
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
            let base = self.state.recipe().clone();
            self.draw_seed(move |entropy| curate::draw(&base, entropy));
        }
    }

    /// Passes on what the open view wants to have found out.
    fn study_if_wanted(&mut self) {
        let area = self.area();
        if let Some(study) = self.state.study(|view, recipe| view.study(recipe, area)) {
            self.studies.ask(study);
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
        self.schedule.wait(self.state.moves(now), self.due(Instant::now()), self.state.notices.next_change(now), now)
    }

    /// How long from `instant` the link takes no further frame; `None` where it will not before something happens.
    fn due(&self, instant: Instant) -> Option<Duration> {
        self.screen.due(instant).map(|due| due.saturating_duration_since(instant))
    }

    fn handle(&mut self, message: Message) {
        match message {
            Message::Screen(event) => self.event(event),
            Message::Painted(painted) => self.receive(*painted),
            Message::Drawn { ticket, recipe } if ticket == self.ticket => {
                let now = self.now();
                self.state.open(*recipe, now);
                self.schedule.change();
            }
            Message::Drawn { .. } => {}
            Message::Studied(finding) => {
                self.state.receive(&finding);
                self.schedule.change();
            }
            Message::Saving(report) => self.saving(report),
        }
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
    fn leave(self, inbox: &Receiver<Message>) -> Vec<String> {
        let mut lines = vec![self.state.line(self.now())];
        drop(self.screen);
        self.saver.finish();
        for message in inbox.try_iter() {
            match message {
                Message::Saving(Report::Ended { result: Ok((path, _)), .. }) => {
                    lines.push(format!("saved {}", path.display()));
                }
                Message::Saving(Report::Ended { what, result: Err(ExportError::Cancelled) }) => {
                    let what = if what == What::Picture { "picture" } else { "loop" };
                    lines.push(format!("the {what} was not finished, and is not saved"));
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
