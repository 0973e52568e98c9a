//! The live view: its state, and how an action changes it. No I/O, no clock of its own.

use std::time::Duration;

use crate::export::Summary;
use crate::insight::tour::PAGES;
use crate::insight::xray::Neuron;
use crate::plain_text;
use crate::recipe::{Recipe, Seed, View};
use crate::work::Work;
use thinwire::{Medium, Protocol};

pub mod action;
mod clock;
mod ease;
mod exporting;
mod history;
mod overlay;
pub mod run;
mod stage;
mod steer;
mod toast;
mod tour;
pub mod view;

use action::{Action, DIGIT_PRESETS};
use clock::Clock;
use ease::{EasedView, Transition};
use exporting::Exporting;
use history::{History, differs_in_view_alone};
use overlay::Overlays;

pub use overlay::Overlay;
pub use toast::Toast;

/// How long the status bar stays after a key.
const STATUS_STAYS: Duration = Duration::from_secs(3);

/// What the state asks of the outside world.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Hand the terminal back to the shell until `fg`.
    Suspend,
    /// Draw another seed for this recipe, curated; hand it to [`State::open`].
    Reseed(Recipe),
    /// Draw another shape, activation and colour too.
    Surprise(Recipe),
    /// Save this recipe, which tells its moment too, as a PNG.
    Save(Recipe),
    /// Export the loop of this recipe, so many times as fast as its own pace.
    Export(Recipe, f64),
    /// Give up the loop that is being exported.
    StopExport,
    /// Copy this line of text to the clipboard.
    Copy(String),
}

/// Everything that the live view knows.
#[derive(Debug)]
pub struct State {
    history: History,
    /// What it began with: it knows imported weights, which no line says.
    origin: Work,
    clock: Clock,
    medium: Medium,
    /// What the terminal can be sent: every character, and the images that it draws.
    offered: Vec<Medium>,
    transition: Option<Transition>,
    view: EasedView,
    overlays: Overlays,
    /// Where the tour was left.
    page: usize,
    /// The user's own artworks while the tour shows its own.
    own: Option<History>,
    status_until: Duration,
    toast: Option<Toast>,
    exporting: Option<Exporting>,
    /// Where the middle of the picture lies from its top left, in units of its shorter side.
    middle: [f64; 2],
    quit: bool,
}

impl State {
    /// Begins with `work`, at the moment that its line names.
    pub fn new(work: Work, speed: f64, now: Duration) -> Self {
        let recipe = work.recipe().clone();
        Self {
            origin: work,
            clock: Clock::new(recipe.at, speed, now),
            view: EasedView::new(recipe.view),
            history: History::new(Recipe { at: 0.0, ..recipe }),
            medium: Medium::default(),
            offered: Medium::ALL.into_iter().filter(|medium| medium.protocol().is_none()).collect(),
            transition: None,
            overlays: Overlays::none(),
            page: 0,
            own: None,
            status_until: now + STATUS_STAYS,
            toast: None,
            exporting: None,
            middle: [0.5, 0.5],
            quit: false,
        }
    }

    /// What is shown, without its moment.
    pub fn recipe(&self) -> &Recipe {
        self.history.current()
    }

    /// Whether the program should end.
    pub fn quits(&self) -> bool {
        self.quit
    }

    /// Ends the program.
    pub fn quit(&mut self) {
        self.quit = true;
    }

    /// Seconds into the loop at `now`, to the millisecond: a moment that a line of text can name.
    pub fn seconds(&self, now: Duration) -> f64 {
        (self.clock.seconds(now) * 1000.0).round() / 1000.0
    }

    /// Sets the clock: `seconds` into the loop at `now`.
    pub fn set_clock(&mut self, seconds: f64, now: Duration) {
        self.clock.set(seconds, now);
    }

