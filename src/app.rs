//! The live view: its state, and what can be asked of it. No I/O, no clock of its own.
//!
//! What changes the state stands in files of its own: `act` (actions), `artworks` (what is shown), `open_views` and
//! `terminal` (what it offers). [`run`] is the loop around it: what comes in becomes an action or goes to the open
//! [`view`], a thread paints what the state asks for, and the screen shows it.

use std::time::Duration;

use crate::export::Summary;
use crate::plain_text;
use crate::recipe::{ColorMode, Recipe, View};
use crate::work::Work;
use thinwire::Medium;

mod act;
pub mod action;
mod artworks;
mod clock;
mod earlier;
mod ease;
mod effect;
mod exporting;
mod governor;
mod history;
pub mod learning;
pub mod look;
mod notices;
mod open_views;
mod overlay;
mod overlay_name;
mod preview;
pub mod run;
mod stage;
mod stand_in;
mod steer;
mod teach;
mod terminal;
mod toast;
mod unasked;
pub mod view;
pub mod words;

use clock::Clock;
use earlier::Earlier;
use ease::{EasedView, Transition};
use history::History;
use learning::Learning;
use notices::Notices;
use overlay::Overlays;
use preview::Preview;
use view::Overlay;

pub(crate) use effect::Effect;
pub use toast::Toast;

/// Everything that the live view knows. The loop reads the clock, the open views and the notices directly.
#[derive(Debug)]
pub(crate) struct State {
    /// The artworks, with imported weights, which no line says.
    history: History,
    clock: Clock,
    medium: Medium,
    /// What the terminal can be sent: every character, and the images that it draws.
    offered: Vec<Medium>,
    transition: Option<Transition>,
    view: EasedView,
    overlays: Overlays,
    /// The user's own artworks while a view shows its own.
    own: Option<History>,
    /// What a view shows for now.
    preview: Preview,
    /// Lines of the artworks shown since they were asked for last.
    visited: Vec<String>,
    /// The artworks of earlier sessions were asked for.
    asked_earlier: bool,
    /// Those of them that are still to be gone back to, the newest last.
    earlier: Vec<Earlier>,
    /// The file of one that is being opened.
    awaited_earlier: Option<String>,
    notices: Notices,
    /// The parts of the line of text that were changed last.
    changed: Vec<String>,
    /// The terminal's own colours, where the picture is painted in them.
    terminal_colors: Option<ColorMode>,
    /// Where the middle of the picture lies from its top left, in units of its shorter side.
    middle: [f64; 2],
    /// Pictures fade slowly, and no view glides.
    reduced: bool,
    /// The network that learns, while one does.
    learning: Option<Learning>,
    quit: bool,
}

impl State {
    /// Begins with `work`, at the moment that its line names.
    pub(crate) fn new(work: Work, speed: f64, now: Duration) -> Self {
        let recipe = work.recipe();
        Self {
            clock: Clock::new(recipe.at, speed, now),
            view: EasedView::new(recipe.view),
            history: History::new(work.rewound()),
            medium: Medium::default(),
            offered: Medium::ALL.into_iter().filter(|medium| medium.protocol().is_none()).collect(),
            transition: None,
            overlays: Overlays::closed(),
            own: None,
            preview: Preview::default(),
            visited: Vec::new(),
            asked_earlier: false,
            earlier: Vec::new(),
            awaited_earlier: None,
            notices: Notices::new(now),
            changed: Vec::new(),
            terminal_colors: None,
            middle: [0.5, 0.5],
            reduced: false,
            learning: None,
            quit: false,
        }
    }

    /// Lets the clock run faster for the first minute, to show what it can do.
    pub(crate) fn begin_briskly(&mut self) {
        self.clock.begin_briskly();
    }

    /// For who wants less motion: the clock stands until a key lets it run, and whatever a key changes fades slowly.
    pub(crate) fn reduce_motion(&mut self, now: Duration) {
        self.reduced = true;
        if !self.clock.is_paused() {
            self.clock.toggle_pause(self.seconds(now), now);
        }
    }

    /// What is shown, without its moment.
    pub(crate) fn recipe(&self) -> &Recipe {
        self.preview.shown().unwrap_or_else(|| self.history.current().recipe())
    }

    /// The same with the weights that paint it.
    pub(crate) fn work(&self) -> Work {
        self.work_of(self.recipe().clone())
    }

    /// `recipe`, painted by the weights of what is shown where they fit it.
    fn work_of(&self, recipe: Recipe) -> Work {
        self.history.current().with(recipe)
    }

    /// Whether the program should end.
    pub(crate) fn quits(&self) -> bool {
        self.quit
    }

