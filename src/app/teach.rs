//! The live view while a network learns: what keys mean then, what is shown, and how it becomes an artwork.

use std::sync::Arc;
use std::time::Duration;

use super::State;
use super::action::{Action, Key};
use super::ease::EasedView;
use super::history::History;
use super::learning::{LearnerOrder, LearnerSnapshot, Learning};
use super::look::Finding;
use super::overlay_name::OverlayName;
use crate::plain_text;
use crate::recipe::{Knob, Recipe, View};
use crate::work::Work;

/// What is said where a learnt network is kept.
pub(super) const THE_PICTURE: &str = "The weights are the picture: who has the file can see it";

impl State {
    /// Shows how a network learns.
    pub(crate) fn begin_learning(&mut self, learning: Learning, now: Duration) {
        self.learning = Some(learning);
        self.show_progress();
        self.toggle(OverlayName::Learn, now);
    }

    /// Whether a network learns.
    pub(crate) fn is_learning(&self) -> bool {
        self.learning.is_some()
    }

    /// Whether a network that learns is being kept.
    pub(crate) fn is_keeping(&self) -> bool {
        self.learning.as_ref().is_some_and(Learning::is_keeping)
    }

    /// What is to be asked of the learner, once each.
    pub(crate) fn take_orders(&mut self) -> Vec<LearnerOrder> {
        self.learning.as_mut().map(Learning::take_orders).unwrap_or_default()
    }

    /// Takes over what was learnt. Returns what is to be painted from now on; `None` where something newer was asked for.
    pub(crate) fn learnt(&mut self, snapshot: LearnerSnapshot, now: Duration) -> Option<Work> {
        if !self.learning.as_mut()?.follow(&snapshot) {
            return None;
        }
        let work = self.take_over(snapshot.work, now);
        self.show_progress();
        Some(work)
    }

    /// The network is kept as `work`: from now on it is an artwork like any other. Returns what is to be painted.
    pub(crate) fn kept(&mut self, work: Work, now: Duration) -> Work {
        self.learning = None;
        self.overlays.dismiss(OverlayName::Learn);
        let shown = self.take_over(work, now);
        self.note();
        let path = shown.art().unwrap_or_else(|| shown.label());
        self.say(plain_text::line(&format!("kept: {path}. {THE_PICTURE}"), plain_text::LINE), now);
        shown
    }

    /// It could not be kept, and why; it can be tried again.
    pub(crate) fn not_kept(&mut self, why: &str, now: Duration) {
        self.learning.iter_mut().for_each(Learning::not_kept);
        self.say(plain_text::line(&format!("not kept: {why}"), plain_text::LINE), now);
    }

    /// Shows `work` instead of what learnt before, where it is looked at now.
    fn take_over(&mut self, work: Work, now: Duration) -> Work {
        let before = self.work();
        let shown = work.with(Recipe { view: before.recipe().view, at: 0.0, ..work.recipe().clone() });
        if before.recipe() == shown.recipe() {
            self.history.renew(&shown);
        } else {
            self.preview.end();
            self.history = History::new(shown.clone());
            self.ease_from(before, now);
        }
        shown
    }

    /// What the open views know of how far learning is.
    fn show_progress(&mut self) {
        let Some(learning) = &self.learning else { return };
        let progress: Finding = Arc::new(learning.progress().clone());
        self.overlays.receive(&progress);
    }

    /// Keeps the network that learns, if `key` is the one for that, whichever view is open. Returns whether it is.
    pub(super) fn keeps(&mut self, key: Key, now: Duration) -> bool {
        let Some(learning) = self.learning.as_mut().filter(|_| key == Key::Enter) else { return false };
        learning.keep();
        self.show_progress();
        self.say("keeping what it has learnt…", now);
        true
    }

