//! The live view: its state, and how an action changes it. No I/O, no clock of its own.
//!
//! [`run`] is the loop around it: what comes in becomes an action or goes to the open [`view`], a thread paints what the
//! state asks for, and the screen shows it.

// Public for the program and the tests alone.
#![doc(hidden)]

use std::time::Duration;

use crate::export::Summary;
use crate::plain_text;
use crate::recipe::{Knob, Recipe, Seed, View, text};
use crate::work::Work;
use thinwire::{Medium, Protocol};

pub mod action;
mod clock;
mod ease;
mod exporting;
mod history;
pub mod look;
mod notices;
mod overlay;
mod overlay_name;
pub mod run;
mod stage;
mod steer;
mod toast;
pub mod view;
pub mod words;

use action::{Action, BINDINGS, DIGIT_PRESETS, Key, key_of};
use clock::Clock;
use ease::{EasedView, Transition};
use history::{History, differs_in_view_alone};
use look::{Finding, Study};
use notices::Notices;
use overlay::Overlays;
use view::{Answer, Overlay, OverlayName};

pub use toast::Toast;

/// What the state asks of the outside world.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Hand the terminal back to the shell until `fg`.
    Suspend,
    /// Draw another seed for this recipe, curated; hand it to [`State::open`].
    Reseed(Recipe),
    /// Draw another shape, activation and colour too.
    Surprise(Recipe),
    /// Hand this recipe to [`State::open`], with another seed if its own shows nothing there.
    Preset(Recipe),
    /// Save this recipe, which names its moment too, as a PNG.
    Save(Recipe),
    /// Export the loop of this recipe, this many times as fast as its own pace.
    Export(Recipe, f64),
    /// Give up the loop that is being exported.
    StopExport,
    /// Copy this line of text to the clipboard.
    Copy(String),
}

