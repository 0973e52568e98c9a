//! Colour: sRGB, linear light, Oklab; named palettes; nearest terminal colours.

/// A named colour map, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the maps' own")]
pub enum Palette {
    Viridis,
    Magma,
    Turbo,
    Cividis,
}

impl Palette {
    /// Every palette, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Viridis, Self::Magma, Self::Turbo, Self::Cividis];

    /// The name in a line of text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viridis => "viridis",
            Self::Magma => "magma",
            Self::Turbo => "turbo",
            Self::Cividis => "cividis",
        }
    }
}
