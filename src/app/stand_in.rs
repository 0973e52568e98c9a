//! What the open views show instead of the artwork: networks that no line of text says.

use std::time::Duration;

use super::State;
use super::action::Action;
use super::look::StandIn;
use super::view::{Overlay, OverlayName};

impl State {
    /// What the open views show instead of the artwork, the lowest view's first.
    pub(super) fn stand_ins(&self) -> Vec<Box<dyn StandIn>> {
        self.overlays.open().filter_map(|view| view.stand_in(self.recipe())).collect()
    }

    /// What it is called that stands in for the artwork, if something does.
    fn stand_in_name(&self) -> Option<String> {
        self.overlays.open().rev().find_map(|view| view.stand_in_name(self.recipe()))
    }

    /// What stands for the line of text while a view shows a network of its own that no line says.
    pub(super) fn lesson(&self) -> Option<String> {
        self.overlays.artwork()?;
        self.stand_in_name()
    }

    /// Says why what stands in can't be kept, if that is what `action` asks. Returns whether it is.
    pub(super) fn refuses(&mut self, action: Action, now: Duration) -> bool {
        let keeps = matches!(action, Action::Copy | Action::Save | Action::Export | Action::Favourite)
            || action == Action::Toggle(OverlayName::Breed);
        // A view that has a subject of its own means that.
        let subject = self.overlays.top().and_then(Overlay::subject);
        let name = self.stand_in_name().filter(|_| keeps && subject.is_none());
        if let Some(name) = &name {
            self.say(format!("not kept: no line of text says {name}"), now);
        }
        name.is_some()
    }
}
