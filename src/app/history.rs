//! Where the user has been: the artworks in a row, and every change that can be taken back.

use crate::recipe::Recipe;
use crate::work::Work;

/// How many artworks, and how many changes, are remembered.
const CAPACITY: usize = 1000;
/// How many imported parameters all artworks may have together; the oldest give way: 256 MiB.
const PARAMETERS: usize = 64 << 20;

/// The artworks visited, each with the weights that paint it, and the changes made to them.
#[derive(Clone, Debug)]
pub(crate) struct History {
    artworks: Vec<Work>,
    here: usize,
    undo: Vec<Place>,
    redo: Vec<Place>,
    /// Whether the last change moved the view alone: a further one joins it, so that one undo takes
    /// back a whole journey of arrow keys.
    travelling: bool,
}

/// One of the artworks, and what it was.
#[derive(Clone, Debug, PartialEq)]
struct Place {
    index: usize,
    work: Work,
}

impl History {
    /// Begins with one artwork.
    pub(crate) fn new(work: Work) -> Self {
        Self { artworks: vec![work], here: 0, undo: Vec::new(), redo: Vec::new(), travelling: false }
    }

    /// What is shown.
    pub(crate) fn current(&self) -> &Work {
        &self.artworks[self.here]
    }

    /// Changes the artwork that is shown; its weights stay, as far as they fit.
    pub(crate) fn change(&mut self, recipe: Recipe) {
        if recipe == *self.current().recipe() {
            return;
        }
        let travels = differs_in_view_alone(self.current().recipe(), &recipe);
        if !(travels && self.travelling) {
            self.remember();
        }
        self.travelling = travels;
        self.redo.clear();
        self.artworks[self.here] = self.current().with(recipe);
    }

    /// Everything is painted by the weights of `work` from now on.
    pub(crate) fn renew(&mut self, work: &Work) {
        let places = self.undo.iter_mut().chain(&mut self.redo).map(|place| &mut place.work);
        self.artworks.iter_mut().chain(places).for_each(|known| *known = work.with(known.recipe().clone()));
    }

    /// Shows another artwork behind this one; those that were ahead are forgotten.
    pub(crate) fn open(&mut self, work: Work) {
        self.remember();
        self.redo.clear();
        self.put_ahead(work);
        self.here = self.artworks.len() - 1;
    }

    /// Makes `work` the artwork after this one; those that were ahead are forgotten.
    pub(crate) fn put_ahead(&mut self, work: Work) {
        self.artworks.truncate(self.here + 1);
        self.undo.retain(|place| place.index <= self.here);
        self.redo.clear();
        // A walk opens a file each time that it comes by.
        let work = self.artworks.iter().fold(work, Work::sharing_weights_of);
        if self.artworks.len() == CAPACITY {
            self.forget_first();
        }
        self.artworks.push(work);
        while self.here > 0 && self.parameters() > PARAMETERS {
            self.forget_first();
        }
    }

    /// Forgets the first artwork, which is not the one that is shown.
    fn forget_first(&mut self) {
        self.artworks.remove(0);
        self.here -= 1;
        self.undo.retain(|place| place.index > 0);
        self.undo.iter_mut().for_each(|place| place.index -= 1);
    }

    /// How many parameters the imported weights of all artworks have, each counted once.
    fn parameters(&self) -> usize {
        let mut weights: Vec<_> = self.artworks.iter().filter_map(Work::imported).collect();
        weights.sort_by_key(|weights| std::ptr::from_ref(*weights));
        weights.dedup_by_key(|weights| std::ptr::from_ref(*weights));
        weights.iter().map(|weights| weights.recipe.parameters()).sum()
    }

    /// Puts `earlier` artworks, the newest last, before the first one, as many as are remembered.
    pub(crate) fn put_before(&mut self, mut earlier: Vec<Work>) {
        let room = if self.parameters() > PARAMETERS { 0 } else { CAPACITY - self.artworks.len() };
        earlier.drain(..earlier.len().saturating_sub(room));
        let count = earlier.len();
        self.artworks.splice(0..0, earlier);
        self.here += count;
        self.undo.iter_mut().chain(&mut self.redo).for_each(|place| place.index += count);
    }

    /// Whether no artwork is before this one.
    pub(crate) fn is_first(&self) -> bool {
        self.here == 0
    }

    /// The artwork before this one; false at the first.
    pub(crate) fn back(&mut self) -> bool {
        self.travelling = false;
        let moved = self.here > 0;
        self.here -= usize::from(moved);
        moved
    }

    /// The artwork after this one; false at the last.
    pub(crate) fn forward(&mut self) -> bool {
        self.travelling = false;
        let moved = self.here + 1 < self.artworks.len();
        self.here += usize::from(moved);
        moved
    }

    /// Takes the last change back, where it was made; false where there is none.
    pub(crate) fn undo(&mut self) -> bool {
        self.travelling = false;
        let undone = replay(&mut self.undo, &mut self.artworks, &mut self.here);
        undone.map(|before| self.redo.push(before)).is_some()
    }

    /// Makes the change again that was taken back last; false where there is none.
    pub(crate) fn redo(&mut self) -> bool {
        self.travelling = false;
        let redone = replay(&mut self.redo, &mut self.artworks, &mut self.here);
        redone.map(|before| self.undo.push(before)).is_some()
    }

