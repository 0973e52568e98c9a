//! Which views are open, one above another.

use super::look::Finding;
use super::view::{Overlay, OverlayName};
use crate::recipe::Recipe;

/// The open views, and all others as they were left.
///
/// Help and the prompt lie over every other view, and all lie over the tour, or over what shows a network that learns; of
/// the others one takes the place of another.
#[derive(Debug)]
pub(super) struct Overlays {
    views: Vec<(OverlayName, Box<dyn Overlay>)>,
    /// The lowest first.
    open: Vec<OverlayName>,
}

impl Overlays {
    /// None is open.
    pub(super) fn closed() -> Self {
        Self { views: OverlayName::ALL.map(|name| (name, name.view())).into(), open: Vec::new() }
    }

    /// The view that is seen.
    pub(super) fn top(&self) -> Option<&dyn Overlay> {
        self.view(*self.open.last()?)
    }

    /// Whether this view is the one that is seen.
    pub(super) fn is_seen(&self, name: OverlayName) -> bool {
        self.open.last() == Some(&name)
    }

    /// The view that is seen.
    pub(super) fn top_mut(&mut self) -> Option<&mut (dyn Overlay + 'static)> {
        let top = *self.open.last()?;
        self.views.iter_mut().find(|(name, _)| *name == top).map(|(_, view)| &mut **view)
    }

    /// The open views, the lowest first.
    pub(super) fn open(&self) -> impl DoubleEndedIterator<Item = &dyn Overlay> {
        self.open.iter().filter_map(|name| self.view(*name))
    }

    /// The artwork of its own that an open view begins with, seen or below another one.
    pub(super) fn artwork(&self) -> Option<Recipe> {
        self.open.iter().find_map(|name| self.view(*name)?.artwork())
    }

    /// Hands on what was found, to whichever view asked for it: it may be below another by now.
    pub(super) fn receive(&mut self, finding: &Finding) {
        self.views.iter_mut().for_each(|(_, view)| view.receive(finding));
    }

    fn view(&self, wanted: OverlayName) -> Option<&dyn Overlay> {
        self.views.iter().find(|(name, _)| *name == wanted).map(|(_, view)| &**view)
    }

    /// Opens a view over the artwork `recipe`, or closes it where it is the one that is seen.
    pub(super) fn toggle(&mut self, name: OverlayName, recipe: &Recipe) {
        if self.is_seen(name) {
            return self.close();
        }
        // A key that was looked up in the help: it has done its work. No key reaches past the prompt, but a pipe does.
        while self.is_seen(OverlayName::Help) || (self.is_seen(OverlayName::Prompt) && name != OverlayName::Help) {
            self.close();
            if self.is_seen(name) {
                return;
            }
        }
        match (self.open.last(), name) {
            (_, OverlayName::Tour) => self.open.clear(),
            (None | Some(OverlayName::Tour | OverlayName::Learn), _) | (_, OverlayName::Help | OverlayName::Prompt) => {
            }
            _ => self.close(),
        }
        let keys = self.top().map(Overlay::own_keys).unwrap_or_default();
        self.open.push(name);
        if let Some(view) = self.top_mut() {
            view.opens_over(keys);
            view.opened(recipe);
        }
    }

    /// Closes the view that is seen, back to the one below it. What shows a network that learns stays as long as it does.
    pub(super) fn close(&mut self) {
        self.open.pop_if(|name| *name != OverlayName::Learn);
    }

    /// Closes this view, wherever it is.
    pub(super) fn dismiss(&mut self, name: OverlayName) {
        self.open.retain(|open| *open != name);
    }
}

#[cfg(test)]
mod tests {
    use super::OverlayName::{Dial, Help, Learn, Prompt, Tour, Xray};
    use super::*;
    use crate::recipe::{Preset, Seed};

    fn after(views: &[OverlayName]) -> Overlays {
        let mut overlays = Overlays::closed();
        let recipe = Preset::Default.recipe(Seed::from(1));
        views.iter().for_each(|view| overlays.toggle(*view, &recipe));
        overlays
    }

    fn top(overlays: &Overlays) -> Option<OverlayName> {
        overlays.open.last().copied()
    }

    #[test]
    fn help_returns_to_what_it_was_opened_over() {
        for below in [None, Some(Xray), Some(Dial), Some(Tour)] {
            let opened: Vec<OverlayName> = below.into_iter().collect();
            let mut overlays = after(&[opened.clone(), vec![Help]].concat());
            assert_eq!(top(&overlays), Some(Help));
            overlays.close();
            assert_eq!(top(&overlays), below);
            assert_eq!(top(&after(&[opened, vec![Help; 2]].concat())), below);
        }
    }

    #[test]
    fn a_key_that_was_looked_up_in_the_help_does_what_it_says() {
        assert_eq!(top(&after(&[Help, Dial])), Some(Dial));
        assert_eq!(top(&after(&[Xray, Help, Dial])), Some(Dial));
        assert_eq!(top(&after(&[Xray, Help, Xray])), Some(Xray));
    }

    #[test]
    fn the_prompt_returns_to_what_it_was_opened_over() {
        let mut overlays = after(&[Xray, Prompt]);
        assert_eq!(top(&overlays), Some(Prompt));
        overlays.close();
        assert_eq!(top(&overlays), Some(Xray));
    }

    #[test]
    fn a_view_that_is_opened_past_the_prompt_takes_its_place() {
        assert_eq!(after(&[Xray, Prompt, Help, Dial]).open, [Dial]);
        assert_eq!(after(&[Xray, Prompt, Dial]).open, [Dial]);
        assert_eq!(after(&[Xray, Prompt, Xray]).open, [Xray]);
        assert_eq!(after(&[Xray, Prompt, Help]).open, [Xray, Prompt, Help]);
    }

    #[test]
    fn one_look_inside_takes_the_place_of_the_other() {
        let mut overlays = after(&[Xray, Dial]);
        assert_eq!(top(&overlays), Some(Dial));
        overlays.close();
        assert_eq!(top(&overlays), None);
    }

    #[test]
    fn what_learns_stays_open_below_all_others_until_it_is_dismissed() {
        let mut overlays = after(&[Learn, Xray, Help]);
        (0..3).for_each(|_| overlays.close());
        assert_eq!(top(&overlays), Some(Learn));
        let mut overlays = after(&[Learn, Xray]);
        overlays.dismiss(Learn);
        assert_eq!(overlays.open, [Xray]);
    }

    #[test]
    fn every_view_returns_to_the_tour() {
        let mut overlays = after(&[Tour, Xray, Dial, Help]);
        assert!(overlays.artwork().is_some());
        overlays.close();
        assert_eq!(top(&overlays), Some(Dial));
        overlays.close();
        assert_eq!(top(&overlays), Some(Tour));
        overlays.close();
        assert_eq!(top(&overlays), None);
        assert!(overlays.artwork().is_none());
        assert_eq!(top(&after(&[Tour, Xray, Tour, Tour])), None);
    }
}
