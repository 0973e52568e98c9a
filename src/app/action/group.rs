//! What a key is for, as the help orders them.

use super::Action;
use crate::app::overlay_name::OverlayName;

/// A part of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// Going from picture to picture, and over one.
    Look,
    /// Making another picture of it.
    Change,
    /// Seeing why it is as it is.
    Understand,
    /// Having it again.
    Keep,
}

impl Group {
    /// Every part, in the order of the help.
    pub(crate) const ALL: [Self; 4] = [Self::Look, Self::Change, Self::Understand, Self::Keep];

    /// What the help calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Look => "Look",
            Self::Change => "Change",
            Self::Understand => "Understand",
            Self::Keep => "Keep",
        }
    }

    /// Where `action` belongs.
    pub(crate) const fn of(action: Action) -> Self {
        match action {
            Action::Undo
            | Action::Redo
            | Action::Turn(..)
            | Action::Color
            | Action::ColorBack
            | Action::Palette
            | Action::Motion
            | Action::MotionBack
            | Action::Toggle(OverlayName::Prompt | OverlayName::Breed) => Self::Change,
            Action::Toggle(OverlayName::Xray | OverlayName::Dial | OverlayName::Tour | OverlayName::Help) => {
                Self::Understand
            }
            Action::Favourite | Action::Save | Action::Export | Action::Copy => Self::Keep,
            _ => Self::Look,
        }
    }
}
