//! The live view: its state, and how an action changes it. No I/O, no clock of its own.
//!
//! [`run`] is the loop around it: what comes in becomes an action or goes to the open [`view`], a thread paints what the
//! state asks for, and the screen shows it.

// Public for the program and the tests alone.
#![doc(hidden)]

use std::sync::Arc;
use std::time::Duration;

use crate::export::Summary;
use crate::open::List;
use crate::plain_text;
use crate::recipe::{ColorMode, Knob, Recipe, Seed, View, text};
use crate::work::Work;
use thinwire::{Medium, Protocol};

pub mod action;
mod clock;
mod ease;
mod exporting;
mod governor;
mod history;
pub mod learning;
pub mod look;
mod notices;
mod overlay;
mod overlay_name;
mod preview;
pub mod run;
mod stage;
mod steer;
mod teach;
mod toast;
pub mod view;
pub mod words;

use action::{Action, DIGIT_PRESETS, Key, bindings, key_of};
use clock::Clock;
use ease::{EasedView, Manner, Transition};
use history::{History, differs_in_view_alone};
use learning::Learning;
use look::{Finding, Study};
use notices::Notices;
use overlay::Overlays;
use preview::Preview;
use steer::Way;
use view::{Answer, Overlay, OverlayName};

pub use toast::Toast;

/// What a message calls a key of the line of text, and the key.
type Spoken = (&'static str, &'static str);