    /// The line of text to leave behind: with its moment where the picture stands still.
    pub fn line(&self, now: Duration) -> String {
        let at = if self.is_paused() { self.seconds(now) } else { 0.0 };
        // A file's name is not ours: it may hold anything.
        let label = self.origin.with(Recipe { at, ..self.recipe().clone() }).label();
        plain_text::line(&label, plain_text::LINE).into_owned()
    }

    /// Where the eased view stands at `now`.
    pub fn view(&self, now: Duration) -> View {
        self.view.at(now)
    }

    /// The change of picture that is under way.
    pub fn transition(&self) -> Option<&Transition> {
        self.transition.as_ref()
    }

    /// Whether a frame at `now` could differ from the one before.
    pub fn moves(&self, now: Duration) -> bool {
        let animated = !self.is_paused() && !self.recipe().motion.is_empty();
        animated || self.view.moves(now) || self.transition.as_ref().is_some_and(|t| !t.is_over(now))
    }

    /// What lies over the picture.
    pub fn overlay(&self) -> Overlay {
        self.overlays.top()
    }

    /// Whether the clock stands.
    pub fn is_paused(&self) -> bool {
        self.clock.is_paused()
    }

    /// How fast the clock runs; 1 is the loop's own pace.
    pub fn speed(&self) -> f64 {
        self.clock.speed()
    }

    /// What the picture is drawn with: what was chosen, once the terminal has said that it can show that.
    pub fn medium(&self) -> Medium {
        if self.offered.contains(&self.medium) { self.medium } else { Medium::default() }
    }

    /// Shows the picture in another way, as soon as that is offered.
    pub fn set_medium(&mut self, medium: Medium) {
        self.medium = medium;
    }

    /// Notes whether the terminal shows images of this kind. Returns whether the picture has to be painted again.
    pub fn offer(&mut self, protocol: Protocol, supported: bool, now: Duration) -> bool {
        let image = Medium::Image(protocol);
        let known = self.offered.contains(&image);
        if supported && !known {
            self.offered =
                Medium::ALL.into_iter().filter(|medium| *medium == image || self.offered.contains(medium)).collect();
        } else if !supported && self.medium == image {
            self.medium = Medium::default();
            self.say(format!("this terminal has no {} images", protocol.name()), now);
        }
        supported && !known && self.medium == image
    }

    fn next_medium(&mut self, now: Duration) {
        let place = self.offered.iter().position(|medium| *medium == self.medium());
        self.medium = place.and_then(|place| self.offered.get(place + 1)).copied().unwrap_or_default();
        self.say(format!("glyphs: {}", self.medium.name()), now);
    }

    /// How fast the clock really runs: slower than its speed where the link cannot carry so much change.
    pub fn pace(&self) -> f64 {
        self.clock.pace()
    }

    /// The share of the speed that the link can carry, 0..=1.
    pub fn carried(&self) -> f64 {
        self.clock.carried()
    }

    /// Lets the clock run at the share `carried` of its speed from `now` on.
    pub fn carry(&mut self, carried: f64, now: Duration) {
        self.clock.carry(carried, now);
    }

    /// Whether the status bar is shown.
    pub fn shows_status(&self, now: Duration) -> bool {
        now < self.status_until
    }

    /// Shows the status bar for a while.
    pub fn show_status(&mut self, now: Duration) {
        self.status_until = now + STATUS_STAYS;
    }

    /// The message that is shown for a while.
    pub fn toast(&self, now: Duration) -> Option<&Toast> {
        self.toast.as_ref().filter(|toast| now < toast.until)
    }

    /// When the chrome changes by itself next.
    pub fn next_change(&self, now: Duration) -> Option<Duration> {
        let toast = self.toast.as_ref().map(|toast| toast.until);
        [Some(self.status_until), toast].into_iter().flatten().filter(|moment| *moment > now).min()
    }

    /// Shows a message for a while.
    pub fn say(&mut self, text: impl Into<String>, now: Duration) {
        self.toast = Some(Toast::new(text, now));
    }