/// Everything that the live view knows. The loop reads the clock, the open views and the notices directly.
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
    /// The user's own artworks while a view shows its own.
    own: Option<History>,
    notices: Notices,
    /// The parts of the line of text that were changed last.
    changed: Vec<String>,
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
            overlays: Overlays::closed(),
            own: None,
            notices: Notices::new(now),
            changed: Vec::new(),
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

    /// The line of text to leave behind: with its moment where the picture stands still.
    pub fn line(&self, now: Duration) -> String {
        self.line_of(self.shown(now))
    }

    /// The line of text of an artwork at its moment, which it names where the picture stands still.
    fn line_of(&self, recipe: Recipe) -> String {
        let at = if self.clock.is_paused() { recipe.at } else { 0.0 };
        // A file's name is not ours: it may hold anything.
        let label = self.origin.with(Recipe { at, ..recipe }).label();
        plain_text::line(&label, plain_text::LINE).into_owned()
    }

    /// What is shown, at its moment.
    fn shown(&self, now: Duration) -> Recipe {
        Recipe { at: self.seconds(now), ..self.recipe().clone() }
    }

    /// What keys mean that save or copy an artwork, at its moment.
    fn subject(&self, now: Duration) -> Recipe {
        self.overlays.top().and_then(Overlay::subject).unwrap_or_else(|| self.shown(now))
    }

    /// The parts of the line of text that were changed last, as `hidden=16x10`.
    pub fn changed(&self) -> &[String] {
        &self.changed
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
        let runs = !self.clock.is_paused();
        let animated = runs && !self.recipe().motion.is_empty();
        let beside = self.overlays.top().is_some_and(|view| view.moves(runs));
        animated || beside || self.view.moves(now) || self.transition.as_ref().is_some_and(|t| !t.is_over(now))
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

    /// A key was pressed that means nothing: the status bar comes back.
    pub fn show_status(&mut self, now: Duration) {
        self.notices.key_pressed(now);
    }

    /// Shows a message for a while.
    pub fn say(&mut self, text: impl Into<String>, now: Duration) {
        self.notices.say(Toast::new(text, now));
    }

    /// Says that a file is there: its name, its URI, and what was made.
    pub fn say_saved(&mut self, name: String, uri: String, made: &Summary, now: Duration) {
        self.notices.say(Toast::saved(name, uri, made, now));
    }

    /// Sets the size of the picture, in pixels of equal sides.
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

    /// Passes a key to the open view. Returns whether it is one of the view's own: any other means what it always does.
    pub fn view_takes(&mut self, key: Key, now: Duration) -> bool {
        self.ask_view(|view, recipe| view.key(key, recipe), now)
    }

    /// What the open view wants to have found out beside the painting: `ask` passes it what is shown.
    fn study(
        &mut self,
        ask: impl FnOnce(&mut dyn Overlay, &Recipe) -> Option<Box<dyn Study>>,
    ) -> Option<Box<dyn Study>> {
        ask(self.overlays.top_mut()?, self.history.current())
    }

    /// Whether the picture may be an image while this view is open.
    fn shows_images(&self) -> bool {
        self.overlays.top().is_none_or(Overlay::shows_images)
    }

    /// Hands on what was found for a view.
    fn receive(&mut self, finding: &Finding) {
        self.overlays.receive(finding);
    }

    /// Asks the open view, which is also given what is shown, and does what it answers. Returns whether it was anything.
    fn ask_view(&mut self, ask: impl FnOnce(&mut dyn Overlay, &Recipe) -> Answer, now: Duration) -> bool {
        let Some(view) = self.overlays.top_mut() else { return false };
        let answer = ask(view, self.history.current());
        self.follow(answer, now)
    }

    /// Does what a view answered. Returns whether it was anything.
    fn follow(&mut self, answer: Answer, now: Duration) -> bool {
        let anything = answer != Answer::Pass;
        if anything {
            self.notices.key_pressed(now);
        }
        match answer {
            Answer::Pass | Answer::Done => {}
            Answer::Change(recipe) => self.change(recipe, now),
            Answer::Show(recipe) => self.open(recipe, now),
            Answer::Open(recipe) => {
                self.change_overlays(Overlays::close, now);
                if recipe != *self.recipe() {
                    self.open(recipe, now);
                }
            }
            Answer::Say(text) => self.say(text, now),
        }
        anything
    }

    /// Does what `action` asks; what it can't do itself it hands back.
    pub fn update(&mut self, action: Action, now: Duration) -> Option<Effect> {
        self.notices.key_pressed(now);
        match action {
            Action::Quit => self.quit = true,
            Action::Close => self.change_overlays(Overlays::close, now),
            Action::Toggle(OverlayName::Breed) if self.origin.with(self.recipe().clone()).imported().is_some() => {
                self.say("children descend from a seed: weights from a file have none", now);
            }
            Action::Toggle(view) => self.change_overlays(|overlays| overlays.toggle(view), now),
            Action::Pause => self.pause(now),
            Action::Glyphs => self.next_medium(now),
            Action::Speed(steps) => self.change_speed(steps, now),
            Action::Suspend => return Some(Effect::Suspend),
            Action::Copy => return Some(Effect::Copy(self.line_of(self.subject(now)))),
            Action::Save => return Some(Effect::Save(self.subject(now))),
            Action::Export => return self.export(now),
            Action::Reseed => return Some(Effect::Reseed(self.recipe().clone())),
            Action::Surprise => return Some(Effect::Surprise(self.recipe().clone())),
            Action::Preset(digit) => return self.preset(digit),
            Action::Back => self.travel(History::back, "no earlier picture".to_owned(), now),
            Action::Forward => {
                let reseed = key_of(BINDINGS, Action::Reseed);
                self.travel(History::forward, format!("newest ({reseed} makes another)"), now);
            }
            Action::Undo => self.travel(History::undo, "nothing to undo".to_owned(), now),
            Action::Redo => self.travel(History::redo, "nothing to redo".to_owned(), now),
            Action::Turn(knob, steps) => {
                self.steer(now, |recipe, middle| steer::turn(recipe, knob, steps, middle));
                if knob == Knob::Activation {
                    self.say_knob("activation", "activation", now);
                }
            }
            Action::ZoomAt { steps, at } => {
                self.steer(now, |recipe, middle| steer::zoom_at(recipe, steps, at, middle));
            }
            Action::Pan(offset) => self.steer(now, |recipe, _| steer::pan(recipe, offset)),
            Action::ResetView => self.steer(now, |recipe, _| steer::reset_view(recipe)),
            Action::Color => {
                self.steer(now, |recipe, _| steer::color(recipe));
                self.say_knob("colours", "color", now);
            }
            Action::Palette => {
                self.steer(now, |recipe, _| steer::palette(recipe));
                self.say_knob("colours", "color", now);
            }
            Action::Motion => {
                self.steer(now, |recipe, _| steer::motion(recipe));
                self.say_knob("motion", "motion", now);
            }
        }
        None
    }

    /// Stops the clock, or lets it run again, and says so.
    fn pause(&mut self, now: Duration) {
        self.clock.toggle_pause(self.seconds(now), now);
        self.say(if self.clock.is_paused() { "paused" } else { "playing" }, now);
    }

    /// Says where the key `key` of the line of text stands: what stands at its preset's own is not in the line.
    fn say_knob(&mut self, name: &str, key: &str, now: Duration) {
        let Some(key) = text::Key::named(key) else { return };
        let value = key.print(self.recipe());
        self.say(plain_text::line(&format!("{name}: {value}"), plain_text::LINE), now);
    }

    /// Begins to export the loop, or gives it up.
    fn export(&mut self, now: Duration) -> Option<Effect> {
        if self.notices.end_export() {
            self.say("Export cancelled", now);
            return Some(Effect::StopExport);
        }
        if self.recipe().motion.is_empty() {
            let [save, motion] = [Action::Save, Action::Motion].map(|action| key_of(BINDINGS, action));
            self.say(format!("nothing moves here: {save} saves the picture, {motion} lets it move"), now);
            return None;
        }
        self.notices.begin_export(now);
        Some(Effect::Export(self.recipe().clone(), self.clock.speed()))
    }

    /// Opens and closes views. One with artworks of its own shows them as long as it is open, seen or not.
    fn change_overlays(&mut self, change: impl FnOnce(&mut Overlays), now: Duration) {
        let before = self.overlays.artwork();
        change(&mut self.overlays);
        match (before, self.overlays.artwork()) {
            (None, Some(first)) => self.lend(first, now),
            (Some(_), None) => self.take_back(now),
            _ => {}
        }
    }

    /// Shows the first of a view's own artworks.
    fn lend(&mut self, first: Recipe, now: Duration) {
        // It may be what the program begins with: then there is nothing else to return to.
        self.own = (first != *self.recipe()).then(|| self.history.clone());
        self.open(first, now);
    }

    /// Shows what was shown before a view showed its own artworks; the last of those comes after it.
    fn take_back(&mut self, now: Duration) {
        let Some(own) = self.own.take() else { return };
        let last = std::mem::replace(&mut self.history, own).current().clone();
        self.history.put_ahead(last.clone());
        self.ease_from(last, now);
        let forward = key_of(BINDINGS, Action::Forward);
        self.say(format!("Back to your picture. {forward} returns to the tour's"), now);
    }

    /// Changes the artwork that is shown by `turn`, which is also given where the middle of the picture lies.
    fn steer(&mut self, now: Duration, turn: impl FnOnce(&mut Recipe, [f64; 2])) {
        let mut recipe = self.recipe().clone();
        turn(&mut recipe, self.middle);
        self.change(recipe, now);
    }

    /// The artwork that is shown becomes `recipe`; that can be undone.
    fn change(&mut self, recipe: Recipe, now: Duration) {
        let before = self.recipe().clone();
        self.history.change(recipe.canonical());
        self.ease_from(before, now);
    }

    /// The preset of a digit with the seed at hand.
    fn preset(&self, digit: u8) -> Option<Effect> {
        let preset = DIGIT_PRESETS.get(usize::from(digit).wrapping_sub(1))?;
        Some(Effect::Preset(preset.recipe(Seed::from(self.recipe().seed.root))))
    }

    fn travel(&mut self, go: fn(&mut History) -> bool, end: String, now: Duration) {
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
        if before != *after {
            self.changed = new_parts(&before, after);
        }
        if differs_in_view_alone(&before, after) {
            self.view.ease_to(after.view, now);
        } else if before != *after {
            let view = self.view.at(now);
            self.transition = Some(Transition::begin(before, view, self.transition.as_ref(), now));
            self.view = EasedView::new(self.history.current().view);
        }
    }

    fn change_speed(&mut self, steps: i32, now: Duration) {
        self.clock.change_speed(steps, now);
        self.say(format!("speed {:.2}", self.clock.speed()), now);
    }
}