const ACTIVATION: Spoken = ("activation", "activation");
const COLOURS: Spoken = ("colours", "color");
const MOTION: Spoken = ("motion", "motion");

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
    /// Keep this line of text among the favourites.
    Keep(String),
    /// Hand the artworks of earlier sessions to [`State::remember`].
    Earlier,
    /// Hand the favourites, the last first, to [`State::show_favourites`].
    Favourites,
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
    /// What a view shows for now.
    preview: Preview,
    /// Lines of the artworks shown since they were asked for last.
    visited: Vec<String>,
    /// The artworks of earlier sessions were asked for.
    asked_earlier: bool,
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
            preview: Preview::default(),
            visited: Vec::new(),
            asked_earlier: false,
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
    pub fn begin_briskly(&mut self) {
        self.clock.begin_briskly();
    }

    /// For who wants less motion: the clock stands until a key lets it run, and whatever a key changes fades slowly.
    pub fn reduce_motion(&mut self, now: Duration) {
        self.reduced = true;
        if !self.clock.is_paused() {
            self.clock.toggle_pause(self.seconds(now), now);
        }
    }

    /// What is shown, without its moment.
    pub fn recipe(&self) -> &Recipe {
        self.preview.shown().unwrap_or_else(|| self.history.current())
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
        if let Some(learning) = &self.learning {
            return format!("learning {}", learning.progress().name);
        }
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

    fn other_medium(&mut self, way: Way, now: Duration) {
        let here = self.offered.iter().position(|medium| *medium == self.medium());
        self.medium = self.offered.get(way.go(here, self.offered.len())).copied().unwrap_or_default();
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
        self.preview.end();
        self.note();
        let own = self.history.current().clone();
        self.history.open(recipe);
        self.note();
        self.ease_from(before, now);
        self.note_change(&own);
    }

    /// Notes the artwork that is shown as one that the user has seen. What a view shows of its own is none, and what
    /// still learns is none yet.
    pub fn note(&mut self) {
        if self.overlays.artwork().is_none() && self.learning.is_none() {
            self.visited.extend(self.origin.with(self.history.current().clone()).art());
        }
    }

    /// The lines of the artworks that were shown since this was asked last.
    pub fn take_visited(&mut self) -> Vec<String> {
        std::mem::take(&mut self.visited)
    }

    /// Puts the artworks of earlier sessions, the newest last, before those of this one, and shows the newest of them.
    pub fn remember(&mut self, earlier: Vec<Recipe>, now: Duration) {
        self.history.put_before(earlier);
        self.travel(History::back, "no earlier picture".to_owned(), now);
    }

    /// Opens the view of the favourites in `list`; where there are none, says how one is added.
    pub fn show_favourites(&mut self, list: List, now: Duration) {
        if list.entries.is_empty() {
            let keep = key_of(bindings(), Action::Favourite);
            self.say(format!("no favourites yet: {keep} adds one"), now);
            return;
        }
        let list: Finding = Arc::new(list);
        self.receive(&list);
        if !self.overlays.is_seen(OverlayName::Favourites) {
            self.toggle(OverlayName::Favourites, now);
        }
    }

    /// When something changes by itself next.
    pub fn next_change(&self, now: Duration) -> Option<Duration> {
        [self.notices.next_change(now), self.preview.due()].into_iter().flatten().min()
    }

    /// Shows what a view wants shown, once nothing newer has come for a moment. Returns whether the picture changes.
    pub fn settle(&mut self, now: Duration) -> bool {
        if self.preview.due().is_none_or(|due| due > now) {
            return false;
        }
        let before = self.recipe().clone();
        let changes = self.preview.settle(now);
        if changes {
            self.ease_from(before, now);
        }
        changes
    }

    /// Passes pasted text to the open view. Returns whether it took it.
    pub fn view_takes_text(&mut self, text: &str, now: Duration) -> bool {
        self.ask_view(|view, recipe| view.paste(text, recipe), now)
    }

    /// Lets the picture become another artwork by itself, slowly; the next is due after `every`.
    pub fn drift(&mut self, recipe: Recipe, every: Duration, now: Duration) {
        let before = self.recipe().clone();
        self.preview.end();
        self.note();
        self.history.open(recipe);
        self.note();
        self.note_change(&before);
        self.pass_from(before, Manner::Drift(every), now);
    }

    /// Paints the picture in the terminal's own colours, from dark to light: they become colours of the recipe, so that
    /// its line shows the same on any terminal. Returns whether anything changes.
    pub fn paint_in(&mut self, colors: Vec<[u8; 3]>, now: Duration) -> bool {
        let colors = ColorMode::Hex(colors);
        // One colour makes no picture.
        let few = matches!(&colors, ColorMode::Hex(colors) if colors.len() < 2);
        if few || self.terminal_colors.as_ref() == Some(&colors) {
            return false;
        }
        self.terminal_colors = Some(colors.clone());
        self.steer(now, |recipe, _| recipe.color = colors);
        true
    }

    /// Another picture in the terminal's own colours, if those are what is shown.
    pub fn in_terminal_colors(&self, recipe: Recipe) -> Recipe {
        match &self.terminal_colors {
            Some(colors) if self.recipe().color == *colors => Recipe { color: colors.clone(), ..recipe }.canonical(),
            _ => recipe,
        }
    }

    /// Passes a key to the open view. Returns whether it is one of the view's own: any other means what it always does.
    pub fn view_takes(&mut self, key: Key, now: Duration) -> bool {
        self.ask_view(|view, recipe| view.key(key, recipe), now) || self.keeps(key, now)
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
        let done = view.is_done();
        let anything = self.follow(answer, now);
        if done {
            self.change_overlays(Overlays::close, now);
        }
        anything
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
            Answer::Preview(recipe) => self.preview.ask(recipe.map(|recipe| *recipe), now),
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
        if self.teach(action, now) {
            return None;
        }
        match action {
            Action::Quit => self.quit = true,
            Action::Close => self.change_overlays(Overlays::close, now),
            Action::Toggle(OverlayName::Breed) => {
                // Children of weights out of a file are painted by them.
                let origin: Finding = Arc::new(self.origin.clone());
                self.overlays.receive(&origin);
                self.toggle(OverlayName::Breed, now);
            }
            Action::Toggle(OverlayName::Favourites) if !self.overlays.is_seen(OverlayName::Favourites) => {
                return Some(Effect::Favourites);
            }
            Action::Toggle(view) => self.toggle(view, now),
            Action::Pause => self.pause(now),
            Action::Glyphs => self.other_medium(Way::Next, now),
            Action::GlyphsBack => self.other_medium(Way::Back, now),
            Action::Speed(steps) => self.change_speed(steps, now),
            Action::Suspend => return Some(Effect::Suspend),
            Action::Copy => return Some(Effect::Copy(self.copied(now))),
            Action::Save => return Some(Effect::Save(self.subject(now))),
            Action::Export => return self.export(now),
            Action::Reseed => return Some(Effect::Reseed(self.recipe().clone())),
            Action::Surprise => return Some(Effect::Surprise(self.recipe().clone())),
            Action::Preset(digit) => return self.preset(digit),
            Action::Favourite => return self.keep(now),
            Action::Back => return self.back(now),
            Action::Forward => {
                let reseed = key_of(bindings(), Action::Reseed);
                self.travel(History::forward, format!("newest ({reseed} makes another)"), now);
            }
            Action::Undo => self.travel(History::undo, "nothing to undo".to_owned(), now),
            Action::Redo => self.travel(History::redo, "nothing to redo".to_owned(), now),
            Action::Turn(knob, steps) => {
                self.steer(now, |recipe, middle| steer::turn(recipe, knob, steps, middle));
                if knob == Knob::Activation {
                    self.say_knob(ACTIVATION, now);
                }
            }
            Action::ZoomAt { steps, at } => {
                self.steer(now, |recipe, middle| steer::zoom_at(recipe, steps, at, middle));
            }
            Action::Pan(offset) => self.steer(now, |recipe, _| steer::pan(recipe, offset)),
            Action::ResetView => self.steer(now, |recipe, _| steer::reset_view(recipe)),
            Action::Color => self.steer_and_say(|recipe| steer::color(recipe, Way::Next), COLOURS, now),
            Action::ColorBack => self.steer_and_say(|recipe| steer::color(recipe, Way::Back), COLOURS, now),
            Action::Palette => self.steer_and_say(steer::palette, COLOURS, now),
            Action::Motion => self.steer_and_say(|recipe| steer::motion(recipe, Way::Next), MOTION, now),
            Action::MotionBack => self.steer_and_say(|recipe| steer::motion(recipe, Way::Back), MOTION, now),
        }
        None
    }

    /// What opens the artwork again: its line, or the path of its weights.
    fn copied(&self, now: Duration) -> String {
        let subject = self.subject(now);
        let work = self.origin.with(subject.clone());
        let path = work.imported().and_then(|weights| weights.art());
        path.map_or_else(|| self.line_of(subject), |path| plain_text::shell_word(path).into_owned())
    }

    /// Keeps the artwork, if a line or a path says it.
    fn keep(&mut self, now: Duration) -> Option<Effect> {
        let subject = self.subject(now);
        let work = self.origin.with(subject.clone());
        match work.imported() {
            Some(_) => {
                let art = work.art();
                if art.is_none() {
                    self.say("not kept: no list can name the file of these weights", now);
                }
                art.map(Effect::Keep)
            }
            None => Some(Effect::Keep(self.line_of(subject))),
        }
    }

    /// Goes back; from the first artwork of this session to those of earlier ones.
    fn back(&mut self, now: Duration) -> Option<Effect> {
        if self.history.is_first() && self.overlays.artwork().is_none() && !self.asked_earlier {
            self.asked_earlier = true;
            return Some(Effect::Earlier);
        }
        self.travel(History::back, "no earlier picture".to_owned(), now);
        None
    }

    /// Stops the clock, or lets it run again, and says so.
    fn pause(&mut self, now: Duration) {
        self.clock.toggle_pause(self.seconds(now), now);
        self.say(if self.clock.is_paused() { "paused" } else { "playing" }, now);
    }

    /// Changes the artwork that is shown by `turn`, and says where `knob` stands then.
    fn steer_and_say(&mut self, turn: impl FnOnce(&mut Recipe), knob: Spoken, now: Duration) {
        self.steer(now, |recipe, _| turn(recipe));
        self.say_knob(knob, now);
    }

    /// Says where a key of the line of text stands: what stands at its preset's own is not in the line.
    fn say_knob(&mut self, (name, key): Spoken, now: Duration) {
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
            let [save, motion] = [Action::Save, Action::Motion].map(|action| key_of(bindings(), action));
            self.say(format!("nothing moves here: {save} saves the picture, {motion} lets it move"), now);
            return None;
        }
        self.notices.begin_export(now);
        Some(Effect::Export(self.recipe().clone(), self.clock.speed()))
    }

    /// Opens a view over what is shown, or closes it.
    fn toggle(&mut self, view: OverlayName, now: Duration) {
        let recipe = self.history.current().clone();
        self.change_overlays(|overlays| overlays.toggle(view, &recipe), now);
    }

    /// Opens and closes views. One with artworks of its own shows them as long as it is open, seen or not.
    fn change_overlays(&mut self, change: impl FnOnce(&mut Overlays), now: Duration) {
        let before = self.overlays.artwork();
        change(&mut self.overlays);
        self.end_preview(now);
        match (before, self.overlays.artwork()) {
            (None, Some(first)) => self.lend(first, now),
            (Some(_), None) => self.take_back(now),
            _ => {}
        }
    }

    /// What a view showed for now goes with it.
    fn end_preview(&mut self, now: Duration) {
        let before = self.recipe().clone();
        self.preview.end();
        self.ease_from(before, now);
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
        let forward = key_of(bindings(), Action::Forward);
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
        self.preview.end();
        let own = self.history.current().clone();
        self.history.change(recipe.canonical());
        self.ease_from(before, now);
        // A preview may have shown a part of the change already.
        self.note_change(&own);
    }

    /// The preset of a digit with the seed at hand.
    fn preset(&self, digit: u8) -> Option<Effect> {
        let preset = DIGIT_PRESETS.get(usize::from(digit).wrapping_sub(1))?;
        Some(Effect::Preset(preset.recipe(Seed::from(self.recipe().seed.root))))
    }

    fn travel(&mut self, go: fn(&mut History) -> bool, end: String, now: Duration) {
        let before = self.recipe().clone();
        self.preview.end();
        self.note();
        if go(&mut self.history) {
            self.ease_from(before, now);
        } else {
            self.say(end, now);
        }
    }

    /// Eases from `before` to the current recipe: the view where it alone differs, else the picture.
    fn ease_from(&mut self, before: Recipe, now: Duration) {
        self.note_change(&before);
        let after = self.recipe();
        let shown = after.view;
        if self.reduced {
            self.pass_from(before, Manner::Slow, now);
        } else if differs_in_view_alone(&before, after) {
            self.view.ease_to(shown, now);
        } else {
            self.pass_from(before, Manner::Quick, now);
        }
    }

    /// Begins a transition from `before` to the current recipe.
    fn pass_from(&mut self, before: Recipe, manner: Manner, now: Duration) {
        let after = self.recipe();
        if before != *after {
            let (shown, view) = (after.view, self.view.at(now));
            self.transition = Some(Transition::begin(before, view, self.transition.as_ref(), manner, now));
            self.view = EasedView::new(shown);
        }
    }

    /// Notes which parts of the line of text the artwork that is shown does not share with `before`, if it is another.
    fn note_change(&mut self, before: &Recipe) {
        let after = self.recipe();
        if before != after {
            self.changed = new_parts(before, after);
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
    fn the_terminals_colours_become_the_lines_until_others_are_chosen() {
        let mut state = watching("default:42");
        let colors = vec![[0, 0, 0], [205, 0, 0], [255, 255, 255]];
        assert!(state.paint_in(colors.clone(), NOW));
        assert!(!state.paint_in(colors, NOW), "they are the same");
        assert_eq!(state.line(NOW), "default:42+color=hex:000000,cd0000,ffffff");
        let next = parse("glossy:7").unwrap().recipe;
        assert!(state.in_terminal_colors(next.clone()).to_string().ends_with("+color=hex:000000,cd0000,ffffff"));
        state.update(Action::Color, NOW);
        assert_eq!(state.in_terminal_colors(next.clone()), next);
        assert!(!state.paint_in(vec![[0, 0, 0]], NOW), "one colour makes no picture");
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