    /// Ends the program.
    pub(crate) fn quit(&mut self) {
        self.quit = true;
    }

    /// Seconds into the loop at `now`, to the millisecond: a moment that a line of text can name.
    pub(crate) fn seconds(&self, now: Duration) -> f64 {
        (self.clock.seconds(now) * 1000.0).round() / 1000.0
    }

    /// The line of text of what is shown: with its moment where the picture stands still.
    pub(crate) fn line(&self, now: Duration) -> String {
        self.lesson().unwrap_or_else(|| self.line_of(&self.shown(now)))
    }

    /// The line of text to leave behind when the program ends: that of the user's own artwork, whatever a view shows of
    /// its own meanwhile.
    fn last_line(&self, now: Duration) -> String {
        self.own.as_ref().map_or_else(|| self.line(now), |own| self.line_of(own.current()))
    }

    /// The line of text of an artwork at its moment, which it names where the picture stands still.
    fn line_of(&self, work: &Work) -> String {
        if let Some(learning) = &self.learning {
            return format!("learning {}", learning.progress().name);
        }
        let at = if self.clock.is_paused() { work.recipe().at } else { 0.0 };
        // A file's name is not ours: it may hold anything.
        let label = work.with(Recipe { at, ..work.recipe().clone() }).label();
        plain_text::line(&label, plain_text::LINE).into_owned()
    }

    /// What is shown, at its moment.
    fn shown(&self, now: Duration) -> Work {
        self.work_of(Recipe { at: self.seconds(now), ..self.recipe().clone() })
    }

    /// What keys mean that save or copy an artwork, at its moment.
    fn subject(&self, now: Duration) -> Work {
        self.overlays.top().and_then(Overlay::subject).unwrap_or_else(|| self.shown(now))
    }

    /// The parts of the line of text that were changed last, as `hidden=16x10`.
    pub(crate) fn changed(&self) -> &[String] {
        &self.changed
    }

    /// Where the eased view stands at `now`.
    pub(crate) fn view(&self, now: Duration) -> View {
        self.view.at(now)
    }

    /// The change of picture that is under way.
    pub(crate) fn transition(&self) -> Option<&Transition> {
        self.transition.as_ref()
    }

    /// Whether a frame at `now` could differ from the one before.
    pub(crate) fn moves(&self, now: Duration) -> bool {
        let runs = !self.clock.is_paused();
        let animated = runs && !self.recipe().motion.is_empty();
        let beside = self.overlays.top().is_some_and(|view| view.moves(runs));
        animated || beside || self.view.moves(now) || self.transition.as_ref().is_some_and(|t| !t.is_over(now))
    }

    /// A key was pressed that means nothing: the status bar comes back.
    pub(crate) fn show_status(&mut self, now: Duration) {
        self.notices.key_pressed(now);
    }

    /// Shows a message for a while.
    pub(crate) fn say(&mut self, text: impl Into<String>, now: Duration) {
        self.notices.say(Toast::new(text, now));
    }

    /// Says that a file is there: its name, its URI, and what was made.
    pub(crate) fn say_saved(&mut self, name: String, uri: String, made: &Summary, now: Duration) {
        self.notices.say(Toast::saved(name, uri, made, now));
    }

    /// Sets the size of the picture, in pixels of equal sides.
    pub(crate) fn resize(&mut self, width: f64, height: f64) {
        let shorter = width.min(height).max(1.0);
        self.middle = [width / shorter / 2.0, height / shorter / 2.0];
    }

    /// Width and height of the picture, in units of its shorter side.
    pub(crate) fn sides(&self) -> [f64; 2] {
        self.middle.map(|length| 2.0 * length)
    }

    /// When something changes by itself next.
    pub(crate) fn next_change(&self, now: Duration) -> Option<Duration> {
        [self.notices.next_change(now), self.preview.due()].into_iter().flatten().min()
    }
}

/// The network of `line` with first weights `times` as large, which no line says, in the file at `path`.
#[cfg(test)]
fn learnt(line: &str, times: f32, path: &str) -> Work {
    let recipe = crate::recipe::text::parse(line).unwrap().recipe;
    let mut network = crate::network::Network::build(&recipe);
    network.layers[0].weights.iter_mut().for_each(|weight| *weight *= times);
    let weights = crate::work::Imported::new(path.as_ref(), path.as_bytes(), network, recipe);
    Work::of_weights(crate::work::Imported { path: Some(path.into()), ..weights })
}

/// A state that shows `line`.
#[cfg(test)]
fn watching(line: &str) -> State {
    State::new(Work::new(crate::recipe::text::parse(line).unwrap().recipe), 1.0, Duration::ZERO)
}