    /// Tells that a file is there: its name, the URI that leads to it, and what was made.
    pub fn say_saved(&mut self, name: String, uri: String, made: &Summary, now: Duration) {
        self.toast = Some(Toast::saved(name, uri, made, now));
    }

    /// How far the loop is that is being exported, in words.
    pub fn exporting(&self) -> Option<String> {
        self.exporting.as_ref().map(Exporting::text)
    }

    /// Notes that `share` of the loop is exported.
    pub fn exported(&mut self, share: f64, now: Duration) {
        if let Some(exporting) = &mut self.exporting {
            exporting.reach(share, now);
        }
    }

    /// Notes that no loop is being exported any more.
    pub fn end_export(&mut self) {
        self.exporting = None;
    }

    /// Tells the size of the picture, in pixels of equal sides.
    pub fn resize(&mut self, width: f64, height: f64) {
        let shorter = width.min(height).max(1.0);
        self.middle = [width / shorter / 2.0, height / shorter / 2.0];
    }

    /// Width and height of the picture, in units of its shorter side.
    pub fn sides(&self) -> [f64; 2] {
        self.middle.map(|length| 2.0 * length)
    }

    /// Shows another artwork.
    pub fn open(&mut self, recipe: Recipe, now: Duration) {
        let before = self.recipe().clone();
        self.history.open(recipe);
        self.ease_from(before, now);
    }

    /// Does what `action` asks; what it can't do itself it hands back.
    pub fn update(&mut self, action: Action, now: Duration) -> Option<Effect> {
        self.status_until = now + STATUS_STAYS;
        // What it said was of something else.
        self.toast.take_if(|toast| toast.link.is_none());
        match action {
            Action::Quit => self.quit = true,
            Action::Close => self.change_overlays(Overlays::close, now),
            Action::Help => self.toggle(Overlay::Help, now),
            Action::Xray => self.toggle(Overlay::Xray(Neuron::default()), now),
            Action::Dial => self.toggle(Overlay::Dial, now),
            Action::Tour => self.toggle_tour(now),
            Action::PutBack => self.put_back(now),
            Action::Focus(neuron) => self.focus(neuron),
            Action::Step(step) => self.step(step, now),
            Action::Pause => self.clock.toggle_pause(self.seconds(now), now),
            Action::Glyphs => self.next_medium(now),
            Action::Speed(steps) => self.change_speed(steps, now),
            Action::Suspend => return Some(Effect::Suspend),
            Action::Copy => return Some(Effect::Copy(self.line(now))),
            Action::Save => return Some(Effect::Save(Recipe { at: self.seconds(now), ..self.recipe().clone() })),
            Action::Export => return self.export(now),
            Action::Reseed => return Some(Effect::Reseed(self.recipe().clone())),
            Action::Surprise => return Some(Effect::Surprise(self.recipe().clone())),
            Action::Preset(digit) => self.open_preset(digit, now),
            Action::Back => self.travel(History::back, "this is the first", now),
            Action::Forward => self.travel(History::forward, "this is the newest", now),
            Action::Undo => self.travel(History::undo, "nothing to undo", now),
            Action::Redo => self.travel(History::redo, "nothing to redo", now),
            knob => self.turn(knob, now),
        }
        None
    }

    /// Begins to export the loop, or gives it up.
    fn export(&mut self, now: Duration) -> Option<Effect> {
        if self.exporting.take().is_some() {
            self.say("stopped: nothing was exported", now);
            return Some(Effect::StopExport);
        }
        if self.recipe().motion.is_empty() {
            self.say("nothing moves here: s saves the picture, m lets it move", now);
            return None;
        }
        self.exporting = Some(Exporting::begin(now));
        Some(Effect::Export(self.recipe().clone(), self.speed()))
    }

    /// Opens a view, or closes it where it is the open one.
    fn toggle(&mut self, view: Overlay, now: Duration) {
        self.change_overlays(|overlays| overlays.toggle(view), now);
    }

