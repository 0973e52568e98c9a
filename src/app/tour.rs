//! How the tour takes the stage and gives it back.

use std::time::Duration;

use super::{Overlay, State};
use crate::insight::tour::PAGES;
use crate::recipe::{Recipe, text};

impl State {
    /// Opens the tour where it was left, or closes it.
    pub(super) fn toggle_tour(&mut self, now: Duration) {
        let tour = Overlay::Tour(self.page);
        let was_open = self.overlays.hold(tour);
        self.toggle(tour, now);
        if !was_open {
            let first = self.page_recipe();
            // The tour may be what the program begins with: then there is nothing else to return to.
            self.own = (first.as_ref() != Some(self.recipe())).then(|| self.history.clone());
            self.begin_page(now);
        }
    }

    /// Goes so many pages on; negative for back.
    pub(super) fn turn_pages(&mut self, page: usize, pages: i32, now: Duration) {
        let turned = page.saturating_add_signed(pages as isize).min(PAGES.len() - 1);
        if turned != page {
            self.page = turned;
            self.overlays.set_top(Overlay::Tour(turned));
            self.begin_page(now);
        }
    }

    /// Makes the artwork what the open page of the tour began with; that too can be undone.
    pub(super) fn put_back(&mut self, now: Duration) {
        if let Some(recipe) = self.page_recipe() {
            let before = self.recipe().clone();
            self.history.change(recipe);
            self.ease_from(before, now);
        }
    }

    /// Shows what was shown before the tour; what the tour showed last comes after it.
    pub(super) fn leave_tour(&mut self, now: Duration) {
        let Some(own) = self.own.take() else { return };
        let last = std::mem::replace(&mut self.history, own).current().clone();
        self.history.put_ahead(last.clone());
        self.ease_from(last, now);
        self.say("back to your own; n shows what the tour showed", now);
    }

    /// The artwork that the open page of the tour begins with.
    fn page_recipe(&self) -> Option<Recipe> {
        let Overlay::Tour(page) = self.overlay() else { return None };
        text::parse(PAGES.get(page)?.line).ok().map(|line| line.recipe)
    }

    /// Shows the artwork that the open page of the tour begins with.
    fn begin_page(&mut self, now: Duration) {
        if let Some(recipe) = self.page_recipe() {
            self.open(recipe, now);
        }
    }
}
