//! The state and its open views: what opens and closes them, what they are asked, and what follows from their answers.

use std::sync::Arc;
use std::time::Duration;

use super::State;
use super::action::{Action, Key, bindings, key_of};
use super::look::{Finding, Study};
use super::overlay::Overlays;
use super::view::{Answer, Overlay, OverlayName};
use crate::open::List;
use crate::recipe::Recipe;

impl State {
    /// Opens the view of the favourites in `list`; where there are none, says how one is added.
    pub(crate) fn show_favourites(&mut self, list: List, now: Duration) {
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

    /// Passes a key to the open view. Returns whether it is one of the view's own: any other means what it always does.
    pub(crate) fn view_takes(&mut self, key: Key, now: Duration) -> bool {
        self.ask_view(|view, recipe| view.key(key, recipe), now) || self.keeps(key, now)
    }

    /// Passes pasted text to the open view. Returns whether it took it.
    pub(crate) fn view_takes_text(&mut self, text: &str, now: Duration) -> bool {
        self.ask_view(|view, recipe| view.paste(text, recipe), now)
    }

    /// Asks the open view, which is also given what is shown, and does what it answers. Returns whether it was anything.
    pub(super) fn ask_view(&mut self, ask: impl FnOnce(&mut dyn Overlay, &Recipe) -> Answer, now: Duration) -> bool {
        let Some(view) = self.overlays.top_mut() else { return false };
        let answer = ask(view, self.history.current().recipe());
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
            Answer::OpenWork(work) => {
                self.change_overlays(Overlays::close, now);
                if *work != self.work() {
                    self.open_work(*work, now);
                }
            }
            Answer::Say(text) => self.say(text, now),
        }
        anything
    }

    /// Opens a view over what is shown, or closes it.
    pub(super) fn toggle(&mut self, view: OverlayName, now: Duration) {
        let recipe = self.history.current().recipe().clone();
        self.change_overlays(|overlays| overlays.toggle(view, &recipe), now);
    }

    /// Opens and closes views. One with artworks of its own shows them as long as it is open, seen or not.
    pub(super) fn change_overlays(&mut self, change: impl FnOnce(&mut Overlays), now: Duration) {
        let before = self.overlays.artwork();
        // A line says the last of its artworks, unless it was learnt.
        let lasts = self.lesson().is_none();
        change(&mut self.overlays);
        self.end_preview(now);
        match (before, self.overlays.artwork()) {
            (None, Some(first)) => self.lend(first, now),
            (Some(_), None) => self.take_back(lasts, now),
            _ => {}
        }
    }

    /// Shows the first of a view's own artworks.
    fn lend(&mut self, first: Recipe, now: Duration) {
        // It may be what the program begins with: then there is nothing else to return to.
        self.own = (first != *self.recipe()).then(|| self.history.clone());
        self.open(first, now);
    }

    /// Shows what was shown before a view showed its own artworks; the last of those comes after it, if it `lasts`.
    fn take_back(&mut self, lasts: bool, now: Duration) {
        let Some(own) = self.own.take() else { return };
        let last = std::mem::replace(&mut self.history, own).current().clone();
        self.ease_from(last.clone(), now);
        if !lasts {
            return self.say("Back to your picture", now);
        }
        self.history.put_ahead(last);
        let forward = key_of(bindings(), Action::Forward);
        self.say(format!("Back to your picture. {forward} returns to the tour's"), now);
    }

    /// Shows what a view wants shown, once nothing newer has come for a moment. Returns whether the picture changes.
    pub(crate) fn settle(&mut self, now: Duration) -> bool {
        if self.preview.due().is_none_or(|due| due > now) {
            return false;
        }
        let before = self.work();
        let changes = self.preview.settle(now);
        if changes {
            self.ease_from(before, now);
        }
        changes
    }

    /// What a view showed for now goes with it.
    fn end_preview(&mut self, now: Duration) {
        let before = self.work();
        self.preview.end();
        self.ease_from(before, now);
    }

    /// What the open view wants to have found out beside the painting: `ask` passes it what is shown.
    pub(super) fn study(
        &mut self,
        ask: impl FnOnce(&mut dyn Overlay, &Recipe) -> Option<Box<dyn Study>>,
    ) -> Option<Box<dyn Study>> {
        ask(self.overlays.top_mut()?, self.history.current().recipe())
    }

    /// Whether the picture may be an image while this view is open.
    pub(super) fn shows_images(&self) -> bool {
        self.overlays.top().is_none_or(Overlay::shows_images)
    }

    /// Hands on what was found for a view.
    pub(super) fn receive(&mut self, finding: &Finding) {
        self.overlays.receive(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::super::watching;
    use super::*;

    const NOW: Duration = Duration::ZERO;

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
        assert_eq!(state.farewell(NOW), ["mondrian:7"], "what the user leaves behind is the own artwork");
        // Another view over it changes nothing of that.
        state.update(Action::Toggle(OverlayName::Xray), NOW);
        assert_eq!(state.line(NOW), "corner-rays:1+motion=still");
        state.update(Action::Close, NOW);
        state.update(Action::Close, NOW);
        assert_eq!(state.line(NOW), "mondrian:7");
        state.update(Action::Toggle(OverlayName::Tour), NOW);
        assert_eq!(state.line(NOW), "corner-rays:1+motion=still");
    }
}
