//! What each action does to the state, and what it asks of the outside world.

use std::time::Duration;

use super::action::{Action, DIGIT_PRESETS, bindings, key_of};
use super::history::History;
use super::overlay::Overlays;
use super::steer::{self, Way};
use super::view::OverlayName;
use super::{Effect, State};
use crate::plain_text;
use crate::recipe::{Knob, Motion, Recipe, Seed, text};

/// What a message calls a key of the line of text, and the key.
type Spoken = (&'static str, &'static str);

const ACTIVATION: Spoken = ("activation", "activation");
const COLOURS: Spoken = ("colours", "color");
const MOTION: Spoken = ("motion", "motion");

impl State {
    /// Does what `action` asks; what it can't do itself it hands back.
    pub(crate) fn update(&mut self, action: Action, now: Duration) -> Option<Effect> {
        self.notices.key_pressed(now);
        if self.teach(action, now) || self.refuses(action, now) {
            return None;
        }
        match action {
            Action::Quit => self.quit = true,
            Action::Close => self.change_overlays(Overlays::close, now),
            Action::Toggle(OverlayName::Breed) => {
                self.tell_origin();
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
            Action::Save => return Some(Effect::Save(Box::new(self.subject(now)))),
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
            Action::Motion => self.other_motion(Way::Next, now),
            Action::MotionBack => self.other_motion(Way::Back, now),
        }
        None
    }

    /// What opens the artwork again: its line, or the path of its weights.
    fn copied(&self, now: Duration) -> String {
        let subject = self.subject(now);
        let path = subject.imported().and_then(|weights| weights.art());
        path.map_or_else(|| self.line_of(&subject), |path| plain_text::shell_word(path).into_owned())
    }

    /// Keeps the artwork, if a line or a path says it.
    fn keep(&mut self, now: Duration) -> Option<Effect> {
        let subject = self.subject(now);
        match subject.imported() {
            Some(_) => {
                let art = subject.art();
                if art.is_none() {
                    self.say("not kept: no list can name the file of these weights", now);
                }
                art.map(Effect::Keep)
            }
            None => Some(Effect::Keep(self.line_of(&subject))),
        }
    }

    /// Goes back; from the first artwork of this session to those of earlier ones.
    fn back(&mut self, now: Duration) -> Option<Effect> {
        if self.history.is_first() && self.overlays.artwork().is_none() {
            if !std::mem::replace(&mut self.asked_earlier, true) {
                return Some(Effect::Earlier);
            }
            self.recall();
            return self.go_back_in_sessions(now).map(Effect::OpenEarlier);
        }
        self.go_back(now);
        None
    }

    /// Stops the clock, or lets it run again, and says so.
    fn pause(&mut self, now: Duration) {
        self.clock.toggle_pause(self.seconds(now), now);
        self.say(if self.clock.is_paused() { "paused" } else { "playing" }, now);
    }

    /// The next motion, or the one before. Imported weights pass over the morph: half way to a drawn network they are noise.
    fn other_motion(&mut self, way: Way, now: Duration) {
        let imported = self.work().imported().is_some();
        let turn = |recipe: &mut Recipe| {
            steer::motion(recipe, way);
            if imported && recipe.motion == [Motion::Morph] {
                steer::motion(recipe, way);
            }
        };
        self.steer_and_say(turn, MOTION, now);
    }

    /// Changes the artwork that is shown by `turn`, and says where `knob` stands then.
    fn steer_and_say(&mut self, turn: impl FnOnce(&mut Recipe), knob: Spoken, now: Duration) {
        self.steer(now, |recipe, _| turn(recipe));
        self.say_knob(knob, now);
    }

    /// Says where a key of the line of text stands: what stands at its preset's own is not in the line.
    fn say_knob(&mut self, (name, key): Spoken, now: Duration) {
        let Some(key) = text::LineKey::named(key) else { return };
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
        Some(Effect::Export(Box::new(self.work()), self.clock.speed()))
    }

    /// The preset of a digit with the seed at hand.
    fn preset(&self, digit: u8) -> Option<Effect> {
        let preset = DIGIT_PRESETS.get(usize::from(digit).wrapping_sub(1))?;
        Some(Effect::Preset(preset.recipe(Seed::from(self.recipe().seed.root))))
    }

    fn change_speed(&mut self, steps: i32, now: Duration) {
        self.clock.change_speed(steps, now);
        self.say(format!("speed {:.2}", self.clock.speed()), now);
    }
}

#[cfg(test)]
mod tests {
    use super::super::watching;
    use super::*;

    const NOW: Duration = Duration::ZERO;

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
}
