//! The parent: what paints it, and what its children have of it.

use super::Breed;
use crate::litter::{self, Aspect};
use crate::plain_text;
use crate::recipe::Recipe;
use crate::work::Work;

impl Breed {
    /// What no child of the parent can differ in.
    pub(super) fn fixed(&self) -> &'static [Aspect] {
        self.parent_work().map_or(&[], |parent| litter::fixed(&parent))
    }

    /// Whether all children have this of their parent.
    pub(super) fn is_kept(&self, aspect: Aspect) -> bool {
        self.wishes.locked.contains(&aspect) || self.fixed().contains(&aspect)
    }

    /// The parent with what paints it.
    pub(super) fn parent_work(&self) -> Option<Work> {
        let (origin, parent) = self.origin.as_ref().zip(self.lineage.parent())?;
        Some(origin.with(parent.clone()))
    }

    /// Follows what is shown: weights out of a file begin with the file, not with a seed.
    pub(super) fn follow(&mut self, recipe: &Recipe) {
        if !self.lineage.follow(recipe) {
            return;
        }
        self.begin_generation();
        let parent = self.parent_work();
        if let Some(weights) = parent.as_ref().and_then(Work::imported) {
            self.lineage.call_root(&plain_text::line(&weights.name, plain_text::LINE));
        }
    }
}
