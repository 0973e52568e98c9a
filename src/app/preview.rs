//! What a view shows for now: another picture, without a place in history, as long as nothing else comes.

use std::time::Duration;

use crate::recipe::Recipe;

/// How long a wish waits for a newer one: about as long as between two letters that are typed.
const PAUSE: Duration = Duration::from_millis(150);

/// What is shown for now, and what is wanted next.
#[derive(Debug, Default)]
pub(super) struct Preview {
    shown: Option<Recipe>,
    /// What is to be shown, if anything, and when.
    wanted: Option<(Option<Recipe>, Duration)>,
}

impl Preview {
    /// What is shown for now.
    pub(super) fn shown(&self) -> Option<&Recipe> {
        self.shown.as_ref()
    }

    /// Wants `recipe` shown, or nothing.
    pub(super) fn ask(&mut self, recipe: Option<Recipe>, now: Duration) {
        self.wanted = (recipe != self.shown).then_some((recipe, now + PAUSE));
    }

    /// When what is wanted is to be shown.
    pub(super) fn due(&self) -> Option<Duration> {
        self.wanted.as_ref().map(|(_, due)| *due)
    }

    /// Shows what is wanted, if its time has come. Returns whether that is something else.
    pub(super) fn settle(&mut self, now: Duration) -> bool {
        let wanted = self.wanted.take_if(|(_, due)| *due <= now);
        wanted.is_some_and(|(recipe, _)| std::mem::replace(&mut self.shown, recipe.clone()) != recipe)
    }

    /// Shows nothing any more.
    pub(super) fn end(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::{Preset, Seed};

    #[test]
    fn the_last_of_several_wishes_is_shown_after_a_pause() {
        let at = Duration::from_millis;
        let seed = |root| Some(Preset::Deep.recipe(Seed::from(root)));
        let mut preview = Preview::default();
        preview.ask(seed(4), at(0));
        preview.ask(seed(42), at(100));
        assert!(!preview.settle(at(200)) && preview.shown().is_none());
        assert_eq!(preview.due(), Some(at(250)));
        assert!(preview.settle(at(250)) && preview.shown() == seed(42).as_ref());
        assert!(!preview.settle(at(900)) && preview.due().is_none());
        preview.ask(None, at(1000));
        assert!(preview.settle(at(2000)) && preview.shown().is_none());
    }
}
