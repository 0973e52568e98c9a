//! How a picture is shown: by characters, or as an image.

use crate::cells::glyph::Glyphs;
use crate::wire::image::Protocol;

/// How a picture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Medium {
    /// By characters, which every terminal can be sent.
    Text(Glyphs),
    /// As an image, where the terminal draws them.
    Image(Protocol),
}

impl Medium {
    /// Every one: characters, then images.
    pub const ALL: [Self; 7] = [
        Self::Text(Glyphs::Half),
        Self::Text(Glyphs::Quadrant),
        Self::Text(Glyphs::Sextant),
        Self::Text(Glyphs::Octant),
        Self::Text(Glyphs::Ascii),
        Self::Image(Protocol::Kitty),
        Self::Image(Protocol::Sixel),
    ];

    /// The image protocol, if it is one.
    pub const fn protocol(self) -> Option<Protocol> {
        match self {
            Self::Text(_) => None,
            Self::Image(protocol) => Some(protocol),
        }
    }

    /// The characters that the text of the screen is adapted to; beside an image the usual ones.
    pub fn glyphs(self) -> Glyphs {
        match self {
            Self::Text(glyphs) => glyphs,
            Self::Image(_) => Glyphs::default(),
        }
    }

    /// As it is written on a command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text(glyphs) => glyphs.name(),
            Self::Image(protocol) => protocol.name(),
        }
    }
}

impl Default for Medium {
    fn default() -> Self {
        Self::Text(Glyphs::default())
    }
}
