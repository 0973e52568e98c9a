//! Where the user has been: the artworks in a row, and every change that can be taken back.

use crate::recipe::Recipe;

/// How many artworks, and how many changes, are remembered.
const CAPACITY: usize = 1000;

/// The artworks visited, and the changes made to them.
#[derive(Clone, Debug)]
pub struct History {
    artworks: Vec<Recipe>,
    here: usize,
    undo: Vec<Recipe>,
    redo: Vec<Recipe>,
    /// Whether the last change moved the view alone: a further one joins it, so that one undo takes
    /// back a whole journey of arrow keys.
    travelling: bool,
}

impl History {
    /// Begins with one artwork.
    pub fn new(recipe: Recipe) -> Self {
        Self { artworks: vec![recipe], here: 0, undo: Vec::new(), redo: Vec::new(), travelling: false }
    }

    /// What is shown.
    pub fn current(&self) -> &Recipe {
        &self.artworks[self.here]
    }

    /// Changes the artwork that is shown.
    pub fn change(&mut self, recipe: Recipe) {
        if recipe == *self.current() {
            return;
        }
        let travels = differs_in_view_alone(self.current(), &recipe);
        if !(travels && self.travelling) {
            self.remember();
        }
        self.travelling = travels;
        self.redo.clear();
        self.artworks[self.here] = recipe;
    }

    /// Shows another artwork behind this one; those that were ahead are forgotten.
    pub fn open(&mut self, recipe: Recipe) {
        self.remember();
        self.redo.clear();
        self.put_ahead(recipe);
        self.here = self.artworks.len() - 1;
    }

    /// Makes `recipe` the artwork after this one; those that were ahead are forgotten.
    pub fn put_ahead(&mut self, recipe: Recipe) {
        self.artworks.truncate(self.here + 1);
        if self.artworks.len() == CAPACITY {
            self.artworks.remove(0);
            self.here -= 1;
        }
        self.artworks.push(recipe);
    }

    /// The artwork before this one; false at the first.
    pub fn back(&mut self) -> bool {
        self.travelling = false;
        let moved = self.here > 0;
        self.here -= usize::from(moved);
        moved
    }

    /// The artwork after this one; false at the last.
    pub fn forward(&mut self) -> bool {
        self.travelling = false;
        let moved = self.here + 1 < self.artworks.len();
        self.here += usize::from(moved);
        moved
    }

    /// Takes the last change back; false where there is none.
    pub fn undo(&mut self) -> bool {
        self.travelling = false;
        let Some(recipe) = self.undo.pop() else { return false };
        self.redo.push(std::mem::replace(&mut self.artworks[self.here], recipe));
        true
    }

    /// Makes the change again that was taken back last; false where there is none.
    pub fn redo(&mut self) -> bool {
        self.travelling = false;
        let Some(recipe) = self.redo.pop() else { return false };
        self.undo.push(std::mem::replace(&mut self.artworks[self.here], recipe));
        true
    }

    fn remember(&mut self) {
        self.travelling = false;
        if self.undo.len() == CAPACITY {
            self.undo.remove(0);
        }
        self.undo.push(self.current().clone());
    }
}

/// Whether two recipes are the same artwork seen from elsewhere.
pub fn differs_in_view_alone(a: &Recipe, b: &Recipe) -> bool {
    let mut from_there = a.clone();
    from_there.view = b.view;
    a.view != b.view && from_there == *b
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::{Preset, Seed};

    fn seed(root: u64) -> Recipe {
        Preset::Default.recipe(Seed::from(root))
    }

    #[test]
    fn back_and_forth_keep_the_changes_of_each_artwork() {
        let mut history = History::new(seed(1));
        history.open(seed(2));
        let mut changed = seed(2);
        changed.gain = 2.0;
        history.change(changed.clone());
        assert!(history.back());
        assert_eq!(*history.current(), seed(1));
        assert!(!history.back());
        assert!(history.forward());
        assert_eq!(*history.current(), changed);
        assert!(!history.forward());
    }

    #[test]
    fn the_oldest_artworks_are_forgotten_first() {
        let mut history = History::new(seed(0));
        (1..CAPACITY as u64 + 10).for_each(|root| history.open(seed(root)));
        let newest = CAPACITY as u64 + 9;
        assert_eq!((history.artworks.len(), history.current()), (CAPACITY, &seed(newest)));
        history.put_ahead(seed(1));
        assert_eq!((history.artworks.len(), history.current()), (CAPACITY, &seed(newest)));
        assert!(history.forward() && *history.current() == seed(1));
    }

    #[test]
    fn undo_takes_back_a_journey_at_once_and_redo_repeats_it() {
        let mut history = History::new(seed(1));
        for step in 1..=5 {
            let mut moved = seed(1);
            moved.view.zoom = f64::from(step) + 1.0;
            history.change(moved);
        }
        assert!(history.undo());
        assert_eq!(*history.current(), seed(1));
        assert!(!history.undo());
        assert!(history.redo());
        assert_eq!(history.current().view.zoom, 6.0);
    }

    #[test]
    fn a_new_artwork_can_be_undone() {
        let mut history = History::new(seed(1));
        history.open(seed(2));
        assert!(history.undo());
        assert_eq!(*history.current(), seed(1));
    }
}
