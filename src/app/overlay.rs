//! What lies over the picture, one view above another.

use crate::insight::xray::Neuron;

/// What lies over the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// Nothing.
    None,
    /// The keys.
    Help,
    /// Every neuron, one of them large.
    Xray(Neuron),
    /// The plane of order and chaos.
    Dial,
    /// A page of the tour, from 0.
    Tour(usize),
}

impl Overlay {
    /// Whether both are the same view, whatever each shows.
    fn is_same_view(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// The open view and what it returns to.
///
/// Help lies over every other view, and all lie over the tour; of the others one takes the place of another.
#[derive(Clone, Debug)]
pub(super) struct Overlays {
    top: Overlay,
    /// The lowest first.
    below: Vec<Overlay>,
}

impl Overlays {
    pub(super) const fn none() -> Self {
        Self { top: Overlay::None, below: Vec::new() }
    }

    /// What is seen.
    pub(super) const fn top(&self) -> Overlay {
        self.top
    }

    /// Whether `view` is open, seen or below another one.
    pub(super) fn hold(&self, view: Overlay) -> bool {
        self.below.iter().chain([&self.top]).any(|open| open.is_same_view(view))
    }

    /// Lets the open view show something else.
    pub(super) fn set_top(&mut self, view: Overlay) {
        self.top = view;
    }

    /// Opens a view, or closes it where it is the open one.
    pub(super) fn toggle(&mut self, view: Overlay) {
        if self.top.is_same_view(view) {
            return self.close();
        }
        if self.top == Overlay::Help {
            // The key was looked up there: the help has done its work.
            self.close();
            if self.top.is_same_view(view) {
                return;
            }
        }
        match (self.top, view) {
            (_, Overlay::Tour(_)) => self.below.clear(),
            (Overlay::None, _) => {}
            (Overlay::Tour(_), _) | (_, Overlay::Help) => self.below.push(self.top),
            _ => {}
        }
        self.top = view;
    }

    /// Closes the open view, back to the one below it.
    pub(super) fn close(&mut self) {
        self.top = self.below.pop().unwrap_or(Overlay::None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XRAY: Overlay = Overlay::Xray(Neuron { layer: 3, index: 5 });

    fn after(views: &[Overlay]) -> Overlays {
        let mut overlays = Overlays::none();
        views.iter().for_each(|view| overlays.toggle(*view));
        overlays
    }

    #[test]
    fn help_returns_to_what_it_was_opened_over() {
        for below in [Overlay::None, XRAY, Overlay::Dial, Overlay::Tour(7)] {
            let opened = if below == Overlay::None { vec![] } else { vec![below] };
            let mut overlays = after(&[opened.clone(), vec![Overlay::Help]].concat());
            assert_eq!(overlays.top(), Overlay::Help);
            overlays.close();
            assert_eq!(overlays.top(), below);
            assert_eq!(after(&[opened, vec![Overlay::Help; 2]].concat()).top(), below);
        }
    }

    #[test]
    fn a_key_that_was_looked_up_in_the_help_does_what_it_says() {
        assert_eq!(after(&[Overlay::Help, Overlay::Dial]).top(), Overlay::Dial);
        assert_eq!(after(&[XRAY, Overlay::Help, Overlay::Dial]).top(), Overlay::Dial);
        assert_eq!(after(&[XRAY, Overlay::Help, Overlay::Xray(Neuron::default())]).top(), XRAY);
    }

    #[test]
    fn every_view_returns_to_the_tour() {
        let mut overlays = after(&[Overlay::Tour(2), XRAY, Overlay::Dial, Overlay::Help]);
        assert!(overlays.hold(Overlay::Tour(0)));
        overlays.close();
        assert_eq!(overlays.top(), Overlay::Dial);
        overlays.close();
        assert_eq!(overlays.top(), Overlay::Tour(2));
        overlays.close();
        assert_eq!(overlays.top(), Overlay::None);
        assert_eq!(after(&[Overlay::Tour(2), XRAY, Overlay::Tour(2), Overlay::Tour(2)]).top(), Overlay::None);
    }
}