    fn remember(&mut self) {
        self.travelling = false;
        if self.undo.len() == CAPACITY {
            self.undo.remove(0);
        }
        self.undo.push(Place { index: self.here, work: self.current().clone() });
    }
}

/// Goes to the last of `places` that is not what is shown anyhow, after a walk through the artworks. Returns what was
/// shown before.
fn replay(places: &mut Vec<Place>, artworks: &mut [Work], here: &mut usize) -> Option<Place> {
    while let Some(place) = places.pop() {
        let before = Place { index: *here, work: artworks[*here].clone() };
        if place != before {
            *here = place.index;
            artworks[place.index] = place.work;
            return Some(before);
        }
    }
    None
}

/// Whether two recipes are the same artwork, seen in different views.
pub(crate) fn differs_in_view_alone(a: &Recipe, b: &Recipe) -> bool {
    let mut from_there = a.clone();
    from_there.view = b.view;
    a.view != b.view && from_there == *b
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::learnt;
    use crate::recipe::{Preset, Seed};

    fn seed(root: u64) -> Work {
        Work::new(Preset::Default.recipe(Seed::from(root)))
    }

    /// The same with twice the gain.
    fn louder(root: u64) -> Work {
        Work::new(Recipe { gain: 2.0, ..seed(root).recipe().clone() })
    }

    #[test]
    fn back_and_forth_keep_the_changes_of_each_artwork() {
        let mut history = History::new(seed(1));
        history.open(seed(2));
        let changed = louder(2);
        history.change(changed.recipe().clone());
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
    fn earlier_artworks_come_before_the_first_and_changes_stay_where_they_were_made() {
        let mut history = History::new(seed(5));
        let changed = louder(5);
        history.change(changed.recipe().clone());
        history.put_before(vec![seed(1), seed(2)]);
        assert_eq!(*history.current(), changed);
        assert!(history.back() && *history.current() == seed(2));
        assert!(history.undo() && *history.current() == seed(5));
        assert!(history.back() && history.back() && *history.current() == seed(1) && history.is_first());
        // Of too many the newest.
        history.put_before((0..2 * CAPACITY as u64).map(seed).collect());
        assert_eq!(history.artworks.len(), CAPACITY);
        assert!(history.back() && *history.current() == seed(2 * CAPACITY as u64 - 1));
    }

    #[test]
    fn the_same_weights_are_held_once() {
        let photo = || learnt("glossy:0", 2.0, "photo.safetensors");
        let mut history = History::new(photo());
        history.open(photo());
        let [one, two] = [0, 1].map(|index: usize| history.artworks[index].imported().unwrap());
        assert!(std::ptr::eq(one, two));
        assert_eq!(history.parameters(), one.recipe.parameters());
    }

    #[test]
    fn undo_takes_back_a_journey_at_once_and_redo_repeats_it() {
        let mut history = History::new(seed(1));
        for step in 1..=5 {
            let mut moved = seed(1).recipe().clone();
            moved.view.zoom = f64::from(step) + 1.0;
            history.change(moved);
        }
        assert!(history.undo());
        assert_eq!(*history.current(), seed(1));
        assert!(!history.undo());
        assert!(history.redo());
        assert_eq!(history.current().recipe().view.zoom, 6.0);
    }

    #[test]
    fn a_new_artwork_can_be_undone_and_is_not_lost() {
        let mut history = History::new(seed(1));
        history.open(seed(2));
        assert!(history.undo());
        assert_eq!(*history.current(), seed(1));
        assert!(history.forward() && *history.current() == seed(2));
        assert!(history.back() && history.redo() && *history.current() == seed(2));
    }

    #[test]
    fn undo_changes_what_was_changed_wherever_one_has_gone_since() {
        let mut history = History::new(seed(1));
        history.open(seed(2));
        let changed = louder(2);
        history.change(changed.recipe().clone());
        history.open(seed(3));
        assert!(history.back() && *history.current() == changed);
        // That the third was opened is undone already: the second loses its change.
        assert!(history.undo() && *history.current() == seed(2));
        assert!(history.undo() && *history.current() == seed(1));
        assert!(!history.undo());
        assert!(history.forward() && *history.current() == seed(2));
        assert!(history.forward() && *history.current() == seed(3));
    }

    #[test]
    fn each_artwork_keeps_its_own_weights_though_one_recipe_says_both() {
        let learnt = |times: f32| crate::app::learnt("glossy:1", times, "photo.safetensors");
        let [one, two, three] = [1.5, 2.0, 3.0].map(learnt);
        assert!(one.recipe() == two.recipe() && one != two);
        let mut history = History::new(one.clone());
        history.open(two.clone());
        history.change(Recipe { gain: 2.0, ..two.recipe().clone() });
        assert_eq!(history.current().network().layers[0], two.network().layers[0]);
        assert!(history.undo() && *history.current() == two);
        assert!(history.back() && *history.current() == one);
        // Learnt further, all of it is painted by the new weights.
        history.renew(&three);
        assert!(history.forward());
        assert_eq!(history.current().network().layers[0], three.network().layers[0]);
    }
}
