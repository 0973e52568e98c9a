//! The live view while a network learns: what keys mean then, what is shown, and how it becomes an artwork.

use std::sync::Arc;
use std::time::Duration;

use super::State;
use super::action::{Action, Key};
use super::ease::EasedView;
use super::history::History;
use super::learning::{Learning, Order, Snapshot};
use super::look::Finding;
use super::overlay_name::OverlayName;
use crate::plain_text;
use crate::recipe::{Knob, Recipe, View};
use crate::work::Work;

/// What is said where a learnt network is kept.
pub(super) const THE_PICTURE: &str = "The weights are the picture: who has the file can see it";

impl State {
    /// Shows how a network learns.
    pub fn begin_learning(&mut self, learning: Learning, now: Duration) {
        self.learning = Some(learning);
        self.show_progress();
        self.toggle(OverlayName::Learn, now);
    }

    /// Whether a network learns.
    pub fn is_learning(&self) -> bool {
        self.learning.is_some()
    }

    /// Whether a network that learns is being kept.
    pub fn is_keeping(&self) -> bool {
        self.learning.as_ref().is_some_and(Learning::is_keeping)
    }

    /// What is to be asked of the learner, once each.
    pub fn take_orders(&mut self) -> Vec<Order> {
        self.learning.as_mut().map(Learning::take_orders).unwrap_or_default()
    }

    /// Takes over what was learnt. Returns what is to be painted from now on; `None` where something newer was asked for.
    pub fn learnt(&mut self, snapshot: Snapshot, now: Duration) -> Option<Work> {
        if !self.learning.as_mut()?.follow(&snapshot) {
            return None;
        }
        let work = self.take_over(snapshot.work, now);
        self.show_progress();
        Some(work)
    }

    /// The network is kept as `work`: from now on it is an artwork like any other. Returns what is to be painted.
    pub fn kept(&mut self, work: Work, now: Duration) -> Work {
        self.learning = None;
        self.overlays.dismiss(OverlayName::Learn);
        let shown = self.take_over(work, now);
        self.note();
        let path = shown.art().unwrap_or_else(|| shown.label());
        self.say(plain_text::line(&format!("kept: {path}. {THE_PICTURE}"), plain_text::LINE), now);
        shown
    }

    /// It could not be kept, and why; it can be tried again.
    pub fn not_kept(&mut self, why: &str, now: Duration) {
        self.learning.iter_mut().for_each(Learning::not_kept);
        self.say(plain_text::line(&format!("not kept: {why}"), plain_text::LINE), now);
    }

    /// Shows `work` instead of what learnt before, where it is looked at now.
    fn take_over(&mut self, work: Work, now: Duration) -> Work {
        let before = self.recipe().clone();
        let recipe = Recipe { view: before.view, at: 0.0, ..work.recipe().clone() };
        self.origin = work;
        if before != recipe {
            self.preview.end();
            self.history = History::new(recipe.clone());
            self.ease_from(before, now);
        }
        self.origin.with(recipe)
    }

    /// What the open views know of how far learning is.
    fn show_progress(&mut self) {
        let Some(learning) = &self.learning else { return };
        let progress: Finding = Arc::new(learning.progress().clone());
        self.overlays.receive(&progress);
    }

    /// Asks for the network to be kept.
    pub(super) fn keep_learnt(&mut self, now: Duration) {
        if let Some(learning) = &mut self.learning {
            learning.keep();
            self.show_progress();
            self.say("keeping what it has learnt…", now);
        }
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
        let Some(learning) = &self.learning else { return };
        let (before_zoom, before) = (learning.fitted_zoom(), self.recipe().view);
        let sides = learning.progress().pictures[0].size().map(f64::from);
        let (shorter, room) = (sides[0].min(sides[1]), self.sides());
        let fitted = |axis: usize| room[axis] * shorter / sides[axis];
        // Three digits are finer than an eye.
        let zoom = (fitted(0).min(fitted(1)) * 1000.0).round() / 1000.0;
        let own = View { zoom: before_zoom, ..self.origin.recipe().view };
        if before == own && zoom != own.zoom && zoom > 0.0 {
            let view = View { zoom, ..own };
            self.history = History::new(Recipe { view, ..self.recipe().clone() });
            self.view = EasedView::new(view);
            self.learning.iter_mut().for_each(|learning| learning.fit(zoom));
        }
    }

    /// The lines to leave behind: what opens again what is shown.
    pub fn farewell(&self, now: Duration) -> Vec<String> {
        if let Some(learning) = &self.learning {
            let again = learning.again();
            return vec![format!("not kept. {} keeps it in the live view; so does: {again}", Key::Enter)];
        }
        let shown = self.origin.with(self.recipe().clone());
        match shown.imported().and_then(|weights| weights.art()) {
            Some(path) => vec![plain_text::shell_word(path).into_owned()],
            None => vec![self.line(now)],
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