/// The parts of the line of `after` that the line of `before` does not have.
fn new_parts(before: &Recipe, after: &Recipe) -> Vec<String> {
    let (before, after) = (before.to_string(), after.to_string());
    let known: Vec<&str> = before.split('+').collect();
    after.split('+').filter(|part| !known.contains(part)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::text::parse;

    const NOW: Duration = Duration::ZERO;

    fn watching(line: &str) -> State {
        State::new(Work::new(parse(line).unwrap().recipe), 1.0, NOW)
    }

    #[test]
    fn a_key_goes_to_the_open_view_first() {
        let mut state = watching("glossy:1");
        assert!(!state.view_takes(Key::Right, NOW));
        state.update(Action::Toggle(OverlayName::Dial), NOW);
        assert!(state.view_takes(Key::Right, NOW));
        assert_eq!(state.line(NOW), "glossy:1+weights=scaled:4.4");
        assert!(!state.view_takes(Key::Char('w'), NOW), "the dial has no such key");
        state.update(Action::Undo, NOW);
        assert_eq!(state.line(NOW), "glossy:1");
    }

    #[test]
    fn the_tour_shows_its_own_artworks_and_goes_on_where_it_was_left() {
        let mut state = watching("mondrian:7");
        state.update(Action::Toggle(OverlayName::Tour), NOW);
        assert!(state.view_takes(Key::Right, NOW));
        assert_eq!(state.line(NOW), "corner-rays:1+motion=still");
        // Another view over it changes nothing of that.
        state.update(Action::Toggle(OverlayName::Xray), NOW);
        assert_eq!(state.line(NOW), "corner-rays:1+motion=still");
        state.update(Action::Close, NOW);
        state.update(Action::Close, NOW);
        assert_eq!(state.line(NOW), "mondrian:7");
        state.update(Action::Toggle(OverlayName::Tour), NOW);
        assert_eq!(state.line(NOW), "corner-rays:1+motion=still");
    }

    #[test]
    fn what_a_key_did_is_said_even_where_the_line_does_not_show_it() {
        let mut state = watching("glossy:1");
        let mut said = |action| {
            state.update(action, NOW);
            state.notices.toast(NOW).map(|toast| toast.text.clone()).unwrap_or_default()
        };
        assert_eq!(said(Action::Pause), "paused");
        assert_eq!(said(Action::Pause), "playing");
        assert!(said(Action::Color).starts_with("colours: "));
        assert!(said(Action::Palette).starts_with("colours: seed:"));
        assert!(said(Action::Motion).starts_with("motion: "));
        assert_eq!(said(Action::Turn(Knob::Activation, 1)), "activation: sin");
        // Back at the preset's own, which is not in the line.
        assert_eq!(said(Action::Turn(Knob::Activation, -1)), "activation: tanh");
        assert!(!state.line(NOW).contains("activation="));
    }

    #[test]
    fn the_parts_that_were_changed_last_are_known() {
        let mut state = watching("glossy:1");
        state.update(Action::Turn(Knob::Depth, 1), NOW);
        assert_eq!(state.changed(), ["hidden=16x10"]);
        state.update(Action::Color, NOW);
        assert!(matches!(state.changed(), [color] if color.starts_with("color=")));
        state.update(Action::Copy, NOW);
        assert!(matches!(state.changed(), [color] if color.starts_with("color=")), "copying changes nothing");
        state.open(parse("glossy:2").unwrap().recipe, NOW);
        assert_eq!(state.changed()[0], "glossy:2");
    }

    #[test]
    fn a_change_of_the_view_alone_eases_and_any_other_blends() {
        let mut state = watching("glossy:1+motion=still");
        state.update(Action::Turn(Knob::Zoom, 1), NOW);
        assert!(state.transition().is_none() && state.moves(NOW));
        state.update(Action::Color, NOW);
        assert!(state.transition().is_some());
    }
}