    /// What `action` means for a network that learns. Returns false where it means what it always does.
    pub(super) fn teach(&mut self, action: Action, now: Duration) -> bool {
        let Some(learning) = &mut self.learning else { return false };
        if learning.is_keeping() {
            // What is being written is what is seen.
            return !is_harmless(action);
        }
        let said = match action {
            Action::Pause => Some(if learning.toggle() { "learning" } else { "paused" }.to_owned()),
            Action::Speed(steps) => Some(format!("pace {}", learning.change_pace(steps))),
            Action::Turn(knob @ (Knob::Depth | Knob::Width | Knob::Activation), steps) => {
                learning.turn(knob, steps).err().map(|refused| refused.to_string())
            }
            _ if is_harmless(action) => return false,
            _ => Some(format!("not while it learns: {} keeps it, and then every key works", Key::Enter)),
        };
        if let Some(said) = said {
            self.say(said, now);
        }
        self.show_progress();
        true
    }

    /// While it learns the whole picture is seen: as large as the screen has room for, until somebody zooms.
    pub(super) fn fit_pictures(&mut self) {
        let Some(learning) = self.learning.as_ref().filter(|_| self.overlays.is_seen(OverlayName::Learn)) else {
            return;
        };
        let (before_zoom, before, progress) = (learning.fitted_zoom(), self.recipe().view, learning.progress());
        let usual = progress.shape.recipe(progress.pictures.len()).view;
        let sides = progress.pictures[0].size().map(f64::from);
        let (shorter, room) = (sides[0].min(sides[1]), self.sides());
        let fitted = |axis: usize| room[axis] * shorter / sides[axis];
        // Three digits are finer than an eye.
        let zoom = (fitted(0).min(fitted(1)) * 1000.0).round() / 1000.0;
        let own = View { zoom: before_zoom, ..usual };
        if before == own && zoom != own.zoom && zoom > 0.0 {
            let view = View { zoom, ..own };
            self.history = History::new(self.work_of(Recipe { view, ..self.recipe().clone() }));
            self.view = EasedView::new(view);
            self.learning.iter_mut().for_each(|learning| learning.fit(zoom));
        }
    }

    /// The lines to leave behind: what opens again the user's own artwork, whatever a view shows of its own meanwhile.
    pub(crate) fn farewell(&self, now: Duration) -> Vec<String> {
        if let Some(learning) = &self.learning {
            let again = learning.again();
            return vec![format!("not kept. {} keeps it in the live view; so does: {again}", Key::Enter)];
        }
        let own = self.own.as_ref().map_or_else(|| self.work(), |own| own.current().clone());
        match own.imported().and_then(|weights| weights.art()) {
            Some(path) => vec![plain_text::shell_word(path).into_owned()],
            None => vec![self.last_line(now)],
        }
    }
}