    /// Opens and closes views. Without the tour the user's own artwork comes back.
    fn change_overlays(&mut self, change: impl FnOnce(&mut Overlays), now: Duration) {
        change(&mut self.overlays);
        if !self.overlays.hold(Overlay::Tour(self.page)) {
            self.leave_tour(now);
        }
    }

    /// Shows a neuron large, where neurons are shown.
    fn focus(&mut self, neuron: Neuron) {
        if let Overlay::Xray(_) = self.overlay() {
            self.overlays.set_top(Overlay::Xray(neuron));
        }
    }

    /// Moves within the open view, rightwards and downwards.
    fn step(&mut self, [across, down]: [i32; 2], now: Duration) {
        match self.overlay() {
            Overlay::None | Overlay::Help => {}
            Overlay::Xray(focus) => {
                let hidden = &self.recipe().hidden;
                let layer = focus.layer.min(hidden.len()).saturating_add_signed(down as isize).min(hidden.len());
                let width = hidden.get(layer).map_or(self.recipe().color.channels(), |width| usize::from(*width));
                let index = focus.index.min(width - 1).saturating_add_signed(across as isize).min(width - 1);
                self.overlays.set_top(Overlay::Xray(Neuron { layer, index }));
            }
            Overlay::Dial => self.turn(Action::Step([across, down]), now),
            Overlay::Tour(_) if down != 0 => self.turn(Action::Step([0, down]), now),
            Overlay::Tour(page) => self.turn_pages(page, across, now),
        }
    }

    fn turn(&mut self, knob: Action, now: Duration) {
        let before = self.recipe().clone();
        let mut recipe = before.clone();
        match knob {
            Action::Layers(steps) => steer::layers(&mut recipe, steps),
            Action::Width(steps) => steer::width(&mut recipe, steps),
            Action::Activation(steps) => steer::activation(&mut recipe, steps),
            Action::WeightScale(steps) => steer::weight_scale(&mut recipe, steps),
            Action::Gain(steps) => steer::gain(&mut recipe, steps),
            Action::Step([across, down]) => match self.overlay() {
                Overlay::Tour(page) => steer::sweep(&mut recipe, &PAGES[page], down < 0),
                _ => steer::walk(&mut recipe, [across, -down]),
            },
            Action::Color => steer::color(&mut recipe),
            Action::Motion => steer::motion(&mut recipe),
            Action::Zoom(steps) => steer::zoom_at(&mut recipe, steps, [0.0, 0.0], self.middle),
            Action::ZoomAt { steps, at } => steer::zoom_at(&mut recipe, steps, at, self.middle),
            Action::Pan(offset) => steer::pan(&mut recipe, offset),
            Action::ResetView => steer::reset_view(&mut recipe),
            _ => return,
        }
        self.history.change(recipe.canonical());
        self.ease_from(before, now);
    }

    fn open_preset(&mut self, digit: u8, now: Duration) {
        if let Some(preset) = DIGIT_PRESETS.get(usize::from(digit).wrapping_sub(1)) {
            let seed = Seed::from(self.recipe().seed.root);
            self.open(preset.recipe(seed), now);
        }
    }

    fn travel(&mut self, go: fn(&mut History) -> bool, end: &str, now: Duration) {
        let before = self.recipe().clone();
        if go(&mut self.history) {
            self.ease_from(before, now);
        } else {
            self.say(end, now);
        }
    }

    /// Eases from `before` to the current recipe: the view where it alone differs, else the picture.
    fn ease_from(&mut self, before: Recipe, now: Duration) {
        let after = self.history.current();
        if differs_in_view_alone(&before, after) {
            self.view.ease_to(after.view, now);
        } else if before != *after {
            let view = self.view.at(now);
            self.transition = Some(Transition::begin(before, view, self.transition.as_ref(), now));
            self.view = EasedView::new(self.history.current().view);
        }
    }

    fn change_speed(&mut self, steps: i32, now: Duration) {
        self.clock.hurry(steps, now);
        self.say(format!("speed {:.2}", self.speed()), now);
    }
}
