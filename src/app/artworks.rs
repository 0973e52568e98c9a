//! Which artwork is shown: another is opened or the one at hand is changed, and the picture eases from one to the next.

use std::sync::Arc;
use std::time::Duration;

use super::State;
use super::ease::{EasedView, Manner, Transition};
use super::history::{History, differs_in_view_alone};
use super::look::Finding;
use crate::recipe::Recipe;
use crate::work::Work;

impl State {
    /// Shows another artwork, by the weights of what is shown where they fit it.
    pub(crate) fn open(&mut self, recipe: Recipe, now: Duration) {
        self.open_work(self.work_of(recipe), now);
    }

    /// Shows another artwork.
    pub(crate) fn open_work(&mut self, work: Work, now: Duration) {
        let before = self.work();
        self.preview.end();
        self.note();
        let own = self.history.current().clone();
        self.history.open(work);
        self.note();
        self.ease_from(before, now);
        self.note_change(&own);
    }

    /// Notes the artwork that is shown as one that the user has seen. What a view shows of its own is none, and what
    /// still learns is none yet.
    pub(crate) fn note(&mut self) {
        if self.overlays.artwork().is_none() && self.learning.is_none() {
            self.visited.extend(self.history.current().art());
        }
    }

    /// The lines of the artworks that were shown since this was asked last.
    pub(crate) fn take_visited(&mut self) -> Vec<String> {
        std::mem::take(&mut self.visited)
    }

    /// Lets the picture become another artwork by itself, slowly; the next is due after `every`.
    pub(crate) fn drift(&mut self, work: Work, every: Duration, now: Duration) {
        let before = self.work();
        self.preview.end();
        self.note();
        self.history.open(work);
        self.note();
        self.note_change(&before);
        self.pass_from(before, Manner::Drift(every), now);
    }

    /// Changes the artwork that is shown by `turn`, which is also given where the middle of the picture lies.
    pub(super) fn steer(&mut self, now: Duration, turn: impl FnOnce(&mut Recipe, [f64; 2])) {
        let mut recipe = self.recipe().clone();
        turn(&mut recipe, self.middle);
        self.change(recipe, now);
    }

    /// The artwork that is shown becomes `recipe`; that can be undone.
    pub(super) fn change(&mut self, recipe: Recipe, now: Duration) {
        let before = self.work();
        self.preview.end();
        let own = self.history.current().clone();
        self.history.change(recipe.canonical());
        self.ease_from(before, now);
        // A preview may have shown a part of the change already.
        self.note_change(&own);
    }

    pub(super) fn travel(&mut self, go: fn(&mut History) -> bool, end: String, now: Duration) {
        let before = self.work();
        self.preview.end();
        self.note();
        if go(&mut self.history) {
            self.ease_from(before, now);
        } else {
            self.say(end, now);
        }
    }

    /// Eases from `before` to what is shown: the view where it alone differs, else the picture.
    pub(super) fn ease_from(&mut self, before: Work, now: Duration) {
        self.note_change(&before);
        let after = self.work();
        let shown = after.recipe().view;
        if self.reduced {
            self.pass_from(before, Manner::Slow, now);
        } else if differs_in_view_alone(before.recipe(), after.recipe()) && before.shares_weights(&after) {
            self.view.ease_to(shown, now);
        } else {
            self.pass_from(before, Manner::Quick, now);
        }
    }

    /// Begins a transition from `before` to what is shown.
    fn pass_from(&mut self, before: Work, manner: Manner, now: Duration) {
        let after = self.work();
        if !before.knows_weights_of(&after) {
            self.tell_origin();
        }
        if before != after {
            let (shown, view) = (after.recipe().view, self.view.at(now));
            self.transition = Some(Transition::begin(before, view, self.transition.as_ref(), manner, now));
            self.view = EasedView::new(shown);
        }
    }

    /// Notes which parts of the line of text the artwork that is shown does not share with `before`, if it is another.
    fn note_change(&mut self, before: &Work) {
        let (before, after) = (before.recipe(), self.recipe());
        if before != after {
            self.changed = new_parts(before, after);
        }
    }

    /// Tells the views by which weights it is painted: children of weights out of a file are painted by them too.
    pub(super) fn tell_origin(&mut self) {
        let origin: Finding = Arc::new(self.work());
        self.overlays.receive(&origin);
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
    use super::super::action::Action;
    use super::super::watching;
    use super::*;
    use crate::recipe::Knob;
    use crate::recipe::text::parse;

    const NOW: Duration = Duration::ZERO;

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