/// Whether an action leaves the weights, the colours and the motion alone.
fn is_harmless(action: Action) -> bool {
    matches!(
        action,
        Action::Quit
            | Action::Close
            | Action::Suspend
            | Action::Turn(Knob::Zoom, _)
            | Action::ZoomAt { .. }
            | Action::Pan(_)
            | Action::ResetView
            | Action::Glyphs
            | Action::GlyphsBack
            | Action::Toggle(OverlayName::Help | OverlayName::Xray)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::{Picture, Shape};
    use crate::network::Network;
    use crate::work::Imported;

    const NOW: Duration = Duration::ZERO;

    fn work(shape: &Shape, value: f32) -> Work {
        let recipe = shape.recipe(1);
        let mut network = Network::build(&recipe);
        network.layers[0].weights[0] = value;
        Work::of_weights(Imported::new("photo".as_ref(), &[], network, recipe))
    }

    fn learning() -> State {
        let shape = Shape { hidden: vec![4, 4], ..Shape::default() };
        let mut state = State::new(work(&shape, 0.0), 1.0, NOW);
        let picture = Picture::from_pixels([4, 1], vec![[0.5; 3]; 4]);
        state.begin_learning(Learning::new("photo.jpg", [picture].into(), shape, "again".to_owned()), NOW);
        state
    }

    fn snapshot(attempt: u64, shape: &Shape, value: f32) -> LearnerSnapshot {
        LearnerSnapshot { attempt, work: work(shape, value), steps: 1, psnr: 9.0, ended: false }
    }

    #[test]
    fn what_is_learnt_is_painted_and_another_shape_waits_for_its_own_network() {
        let mut state = learning();
        let small = Shape { hidden: vec![4, 4], ..Shape::default() };
        let painted = state.learnt(snapshot(0, &small, 2.0), NOW).unwrap();
        assert_eq!(painted.network().layers[0].weights[0], 2.0);
        state.update(Action::Turn(Knob::Depth, 1), NOW);
        assert_eq!(state.recipe().hidden, [4, 4], "there is no other network yet");
        assert!(state.learnt(snapshot(0, &small, 3.0), NOW).is_none());
        let deeper = Shape { hidden: vec![4, 4, 4], ..Shape::default() };
        assert!(state.learnt(snapshot(1, &deeper, 4.0), NOW).is_some());
        assert_eq!(state.recipe().hidden, [4, 4, 4]);
    }

    #[test]
    fn keys_that_would_change_the_artwork_wait_until_it_is_kept() {
        let mut state = learning();
        let before = state.recipe().clone();
        for action in [Action::Reseed, Action::Color, Action::Motion, Action::Favourite, Action::Undo, Action::Save] {
            assert_eq!(state.update(action, NOW), None, "{action:?}");
        }
        state.update(Action::Toggle(OverlayName::Breed), NOW);
        assert!(state.overlays.is_seen(OverlayName::Learn) && *state.recipe() == before);
        state.update(Action::Turn(Knob::Zoom, 1), NOW);
        assert!(state.recipe().view.zoom > before.view.zoom);
    }

    #[test]
    fn enter_keeps_it_in_every_view_and_then_it_is_an_artwork() {
        let mut state = learning();
        state.update(Action::Toggle(OverlayName::Xray), NOW);
        assert!(state.view_takes(Key::Enter, NOW) && state.is_keeping());
        assert_eq!(state.take_orders(), [LearnerOrder::Run(false), LearnerOrder::Keep]);
        assert!(state.take_visited().is_empty() && state.farewell(NOW)[0].starts_with("not kept."));
        let weights = work(&Shape { hidden: vec![4, 4], ..Shape::default() }, 1.0).imported().unwrap().clone();
        let path = "/home/me/my works/photo.safetensors";
        state.kept(Work::of_weights(Imported { path: Some(path.into()), ..weights }), NOW);
        assert!(!state.is_learning() && state.overlays.is_seen(OverlayName::Xray));
        assert_eq!(state.take_visited(), [path]);
        let quote = if cfg!(windows) { '"' } else { '\'' };
        assert_eq!(state.farewell(NOW), [format!("{quote}{path}{quote}")]);
        assert_eq!(state.update(Action::Favourite, NOW), Some(crate::app::Effect::Keep(path.to_owned())));
        state.update(Action::Color, NOW);
        assert!(!state.view_takes(Key::Enter, NOW));
    }

    #[test]
    fn the_whole_picture_is_seen_until_somebody_zooms() {
        let mut state = learning();
        // Four times as wide as high, on a screen that is twice as wide.
        state.resize(200.0, 100.0);
        state.fit_pictures();
        assert_eq!(state.recipe().view.zoom, 0.5);
        state.resize(100.0, 100.0);
        state.fit_pictures();
        assert_eq!(state.recipe().view.zoom, 0.25);
        state.update(Action::Turn(Knob::Zoom, 1), NOW);
        let zoomed = state.recipe().view.zoom;
        state.resize(200.0, 100.0);
        state.fit_pictures();
        assert_eq!(state.recipe().view.zoom, zoomed);
    }
}
