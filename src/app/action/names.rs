//! The names of actions, as the settings file, the control pipe and `neurotty config` have them.

use super::{Action, PAN_STEP};
use crate::app::overlay_name::OverlayName;
use crate::recipe::Knob;

/// Every action that has a key, by name, in the order of the help.
#[rustfmt::skip]
pub(crate) const NAMES: &[(&str, Action)] = &[
    ("reseed", Action::Reseed),
    ("surprise", Action::Surprise),
    ("back", Action::Back),
    ("forward", Action::Forward),
    ("undo", Action::Undo),
    ("redo", Action::Redo),
    ("preset-1", Action::Preset(1)),
    ("preset-2", Action::Preset(2)),
    ("preset-3", Action::Preset(3)),
    ("preset-4", Action::Preset(4)),
    ("preset-5", Action::Preset(5)),
    ("preset-6", Action::Preset(6)),
    ("preset-7", Action::Preset(7)),
    ("preset-8", Action::Preset(8)),
    ("preset-9", Action::Preset(9)),
    ("presets", Action::Toggle(OverlayName::Presets)),
    ("favourites", Action::Toggle(OverlayName::Favourites)),
    ("zoom-in", Action::Turn(Knob::Zoom, 1)),
    ("zoom-out", Action::Turn(Knob::Zoom, -1)),
    ("left", Action::Pan([-PAN_STEP, 0.0])),
    ("down", Action::Pan([0.0, PAN_STEP])),
    ("up", Action::Pan([0.0, -PAN_STEP])),
    ("right", Action::Pan([PAN_STEP, 0.0])),
    ("reset-view", Action::ResetView),
    ("fewer-layers", Action::Turn(Knob::Depth, -1)),
    ("more-layers", Action::Turn(Knob::Depth, 1)),
    ("narrower-layers", Action::Turn(Knob::Width, -1)),
    ("wider-layers", Action::Turn(Knob::Width, 1)),
    ("next-activation", Action::Turn(Knob::Activation, 1)),
    ("previous-activation", Action::Turn(Knob::Activation, -1)),
    ("larger-weights", Action::Turn(Knob::WeightScale, 1)),
    ("smaller-weights", Action::Turn(Knob::WeightScale, -1)),
    ("less-gain", Action::Turn(Knob::Gain, -1)),
    ("more-gain", Action::Turn(Knob::Gain, 1)),
    ("color", Action::Color),
    ("previous-color", Action::ColorBack),
    ("palette", Action::Palette),
    ("motion", Action::Motion),
    ("previous-motion", Action::MotionBack),
    ("glyphs", Action::Glyphs),
    ("previous-glyphs", Action::GlyphsBack),
    ("slower", Action::Speed(-1)),
    ("faster", Action::Speed(1)),
    ("pause", Action::Pause),
    ("prompt", Action::Toggle(OverlayName::Prompt)),
    ("breed", Action::Toggle(OverlayName::Breed)),
    ("xray", Action::Toggle(OverlayName::Xray)),
    ("dial", Action::Toggle(OverlayName::Dial)),
    ("tour", Action::Toggle(OverlayName::Tour)),
    ("favourite", Action::Favourite),
    ("save", Action::Save),
    ("export", Action::Export),
    ("copy", Action::Copy),
    ("suspend", Action::Suspend),
    ("close", Action::Close),
    ("help", Action::Toggle(OverlayName::Help)),
    ("quit", Action::Quit),
];

impl Action {
    /// The action of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, action)| *action)
    }

    /// Its name; none for what the pointer alone asks for.
    pub(crate) fn name(self) -> Option<&'static str> {
        NAMES.iter().find(|(_, action)| *action == self).map(|(name, _)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::BINDINGS;

    #[test]
    fn every_action_that_has_a_key_has_one_name_and_every_name_a_key() {
        let keyed: Vec<Action> = BINDINGS.iter().flat_map(|binding| binding.keys).map(|(_, action)| *action).collect();
        for action in &keyed {
            assert!(action.name().is_some(), "{action:?} has no name");
        }
        for (index, (name, action)) in NAMES.iter().enumerate() {
            assert!(keyed.contains(action), "{name} has no key");
            assert_eq!(Action::named(name), Some(*action));
            assert!(NAMES[..index].iter().all(|(_, other)| other != action), "{action:?} has two names");
        }
    }
}
